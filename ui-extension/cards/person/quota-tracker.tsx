import type { ExplainTarget, QuotaCardView, QuotaLineView } from "../../../shared/contracts/quota-card.ts";
import { Figure } from "../design/figure.tsx";
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
  const main = card.quotas.find(({ explainQuota }) => explainQuota);
  const pace = card.bar?.paceLabel ?? card.quotas.find(({ bar }) => bar?.paceLabel)?.bar?.paceLabel ?? null;
  return (
    <section class="card">
      <div class="card-head">
        <div class="person-head-line">
          <h2>{words.title}</h2>
          <span class="person-head-hint">
            {card.workingDays}
            {pace !== null && (
              <>
                {" · "}
                <Opens
                  card={card}
                  explain={main?.explainQuota}
                  figure={pace}
                  about={words.why(main?.label ?? "")}
                />
              </>
            )}
          </span>
        </div>
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
              <TrackerLine key={line.metric} line={line} card={card} words={words} />
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
  readonly card: QuotaCardView;
  readonly words: PersonWords["tracker"];
}) {
  const { line, card, words } = props;
  const quota = `${line.label}, ${card.words.quota}`;
  return (
    <li class="quota-tracker-line">
      <span class="quota-tracker-name">{line.label}</span>
      <span class="quota-tracker-bar">{line.bar && <ProgressBar bar={line.bar} />}</span>
      <span class="quota-tracker-figure">
        <b>
          <Opens card={card} explain={line.explain} figure={line.result} about={words.why(line.label)} />
        </b>{" "}
        <span class="text-3">
          <Opens
            card={card}
            explain={line.explainQuota}
            figure={`/ ${line.quota}`}
            about={words.why(quota)}
          />
        </span>
      </span>
      <Status status={line.status} />
    </li>
  );
}

/** A figure of the card's person; `about` ends what its button is called. */
function Opens(props: {
  readonly card: QuotaCardView;
  readonly explain: ExplainTarget | null | undefined;
  readonly figure: string;
  readonly about: string;
}) {
  const { explain } = usePage();
  const { explain: target, figure, card } = props;
  return (
    <Figure
      label={`${figure}. ${props.about}`}
      onOpen={target && (() => explain({ ...target, memberName: card.member.name }))}
    >
      {figure}
    </Figure>
  );
}
