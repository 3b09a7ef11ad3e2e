import type { Strings } from "../strings";
import { filled } from "../strings";
import { make } from "../views/elements";
import { panelIcon } from "./icons";

const SHOW_WHAT_IS_LEFT = 100;

/** Where the person writes: Enter sends, Shift and Enter begins a new line. */
export class Composer {
  readonly element: HTMLFormElement;
  mostCharacters = 1000;
  private readonly input: HTMLTextAreaElement;
  private readonly hint: HTMLElement;

  constructor(
    private readonly strings: Strings,
    private readonly send: (text: string) => void,
  ) {
    const said = strings.composer;
    this.hint = make("p", { class: "hint", id: "hint", role: "status" });
    this.input = make("textarea", {
      rows: "1",
      dir: "auto",
      "aria-label": said.label,
      "aria-describedby": "hint",
      placeholder: said.placeholder,
      autocomplete: "off",
      autocapitalize: "sentences",
      enterkeyhint: "send",
    });
    const submit = make("button", { type: "submit", class: "send", "aria-label": said.send, title: said.send }, panelIcon("send"));
    this.element = make("form", { class: "composer" }, this.input, submit, this.hint);
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.submit();
    });
    this.input.addEventListener("input", () => this.changed());
  }

  focus(): void {
    this.input.focus({ preventScroll: true });
  }

  private submit(): void {
    const text = this.input.value.trim();
    if (!text || text.length > this.mostCharacters) return this.changed();
    this.input.value = "";
    this.changed();
    this.send(text);
  }

  private changed(): void {
    const left = this.mostCharacters - this.input.value.trim().length;
    const said = this.strings.composer;
    if (left < 0) this.hint.textContent = filled(said.tooLong, { over: -left });
    else this.hint.textContent = left <= SHOW_WHAT_IS_LEFT ? filled(said.charactersLeft, { left }) : "";
    this.input.setAttribute("aria-invalid", String(left < 0));
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight}px`;
  }
}
