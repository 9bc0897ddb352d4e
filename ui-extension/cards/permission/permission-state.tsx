import type { MemberList } from "../../../shared/contracts/api.ts";
import { administers, type Role } from "../../../shared/contracts/ids.ts";
import { EmptyState } from "../design/empty-state.tsx";
import { useAnswer } from "../host/use-answer.ts";
import { usePage, useWords } from "../standings/page-context.ts";
import { type PageId, pagesFor, rolesOf } from "../standings/pages.ts";
import { PERMISSION_WORDS } from "./words/book.ts";
import type { PermissionWords } from "./words/en.ts";

/** What is refused, and where it stands. */
export interface PermissionStateProps {
  /** The page that was asked for; without it the server refused a part of one. */
  readonly id?: PageId | undefined;
  readonly card?: boolean | undefined;
}

/** What the viewer's rights do not open: for whom it is, what is open, and who can change that. */
export function PermissionState({ id, card }: PermissionStateProps) {
  const { api, session, navigate } = usePage();
  const words = useWords(PERMISSION_WORDS);
  const people = useAnswer<MemberList>("members", () => api.get("members"));
  if (!words) return null;
  const page = pagesFor(session.role).some((tab) => tab.id === "standing") ? "standing" : "leaderboard";
  const admin = people.value?.members.find(({ role, active }) => active && administers(role))?.name;
  return (
    <EmptyState
      role="alert"
      icon="lock"
      card={card}
      title={titleOf(id, session.role, words)}
      detail={`${page === "standing" ? words.seesOwn : words.seesBoard} ${words.access(admin ?? words.anAdmin)}`}
      action={{
        label: page === "standing" ? words.goToStanding : words.goToBoard,
        onClick: () => navigate({ page }),
      }}
    />
  );
}

function titleOf(id: PageId | undefined, role: Role, words: PermissionWords): string {
  if (id !== undefined) return rolesOf(id).includes("manager") ? words.forMembers : words.forAdmins;
  // A manager is refused what is of other teams.
  return role === "manager" || administers(role) ? words.forOthers : words.forManagers;
}
