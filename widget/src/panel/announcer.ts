import { make } from "../views/elements";

const MILLISECONDS_APART = 150;
const MILLISECONDS_KEPT = 10_000; // old words must not be found by whoever walks over the page

/** Tells screen readers what is new: once for each message, danger over whatever is being read. */
export class Announcer {
  readonly element = make("div", { class: "unseen" });
  private readonly polite = new Region("polite");
  private readonly assertive = new Region("assertive");

  constructor() {
    this.element.append(this.polite.element, this.assertive.element);
  }

  /** Says it when the reader is done; what comes close together is said together. */
  say(text: string): void {
    this.polite.say(text);
  }

  /** Says it now. */
  warn(text: string): void {
    this.assertive.say(text);
  }
}

/** A live region; emptied first, so that the same words are said again. */
class Region {
  readonly element: HTMLElement;
  private waiting: string[] = [];
  private emptying: ReturnType<typeof setTimeout> | undefined;

  constructor(urgency: "polite" | "assertive") {
    this.element = make("div", { "aria-live": urgency, "aria-atomic": "true" });
  }

  say(text: string): void {
    this.waiting.push(text);
    if (this.waiting.length > 1) return;
    clearTimeout(this.emptying);
    this.element.textContent = "";
    setTimeout(() => {
      this.element.textContent = this.waiting.join("\n");
      this.waiting = [];
      this.emptying = setTimeout(() => (this.element.textContent = ""), MILLISECONDS_KEPT);
    }, MILLISECONDS_APART);
  }
}
