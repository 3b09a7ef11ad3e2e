import { describe, expect, test } from "vitest";
import { quietView } from "../../src/views";
import { choices, message, named, press, shown, stage } from "./helpers";

const SCALE = message(
  {
    kind: "scale",
    question: "How bad is it?",
    lowest: 0,
    highest: 10,
    parts: [
      { up_to: 3, title: "Mild" },
      { up_to: 6, title: "Medium" },
      { up_to: 10, title: "Severe" },
    ],
  },
  { choices: choices("Mild", "Medium", "Severe", "Not sure") },
);

describe("scale", () => {
  test("every number is a radio of its own, named with the part it lies in", () => {
    const radios = [...shown(SCALE, stage()).querySelectorAll("[role=radiogroup] > [role=radio]")];
    const names = radios.map((radio) => radio.getAttribute("aria-label"));
    expect(names).toHaveLength(11);
    expect([names[0], names[3], names[4], names[10]]).toEqual([
      "0, Mild",
      "3, Mild",
      "4, Medium",
      "10, Severe",
    ]);
  });

  test("the choices in words stay, with the numbers they stand for", () => {
    const here = stage();
    const element = shown(SCALE, here);
    const words = [...element.querySelectorAll("button:not([role])")].map(
      (each) => each.textContent,
    );
    expect(words).toEqual(["0 to 3: Mild", "4 to 6: Medium", "7 to 10: Severe", "Not sure"]);
    named(element, "4 to 6: Medium").click();
    named(element, "Not sure").click();
    expect(here.sent.choices).toEqual([{ tokens: ["token of Medium"], words: "Medium" }]);
  });

  test("one press sends the number as a text, once", () => {
    const here = stage();
    const element = shown(SCALE, here);
    named(element, "7, Severe").click();
    named(element, "8, Severe").click();
    expect(here.sent.texts).toEqual(["7"]);
    expect(named(element, "7, Severe").getAttribute("aria-checked")).toBe("true");
  });

  test("arrow keys move along the numbers without sending", () => {
    const here = stage();
    const element = shown(SCALE, here);
    const first = named(element, "0, Mild");
    first.focus();
    press(first, "ArrowRight");
    expect(document.activeElement).toBe(named(element, "1, Mild"));
    press(document.activeElement!, "End");
    expect(document.activeElement).toBe(named(element, "10, Severe"));
    press(document.activeElement!, "ArrowDown");
    expect(document.activeElement).toBe(first);
    expect(here.sent.texts).toEqual([]);
  });

  test("only one number is a tab stop", () => {
    const element = shown(SCALE, stage());
    press(named(element, "0, Mild"), "ArrowRight");
    const stops = [...element.querySelectorAll("[role=radio][tabindex='0']")];
    expect(stops).toEqual([named(element, "1, Mild")]);
  });

  test("written from the right, the right arrow goes back", () => {
    const element = shown(SCALE, stage());
    element.querySelector<HTMLElement>("[role=radiogroup]")!.style.direction = "rtl";
    press(named(element, "0, Mild"), "ArrowLeft");
    expect(document.activeElement).toBe(named(element, "1, Mild"));
    press(document.activeElement!, "ArrowRight");
    expect(document.activeElement).toBe(named(element, "0, Mild"));
  });

  test("an older scale can no longer be answered", () => {
    const here = stage();
    const element = shown(SCALE, here);
    quietView(element);
    named(element, "7, Severe").click();
    expect(here.sent.texts).toEqual([]);
  });
});
