import { describe, expect, test } from "vitest";
import { drawings } from "../../src/panel/drawings";
import { spotsDrawing } from "../../src/views/drawing";
import type { Spot } from "../../src/protocol";

const TEMPLE: Spot = { figure: "front", place: "place-temple_left", arrow: "" };
const CHEST: Spot = { figure: "front", place: "place-chest_left", arrow: "" };

function boxes(...spots: Spot[]): (string | null)[] {
  const pictures = spotsDrawing(spots, drawings)!.querySelectorAll("svg");
  return [...pictures].map((picture) => picture.getAttribute("viewBox"));
}

describe("the picture of a step", () => {
  test("is the head alone where everything to show is on it", () => {
    const [left, , width] = boxes(TEMPLE)[0]!.split(" ").map(Number);
    expect(left).toBeGreaterThan(0);
    expect(width).toBeLessThan(240);
  });

  test("is the whole figure as soon as one thing lies beyond the head", () => {
    expect(boxes(TEMPLE, CHEST)).toEqual(["0 0 240 280"]);
  });

  test("is one for each figure that is named", () => {
    expect(boxes(TEMPLE, { figure: "back", place: "place-neck_left", arrow: "" })).toHaveLength(2);
  });
});
