import type { ComponentChildren } from "preact";
import { crmLabel } from "../../../shared/wording/crm.ts";
import { formatWeekday } from "../../../shared/wording/dates.ts";
import { Button } from "../design/button.tsx";
import { Icon } from "../design/icon.tsx";
import { usePage } from "../standings/page-context.ts";
import type { InstallWords } from "./words/en.ts";

/** What is done, and what to do next. */
export function StepsCard(props: { readonly ready: boolean; readonly words: InstallWords }) {
  const { steps } = props.words;
  const { session, locale, navigate } = usePage();
  const { currency, timeZone, weekStart } = session.tenant;
  const crm = crmLabel(session.tenant.crm);
  const weekday = formatWeekday(weekStart, locale.language, "long");
  return (
    <section class="card" aria-label={steps.title}>
      <ol class="install-steps">
        <Step title={steps.connected(crm)} detail={steps.connectedDetail} done>
          <span class="text-sm text-3">{steps.done}</span>
        </Step>
        <Step number={2} title={steps.basics} detail={steps.basicsDetail(currency, timeZone, weekday)}>
          <Button onClick={() => navigate({ page: "settings", query: { section: "pipelines" } })}>
            {steps.basicsAction}
          </Button>
        </Step>
        <Step number={3} title={steps.quotas} detail={steps.quotasDetail(crm)}>
          <Button onClick={() => navigate({ page: "quotas" })}>{steps.quotasAction}</Button>
        </Step>
        <Step number={4} title={steps.invite} detail={steps.inviteDetail(crm)}>
          <Button onClick={() => navigate({ page: "settings", query: { section: "people" } })}>
            {steps.inviteAction}
          </Button>
        </Step>
        <Step number={5} title={steps.board} detail={steps.boardDetail}>
          <Button kind={props.ready ? "primary" : "plain"} onClick={() => navigate({ page: "leaderboard" })}>
            {steps.boardAction}
          </Button>
        </Step>
      </ol>
    </section>
  );
}

function Step(props: {
  readonly number?: number;
  readonly title: string;
  readonly detail: string;
  readonly done?: boolean;
  readonly children?: ComponentChildren;
}) {
  return (
    <li>
      <span class={props.done ? "install-number install-done" : "install-number"} aria-hidden="true">
        {props.done ? <Icon name="check" size={14} /> : props.number}
      </span>
      <div class="grow">
        <b>{props.title}</b>
        <div class="text-sm text-3">{props.detail}</div>
      </div>
      {props.children}
    </li>
  );
}
