import { make } from "../views/elements";

const SMALL_SCREEN = "(max-width: 640px), (max-height: 480px)";
/** What an on-screen keyboard takes at least; browsers' own bars take less. */
const LEAST_KEYBOARD = 120; // CSS pixels
const ZOOMED = 1.05;

/** The dialog around the chat: a card beside the page, or, modal, all of a small screen. */
export class Frame {
  readonly element: HTMLDialogElement;
  private readonly small = matchMedia(SMALL_SCREEN);

  /** `closed` is called whenever the dialog has closed, by a button, a key or the device. */
  constructor(
    attributes: Readonly<Record<string, string>>,
    content: readonly HTMLElement[],
    private readonly closed: () => void,
  ) {
    this.element = make("dialog", { ...attributes, "aria-labelledby": "title" }, ...content);
    this.element.addEventListener("close", () => {
      if (!this.element.open) this.closed();
    });
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented && !event.isComposing) this.close();
    });
    this.small.addEventListener("change", this.changeSize);
    window.visualViewport?.addEventListener("resize", this.leaveRoomForKeyboard);
    window.visualViewport?.addEventListener("scroll", this.leaveRoomForKeyboard);
  }

  get isOpen(): boolean {
    return this.element.open;
  }

  open(): void {
    if (this.small.matches) this.element.showModal();
    else this.element.show();
  }

  close(): void {
    if (this.element.open) this.element.close();
  }

  /** Lets go of the page. */
  end(): void {
    this.small.removeEventListener("change", this.changeSize);
    window.visualViewport?.removeEventListener("resize", this.leaveRoomForKeyboard);
    window.visualViewport?.removeEventListener("scroll", this.leaveRoomForKeyboard);
  }

  /** Turning a phone, or zooming, makes a small screen of a large one, and back. */
  private readonly changeSize = (): void => {
    if (!this.element.open) return;
    const root = this.element.getRootNode() as ShadowRoot;
    const focused = root.activeElement;
    this.element.close();
    this.open();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
    this.leaveRoomForKeyboard();
  };

  /** Keeps the emergency strip in sight while an on-screen keyboard covers half of the screen. */
  private readonly leaveRoomForKeyboard = (): void => {
    const seen = window.visualViewport;
    const { style } = this.element;
    const covered = seen && seen.scale < ZOOMED && window.innerHeight - seen.height >= LEAST_KEYBOARD;
    if (seen && covered && this.small.matches) {
      style.setProperty("--hc-seen", `${seen.height}px`);
      style.setProperty("--hc-above", `${seen.offsetTop}px`);
    } else {
      style.removeProperty("--hc-seen");
      style.removeProperty("--hc-above");
    }
  };
}
