import { useState } from "preact/hooks";
import type { ActivityPage } from "../../../shared/contracts/activity-page.ts";
import { Button } from "../design/button.tsx";
import { usePage } from "../standings/page-context.ts";
import type { ActivityWords } from "./words/en.ts";

/** Downloads the totals of everybody whom the page shows; its code comes with the first press. */
export function ExportButton(props: { readonly data: ActivityPage | null; readonly words: ActivityWords }) {
  const { data, words } = props;
  const { page } = usePage();
  const [failed, setFailed] = useState(false);
  const download = async (shown: ActivityPage) => {
    const { saveActivity } = await import("./activity-csv.ts");
    saveActivity(page, shown, words);
    setFailed(false);
  };
  return (
    <>
      <Button
        icon="download"
        disabled={data === null || data.members.length === 0}
        onClick={() => data && void download(data).catch(() => setFailed(true))}
      >
        {words.exportFile}
      </Button>
      <span class="text-2 text-sm activity-export" role="status">
        {failed && words.exportFailed}
      </span>
    </>
  );
}
