import type { ReferralView } from "../protocol";
import { filled } from "../strings";
import type { MessageWith, ViewContext } from "./context";
import { button, make, paragraph, part } from "./elements";
import { icon } from "./icons";
import { callLink, numberOf, pageLink } from "./links";

/** Who to see, why, how soon, what to tell them, and how to reach them. */
export function referral(message: MessageWith<ReferralView>, context: ViewContext): HTMLElement {
  const view = message.view;
  const strings = context.strings.views;
  return make(
    "article",
    { class: "v-card" },
    make("h3", {}, view.name),
    paragraph(view.why),
    part(strings.howSoon, paragraph(view.how_soon)),
    part(strings.howToFind, paragraph(view.find)),
    call(view.call, context),
    tellThem(view.tell_them, context),
    booking((view.bookable && context.bookingLink) || view.booking_link, context),
    part(strings.orReachUs, paragraph(view.contact)),
  );
}

function tellThem(text: string, context: ViewContext): HTMLElement | null {
  if (!text) return null;
  const strings = context.strings.views;
  const words = make("p", { class: "v-words", tabindex: "-1" }, text);
  const done = make("span", { class: "v-hint" });
  const copy = button("v-plain", () => void copyText(), {}, strings.copy);

  async function copyText(): Promise<void> {
    const copied = await toClipboard(text);
    if (!copied) select(words);
    done.textContent = copied ? strings.copied : strings.copyByHand;
    context.announce(done.textContent);
  }

  return part(
    strings.tellThem,
    make("div", {}, words, make("div", { class: "v-row" }, copy, done)),
  );
}

/** Whether the text went to the clipboard; a page without https, or a person, may forbid it. */
async function toClipboard(text: string): Promise<boolean> {
  if (!navigator.clipboard) return false;
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}

function select(words: HTMLElement): void {
  const range = document.createRange();
  range.selectNodeContents(words);
  const selection = getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
}

function call(link: string, context: ViewContext): HTMLElement | null {
  const href = callLink(link);
  if (!href) return null;
  const name = filled(context.strings.views.call, { number: numberOf(href) });
  return make("a", { class: "v-button v-main", href }, icon("phone"), name);
}

function booking(link: string, context: ViewContext): HTMLElement | null {
  const page = pageLink(link);
  if (!page) return null;
  const name = filled(context.strings.views.book, { host: page.host });
  const attributes = {
    class: "v-button",
    href: page.href,
    target: "_blank",
    rel: "noopener noreferrer",
  };
  return make("a", attributes, name);
}
