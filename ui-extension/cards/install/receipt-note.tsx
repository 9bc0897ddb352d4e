import { useState } from "preact/hooks";
import type { Reconciliation } from "../../../shared/contracts/reconciliation.ts";
import { Button } from "../design/button.tsx";
import { Note } from "../design/note.tsx";
import { usePage, useWords } from "../standings/page-context.ts";
import { isFresh, receiptSentence, receiptTone } from "./receipt-view.ts";
import { INSTALL_WORDS } from "./words/book.ts";

/** Which receipt was seen: the page's storage may be closed to a frame, then the note comes again. */
const SEEN_KEY = "standings.receipt";

/** Tells of a fresh receipt until it was opened or put away. For admins and owners alone. */
export function ReceiptNote(props: { readonly reconciliation: Reconciliation | null }) {
  const { page, session, locale, navigate } = usePage();
  const words = useWords(INSTALL_WORDS);
  const [seen, setSeen] = useState(() => readSeen(page));
  const { reconciliation } = props;
  if (!words || !reconciliation || seen === reconciliation.firstAt) return null;
  if (!isFresh(reconciliation, Date.now())) return null;
  const putAway = () => {
    keepSeen(page, reconciliation.firstAt);
    setSeen(reconciliation.firstAt);
  };
  const sentence = receiptSentence(reconciliation, { words, locale, crm: session.tenant.crm });
  return (
    <Note
      tone={receiptTone(reconciliation)}
      action={{
        label: words.note.action,
        onClick: () => {
          putAway();
          navigate({ page: "install" });
        },
      }}
    >
      {words.note.text(sentence)}{" "}
      <Button kind="ghost" small onClick={putAway}>
        {words.note.close}
      </Button>
    </Note>
  );
}

function readSeen(page: Window): string | null {
  try {
    return page.localStorage.getItem(SEEN_KEY);
  } catch {
    // Browsers may close storage to a frame of another site.
    return null;
  }
}

function keepSeen(page: Window, firstAt: string): void {
  try {
    page.localStorage.setItem(SEEN_KEY, firstAt);
  } catch {
    // As above: it is put away for as long as the page is open.
  }
}
