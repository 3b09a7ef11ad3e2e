import { describe, expect, test } from "vitest";
import type { HeadMapView } from "../../src/protocol";
import { quietView } from "../../src/views";
import { choices, message, named, press, shown, stage, visible } from "./helpers";

type Region = HeadMapView["regions"][number];

function region(id: string, figure: Region["figure"], title: string): Region {
  return { id, figure, title, token: `token of ${id}` };
}

const REGIONS = [
  region("forehead", "front", "Forehead"),
  region("temple_left", "front", "Left temple"),
  region("back_left", "back", "Back of the head on the left"),
];
const MAP = message(
  { kind: "head_map", question: "Where is it?", regions: REGIONS },
  { text: "Where is it?", choices: choices("Forehead", "All over") },
);

describe("head map", () => {
  test("every region is a button with its title, not pressed at first", () => {
    const element = shown(MAP, stage());
    const buttons = [...element.querySelectorAll(".v-region")];
    expect(buttons.map((each) => each.getAttribute("aria-label"))).toEqual(
      REGIONS.map((each) => each.title),
    );
    for (const button of buttons) {
      expect(button.getAttribute("role")).toBe("button");
      expect(button.getAttribute("tabindex")).toBe("0");
      expect(button.getAttribute("aria-pressed")).toBe("false");
    }
  });

  test("regions of several figures are chosen, said in words and sent together", () => {
    const here = stage();
    const element = shown(MAP, here);
    named<SVGElement>(element, "Back of the head on the left").dispatchEvent(
      new MouseEvent("click"),
    );
    named<SVGElement>(element, "Left temple").dispatchEvent(new MouseEvent("click"));
    expect(element.querySelector(".v-chosen")?.textContent).toBe(
      "Chosen: Left temple, Back of the head on the left",
    );
    named(element, "Send (2 chosen)").click();
    expect(here.sent.choices).toEqual([
      {
        tokens: ["token of temple_left", "token of back_left"],
        words: "Left temple, Back of the head on the left",
      },
    ]);
  });

  test.each(["Enter", " "])("the key '%s' presses a region, and again takes it back", (key) => {
    const element = shown(MAP, stage());
    const temple = named<SVGElement>(element, "Left temple");
    press(temple, key);
    expect(temple.getAttribute("aria-pressed")).toBe("true");
    press(temple, key);
    expect(temple.getAttribute("aria-pressed")).toBe("false");
    expect(element.querySelector(".v-chosen")?.textContent).toBe("");
  });

  test("one figure is seen at a time, chosen by tabs that arrow keys reach", () => {
    const element = shown(MAP, stage());
    const back = named<SVGElement>(element, "Back of the head on the left");
    expect(visible(back)).toBe(false);
    press(named(element, "Front"), "ArrowRight");
    expect(visible(back)).toBe(true);
    const selected = element.querySelector("[role=tab][aria-selected=true]");
    expect(selected?.textContent).toBe("Back");
    expect(document.activeElement).toBe(selected);
  });

  test("the person's own left is at the right of the front and at the left of the back", () => {
    const sides = [...shown(MAP, stage()).querySelectorAll(".v-sides")].map((each) =>
      [...each.children].map((side) => side.textContent),
    );
    expect(sides).toEqual([
      ["Your right", "Your left"],
      ["Your left", "Your right"],
    ]);
  });

  test("places and arrows of techniques are not shown on it", () => {
    expect(shown(MAP, stage()).querySelectorAll(".place, .arrow")).toHaveLength(0);
  });

  test("the list adds its words, and the same place twice is sent once", () => {
    const here = stage();
    const element = shown(MAP, here);
    named<SVGElement>(element, "Forehead").dispatchEvent(new MouseEvent("click"));
    const boxes = [...element.querySelectorAll<HTMLInputElement>("details input")];
    boxes.forEach((box) => box.click());
    named(element, "Send (2 chosen)").click();
    expect(here.sent.choices[0]?.words).toBe("Forehead, All over");
  });

  test("a region that the drawing lacks can be chosen from the list", () => {
    const view = {
      kind: "head_map",
      question: "Where?",
      regions: [region("moon", "front", "Crown")],
    } as const;
    const here = stage();
    const element = shown(message({ ...view, regions: [...view.regions] }), here);
    named(element, "Crown").click();
    named(element, "Send (1 chosen)").click();
    expect(here.sent.choices).toEqual([{ tokens: ["token of moon"], words: "Crown" }]);
  });

  test("a long list is folded, but stands open when there are no pictures", () => {
    const long = { ...MAP, choices: choices("A", "B", "C", "D", "E") };
    const open = (...changes: Parameters<typeof stage>) =>
      shown(long, stage(...changes)).querySelector("details")!.open;
    expect(open()).toBe(false);
    expect(open({ theme: "dim" })).toBe(true);
    expect(open({ drawings: {} })).toBe(true);
  });

  test("a short list is seen at once", () => {
    expect(shown(MAP, stage()).querySelector("details")!.open).toBe(true);
  });

  test("an older map can no longer be answered", () => {
    const here = stage();
    const element = shown(MAP, here);
    const temple = named<SVGElement>(element, "Left temple");
    press(temple, "Enter");
    quietView(element);
    press(temple, "Enter");
    element.dispatchEvent(new Event("submit", { cancelable: true }));
    expect(temple.getAttribute("aria-pressed")).toBe("true");
    expect(temple.hasAttribute("tabindex")).toBe(false);
    expect(here.sent.choices).toEqual([]);
  });

  test("two maps on a page share no id", () => {
    shown(MAP, stage());
    expect(document.body.querySelectorAll("[id]")).toHaveLength(0);
  });
});
