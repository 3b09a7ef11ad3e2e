const SVG = "http://www.w3.org/2000/svg";

/** A ring that empties while time passes: `show` takes the share that is left, from 0 to 1. */
export function ring(): { element: SVGSVGElement; show(share: number): void } {
  const element = document.createElementNS(SVG, "svg");
  element.setAttribute("viewBox", "0 0 64 64");
  element.setAttribute("class", "v-ring");
  element.setAttribute("aria-hidden", "true");
  const left = circle("v-left");
  element.append(circle("v-whole"), left);
  return { element, show: (share) => left.setAttribute("stroke-dasharray", `${share} 1`) };
}

function circle(style: string): SVGCircleElement {
  const made = document.createElementNS(SVG, "circle");
  const place = { cx: "32", cy: "32", r: "29", pathLength: "1", class: style };
  for (const [name, value] of Object.entries(place)) made.setAttribute(name, value);
  return made;
}
