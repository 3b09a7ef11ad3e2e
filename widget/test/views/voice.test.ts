import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { quietView, viewMemory } from "../../src/views";
import { choices, message, named, shown, stage, visible, type Stage } from "./helpers";

const STEP = message(
  {
    kind: "guide_step",
    technique: "temple_circles",
    name: "Temple circles",
    number: 1,
    total: 5,
    step: {
      text: "Circle slowly.",
      seconds: 60,
      pressure: 2,
      pressure_words: "very light pressure",
    },
  },
  { choices: choices("Next", "Stop") },
);
const SWITCH = "Read the steps aloud";

interface Voice {
  lang: string;
  localService: boolean;
}

class FakeSpeech extends EventTarget {
  voices: Voice[] = [];
  spoken: { text: string; voice: Voice }[] = [];
  getVoices = () => this.voices;
  cancel = vi.fn();
  speak = (said: { text: string; voice: Voice }) => this.spoken.push(said);
}

const LOCAL: Voice = { lang: "en-GB", localService: true };
let speech: FakeSpeech;

beforeEach(() => {
  speech = new FakeSpeech();
  vi.stubGlobal("speechSynthesis", speech);
  vi.stubGlobal(
    "SpeechSynthesisUtterance",
    class {
      constructor(readonly text: string) {}
    },
  );
});

afterEach(() => vi.unstubAllGlobals());

async function rendered(here: Stage, ...voices: Voice[]): Promise<HTMLElement> {
  speech.voices = voices;
  const element = shown(STEP, here);
  await Promise.resolve();
  return element;
}

describe("reading aloud", () => {
  test("it is off at first, even where the device has a voice", async () => {
    const element = await rendered(
      stage({ memory: { ...viewMemory(), guiding: "temple_circles" } }),
      LOCAL,
    );
    expect(named<HTMLInputElement>(element, SWITCH).checked).toBe(false);
    expect(speech.spoken).toEqual([]);
    quietView(element);
  });

  test("switched on, it reads the step by the device's own voice", async () => {
    const online = { lang: "en-GB", localService: false };
    const element = await rendered(stage(), online, LOCAL);
    named(element, SWITCH).click();
    expect(speech.spoken.map((said) => [said.text, said.voice])).toEqual([
      ["Circle slowly. very light pressure", LOCAL],
    ]);
  });

  test("a voice that needs a network is never used, nor one of another language", async () => {
    const here = stage();
    here.context.memory.readAloud = true;
    here.context.memory.guiding = "temple_circles";
    const online = { lang: "en-GB", localService: false };
    const element = await rendered(here, online, { lang: "fr-FR", localService: true });
    expect(visible(named(element, SWITCH))).toBe(false);
    expect(speech.spoken).toEqual([]);
    quietView(element);
  });

  test("the switch appears when the browser finds a voice later", async () => {
    const element = await rendered(stage());
    expect(visible(named(element, SWITCH))).toBe(false);
    speech.voices = [LOCAL];
    speech.dispatchEvent(new Event("voiceschanged"));
    expect(visible(named(element, SWITCH))).toBe(true);
  });

  test("a following step is read by itself once it was switched on", async () => {
    const here = stage({
      memory: { guiding: "temple_circles", readAloud: true, automaticNext: false },
    });
    const element = await rendered(here, LOCAL);
    expect(speech.spoken).toHaveLength(1);
    quietView(element);
  });

  test("it falls silent when switched off and when the step is over", async () => {
    const element = await rendered(stage(), LOCAL);
    named(element, SWITCH).click();
    speech.cancel.mockClear();
    named(element, SWITCH).click();
    expect(speech.cancel).toHaveBeenCalledTimes(1);
    quietView(element);
    expect(speech.cancel).toHaveBeenCalledTimes(2);
  });
});
