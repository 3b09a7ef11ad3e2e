import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Acknowledgement, Say, Session, State } from "../../src/protocol";
import { Refusal, type SessionKeeper } from "../../src/talk/session";
import { Talk } from "../../src/talk/talk";
import { Wire } from "../../src/talk/wire";

const STATE = { tier: "none", light_hurts: false } as unknown as State;
const HISTORY = { messages: [], state: STATE };

/** A socket whose other end is the test. */
class Line {
  connected = true;
  readonly sent: Say[] = [];
  answer: (say: Say) => Promise<Acknowledgement> = async () => ({ ok: true });
  private readonly listeners = new Map<string, (data: unknown) => void>();
  on = (name: string, act: (data: unknown) => void): void => void this.listeners.set(name, act);
  emit = vi.fn();
  timeout = () => ({
    emitWithAck: async (_: string, say: Say): Promise<Acknowledgement> => {
      this.sent.push(say);
      return this.answer(say);
    },
  });
  connect = vi.fn();
  disconnect = vi.fn();
  removeAllListeners = (): void => this.listeners.clear();
  receives(name: string, data: unknown): void {
    this.listeners.get(name)?.(data);
  }
}

let line: Line;
let wire: Wire;
let talk: Talk;
const watcher = { lineChanged: vi.fn(), sessionOpened: vi.fn(), refused: vi.fn(), erased: vi.fn() };
const keeper = {
  current: "token",
  open: vi.fn(async () => ({}) as Session),
  renew: vi.fn(),
  forget: vi.fn(),
};

beforeEach(async () => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  line = new Line();
  const nothing = (): void => undefined;
  talk = new Talk({ renewed: nothing, said: nothing, pendingChanged: nothing, stateChanged: nothing, typingChanged: nothing });
  wire = new Wire("https://chat.example", keeper as unknown as SessionKeeper, talk, watcher, (() => line) as never);
  await wire.open();
});

afterEach(() => {
  wire.close();
  vi.useRealTimers();
});

const settled = (): Promise<void> => vi.advanceTimersByTimeAsync(0).then(() => undefined);

describe("the line to the assistant", () => {
  it("sends only once the talk so far is known", async () => {
    wire.send({ id: "message-1", text: "hi" }, "hi");
    await settled();
    expect(line.sent).toEqual([]);
    line.receives("history", HISTORY);
    await settled();
    expect(line.sent.map((say) => say.id)).toEqual(["message-1"]);
    expect(talk.pending).toEqual([]);
  });

  it("sends what was never acknowledged again after reconnecting, with the same id", async () => {
    line.receives("history", HISTORY);
    line.answer = () => Promise.reject(new Error("timeout"));
    line.connected = false;
    wire.send({ id: "message-1", text: "hi" }, "hi");
    await settled();
    line.receives("disconnect", "transport close");
    line.answer = async () => ({ ok: true });
    line.connected = true;
    line.receives("history", HISTORY);
    await settled();
    expect(line.sent.map((say) => say.id)).toEqual(["message-1", "message-1"]);
    expect(talk.messages.map((each) => each.id)).toEqual(["message-1"]);
  });

  it("does not send again what the history shows as said", async () => {
    line.receives("history", HISTORY);
    line.answer = () => Promise.reject(new Error("timeout"));
    line.connected = false;
    wire.send({ id: "message-1", text: "hi" }, "hi");
    await settled();
    const said = { id: "message-1", from: "person", at: 1, text: "hi", choices: [], response: "", view: null, helpful: null };
    line.receives("history", { messages: [said], state: STATE });
    await settled();
    expect(line.sent).toHaveLength(1);
  });

  it("waits as long as it is told to and sends again by itself", async () => {
    line.receives("history", HISTORY);
    line.answer = async () => ({ ok: false, error: "too_many_messages", retry_after: 3 });
    wire.send({ id: "message-1", text: "hi" }, "hi");
    await settled();
    expect(talk.pending[0]?.refusal?.code).toBe("too_many_messages");
    line.answer = async () => ({ ok: true });
    await vi.advanceTimersByTimeAsync(3000);
    expect(talk.pending).toEqual([]);
  });

  it("never sends by itself what will not be taken", async () => {
    line.receives("history", HISTORY);
    line.answer = async () => ({ ok: false, error: "too_long" });
    wire.send({ id: "message-1", text: "hi" }, "hi");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(line.sent).toHaveLength(1);
  });

  it("asks for a session again when its token has expired", async () => {
    line.receives("history", HISTORY);
    line.answer = async () => ({ ok: false, error: "expired_token" });
    wire.send({ id: "message-1", text: "hi" }, "hi");
    await vi.advanceTimersByTimeAsync(10);
    expect(keeper.open).toHaveBeenCalledTimes(2);
    expect(talk.pending).toHaveLength(1);
  });

  it("says that the assistant is down when the line stays closed", async () => {
    line.receives("history", HISTORY);
    line.receives("disconnect", "transport close");
    expect(watcher.lineChanged).toHaveBeenLastCalledWith("lost");
    await vi.advanceTimersByTimeAsync(12_000);
    expect(watcher.lineChanged).toHaveBeenLastCalledWith("down");
  });

  it("tries on when no session can be had", async () => {
    keeper.open.mockRejectedValueOnce(new TypeError("no network"));
    await wire.open();
    await vi.advanceTimersByTimeAsync(2000);
    expect(keeper.open).toHaveBeenCalledTimes(3);
  });

  it("stops trying where the page may not use the assistant", async () => {
    keeper.open.mockRejectedValueOnce(new Refusal("forbidden_origin"));
    await wire.open();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(keeper.open).toHaveBeenCalledTimes(2);
    expect(watcher.lineChanged).toHaveBeenLastCalledWith("down");
  });

  it("forgets the talk once it was erased, here or in another tab", () => {
    line.receives("erased", {});
    expect(keeper.forget).toHaveBeenCalledOnce();
    expect(watcher.erased).toHaveBeenCalledOnce();
  });
});
