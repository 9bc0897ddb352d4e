import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { QUOTA_METRIC_IDS } from "../../../../shared/contracts/ids.ts";
import { openCellBook, settleText } from "../../../../ui-extension/cards/quotas/cells.ts";
import {
  changesOf,
  conflictBetween,
  overAssignment,
  raisedBy,
  reverseOf,
  sumOf,
} from "../../../../ui-extension/cards/quotas/changes.ts";
import {
  applyEdits,
  type Draft,
  discard,
  EMPTY_DRAFT,
  leaveCell,
  typeInto,
  undo,
} from "../../../../ui-extension/cards/quotas/draft.ts";
import { isColumn, layPaste, readPasted } from "../../../../ui-extension/cards/quotas/paste.ts";
import {
  buildGroups,
  cellKey,
  type GridRow,
  rowId,
} from "../../../../ui-extension/cards/quotas/quota-desk.ts";
import { ANSWERS, attainmentWith, DECEMBER, judged, PEOPLE, SHEET, setQuota } from "./sample-desk.ts";

const REVENUE = "revenue_closed";
const LANGUAGE = "en-GB";

function deskWith(texts: ReadonlyMap<string, string> = new Map(), answers = ANSWERS) {
  const { everybody, groups } = buildGroups(answers, DECEMBER, []);
  const rows = [everybody, ...groups.flatMap((group) => group.rows)];
  const book = openCellBook(answers, DECEMBER, { texts, language: LANGUAGE });
  const row = (id: string): GridRow => {
    const found = rows.find((each) => each.id === id);
    if (!found) throw new Error(`No row ${id}`);
    return found;
  };
  const cells = rows.flatMap((each) => QUOTA_METRIC_IDS.map((metric) => book.cellOf(each, metric)));
  return { groups, rows, row, book, cells, revenueOf: (id: string) => book.cellOf(row(id), REVENUE) };
}

const keyOf = (id: string) => cellKey(REVENUE, { kind: "member", id });

describe("typing, pasting and taking back", () => {
  const key = fc.constantFrom("a", "b", "c", "d");
  const step = fc.oneof(
    fc.record({ kind: fc.constant("type" as const), key, text: fc.option(fc.string({ maxLength: 3 })) }),
    fc.record({ kind: fc.constant("leave" as const) }),
    fc.record({
      kind: fc.constant("paste" as const),
      edits: fc.dictionary(key, fc.string({ maxLength: 3 })),
    }),
    fc.record({ kind: fc.constant("discard" as const) }),
  );

  function run(draft: Draft, one: typeof step extends fc.Arbitrary<infer Step> ? Step : never): Draft {
    switch (one.kind) {
      case "type":
        return typeInto(draft, one.key, one.text);
      case "leave":
        return leaveCell(draft);
      case "paste":
        return applyEdits(draft, new Map(Object.entries(one.edits)));
      case "discard":
        return discard(draft);
    }
  }

  it("ends where it began when every step is taken back", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let draft = steps.reduce(run, EMPTY_DRAFT);
        const taken = draft.past.length;
        for (let left = taken; left > 0; left -= 1) draft = undo(draft);
        expect(draft.texts).toEqual(EMPTY_DRAFT.texts);
        expect(undo(draft)).toBe(draft);
      }),
    );
  });

  it("takes a paste back in one step, and typing cell by cell", () => {
    let draft = typeInto(typeInto(EMPTY_DRAFT, "a", "1"), "a", "12");
    const typed = draft.texts;
    draft = applyEdits(
      draft,
      new Map([
        ["b", "3"],
        ["a", "9"],
      ]),
    );
    expect(undo(draft).texts).toEqual(typed);
    expect(undo(undo(draft)).texts.size).toBe(0);
  });

  it("reads a column from a spreadsheet, and several, with quotes and any line ends", () => {
    expect(readPasted('120,000\r\n\r\n"1,5""x"\r\n')).toEqual([["120,000"], [""], ['1,5"x']]);
    expect(readPasted("1\t2\n3\t4")).toEqual([
      ["1", "2"],
      ["3", "4"],
    ]);
    expect([isColumn("120,000"), isColumn("120,000\n"), isColumn("1\n2"), isColumn("1\t2")]).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it("lays it over cells downwards and to the right, and leaves a cell whose text is blank", () => {
    const rows = [
      ["a1", "a2"],
      ["b1", "b2"],
      ["c1", "c2"],
    ];
    const laid = layPaste([["1"], [" "], ["3"]], { rows });
    expect(laid).toEqual({
      kind: "laid",
      texts: new Map([
        ["a1", "1"],
        ["c1", "3"],
      ]),
    });
  });

  it("pastes nothing of what does not fit, and says how much there was room for", () => {
    const rows = [["a1"], ["b1"]];
    expect(layPaste([["1"], ["2"], ["3"]], { rows })).toEqual({ kind: "too_many_rows", pasted: 3, room: 2 });
    expect(layPaste([["1", "2"]], { rows })).toEqual({ kind: "too_many_columns", pasted: 2, room: 1 });
  });

  it("never touches a cell outside of the target, whatever is pasted", () => {
    const cell = fc.string({ maxLength: 4 });
    const shape = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { maxLength: 5 }), { maxLength: 8 }),
        shape,
        shape,
        (pasted, high, wide) => {
          const rows = Array.from({ length: high }, (_, row) =>
            Array.from({ length: wide }, (_, column) => `${row}.${column}`),
          );
          const laid = layPaste(pasted, { rows });
          const known = new Set(rows.flat());
          if (laid.kind === "laid") for (const key of laid.texts.keys()) expect(known.has(key)).toBe(true);
          else expect(laid.pasted).toBeGreaterThan(laid.room);
        },
      ),
    );
  });
});

describe("the grid", () => {
  it("has everybody's default, and each team with its own quota, its default, its people and its seats", () => {
    const { groups } = deskWith();
    expect(groups.map(({ team, depth, rows }) => [team?.name, depth, rows.map(({ id }) => id)])).toEqual([
      ["Sales", 0, ["team sales", "default sales"]],
      ["East", 1, ["team east", "default east", "member lukas", "member maya", "vacant Seat 1"]],
      ["SMB", 1, ["team smb", "default smb", "member tom"]],
    ]);
  });

  it("shows who has no team apart, and an admin as soon as there is a quota or a result", () => {
    const people = { ...PEOPLE, members: PEOPLE.members.map((each) => ({ ...each, teamId: null })) };
    const attainment = attainmentWith([judged({ kind: "member", id: "grace" })]);
    const { groups } = deskWith(new Map(), { ...ANSWERS, people, attainment });
    expect(groups.at(-1)).toMatchObject({ team: null });
    expect(groups.at(-1)?.rows.map(({ name }) => name)).toEqual([
      "Grace Holm",
      "Lukas Brandt",
      "Maya Okafor",
      "Tom Whitfield",
    ]);
  });

  it("tells an own quota from the nearest default, and that from nothing", () => {
    const { revenueOf, row, book } = deskWith();
    expect(revenueOf("member maya")).toMatchObject({ state: "own", text: "130,000", amount: 13_000_000 });
    expect(revenueOf("member lukas")).toMatchObject({ state: "inherited", text: "", inherited: 12_000_000 });
    expect(revenueOf("member tom")).toMatchObject({ state: "inherited", inherited: 9_000_000 });
    expect(book.cellOf(row("member tom"), "touches")).toMatchObject({ state: "empty", amount: null });
    expect(revenueOf("team sales")).toMatchObject({ state: "empty" });
  });

  it("lets a default that is being typed show at once for those who live by it", () => {
    const texts = new Map([[cellKey(REVENUE, { kind: "default", id: "smb" }), ""]]);
    expect(deskWith(texts).revenueOf("member tom").inherited).toBe(12_000_000);
    const raised = new Map([[cellKey(REVENUE, { kind: "default", id: "smb" }), "95,000"]]);
    expect(deskWith(raised).revenueOf("member tom").inherited).toBe(9_500_000);
  });

  it("shows a quarter that is the sum of its months as what it is", () => {
    const maya = { kind: "member", id: "lukas" } as const;
    const attainment = attainmentWith([judged(maya, { quota: 33_000_000, source: "sum_of_months" })]);
    expect(deskWith(new Map(), { ...ANSWERS, attainment }).revenueOf("member lukas")).toMatchObject({
      state: "months",
      inherited: 33_000_000,
    });
  });

  it("marks what is typed as changed, and as wrong where it is no amount", () => {
    const { revenueOf } = deskWith(
      new Map([
        [keyOf("lukas"), "135,000"],
        [keyOf("tom"), "2O"],
      ]),
    );
    expect(revenueOf("member lukas")).toMatchObject({ state: "changed", amount: 13_500_000 });
    expect(revenueOf("member tom")).toMatchObject({ state: "error", fault: "no_number", amount: null });
  });

  it("takes a cell that is typed back for no change", () => {
    const { book, revenueOf } = deskWith();
    const { saved } = revenueOf("member maya");
    expect(settleText("130 000.00", saved, book.kindOf(REVENUE))).toBeNull();
    expect(settleText("", null, book.kindOf(REVENUE))).toBeNull();
    expect(settleText("", saved, book.kindOf(REVENUE))).toBe("");
  });

  it("sums people and seats, and says how much more they are to bring than their team", () => {
    const { groups, book } = deskWith();
    const east = groups[1]?.rows ?? [];
    expect(sumOf(east, REVENUE, book)).toBe(13_000_000 + 12_000_000 + 5_000_000);
    expect(overAssignment(30_000_000, 20_000_000)).toEqual({ amount: 10_000_000, percent: 50 });
    expect(overAssignment(null, 5)).toBeNull();
    expect(overAssignment(5, 0)).toEqual({ amount: 5, percent: null });
  });

  it("raises to whole units and never below zero", () => {
    expect(raisedBy(12_000_000, 5, 100)).toBe(12_600_000);
    expect(raisedBy(24, 10, 1)).toBe(26);
    expect(raisedBy(8, -200, 1)).toBe(0);
  });
});

describe("saving", () => {
  it("sends what changed and nothing else, and withdraws what was emptied", () => {
    const { cells, book } = deskWith(
      new Map([
        [keyOf("lukas"), "135,000"],
        [keyOf("maya"), ""],
        [keyOf("tom"), "x"],
      ]),
    );
    const changes = changesOf(cells, book, { span: DECEMBER, effectiveFrom: null });
    const period = { grain: "month", from: "2026-12-01" };
    expect(changes.map(({ quota }) => quota)).toEqual([
      {
        metric: REVENUE,
        subject: { kind: "member", id: "lukas" },
        period,
        amount: 13_500_000,
        effectiveFrom: null,
      },
      { metric: REVENUE, subject: { kind: "member", id: "maya" }, period, amount: null, effectiveFrom: null },
    ]);
  });

  it("keeps what takes it back: earlier pieces as they stood, and nothing where nothing was", () => {
    const later = setQuota({ kind: "member", id: "maya" }, 14_000_000, { effectiveFrom: "2026-12-15" });
    const answers = { ...ANSWERS, sheet: { ...SHEET, quotas: [...SHEET.quotas, later] } };
    const { cells, book } = deskWith(
      new Map([
        [keyOf("lukas"), "1"],
        [keyOf("maya"), "2"],
      ]),
      answers,
    );
    const sent = changesOf(cells, book, { span: DECEMBER, effectiveFrom: null }).map(({ quota }) => quota);
    const reverse = reverseOf(sent, answers.sheet.quotas);
    expect(reverse.map(({ subject, amount, effectiveFrom }) => [subject.id, amount, effectiveFrom])).toEqual([
      ["lukas", null, null],
      ["maya", 13_000_000, null],
      ["maya", 14_000_000, "2026-12-15"],
    ]);
  });

  it("tells who saved meanwhile, and which of the cells being edited they changed", () => {
    const by = { setBy: "api", setAt: "2026-11-20T14:20:00.000Z" };
    const quotas = [
      ...SHEET.quotas.filter(({ subject }) => subject.id !== "maya"),
      setQuota({ kind: "member", id: "maya" }, 1, by),
      setQuota({ kind: "member", id: "tom" }, 2, by),
    ];
    const edited = new Set([keyOf("maya"), keyOf("lukas")]);
    expect(conflictBetween(SHEET, { ...SHEET, version: 8, quotas }, { span: DECEMBER, edited })).toEqual({
      by: ["api"],
      at: by.setAt,
      count: 2,
      keys: new Set([keyOf("maya")]),
    });
  });
});

it("names lines so that no id can be taken for another kind's", () => {
  expect(rowId({ kind: "default", id: null })).not.toBe(rowId({ kind: "team", id: "default" }));
});
