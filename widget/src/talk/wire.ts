import { io, type Socket } from "socket.io-client";
import type { Acknowledgement, ErrorCode, History, Message, Say, Session, State } from "../protocol";
import { Refusal, type SessionKeeper } from "./session";
import type { Pending, Talk } from "./talk";

/** How the line to the assistant is. */
export type Line = "connecting" | "open" | "lost" | "down";

/** Who is told how the line is, and of what ends a talk. */
export interface LineWatcher {
  lineChanged(line: Line): void;
  sessionOpened(session: Session): void;
  refused(refusal: Refusal): void;
  erased(): void;
}

const SECONDS_FOR_AN_ACKNOWLEDGEMENT = 10;
const SECONDS_UNTIL_DOWN = 12;
const LONGEST_PAUSE = 20;
const MOST_AUTOMATIC_WAIT = 30;
const TOKEN_ERRORS: readonly string[] = ["invalid_token", "expired_token"];
/** Refusals after which the same message may be taken later. */
export const PASSING: readonly ErrorCode[] = ["too_many_messages", "busy", "unavailable"];

/** Carries a talk to the assistant and back, over broken connections and expired sessions. */
export class Wire {
  private socket: Socket | null = null;
  private line: Line = "connecting";
  private ready = false;
  private reopening: ReturnType<typeof setTimeout> | null = null;
  private downTimer: ReturnType<typeof setTimeout> | null = null;
  private attempts = 0;
  /** True from the end of an erased talk to the beginning of the next. */
  private over = false;
  /** Which line each message went out on; a new line is a new try. */
  private readonly underway = new Map<Pending, Socket>();

  constructor(
    private readonly server: string,
    private readonly keeper: SessionKeeper,
    private readonly talk: Talk,
    private readonly watcher: LineWatcher,
    private readonly connect: typeof io = io,
  ) {
    addEventListener("online", this.backOnline);
    addEventListener("offline", this.goneOffline);
  }

  /** Opens the session and the line; never fails, but tries on. */
  async open(): Promise<void> {
    this.stopWaiting();
    this.expectSoon();
    try {
      const session = await this.keeper.open();
      if (this.over) return;
      this.watcher.sessionOpened(session);
      this.plugIn();
    } catch (error) {
      const refusal = error instanceof Refusal ? error : null;
      const forbidden = refusal?.code === "forbidden_origin";
      this.set(forbidden || this.attempts > 0 ? "down" : "lost");
      if (refusal) this.watcher.refused(refusal);
      if (!forbidden) this.openLater(refusal?.retryAfter ?? null);
    }
  }

  /** Tries again now. */
  retry(): void {
    if (this.over) return;
    this.attempts = 0;
    if (this.socket && !this.socket.connected && this.keeper.current) this.socket.connect();
    else void this.open();
  }

  /** Sends what the person said, as soon as the line is open; after erasing it begins a new talk. */
  send(say: Say, words: string): void {
    if (this.over) void this.startAnew();
    const pending = this.talk.begin(say, words);
    if (this.ready) void this.deliver(pending);
  }

  /** Sends once more what was not taken. */
  again(pending: Pending): void {
    this.talk.mark(pending, null);
    if (this.ready) void this.deliver(pending);
  }

  thumb(message: string, helpful: boolean | null): void {
    this.socket?.emit("thumb", { message, helpful });
  }

  get isOpen(): boolean {
    return this.line === "open";
  }

  /** Ends the line; the talk can be taken up again. */
  close(): void {
    removeEventListener("online", this.backOnline);
    removeEventListener("offline", this.goneOffline);
    this.stopWaiting();
    this.stopExpecting();
    this.unplug();
  }

  /** Erases the talk, here and at the server. Refusal or TypeError. */
  async erase(): Promise<void> {
    await this.keeper.erase();
    this.endTalk();
  }

  /** Begins a new talk after one that was erased. */
  async startAnew(): Promise<void> {
    this.over = false;
    this.attempts = 0;
    this.set("connecting");
    await this.open();
  }

  private plugIn(): void {
    this.unplug();
    const socket = this.connect(this.server, {
      path: "/webhooks/web/socket.io",
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      query: this.keeper.query,
      auth: (give) => give({ token: this.keeper.current }),
      reconnectionDelay: 500,
      reconnectionDelayMax: 8000,
      withCredentials: false,
      forceNew: true,
    });
    this.socket = socket;
    socket.on("history", (history: History) => this.takeHistory(history));
    socket.on("message", (message: Message) => this.talk.takeMessage(message));
    socket.on("state", (state: State) => this.takeState(state));
    socket.on("typing", ({ on }: { on: boolean }) => this.talk.typing(on));
    socket.on("token", ({ token }: { token: string }) => this.keeper.renew(token));
    socket.on("refused", ({ error }: { error: ErrorCode }) => {
      this.watcher.refused(new Refusal(error));
      if (!this.ready) this.openLater(null); // it came in place of the history
    });
    socket.on("erased", () => this.endTalk());
    socket.on("disconnect", (reason) => {
      this.ready = false;
      this.talk.typing(false);
      this.set("lost");
      this.expectSoon();
      if (reason === "io server disconnect") this.openLater(null); // an expired session, or a restart
    });
    socket.on("connect_error", (error: Error & { data?: { error?: ErrorCode; retry_after?: number } }) => {
      this.set(this.line === "down" ? "down" : "lost");
      const code = error.data?.error;
      if (code && TOKEN_ERRORS.includes(code)) this.openSoon();
      else if (code) {
        this.watcher.refused(new Refusal(code, error.data?.retry_after ?? null));
        this.openLater(error.data?.retry_after ?? 5);
      }
    });
  }

  private takeState(state: State): void {
    this.talk.takeState(state);
    if (state.consent) void this.keeper.keepRight();
  }

  private takeHistory(history: History): void {
    this.talk.takeHistory(history);
    if (history.state.consent) void this.keeper.keepRight();
    this.attempts = 0;
    this.ready = true;
    this.set("open");
    for (const pending of this.talk.pending) {
      if (!pending.refusal) void this.deliver(pending);
    }
  }

  private async deliver(pending: Pending): Promise<void> {
    const socket = this.socket;
    if (!socket || this.underway.get(pending) === socket) return;
    this.underway.set(pending, socket);
    const answer = await this.answerTo(pending, socket);
    if (this.underway.get(pending) === socket) this.underway.delete(pending);
    if (!this.talk.pending.includes(pending)) return;
    if (answer?.ok) this.talk.confirm(pending);
    else if (answer) this.notTaken(pending, new Refusal(answer.error ?? "unavailable", answer.retry_after ?? null));
    else if (this.ready && socket === this.socket && socket.connected) void this.deliver(pending);
  }

  /** The server's answer, or null when none came: the same id is then sent once more. */
  private async answerTo(pending: Pending, socket: Socket): Promise<Acknowledgement | null> {
    try {
      return await socket.timeout(SECONDS_FOR_AN_ACKNOWLEDGEMENT * 1000).emitWithAck("say", pending.say);
    } catch {
      return null; // the line broke, or nobody answered in time
    }
  }

  private notTaken(pending: Pending, refusal: Refusal): void {
    if (TOKEN_ERRORS.includes(refusal.code)) return this.openSoon();
    this.talk.mark(pending, refusal);
    const wait = refusal.retryAfter;
    if (PASSING.includes(refusal.code) && wait !== null && wait <= MOST_AUTOMATIC_WAIT) {
      setTimeout(() => {
        if (this.talk.pending.includes(pending) && pending.refusal === refusal) this.again(pending);
      }, wait * 1000);
    }
  }

  private endTalk(): void {
    if (this.over) return;
    this.over = true;
    this.stopWaiting();
    this.stopExpecting();
    this.unplug();
    this.keeper.forget();
    this.talk.clear();
    this.watcher.erased();
  }

  private unplug(): void {
    this.ready = false;
    this.socket?.removeAllListeners();
    this.socket?.disconnect();
    this.socket = null;
  }

  private set(line: Line): void {
    if (line === "open") this.stopExpecting();
    if (line === this.line) return;
    this.line = line;
    this.watcher.lineChanged(line);
  }

  /** Says that the assistant is down when the line isn't open soon. */
  private expectSoon(): void {
    this.downTimer ??= setTimeout(() => {
      this.downTimer = null;
      if (this.line !== "open") this.set("down");
    }, SECONDS_UNTIL_DOWN * 1000);
  }

  /** Asks for a new session: at once, but not over and over. */
  private openSoon(): void {
    this.openLater(this.attempts === 0 ? 0 : null);
  }

  private openLater(seconds: number | null): void {
    this.unplug();
    if (this.line === "open") this.set("lost");
    if (this.reopening) return;
    const pause = seconds ?? Math.min(2 ** this.attempts, LONGEST_PAUSE);
    this.attempts += 1;
    this.reopening = setTimeout(() => {
      this.reopening = null;
      void this.open();
    }, pause * 1000);
  }

  private stopWaiting(): void {
    if (this.reopening) clearTimeout(this.reopening);
    this.reopening = null;
  }

  private stopExpecting(): void {
    if (this.downTimer) clearTimeout(this.downTimer);
    this.downTimer = null;
  }

  private readonly backOnline = (): void => this.retry();
  private readonly goneOffline = (): void => {
    if (!this.over) this.set("lost");
  };
}
