import type { ActivityPage } from "../../../shared/contracts/activity-page.ts";
import { usePage } from "../standings/page-context.ts";
import type { ActivityFigure } from "./activity-figures.ts";

/** Opens a figure of the page: of everybody whom it shows, or of one of them. */
export type OpenActivity = (
  figure: ActivityFigure,
  person?: { readonly id: string; readonly name: string },
) => void;

/** Figures are asked about as the page shows them: over its people, in its team. */
export function useOpenActivity(
  { members, period }: ActivityPage,
  { team }: { readonly team: string | undefined },
): OpenActivity {
  const { explain } = usePage();
  const [first, ...others] = members;
  const only = others.length === 0 ? first?.member : undefined;
  const { from, to } = period;
  return (figure, person = only) =>
    explain({
      ...figure,
      board: "activity",
      memberId: person?.id ?? "",
      from,
      to,
      ...(team === undefined ? {} : { team }),
      ...(person ? { memberName: person.name } : {}),
    });
}
