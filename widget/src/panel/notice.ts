import { button, make } from "../views/elements";
import { keepingFocus } from "./focus";

/** A button of a notice; pressing it ends the notice. */
export interface NoticeAction {
  readonly title: string;
  readonly act: () => void;
}

/** What a notice asks of the panel. */
export interface NoticeDesk {
  announce(text: string): void;
  /** Takes the focus when the notice goes away with it. */
  focus(): void;
}

/** A line above the talk that says how things are, with at most one button. */
export class Notice {
  readonly element = make("div", { class: "notice", hidden: true });
  private said = "";
  private passes = false;

  constructor(private readonly desk: NoticeDesk) {}

  show(text: string, action: NoticeAction | null = null, kind: "calm" | "grave" = "calm"): void {
    this.passes = false;
    this.change(() => {
      this.element.replaceChildren(make("p", {}, text));
      if (action) this.element.append(this.button(action));
      this.element.className = `notice ${kind}`;
      this.element.hidden = false;
    });
    if (text !== this.said) this.desk.announce(text);
    this.said = text;
  }

  /** Shows it until the person says something: then they have seen it, and want the room. */
  showInPassing(text: string, action: NoticeAction): void {
    this.show(text, action);
    this.passes = true;
  }

  /** The person said something. */
  personSpoke(): void {
    if (this.passes) this.hide();
  }

  hide(): void {
    this.passes = false;
    this.said = "";
    this.change(() => {
      this.element.hidden = true;
      this.element.replaceChildren();
    });
  }

  private button(action: NoticeAction): HTMLButtonElement {
    const press = (): void => {
      this.hide();
      action.act();
    };
    return button("quiet-button", press, {}, action.title);
  }

  private change(act: () => void): void {
    keepingFocus(this.element, () => this.desk.focus(), act);
  }
}
