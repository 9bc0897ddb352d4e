import { useState } from "preact/hooks";
import type { Explanation } from "../../../shared/contracts/api.ts";
import type { ExplainTarget } from "../../../shared/contracts/quota-card.ts";
import { Button } from "../design/button.tsx";
import { saveFile } from "../host/save-file.ts";
import { usePage } from "../standings/page-context.ts";
import { loadEveryRecord } from "./explanation-pages.ts";
import { csvFileName, type FileWords, recordsCsv } from "./records-csv.ts";

/** Downloads every record of the figure, also those that are not listed yet. */
export function CsvButton(props: {
  readonly figure: ExplainTarget;
  readonly explanation: Explanation;
  readonly file: FileWords;
}) {
  const { page, api } = usePage();
  const { figure, explanation, file } = props;
  const [state, setState] = useState<"idle" | "reading" | "failed">("idle");
  const download = async () => {
    setState("reading");
    const isWhole = explanation.nextCounted === null && explanation.nextLeftOut === null;
    const answer = isWhole
      ? ({ kind: "ok", value: explanation } as const)
      : await loadEveryRecord(api, figure, explanation.asOf);
    setState(answer.kind === "ok" ? "idle" : "failed");
    if (answer.kind !== "ok") return;
    saveFile(page, { name: csvFileName(answer.value), text: recordsCsv(answer.value, file) });
  };
  const { words } = file;
  return (
    <>
      <p class="explanation-file" role="status">
        {state === "failed" && words.downloadFailed}
      </p>
      <Button icon="download" disabled={state === "reading"} onClick={() => void download()}>
        {state === "reading" ? words.downloading : words.download}
      </Button>
    </>
  );
}
