/** The kinds of records this portal holds, with the names HubSpot has for them. */
export const OBJECT_TYPES = [
  "deals",
  "calls",
  "emails",
  "meetings",
  "tasks",
  "communications",
  "contacts",
  "companies",
  "goal_targets",
] as const;

export type ObjectType = (typeof OBJECT_TYPES)[number];

export const TYPE_IDS: Readonly<Record<ObjectType, string>> = {
  deals: "0-3",
  calls: "0-48",
  emails: "0-49",
  meetings: "0-47",
  tasks: "0-27",
  communications: "0-18",
  contacts: "0-1",
  companies: "0-2",
  goal_targets: "0-74",
};

const SINGULAR: Readonly<Record<ObjectType, string>> = {
  deals: "deal",
  calls: "call",
  emails: "email",
  meetings: "meeting",
  tasks: "task",
  communications: "communication",
  contacts: "contact",
  companies: "company",
  goal_targets: "goal_target",
};

/** Activities hang on deals, contacts and companies, and are read with the contacts scope. */
export const ACTIVITY_TYPES = ["calls", "emails", "meetings", "tasks", "communications"] as const;

export function singularOf(type: ObjectType): string {
  return SINGULAR[type];
}

/** By plural name, singular name, type id or fully qualified old name; null when there is none such. */
export function objectTypeNamed(name: string): ObjectType | null {
  const wanted = name.toLowerCase();
  return (
    OBJECT_TYPES.find((type) => type === wanted || TYPE_IDS[type] === wanted || SINGULAR[type] === wanted) ??
    null
  );
}

/** Contacts have names of their own for the two dates every record has. */
export function dateNamesOf(type: ObjectType): { readonly created: string; readonly modified: string } {
  if (type === "contacts") return { created: "createdate", modified: "lastmodifieddate" };
  if (type === "deals" || type === "companies")
    return { created: "createdate", modified: "hs_lastmodifieddate" };
  return { created: "hs_createdate", modified: "hs_lastmodifieddate" };
}

/** Numbers of HubSpot's own association types, from the one kind to the other. */
const ASSOCIATION_TYPE_IDS: Readonly<Record<string, number>> = {
  "deals/contacts": 3,
  "deals/companies": 341,
  "deals/calls": 205,
  "deals/emails": 209,
  "deals/meetings": 211,
  "deals/tasks": 215,
  "deals/communications": 86,
  "deals/goal_targets": 1357,
  "contacts/deals": 4,
  "companies/deals": 342,
  "calls/deals": 206,
  "emails/deals": 210,
  "meetings/deals": 212,
  "tasks/deals": 216,
  "communications/deals": 85,
  "calls/contacts": 194,
  "emails/contacts": 198,
  "meetings/contacts": 200,
  "tasks/contacts": 204,
  "communications/contacts": 81,
  "contacts/calls": 193,
  "contacts/emails": 197,
  "contacts/meetings": 199,
  "contacts/tasks": 203,
  "contacts/communications": 82,
  "contacts/companies": 279,
  "companies/contacts": 280,
};

export function associationTypeId(from: ObjectType, to: ObjectType): number {
  return ASSOCIATION_TYPE_IDS[`${from}/${to}`] ?? 1000;
}
