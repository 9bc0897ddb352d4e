import type { PermissionWords } from "./en.ts";

export const es: PermissionWords = {
  goToStanding: "Ir a mi posición",
  goToBoard: "Ir a la clasificación",
  forManagers: "Esta página es para responsables",
  forAdmins: "Esta página es para administradores",
  forMembers: "Esta página es para las personas de la clasificación",
  forOthers: "Esto es de un equipo que usted no dirige",
  seesOwn: "Ve su propia posición y la clasificación.",
  seesBoard: "Ve la clasificación.",
  access: (who) => `${who} puede darle acceso.`,
  anAdmin: "Un administrador",
};
