import { useRef, useState } from "preact/hooks";
import type { MemberChange, MemberDescription, MemberList, Problem } from "../../../shared/contracts/api.ts";
import type { LeaveList } from "../../../shared/contracts/leave.ts";
import type { Answer } from "../host/api-client.ts";
import type { UsedAnswer } from "../host/use-answer.ts";
import { usePage } from "../standings/page-context.ts";
import { changeText, reverseOf, withChange, withMember } from "./people-view.ts";
import type { SettingsWords } from "./words/en.ts";

type Person = Pick<MemberDescription, "id" | "name">;

/** What the last change came to, in one sentence. `undo` takes it back; null where there is nothing to take back. */
export interface PeopleNews {
  readonly tone: "plain" | "good" | "bad";
  readonly text: string;
  readonly undo: (() => void) | null;
}

/** Changes of people, each saved at once and one after another, so that a later one is never overtaken. */
export interface PeopleChanges {
  readonly news: PeopleNews | null;
  readonly change: (person: Person, change: MemberChange) => void;
  /** Tells that a leave was saved; `before` is what it replaced. */
  readonly leaveSaved: (person: Person, before: LeaveList) => void;
}

/** Saves what is changed in the table. The table shows it at once, and as it was again where it is refused. */
export function usePeopleChanges(people: UsedAnswer<MemberList>, words: SettingsWords): PeopleChanges {
  const { api, locale } = usePage();
  const [news, setNews] = useState<PeopleNews | null>(null);
  const list = useRef(people.value);
  list.current = people.value;
  const queue = useRef<Promise<void>>(Promise.resolve());
  const waiting = useRef<readonly string[]>([]);

  function put(adapt: (before: MemberList) => MemberList): void {
    if (!list.current) return;
    list.current = adapt(list.current);
    people.update(list.current);
  }

  function textOf(change: MemberChange): string {
    const wording = { words: words.people, privacyNames: words.privacy.names, language: locale.language };
    return changeText(change, { teams: list.current?.teams ?? [], ...wording });
  }

  function change(person: Person, wanted: MemberChange, undoing = false): void {
    const before = list.current?.members.find(({ id }) => id === person.id);
    if (!before) return;
    const reverse = reverseOf(wanted, before);
    put((each) => withChange(each, person.id, wanted));
    waiting.current = [...waiting.current, person.id];
    setNews({ tone: "plain", text: words.people.saving(person.name), undo: null });
    queue.current = queue.current.then(async () => {
      const path = `members/${encodeURIComponent(person.id)}`;
      const answer = await api.patch<MemberDescription>(path, { body: wanted });
      waiting.current = waiting.current.toSpliced(waiting.current.indexOf(person.id), 1);
      settle(person, answer, { wanted, reverse, undoing });
    });
  }

  function settle(
    person: Person,
    answer: Answer<MemberDescription>,
    sent: { readonly wanted: MemberChange; readonly reverse: MemberChange; readonly undoing: boolean },
  ): void {
    if (answer.kind === "ok") {
      // What is still to be sent is shown already.
      if (!waiting.current.includes(person.id)) put((each) => withMember(each, answer.value));
      const say = sent.undoing ? words.people.undone : words.people.saved;
      const undo = sent.undoing ? null : () => change(person, sent.reverse, true);
      setNews({ tone: "good", text: say(person.name, textOf(sent.wanted)), undo });
      return;
    }
    put((each) => withChange(each, person.id, sent.reverse));
    const problem = answer.kind === "problem" ? answer.problem : null;
    setNews({ tone: "bad", text: failureText(problem, person.name, words.people), undo: null });
    if (waiting.current.length === 0) people.retry();
  }

  async function takeLeaveBack(person: Person, before: LeaveList): Promise<void> {
    setNews({ tone: "plain", text: words.people.saving(person.name), undo: null });
    const answer = await api.put<LeaveList>(leavePathOf(person), { body: before });
    setNews(leaveNews(person, answer, words.people));
  }

  return {
    news,
    change: (person, wanted) => change(person, wanted),
    leaveSaved: (person, before) =>
      setNews({
        tone: "good",
        text: words.people.saved(person.name, words.people.leave),
        undo: () => void takeLeaveBack(person, before),
      }),
  };
}

function leavePathOf({ id }: Person): string {
  return `members/${encodeURIComponent(id)}/leave`;
}

function leaveNews(person: Person, answer: Answer<LeaveList>, words: SettingsWords["people"]): PeopleNews {
  if (answer.kind === "ok") {
    return { tone: "good", text: words.undone(person.name, words.leave), undo: null };
  }
  const problem = answer.kind === "problem" ? answer.problem : null;
  return { tone: "bad", text: failureText(problem, person.name, words), undo: null };
}

function failureText(problem: Problem | null, name: string, words: SettingsWords["people"]): string {
  if (problem === null) return words.offline(name);
  if (problem.errors?.some(({ path }) => path === "role")) return words.lastOwner(name);
  return problem.status === 403 ? words.notPermitted(name) : words.failed(name);
}
