import close from "../../drawings/icons/close.svg?raw";
import menu from "../../drawings/icons/menu.svg?raw";
import send from "../../drawings/icons/send.svg?raw";
import { drawn } from "../views/icons";

const ICONS = { close, menu, send };

/** A line drawing on a button of the panel, silent for screen readers. */
export function panelIcon(name: keyof typeof ICONS): Element {
  return drawn(ICONS[name]);
}
