import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../../../shared/wording/locale.ts";
import { buildCredit, viewAs } from "../boards/organisation.ts";
import { saidIn, textsOf } from "./card-texts.ts";
import {
  ADAS_MONTH,
  ada,
  type CardSetting,
  cardOf,
  FLOOR,
  figuresOf,
  OTHERS_MONTH,
  peers,
  quotaOf,
  wonOn,
} from "./sales-floor.ts";

const monthOf = (thousands: number): CardSetting => ({
  organisation: { credits: [...wonOn("ada", "2026-11-12", thousands), ...OTHERS_MONTH] },
});

describe("the card in every state", () => {
  it("at risk", async () => {
    expect(await saidIn(monthOf(71.8))).toMatchInlineSnapshot(`
      [
        "At risk | 59%, 11 pts below pace | To go: $48,200 | Synced 14:31",
        "Gefährdet | 59 %, 11 Punkte hinter dem Soll | Offen: 48.200 $ | Stand 14:31",
        "En riesgo | 59 %, 11 pts por debajo del ritmo | Falta: 48.200 $ | Actualizado 14:31",
      ]
    `);
  });

  it("behind", async () => {
    expect(await saidIn(monthOf(52.3))).toMatchInlineSnapshot(`
      [
        "Behind | 43%, 27 pts below pace | To go: $67,700 | Synced 14:31",
        "Im Rückstand | 43 %, 27 Punkte hinter dem Soll | Offen: 67.700 $ | Stand 14:31",
        "Con retraso | 43 %, 27 pts por debajo del ritmo | Falta: 67.700 $ | Actualizado 14:31",
      ]
    `);
  });

  it("reached, on the day it was", async () => {
    const setting = {
      organisation: {
        credits: [...ADAS_MONTH, ...wonOn("ada", "2026-11-19", 44.85), ...OTHERS_MONTH],
        quotas: [quotaOf("revenue_closed", 13_000_000), quotaOf("meetings_booked", 15)],
      },
    };
    expect(textsOf(await cardOf(setting))).toMatchInlineSnapshot(`
      [
        "November quota | November, Q4, 2026 | Quota reached (good)",
        "100% | Reached on 19 Nov | $131,250 of $130,000",
        "100% of quota, pace today 70% | Pace 70%",
        "Beyond quota: $1,250",
        "Working days left: 6",
        "Projected finish: $131,250",
        "Chance to reach quota: Reached",
        "14 of 20 working days done",
        "no open deals",
        "=1 up 6 of 13 in Sales, was #7 on 13 Nov | weekly revenue",
        "Revenue 100% $131,250 / $130,000 | On track | Reached, 19 Nov",
        "Meetings 100% 15 / 15 | On track | Reached, 10 Nov",
        "Projection from your weekly results of the last 4 quarters.",
        "Synced 14:31",
      ]
    `);
    expect(await saidIn(setting)).toMatchInlineSnapshot(`
      [
        "Quota reached | 100%, Reached on 19 Nov | Beyond quota: $1,250 | Synced 14:31",
        "Quote erreicht | 100 %, Erreicht am 19. Nov. | Über der Quote: 1.250 $ | Stand 14:31",
        "Cuota alcanzada | 100 %, Alcanzada el 19 nov | Por encima de la cuota: 1250 $ | Actualizado 14:31",
      ]
    `);
  });

  it("reached on the last day that took it there, when a refund had taken it back", async () => {
    const refunded = buildCredit({
      event: "deal_refunded",
      memberId: "ada",
      day: "2026-11-10",
      amountMinor: -5_000_000,
    });
    const credits = [...wonOn("ada", "2026-11-09", 130), refunded, ...wonOn("ada", "2026-11-17", 50)];
    const { main } = await figuresOf({ organisation: { credits } });
    expect(main.reachedOn).toBe("2026-11-17");
  });

  it("without a quota, for the person and for their manager", async () => {
    const organisation = { quotas: [] };
    expect(textsOf(await cardOf({ organisation }))).toMatchInlineSnapshot(`
      [
        "November quota | November, Q4, 2026 | No quota set (quiet)",
        "$86,400 | closed, 6 deals | no quota",
        "no bar | no pace",
        "14 of 20 working days done",
        "Your admin has not set a November quota for you. Your results still count on the leaderboard.",
        "no open deals",
        "#5 up 2 of 13 in Sales, was #7 on 13 Nov | weekly revenue",
        "no footnote",
        "Synced 14:31",
      ]
    `);
    expect(await saidIn({ organisation })).toMatchInlineSnapshot(`
      [
        "No quota set | $86,400, closed, 6 deals | no facts | Your admin has not set a November quota for you. Your results still count on the leaderboard. | Synced 14:31",
        "Keine Quote gesetzt | 86.400 $, abgeschlossen, 6 Deals | no facts | Ihr Admin hat für Sie keine Quote für November gesetzt. Ihre Ergebnisse zählen trotzdem in der Rangliste. | Stand 14:31",
        "Sin cuota | 86.400 $, cerrados, 6 negocios | no facts | Tu administrador no te ha asignado una cuota para noviembre. Tus resultados siguen contando en la clasificación. | Actualizado 14:31",
      ]
    `);
    const seen = await cardOf({
      organisation,
      viewer: viewAs("manager", "boss"),
      query: { memberId: "ada" },
    });
    expect(seen.notes).toEqual([
      "No November quota is set for Ada Example. The results still count on the leaderboard.",
    ]);
  });

  it("tells of each figure of a quota whether it opens, and of none that is not there", async () => {
    const opened = async (setting: CardSetting) => {
      const [line] = (await cardOf(setting)).quotas;
      return Object.entries(line?.explainEach ?? {}).flatMap(([name, explain]) => (explain ? [name] : []));
    };
    expect(await opened({})).toEqual(["percent", "toGo", "perWorkingDay", "projected"]);
    const [line] = (await cardOf({})).quotas;
    expect(line?.explainEach.toGo).toEqual(line?.explainQuota);
    const away = { ...ada, leaves: [{ from: "2026-10-01", to: null, relievesQuota: true }] };
    expect(await opened({ organisation: { members: [away, ...peers], credits: OTHERS_MONTH } })).toEqual([
      "projected",
    ]);
  });

  it("with a quota of zero, as without; and relieved of all of it by leave, as paused", async () => {
    const nothing = await cardOf({ organisation: { quotas: [quotaOf("revenue_closed", 0)] } });
    expect(nothing).toEqual(await cardOf({ organisation: { quotas: [] } }));
    const away = { ...ada, leaves: [{ from: "2026-10-01", to: null, relievesQuota: true }] };
    const card = await cardOf({ organisation: { members: [away, ...peers], credits: OTHERS_MONTH } });
    expect([card.status.label, card.hero, card.chart]).toEqual([
      "Paused",
      { text: "–", hint: "pace pauses", explain: null, label: "– of quota. Why this number?" },
      null,
    ]);
    expect(card.notes).toEqual(["On leave. Pace and status pause meanwhile."]);
  });

  it("ramping, when a first quota begins inside the period", async () => {
    const quotas = [quotaOf("revenue_closed", 16_000_000, { effectiveFrom: "2026-11-10" })];
    expect(await saidIn({ organisation: { quotas } })).toMatchInlineSnapshot(`
      [
        "Ramping | 77%, 7 pts ahead of pace | To go: $25,600 | Ramping: the quota counts from 10 Nov, by working days. | Synced 14:31",
        "Einarbeitung | 77 %, 7 Punkte vor dem Soll | Offen: 25.600 $ | Einarbeitung: Die Quote zählt ab 10. Nov., anteilig nach Arbeitstagen. | Stand 14:31",
        "En arranque | 77 %, 7 pts por delante del ritmo | Falta: 25.600 $ | En arranque: la cuota cuenta desde el 10 nov, por días hábiles. | Actualizado 14:31",
      ]
    `);
    const changed = [quotaOf("revenue_closed", 9_000_000), ...quotas];
    expect((await cardOf({ organisation: { quotas: changed } })).status.label).toBe("At risk");
  });

  it("on leave", async () => {
    const away = { ...ada, leaves: [{ from: "2026-11-18", to: "2026-11-25", relievesQuota: false }] };
    expect(
      await saidIn({ organisation: { members: [away, ...peers], credits: wonOn("ada", "2026-11-12", 40) } }),
    ).toMatchInlineSnapshot(`
      [
        "Paused | 33%, pace pauses | To go: $80,000 | On leave until 25 Nov. Pace and status pause meanwhile. | Synced 14:31",
        "Pausiert | 33 %, Plan ruht | Offen: 80.000 $ | Abwesend bis 25. Nov. Soll und Status ruhen solange. | Stand 14:31",
        "En pausa | 33 %, ritmo en pausa | Falta: 80.000 $ | De permiso hasta el 25 nov. El ritmo y el estado quedan en pausa. | Actualizado 14:31",
      ]
    `);
  });

  it("too early to say", async () => {
    const now = "2026-11-03T15:00:00.000Z";
    const credits = wonOn("ada", "2026-11-02", 4);
    expect(await saidIn({ now, syncedAt: now, organisation: { credits } })).toMatchInlineSnapshot(`
      [
        "Too early to say | 3%, Pace 5% | To go: $116,000 | Too early to say: too little of the period is over to judge it. | Synced 10:00",
        "Noch zu früh | 3 %, Soll 5 % | Offen: 116.000 $ | Noch zu früh: Vom Zeitraum ist zu wenig vorbei, um ihn zu beurteilen. | Stand 10:00",
        "Aún es pronto | 3 %, Ritmo 5 % | Falta: 116.000 $ | Aún es pronto: ha pasado muy poco del periodo para valorarlo. | Actualizado 10:00",
      ]
    `);
  });

  it("with old data: today, yesterday, and never synced", async () => {
    const labels = async (syncedAt: string | null) =>
      Promise.all(LANGUAGES.map(async (language) => (await cardOf({ syncedAt }, language)).sync.label));
    expect(await labels("2026-11-20T14:02:00.000Z")).toMatchInlineSnapshot(`
      [
        "Synced 9:02 AM, 5 h ago",
        "Stand 09:02, vor 5 Std.",
        "Actualizado 9:02, hace 5 h",
      ]
    `);
    expect(await labels("2026-11-19T14:02:00.000Z")).toMatchInlineSnapshot(`
      [
        "Synced Nov 19, 9:02 AM, 1 d ago",
        "Stand 19. Nov., 09:02, vor 1 T.",
        "Actualizado 19 nov, 9:02, hace 1 d",
      ]
    `);
    expect(await labels(null)).toMatchInlineSnapshot(`
      [
        "Not synced yet",
        "Noch nicht abgeglichen",
        "Aún sin sincronizar",
      ]
    `);
    expect((await cardOf({ syncedAt: "2026-11-20T19:17:00.000Z" })).sync.state).toBe("live");
    expect((await cardOf({ syncedAt: "2026-11-20T19:16:59.000Z" })).sync.state).toBe("stale");
  });

  it("while records still arrive, and when the CRM has to be connected again", async () => {
    const arriving = { organisation: { coverage: { deal: "2026-11-10" } } };
    const card = await cardOf(arriving);
    expect([card.sync.state, card.rank]).toEqual(["backfilling", null]);
    expect(await saidIn(arriving)).toMatchInlineSnapshot(`
      [
        "So far | 72%, so far | To go: $33,600 | So far: records of this period are still arriving, so nobody has a rank yet. | Synced 14:31",
        "Bisher | 72 %, bisher | Offen: 33.600 $ | Bisher: Daten dieses Zeitraums treffen noch ein, daher gibt es noch keine Plätze. | Stand 14:31",
        "Hasta ahora | 72 %, hasta ahora | Falta: 33.600 $ | Hasta ahora: aún llegan registros de este periodo, así que nadie tiene puesto todavía. | Actualizado 14:31",
      ]
    `);
    expect(
      await saidIn({ tenant: { state: "reconnect" }, syncedAt: "2026-11-20T14:02:00.000Z" }),
    ).toMatchInlineSnapshot(`
      [
        "On track | 72%, 2 pts ahead of pace | To go: $33,600 | Standings has lost its access to the CRM. An admin can connect it again. | Synced 09:02, 5 h ago",
        "Im Plan | 72 %, 2 Punkte vor dem Soll | Offen: 33.600 $ | Standings hat keinen Zugang zum CRM mehr. Ein Admin kann es wieder verbinden. | Stand 09:02, vor 5 Std.",
        "En ritmo | 72 %, 2 pts por delante del ritmo | Falta: 33.600 $ | Standings ha perdido el acceso al CRM. Un administrador puede volver a conectarlo. | Actualizado 9:02, hace 5 h",
      ]
    `);
  });

  it("with no data, which is not a result of zero", async () => {
    const organisation = { coverage: { deal: "2000-01-01" }, credits: [] };
    const card = await cardOf({ organisation });
    expect(card.quotas.map(({ label, result, hint }) => [label, result, hint])).toEqual([
      ["Revenue", "$0", "$120,000 to go, $20,000 a day"],
      ["Deals", "0", "8 to go, 1.3 a day"],
      ["Meetings", "–", "no data yet"],
      ["Activities", "–", "no data yet"],
    ]);
  });

  it("with open deals whose close date has passed, beside those that are due", async () => {
    const late = buildCredit({ event: "deal_due", memberId: "ada", day: "2026-11-02", amountMinor: 700_000 });
    const card = await cardOf({ organisation: { credits: [...(FLOOR.credits ?? []), late] } });
    expect(card.openDeals?.value).toBe("$61,500");
    expect(card.notes).toEqual(["1 open deal has a close date that has passed, $7,000."]);
  });

  it("for a quarter and a year, and by itself for the smallest period with a quota", async () => {
    const quarter = quotaOf("revenue_closed", 36_000_000, {
      period: { grain: "quarter", from: "2026-10-01" },
    });
    const card = await cardOf({ organisation: { quotas: [quarter] } });
    expect([card.title, card.period.from, card.period.to]).toEqual(["Q4 quota", "2026-10-01", "2026-12-31"]);
    const year = await cardOf({ query: { grain: "year" } });
    expect([year.title, year.status.label]).toEqual(["2026 quota", "No quota set"]);
    expect((await cardOf({ organisation: { quotas: [] } })).title).toBe("November quota");
  });
});

describe("the card of somebody who administers", () => {
  const everybodys = (metric: "revenue_closed" | "deals_won", amount: number) => ({
    ...quotaOf(metric, amount),
    subject: { kind: "default" as const, id: null },
  });
  const quarterly = { ...quotaOf("deals_won", 9), period: { grain: "quarter" as const, from: "2026-10-01" } };
  const cardWith = (quotas: readonly ReturnType<typeof quotaOf>[], credits = OTHERS_MONTH) =>
    cardOf({
      organisation: { members: [{ ...ada, role: "admin" }, ...peers], credits, quotas },
      viewer: viewAs("admin", "ada"),
    });

  it("opens with the quota that is asked of them, not with the default of those who sell", async () => {
    const card = await cardWith([everybodys("revenue_closed", 12_000_000), quarterly]);
    expect([card.period.grain, card.quotas.map(({ metric }) => metric)]).toEqual(["quarter", ["deals_won"]]);
    const own = quotaOf("deals_won", 3);
    const mixed = await cardWith([everybodys("revenue_closed", 12_000_000), own]);
    expect([mixed.period.grain, mixed.quotas.map(({ metric, main }) => [metric, main])]).toEqual([
      "month",
      [["deals_won", true]],
    ]);
  });

  it("opens with the default once they sell, and with the month where nothing is asked", async () => {
    const sold = await cardWith(
      [everybodys("revenue_closed", 12_000_000), quarterly],
      [...wonOn("ada", "2026-11-12", 20), ...OTHERS_MONTH],
    );
    expect([sold.period.grain, sold.quotas[0]?.metric]).toEqual(["month", "revenue_closed"]);
    const idle = await cardWith([{ ...everybodys("revenue_closed", 9), period: quarterly.period }]);
    expect([idle.period.grain, idle.status.state]).toEqual(["month", "no_quota"]);
  });
});
