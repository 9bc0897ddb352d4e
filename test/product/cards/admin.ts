import type { FrameLocator, Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { Person } from "../../organisation/organisation.ts";
import {
  centsOf,
  expectText,
  firstOf,
  keptQuota,
  nameOf,
  type OpenDeal,
  openAs,
  openDeals,
  openStandings,
  PATIENCE,
  peopleOf,
  type Stage,
  sharedStage,
  today,
} from "./stage.ts";

const PASTED = ["30,000", "$31,500.50", "28000"] as const;
const PASTED_MINOR = [30_000_00, 31_500_50, 28_000_00];

let stage: Stage;
let admin: Person;
/** Reps of one team, in the order in which the grid has them. */
let team: readonly Person[];

beforeAll(async () => {
  stage = await sharedStage();
  admin = firstOf(stage, "admin");
  const reps = peopleOf(stage, "rep");
  const inTeam = reps.filter(({ teamId }) => teamId === reps[0]?.teamId);
  const manager = peopleOf(stage, "manager").filter(({ teamId }) => teamId === reps[0]?.teamId);
  const lines = [...inTeam, ...manager].toSorted((one, other) => nameOf(one).localeCompare(nameOf(other)));
  team = lines.slice(0, PASTED.length);
});

function revenueCell(board: FrameLocator, person: Person): Locator {
  return board.getByRole("textbox", { name: `Revenue, ${nameOf(person)}`, exact: true });
}

function teamQuotas(): Promise<readonly (number | null)[]> {
  return Promise.all(team.map((person) => keptQuota(stage, person)));
}

/** Puts a text where Ctrl+V takes it from. */
async function copy(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
}

describe("an admin on the quotas page", () => {
  it("cannot save what is no amount, pastes a column, saves it, and takes it back", async () => {
    const { page, board } = await openStandings(stage, admin, { page: "quotas" });
    const [first] = team;
    if (!first) throw new Error("The team has nobody");
    const cell = revenueCell(board, first);
    const save = board.getByRole("button", { name: "Save quotas" });

    await cell.fill("abc");
    await cell.press("Tab");
    await board.getByText("Digits only").waitFor();
    await board.getByRole("button", { name: "1 value to correct" }).waitFor();
    expect(await save.isDisabled()).toBe(true);
    expect(await cell.getAttribute("aria-invalid")).toBe("true");

    await copy(page, PASTED.join("\n"));
    await cell.click();
    await page.keyboard.press("Control+V");
    await board.getByText("3 cells pasted").waitFor();
    expect(await board.getByText("Digits only").count()).toBe(0);
    expect(await teamQuotas()).toEqual([null, null, null]);

    await save.click();
    await board.getByText("Saved 3 quotas.").waitFor();
    expect(await teamQuotas()).toEqual(PASTED_MINOR);

    await board.getByRole("button", { name: "Undo", exact: true }).click();
    await board.getByText("3 quotas are as before.").waitFor();
    expect(await teamQuotas()).toEqual([null, null, null]);
    await expect.poll(() => cell.inputValue(), PATIENCE).toBe("");
  });

  it("sees what the CRM's goals would change before anything is written, and then has them", async () => {
    const { board } = await openStandings(stage, admin, { page: "quotas" });
    const before = (await stage.api.ask("quotas")).headers.get("etag");
    await board.getByRole("button", { name: "Import from CRM" }).click();
    const dialog = board.getByRole("dialog");
    const lines = dialog.getByRole("row").filter({ has: board.getByRole("checkbox") });
    await lines.first().waitFor();
    const person = [...team, ...peopleOf(stage, "rep")].find(({ role }) => role === "rep");
    if (!person) throw new Error("The account has no rep");
    const line = lines.filter({ hasText: nameOf(person) });
    const goal = centsOf((await line.getByRole("cell").nth(3).textContent()) ?? "");
    expect(goal).toBeGreaterThan(0);
    await expectText(line.getByRole("cell").nth(2), "none");
    await expectText(line.getByRole("cell").last(), "New");
    expect((await stage.api.ask("quotas")).headers.get("etag")).toBe(before);

    const chosen = await lines.getByRole("checkbox", { checked: true }).count();
    await dialog.getByRole("button", { name: `Import ${chosen} quotas` }).click();
    await board.getByText(`Saved ${chosen} quotas.`).waitFor();
    expect(await keptQuota(stage, person)).toBe(goal);
    await expect
      .poll(async () => centsOf(await revenueCell(board, person).inputValue()), PATIENCE)
      .toBe(goal);

    await board.getByRole("button", { name: "Next period" }).click();
    await expect.poll(() => revenueCell(board, person).inputValue(), PATIENCE).toBe("");
    expect(await revenueCell(board, person).getAttribute("placeholder")).toBe("");
  });
});

describe("the receipt", () => {
  /** What stands in a line of the bridge: deals and money. */
  async function figuresOf(line: Locator): Promise<{ readonly count: number; readonly cents: number }> {
    const [count = "", amount = ""] = await line.getByRole("cell").allTextContents();
    return { count: centsOf(count) / 100, cents: centsOf(amount) };
  }

  /** Won with a negative amount: the CRM counts it among the deals, and Standings does not. */
  async function winCreditNote(deal: OpenDeal): Promise<void> {
    const { page } = await openAs(stage, admin, deal.address);
    await page.getByLabel("Amount").fill("-250.75");
    await page.getByLabel("Close date").fill(today(stage));
    await page.getByLabel("Stage").selectOption(deal.wonStage);
    await page.getByRole("button", { name: "Save" }).click();
    await expectText(page.locator("#saved"), "Saved");
  }

  it("shows the CRM's total beside ours with every step between, which opens its deals", async () => {
    // The first deals belong to other tests.
    const deal = openDeals(stage).at(-1);
    if (!deal) throw new Error("The account has no open deal");
    await winCreditNote(deal);
    const { board } = await openStandings(stage, admin, { page: "install" });
    const table = board.getByRole("table");
    const step = table.getByRole("button", { name: /^Credit notes are no deals/ });
    const inDrawer = board.getByRole("dialog").getByRole("link");
    await expect
      .poll(async () => {
        const again = board.getByRole("button", { name: "Check again" });
        if (await again.isEnabled()) await again.click();
        if ((await step.count()) === 0) return [];
        await step.click();
        await inDrawer.first().waitFor();
        const links = await inDrawer.evaluateAll((all) => all.map((link) => link.getAttribute("href")));
        await board.getByRole("dialog").getByRole("button", { name: "Close" }).click();
        return links.map((href) => new URL(href ?? "").pathname);
      }, PATIENCE)
      .toContain(deal.address);

    const lines = await table
      .getByRole("row")
      .filter({ has: board.getByRole("rowheader") })
      .all();
    const figures = await Promise.all(lines.map(figuresOf));
    const ours = figures.at(-1);
    const sum = figures
      .slice(0, -1)
      .reduce((all, { count, cents }) => ({ count: all.count + count, cents: all.cents + cents }), {
        count: 0,
        cents: 0,
      });
    expect(sum).toEqual(ours);
    await board.getByRole("heading", { name: /^Totals of / }).waitFor();
  });
});
