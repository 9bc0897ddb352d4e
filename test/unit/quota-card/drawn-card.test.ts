import { describe, expect, it } from "vitest";
import { wordQuotaCard } from "../../../worker/app/quota-card/quota-card-view.ts";
import { textsOf, withProjections } from "./card-texts.ts";
import { cardOf, figuresOf } from "./sales-floor.ts";

describe("the card of somebody who is on track", () => {
  it("says what the drawn card says, in the same words", async () => {
    const { chart: _, ...card } = wordQuotaCard(withProjections(await figuresOf()), "en-GB");
    const quotas = card.quotas.map(({ explainEach: __, ...line }) => line);
    expect({ ...card, quotas }).toMatchInlineSnapshot(`
      {
        "bar": {
          "added": null,
          "label": "72% of quota, pace today 70%",
          "pace": 70,
          "paceLabel": "Pace 70%",
          "percent": 72,
          "scale": 100,
          "tone": "good",
        },
        "deal": null,
        "facts": [
          {
            "explain": {
              "from": "2026-11-01",
              "memberId": "ada",
              "metric": "quota_attainment",
              "quotaMetric": "revenue_closed",
              "to": "2026-11-30",
            },
            "hint": null,
            "label": "To go",
            "value": "$33,600",
          },
          {
            "explain": {
              "from": "2026-11-01",
              "memberId": "ada",
              "metric": "quota_attainment",
              "quotaMetric": "revenue_closed",
              "to": "2026-11-30",
            },
            "hint": null,
            "label": "Per working day, 6 left",
            "value": "$5,600",
          },
          {
            "explain": {
              "from": "2026-11-01",
              "memberId": "ada",
              "metric": "quota_attainment",
              "quotaMetric": "revenue_closed",
              "to": "2026-11-30",
            },
            "hint": null,
            "label": "Projected finish",
            "value": "$124,000",
          },
          {
            "explain": {
              "from": "2026-11-01",
              "memberId": "ada",
              "metric": "quota_attainment",
              "quotaMetric": "revenue_closed",
              "to": "2026-11-30",
            },
            "hint": "likely",
            "label": "Chance to reach quota",
            "value": "68%",
          },
        ],
        "footnote": "Projection from your weekly results of the last 4 quarters.",
        "hero": {
          "explain": {
            "from": "2026-11-01",
            "memberId": "ada",
            "metric": "quota_attainment",
            "quotaMetric": "revenue_closed",
            "to": "2026-11-30",
          },
          "hint": "2 pts ahead of pace",
          "label": "72% of quota. Why this number?",
          "text": "72%",
        },
        "locale": "en-GB",
        "member": {
          "id": "ada",
          "mine": true,
          "name": "Ada Example",
        },
        "notes": [],
        "openDeals": {
          "explain": null,
          "label": "4 open deals due by 30 Nov",
          "opens": {
            "from": "2026-11-20",
            "member": "ada",
            "to": "2026-11-30",
          },
          "value": "$61,500",
        },
        "period": {
          "from": "2026-11-01",
          "grain": "month",
          "label": "November",
          "options": [
            {
              "label": "November",
              "value": "month",
            },
            {
              "label": "Q4",
              "value": "quarter",
            },
            {
              "label": "2026",
              "value": "year",
            },
          ],
          "to": "2026-11-30",
        },
        "quotas": [
          {
            "bar": {
              "added": null,
              "label": "Revenue 72% of quota, pace 70%",
              "pace": 70,
              "paceLabel": "Pace 70%",
              "percent": 72,
              "scale": 100,
              "tone": "good",
            },
            "explain": {
              "from": "2026-11-01",
              "memberId": "ada",
              "metric": "revenue_closed",
              "to": "2026-11-30",
            },
            "explainQuota": {
              "from": "2026-11-01",
              "memberId": "ada",
              "metric": "quota_attainment",
              "quotaMetric": "revenue_closed",
              "to": "2026-11-30",
            },
            "hint": "$33,600 to go, $5,600 a day",
            "label": "Revenue",
            "main": true,
            "metric": "revenue_closed",
            "perWorkingDay": "$5,600",
            "percent": "72%",
            "projected": "$124,000",
            "quota": "$120,000",
            "result": "$86,400",
            "status": {
              "label": "On track",
              "state": "on_track",
              "tone": "good",
            },
            "toGo": "$33,600",
          },
          {
            "bar": {
              "added": null,
              "label": "Deals 75% of quota, pace 70%",
              "pace": 70,
              "paceLabel": "Pace 70%",
              "percent": 75,
              "scale": 100,
              "tone": "good",
            },
            "explain": {
              "from": "2026-11-01",
              "memberId": "ada",
              "metric": "deals_won",
              "to": "2026-11-30",
            },
            "explainQuota": {
              "from": "2026-11-01",
              "memberId": "ada",
              "metric": "quota_attainment",
              "quotaMetric": "deals_won",
              "to": "2026-11-30",
            },
            "hint": "2 to go, 1 every 3 days",
            "label": "Deals",
            "main": false,
            "metric": "deals_won",
            "perWorkingDay": "0.3",
            "percent": "75%",
            "projected": "9",
            "quota": "8",
            "result": "6",
            "status": {
              "label": "On track",
              "state": "on_track",
              "tone": "good",
            },
            "toGo": "2",
          },
          {
            "bar": {
              "added": null,
              "label": "Meetings 62% of quota, pace 70%",
              "pace": 70,
              "paceLabel": "Pace 70%",
              "percent": 62.5,
              "scale": 100,
              "tone": "warn",
            },
            "explain": {
              "from": "2026-11-01",
              "memberId": "ada",
              "metric": "meetings_booked",
              "to": "2026-11-30",
            },
            "explainQuota": {
              "from": "2026-11-01",
              "memberId": "ada",
              "metric": "quota_attainment",
              "quotaMetric": "meetings_booked",
              "to": "2026-11-30",
            },
            "hint": "9 to go, 1.5 a day",
            "label": "Meetings",
            "main": false,
            "metric": "meetings_booked",
            "perWorkingDay": "1.5",
            "percent": "62%",
            "projected": "21",
            "quota": "24",
            "result": "15",
            "status": {
              "label": "At risk",
              "state": "at_risk",
              "tone": "warn",
            },
            "toGo": "9",
          },
          {
            "bar": {
              "added": null,
              "label": "Activities 53% of quota, pace 70%",
              "pace": 70,
              "paceLabel": "Pace 70%",
              "percent": 53.125,
              "scale": 100,
              "tone": "bad",
            },
            "explain": {
              "from": "2026-11-01",
              "memberId": "ada",
              "metric": "touches",
              "to": "2026-11-30",
            },
            "explainQuota": {
              "from": "2026-11-01",
              "memberId": "ada",
              "metric": "quota_attainment",
              "quotaMetric": "touches",
              "to": "2026-11-30",
            },
            "hint": "300 to go, 50 a day",
            "label": "Activities",
            "main": false,
            "metric": "touches",
            "perWorkingDay": "50",
            "percent": "53%",
            "projected": "486",
            "quota": "640",
            "result": "340",
            "status": {
              "label": "Behind",
              "state": "behind",
              "tone": "bad",
            },
            "toGo": "300",
          },
        ],
        "rank": {
          "hint": "of 13 in Sales, was #7 on 13 Nov",
          "label": "Rank in Sales",
          "movement": {
            "direction": "up",
            "label": "up 2",
            "places": 2,
          },
          "text": "#5",
          "trend": {
            "label": "weekly revenue",
            "values": [
              2600000,
              3000000,
              3400000,
              3800000,
              4200000,
              2500000,
              2500000,
              3640000,
            ],
          },
        },
        "result": {
          "explain": {
            "from": "2026-11-01",
            "memberId": "ada",
            "metric": "revenue_closed",
            "to": "2026-11-30",
          },
          "label": "$86,400 closed. Why this number?",
          "of": "of $120,000",
          "text": "$86,400",
        },
        "status": {
          "label": "On track",
          "state": "on_track",
          "tone": "good",
        },
        "sync": {
          "at": "2026-11-20T19:31:00.000Z",
          "label": "Synced 14:31",
          "state": "live",
        },
        "title": "November quota",
        "words": {
          "openStandings": "Open standings",
          "perDay": "Per day",
          "period": "Period",
          "progress": "Progress",
          "projected": "Projected",
          "quota": "Quota",
          "result": "Result",
          "retry": "Try again",
          "status": "Status",
          "toGo": "To go",
          "whyThisNumber": "Why this number?",
        },
        "workingDays": "14 of 20 working days done",
      }
    `);
  });
});

describe("the card in other languages", () => {
  it("has German words, numbers and dates", async () => {
    const card = wordQuotaCard(withProjections(await figuresOf()), "de");
    expect(textsOf(card)).toMatchInlineSnapshot(`
      [
        "Quote November | November, Q4, 2026 | Im Plan (good)",
        "72 % | 2 Punkte vor dem Soll | 86.400 $ von 120.000 $",
        "72 % der Quote, Soll heute 70 % | Soll 70 %",
        "Offen: 33.600 $",
        "Je Arbeitstag, noch 6: 5.600 $",
        "Voraussichtlich am Ende: 124.000 $",
        "Chance auf die Quote: 68 % wahrscheinlich",
        "14 von 20 Arbeitstagen vorbei",
        "4 offene Deals fällig bis 30. Nov.: 61.500 $",
        "#5 2 nach oben von 13 in Sales, am 13. Nov. noch #7 | Umsatz je Woche",
        "Umsatz 72 % 86.400 $ / 120.000 $ | Im Plan | noch 33.600 $, 5.600 $ am Tag",
        "Deals 75 % 6 / 8 | Im Plan | noch 2, 1 alle 3 Tage",
        "Meetings 62 % 15 / 24 | Gefährdet | noch 9, 1,5 am Tag",
        "Aktivitäten 53 % 340 / 640 | Im Rückstand | noch 300, 50 am Tag",
        "Vorhersage aus Ihren Wochenergebnissen der letzten 4 Quartale.",
        "Stand 14:31",
      ]
    `);
  });

  it("has Spanish words, numbers and dates", async () => {
    const card = wordQuotaCard(withProjections(await figuresOf()), "es");
    expect(textsOf(card)).toMatchInlineSnapshot(`
      [
        "Cuota de noviembre | noviembre, T4, 2026 | En ritmo (good)",
        "72 % | 2 pts por delante del ritmo | 86.400 $ de 120.000 $",
        "72 % de la cuota, ritmo de hoy 70 % | Ritmo 70 %",
        "Falta: 33.600 $",
        "Por día hábil, quedan 6: 5600 $",
        "Cierre previsto: 124.000 $",
        "Probabilidad de llegar: 68 % probable",
        "14 de 20 días hábiles completados",
        "4 negocios abiertos hasta el 30 nov: 61.500 $",
        "#5 sube 2 de 13 en Sales, era #7 el 13 nov | ingresos por semana",
        "Ingresos 72 % 86.400 $ / 120.000 $ | En ritmo | faltan 33.600 $, 5600 $ al día",
        "Negocios 75 % 6 / 8 | En ritmo | faltan 2, 1 cada 3 días",
        "Reuniones 62 % 15 / 24 | En riesgo | faltan 9, 1,5 al día",
        "Actividades 53 % 340 / 640 | Con retraso | faltan 300, 50 al día",
        "Previsión a partir de tus resultados semanales de los últimos 4 trimestres.",
        "Actualizado 14:31",
      ]
    `);
  });

  it("has English words with the numbers of a language that it does not speak, and survives an odd name", async () => {
    const brazilian = await cardOf({}, "pt-br");
    expect(brazilian.locale).toBe("pt-BR");
    expect(brazilian.hero.hint).toBe("2 pts ahead of pace");
    expect(brazilian.result?.text).toMatch(/86\.400/);
    expect((await cardOf({}, "not a locale")).locale).toBe("en");
  });
});
