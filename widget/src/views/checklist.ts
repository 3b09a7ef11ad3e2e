import type { ChecklistView } from "../protocol";
import type { MessageWith, ViewContext } from "./context";
import { questionForm } from "./question-form";
import { tickList } from "./tick-list";

/** Several answers to one question; "none of these" excludes the others. */
export function checklist(message: MessageWith<ChecklistView>, context: ViewContext): HTMLElement {
  const list = tickList(message.choices, message.view.none, () => form.count());
  const form = questionForm(
    message,
    message.view.question,
    { content: [list.element], chosen: list.chosen, focus: list.focus },
    context,
  );
  return form.element;
}
