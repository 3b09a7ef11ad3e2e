import type { Step, TechniqueView } from "../protocol";
import { filled, type Strings } from "../strings";
import type { MessageWith, ViewContext } from "./context";
import { spotsDrawing } from "./drawing";
import { button, disclosure, make, paragraph, part } from "./elements";

const STEPS_AT_FIRST = 3;

/** How many of four dots are filled for how sure we are; the words beside them say it. */
const DOTS: Readonly<Record<TechniqueView["certainty_level"], number>> = {
  low: 2,
  very_low: 1,
  untested: 0,
  against: 0,
};

/** A technique: what it is, how to do it, how sure we are, and what to take care of. */
export function technique(message: MessageWith<TechniqueView>, context: ViewContext): HTMLElement {
  const view = message.view;
  const strings = context.strings.views;
  const heading = make("h3", {}, view.name, view.minutes ? make("small", {}, view.minutes) : null);
  const card = make(
    "article",
    { class: "v-card" },
    paragraph(view.likeness, "v-quiet"),
    heading,
    spotsDrawing(
      view.steps.flatMap((step) => step.spots ?? []),
      context.drawings,
    ),
    paragraph(view.why),
    part(strings.position, paragraph(view.position)),
    paragraph(view.limits, "v-care"),
    part(strings.steps, steps(view.steps, context)),
    certainty(view, context),
    care(view, context),
  );
  const rest = [view.left_out, view.also_see, view.others].map((text) =>
    paragraph(text, "v-quiet"),
  );
  card.append(...rest.filter((text): text is HTMLElement => text !== null));
  return card;
}

function steps(all: readonly Step[], context: ViewContext): HTMLElement | null {
  if (all.length === 0) return null;
  const items = all.map((step) =>
    make("li", { tabindex: "-1" }, step.text, make("small", {}, manner(step, context))),
  );
  const list = make("ol", { class: "v-steps" }, ...items);
  if (all.length <= STEPS_AT_FIRST) return list;
  const later = items.slice(STEPS_AT_FIRST);
  later.forEach((item) => (item.hidden = true));
  const more = button(
    "v-plain",
    showAll,
    {},
    filled(context.strings.views.showAllSteps, { count: all.length }),
  );

  function showAll(): void {
    later.forEach((item) => (item.hidden = false));
    later[0]!.focus();
    more.remove();
  }

  return make("div", {}, list, more);
}

/** How long and how hard, in words. */
export function manner(step: Step, context: ViewContext): string {
  const strings = context.strings.views;
  return [duration(step.seconds, strings), step.pressure_words]
    .filter(Boolean)
    .join(strings.listSeparator);
}

function duration(seconds: number, strings: Strings["views"]): string {
  if (seconds === 0) return "";
  const minutes = seconds / 60;
  if (minutes > 1 && Number.isInteger(minutes)) return filled(strings.minutes, { count: minutes });
  return filled(strings.seconds, { count: seconds });
}

function certainty(view: TechniqueView, context: ViewContext): HTMLElement | null {
  if (!view.certainty) return null;
  const strings = context.strings.views;
  const dots = [1, 2, 3, 4].map((at) =>
    make("i", { class: at <= DOTS[view.certainty_level] ? "v-on" : null }),
  );
  const words = make(
    "p",
    {},
    make("span", { class: "v-dots", "aria-hidden": "true" }, ...dots),
    view.certainty,
  );
  const evidence = paragraph(view.evidence);
  const content = make("div", {}, words, evidence && disclosure(strings.whatThisRestsOn, evidence));
  return part(strings.howSure, content);
}

function care(view: TechniqueView, context: ViewContext): HTMLElement | null {
  const strings = context.strings.views;
  const caveats = view.caveats.map((caveat) => make("li", {}, caveat));
  const stop = view.stop_if
    ? make("p", {}, make("strong", {}, filled(strings.stopIf, { reason: view.stop_if })))
    : null;
  if (caveats.length === 0 && !stop) return null;
  const list = caveats.length ? make("ul", {}, ...caveats) : null;
  return make("div", { class: "v-care" }, make("h4", {}, strings.takeCare), list, stop);
}
