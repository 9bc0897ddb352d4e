import { useState } from "preact/hooks";
import { Button } from "../design/button.tsx";
import type { Answer } from "../host/api-client.ts";
import { saveFile } from "../host/save-file.ts";
import { usePage } from "../standings/page-context.ts";
import type { ExplanationWords } from "./words/en.ts";

/** A file for a spreadsheet. */
export interface RecordsFile {
  readonly name: string;
  readonly text: string;
}

/** Downloads every record, also those that are not listed yet. */
export function FileButton<Value>(props: {
  readonly words: Pick<ExplanationWords, "download" | "downloading" | "downloadFailed">;
  /** Every record. */
  readonly load: () => Promise<Answer<Value>>;
  readonly fileOf: (value: Value) => RecordsFile;
}) {
  const { page } = usePage();
  const { words, load, fileOf } = props;
  const [state, setState] = useState<"idle" | "reading" | "failed">("idle");
  const download = async () => {
    setState("reading");
    const answer = await load();
    setState(answer.kind === "ok" ? "idle" : "failed");
    if (answer.kind === "ok") saveFile(page, fileOf(answer.value));
  };
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
