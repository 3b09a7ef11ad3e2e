import { afterEach, describe, expect, test, vi } from "vitest";
import { drawings } from "../../src/panel/drawings";
import type { Message, Spot } from "../../src/protocol";
import { quietView, renderThumbs, renderView } from "../../src/views";
import { figureFrom, partOf } from "../../src/views/drawing";
import { stage } from "./helpers";

const MARKUP = '<img src=x onerror="alert(1)"><script>alert(2)</script>';
const FILES = import.meta.glob<Message>("../../fixtures/*.json", {
  eager: true,
  import: "default",
});
const MESSAGES = Object.entries(FILES).map(
  ([path, message]) => [path.split("/").at(-1)!, message] as const,
);
const KINDS = ["checklist", "scale", "head_map", "technique", "guide_step", "referral", "danger"];
/** Not shown as words: they choose how something is shown. */
const CODES = ["kind", "certainty_level", "danger", "figure", "from"];

/** The same message with markup in every text that anyone might write. */
function poisoned<Value>(value: Value, key = ""): Value {
  if (Array.isArray(value)) return value.map((each) => poisoned(each)) as Value;
  if (value && typeof value === "object")
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, poisoned(each, name)]),
    ) as Value;
  return (typeof value === "string" && !CODES.includes(key) ? `${value}${MARKUP}` : value) as Value;
}

function spotsOf({ view }: Message): Spot[] {
  if (view?.kind === "guide_step") return view.step.spots ?? [];
  return view?.kind === "technique" ? view.steps.flatMap((step) => step.spots ?? []) : [];
}

afterEach(() => vi.restoreAllMocks());

describe("the assistant's real messages", () => {
  test("there is one of every kind", () => {
    const kinds = new Set(MESSAGES.map(([, message]) => message.view?.kind));
    expect(KINDS.filter((kind) => !kinds.has(kind as never))).toEqual([]);
  });

  test.each(MESSAGES)("%s is shown by its view, or by its text when it has none", (_, message) => {
    const element = renderView(message, stage().context);
    expect(element === null).toBe(message.view === null);
    if (element) quietView(element);
  });

  test.each(MESSAGES)("%s: every button and field has a name", (_, message) => {
    const element = renderView(message, stage().context);
    for (const each of element?.querySelectorAll("button, a, input, [role=button]") ?? []) {
      const name =
        each.getAttribute("aria-label") ?? each.closest("label")?.textContent ?? each.textContent;
      expect(name?.trim(), each.outerHTML).toBeTruthy();
    }
    if (element) quietView(element);
  });

  test.each(MESSAGES)("%s: markup in any field stays text", (_, message) => {
    const element = renderView(poisoned(message), stage().context);
    const thumbs = renderThumbs(poisoned(message), stage().context);
    for (const root of [element, thumbs]) {
      if (!root) continue;
      document.body.replaceChildren(root);
      expect(root.querySelectorAll("img, script")).toHaveLength(0);
      expect(
        [...root.querySelectorAll("a")].filter((link) => !/^(tel|https):/.test(link.href)),
      ).toEqual([]);
    }
    if (element) {
      expect(element.textContent).toContain("<img src=x onerror=");
      quietView(element);
    }
  });

  test("every region of the head map can be tapped on the real drawings", () => {
    for (const [, message] of MESSAGES) {
      if (message.view?.kind !== "head_map") continue;
      const element = renderView(message, stage({ drawings }).context)!;
      const tapped = [...element.querySelectorAll(".v-region")].map((each) =>
        each.getAttribute("aria-label"),
      );
      expect(tapped.sort()).toEqual(message.view.regions.map((region) => region.title).sort());
    }
  });

  test("every place and arrow that a step names is in its drawing", () => {
    const missing = MESSAGES.flatMap(([, message]) => spotsOf(message)).flatMap(
      ({ figure, place, arrow }) => {
        const drawing = figureFrom(drawings, figure)!;
        return [place, arrow].filter((name) => name && !partOf(drawing, name));
      },
    );
    expect(missing).toEqual([]);
  });

  test("a view that this widget does not know is left to the text", () => {
    const unknown = { ...MESSAGES[0]![1], view: { kind: "toString" } } as unknown as Message;
    expect(renderView(unknown, stage().context)).toBeNull();
  });
});
