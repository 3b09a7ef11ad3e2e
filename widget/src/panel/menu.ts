import type { Strings } from "../strings";
import { button, make } from "../views/elements";
import { panelIcon } from "./icons";
import type { Brightness } from "./theme";

/** What the menu can do. */
export interface MenuDesk {
  brightness(): Brightness;
  choose(brightness: Brightness): void;
  startOver(): void;
  talkToAPerson(): void;
  keepTranscript(format: "text" | "json"): void;
  showPrivacy(): void;
  erase(): void;
}

const BRIGHTNESSES: readonly Brightness[] = ["system", "light", "dark", "dim"];

/** The menu: a button that shows and hides a list of plain buttons. */
export class Menu {
  readonly element: HTMLElement;
  readonly opener: HTMLButtonElement;
  private readonly list: HTMLElement;
  private readonly themes = new Map<Brightness, HTMLButtonElement>();

  constructor(strings: Strings, private readonly desk: MenuDesk) {
    const said = strings.menu;
    this.list = make("div", { class: "menu-list", id: "menu", role: "group", "aria-label": said.open, hidden: true });
    this.opener = button(
      "round",
      () => this.show(this.list.hidden),
      { "aria-label": said.open, title: said.open, "aria-expanded": "false", "aria-controls": "menu" },
      panelIcon("menu"),
    );
    this.list.append(
      this.item(said.startOver, () => desk.startOver()),
      this.item(said.person, () => desk.talkToAPerson()),
      this.item(said.transcriptText, () => desk.keepTranscript("text")),
      this.item(said.transcriptJson, () => desk.keepTranscript("json")),
      this.item(said.privacy, () => desk.showPrivacy()),
      this.item(said.erase, () => desk.erase()),
      this.brightnesses(strings),
    );
    this.element = make("div", { class: "menu" }, this.opener, this.list);
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || this.list.hidden) return;
      event.stopPropagation();
      event.preventDefault();
      this.show(false);
      this.opener.focus();
    });
    this.element.addEventListener("focusout", (event) => {
      const to = event.relatedTarget;
      if (to instanceof Node && !this.element.contains(to)) this.show(false);
    });
  }

  show(on: boolean): void {
    this.list.hidden = !on;
    if (on) document.addEventListener("pointerdown", this.pressedElsewhere);
    else document.removeEventListener("pointerdown", this.pressedElsewhere);
    this.opener.setAttribute("aria-expanded", String(on));
    if (on) this.markBrightness();
  }

  private readonly pressedElsewhere = (event: Event): void => {
    if (!event.composedPath().includes(this.element)) this.show(false);
  };

  private item(title: string, act: () => void): HTMLButtonElement {
    return button(
      "item",
      () => {
        this.show(false);
        this.opener.focus();
        act();
      },
      {},
      title,
    );
  }

  private brightnesses(strings: Strings): HTMLElement {
    const said = strings.menu;
    const titles = { system: said.themeSystem, light: said.themeLight, dark: said.themeDark, dim: said.themeDim };
    for (const brightness of BRIGHTNESSES) {
      const press = (): void => {
        this.desk.choose(brightness);
        this.markBrightness();
      };
      this.themes.set(brightness, button("theme", press, { "aria-pressed": "false" }, titles[brightness]));
    }
    return make("div", { class: "themes", role: "group", "aria-label": said.themes }, make("span", {}, said.themes), ...this.themes.values());
  }

  private markBrightness(): void {
    for (const [brightness, choice] of this.themes) {
      choice.setAttribute("aria-pressed", String(brightness === this.desk.brightness()));
    }
  }
}
