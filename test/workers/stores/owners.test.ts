import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { BY, NOTHING, profile, storesOf } from "./people-stores.ts";

describe("owners", () => {
  it("are never all lost, even to two who demote each other", async () => {
    const { reader, writer } = storesOf("t-owners");
    const people = [profile("m1"), profile("m2"), { ...profile("m3"), active: false }];
    await writer.savePeople({ ...NOTHING, profiles: people }, BY);
    for (const { id } of people) expect(await writer.saveRoleByHand(id, "owner")).toBe(true);
    const both = await Promise.all(["m1", "m2"].map((id) => writer.saveRoleByHand(id, "member")));
    expect(both.toSorted()).toEqual([false, true]);
    const owners = (await reader.loadIdentifiedMembers()).filter(
      ({ role, active }) => role === "owner" && active,
    );
    expect(owners).toHaveLength(1);
    expect(await writer.saveRoleByHand(owners[0]?.id ?? "", "owner")).toBe(true);
    expect(await writer.saveRoleByHand("m3", "viewer")).toBe(true);
  });

  it("keep one who stays one, even to two who are given back to the night at once", async () => {
    const { reader, writer } = storesOf("t-given-back");
    const people = ["m1", "m2", "m3"].map((id) => profile(id));
    const newAliases = [{ kind: "user" as const, alias: "u-3", memberId: "m3" }];
    await writer.savePeople({ ...NOTHING, profiles: people, newAliases }, BY);
    for (const id of ["m1", "m2"]) await writer.saveRoleByHand(id, "owner");
    const installedBy = (userId: string) =>
      env.DB.prepare(
        `INSERT INTO connections (tenant_id, scopes, crm_id, installed_by) VALUES ('t-given-back', '[]', '1', ?1)
        ON CONFLICT DO UPDATE SET installed_by = excluded.installed_by`,
      )
        .bind(userId)
        .run();
    await installedBy("u-gone");
    const both = await Promise.all(["m1", "m2"].map((id) => writer.giveRoleBack(id, null)));
    expect(both.toSorted()).toEqual([false, true]);
    const owners = await reader.loadIdentifiedMembers();
    const last = owners.find(({ role, roleByHand }) => role === "owner" && roleByHand)?.id ?? "";
    expect(await writer.saveRoleByHand(last, "member")).toBe(false);
    expect(await writer.giveRoleBack(last, "owner")).toBe(false);
    expect(await writer.saveRoleByHand(last, "owner")).toBe(true);
    // Whoever installed is an owner every night, and may take the place of all others.
    await writer.saveDecidedRoles([{ memberId: "m3", role: "owner" }]);
    await installedBy("u-3");
    expect(await writer.giveRoleBack(last, null)).toBe(true);
    for (const id of ["m1", "m2"]) expect(await writer.saveRoleByHand(id, "member")).toBe(true);
    expect(await writer.saveRoleByHand("m3", "member")).toBe(false);
    expect(await writer.giveRoleBack("m3", null)).toBe(true);
  });
});
