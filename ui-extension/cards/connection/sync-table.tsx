import type { Connection } from "../../../shared/contracts/connection.ts";
import { Button } from "../design/button.tsx";
import { Status } from "../design/status.tsx";
import { type ConnectionAction, type ConnectionWording, syncRows } from "./connection-view.ts";

/** When each kind was synced last, and how it stands. */
export function SyncTable(props: {
  readonly connection: Connection;
  readonly asOf: string;
  readonly wording: ConnectionWording;
  readonly onAction: (action: ConnectionAction) => void;
}) {
  const { sync } = props.wording.words;
  const rows = syncRows(props.connection, props.asOf, props.wording);
  const withAction = rows.some(({ action }) => action !== null);
  if (rows.length === 0) return null;
  return (
    <section class="card">
      <div class="connection-head">
        <h2>{sync.title}</h2>
        <span class="text-3 text-sm">{sync.hint}</span>
      </div>
      <div class="table-scroll">
        <table class="data-table compact">
          <caption class="visually-hidden">{sync.title}</caption>
          <thead>
            <tr>
              <th scope="col">{sync.object}</th>
              <th scope="col">{sync.last}</th>
              <th scope="col" class="number">
                {sync.read}
              </th>
              <th scope="col">{sync.state}</th>
              {withAction && (
                <th scope="col">
                  <span class="visually-hidden">{sync.action}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ kind, label, last, read, state, action }) => (
              <tr key={kind}>
                <th scope="row">{label}</th>
                <td class="text-2">{last}</td>
                <td class="number">{read}</td>
                <td>
                  <Status status={state} />
                </td>
                {withAction && (
                  <td class="number">
                    {action && (
                      <Button
                        kind="ghost"
                        small
                        label={`${sync.fix}: ${label}`}
                        onClick={() => props.onAction(action)}
                      >
                        {sync.fix}
                      </Button>
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
