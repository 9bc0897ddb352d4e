import type { ComponentType } from "preact";
import { useState } from "preact/hooks";
import { formatTime } from "../../../shared/wording/dates.ts";
import { ProblemState } from "../design/problem-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { useLoaded } from "../host/use-loaded.ts";
import { usePage, useWords } from "../standings/page-context.ts";
import { PageHead } from "../standings/page-head.tsx";
import { UnsavedDialog } from "../standings/unsaved-dialog.tsx";
import { useUnsavedGuard } from "../standings/use-unsaved-guard.ts";
import { CountsSection } from "./counts-section.tsx";
import { PrivacySection } from "./privacy-section.tsx";
import { SectionList } from "./section-list.tsx";
import type { SettingsSectionProps } from "./settings-card.tsx";
import { type SectionId, sectionOf, sectionsFor } from "./settings-sections.ts";
import { BoardSection, HubspotSection } from "./switch-sections.tsx";
import { useSettings } from "./use-settings.ts";
import { SETTINGS_WORDS } from "./words/book.ts";
import type { SettingsWords } from "./words/en.ts";
import "./settings.css";

/** Settings: all of them for admins and owners, and for everybody else how others see them. */
export default function SettingsPage({ route }: { readonly route: URLSearchParams }) {
  const { session, locale, navigate } = usePage();
  const words = useWords(SETTINGS_WORDS);
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const [dirty, setDirty] = useState(false);
  const leaving = useUnsavedGuard(dirty);
  if (!words) return <Loading />;
  const sections = sectionsFor(session);
  const section = sectionOf(route.get("section"), session);
  const open = (id: SectionId) => {
    if (id === section) return;
    leaving.ask(() => {
      setSavedAt(null);
      navigate({ page: "settings", query: { section: id } });
    });
  };
  return (
    <div class="page">
      <PageHead title={words.title}>
        <span class="text-3 text-sm" role="status">
          {savedAt !== null && words.save.saved(formatTime(savedAt, locale))}
        </span>
      </PageHead>
      <div class={sections.length > 1 ? "settings-layout" : "settings-narrow"}>
        {sections.length > 1 && (
          <SectionList sections={sections} current={section} words={words} onOpen={open} />
        )}
        <Section
          key={section}
          id={section}
          words={words}
          onSaved={() => setSavedAt(new Date().toISOString())}
          onDirty={setDirty}
        />
      </div>
      {leaving.pending && <UnsavedDialog leaving={leaving} words={words.leave} />}
    </div>
  );
}

function Loading() {
  return (
    <div class="page">
      <Skeleton lines={8} />
    </div>
  );
}

type SectionProps = Pick<SettingsSectionProps, "words" | "onSaved" | "onDirty">;

function Section({ id, ...props }: SectionProps & { readonly id: SectionId }) {
  switch (id) {
    case "pipelines":
      return <OverSettings {...props} Body={CountsSection} />;
    case "counting":
      return <OverSettings {...props} Body={LaterCounting} />;
    case "leaderboard":
      return <OverSettings {...props} Body={BoardSection} />;
    case "hubspot":
      return <OverSettings {...props} Body={HubspotSection} />;
    case "people":
      return <Later load={loadPeople} of={{ words: props.words }} />;
    case "displays":
      return <Later load={loadDisplays} of={{ words: props.words }} />;
    case "privacy":
      return <PrivacySection {...props} />;
  }
}

/** A section over the settings of the account, once they are there. */
function OverSettings({
  Body,
  ...props
}: SectionProps & { readonly Body: ComponentType<SettingsSectionProps> }) {
  const settings = useSettings();
  if (settings.value) return <Body {...props} settings={settings.value} update={settings.update} />;
  if (settings.state === "loading") return <Skeleton lines={8} label={props.words.loading} />;
  return (
    <ProblemState problem={settings.state === "problem" ? settings.problem : null} onRetry={settings.retry} />
  );
}

const loadPeople = () =>
  import("./people-section.tsx").then(({ PeopleSection }) => ({ Body: PeopleSection }));
const loadDisplays = () =>
  import("../displays/displays-section.tsx").then(({ DisplaysSection }) => ({ Body: DisplaysSection }));

const loadCounting = () =>
  import("./counting-section.tsx").then(({ CountingSection }) => ({ Body: CountingSection }));

function LaterCounting(props: SettingsSectionProps) {
  return <Later load={loadCounting} of={props} />;
}

/** A section whose code comes when it is opened. */
function Later<Props extends { readonly words: SettingsWords }>(props: {
  readonly load: () => Promise<{ readonly Body: ComponentType<Props> }>;
  /** What the section is given. */
  readonly of: Props;
}) {
  const [failed, setFailed] = useState(false);
  const part = useLoaded(true, props.load, () => setFailed(true));
  // The frame says that the page could not be loaded, and how to load it again.
  if (failed) throw new Error("A section of the settings could not be loaded");
  if (part === null) return <Skeleton rows={8} label={props.of.words.loading} />;
  return <part.Body {...props.of} />;
}
