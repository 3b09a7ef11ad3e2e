import type { DangerView } from "../protocol";
import { filled } from "../strings";
import type { MessageWith, ViewContext } from "./context";
import { make, paragraph, paragraphs } from "./elements";
import { icon } from "./icons";
import { callLink, numberOf } from "./links";

/** What to do now: the words, and the number to call, in plain sight. */
export function danger(message: MessageWith<DangerView>, context: ViewContext): HTMLElement {
  const view = message.view;
  const calls = view.danger === "crisis" ? [crisis(view, context), emergency(view, context)] : [emergency(view, context)];
  return make(
    "article",
    { class: `v-card v-danger v-${view.danger.replace("_", "-")}` },
    ...paragraphs(message.text),
    make("div", { class: "v-calls" }, ...calls),
  );
}

function emergency(view: DangerView, context: ViewContext): HTMLElement | null {
  const strings = context.strings.views;
  const href = callLink(view.call);
  if (!href) return paragraph(filled(strings.callWords, { words: view.emergency_number }), "v-number-words");
  const name = { emergency: strings.call, same_day: strings.callIfWorse, crisis: strings.callInDanger }[view.danger];
  return callButton(href, filled(name, { number: numberOf(href) }), view.danger === "emergency");
}

function crisis(view: DangerView, context: ViewContext): HTMLElement | null {
  if (!view.crisis_line) return null;
  const words = filled(context.strings.views.talkTo, { line: view.crisis_line });
  const href = callLink(view.crisis_call);
  return href ? callButton(href, words, true) : paragraph(words, "v-number-words");
}

function callButton(href: string, words: string, urgent: boolean): HTMLElement {
  const style = `v-button v-call ${urgent ? "v-urgent" : ""}`.trim();
  return make("a", { class: style, href }, icon("phone"), words);
}
