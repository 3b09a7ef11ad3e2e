import type { Choice, GuideStepView } from "../protocol";
import { filled } from "../strings";
import type { MessageWith, ViewContext } from "./context";
import { buzz } from "./device";
import { spotsDrawing } from "./drawing";
import { button, make, paragraph } from "./elements";
import { guideSwitches } from "./guide-switches";
import { keepingFocus, quietView, whenQuiet } from "./quiet";
import { stepTimer } from "./step-timer";
import { manner } from "./technique";
import { readAloud, stopReading } from "./voice";

/**
 * One step of a guided session: what to do, and its time. Going on is the message's first choice
 * and is offered at once; nothing goes on without the person, unless they switched that on.
 */
export function guideStep(message: MessageWith<GuideStepView>, context: ViewContext): HTMLElement {
  const { step, technique, name, number, total } = message.view;
  const { memory } = context;
  const strings = context.strings.views;
  const title = filled(strings.stepOf, { number, total });
  const [onward, ...others] = message.choices;
  const next = onward ? button("", () => choose(onward, technique), {}, onward.title) : null;
  const rest = others.map((choice) => button("", () => choose(choice, null), {}, choice.title));
  const choices = make("div", { class: "v-row" }, next, ...rest);
  const timer = step.seconds > 0 ? stepTimer(step.seconds, context, started, timeIsUp) : null;
  const switches = guideSwitches(context, read);
  const words = make(
    "div",
    {},
    make("p", { class: "v-instruction" }, step.text),
    paragraph(manner(step, context), "v-quiet"),
  );
  const controls = make("fieldset", {}, timer?.element ?? null, choices, switches.element);
  const element = make(
    "article",
    { class: "v-card", tabindex: "-1", "aria-label": title },
    make("h3", {}, title, make("small", {}, name)),
    make("div", { class: "v-doing" }, words, spotsDrawing(step.spots ?? [], context.drawings)),
    controls,
  );
  let over = false;

  function choose(choice: Choice, guiding: string | null): void {
    if (over) return;
    memory.guiding = guiding;
    quietView(element);
    context.sendChoices([choice.token], choice.title);
  }

  function started(): void {
    memory.guiding = technique;
    next?.classList.remove("v-main");
  }

  function timeIsUp(): void {
    buzz();
    next?.classList.add("v-main");
    if (onward && memory.automaticNext) return choose(onward, technique);
    context.announce(strings.timeIsUp);
    if (memory.readAloud) readAloud(strings.timeIsUp, context.language);
  }

  function read(): void {
    readAloud([step.text, step.pressure_words].join(" "), context.language);
  }

  /** A step that follows one the person went through begins by itself; others wait for them. */
  function begin(): void {
    if (over || memory.guiding !== technique) return;
    timer?.start();
    if (memory.readAloud) read();
  }

  whenQuiet(element, () => {
    over = true;
    timer?.stop();
    switches.end();
    stopReading();
    keepingFocus(element, () => {
      controls.disabled = true;
      controls.hidden = true;
    });
  });
  // Steps from the history are made quiet right after they are made, and must not begin.
  queueMicrotask(begin);
  return element;
}
