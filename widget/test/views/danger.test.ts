import { describe, expect, test } from "vitest";
import type { DangerView } from "../../src/protocol";
import { message, shown, stage } from "./helpers";

function view(changes: Partial<DangerView> = {}): DangerView {
  return {
    kind: "danger",
    danger: "emergency",
    emergency_number: "999",
    call: "tel:999",
    crisis_line: "Samaritans on 116 123",
    crisis_call: "tel:116123",
    ...changes,
  };
}

function card(changes: Partial<DangerView> = {}): HTMLElement {
  return shown(message(view(changes), { text: "Please call 999 now.\nDon't drive." }), stage());
}

function links(element: HTMLElement): [string | null, string | null][] {
  return [...element.querySelectorAll("a")].map((link) => [
    link.textContent,
    link.getAttribute("href"),
  ]);
}

describe("danger card", () => {
  test("all that is said stands in plain sight, line by line, before the button", () => {
    const element = card();
    expect([...element.querySelectorAll("p")].map((line) => line.textContent)).toEqual([
      "Please call 999 now.",
      "Don't drive.",
    ]);
    expect(element.querySelector("details, [hidden], button")).toBeNull();
  });

  test("an emergency has one big button to call, and no crisis line", () => {
    const element = card();
    expect(links(element)).toEqual([["Call 999", "tel:999"]]);
    expect(element.querySelector("a")?.classList.contains("v-urgent")).toBe(true);
  });

  test("a crisis offers the crisis line first, then the emergency number", () => {
    expect(links(card({ danger: "crisis" }))).toEqual([
      ["Talk to Samaritans on 116 123", "tel:116123"],
      ["In danger now, call 999", "tel:999"],
    ]);
  });

  test("a crisis line without a number to call stands in words", () => {
    const { crisis_call: _, ...without } = view({
      danger: "crisis",
      crisis_line: "a line near you",
    });
    const element = shown(message(without), stage());
    expect(links(element)).toEqual([["In danger now, call 999", "tel:999"]]);
    expect(element.textContent).toContain("Talk to a line near you");
  });

  test("to be seen today, the number is for when it gets worse and does not shout", () => {
    const element = card({ danger: "same_day" });
    expect(links(element)).toEqual([["If it gets worse, call 999", "tel:999"]]);
    expect(element.querySelector("a")?.classList.contains("v-urgent")).toBe(false);
  });

  test("to be seen today, the advice line comes first when it can be called", () => {
    const element = card({ danger: "same_day", advice_line: "NHS 111", advice_call: "tel:111" });
    expect(links(element)).toEqual([
      ["Call NHS 111", "tel:111"],
      ["If it gets worse, call 999", "tel:999"],
    ]);
  });

  test("an advice line is for the same day only, and not shown without a number to call", () => {
    const line = { advice_line: "NHS 111", advice_call: "tel:111" };
    expect(card({ danger: "emergency", ...line }).textContent).not.toContain("111");
    expect(
      card({ danger: "same_day", ...line, advice_call: "" }).querySelectorAll("a"),
    ).toHaveLength(1);
  });

  test.each(["emergency", "same_day", "crisis"] as const)(
    "where the number is unknown, '%s' says how to find it",
    (danger) => {
      const words = "your emergency number (112 in Europe)";
      const element = card({ danger, call: "", emergency_number: words });
      expect(element.textContent).toContain(`Call ${words}`);
    },
  );
});
