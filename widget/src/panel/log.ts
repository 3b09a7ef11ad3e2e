import type { Message } from "../protocol";
import { filled } from "../strings";
import { PASSING } from "../talk/wire";
import type { Pending, Talk } from "../talk/talk";
import { quietView, renderThumbs, renderView, showsChoices, type ViewContext } from "../views";
import { button, make } from "../views/elements";
import { keepingFocus } from "./focus";
import { linked } from "./linked";

const NEAR_THE_END = 120; // CSS pixels
const LEAST_IN_SIGHT = 60;
const ABOVE_A_TURN = 12;

/** What the log asks of the panel. */
export interface LogDesk {
  readonly context: ViewContext;
  readonly talk: Talk;
  emergencyNumber(): string;
  lineIsOpen(): boolean;
  again(pending: Pending): void;
  drop(pending: Pending): void;
}

/** The list of what was said, with the newest answers to choose from under it. */
export class Log {
  readonly element: HTMLElement;
  /** Leads to the newest message when that is out of sight. */
  readonly newest: HTMLButtonElement;
  private readonly list: HTMLElement;
  private readonly typing: HTMLElement;
  private readonly drawn = new Map<string, HTMLElement>();
  private current: { view: HTMLElement | null; choices: HTMLElement | null } | null = null;
  /** Where the newest turn begins, and whose answer it is. */
  private turn: { readonly of: string; readonly first: HTMLElement } | null = null;
  private following = true;

  constructor(private readonly desk: LogDesk) {
    const strings = desk.context.strings.log;
    this.list = make("div", { class: "list" });
    this.typing = make("div", { class: "typing", hidden: true }, dots(), make("span", { class: "unseen" }, strings.typing));
    this.newest = button("newest", () => this.toTheNewest(), { hidden: true }, strings.newest);
    this.element = make(
      "div",
      { class: "log", role: "log", "aria-live": "off", "aria-label": strings.label, tabindex: "0" },
      this.list,
      this.typing,
    );
    this.element.addEventListener("scroll", () => this.scrolled(), { passive: true });
    // A keyboard on the screen, or a turned phone, leaves less room for the same talk.
    new ResizeObserver(() => this.following && this.toTheEnd()).observe(this.element);
  }

  /** Draws the whole talk anew. */
  redraw(): void {
    this.changing(() => {
      this.end();
      this.drawn.clear();
      this.turn = null;
      this.list.replaceChildren();
      const { messages, pending } = this.desk.talk;
      messages.forEach((message) => this.draw(message));
      pending.forEach((each) => this.drawPending(each));
      this.showChoices();
    });
    this.toTheEnd();
  }

  /** Adds one thing said. */
  add(message: Message): void {
    const follows = this.following;
    this.changing(() => {
      this.draw(message);
      this.showChoices();
    });
    if (message.from === "person") this.toTheEnd();
    else if (follows) this.reveal();
    else this.offerNewest();
  }

  /** Shows a message on its way, or why it was not taken. */
  pendingChanged(pending: Pending): void {
    this.changing(() => {
      this.drawPending(pending);
      this.showChoices();
    });
    this.toTheEnd();
  }

  /** Says of each message on its way whether it waits for the line. */
  lineChanged(): void {
    this.changing(() => this.desk.talk.pending.forEach((each) => this.drawPending(each)));
  }

  setTyping(on: boolean): void {
    this.typing.hidden = !on;
    if (on && this.following) this.toTheEnd();
  }

  /** Shows the site's own words above the talk. */
  greet(text: string): void {
    this.list.before(make("p", { class: "greeting" }, text));
  }

  /** Shows the newest message from its beginning. */
  toTheNewest(): void {
    const last = this.newestEntry();
    if (last) this.element.scrollTop = last.offsetTop - ABOVE_A_TURN;
    this.newest.hidden = true;
    this.element.focus({ preventScroll: true });
  }

  toTheEnd(): void {
    this.element.scrollTop = this.element.scrollHeight;
    this.newest.hidden = true;
    this.following = true;
  }

  private draw(message: Message): void {
    const entry = this.entry(message.id, message.from, this.firstPending());
    const of = message.id.replace(/\.\d+$/, "");
    if (this.turn?.of !== of) this.turn = { of, first: entry };
    const { context } = this.desk;
    const view = message.from === "assistant" ? renderView(message, context) : null;
    const said = view ?? make("div", { class: "bubble", dir: "auto" }, ...linked(message.text));
    entry.replaceChildren(this.by(message.from), said);
    const thumbs = renderThumbs(message, context);
    if (thumbs && message.text) entry.append(thumbs);
    this.end();
    this.current = { view, choices: null };
  }

  private drawPending(pending: Pending): void {
    const { strings } = this.desk.context;
    const entry = this.entry(pending.say.id, "person", null);
    const bubble = make("div", { class: "bubble", dir: "auto" }, pending.words);
    entry.replaceChildren(this.by("person"), bubble, this.status(pending, strings));
    this.end();
  }

  private status(pending: Pending, strings: ViewContext["strings"]): HTMLElement {
    const refusal = pending.refusal;
    const { sending, waiting } = strings.log;
    if (!refusal) return make("div", { class: "status" }, this.desk.lineIsOpen() ? sending : waiting);
    const why = filled(strings.errors[refusal.code], {
      number: this.desk.emergencyNumber(),
      seconds: Math.ceil(refusal.retryAfter ?? 10),
    });
    const passing = PASSING.includes(refusal.code);
    const act = passing
      ? button("quiet-button", () => this.desk.again(pending), {}, strings.log.again)
      : button("quiet-button", () => this.desk.drop(pending), {}, strings.log.remove);
    return make("div", { class: "status failed", role: "alert" }, `${strings.log.notSent} ${why} `, act);
  }

  private entry(id: string, from: Message["from"], before: HTMLElement | null): HTMLElement {
    const known = this.drawn.get(id);
    if (known) return known;
    const entry = make("div", { class: `entry ${from}` });
    this.drawn.set(id, entry);
    this.list.insertBefore(entry, before);
    return entry;
  }

  /** What is on its way stands below what was said. */
  private firstPending(): HTMLElement | null {
    return this.drawn.get(this.desk.talk.pending[0]?.say.id ?? "") ?? null;
  }

  private by(from: Message["from"]): HTMLElement {
    const { log } = this.desk.context.strings;
    return make("span", { class: "unseen" }, `${from === "person" ? log.you : log.assistant}: `);
  }

  /** The view and the choices of the message before are over. */
  private end(): void {
    if (this.current?.view) quietView(this.current.view);
    this.current?.choices?.remove();
    this.current = null;
  }

  /** The newest message's choices, as buttons, unless its view shows them itself. */
  private showChoices(): void {
    const message = this.desk.talk.newest;
    if (!message || !this.current || this.current.choices || !message.choices.length || showsChoices(message)) return;
    const { context } = this.desk;
    const buttons = message.choices.map((choice) =>
      button("choice", () => context.sendChoices([choice.token], choice.title), { dir: "auto" }, choice.title),
    );
    const group = make("div", { class: "choices", role: "group", "aria-label": context.strings.log.choices }, ...buttons);
    this.current.choices = group;
    this.list.append(group);
  }

  /**
   * Brings what the assistant said in its turn into sight, from its beginning and as much as fits;
   * a guided step before what introduces it, as its timer must be at hand.
   */
  private reveal(): void {
    if (!this.turn) return;
    const isStep = this.desk.talk.newest?.view?.kind === "guide_step";
    const first = (isStep && this.newestEntry()) || this.turn.first;
    const end = this.element.scrollHeight - this.element.clientHeight;
    this.element.scrollTop = Math.min(end, first.offsetTop - ABOVE_A_TURN);
    this.offerNewest();
  }

  private scrolled(): void {
    this.following = this.isAtEnd();
    if (this.newestIsInSight()) this.newest.hidden = true;
  }

  private newestEntry(): HTMLElement | undefined {
    return this.drawn.get(this.desk.talk.messages.at(-1)?.id ?? "");
  }

  private offerNewest(): void {
    this.newest.hidden = this.newestIsInSight();
  }

  /** Whether the newest message can be read from its beginning. */
  private newestIsInSight(): boolean {
    const last = this.newestEntry();
    if (!last) return true;
    const { scrollTop, clientHeight } = this.element;
    return last.offsetTop < scrollTop + clientHeight - LEAST_IN_SIGHT;
  }

  /** A change that never leaves the person without a place on the page. */
  private changing(change: () => void): void {
    keepingFocus(this.element, () => this.element.focus({ preventScroll: true }), change);
  }

  private isAtEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
  }
}

function dots(): HTMLElement {
  return make("span", { class: "dots", "aria-hidden": "true" }, make("i"), make("i"), make("i"));
}
