import type { Quota } from "../../../shared/contracts/api.ts";
import {
  decideSights,
  type SightOptions,
  seesEverybody,
  showsName,
  teamsLedBy,
} from "../scene/visibility.ts";

/** Whose quotas a viewer sees: everybody's, those of the teams they lead, or their own alone. */
export interface QuotaSight {
  readonly seesAll: boolean;
  seesMember(memberId: string): boolean;
  /** By name, with results: only these are part of a team's, so that nothing private follows from it. */
  seesResults(memberId: string): boolean;
  seesTeam(teamId: string): boolean;
  seesQuota(subject: Quota["subject"]): boolean;
}

/** A quota is seen where a person is seen in full, which a peer never is. */
export function quotaSightOf(options: SightOptions): QuotaSight {
  const seesAll = seesEverybody(options.viewer);
  const sights = decideSights(options);
  const ledTeams = teamsLedBy(options);
  const seesMember = (id: string) => sights.get(id) === "full";
  const seesTeam = (id: string) => seesAll || ledTeams.has(id);
  return {
    seesAll,
    seesMember,
    seesResults: (id) => showsName(sights.get(id) ?? "absent"),
    seesTeam,
    seesQuota(subject) {
      switch (subject.kind) {
        case "member":
          return seesMember(subject.id);
        case "team":
          return seesTeam(subject.id);
        case "vacant":
          return seesTeam(subject.teamId);
        case "default":
          return subject.id === null ? seesAll || ledTeams.size > 0 : seesTeam(subject.id);
      }
    },
  };
}
