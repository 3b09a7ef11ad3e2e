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
      this.attempts = 0;
      this.watcher.sessionOpened(session);
      this.plugIn();
    } catch (error) {
      if (error instanceof Refusal && error.code === "forbidden_origin") {
        this.watcher.refused(error);
        return this.set("down");
      }
      if (error instanceof Refusal) this.watcher.refused(error);
      this.set(this.attempts > 0 ? "down" : "lost");
      this.openLater(error instanceof Refusal ? error.retryAfter : null);
    }
  }

  /** Tries again now. */
  retry(): void {
    this.attempts = 0;
    if (this.socket && !this.socket.connected && this.keeper.current) this.socket.connect();
    else void this.open();
  }

  /** Sends what the person said, as soon as the line is open. */
  send(say: Say, words: string): void {
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
    this.unplug();
  }

  /** Leaves this session for a new one. */
  async startAnew(): Promise<void> {
    this.unplug();
    this.keeper.forget();
    this.talk.clear();
    this.set("connecting");
    await this.open();
  }

  private plugIn(): void {
    this.unplug();
    const socket = this.connect(this.server, {
      path: "/webhooks/web/socket.io",
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      auth: (give) => give({ token: this.keeper.current }),
      reconnectionDelay: 500,
      reconnectionDelayMax: 8000,
      withCredentials: false,
      forceNew: true,
    });
    this.socket = socket;
    socket.on("history", (history: History) => this.takeHistory(history));
    socket.on("message", (message: Message) => this.talk.takeMessage(message));
    socket.on("state", (state: State) => this.talk.takeState(state));
    socket.on("typing", ({ on }: { on: boolean }) => this.talk.typing(on));
    socket.on("token", ({ token }: { token: string }) => this.keeper.renew(token));
    socket.on("refused", ({ error }: { error: ErrorCode }) => this.watcher.refused(new Refusal(error)));
    socket.on("erased", () => {
      this.unplug();
      this.keeper.forget();
      this.watcher.erased();
    });
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
      if (code && TOKEN_ERRORS.includes(code)) this.openLater(0);
      else if (code) {
        this.watcher.refused(new Refusal(code, error.data?.retry_after ?? null));
        this.openLater(error.data?.retry_after ?? 5);
      }
    });
  }

  private takeHistory(history: History): void {
    this.talk.takeHistory(history);
    this.ready = true;
    this.set("open");
    for (const pending of this.talk.pending) {
      if (!pending.refusal) void this.deliver(pending);
    }
  }

  private async deliver(pending: Pending): Promise<void> {
    const socket = this.socket;
    if (!socket) return;
    try {
      const answer = (await socket
        .timeout(SECONDS_FOR_AN_ACKNOWLEDGEMENT * 1000)
        .emitWithAck("say", pending.say)) as Acknowledgement;
      if (answer.ok) this.talk.confirm(pending);
      else this.notTaken(pending, new Refusal(answer.error ?? "unavailable", answer.retry_after ?? null));
    } catch {
      // No answer: after reconnecting, or now on a line that lives, it is sent again with its id.
      if (socket === this.socket && socket.connected) void this.deliver(pending);
    }
  }

  private notTaken(pending: Pending, refusal: Refusal): void {
    if (TOKEN_ERRORS.includes(refusal.code)) return this.openLater(0);
    this.talk.mark(pending, refusal);
    const wait = refusal.retryAfter;
    if (PASSING.includes(refusal.code) && wait !== null && wait <= MOST_AUTOMATIC_WAIT) {
      setTimeout(() => {
        if (this.talk.pending.includes(pending) && pending.refusal === refusal) this.again(pending);
      }, wait * 1000);
    }
  }

  private unplug(): void {
    this.ready = false;
    this.socket?.removeAllListeners();
    this.socket?.disconnect();
    this.socket = null;
  }

  private set(line: Line): void {
    if (line === "open" && this.downTimer) {
      clearTimeout(this.downTimer);
      this.downTimer = null;
    }
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

  private openLater(seconds: number | null): void {
    this.unplug();
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

  private readonly backOnline = (): void => this.retry();
  private readonly goneOffline = (): void => {
    this.set("lost");
  };
}
