import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Acknowledgement, Say, Session, State } from "../../src/protocol";
import { Refusal, type SessionKeeper } from "../../src/talk/session";
import { Talk } from "../../src/talk/talk";
import { Wire } from "../../src/talk/wire";

const STATE = { tier: "none", light_hurts: false } as unknown as State;
const HISTORY = { messages: [], state: STATE };
const SAID = { id: "before-1", from: "person", at: 1, text: "hi", choices: [], response: "", view: null, helpful: null };

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
  erase: vi.fn(async (): Promise<void> => undefined),
};

beforeEach(async () => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  watcher.lineChanged.mockReset();
  watcher.refused.mockReset();
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
    line.receives("history", { messages: [SAID], state: STATE });
    line.receives("erased", {});
    expect(talk.messages).toEqual([]);
    expect(keeper.forget).toHaveBeenCalledOnce();
    expect(watcher.erased).toHaveBeenCalledOnce();
  });

  it("tells of an erased talk once, although the server tells this tab too", async () => {
    keeper.erase.mockImplementationOnce(async () => line.receives("erased", {}));
    await wire.erase();
    expect(watcher.erased).toHaveBeenCalledOnce();
  });

  it("keeps the talk when it could not be erased", async () => {
    line.receives("history", { messages: [SAID], state: STATE });
    keeper.erase.mockRejectedValueOnce(new TypeError("no network"));
    await expect(wire.erase()).rejects.toThrow(TypeError);
    expect(talk.messages).toHaveLength(1);
    expect(watcher.erased).not.toHaveBeenCalled();
  });

  it("begins no new talk by itself after an erased one", async () => {
    line.receives("erased", {});
    dispatchEvent(new Event("online"));
    wire.retry();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(keeper.open).toHaveBeenCalledOnce();
  });

  it("begins a new talk for what is written after an erased one, and sends it there", async () => {
    line.receives("history", HISTORY);
    line.receives("erased", {});
    wire.send({ id: "message-1", text: "my arm is weak" }, "my arm is weak");
    await settled();
    line.receives("history", HISTORY);
    await settled();
    expect(keeper.open).toHaveBeenCalledTimes(2);
    expect(line.sent.map((say) => say.id)).toEqual(["message-1"]);
  });

  it("asks again when the server could not tell the talk so far, and then sends", async () => {
    wire.send({ id: "message-1", text: "hi" }, "hi");
    line.receives("refused", { error: "unavailable" });
    expect(watcher.refused.mock.lastCall?.[0].code).toBe("unavailable");
    await vi.advanceTimersByTimeAsync(1500);
    line.receives("history", HISTORY);
    await settled();
    expect(line.sent.map((say) => say.id)).toEqual(["message-1"]);
  });

  it("does not hammer a server that renews a token and then refuses it", async () => {
    for (let second = 0; second < 20; second += 1) {
      line.receives("connect_error", Object.assign(new Error(), { data: { error: "invalid_token" } }));
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(keeper.open.mock.calls.length).toBeLessThan(8);
  });

  it("says last why a page may not use the assistant, so that no other words cover it", async () => {
    const told: string[] = [];
    watcher.lineChanged.mockImplementation((state: string) => void told.push(state));
    watcher.refused.mockImplementation((refusal: Refusal) => void told.push(refusal.code));
    keeper.open.mockRejectedValueOnce(new Refusal("forbidden_origin"));
    await wire.open();
    expect(told.slice(-2)).toEqual(["down", "forbidden_origin"]);
  });

  it("sends a message on one line only once at a time, and not after it was confirmed elsewhere", async () => {
    line.receives("history", HISTORY);
    let late = (): void => undefined;
    line.answer = () => new Promise((_, reject) => (late = () => reject(new Error("timeout"))));
    wire.send({ id: "message-1", text: "hi" }, "hi");
    line.receives("history", HISTORY);
    await settled();
    expect(line.sent).toHaveLength(1);
    line.receives("message", { ...SAID, id: "message-1" });
    late();
    await settled();
    expect(line.sent).toHaveLength(1);
  });

  it("tries once more, with the same id, when nobody answered in time", async () => {
    line.receives("history", HISTORY);
    line.answer = () => Promise.reject(new Error("timeout"));
    wire.send({ id: "message-1", text: "hi" }, "hi");
    line.answer = async () => ({ ok: true });
    await settled();
    expect(line.sent.map((say) => say.id)).toEqual(["message-1", "message-1"]);
    expect(talk.pending).toEqual([]);
  });
});
