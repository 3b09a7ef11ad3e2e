import { make } from "../views/elements";

const MILLISECONDS_APART = 150;

/** Tells screen readers what is new: once for each message, danger at once. */
export class Announcer {
  readonly element = make("div", { class: "unseen" });
  private readonly polite = make("div", { "aria-live": "polite", "aria-atomic": "true" });
  private readonly assertive = make("div", { "aria-live": "assertive", "aria-atomic": "true" });
  private waiting: string[] = [];

  constructor() {
    this.element.append(this.polite, this.assertive);
  }

  /** Says it when the reader is done; what comes close together is said together. */
  say(text: string): void {
    this.waiting.push(text);
    if (this.waiting.length > 1) return;
    setTimeout(() => {
      this.polite.textContent = this.waiting.join("\n");
      this.waiting = [];
    }, MILLISECONDS_APART);
  }

  /** Says it now, over whatever is being read. */
  warn(text: string): void {
    this.assertive.textContent = text;
  }
}
