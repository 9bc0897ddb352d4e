import { expect, it } from "vitest";
import { countingDraft } from "../../../../ui-extension/cards/settings/counting-view.ts";
import { editsOver, type SettingsDraft } from "../../../../ui-extension/cards/settings/settings-view.ts";
import { SETTINGS } from "./settings-frame.tsx";

it("puts what is typed over what somebody else saved, thing by thing", () => {
  const before = SETTINGS;
  const calendar = {
    ...before.counting.calendar,
    weekStart: 7 as const,
    weekend: [1, 2, 3, 6, 7] as const,
    fiscal: { kind: "months", startMonth: 4 } as const,
  };
  const now = {
    ...before,
    pipelines: before.pipelines.map((each) => ({ ...each, included: each.id !== "new" })),
    counting: {
      ...before.counting,
      calendar: { ...calendar, weekend: [...calendar.weekend] },
      events: { revenue_closed: { amountProperty: "arr" } },
    },
  };
  const mine = countingDraft(before.counting);
  const over = (edits: Partial<SettingsDraft>) => editsOver(edits, { before, now }, "en-GB");
  expect(over({ pipelines: ["new"], atRiskFrom: "70" })).toEqual({
    pipelines: ["partners"],
    atRiskFrom: "70",
  });
  expect(over({ counting: { ...mine, holidays: [], weekend: [7] } }).counting).toEqual({
    ...countingDraft(now.counting),
    holidays: [],
    weekend: [1, 2, 3, 7],
  });
  const edit = { fiscal: "weeks", pattern: "5-4-4", credit: "creator", weekStart: 2 } as const;
  expect(over({ counting: { ...mine, ...edit } }).counting).toMatchObject({
    ...edit,
    startMonth: 1,
    amount: "arr",
  });
  // Somebody works on one day at least.
  expect(over({ counting: { ...mine, weekend: [4, 5, 6, 7] } }).counting?.weekend).toEqual([4, 5, 6, 7]);
});
