/** What stands where the rights of the viewer do not suffice. */
export const en = {
  goToStanding: "Go to my standing",
  goToBoard: "Go to the leaderboard",
  forManagers: "This page is for managers",
  forAdmins: "This page is for admins",
  forMembers: "This page is for people on the leaderboard",
  forOthers: "This is of a team that you do not lead",
  seesOwn: "You see your own standing and the leaderboard.",
  seesBoard: "You see the leaderboard.",
  access: (who: string) => `${who} can give you access.`,
  anAdmin: "An admin",
};

/** What every language has to say. */
export type PermissionWords = typeof en;
