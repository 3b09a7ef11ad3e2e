import { describe, expect, test } from "vitest";
import type { Spot, Step, TechniqueView } from "../../src/protocol";
import { message, named, shown, stage, visible } from "./helpers";

const TEMPLE: Spot = { figure: "front", place: "place-temple_left", arrow: "arrow-temple_left" };

function step(text: string, spots: Spot[] = []): Step {
  return { text, seconds: 60, pressure: 2, pressure_words: "very light pressure", spots };
}

function view(changes: Partial<TechniqueView> = {}): TechniqueView {
  return {
    kind: "technique",
    technique: "temple_circles",
    name: "Temple circles",
    minutes: "about 5 minutes",
    likeness: "This resembles a tight band. It isn't a diagnosis.",
    why: "The muscles there may tighten.",
    position: "Sit down.",
    steps: ["One.", "Two.", "Three."].map((text) => step(text)),
    limits: "Only stroke lightly.",
    certainty: "Few studies, mixed results",
    certainty_level: "very_low",
    evidence: "Two small studies.",
    caveats: ["Stay off the eyes."],
    stop_if: "you feel dizzy",
    left_out: "Left out to be safe: stretching.",
    also_see: "",
    others: "Also possible: rest.",
    ...changes,
  };
}

describe("technique card", () => {
  test("it says every field that is not empty", () => {
    const said = shown(message(view()), stage()).textContent!;
    const fields = [
      "Temple circles",
      "about 5 minutes",
      "This resembles a tight band",
      "The muscles there may tighten.",
      "Sit down.",
      "One.",
      "60 seconds, very light pressure",
      "Only stroke lightly.",
      "Few studies, mixed results",
      "Two small studies.",
      "Stay off the eyes.",
      "Stop at once if you feel dizzy.",
      "Left out to be safe: stretching.",
      "Also possible: rest.",
    ];
    for (const field of fields) expect(said).toContain(field);
  });

  test("empty fields leave no empty headings or paragraphs", () => {
    const empty = view({
      likeness: "",
      why: "",
      position: "",
      limits: "",
      evidence: "",
      left_out: "",
      others: "",
    });
    const element = shown(message(empty), stage());
    expect(element.textContent).not.toContain("How to sit or lie");
    expect(element.textContent).not.toContain("What this rests on");
    expect([...element.querySelectorAll("p, h4")].filter((each) => !each.textContent)).toEqual([]);
  });

  test("more than three steps are folded, and shown by one button that leads to the first new one", () => {
    const steps = ["One.", "Two.", "Three.", "Four.", "Five."].map((text) => step(text));
    const element = shown(message(view({ steps })), stage());
    const items = [...element.querySelectorAll("ol > li")];
    expect(items.map(visible)).toEqual([true, true, true, false, false]);
    named(element, "Show all 5 steps").click();
    expect(items.every(visible)).toBe(true);
    expect(document.activeElement).toBe(items[3]);
    expect(element.querySelector("button")).toBeNull();
  });

  test("three steps need no button", () => {
    expect(shown(message(view()), stage()).querySelector("button")).toBeNull();
  });

  test("care and when to stop are never folded away", () => {
    const element = shown(message(view()), stage());
    const folded = [...element.querySelectorAll("details")].map((each) => each.textContent).join();
    for (const warning of ["Stay off the eyes.", "Stop at once", "Only stroke lightly."])
      expect(folded).not.toContain(warning);
    expect(folded).toContain("Two small studies.");
  });

  test.each([
    ["low", 2],
    ["very_low", 1],
    ["untested", 0],
    ["against", 0],
  ] as const)(
    "how sure we are stands in words; for '%s' %i of the dots are filled",
    (certainty_level, filled) => {
      const element = shown(message(view({ certainty_level })), stage());
      const dots = element.querySelector(".v-dots")!;
      expect(dots.querySelectorAll(".v-on")).toHaveLength(filled);
      expect(dots.getAttribute("aria-hidden")).toBe("true");
    },
  );

  test("the drawing shows the technique's places and arrows, and no others", () => {
    const element = shown(message(view({ steps: [step("One.", [TEMPLE])] })), stage());
    const drawings = element.querySelectorAll(".v-drawing svg");
    expect(drawings).toHaveLength(1);
    const parts = [...drawings[0]!.querySelectorAll(".place, .arrow, .region")];
    expect(parts.map((part) => part.getAttribute("data-part"))).toEqual([
      "place-temple_left",
      "arrow-temple_left",
    ]);
  });

  test("without spots or without the figure's drawing there is no picture", () => {
    expect(shown(message(view()), stage()).querySelector("svg")).toBeNull();
    const hand = [step("One.", [{ figure: "hand", place: "place-web", arrow: "" }])];
    expect(shown(message(view({ steps: hand })), stage()).querySelector(".v-drawing")).toBeNull();
  });
});
