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
    await new SessionKeeper(SERVER, memory, null, fetcher).open();
    expect([...memory.kept.values()]).toEqual(["one"]);
  });

  it("takes the talk of before up again with its token", async () => {
    const memory = new Memory();
    memory.setItem(`headache-chat ${SERVER}`, "before");
    const { asked, fetcher } = server([200, { token: "renewed" }]);
    const keeper = new SessionKeeper(SERVER, memory, null, fetcher);
    await keeper.open();
    expect(authorization(asked[0]!.request)).toBe("Bearer before");
    expect([keeper.current, keeper.lastTalkEnded]).toEqual(["renewed", false]);
  });

  it("leads all that belongs to its talk to the worker that the server named, and a new talk anywhere", async () => {
    const first = [200, { token: "one", route: "north" }] as [number, unknown];
    const { asked, fetcher } = server(first, first, [200, "said"], [200, { ok: true }], first);
    const keeper = new SessionKeeper(SERVER, new Memory(), null, fetcher);
    await keeper.open();
    await keeper.open();
    await keeper.transcript("json");
    expect(keeper.query).toEqual({ route: "north" });
    await keeper.erase();
    await keeper.open();
    expect(asked.map(({ address }) => address.replace(`${SERVER}/webhooks/web/`, ""))).toEqual([
      "session",
      "session?route=north",
      "transcript?format=json&route=north",
      "erase?route=north",
      "session",
    ]);
  });

  it("begins a new talk, and knows it, when the token has expired", async () => {
    const memory = new Memory();
    memory.setItem(`headache-chat ${SERVER}`, "old");
    const { asked, fetcher } = server([401, { error: "expired_token" }], [200, { token: "new" }]);
    const keeper = new SessionKeeper(SERVER, memory, null, fetcher);
    await keeper.open();
    expect(authorization(asked[1]!.request)).toBeUndefined();
    expect([keeper.current, keeper.lastTalkEnded]).toEqual(["new", true]);
  });

  it("keeps its token when the server is only busy", async () => {
    const memory = new Memory();
    memory.setItem(`headache-chat ${SERVER}`, "mine");
    const { fetcher } = server([429, { error: "too_many_sessions", retry_after: 30 }]);
    const keeper = new SessionKeeper(SERVER, memory, null, fetcher);
    await expect(keeper.open()).rejects.toMatchObject({ code: "too_many_sessions", retryAfter: 30 });
    expect(keeper.current).toBe("mine");
  });

  it("calls it unavailable when a proxy answers something else", async () => {
    const fetcher = async (): Promise<Response> => new Response("<h1>Bad gateway</h1>", { status: 502 });
    await expect(new SessionKeeper(SERVER, null, null, fetcher).open()).rejects.toEqual(new Refusal("unavailable"));
  });

  it("works where pages have no storage", async () => {
    const denied = (): never => {
      throw new Error("denied");
    };
    const { fetcher } = server([200, { token: "one" }]);
    const keeper = new SessionKeeper(SERVER, { getItem: denied, setItem: denied, removeItem: denied }, null, fetcher);
    await keeper.open();
    expect(keeper.current).toBe("one");
  });

  it("forgets its token once everything is erased", async () => {
    const memory = new Memory();
    const { fetcher } = server([200, { token: "one" }], [200, { ok: true }]);
    const keeper = new SessionKeeper(SERVER, memory, null, fetcher);
    await keeper.open();
    await keeper.erase();
    expect([keeper.current, memory.kept.size]).toEqual([null, 0]);
  });
});

describe("the right to erase a talk later", () => {
  const AGREED = { token: "one", erase_token: "right", retention_days: 30 };
  const keeperOf = (lasting: Keep, ...answers: [number, unknown][]) => {
    const tab = new Memory();
    const { asked, fetcher } = server(...answers);
    return { tab, asked, keeper: new SessionKeeper(SERVER, tab, lasting, fetcher) };
  };

  it("is kept beyond the tab only once the person has agreed", async () => {
    const lasting = new Memory();
    const { keeper } = keeperOf(lasting, [200, { token: "one", erase_token: null }], [200, AGREED]);
    await keeper.open();
    expect(lasting.kept.size).toBe(0);
    await keeper.keepRight();
    expect(JSON.stringify([...lasting.kept.values()])).toContain("right");
    expect(JSON.stringify([...lasting.kept])).not.toContain("one");
    expect(keeper.hasOthers).toBe(false);
  });

  it("is asked for once, and again after a failure", async () => {
    const { asked, keeper } = keeperOf(new Memory(), [200, { token: "one" }], [503, {}], [200, AGREED]);
    await keeper.open();
    await Promise.all([keeper.keepRight(), keeper.keepRight()]);
    expect(asked.length).toBe(2);
    await keeper.keepRight();
    await keeper.keepRight();
    expect(asked.length).toBe(3);
  });

  it("erases the talk of a closed tab, which the next one knows of but can't open", async () => {
    const lasting = new Memory();
    await keeperOf(lasting, [200, AGREED]).keeper.open();
    const { asked, keeper } = keeperOf(lasting, [200, { token: "two" }], [200, { ok: true }]);
    await keeper.open();
    expect([keeper.hasOthers, authorization(asked[0]!.request)]).toEqual([true, undefined]);
    await keeper.eraseOthers();
    expect(authorization(asked[1]!.request)).toBe("Bearer right");
    expect([keeper.hasOthers, keeper.current, lasting.kept.size]).toEqual([false, "two", 0]);
  });

  it("stays when the session has ended, and when erasing fails", async () => {
    const lasting = new Memory();
    const { keeper } = keeperOf(
      lasting,
      [200, AGREED],
      [401, { error: "expired_token" }],
      [200, { token: "two" }],
      [503, { error: "unavailable" }],
      [401, { error: "invalid_token" }],
    );
    await keeper.open();
    await keeper.open();
    expect([keeper.lastTalkEnded, keeper.hasOthers]).toEqual([true, true]);
    await expect(keeper.eraseOthers()).rejects.toMatchObject({ code: "unavailable" });
    expect(keeper.hasOthers).toBe(true);
    await keeper.eraseOthers(); // the server knows nothing of it any more
    expect(keeper.hasOthers).toBe(false);
  });

  it("erases this talk when its session ended meanwhile", async () => {
    const lasting = new Memory();
    const { asked, keeper } = keeperOf(lasting, [200, AGREED], [401, { error: "expired_token" }], [200, { ok: true }]);
    await keeper.open();
    await keeper.erase();
    expect(authorization(asked[2]!.request)).toBe("Bearer right");
    expect([keeper.current, lasting.kept.size]).toEqual([null, 0]);
  });

  it("goes with the talk, and after its time", async () => {
    const lasting = new Memory();
    const { tab, keeper } = keeperOf(lasting, [200, AGREED], [200, { ok: true }]);
    await keeper.open();
    await keeper.erase();
    expect([tab.kept.size, lasting.kept.size]).toEqual([0, 0]);
    const place = `headache-chat erase ${SERVER}`;
    lasting.setItem(place, JSON.stringify([["old", Date.now() - 1]]));
    expect(keeperOf(lasting).keeper.hasOthers).toBe(false);
    for (const junk of ["{", "7", '[["x"],7,null]']) {
      lasting.setItem(place, junk);
      expect(keeperOf(lasting).keeper.hasOthers).toBe(false);
    }
  });
});
