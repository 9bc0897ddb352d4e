import type { Person } from "../../../organisation/organisation.ts";
import type { Incoming } from "../../shared/exchange.ts";
import type { Markup } from "../../shared/html.ts";
import { html, option } from "../../shared/html.ts";
import type { Portal } from "../portal/portal.ts";
import { notFound } from "../serving/refusals.ts";
import type { Simulation } from "../simulation.ts";

/** The account that the address names. */
export function portalOf(simulation: Simulation, incoming: Incoming): Portal {
  const portal = simulation.portals.get(Number(incoming.params.portalId));
  if (!portal) throw notFound("There is no such account");
  return portal;
}

/** Whoever the visitor plays: named by user id, else an admin. */
export function actingPerson(portal: Portal, incoming: Incoming): Person {
  const wanted = incoming.url.searchParams.get("as");
  const here = portal.people.filter(({ leftAt }) => leftAt === null);
  const person =
    here.find(({ userId }) => userId === wanted) ?? here.find(({ superAdmin }) => superAdmin) ?? here[0];
  if (!person) throw notFound("The account has no users");
  return person;
}

/** First and last name. */
export function nameOf({ firstName, lastName }: Person): string {
  return `${firstName} ${lastName}`.trim();
}

/** A form that plays another person. */
export function actingAs(portal: Portal, person: Person): Markup {
  const people = portal.people.filter(({ leftAt }) => leftAt === null);
  return html`<form method="get"><label>Acting as<select name="as" onchange="this.form.submit()">${people.map(
    (one) => option(one.userId, `${nameOf(one)} (${one.role})`, one === person),
  )}</select></label></form>`;
}
