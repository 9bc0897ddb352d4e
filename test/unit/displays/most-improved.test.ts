import { describe, expect, it } from "vitest";
import type { LeaderboardRow, MemberRow } from "../../../shared/contracts/api.ts";
import type { DisplayKeyHead } from "../../../shared/contracts/display.ts";
import type { MetricId } from "../../../shared/contracts/ids.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { metricHead } from "../../../shared/metrics/describe.ts";
import { loadDisplay } from "../../../worker/app/displays/load-display.ts";
import { mostImproved } from "../../../worker/app/displays/most-improved.ts";
import { buildContext, buildCredit, buildMember, buildTeam } from "../boards/organisation.ts";

function row(
  name: string,
  compared: number | null,
  previous: number | null,
  more: Partial<MemberRow> = {},
): LeaderboardRow {
  return {
    rank: 1,
    tied: false,
    member: { id: name, crmId: "", name, teamId: null },
    value: compared,
    previous,
    compared,
    basis: { numerator: null, denominator: null },
    smallSample: false,
    private: false,
    ...more,
  };
}

function namesOf(id: MetricId, rows: readonly LeaderboardRow[]): readonly string[] {
  const metric = metricHead(metricById(id), "USD");
  return mostImproved({ rows: [...rows], metric }, () => false).map(({ name }) => name);
}

describe("the most improved", () => {
  it("are those who gained the largest part of what they had, largest first, five at most", () => {
    const rows = [
      row("a tenth", 110, 100),
      row("double", 20, 10),
      row("half", 150, 100),
      row("b", 102, 100),
      row("c", 103, 100),
      row("d", 101, 100),
    ];
    expect(namesOf("revenue_closed", rows)).toEqual(["double", "half", "a tenth", "c", "b"]);
  });

  it("are never those who lost, who had nothing before, or who are not named", () => {
    const rows = [
      row("lost", 90, 100),
      row("same", 100, 100),
      row("new", 100, 0),
      row("refunded", 100, -5),
      row("unknown", 100, null),
      row("away", null, 100),
      row("few", 100, 10, { smallSample: true }),
      row("private", 100, 10, { private: true }),
    ];
    expect(namesOf("deals_won", rows)).toEqual([]);
  });

  it("gain in points where a rate is shown, and by less where less is better", () => {
    expect(namesOf("win_rate", [row("from little", 4, 1), row("from much", 50, 40)])).toEqual([
      "from much",
      "from little",
    ]);
    expect(namesOf("sales_cycle", [row("slower", 20, 10), row("faster", 10, 20)])).toEqual(["faster"]);
  });
});

const KEY: DisplayKeyHead = {
  id: "k1",
  label: "Floor",
  metric: "connect_rate",
  period: "this_month",
  by: "member",
  teamId: null,
  createdAt: "2026-11-01T00:00:00.000Z",
};

function calls(memberId: string, day: string, made: number, answered: number) {
  const call = (event: "call_made" | "call_answered") =>
    buildCredit({ event, kind: "call", memberId, day, teamId: "left" });
  return [
    ...Array.from({ length: made }, () => call("call_made")),
    ...Array.from({ length: answered }, () => call("call_answered")),
  ];
}

async function show(key: Partial<DisplayKeyHead>, credits: ReturnType<typeof calls>) {
  const members = ["ana", "ben", "cleo"].map((id) => buildMember(id, "left"));
  const context = buildContext({ members, teams: [buildTeam("left"), buildTeam("right")], credits });
  const kinds = [
    { granted: true, lastSyncAt: "2026-11-20T19:31:00.000Z" },
    { granted: true, lastSyncAt: "2026-11-20T19:10:00.000Z" },
    { granted: false, lastSyncAt: "2026-11-20T19:32:00.000Z" },
  ];
  const answer = await loadDisplay(context, { loadKinds: () => Promise.resolve(kinds) }, { ...KEY, ...key });
  return answer.ok ? answer.value : answer.error.reason;
}

describe("the board of a screen", () => {
  it("leaves those out whose rate stands on few cases, now or before", async () => {
    const credits = [
      ...calls("ana", "2026-11-05", 40, 20),
      ...calls("ana", "2026-10-05", 40, 10),
      ...calls("ben", "2026-11-05", 40, 30),
      ...calls("ben", "2026-10-05", 4, 1),
      ...calls("cleo", "2026-11-05", 4, 4),
      ...calls("cleo", "2026-10-05", 40, 10),
    ];
    const shown = await show({}, credits);
    expect(shown).toMatchObject({
      improved: [{ name: "Person ana", compared: 50, previous: 25 }],
      slides: ["standings", "improved"],
    });
  });

  it("tells when the CRM was last read, by the kinds that may be read", async () => {
    expect(await show({}, [])).toMatchObject({
      syncedAt: "2026-11-20T19:31:00.000Z",
      slides: ["standings"],
    });
  });

  it("counts today over the people shown, and only in the team of the screen", async () => {
    const won = buildCredit({ event: "deal_won", memberId: "ana", day: "2026-11-20", teamId: "left" });
    const todayOf = async (teamId: string | null) => {
      const shown = await show({ metric: "deals_won", teamId }, [won]);
      if (typeof shown === "string") return shown;
      return shown.today.map(({ metric, value }) => [metric.id, value]);
    };
    const all = [
      ["revenue_closed", 0],
      ["deals_won", 1],
      ["meetings_held", 0],
    ];
    expect(await todayOf(null)).toEqual(all);
    expect(await todayOf("left")).toEqual(all);
    expect(await todayOf("right")).toEqual([]);
    expect(await todayOf("gone")).toBe("unknown_team");
  });
});
