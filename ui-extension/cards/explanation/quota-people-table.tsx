import { Status } from "../design/status.tsx";
import { PageLink } from "../standings/page-link.tsx";
import type { QuotaPeopleView } from "./quota-people.ts";
import type { ExplanationWords } from "./words/en.ts";

/** Whose quotas make up a quota, and how each of them goes. */
export function QuotaPeopleTable(props: {
  readonly view: QuotaPeopleView | null;
  readonly words: ExplanationWords;
}) {
  const { view, words } = props;
  if (view === null || view.people.length === 0) return null;
  return (
    <table class="data-table compact explanation-records explanation-named">
      <caption class="explanation-caption">
        <h3>{view.caption}</h3>
      </caption>
      <thead>
        <tr>
          <th scope="col">{words.people.person}</th>
          <th scope="col" class="number">
            {words.result}
          </th>
          <th scope="col" class="number">
            {words.quota}
          </th>
          <th scope="col">{words.people.status}</th>
        </tr>
      </thead>
      <tbody>
        {view.people.map((person) => (
          <tr key={person.id}>
            <th scope="row">
              <PageLink class="inline-target" to={{ page: "person", query: { member: person.id } }}>
                {person.name}
              </PageLink>
            </th>
            <td class="number strong">{person.result}</td>
            <td class="number">
              {person.quota}
              <span class="text-3 text-sm explanation-second">{person.attainment}</span>
            </td>
            <td>
              <Status status={person.status} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
