import type { QuotaCardView, QuotaLineView } from "../../../shared/contracts/quota-card.ts";
import { ProgressBar } from "../design/progress-bar.tsx";
import { Status } from "../design/status.tsx";
import { usePage } from "../standings/page-context.ts";
import { PageLink } from "../standings/page-link.tsx";
import type { PersonWords } from "./words/en.ts";

/** Each quota with its bar against the pace. The card was computed and worded by the Worker. */
export function QuotaTracker(props: {
  readonly card: QuotaCardView;
  readonly words: PersonWords["tracker"];
}) {
  const { card, words } = props;
  const pace = card.bar?.paceLabel ?? card.quotas.find(({ bar }) => bar?.paceLabel)?.bar?.paceLabel ?? null;
  return (
    <section class="card">
      <div class="card-head">
        <h2>
          {words.title}{" "}
          <span class="person-head-hint">
            {pace === null ? card.workingDays : `${card.workingDays} · ${pace}`}
          </span>
        </h2>
        <PageLink class="text-sm inline-target" to={{ page: "quotas" }}>
          {words.quotas}
        </PageLink>
      </div>
      <div class="card-body">
        {card.quotas.length === 0 ? (
          <p class="text-3">{words.none}</p>
        ) : (
          <ul class="quota-tracker">
            {card.quotas.map((line) => (
              <TrackerLine key={line.metric} line={line} name={card.member.name} words={words} />
            ))}
          </ul>
        )}
        {card.notes.map((note) => (
          <p key={note} class="text-3 text-sm person-note">
            {note}
          </p>
        ))}
      </div>
    </section>
  );
}

function TrackerLine(props: {
  readonly line: QuotaLineView;
  readonly name: string;
  readonly words: PersonWords["tracker"];
}) {
  const { line, words } = props;
  const { explain } = usePage();
  const target = line.explain;
  return (
    <li class="quota-tracker-line">
      <span class="quota-tracker-name">{line.label}</span>
      <span class="quota-tracker-bar">{line.bar && <ProgressBar bar={line.bar} />}</span>
      <span class="quota-tracker-figure">
        {target ? (
          <button
            type="button"
            class="figure-button"
            aria-label={`${line.result}. ${words.why(line.label)}`}
            onClick={() => explain({ ...target, memberName: props.name })}
          >
            <b>{line.result}</b>
          </button>
        ) : (
          <b>{line.result}</b>
        )}{" "}
        <span class="text-3">/ {line.quota}</span>
      </span>
      <Status status={line.status} />
    </li>
  );
}
