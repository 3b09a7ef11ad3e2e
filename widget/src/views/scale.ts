import type { Choice, ScaleView } from "../protocol";
import { filled } from "../strings";
import { arrowKeys } from "./arrow-keys";
import type { MessageWith, ViewContext } from "./context";
import { button, make } from "./elements";
import { said } from "./question-form";
import { keepingFocus, quietView, whenQuiet } from "./quiet";

/** A number on a scale, sent by one press, or one of the choices in words beneath it. */
export function scale(message: MessageWith<ScaleView>, context: ViewContext): HTMLElement {
  const view = message.view;
  const numbers = Array.from({ length: view.highest - view.lowest + 1 }, (_, i) => view.lowest + i);
  const radios = numbers.map((number) =>
    button("v-number", () => chooseNumber(number), radio(number, view, context), String(number)),
  );
  const group = make(
    "div",
    { class: "v-numbers", role: "radiogroup", "aria-label": view.question },
    ...radios,
  );
  const words = message.choices.map((choice) =>
    button("v-worded", () => chooseWords(choice), {}, ranged(choice.title, view, context)),
  );
  const controls = make(
    "fieldset",
    {},
    make("legend", {}, view.question),
    group,
    make("div", { class: "v-ticks" }, ...words),
  );
  const element = make(
    "div",
    { class: "v-card v-question", tabindex: "-1" },
    ...said(message.text, view.question),
    controls,
  );
  arrowKeys(group, radios);

  function chooseNumber(number: number): void {
    if (controls.disabled) return;
    radios[number - view.lowest]!.setAttribute("aria-checked", "true");
    quietView(element);
    context.sendText(String(number));
  }

  function chooseWords(choice: Choice): void {
    if (controls.disabled) return;
    quietView(element);
    context.sendChoices([choice.token], choice.title);
  }

  whenQuiet(element, () => {
    keepingFocus(element, () => (controls.disabled = true));
    element.classList.add("v-over");
  });
  return element;
}

function radio(number: number, view: ScaleView, context: ViewContext): Record<string, string> {
  const title = view.parts.find((part) => number <= part.up_to)?.title;
  const name = title
    ? filled(context.strings.views.numberNamed, { number, title })
    : String(number);
  return { role: "radio", "aria-checked": "false", "aria-label": name };
}

/** A choice with the numbers it stands for, when it names a part of the scale. */
function ranged(title: string, view: ScaleView, context: ViewContext): string {
  const index = view.parts.findIndex((part) => part.title === title);
  if (index < 0) return title;
  const before = view.parts[index - 1];
  const from = before ? before.up_to + 1 : view.lowest;
  return filled(context.strings.views.range, { from, to: view.parts[index]!.up_to, title });
}
