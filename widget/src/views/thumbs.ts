import type { Message } from "../protocol";
import type { ViewContext } from "./context";
import { button, make } from "./elements";
import { icon } from "./icons";

/** What answers nothing: questions, steps, greetings; and danger, where thumbs would jar. */
const VIEWS_WITHOUT = ["checklist", "scale", "head_map", "guide_step", "danger"];
const RESPONSES_WITHOUT =
  /^utter_(ask|guide|greet|welcome|gist|noted|not_understood|goodbye|thank|emergency|crisis|same_day|massage_stays)/;

/** Whether an answer helped: two quiet toggles. Null where it would be out of place. */
export function renderThumbs(message: Message, context: ViewContext): HTMLElement | null {
  if (message.from !== "assistant" || RESPONSES_WITHOUT.test(message.response)) return null;
  if (VIEWS_WITHOUT.includes(message.view?.kind ?? "")) return null;
  const strings = context.strings.views;
  let helpful = message.helpful;
  const up = thumb("thumb-up", strings.helped, true);
  const down = thumb("thumb-down", strings.didNotHelp, false);
  show();

  function thumb(
    name: "thumb-up" | "thumb-down",
    title: string,
    meaning: boolean,
  ): HTMLButtonElement {
    return button("v-thumb", () => toggle(meaning), { "aria-label": title, title }, icon(name));
  }

  function toggle(meaning: boolean): void {
    helpful = helpful === meaning ? null : meaning;
    show();
    context.sendThumb(message.id, helpful);
  }

  function show(): void {
    up.setAttribute("aria-pressed", String(helpful === true));
    down.setAttribute("aria-pressed", String(helpful === false));
  }

  return make(
    "div",
    { class: "v-thumbs", role: "group", "aria-label": strings.didItHelp },
    up,
    down,
  );
}
