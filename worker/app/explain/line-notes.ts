/**
 * What is told of a line though crediting does not store it: what depends on the clock, and what became of the record
 * since. Read with the line, so that it writes nothing, and is there for lines of long ago too.
 */
import type { Explanation } from "../../../shared/contracts/api.ts";
import { crmRateOf } from "../../domain/credit/crm-rate.ts";
import { initialAmountOf, laterOwnerOf } from "../../domain/credit/deal-past.ts";
import { decidingAdjustment } from "../../domain/credit/deciding-adjustment.ts";
import { openWindowEnd } from "../../domain/credit/reply-window.ts";
import type { ExplainedCredit } from "../../ports/ledger.ts";
import type { IdentifiedMember } from "../../ports/tenants.ts";
import type { Scene } from "../scene/scene.ts";
import { showsName } from "../scene/visibility.ts";

type Line = Explanation["counted"][number];
type Notes = Required<
  Pick<Line, "marks" | "laterOwner" | "initial" | "windowUntil" | "crmRate" | "adjustment">
>;

/** The notes of one of the lines that they were loaded for. */
export type NotesOf = (credit: ExplainedCredit) => Notes;

/** Names are looked up only where a deal has gone to somebody else. */
export async function loadNotes(scene: Scene, credits: readonly ExplainedCredit[]): Promise<NotesOf> {
  const isAnyHandedOver = credits.some((credit) => laterOwnerIdsOf(credit, scene) !== null);
  const people = isAnyHandedOver ? await scene.context.store.loadIdentifiedMembers() : [];
  return (credit) => {
    const laterOwner = nameLaterOwner(credit, scene, people);
    const initial = initialOf(credit, scene);
    const windowUntil = windowOf(credit, scene);
    const told = {
      future: credit.day !== null && credit.day > scene.today,
      cancelled: credit.fate === "cancelled",
      owner_changed: laterOwner !== null,
      initial_amount: initial !== null,
      window_open: windowUntil !== null,
    };
    const marks = Object.entries(told).flatMap(([mark, isTold]) => (isTold ? [mark] : []));
    const crmRate = crmRateOf(credit, scene.rules.homeCurrency);
    return { marks, laterOwner, initial, windowUntil, crmRate, adjustment: adjustmentOf(credit, scene) };
  };
}

function laterOwnerIdsOf({ past, event }: ExplainedCredit, { asOf }: Scene) {
  return past && laterOwnerOf(past, event, asOf);
}

/** Told to explain why the credit is not the later owner's: nothing is said of shares that followed another rule. */
function nameLaterOwner(
  credit: ExplainedCredit,
  scene: Scene,
  people: readonly IdentifiedMember[],
): Notes["laterOwner"] {
  const owners = laterOwnerIdsOf(credit, scene);
  if (owners === null) return null;
  const personOf = (ownerId: string | null) =>
    people.find(({ ownerIds }) => ownerId !== null && ownerIds.includes(ownerId));
  const later = personOf(owners.ownerId);
  if (credit.memberId === "" || credit.memberId !== personOf(owners.closedBy)?.id) return null;
  if (credit.memberId === later?.id) return null;
  return { name: later && showsName(scene.sightOf(later.id)) ? later.name : null };
}

/** The history is that of Amount, so of another property the first value is not known. */
function initialOf({ past, event, original }: ExplainedCredit, { rules }: Scene): Notes["initial"] {
  if (past === null || event !== "pipeline_generated") return null;
  return rules.events[event]?.amountProperty === undefined ? initialAmountOf(past, original) : null;
}

/** What an admin did, as it was known at the scene's time; an approver who hides from the viewer has no name. */
function adjustmentOf({ event, adjustments }: ExplainedCredit, scene: Scene): Notes["adjustment"] {
  const asOf = scene.atRevision === undefined ? null : scene.asOf;
  const deciding = decidingAdjustment(event, adjustments, asOf);
  if (deciding === null) return null;
  const { action, reason, approvedBy, modifiedAt: madeAt } = deciding;
  const approver = scene.members.find(({ id }) => id === approvedBy);
  const name = approver && showsName(scene.sightOf(approver.id)) ? approver.name : null;
  return { action, reason, approvedBy: { name }, madeAt };
}

/** An outreach that is answered has nothing to wait for, and one that was not delivered neither. */
function windowOf({ event, at, fate, leftOut }: ExplainedCredit, scene: Scene): Notes["windowUntil"] {
  if (event !== "outreach_delivered" || at === null || fate !== null || leftOut !== null) return null;
  return openWindowEnd(at, scene.asOf, scene.rules);
}
