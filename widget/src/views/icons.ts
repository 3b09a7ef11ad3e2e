import pause from "../../drawings/icons/pause.svg?raw";
import phone from "../../drawings/icons/phone.svg?raw";
import play from "../../drawings/icons/play.svg?raw";
import thumbDown from "../../drawings/icons/thumb-down.svg?raw";
import thumbUp from "../../drawings/icons/thumb-up.svg?raw";
import { svgFrom } from "./svg";

const ICONS = { pause, phone, play, "thumb-down": thumbDown, "thumb-up": thumbUp };

/** A small line drawing beside words, silent for screen readers. */
export function icon(name: keyof typeof ICONS): Element {
  return drawn(ICONS[name]);
}

/** The text of an SVG file as an icon. */
export function drawn(text: string): Element {
  const drawing = svgFrom(text);
  drawing.setAttribute("class", "v-icon");
  drawing.setAttribute("aria-hidden", "true");
  return drawing;
}
