import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { GuideStepView } from "../../src/protocol";
import { quietView, viewMemory, type ViewContext } from "../../src/views";
import { choices, message, named, shown, stage, type Stage } from "./helpers";

const CHOICES = choices("Next", "Stop", "It feels worse");

function stepMessage(changes: Partial<GuideStepView["step"]> = {}) {
  const step = {
    text: "Circle slowly.",
    seconds: 60,
    pressure: 2,
    pressure_words: "very light pressure",
    ...changes,
  };
  const place = { technique: "temple_circles", name: "Temple circles", number: 2, total: 5 };
  return message({ kind: "guide_step", ...place, step }, { choices: CHOICES });
}

/** A context of a person who came from the step before. */
function underWay(changes: Partial<ViewContext> = {}): Stage {
  return stage({ memory: { ...viewMemory(), guiding: "temple_circles" }, ...changes });
}

async function rendered(here: Stage, said = stepMessage()): Promise<HTMLElement> {
  const element = shown(said, here);
  await vi.advanceTimersByTimeAsync(0);
  return element;
}

function secondsShown(element: HTMLElement): string {
  return element.querySelector("[role=timer] span")!.textContent!;
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("guided step", () => {
  test("it says which step it is, what to do, how long and how hard", async () => {
    const said = (await rendered(stage())).textContent!;
    for (const words of [
      "Step 2 of 5",
      "Temple circles",
      "Circle slowly.",
      "60 seconds, very light pressure",
    ])
      expect(said).toContain(words);
  });

  test("a step met on opening the page waits for the person to start the time", async () => {
    const element = await rendered(stage());
    await vi.advanceTimersByTimeAsync(10_000);
    expect(secondsShown(element)).toBe("60");
    named(element, "Start timer").click();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(secondsShown(element)).toBe("50");
  });

  test("a step that follows another begins by itself", async () => {
    const element = await rendered(underWay());
    await vi.advanceTimersByTimeAsync(15_000);
    expect(secondsShown(element)).toBe("45");
  });

  test("another technique's step does not begin by itself", async () => {
    const element = await rendered(stage({ memory: { ...viewMemory(), guiding: "cold_pack" } }));
    await vi.advanceTimersByTimeAsync(15_000);
    expect(secondsShown(element)).toBe("60");
  });

  test("a step from the history, made quiet at once, never begins", async () => {
    const here = underWay();
    const element = shown(stepMessage(), here);
    quietView(element);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(here.sent.announced).toEqual([]);
    expect(element.querySelector("fieldset")?.disabled).toBe(true);
  });

  test("paused time stands still, and goes on from there", async () => {
    const element = await rendered(underWay());
    await vi.advanceTimersByTimeAsync(20_000);
    named(element, "Pause").click();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(secondsShown(element)).toBe("40");
    named(element, "Carry on").click();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(secondsShown(element)).toBe("30");
  });

  test("'start again' begins the step's time anew", async () => {
    const element = await rendered(underWay());
    await vi.advanceTimersByTimeAsync(30_000);
    named(element, "Start again").click();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(secondsShown(element)).toBe("50");
  });

  test("time goes on while the tab sleeps", async () => {
    const element = await rendered(underWay());
    vi.setSystemTime(Date.now() + 45_000);
    document.dispatchEvent(new Event("visibilitychange"));
    expect(secondsShown(element)).toBe("15");
  });

  test("when the time is up it says so, buzzes once, marks Next and sends nothing", async () => {
    const vibrate = vi.fn();
    vi.stubGlobal("navigator", { vibrate });
    const here = underWay();
    const element = await rendered(here);
    await vi.advanceTimersByTimeAsync(300_000);
    expect(here.sent.announced).toEqual(["The time is up. Go on when you're ready."]);
    expect(vibrate).toHaveBeenCalledTimes(1);
    expect(named(element, "Next").classList.contains("v-main")).toBe(true);
    expect(secondsShown(element)).toBe("0");
    expect(here.sent.choices).toEqual([]);
  });

  test("Next and Stop can be pressed at once, and only once", async () => {
    const here = underWay();
    const element = await rendered(here);
    named(element, "Next").click();
    named(element, "Stop").click();
    expect(here.sent.choices).toEqual([{ tokens: ["token of Next"], words: "Next" }]);
    expect(here.context.memory.guiding).toBe("temple_circles");
  });

  test("after Stop nothing begins by itself any more", async () => {
    const here = underWay();
    named(await rendered(here), "Stop").click();
    expect(here.sent.choices[0]?.words).toBe("Stop");
    expect(here.context.memory.guiding).toBeNull();
  });

  test("time ends with the step's part in the talk", async () => {
    const here = underWay();
    const element = await rendered(here);
    named(element, "Next").focus();
    quietView(element);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(here.sent.announced).toEqual([]);
    expect(document.activeElement).toBe(element);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("it goes to the next step by itself only when that is switched on, also for later steps", async () => {
    const here = underWay();
    const element = await rendered(here);
    named(element, "Go to the next step when the time is up").click();
    await vi.advanceTimersByTimeAsync(61_000);
    expect(here.sent.choices).toEqual([{ tokens: ["token of Next"], words: "Next" }]);
    expect(here.context.memory.automaticNext).toBe(true);
  });

  test("with reduced motion there is no ring, and the number moves every five seconds", async () => {
    const element = await rendered(underWay({ reducedMotion: true }), stepMessage({ seconds: 20 }));
    expect(element.querySelector(".v-ring")).toBeNull();
    const seen: string[] = [];
    for (let second = 0; second < 10; second += 1) {
      seen.push(secondsShown(element));
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect([...new Set(seen)]).toEqual(["20", "15"]);
  });

  test("a long step's time is told in minutes and seconds", async () => {
    const element = await rendered(underWay(), stepMessage({ seconds: 300 }));
    expect(element.textContent).toContain("5 minutes, very light pressure");
    expect(secondsShown(element)).toBe("5:00");
    await vi.advanceTimersByTimeAsync(56_000);
    expect(secondsShown(element)).toBe("4:04");
  });

  test("the ring empties with the time", async () => {
    const element = await rendered(underWay());
    await vi.advanceTimersByTimeAsync(30_000);
    expect(element.querySelector(".v-left")?.getAttribute("stroke-dasharray")).toBe("0.5 1");
  });

  test("a step without a time has no timer, but its buttons", async () => {
    const element = await rendered(stage(), stepMessage({ seconds: 0 }));
    expect(element.querySelector("[role=timer]")).toBeNull();
    expect(named(element, "Next").textContent).toBe("Next");
  });

  test("the screen is kept awake while time runs, and only then", async () => {
    const release = vi.fn(async () => undefined);
    const request = vi.fn(async () => ({ release }));
    vi.stubGlobal("navigator", { wakeLock: { request } });
    const element = await rendered(underWay());
    expect(request).toHaveBeenCalledTimes(1);
    expect(release).not.toHaveBeenCalled();
    named(element, "Pause").click();
    expect(release).toHaveBeenCalledTimes(1);
  });

  test("a phone that refuses to stay awake is no error", async () => {
    vi.stubGlobal("navigator", {
      wakeLock: { request: async () => Promise.reject(new Error("battery")) },
    });
    const element = await rendered(underWay());
    await vi.advanceTimersByTimeAsync(5000);
    expect(secondsShown(element)).toBe("55");
  });
});
