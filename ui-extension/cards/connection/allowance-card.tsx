import type { Connection } from "../../../shared/contracts/connection.ts";
import { crmLabel } from "../../../shared/wording/crm.ts";
import { ProgressBar } from "../design/progress-bar.tsx";
import { allowanceView, type ConnectionWording } from "./connection-view.ts";

/** What the CRM's last answer said is left of the requests it allows. */
export function AllowanceCard(props: {
  readonly connection: Connection;
  readonly wording: ConnectionWording;
}) {
  const { words } = props.wording;
  const view = allowanceView(props.connection, props.wording);
  return (
    <section class="card connection-part">
      <h2>{words.allowance.title(crmLabel(props.connection.crm))}</h2>
      {view ? (
        <>
          <div class="row row-between row-wrap">
            <span class="text-strong allowance-left">{view.left}</span>
            <span class="text-sm text-3">{view.of}</span>
          </div>
          <div class="reading-open">
            <ProgressBar bar={view.bar} />
          </div>
        </>
      ) : (
        <p class="text-2">{words.allowance.unknown}</p>
      )}
      <p class="text-sm text-3">{words.allowance.detail}</p>
    </section>
  );
}
