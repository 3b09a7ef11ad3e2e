import { trusting } from "../trusted";

const trusted = trusting("headache-chat-drawings", "createHTML");

/** One of our own drawings, from the text of its file. */
export function svgFrom(text: string): SVGSVGElement {
  const read = new DOMParser().parseFromString(trusted(text), "image/svg+xml").documentElement;
  return document.importNode(read, true) as unknown as SVGSVGElement;
}
