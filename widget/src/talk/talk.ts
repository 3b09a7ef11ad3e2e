import type { History, Message, Say, State } from "../protocol";
import type { Refusal } from "./session";

/** What the person said and the server has not confirmed yet. */
export interface Pending {
  readonly say: Say;
  /** What is shown of it: the text, or the titles of the choices. */
  readonly words: string;
  readonly at: number;
  /** Why it was not taken; null while it is on its way. */
  refusal: Refusal | null;
}

/** Who is told what changes in a talk. */
export interface Watcher {
  /** Everything may be different: draw the talk anew. */
  renewed(): void;
  said(message: Message): void;
  pendingChanged(pending: Pending): void;
  stateChanged(state: State, before: State | null): void;
  typingChanged(on: boolean): void;
}

/** One talk as this tab knows it: what was said, what is on its way, where it stands. */
export class Talk {
  messages: readonly Message[] = [];
  pending: readonly Pending[] = [];
  state: State | null = null;

  constructor(private readonly watcher: Watcher) {}

  /** Takes over the talk as the server has it; what it knows is no longer pending. */
  takeHistory(history: History): void {
    const known = new Set(history.messages.map((message) => message.id));
    const same =
      history.messages.length === this.messages.length &&
      this.messages.every((message) => known.has(message.id));
    this.messages = history.messages;
    const waiting = this.pending.filter((pending) => !known.has(pending.say.id));
    const confirmed = waiting.length < this.pending.length;
    this.pending = waiting;
    if (!same || confirmed) this.watcher.renewed();
    this.takeState(history.state);
  }

  /** Takes in one thing said; the same again changes nothing. */
  takeMessage(message: Message): void {
    if (this.messages.some((known) => known.id === message.id)) return;
    this.messages = [...this.messages, message];
    this.pending = this.pending.filter((pending) => pending.say.id !== message.id);
    this.watcher.said(message);
  }

  takeState(state: State): void {
    const before = this.state;
    this.state = state;
    this.watcher.stateChanged(state, before);
  }

  typing(on: boolean): void {
    this.watcher.typingChanged(on);
  }

  /** The person says something: it is shown at once, and pending until the server has it. */
  begin(say: Say, words: string): Pending {
    const pending: Pending = { say, words, at: Date.now() / 1000, refusal: null };
    this.pending = [...this.pending, pending];
    this.watcher.pendingChanged(pending);
    return pending;
  }

  /** The server has it: it is said now. */
  confirm(pending: Pending): void {
    this.takeMessage({
      id: pending.say.id,
      from: "person",
      at: pending.at,
      text: pending.words,
      choices: [],
      response: "",
      view: null,
      helpful: null,
    });
  }

  /** The server did not take it; null: it is on its way again. */
  mark(pending: Pending, refusal: Refusal | null): void {
    pending.refusal = refusal;
    this.watcher.pendingChanged(pending);
  }

  /** Drops a message that was not taken. */
  drop(pending: Pending): void {
    this.pending = this.pending.filter((other) => other !== pending);
    this.watcher.renewed();
  }

  /** The newest thing that the assistant said, if the person has not answered it. */
  get newest(): Message | null {
    const last = this.messages.at(-1);
    return last?.from === "assistant" && this.pending.length === 0 ? last : null;
  }

  /** Forgets everything, for a new talk. */
  clear(): void {
    this.messages = [];
    this.pending = [];
    this.state = null;
    this.watcher.renewed();
  }
}
