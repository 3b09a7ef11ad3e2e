import { button, make } from "../views/elements";

/** A line above the talk that says how things are, with at most one button. */
export class Notice {
  readonly element = make("div", { class: "notice", role: "status", hidden: true });

  show(text: string, action?: { title: string; act: () => void }, kind: "calm" | "grave" = "calm"): void {
    this.element.replaceChildren(make("p", {}, text));
    if (action) {
      const press = (): void => {
        this.hide();
        action.act();
      };
      this.element.append(button("quiet-button", press, {}, action.title));
    }
    this.element.className = `notice ${kind}`;
    this.element.hidden = false;
  }

  hide(): void {
    this.element.hidden = true;
    this.element.replaceChildren();
  }
}
