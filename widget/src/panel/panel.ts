import { emergencyNumber } from "../launcher/numbers";
import type { Options } from "../options";
import type { Message, Say, Session, State } from "../protocol";
import { directionOf, filled, languageOf, stringsOf, type Strings } from "../strings";
import { messageId } from "../talk/identity";
import { lastingStorage, Refusal, SessionKeeper, tabStorage } from "../talk/session";
import { Talk, type Pending } from "../talk/talk";
import { Wire, type Line } from "../talk/wire";
import { viewMemory, viewSheet, type ViewContext } from "../views";
import { button, make } from "../views/elements";
import { Announcer } from "./announcer";
import { Composer } from "./composer";
import { drawings } from "./drawings";
import { Frame } from "./frame";
import { panelIcon } from "./icons";
import { Log } from "./log";
import { Menu } from "./menu";
import { Notice, type NoticeAction } from "./notice";
import { panelSheet } from "./style";
import { EmergencyStrip } from "./strip";
import { showSheet, type Written } from "./sheet";
import { eraseSheet, privacySheet } from "./sheets";
import { Brightnesses, type Brightness } from "./theme";
import { offerFile } from "./files";

const FINGERS = "(pointer: coarse)";

/** The open chat: a dialog, full-screen on a phone. */
export class HeadacheChatPanel extends HTMLElement {
  options!: Options;
  private parts: Parts | null = null;

  /** Opens the chat, and begins or takes up the talk the first time. */
  open(): void {
    this.parts ??= new Parts(this, this.shadowRoot ?? this.attachShadow({ mode: "open" }), this.options);
    this.parts.open();
  }

  disconnectedCallback(): void {
    this.parts?.end();
    this.parts = null;
  }
}

/** Everything in the panel, and how it works together. */
class Parts {
  private readonly strings: Strings;
  private readonly language: string;
  private readonly frame: Frame;
  private readonly keeper: SessionKeeper;
  private readonly talk: Talk;
  private readonly wire: Wire;
  private readonly log: Log;
  private readonly composer: Composer;
  private readonly strip: EmergencyStrip;
  private readonly notice: Notice;
  private readonly announcer = new Announcer();
  private readonly brightness: Brightnesses;
  private readonly title: HTMLElement;
  private session: Session | null = null;
  private begun = false;

  constructor(
    private readonly host: HTMLElement,
    private readonly root: ShadowRoot,
    private readonly options: Options,
  ) {
    this.language = languageOf(options.language);
    this.strings = stringsOf(this.language);
    const keep = tabStorage();
    this.brightness = new Brightnesses(host, options.colour, keep);
    this.keeper = new SessionKeeper(options.server, keep, lastingStorage());
    this.talk = new Talk(this.watcher());
    this.wire = new Wire(options.server, this.keeper, this.talk, this.lineWatcher());
    this.strip = new EmergencyStrip(this.strings, emergencyNumber(options.country));
    this.notice = new Notice({
      announce: (text) => this.announcer.say(text),
      focus: () => this.takeFocus(),
    });
    this.composer = new Composer(this.strings, (text) => this.sendText(text));
    this.log = new Log({
      context: this.context(),
      talk: this.talk,
      emergencyNumber: () => this.strip.number,
      lineIsOpen: () => this.wire.isOpen,
      again: (pending) => this.wire.again(pending),
      drop: (pending) => this.talk.drop(pending),
    });
    this.title = make("h2", { id: "title", tabindex: "-1" }, options.name || this.strings.title);
    this.frame = this.frameAround(this.header());
    root.adoptedStyleSheets = [viewSheet(), panelSheet()];
    root.append(this.frame.element);
    if (options.greeting) this.log.greet(options.greeting);
  }

  open(): void {
    if (this.frame.isOpen) return;
    this.frame.open();
    this.takeFocus();
    this.log.toTheEnd();
    if (this.begun) return;
    this.begun = true;
    this.notice.show(this.strings.connection.connecting);
    void this.wire.open();
  }

  end(): void {
    this.wire.close();
    this.frame.end();
    this.brightness.end();
    this.root.replaceChildren();
  }

  /** To the input; for fingers to the title, so that no keyboard covers the talk. */
  private takeFocus(): void {
    if (matchMedia(FINGERS).matches) this.title.focus({ preventScroll: true });
    else this.composer.focus();
  }

  private header(): HTMLElement {
    const { menu } = this.strings;
    const close = button("round", () => this.frame.close(), { "aria-label": menu.close, title: menu.close }, panelIcon("close"));
    const names = make("div", { class: "names" }, this.title, make("p", {}, this.strings.disclaimer));
    return make("header", {}, names, this.menu().element, close);
  }

  private frameAround(header: HTMLElement): Frame {
    const content = [
      header,
      this.strip.element,
      this.notice.element,
      this.log.element,
      this.log.newest,
      this.composer.element,
      this.announcer.element,
    ];
    const attributes = { class: `panel ${this.options.position}`, ...this.written() };
    return new Frame(attributes, content, () => this.host.dispatchEvent(new CustomEvent("close")));
  }

  /** The language of the words, laid out as the page around them is. */
  private written(): Written {
    const page = getComputedStyle(document.documentElement).direction;
    return { lang: this.language, dir: page === "rtl" ? page : directionOf(this.language) };
  }

  private menu(): Menu {
    return new Menu(this.strings, {
      brightness: () => this.brightness.current,
      choose: (brightness) => this.choose(brightness),
      startOver: () => this.sendText(this.strings.startOver),
      talkToAPerson: () => this.sendText(this.strings.person),
      keepTranscript: (format) => void this.keepTranscript(format),
      showPrivacy: () => this.showPrivacy(),
      erase: () => showSheet(this.root, eraseSheet(this.strings, () => void this.erase()), this.written()),
    });
  }

  private context(): ViewContext {
    const parts = this;
    return {
      strings: this.strings,
      language: this.language,
      bookingLink: this.options.bookingLink,
      get state() {
        return parts.talk.state;
      },
      get theme() {
        return parts.brightness.theme;
      },
      get reducedMotion() {
        return matchMedia("(prefers-reduced-motion: reduce)").matches;
      },
      drawings,
      memory: viewMemory(),
      announce: (text) => this.announcer.say(text),
      sendChoices: ([first, ...others], words) => {
        if (first !== undefined) this.sendWith({ id: messageId(), choices: [first, ...others] }, words);
      },
      sendText: (text) => this.sendText(text),
      sendThumb: (message, helpful) => this.wire.thumb(message, helpful),
    };
  }

  private sendText(text: string): void {
    this.sendWith({ id: messageId(), text }, text);
  }

  private sendWith(say: Say, words: string): void {
    this.notice.personSpoke();
    this.wire.send(say, words);
    if (matchMedia(FINGERS).matches) this.log.element.focus({ preventScroll: true });
    else this.composer.focus();
  }

  private watcher() {
    return {
      renewed: () => this.log.redraw(),
      said: (message: Message) => this.said(message),
      pendingChanged: (pending: Pending) => this.log.pendingChanged(pending),
      stateChanged: (state: State, before: State | null) => this.stateChanged(state, before),
      typingChanged: (on: boolean) => this.log.setTyping(on),
    };
  }

  private said(message: Message): void {
    this.log.add(message);
    if (message.from !== "assistant") return;
    const titles = message.choices.map((choice) => choice.title).join(", ");
    const text = titles ? `${message.text}\n${this.strings.log.choices}: ${titles}` : message.text;
    if (message.view?.kind === "danger") this.announcer.warn(text);
    else this.announcer.say(text);
  }

  private stateChanged(state: State, before: State | null): void {
    this.strip.show(state.emergency_number, state.call);
    if (state.light_hurts && !before?.light_hurts && !this.brightness.isChosen) this.dim();
  }

  /** Light hurts: the screen goes dim by itself, and one tap brings it back. */
  private dim(): void {
    this.choose("dim");
    const { dim } = this.strings;
    this.notice.showInPassing(dim.switched, { title: dim.undo, act: () => this.choose("system") });
  }

  private choose(brightness: Brightness): void {
    this.brightness.choose(brightness);
    this.notice.hide();
  }

  private lineWatcher() {
    return {
      lineChanged: (line: Line) => this.lineChanged(line),
      sessionOpened: (session: Session) => this.sessionOpened(session),
      refused: (refusal: Refusal) => this.tell(refusal),
      erased: () => this.wasErased(),
    };
  }

  private sessionOpened(session: Session): void {
    this.session = session;
    this.title.textContent = this.options.name || session.assistant;
    this.composer.mostCharacters = session.most_characters;
    this.strip.show(session.emergency_number, session.call);
  }

  private lineChanged(line: Line): void {
    const said = this.strings.connection;
    this.log.lineChanged();
    if (line === "open") {
      this.notice.hide();
      if (this.keeper.lastTalkEnded) this.notice.show(said.ended, this.erasingOthers());
      this.keeper.lastTalkEnded = false;
    } else if (line === "down") {
      const text = filled(said.down, { number: this.strip.number });
      this.notice.show(text, { title: said.retry, act: () => this.wire.retry() }, "grave");
    } else {
      this.notice.show(line === "connecting" ? said.connecting : navigator.onLine ? said.lost : said.offline);
    }
  }

  private tell(refusal: Refusal): void {
    const fields = { number: this.strip.number, seconds: Math.ceil(refusal.retryAfter ?? 10) };
    this.notice.show(filled(this.strings.errors[refusal.code], fields));
  }

  private async keepTranscript(format: "text" | "json"): Promise<void> {
    const { file, failed } = this.strings.transcript;
    try {
      const content = await this.keeper.transcript(format);
      offerFile(this.root, content, `${file}.${format === "json" ? "json" : "txt"}`);
    } catch {
      this.notice.show(failed);
    }
  }

  private async erase(): Promise<void> {
    try {
      await this.wire.erase();
    } catch {
      this.notice.show(this.strings.erase.failed);
    }
  }

  private showPrivacy(): void {
    const others = this.erasingOthers();
    showSheet(this.root, privacySheet(this.strings, this.session, others && others.act), this.written());
  }

  /** The button that erases other talks from this browser; null when none are known. */
  private erasingOthers(): NoticeAction | null {
    if (!this.keeper.hasOthers) return null;
    return { title: this.strings.privacy.eraseOthers, act: () => void this.eraseOthers() };
  }

  private async eraseOthers(): Promise<void> {
    try {
      await this.keeper.eraseOthers();
      this.notice.show(this.strings.privacy.othersErased);
    } catch {
      this.notice.show(this.strings.erase.failed);
    }
  }

  private wasErased(): void {
    const said = this.strings.erase;
    this.notice.show(said.done, { title: said.startNew, act: () => void this.wire.startAnew() });
  }
}
