import { Tag } from "../design/tag.tsx";
import { RecordLink } from "../standings/page-link.tsx";
import type { RecordList, RecordRow } from "./record-lists.ts";
import type { ExplanationWords } from "./words/en.ts";
import "../design/data-table.css";

/** The records behind a figure with their total: at the foot, or first where only some are listed. */
export function RecordTable(props: {
  readonly list: RecordList;
  readonly isWhole: boolean;
  readonly words: Pick<ExplanationWords, "records" | "day" | "record">;
}) {
  const { list, isWhole, words } = props;
  const total = (
    <tr class="explanation-total">
      <td />
      <th scope="row">{list.total.label}</th>
      <td class="number strong">{list.total.amount}</td>
    </tr>
  );
  return (
    <table class="data-table compact explanation-records">
      <caption class={list.title === null ? "visually-hidden" : "explanation-caption"}>
        {list.title === null ? words.records : <h3>{list.title}</h3>}
      </caption>
      <thead>
        <tr>
          <th scope="col">{words.day}</th>
          <th scope="col">{words.record}</th>
          <th scope="col" class="number">
            {list.amountHead}
          </th>
        </tr>
      </thead>
      <tbody>
        {!isWhole && total}
        {list.rows.map((row) => (
          <RecordLine key={row.key} row={row} />
        ))}
      </tbody>
      {isWhole && <tfoot>{total}</tfoot>}
    </table>
  );
}

function RecordLine({ row }: { readonly row: RecordRow }) {
  return (
    <tr>
      <td class="no-wrap text-2">{row.day}</td>
      <th scope="row">
        <RecordName title={row.title} url={row.url} />
        {row.tags.length > 0 && " "}
        {row.tags.map((tag) => (
          <Tag key={tag.text} tone={tag.tone}>
            {tag.text}
          </Tag>
        ))}
        {row.note !== null && <div class="text-2 text-sm">{row.note}</div>}
      </th>
      <td class="number strong">{row.amount}</td>
    </tr>
  );
}

/** A record's title, which opens it in the CRM where it has a page there. */
export function RecordName({ title, url }: { readonly title: string; readonly url: string | null }) {
  return url === null ? <span>{title}</span> : <RecordLink url={url}>{title}</RecordLink>;
}
