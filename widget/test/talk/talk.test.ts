import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Message, State } from "../../src/protocol";
import { Refusal } from "../../src/talk/session";
import { Talk } from "../../src/talk/talk";

const STATE: State = {
  tier: "none",
  massage_allowed: true,
  stage: "hello",
  asked: null,
  consent: null,
  emergency_number: "999",
  call: "tel:999",
  light_hurts: false,
};
const watcher = {
  renewed: vi.fn(),
  said: vi.fn(),
  pendingChanged: vi.fn(),
  stateChanged: vi.fn(),
  typingChanged: vi.fn(),
};
let talk: Talk;

beforeEach(() => {
  vi.clearAllMocks();
  talk = new Talk(watcher);
});

function message(id: string, from: Message["from"] = "assistant"): Message {
  return { id, from, at: 1, text: id, choices: [], response: "", view: null, helpful: null };
}

describe("a talk", () => {
  it("shows what the person says at once, as pending", () => {
    talk.begin({ id: "message-1", text: "hi" }, "hi");
    expect(talk.pending.map((each) => each.words)).toEqual(["hi"]);
    expect(watcher.pendingChanged).toHaveBeenCalledOnce();
  });

  it("turns a confirmed message into something said, once", () => {
    const pending = talk.begin({ id: "message-1", text: "hi" }, "hi");
    talk.confirm(pending);
    talk.takeMessage(message("message-1", "person"));
    expect(talk.pending).toEqual([]);
    expect(talk.messages.map((each) => each.id)).toEqual(["message-1"]);
  });

  it("keeps what was not confirmed when the history comes without it", () => {
    talk.begin({ id: "message-1", text: "one" }, "one");
    talk.begin({ id: "message-2", text: "two" }, "two");
    talk.takeHistory({ messages: [message("message-1", "person")], state: STATE });
    expect(talk.pending.map((each) => each.say.id)).toEqual(["message-2"]);
  });

  it("is not drawn anew when the history holds nothing new", () => {
    talk.takeHistory({ messages: [message("a.1")], state: STATE });
    talk.takeHistory({ messages: [message("a.1")], state: STATE });
    expect(watcher.renewed).toHaveBeenCalledOnce();
  });

  it("says nothing twice when the server sends it twice", () => {
    talk.takeMessage(message("a.1"));
    talk.takeMessage(message("a.1"));
    expect(watcher.said).toHaveBeenCalledOnce();
  });

  it("has no newest question while an answer to it is on its way", () => {
    talk.takeMessage(message("a.1"));
    expect(talk.newest?.id).toBe("a.1");
    talk.begin({ id: "message-1", text: "yes" }, "yes");
    expect(talk.newest).toBeNull();
  });

  it("asks the question again when the answer was not taken and is dropped", () => {
    talk.takeMessage(message("a.1"));
    const pending = talk.begin({ id: "message-1", text: "yes" }, "yes");
    talk.mark(pending, new Refusal("too_long"));
    talk.drop(pending);
    expect(talk.newest?.id).toBe("a.1");
  });
});
