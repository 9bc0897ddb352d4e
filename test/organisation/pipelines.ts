import type { Pipeline, Rate } from "./organisation.ts";
import { createIds } from "./organisation.ts";
import type { Random } from "./random.ts";
import { DAY } from "./zone-clock.ts";

const RATE_EVERY_DAYS = 30;

/** New business, renewals and partners, with ids of the three kinds that portals have. */
export function buildPipelines(): readonly Pipeline[] {
  return [
    {
      id: "default",
      label: "New business",
      stagePropertySuffix: "",
      stages: [
        { id: "appointmentscheduled", label: "Appointment scheduled", probability: 0.2, closed: false },
        { id: "qualifiedtobuy", label: "Qualified to buy", probability: 0.4, closed: false },
        { id: "presentationscheduled", label: "Presentation scheduled", probability: 0.6, closed: false },
        { id: "decisionmakerboughtin", label: "Decision maker bought in", probability: 0.8, closed: false },
        { id: "contractsent", label: "Contract sent", probability: 0.9, closed: false },
        { id: "closedwon", label: "Closed won", probability: 1, closed: true },
        { id: "closedlost", label: "Closed lost", probability: 0, closed: true },
      ],
    },
    {
      id: "renewals",
      label: "Renewals",
      stagePropertySuffix: "_1389047116",
      stages: [
        { id: "renewal_due", label: "Due", probability: 0.6, closed: false },
        { id: "renewal_talks", label: "In talks", probability: 0.75, closed: false },
        { id: "renewal_signed", label: "Renewed", probability: 1, closed: true },
        { id: "renewal_churned", label: "Churned", probability: 0, closed: true },
      ],
    },
    {
      id: "748120366",
      label: "Partner",
      stagePropertySuffix: "",
      stages: [
        { id: "1098273640", label: "Registered", probability: 0.1, closed: false },
        { id: "1098273641", label: "Joint call held", probability: 0.4, closed: false },
        { id: "1098273642", label: "Offer with partner", probability: 0.7, closed: false },
        { id: "1098273643", label: "Won with partner", probability: 1, closed: true },
        { id: "1098273644", label: "Lost with partner", probability: 0, closed: true },
      ],
    },
  ];
}

/** What one euro was worth in dollars, month by month, so that the rate of the day matters. */
export function buildRates(random: Random, from: number, until: number): readonly Rate[] {
  const nextId = createIds(9100);
  const rates: Rate[] = [];
  let rate = 1.08;
  for (let at = from; at <= until; at += RATE_EVERY_DAYS * DAY) {
    rates.push({ id: nextId(), from: "EUR", to: "USD", rate: Number(rate.toFixed(4)), effectiveAt: at });
    rate = Math.min(1.2, Math.max(1.02, rate * (0.985 + 0.035 * random.next())));
  }
  return rates;
}

/** The six outcomes every portal has, and one that this portal added. */
export const DISPOSITIONS = [
  { id: "9d9162e7-6cf3-4944-bf63-4dff82258764", label: "Busy" },
  { id: "f240bbac-87c9-4f6e-bf70-924b57d47db7", label: "Connected" },
  { id: "a4c4c377-d246-4b32-a13b-75a56a4cd0ff", label: "Left live message" },
  { id: "b2cf5968-551e-4856-9783-52b3da59a7d0", label: "Left voicemail" },
  { id: "73a0d17f-1163-4015-bdd5-ec830791da20", label: "No answer" },
  { id: "17b47fee-58de-441e-a44c-c6300d46f273", label: "Wrong number" },
  { id: "0e5c9a41-7b16-4a53-9d0b-2f6c1a7d8e33", label: "Connected, call back agreed" },
] as const;
