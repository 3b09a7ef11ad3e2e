import type { Spot } from "../protocol";
import type { Drawings, Figure } from "./context";
import { make } from "./elements";
import { svgFrom } from "./svg";

/**
 * A figure from the text of its SVG file, or null when there is none. Its ids become `data-part`,
 * so that one page can show the figure many times.
 */
export function figureFrom(drawings: Drawings, figure: Figure): SVGSVGElement | null {
  const text = drawings[figure];
  if (!text) return null;
  const drawing = svgFrom(text);
  for (const named of [drawing, ...drawing.querySelectorAll("[id]")]) {
    if (named.id) named.setAttribute("data-part", named.id);
    named.removeAttribute("id");
  }
  drawing.setAttribute("focusable", "false");
  return drawing;
}

/** The named part of a figure, or null. */
export function partOf(drawing: SVGSVGElement, name: string): SVGElement | null {
  return (
    [...drawing.querySelectorAll<SVGElement>("[data-part]")].find(
      (each) => each.getAttribute("data-part") === name,
    ) ?? null
  );
}

/** The figures with what is to be shown on them, or null without any; the words say the same. */
export function spotsDrawing(spots: readonly Spot[], drawings: Drawings): HTMLElement | null {
  const figures = [...new Set(spots.map((spot) => spot.figure))]
    .map((figure) =>
      figureWith(
        spots.filter((spot) => spot.figure === figure),
        drawings,
        figure,
      ),
    )
    .filter((drawing): drawing is SVGSVGElement => drawing !== null);
  return figures.length
    ? make("div", { class: "v-drawing", "aria-hidden": "true" }, ...figures)
    : null;
}

function figureWith(
  spots: readonly Spot[],
  drawings: Drawings,
  figure: Figure,
): SVGSVGElement | null {
  const drawing = figureFrom(drawings, figure);
  if (!drawing) return null;
  const shown = new Set(spots.flatMap((spot) => [spot.place, spot.arrow]));
  drawing.querySelectorAll(".region").forEach((each) => each.remove());
  drawing.querySelectorAll(".place, .arrow").forEach((each) => {
    if (!shown.has(each.getAttribute("data-part") ?? "")) each.remove();
  });
  comeNear(drawing);
  return drawing;
}

/** Shows the head alone where everything shown is on it. */
function comeNear(drawing: SVGSVGElement): void {
  const near = drawing.getAttribute("data-near");
  const shown = [...drawing.querySelectorAll(".place, .arrow")];
  if (near && shown.every((each) => each.hasAttribute("data-near"))) {
    drawing.setAttribute("viewBox", near);
  }
}
