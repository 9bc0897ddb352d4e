import type { ExplainedQuota } from "../../../shared/contracts/explained-parts.ts";
import type { StatusView } from "../../../shared/contracts/quota-card.ts";
import { formatPercentDown, NO_FIGURE } from "../../../shared/wording/numbers.ts";
import { QUOTA_TONES } from "../../../shared/wording/quota-tones.ts";
import { amountText } from "./explanation-head.ts";
import type { ExplanationScene } from "./explanation-scene.ts";

/** Somebody whose quota is counted. */
export interface QuotaPersonView {
  readonly id: string;
  readonly name: string;
  readonly result: string;
  readonly quota: string;
  readonly attainment: string;
  readonly status: StatusView;
}

/** The people of a quota over a board. */
export interface QuotaPeopleView {
  readonly caption: string;
  readonly people: readonly QuotaPersonView[];
}

type Person = NonNullable<ExplainedQuota["over"]>["people"][number];

/** Who is on track stands first where that is asked about. */
const IN_ORDER: readonly Person["status"][] = ["reached", "on_track", "at_risk", "behind"];

/** Null for every figure but the quota over a board. */
export function quotaPeopleView(scene: ExplanationScene): QuotaPeopleView | null {
  const { explanation, words, figure } = scene;
  const { quota } = explanation;
  const over = quota?.over;
  if (!quota || !over) return null;
  const people = figure.board === "on_track" ? over.people.toSorted(byStatus) : over.people;
  return {
    caption: words.people.caption(over.people.length, scene.amounts.count(over.people.length)),
    people: people.map((person) => personView(scene, quota, person)),
  };
}

function byStatus(one: Person, other: Person): number {
  const placeOf = ({ status }: Person) =>
    (IN_ORDER.indexOf(status) + IN_ORDER.length + 1) % (IN_ORDER.length + 1);
  return placeOf(one) - placeOf(other);
}

function personView(
  { words, amounts, locale }: ExplanationScene,
  { unit }: ExplainedQuota,
  { id, name, result, quota, attainment, status }: Person,
): QuotaPersonView {
  return {
    id,
    name,
    result: amountText(unit, result, amounts),
    quota: amountText(unit, quota, amounts),
    attainment: attainment === null ? NO_FIGURE : formatPercentDown(attainment, locale.language),
    status: { state: status, tone: QUOTA_TONES[status], label: words.people.statuses[status] },
  };
}
