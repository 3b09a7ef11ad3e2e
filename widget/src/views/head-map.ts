import type { Choice, HeadMapView, MapRegion } from "../protocol";
import { filled } from "../strings";
import { arrowKeys } from "./arrow-keys";
import type { MessageWith, ViewContext } from "./context";
import { figureFrom, partOf } from "./drawing";
import { button, disclosure, make } from "./elements";
import { questionForm } from "./question-form";
import { whenQuiet } from "./quiet";
import { tickList } from "./tick-list";

const FIGURES = ["front", "side", "back"] as const;
/** So many choices are shown under the map without being asked for. */
const FEW_CHOICES = 4;
type MapFigure = (typeof FIGURES)[number];

interface Panel {
  readonly figure: MapFigure;
  readonly element: HTMLElement;
}

/** Where it hurts, tapped on drawings or ticked in a list, sent together. */
export function headMap(message: MessageWith<HeadMapView>, context: ViewContext): HTMLElement {
  const strings = context.strings.views;
  const map = regionButtons(message.view.regions, changed);
  const panels = FIGURES.map((figure) => panel(figure, message.view.regions, map, context)).filter(
    (each): each is Panel => each !== null,
  );
  const undrawn = message.view.regions.filter((region) => !map.drawn.has(region.token));
  const list = tickList([...message.choices, ...undrawn], null, changed);
  const others = disclosure(strings.orFromList, list.element);
  const few = message.choices.length <= FEW_CHOICES;
  others.open = few || panels.length === 0 || context.theme === "dim";
  const words = make("p", { class: "v-chosen" });

  const form = questionForm(
    message,
    message.view.question,
    { content: [...figures(panels, context), words, others], chosen, focus },
    context,
  );
  whenQuiet(form.element, map.end);

  function chosen(): Choice[] {
    const onMap = map.chosen();
    const titles = new Set(onMap.map((region) => region.title));
    return [...onMap, ...list.chosen().filter((choice) => !titles.has(choice.title))];
  }

  function focus(): void {
    const region = form.element.querySelector<SVGElement>(".v-figure:not([hidden]) .v-region");
    if (region && context.theme !== "dim") region.focus();
    else list.focus();
  }

  function changed(): void {
    const titles = chosen().map((each) => each.title);
    words.textContent = titles.length
      ? filled(strings.chosen, { words: titles.join(strings.listSeparator) })
      : "";
    form.count();
  }

  return form.element;
}

interface RegionButtons {
  readonly drawn: Set<string>;
  turnInto(shape: SVGElement, region: MapRegion): void;
  chosen(): Choice[];
  end(): void;
}

/** Turns shapes into labelled toggle buttons and knows which are pressed. */
function regionButtons(regions: readonly MapRegion[], changed: () => void): RegionButtons {
  const pressed = new Set<string>();
  const shapes: SVGElement[] = [];
  const drawn = new Set<string>();
  let over = false;

  function turnInto(shape: SVGElement, region: MapRegion): void {
    drawn.add(region.token);
    shapes.push(shape);
    shape.classList.add("v-region");
    const attributes = { role: "button", tabindex: "0", "aria-pressed": "false" };
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
    shape.setAttribute("aria-label", region.title);
    shape.addEventListener("click", () => toggle(shape, region));
    shape.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      toggle(shape, region);
    });
  }

  function toggle(shape: SVGElement, region: MapRegion): void {
    if (over) return;
    if (!pressed.delete(region.token)) pressed.add(region.token);
    shape.setAttribute("aria-pressed", String(pressed.has(region.token)));
    changed();
  }

  function end(): void {
    over = true;
    for (const shape of shapes) {
      shape.setAttribute("aria-disabled", "true");
      shape.removeAttribute("tabindex");
    }
  }

  return { drawn, turnInto, end, chosen: () => regions.filter((each) => pressed.has(each.token)) };
}

function panel(
  figure: MapFigure,
  regions: readonly MapRegion[],
  map: RegionButtons,
  context: ViewContext,
): Panel | null {
  const drawing = figureFrom(context.drawings, figure);
  const here = regions.filter((region) => region.figure === figure);
  if (!drawing || here.length === 0) return null;
  drawing.querySelectorAll(".place, .arrow").forEach((each) => each.remove());
  drawing.setAttribute("role", "group");
  const nearer = drawing.getAttribute("data-map"); // the part that the regions fill, for fingers
  if (nearer) drawing.setAttribute("viewBox", nearer);
  for (const region of here) {
    const shape = partOf(drawing, region.id);
    if (shape) map.turnInto(shape, region);
  }
  const strings = context.strings.views;
  drawing.setAttribute("aria-label", strings.figures[figure]);
  const element = make(
    "div",
    { class: "v-figure", role: "tabpanel", "aria-label": strings.figures[figure] },
    drawing,
  );
  if (figure !== "side") {
    const sides =
      figure === "front"
        ? [strings.yourRight, strings.yourLeft]
        : [strings.yourLeft, strings.yourRight];
    element.append(
      make(
        "div",
        { class: "v-sides" },
        ...sides.map((side) => make("span", { dir: "auto" }, side)),
      ),
    );
  }
  return { figure, element };
}

/** One figure at a time, chosen by tabs. */
function figures(panels: readonly Panel[], context: ViewContext): HTMLElement[] {
  if (panels.length === 0) return [];
  const strings = context.strings.views;
  const tabs = panels.map(({ figure }, index) =>
    button("v-tab", () => show(index), { role: "tab" }, strings.figures[figure]),
  );

  function show(chosen: number): void {
    panels.forEach(({ element }, index) => {
      element.hidden = index !== chosen;
      tabs[index]!.setAttribute("aria-selected", String(index === chosen));
    });
  }

  const bar = make(
    "div",
    { class: "v-tabs", role: "tablist", "aria-label": strings.seenFrom },
    ...tabs,
  );
  arrowKeys(bar, tabs, (tab) => tab.click());
  show(0);
  return [make("div", { class: "v-map" }, bar, ...panels.map(({ element }) => element))];
}
