// @vitest-environment happy-dom
import { act, cleanup, renderHook } from "@testing-library/preact";
import { afterEach, expect, it } from "vitest";
import { type RecordPage, useRecordPages } from "../../../ui-extension/cards/connection/use-record-pages.ts";
import type { Answer } from "../../../ui-extension/cards/host/api-client.ts";

afterEach(cleanup);

/** A list whose pages come when the test says so. */
function slowList() {
  const waiting: ((page: RecordPage<string>) => void)[] = [];
  const load = () =>
    new Promise<Answer<RecordPage<string>>>((resolve) => {
      waiting.push((value) => resolve({ kind: "ok", value }));
    });
  const come = (records: string[], next: string | null) =>
    act(async () => waiting.shift()?.({ records, total: 3, next }));
  return { load, come };
}

it("adds no page of an earlier list to the one that is shown now", async () => {
  const first = slowList();
  const second = slowList();
  const { result, rerender } = renderHook(({ load }) => useRecordPages(load), {
    initialProps: { load: first.load },
  });
  await first.come(["a"], "a");
  await act(async () => result.current.more?.());
  rerender({ load: second.load });
  await second.come(["x"], null);
  await first.come(["b"], null);
  expect(result.current.records).toEqual(["x"]);
});
