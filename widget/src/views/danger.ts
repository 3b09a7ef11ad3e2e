import type { DangerView } from "../protocol";
import { filled } from "../strings";
import type { MessageWith, ViewContext } from "./context";
import { make, paragraph, paragraphs } from "./elements";
import { icon } from "./icons";
import { callLink, numberOf } from "./links";

/** What to do now: the words, and the numbers to call, in plain sight. */
export function danger(message: MessageWith<DangerView>, context: ViewContext): HTMLElement {
  const view = message.view;
  const first = { emergency: null, same_day: advice(view, context), crisis: crisis(view, context) };
  return make(
    "article",
    { class: "v-card v-danger" },
    ...paragraphs(message.text),
    make("div", { class: "v-calls" }, first[view.danger], emergency(view, context)),
  );
}

function emergency(view: DangerView, context: ViewContext): HTMLElement | null {
  const strings = context.strings.views;
  const href = callLink(view.call);
  if (!href)
    return paragraph(filled(strings.callWords, { words: view.emergency_number }), "v-number-words");
  const names = {
    emergency: strings.call,
    same_day: strings.callIfWorse,
    crisis: strings.callInDanger,
  };
  const name = filled(names[view.danger], { number: numberOf(href) });
  return callButton(href, name, view.danger === "emergency" ? "v-urgent" : "");
}

/** Whom to talk to in a crisis: to call where there is a number, in words otherwise. */
function crisis(view: DangerView, context: ViewContext): HTMLElement | null {
  if (!view.crisis_line) return null;
  const words = filled(context.strings.views.talkTo, { line: view.crisis_line });
  const href = callLink(view.crisis_call);
  return href ? callButton(href, words, "v-urgent") : paragraph(words, "v-number-words");
}

/** Who advises on the same day; the message names them too. */
function advice(view: DangerView, context: ViewContext): HTMLElement | null {
  const href = callLink(view.advice_call);
  if (!href || !view.advice_line) return null;
  return callButton(
    href,
    filled(context.strings.views.callWords, { words: view.advice_line }),
    "v-main",
  );
}

function callButton(href: string, words: string, style: string): HTMLElement {
  return make("a", { class: `v-button v-call ${style}`.trim(), href }, icon("phone"), words);
}
