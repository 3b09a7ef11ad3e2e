import { describe, expect, test } from "vitest";
import { quietView, showsChoices } from "../../src/views";
import { choices, message, named, shown, stage } from "./helpers";

const QUESTION = "Any of these right now?";
const CHECKLIST = message(
  { kind: "checklist", question: QUESTION, none: "None of these" },
  {
    text: `A safety check first. ${QUESTION}`,
    choices: choices("Fever", "None of these", "Confused"),
  },
);

function boxes(element: HTMLElement): HTMLInputElement[] {
  return [...element.querySelectorAll<HTMLInputElement>("input")];
}

describe("checklist", () => {
  test("'none of these' stands first, the others stay in their order", () => {
    const element = shown(CHECKLIST, stage());
    const titles = [...element.querySelectorAll("label")].map((label) => label.textContent);
    expect(titles).toEqual(["None of these", "Fever", "Confused"]);
  });

  test("the question names the group, and what was said before stands above", () => {
    const element = shown(CHECKLIST, stage());
    expect(element.querySelector("fieldset > legend")?.textContent).toBe(QUESTION);
    expect(element.querySelector("p")?.textContent?.trim()).toBe("A safety check first.");
  });

  test("'none of these' takes the other ticks away", () => {
    const element = shown(CHECKLIST, stage());
    named(element, "Fever").click();
    named(element, "None of these").click();
    expect(boxes(element).map((box) => box.checked)).toEqual([true, false, false]);
  });

  test("another tick takes 'none of these' away", () => {
    const element = shown(CHECKLIST, stage());
    named(element, "None of these").click();
    named(element, "Fever").click();
    named(element, "Confused").click();
    expect(boxes(element).map((box) => box.checked)).toEqual([false, true, true]);
  });

  test("the button says how many are chosen", () => {
    const element = shown(CHECKLIST, stage());
    named(element, "Fever").click();
    named(element, "Confused").click();
    expect(named(element, "Send (2 chosen)").getAttribute("type")).toBe("submit");
  });

  test("all chosen tokens are sent at once, with their words", () => {
    const here = stage();
    const element = shown(CHECKLIST, here);
    named(element, "Confused").click();
    named(element, "Fever").click();
    named(element, "Send (2 chosen)").click();
    expect(here.sent.choices).toEqual([
      { tokens: ["token of Fever", "token of Confused"], words: "Fever, Confused" },
    ]);
  });

  test("nothing chosen sends nothing, says so and leads to the first box", () => {
    const here = stage();
    const element = shown(CHECKLIST, here);
    named(element, "Send").click();
    expect(here.sent.choices).toEqual([]);
    expect(element.querySelector("[role=status]")?.textContent).toBe(
      "Please choose at least one first.",
    );
    expect(document.activeElement).toBe(boxes(element)[0]);
  });

  test("once sent it can't be changed or sent again, shows what was chosen and keeps the focus", () => {
    const here = stage();
    const element = shown(CHECKLIST, here);
    named(element, "Fever").click();
    const send = named(element, "Send (1 chosen)");
    send.focus();
    send.click();
    element.dispatchEvent(new Event("submit", { cancelable: true }));
    expect(here.sent.choices).toHaveLength(1);
    expect(element.querySelector("fieldset")?.disabled).toBe(true);
    expect(boxes(element).map((box) => box.checked)).toEqual([false, true, false]);
    expect(document.activeElement).toBe(element);
  });

  test("an older checklist can no longer be answered", () => {
    const here = stage();
    const element = shown(CHECKLIST, here);
    quietView(element);
    element.dispatchEvent(new Event("submit", { cancelable: true }));
    expect(element.querySelector("fieldset")?.disabled).toBe(true);
    expect(here.sent.choices).toEqual([]);
  });

  test("it shows its choices itself", () => {
    expect(showsChoices(CHECKLIST)).toBe(true);
    expect(showsChoices(message(null))).toBe(false);
  });
});
