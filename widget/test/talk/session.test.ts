import { describe, expect, it } from "vitest";
import { Refusal, SessionKeeper, type Keep } from "../../src/talk/session";

const SERVER = "https://chat.example";

class Memory implements Keep {
  readonly kept = new Map<string, string>();
  getItem = (key: string): string | null => this.kept.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.kept.set(key, value);
  removeItem = (key: string): void => void this.kept.delete(key);
}

/** A server that answers each request with the next of these. */
function server(...answers: [number, unknown][]) {
  const asked: { address: string; request: RequestInit }[] = [];
  const fetcher = async (address: string, request: RequestInit): Promise<Response> => {
    asked.push({ address, request });
    const [status, body] = answers.shift() ?? [500, {}];
    return new Response(JSON.stringify(body), { status });
  };
  return { asked, fetcher };
}

const authorization = (request: RequestInit): unknown => (request.headers as Record<string, string>)["Authorization"];

describe("the session of a tab", () => {
  it("keeps the token and nothing else", async () => {
    const memory = new Memory();
    const { fetcher } = server([200, { token: "one", assistant: "Helper" }]);
    await new SessionKeeper(SERVER, memory, fetcher).open();
    expect([...memory.kept.values()]).toEqual(["one"]);
  });

  it("takes the talk of before up again with its token", async () => {
    const memory = new Memory();
    memory.setItem(`headache-chat ${SERVER}`, "before");
    const { asked, fetcher } = server([200, { token: "renewed" }]);
    const keeper = new SessionKeeper(SERVER, memory, fetcher);
    await keeper.open();
    expect(authorization(asked[0]!.request)).toBe("Bearer before");
    expect([keeper.current, keeper.lastTalkEnded]).toEqual(["renewed", false]);
  });

  it("begins a new talk, and knows it, when the token has expired", async () => {
    const memory = new Memory();
    memory.setItem(`headache-chat ${SERVER}`, "old");
    const { asked, fetcher } = server([401, { error: "expired_token" }], [200, { token: "new" }]);
    const keeper = new SessionKeeper(SERVER, memory, fetcher);
    await keeper.open();
    expect(authorization(asked[1]!.request)).toBeUndefined();
    expect([keeper.current, keeper.lastTalkEnded]).toEqual(["new", true]);
  });

  it("keeps its token when the server is only busy", async () => {
    const memory = new Memory();
    memory.setItem(`headache-chat ${SERVER}`, "mine");
    const { fetcher } = server([429, { error: "too_many_sessions", retry_after: 30 }]);
    const keeper = new SessionKeeper(SERVER, memory, fetcher);
    await expect(keeper.open()).rejects.toMatchObject({ code: "too_many_sessions", retryAfter: 30 });
    expect(keeper.current).toBe("mine");
  });

  it("calls it unavailable when a proxy answers something else", async () => {
    const fetcher = async (): Promise<Response> => new Response("<h1>Bad gateway</h1>", { status: 502 });
    await expect(new SessionKeeper(SERVER, null, fetcher).open()).rejects.toEqual(new Refusal("unavailable"));
  });

  it("works where pages have no storage", async () => {
    const denied = (): never => {
      throw new Error("denied");
    };
    const { fetcher } = server([200, { token: "one" }]);
    const keeper = new SessionKeeper(SERVER, { getItem: denied, setItem: denied, removeItem: denied }, fetcher);
    await keeper.open();
    expect(keeper.current).toBe("one");
  });

  it("forgets its token once everything is erased", async () => {
    const memory = new Memory();
    const { fetcher } = server([200, { token: "one" }], [200, { ok: true }]);
    const keeper = new SessionKeeper(SERVER, memory, fetcher);
    await keeper.open();
    await keeper.erase();
    expect([keeper.current, memory.kept.size]).toEqual([null, 0]);
  });
});
