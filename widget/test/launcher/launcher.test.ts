import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

const FOLDER = "https://chat.example/widget/";
const tag = document.createElement("script");
const panelOpened = vi.fn();

class Panel extends HTMLElement {
  options: unknown;
  open = (): void => panelOpened(this.options);
}
customElements.define("headache-chat-panel", Panel);

let panelIsLoaded = false;
let asked: HTMLScriptElement[];
let chat: HTMLElement;

const shadow = (): ShadowRoot => chat.shadowRoot!;
const launcher = (): HTMLButtonElement => shadow().querySelector("button.launcher")!;
const notice = (): HTMLElement => shadow().querySelector(".notice")!;
const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

async function arrives(script: HTMLScriptElement): Promise<void> {
  panelIsLoaded = true;
  script.onload?.(new Event("load") as never);
  await settled();
}

async function failsToArrive(script: HTMLScriptElement): Promise<void> {
  script.onerror?.(new Event("error") as never);
  await settled();
}

beforeAll(async () => {
  tag.setAttribute("src", `${FOLDER}headache-chat.js`);
  tag.setAttribute("data-name", "Calm Corner");
  tag.setAttribute("data-country", "GB");
  vi.spyOn(document, "currentScript", "get").mockReturnValue(tag);
  await import("../../src/launcher/launcher");
});

beforeEach(() => {
  vi.useFakeTimers();
  panelOpened.mockReset();
  panelIsLoaded = false;
  asked = [];
  vi.spyOn(customElements, "get").mockImplementation(() => (panelIsLoaded ? Panel : undefined));
  vi.spyOn(document.head, "append").mockImplementation((script) => void asked.push(script as HTMLScriptElement));
  chat = document.querySelector<HTMLElement>("headache-chat")!;
});

afterEach(() => {
  chat.remove();
  document.body.append(chat);
  notice().hidden = true;
  vi.useRealTimers();
});

describe("the launcher", () => {
  it("places itself on a page without one, with what the tag says", () => {
    expect(document.querySelectorAll("headache-chat")).toHaveLength(1);
    expect([chat.getAttribute("name"), chat.getAttribute("country")]).toEqual(["Calm Corner", "GB"]);
  });

  it("asks for nothing before it is pressed", () => {
    expect(asked).toEqual([]);
    expect(launcher().textContent).toBe("Chat about your headache");
  });

  it("loads the rest from where it came from itself, and only what was built", async () => {
    launcher().click();
    launcher().click();
    expect(asked).toHaveLength(1);
    const [rest] = asked;
    expect(rest!.src).toBe(`${FOLDER}panel.js`);
    expect([rest!.integrity, rest!.crossOrigin]).toEqual(["sha384-test", "anonymous"]);
    await arrives(rest!);
    expect(panelOpened.mock.lastCall?.[0]).toMatchObject({ server: "https://chat.example", country: "GB" });
  });

  it("says that it is loading, without moving", async () => {
    launcher().click();
    expect(launcher().getAttribute("aria-busy")).toBe("true");
    expect(launcher().textContent).toBe("One moment ...");
    await arrives(asked[0]!);
    expect(launcher().hasAttribute("aria-busy")).toBe(false);
  });

  it("says whom to call when the rest can't be had, and tries again", async () => {
    launcher().click();
    await failsToArrive(asked[0]!);
    expect(notice().hidden).toBe(false);
    expect(notice().textContent).toContain("call 999 now");
    expect(notice().querySelector("a")?.getAttribute("href")).toBe("tel:999");
    expect(launcher().textContent).toBe("Chat about your headache");
    notice().querySelector("button")!.click();
    await arrives(asked[1]!);
    expect(panelOpened).toHaveBeenCalledOnce();
    expect(notice().hidden).toBe(true);
  });

  it("says so too when nothing comes for a long time", async () => {
    launcher().click();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(notice().hidden).toBe(false);
  });

  it("does not give up a second try because the time of the first is over", async () => {
    launcher().click();
    await failsToArrive(asked[0]!);
    await vi.advanceTimersByTimeAsync(15_000);
    launcher().click();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(notice().hidden).toBe(true);
    await arrives(asked[1]!);
    expect(panelOpened).toHaveBeenCalledOnce();
  });

  it("gets its place and the focus back when the chat closes", async () => {
    launcher().click();
    await arrives(asked[0]!);
    expect(launcher().hidden).toBe(true);
    shadow().querySelector("headache-chat-panel")!.dispatchEvent(new Event("close"));
    expect(launcher().hidden).toBe(false);
    expect(shadow().activeElement).toBe(launcher());
  });

  it("is there again when a page takes it out while it is open and puts it back", async () => {
    launcher().click();
    await arrives(asked[0]!);
    chat.remove();
    document.body.append(chat);
    expect(launcher().hidden).toBe(false);
    launcher().click();
    await settled();
    expect(panelOpened).toHaveBeenCalledTimes(2);
  });
});
