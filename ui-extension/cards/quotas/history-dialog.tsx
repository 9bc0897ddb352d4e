import { Dialog } from "../design/dialog.tsx";
import { type HistoryProps, HistoryTable } from "./history-table.tsx";

/** Every version of somebody's quotas for a period, over the page. */
export function HistoryDialog(
  props: HistoryProps & { readonly name: string; readonly period: string; readonly onClose: () => void },
) {
  return (
    <Dialog wide title={props.words.historyTitle(props.name, props.period)} onClose={props.onClose}>
      <HistoryTable {...props} />
    </Dialog>
  );
}
