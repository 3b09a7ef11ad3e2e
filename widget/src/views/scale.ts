import type { ScaleView } from "../protocol";
import { filled } from "../strings";
import { arrowKeys } from "./arrow-keys";
import type { MessageWith, ViewContext } from "./context";
import { button, make } from "./elements";
import { said } from "./question-form";
import { keepingFocus, quietView, whenQuiet } from "./quiet";

/** A number on a scale, sent by one press; arrow keys move without sending. */
export function scale(message: MessageWith<ScaleView>, context: ViewContext): HTMLElement {
  const view = message.view;
  const numbers = Array.from({ length: view.highest - view.lowest + 1 }, (_, i) => view.lowest + i);
  const buttons = numbers.map((number) =>
    button("v-number", () => choose(number), named(number, view, context), String(number)),
  );
  const group = make("div", { class: "v-numbers", role: "radiogroup", "aria-label": view.question }, ...buttons);
  const element = make(
    "div",
    { class: "v-card v-question", tabindex: "-1" },
    ...said(message.text, view.question),
    make("p", { class: "v-legend" }, view.question),
    group,
    make("ul", { class: "v-parts" }, ...parts(view, context)),
  );
  arrowKeys(group, buttons);

  function choose(number: number): void {
    buttons[number - view.lowest]!.setAttribute("aria-checked", "true");
    quietView(element);
    context.sendText(String(number));
  }

  whenQuiet(element, () => {
    keepingFocus(element, () => buttons.forEach((each) => (each.disabled = true)));
    element.classList.add("v-over");
  });
  return element;
}

function named(number: number, view: ScaleView, context: ViewContext): Record<string, string> {
  const title = view.parts.find((each) => number <= each.up_to)?.title;
  const name = title ? filled(context.strings.views.numberNamed, { number, title }) : String(number);
  return { role: "radio", "aria-checked": "false", "aria-label": name };
}

function parts(view: ScaleView, context: ViewContext): HTMLElement[] {
  return view.parts.map((each, index) => {
    const before = view.parts[index - 1];
    const from = before ? before.up_to + 1 : view.lowest;
    return make("li", {}, filled(context.strings.views.range, { from, to: each.up_to, title: each.title }));
  });
}
