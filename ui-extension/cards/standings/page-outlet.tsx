import { useEffect, useState } from "preact/hooks";
import { EmptyState } from "../design/empty-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { PageBoundary } from "./page-boundary.tsx";
import { usePage } from "./page-context.ts";
import { loaderOf, type PageComponent, type PageId, pagesFor, rolesOf } from "./pages.ts";
import { Refused } from "./refused.tsx";
import type { StandingsWords } from "./words/en.ts";

type Loaded =
  | { readonly kind: "loading" }
  | { readonly kind: "ready"; readonly Page: PageComponent }
  | { readonly kind: "failed" };

/** Draws the page of the address, loading it first. */
export function PageOutlet(props: {
  readonly id: PageId | null;
  readonly search: string;
  readonly words: StandingsWords;
}) {
  const { session } = usePage();
  const load = props.id === null ? null : loaderOf(props.id, session.role);
  const [loaded, setLoaded] = useState<Loaded & { readonly load: typeof load }>({ kind: "loading", load });
  useEffect(() => {
    let current = true;
    const show = (next: Loaded) => {
      if (current) setLoaded({ ...next, load });
    };
    load?.().then(
      (Page) => show({ kind: "ready", Page }),
      () => show({ kind: "failed" }),
    );
    return () => {
      current = false;
    };
  }, [load]);

  if (props.id !== null && !rolesOf(props.id).includes(session.role)) {
    return (
      <div class="page">
        <Refused id={props.id} />
      </div>
    );
  }
  if (load === null) return <Missing words={props.words} />;
  if (loaded.load !== load || loaded.kind === "loading") return <PageSkeleton />;
  if (loaded.kind === "failed") return <NotLoaded words={props.words} />;
  const { Page } = loaded;
  return (
    <PageBoundary key={props.id} fallback={<NotLoaded words={props.words} />}>
      <Page route={new URLSearchParams(props.search)} />
    </PageBoundary>
  );
}

/** Any page before it is known which: head, controls, rows. */
export function PageSkeleton() {
  return (
    <div class="page">
      <Skeleton rows={10} facts={4} />
    </div>
  );
}

function Missing({ words }: { readonly words: StandingsWords }) {
  const { navigate, session } = usePage();
  const first = pagesFor(session.role)[0]?.id;
  return (
    <div class="page">
      <EmptyState
        icon="search"
        title={words.pageMissing}
        detail={words.pageMissingDetail}
        action={
          first && {
            label: words.goTo(words.pages[first]),
            onClick: () => navigate({ page: first }),
          }
        }
      />
    </div>
  );
}

function NotLoaded({ words }: { readonly words: StandingsWords }) {
  const { page } = usePage();
  return (
    <div class="page">
      <EmptyState
        role="alert"
        icon="refresh"
        title={words.pageNotLoaded}
        detail={words.pageNotLoadedDetail}
        action={{ label: words.reload, onClick: () => page.location.reload() }}
      />
    </div>
  );
}
