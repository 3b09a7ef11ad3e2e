import { describe, expect, test } from "vitest";
import { renderThumbs } from "../../src/views";
import type { Message } from "../../src/protocol";
import { message, named, stage, type Stage } from "./helpers";

const UP = "This helped";
const DOWN = "This didn't help";

function thumbs(here: Stage, changes: Partial<Message> = {}): HTMLElement {
  const element = renderThumbs(message(null, changes), here.context);
  if (!element) throw new Error("This message has no thumbs.");
  return element;
}

function pressed(element: HTMLElement): (string | null)[] {
  return [UP, DOWN].map((name) => named(element, name).getAttribute("aria-pressed"));
}

describe("thumbs", () => {
  test("an answer helped, then didn't, then neither", () => {
    const here = stage();
    const element = thumbs(here);
    named(element, UP).click();
    expect(pressed(element)).toEqual(["true", "false"]);
    named(element, DOWN).click();
    expect(pressed(element)).toEqual(["false", "true"]);
    named(element, DOWN).click();
    expect(pressed(element)).toEqual(["false", "false"]);
    expect(here.sent.thumbs.map((thumb) => thumb.helpful)).toEqual([true, false, null]);
    expect(here.sent.thumbs[0]?.message).toBe("message-1");
  });

  test("what was said before is shown", () => {
    expect(pressed(thumbs(stage(), { helpful: false }))).toEqual(["false", "true"]);
  });

  test("not having understood is no answer to judge", () => {
    const said = message(null, { response: "utter_not_understood" });
    expect(renderThumbs(said, stage().context)).toBeNull();
  });

  test("the person's own messages, questions and danger have none", () => {
    const danger = {
      kind: "danger",
      danger: "crisis",
      emergency_number: "",
      call: "",
      crisis_line: "",
    } as const;
    const checklist = { kind: "checklist", question: "Any?", none: null } as const;
    const { context } = stage();
    expect(renderThumbs(message(null, { from: "person" }), context)).toBeNull();
    expect(renderThumbs(message(danger), context)).toBeNull();
    expect(renderThumbs(message(checklist), context)).toBeNull();
  });

  test.each([
    "utter_ask_consent",
    "utter_emergency_alone",
    "utter_crisis_easing",
    "utter_same_day",
  ])("%s has none, even without a view", (response) => {
    expect(renderThumbs(message(null, { response }), stage().context)).toBeNull();
  });
});
