import type { PermissionWords } from "./en.ts";

export const de: PermissionWords = {
  goToStanding: "Zu meinem Stand",
  goToBoard: "Zur Rangliste",
  forManagers: "Diese Seite ist für Führungskräfte",
  forAdmins: "Diese Seite ist für Admins",
  forMembers: "Diese Seite ist für Personen auf der Rangliste",
  forOthers: "Das gehört zu einem Team, das Sie nicht leiten",
  seesOwn: "Sie sehen Ihren eigenen Stand und die Rangliste.",
  seesBoard: "Sie sehen die Rangliste.",
  access: (who) => `${who} kann Ihnen Zugang geben.`,
  anAdmin: "Ein Admin",
};
