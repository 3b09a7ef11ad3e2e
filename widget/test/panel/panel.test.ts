import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { optionsFrom } from "../../src/options";
import { HeadacheChatPanel } from "../../src/panel/panel";
import type { Message } from "../../src/protocol";
import { Assistant, offered, said, SESSION, STATE } from "./assistant";

const DANGER = (JSON.parse(readFileSync("fixtures/danger_emergency.json", "utf8")) as Message).view;
let assistant: Assistant;
vi.mock("socket.io-client", () => ({ io: () => assistant.socket }));
customElements.define("headache-chat-panel", HeadacheChatPanel);

let panel: HeadacheChatPanel;

const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(200);

async function opened(attributes: Record<string, string> = {}): Promise<void> {
  panel = document.createElement("headache-chat-panel") as HeadacheChatPanel;
  panel.options = optionsFrom((name) => attributes[name] ?? null, "https://chat.example");
  document.body.append(panel);
  panel.open();
  await settled();
}

function find<Found extends HTMLElement>(selector: string): Found {
  const found = panel.shadowRoot!.querySelector<Found>(selector);
  if (!found) throw new Error(`Nothing is ${selector} in: ${panel.shadowRoot!.innerHTML}`);
  return found;
}

const all = (selector: string): string[] =>
  [...panel.shadowRoot!.querySelectorAll(selector)].map((each) => each.textContent ?? "");
const focused = (): Element | null => panel.shadowRoot!.activeElement;

function press(name: string): void {
  const named = [...panel.shadowRoot!.querySelectorAll("button")].filter(
    (each) => (each.getAttribute("aria-label") ?? each.textContent) === name,
  );
  const button = named.at(-1);
  if (!button) throw new Error(`No button is called ${name}`);
  button.focus();
  button.click();
}

function write(text: string): void {
  find<HTMLTextAreaElement>("textarea").value = text;
  find("form").dispatchEvent(new Event("submit", { cancelable: true }));
}

beforeEach(() => {
  vi.useFakeTimers();
  assistant = new Assistant();
  vi.stubGlobal("fetch", assistant.fetch);
  sessionStorage.clear();
});

afterEach(() => {
  panel.remove();
  document.documentElement.removeAttribute("lang");
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("opening and closing", () => {
  it("puts the person where they write", async () => {
    await opened();
    expect(focused()).toBe(find("textarea"));
  });

  it("is told to the launcher however the dialog was closed, even by the device itself", async () => {
    await opened();
    const closed = vi.fn();
    panel.addEventListener("close", closed);
    find<HTMLDialogElement>("dialog").close();
    await settled();
    expect(closed).toHaveBeenCalledOnce();
  });

  it("closes with Escape, but not while a word is being composed", async () => {
    await opened();
    const dialog = find<HTMLDialogElement>("dialog.panel");
    find("textarea").dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, isComposing: true }));
    expect(dialog.open).toBe(true);
    find("textarea").dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    expect(dialog.open).toBe(false);
  });

  it("closes the menu first with Escape, and goes back to its button", async () => {
    await opened();
    press("Menu");
    find(".menu-list button").dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
    expect(find(".menu-list").hidden).toBe(true);
    expect(find<HTMLDialogElement>("dialog.panel").open).toBe(true);
    expect(focused()?.getAttribute("aria-label")).toBe("Menu");
  });

  it("closes the menu when something else is tapped", async () => {
    await opened();
    press("Menu");
    find(".log").dispatchEvent(new Event("pointerdown", { bubbles: true, composed: true }));
    expect(find(".menu-list").hidden).toBe(true);
  });

  it("can be opened again after a page took it out and put it back", async () => {
    await opened();
    panel.remove();
    document.body.append(panel);
    panel.open();
    expect(find<HTMLDialogElement>("dialog.panel").open).toBe(true);
  });
});

describe("the talk", () => {
  it("offers choices under the newest message only, and sends their tokens", async () => {
    await opened();
    assistant.knows(said("One", { choices: offered("Old") }), said("Two", { choices: offered("Yes", "No") }));
    expect(all(".list > .choices button")).toEqual(["Yes", "No"]);
    press("Yes");
    await settled();
    expect(assistant.heard).toEqual([{ id: expect.stringMatching(/^[A-Za-z0-9_-]{8,64}$/), choices: ["token of Yes"] }]);
    expect(all(".entry.person .bubble")).toEqual(["Yes"]);
    expect(all(".list > .choices button")).toEqual([]);
  });

  it("never leaves the person without a place when what they were on goes away", async () => {
    await opened();
    assistant.knows(said("Two", { choices: offered("Yes", "No") }));
    find(".list > .choices button").focus();
    assistant.says("Answered in another tab", { from: "person" });
    expect(focused()).toBe(find(".log"));
  });

  it("shows what anybody writes as text", async () => {
    const markup = `<img src=x onerror="alert(1)"><b>bold</b>`;
    await opened({ name: markup, greeting: markup });
    assistant.knows(said(markup, { choices: offered(markup) }));
    write(markup);
    expect(panel.shadowRoot!.querySelectorAll("img, b")).toHaveLength(0);
    expect(all(".entry .bubble")).toEqual([markup, markup]);
  });

  it("says that a message waits when the line is lost, and sends it on coming back", async () => {
    await opened();
    assistant.knows();
    assistant.socket.connected = false;
    assistant.tells("disconnect", "transport close");
    write("pressing pain");
    expect(all(".status")).toEqual(["Waiting for the connection"]);
    assistant.socket.connected = true;
    assistant.knows();
    await settled();
    expect(assistant.heard.map((say) => say.text)).toEqual(["pressing pain"]);
    expect(all(".status")).toEqual([]);
  });

  it("keeps what is on its way below what is said meanwhile", async () => {
    await opened();
    assistant.knows();
    assistant.answer = { ok: false, error: "busy" };
    write("first");
    write("second");
    await settled();
    assistant.says("An answer to something before");
    expect(all(".entry .bubble")).toEqual(["An answer to something before", "first", "second"]);
  });

  it("says why a message was not taken, whom to call meanwhile, and lets it be sent again", async () => {
    await opened();
    assistant.knows();
    assistant.answer = { ok: false, error: "busy" };
    write("hello");
    await settled();
    expect(find(".status.failed").textContent).toContain("call 999");
    assistant.answer = { ok: true };
    press("Send again");
    await settled();
    expect(assistant.heard.map((say) => say.id)).toHaveLength(2);
    expect(new Set(assistant.heard.map((say) => say.id)).size).toBe(1);
    expect(all(".status.failed")).toEqual([]);
  });

  it("sends nothing that is too long, and keeps it to be shortened", async () => {
    await opened();
    assistant.knows();
    write("a".repeat(1001));
    await settled();
    expect(assistant.heard).toEqual([]);
    expect(find(".hint").textContent).toContain("1 characters too long");
    expect(find("textarea").getAttribute("aria-invalid")).toBe("true");
  });

  it("says in the newest talk that the one before has ended", async () => {
    await opened();
    assistant.knows();
    assistant.answer = { ok: false, error: "expired_token" };
    const first = vi.fn(async () => new Response(JSON.stringify({ error: "expired_token" }), { status: 401 }));
    vi.stubGlobal("fetch", (address: string) => (first.mock.calls.length ? assistant.fetch(address) : first()));
    write("still there?");
    await settled();
    assistant.answer = { ok: true };
    assistant.knows();
    expect(find(".notice").textContent).toContain("a new one");
  });
});

describe("screen readers", () => {
  const heard = (urgency: string): string => find(`[aria-live=${urgency}]`).textContent ?? "";

  it("are told each message once with its choices, and nothing of the talk before", async () => {
    await opened();
    assistant.knows(said("Old words"));
    await settled();
    expect(heard("polite")).not.toContain("Old words");
    assistant.says("Where does it hurt?", { choices: offered("Left", "Right") });
    await settled();
    expect(heard("polite")).toBe("Where does it hurt?\nAnswers to choose from: Left, Right");
  });

  it("are told of danger at once, and again when it is said again", async () => {
    await opened();
    assistant.knows();
    assistant.says("Call 999 now.", { id: "a", view: DANGER });
    await settled();
    expect(heard("assertive")).toBe("Call 999 now.");
    assistant.says("Call 999 now.", { id: "b", view: DANGER });
    expect(heard("assertive")).toBe("");
    await settled();
    expect(heard("assertive")).toBe("Call 999 now.");
  });

  it("find no old words when they walk over the page later", async () => {
    await opened();
    assistant.knows();
    assistant.says("Where does it hurt?");
    await settled();
    expect(heard("polite")).toContain("Where does it hurt?");
    await vi.advanceTimersByTimeAsync(15_000);
    expect(heard("polite")).toBe("");
  });

  it("read the words in the language that they are written in", async () => {
    document.documentElement.lang = "fr";
    await opened();
    expect(find("dialog.panel").lang).toBe("en");
    press("Menu");
    press("What is kept");
    expect(find("dialog.sheet").lang).toBe("en");
  });
});

describe("for eyes that light hurts", () => {
  const hurts = { ...STATE, light_hurts: true };

  it("the screen goes dim by itself, and says so", async () => {
    await opened();
    assistant.knows();
    assistant.tells("state", hurts);
    expect(panel.dataset["theme"]).toBe("dim");
    expect(find(".notice").textContent).toContain("dim");
  });

  it("the notice goes once the person says something, the dim screen stays", async () => {
    await opened();
    assistant.knows();
    assistant.tells("state", hurts);
    write("since lunch");
    expect(find(".notice").hidden).toBe(true);
    expect(panel.dataset["theme"]).toBe("dim");
  });

  it("one tap brings the light back, for the rest of the talk and after a reload", async () => {
    await opened();
    assistant.knows();
    assistant.tells("state", hurts);
    press("Keep it bright");
    expect(panel.dataset["theme"]).toBe("light");
    assistant.tells("state", STATE);
    assistant.tells("state", hurts);
    expect(panel.dataset["theme"]).toBe("light");
    panel.remove();
    await opened();
    assistant.tells("state", hurts);
    expect(panel.dataset["theme"]).toBe("light");
  });
});

describe("the emergency strip", () => {
  it("knows the number of the tag's country before anything was loaded", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
    await opened({ country: "GB" });
    expect(find<HTMLAnchorElement>(".strip a").href).toBe("tel:999");
  });

  it("keeps a number that can be called when the assistant only has words", async () => {
    assistant.session = { ...SESSION, country: "", emergency_number: "your emergency number", call: "" };
    await opened({ country: "GB" });
    assistant.tells("history", { messages: [], state: { ...STATE, emergency_number: "your emergency number", call: "" } });
    expect(find<HTMLAnchorElement>(".strip a").href).toBe("tel:999");
  });

  it("takes over the assistant's number where the tag names no country", async () => {
    await opened();
    expect(find<HTMLAnchorElement>(".strip a").href).toBe("tel:999");
  });
});

describe("the menu", () => {
  it("erases only after asking, and then shows nothing of the talk", async () => {
    await opened();
    assistant.knows(said("Something private"));
    press("Menu");
    press("Erase my data");
    expect(assistant.asked).not.toContain("erase");
    press("Erase it all");
    await settled();
    expect(assistant.asked).toContain("erase");
    expect(all(".entry")).toEqual([]);
    expect(sessionStorage.getItem("headache-chat https://chat.example")).toBeNull();
  });

  it("offers to erase the talks of closed tabs, and keeps this one", async () => {
    localStorage.setItem("headache-chat erase https://chat.example", JSON.stringify([["right", Date.now() + 1e6]]));
    await opened();
    assistant.knows(said("Of this talk"));
    press("Menu");
    press("What is kept");
    press("Erase the other talks");
    await settled();
    expect(assistant.asked).toContain("erase");
    expect(localStorage.length).toBe(0);
    expect(all(".entry").length).toBe(1);
    press("Menu");
    press("What is kept");
    expect(find(".sheet").textContent).not.toContain("Erase the other talks");
  });

  it("lets someone write on after erasing: that begins a new talk", async () => {
    await opened();
    assistant.knows(said("Something private"));
    press("Menu");
    press("Erase my data");
    press("Erase it all");
    await settled();
    write("my face is drooping");
    await settled();
    assistant.knows();
    await settled();
    expect(assistant.heard.map((say) => say.text)).toEqual(["my face is drooping"]);
    expect(all(".entry.person .bubble")).toEqual(["my face is drooping"]);
  });

  it("says what is kept, by whom and for how long", async () => {
    await opened();
    press("Menu");
    press("What is kept");
    expect(find(".sheet").textContent).toMatch(/30 days.*Calm Corner/s);
  });

  it("asks for a person in the talk itself", async () => {
    await opened();
    assistant.knows();
    press("Menu");
    press("Talk to a person");
    await settled();
    expect(assistant.heard.map((say) => say.text)).toEqual(["Can I talk to a person?"]);
  });
});
