import type { ComponentChildren } from "preact";
import type { PersonStanding } from "../../../shared/contracts/person.ts";
import type { QuotaCardView } from "../../../shared/contracts/quota-card.ts";
import { Figure } from "../design/figure.tsx";
import { Icon } from "../design/icon.tsx";
import { ValueBar } from "../design/value-bar.tsx";
import type { OpenDealsTarget } from "../open-deals/deals-address.ts";
import { PaceChart } from "../quota-card/pace-chart.tsx";
import { usePage } from "../standings/page-context.ts";
import { RecordLink } from "../standings/page-link.tsx";
import {
  type FromTo,
  lateChangeViews,
  missingViews,
  type PersonWording,
  pipelineView,
  type StageView,
  sinceView,
} from "./person-view.ts";
import type { PersonWords } from "./words/en.ts";
import "../quota-card/quota-card.css";

/** Where the chance stands among the facts of the card: after what is to go, a day, and projected. */
const CHANCE_FACT = 3;

/** Revenue so far against pace and quota, with where it leads. */
export function PaceCard(props: { readonly card: QuotaCardView; readonly words: PersonWords["pace"] }) {
  const { card, words } = props;
  const { explain } = usePage();
  const chance = card.facts[CHANCE_FACT];
  const target = chance?.explain;
  const open = target && (() => explain({ ...target, memberName: card.member.name }));
  const named = (figure: string, what: string) => `${figure}. ${words.why(what)}`;
  return (
    <section class="card person-pace" aria-label={words.title}>
      <div class="card-body">
        {card.chart ? <PaceChart chart={card.chart} /> : <p class="text-3">{words.none}</p>}
        <dl class="person-pace-facts">
          {card.chart?.projectedRange && (
            <div class="fact">
              <dt>{words.projected}</dt>
              <dd>
                <Figure label={named(card.chart.projectedRange, words.projected)} onOpen={open}>
                  {card.chart.projectedRange}
                </Figure>
              </dd>
            </div>
          )}
          {chance && (
            <div class="fact">
              <dt>{chance.label}</dt>
              <dd>
                <Figure label={named(chance.value, chance.label)} onOpen={open}>
                  {chance.value}
                </Figure>{" "}
                {chance.hint && <span class="text-3 text-sm">{chance.hint}</span>}
              </dd>
            </div>
          )}
        </dl>
        {card.footnote && <p class="text-3 text-xs person-note">{card.footnote}</p>}
      </div>
    </section>
  );
}

/** What the cards beside the table are given. */
export interface SideCardProps {
  readonly data: PersonStanding;
  readonly words: PersonWords;
}

/** Open deals by stage, and what of them is due against what is needed. */
export function PipelineCard({ data, words }: SideCardProps) {
  const { openDeals } = usePage();
  const wording = useWording(words);
  const view = pipelineView(data, wording);
  const open = (which: Omit<OpenDealsTarget, "memberId" | "memberName">) =>
    openDeals({ memberId: data.member.id, memberName: data.member.name, ...which });
  const due = data.dueByEnd;
  return (
    <section class="card">
      <div class="card-head">
        <h2>{words.pipeline.title}</h2>
        {view && (
          <DealsButton label={words.pipeline.which} onOpen={() => open({})}>
            <b>{view.total}</b>
          </DealsButton>
        )}
      </div>
      <div class="card-body">
        {view ? (
          view.groups.map(({ name, stages }) => (
            <StageTable key={name ?? ""} name={name} stages={stages} words={words.pipeline} onOpen={open} />
          ))
        ) : (
          <p class="text-3">{words.pipeline.none}</p>
        )}
        {view?.sentence && (
          <p class="text-2 text-sm person-note">
            {due && due.count > 0 ? (
              <DealsButton
                label={words.pipeline.which}
                onOpen={() => open({ from: due.from ?? data.today, to: due.to })}
              >
                {view.sentence}
              </DealsButton>
            ) : (
              view.sentence
            )}
          </p>
        )}
      </div>
    </section>
  );
}

function StageTable(props: {
  readonly name: string | null;
  readonly stages: readonly StageView[];
  readonly words: PersonWords["pipeline"];
  readonly onOpen: (which: Pick<OpenDealsTarget, "stage">) => void;
}) {
  const { name, stages, words, onOpen } = props;
  return (
    <table class="person-stages">
      <caption class={name === null ? "visually-hidden" : ""}>{name ?? words.caption}</caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">{words.stage}</th>
          <th scope="col" />
          <th scope="col">{words.deals}</th>
          <th scope="col">{words.amount}</th>
        </tr>
      </thead>
      <tbody>
        {stages.map(({ key, label, percent, count, amount, stage }) => (
          <tr key={key}>
            <th scope="row">{label}</th>
            <td class="person-stage-bar">
              <ValueBar percent={percent} mine />
            </td>
            <td class="number text-3">{count}</td>
            <td class="number text-strong">
              {stage ? (
                <DealsButton label={words.which} onOpen={() => onOpen({ stage })}>
                  {amount}
                </DealsButton>
              ) : (
                amount
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A figure that opens the deals behind it. */
function DealsButton(props: {
  readonly label: string;
  readonly onOpen: () => void;
  readonly children: ComponentChildren;
}) {
  return (
    <button type="button" class="figure-button" onClick={props.onOpen}>
      {props.children}
      <span class="visually-hidden">. {props.label}</span>
    </button>
  );
}

/** What changed the revenue late. */
export function LateCard({ data, words }: SideCardProps) {
  const changes = lateChangeViews(data, useWording(words));
  return (
    <section class="card">
      <div class="card-head">
        <div>
          <h2>{words.late.title}</h2>
          <p>{words.late.hint}</p>
        </div>
      </div>
      <div class="card-body">
        {changes.length === 0 ? (
          <p class="text-3">{words.late.none}</p>
        ) : (
          <ul class="person-list">
            {changes.map(({ key, title, url, when, change }) => (
              <li key={key}>
                <span class="person-list-main">
                  {url === null ? title : <RecordLink url={url}>{title}</RecordLink>}
                  <span class="text-3 text-sm">{when}</span>
                </span>
                <Became change={change} words={words} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

/** What changed since the viewer had this page open. */
export function SinceCard(props: SideCardProps & { readonly looked: PersonStanding["sinceLastLooked"] }) {
  const { data, words, looked } = props;
  const { explain } = usePage();
  const view = sinceView(looked, data.today, useWording(words));
  const { from, to } = data.period;
  return (
    <section class="card">
      <div class="card-head">
        <div>
          <h2>{words.since.title}</h2>
          {view && <p>{view.hint}</p>}
        </div>
        {view?.records && <span class="text-3 text-sm">{view.records}</span>}
      </div>
      <div class="card-body">
        {view === null ? (
          <p class="text-3">{words.since.first}</p>
        ) : view.changes.length === 0 ? (
          <p class="text-3">{words.since.none}</p>
        ) : (
          <ul class="person-list">
            {view.changes.map(({ id, label, change }) => (
              <li key={id}>
                <span class="person-list-main">{label}</span>
                <button
                  type="button"
                  class="figure-button"
                  onClick={() =>
                    explain({
                      metric: id,
                      memberId: data.member.id,
                      from,
                      to,
                      memberName: data.member.name,
                    })
                  }
                >
                  <Became change={change} words={words} />
                  <span class="visually-hidden">. {words.all.why(label)}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

/** Own deals that miss something, each with its way into the CRM. */
export function MissingCard({ data, words }: SideCardProps) {
  const { deals, more, count } = missingViews(data, useWording(words));
  return (
    <section class="card">
      <div class="card-head">
        <h2>{words.missing.title}</h2>
        {deals.length > 0 && <span class="text-3 text-sm">{count}</span>}
      </div>
      <div class="card-body">
        {deals.length === 0 ? (
          <p class="text-3">{words.missing.none}</p>
        ) : (
          <ul class="person-list">
            {deals.map(({ key, title, url, reason, amount, when }) => (
              <li key={key}>
                <span class="person-list-main">
                  {url === null ? title : <RecordLink url={url}>{title}</RecordLink>}
                  <span class="text-3 text-sm">{when === null ? reason : `${reason}, ${when}`}</span>
                </span>
                <span class="no-wrap">{amount}</span>
              </li>
            ))}
          </ul>
        )}
        {more && <p class="text-3 text-sm person-note">{more}</p>}
      </div>
    </section>
  );
}

function Became({ change, words }: { readonly change: FromTo; readonly words: PersonWords }) {
  return (
    <span class="person-became">
      {change.from} <Icon name="arrow-right" label={words.becomes} size={12} /> <b>{change.to}</b>
    </span>
  );
}

function useWording(words: PersonWords): PersonWording {
  return { words, locale: usePage().locale };
}
