import type { Choice, Message } from "../protocol";
import { filled } from "../strings";
import type { ViewContext } from "./context";
import { make, paragraphs } from "./elements";
import { keepingFocus, quietView, whenQuiet } from "./quiet";

/** A question with several answers, sent together by one button that says how many. */
export interface QuestionForm {
  readonly element: HTMLFormElement;
  /** Says on the button how many answers are chosen. */
  count(): void;
}

export interface Answers {
  /** What stands between the question and the button. */
  readonly content: readonly HTMLElement[];
  chosen(): Choice[];
  focus(): void;
}

export function questionForm(
  message: Message,
  question: string,
  answers: Answers,
  context: ViewContext,
): QuestionForm {
  const strings = context.strings.views;
  const send = make("button", { type: "submit", class: "v-button v-main" });
  const hint = make("p", { class: "v-hint", role: "status" });
  const fields = make("fieldset", {}, make("legend", {}, question), ...answers.content, hint, send);
  const element = make(
    "form",
    { class: "v-card v-question", tabindex: "-1", novalidate: true },
    ...said(message.text, question),
    fields,
  );

  function count(): void {
    const chosen = answers.chosen().length;
    send.textContent = chosen ? filled(strings.sendCount, { count: chosen }) : strings.send;
    hint.textContent = "";
  }

  function end(): void {
    keepingFocus(element, () => {
      fields.disabled = true;
      send.hidden = true;
      element.classList.add("v-over");
    });
  }

  element.addEventListener("submit", (event) => {
    event.preventDefault();
    if (fields.disabled) return;
    const chosen = answers.chosen();
    if (chosen.length === 0) {
      hint.textContent = strings.chooseFirst;
      answers.focus();
      return;
    }
    quietView(element);
    context.sendChoices(
      chosen.map((choice) => choice.token),
      chosen.map((choice) => choice.title).join(strings.listSeparator),
    );
  });
  whenQuiet(element, end);
  count();
  return { element, count };
}

/** What a message says before its question, as paragraphs. */
export function said(text: string, question: string): HTMLElement[] {
  const whole = text.trim();
  return paragraphs(
    whole.endsWith(question) ? whole.slice(0, whole.length - question.length) : whole,
  );
}
