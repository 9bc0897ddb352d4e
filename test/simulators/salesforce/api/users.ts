import type { FieldValue, Org, OrgRecord } from "../org/org.ts";
import { tableOf } from "../org/org.ts";

/** Somebody who can sign in to an org. */
export interface OrgUser {
  /** 18 characters, 005… */
  readonly id: string;
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly isActive: boolean;
  readonly profileId: string;
  readonly roleId: string | null;
  readonly timeZone: string;
  readonly locale: string;
  readonly language: string;
}

function textOf(value: FieldValue | undefined, otherwise = ""): string {
  return typeof value === "string" ? value : otherwise;
}

function userIn(org: Org, { id, fields }: OrgRecord): OrgUser {
  return {
    id,
    username: textOf(fields.Username),
    firstName: textOf(fields.FirstName),
    lastName: textOf(fields.LastName, textOf(fields.Name)),
    email: textOf(fields.Email),
    isActive: fields.IsActive === true,
    profileId: textOf(fields.ProfileId, "00e5g000000000000AAA"),
    roleId: typeof fields.UserRoleId === "string" ? fields.UserRoleId : null,
    timeZone: textOf(fields.TimeZoneSidKey, org.timeZone),
    locale: textOf(fields.LocaleSidKey, "en_US"),
    language: textOf(fields.LanguageLocaleKey, "en_US"),
  };
}

/** Those who can sign in, in the order of their names. */
export function activeUsers(org: Org): readonly OrgUser[] {
  return tableOf(org, "User")
    .byCursor()
    .map((record) => userIn(org, record))
    .filter(({ isActive }) => isActive)
    .toSorted((one, other) => fullName(one).localeCompare(fullName(other)));
}

/** By an id of 15 or 18 characters; null where there is none, or nobody who can sign in. */
export function activeUser(org: Org, id: string | null): OrgUser | null {
  const record = id === null ? undefined : tableOf(org, "User").get(id);
  const user = record ? userIn(org, record) : null;
  return user?.isActive ? user : null;
}

export function fullName({ firstName, lastName }: OrgUser): string {
  return `${firstName} ${lastName}`.trim();
}
