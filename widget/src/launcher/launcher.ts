import { ATTRIBUTES, optionsFrom, type Options } from "../options";
import { launcherEn as strings } from "../strings/en";
import { callLink, emergencyNumber } from "./numbers";
import { trusting } from "../trusted";
import { launcherSheet } from "./style";

/** Made by the build: the file with the rest, and its integrity. */
declare const __PANEL_FILE__: string;
declare const __PANEL_INTEGRITY__: string;

const TAG = "headache-chat";
const PANEL = "headache-chat-panel";
const SECONDS_TO_LOAD = 20;
const SPEECH_BUBBLE =
  "M12 4c5 0 9 3.2 9 7.3s-4 7.2-9 7.2c-1 0-2-.1-2.9-.4L4.5 20l1.2-3.6C4 15 3 13.3 3 11.3 3 7.2 7 4 12 4Z";

const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript : null;
const home = script?.src ? new URL(script.src).origin : "";
const folder = script?.src ? new URL(".", script.src).href : "";

/** The panel, as the launcher sees it. */
interface Panel extends HTMLElement {
  options: Options;
  open(): void;
}

let loading: Promise<void> | null = null;
const trusted = trusting("headache-chat", "createScriptURL");

/** Loads the rest, if it is not there yet; fails when it can't be had or is not what was built. */
function loadPanel(): Promise<void> {
  if (customElements.get(PANEL)) return Promise.resolve();
  loading ??= new Promise<void>((resolve, reject) => {
    const rest = document.createElement("script");
    rest.src = trusted(folder + __PANEL_FILE__);
    rest.integrity = __PANEL_INTEGRITY__;
    rest.crossOrigin = "anonymous";
    if (script?.nonce) rest.nonce = script.nonce;
    const end = (): void => {
      clearTimeout(late);
      loading = null;
      if (customElements.get(PANEL)) return resolve();
      rest.remove();
      reject(new Error("The chat could not be loaded."));
    };
    const late = setTimeout(end, SECONDS_TO_LOAD * 1000);
    rest.onload = rest.onerror = end;
    document.head.append(rest);
  });
  return loading;
}

/** The button on the page; the first press loads the chat and opens it. */
class HeadacheChat extends HTMLElement {
  private readonly root = this.attachShadow({ mode: "open" });
  private readonly button = document.createElement("button");
  private readonly label = document.createElement("span");
  private readonly notice = document.createElement("div");
  private panel: Panel | null = null;

  connectedCallback(): void {
    if (this.button.parentNode) return;
    const options = this.options;
    this.dataset["side"] = options.position;
    this.root.adoptedStyleSheets = [launcherSheet(options.colour)];
    this.button.type = "button";
    this.button.className = "launcher";
    this.button.setAttribute("aria-haspopup", "dialog");
    this.button.setAttribute("aria-expanded", "false");
    this.label.textContent = strings.openChat;
    this.button.append(speechBubble(), this.label);
    this.button.addEventListener("click", () => void this.open());
    this.notice.className = "notice";
    this.notice.setAttribute("role", "alert");
    this.notice.hidden = true;
    this.root.append(this.button, this.notice);
  }

  /** A page may take the element out and put it back: the talk goes on from the session. */
  disconnectedCallback(): void {
    this.panel?.remove();
    this.panel = null;
    this.closed();
  }

  /** Opens the chat, as the button does. */
  async open(): Promise<void> {
    this.notice.hidden = true;
    this.button.setAttribute("aria-busy", "true");
    this.label.textContent = strings.loading;
    try {
      await loadPanel();
      this.show();
    } catch {
      this.tellHowToGetHelp();
    } finally {
      this.button.removeAttribute("aria-busy");
      this.label.textContent = strings.openChat;
    }
  }

  private get options(): Options {
    const set = (name: string): string => getComputedStyle(this).getPropertyValue(`--headache-chat-${name}`);
    return optionsFrom((name) => this.getAttribute(name) ?? set(name), home);
  }

  private show(): void {
    if (!this.panel) {
      this.panel = document.createElement(PANEL) as Panel;
      this.panel.options = this.options;
      this.panel.addEventListener("close", () => {
        this.closed();
        this.button.focus();
      });
      this.root.append(this.panel);
    }
    this.button.hidden = true;
    this.button.setAttribute("aria-expanded", "true");
    this.panel.open();
  }

  private closed(): void {
    this.button.hidden = false;
    this.button.setAttribute("aria-expanded", "false");
  }

  /** Without the assistant, at least the number to call. */
  private tellHowToGetHelp(): void {
    const number = emergencyNumber(this.options.country);
    const text = document.createElement("p");
    text.textContent = strings.failed.replace("{number}", number ?? strings.localNumber);
    const again = document.createElement("button");
    again.type = "button";
    again.textContent = strings.retry;
    again.addEventListener("click", () => void this.open());
    this.notice.replaceChildren(text);
    if (number && callLink(number)) {
      const call = document.createElement("a");
      call.href = callLink(number);
      call.textContent = strings.callNow.replace("{number}", number);
      this.notice.append(call);
    }
    this.notice.append(again);
    this.notice.hidden = false;
  }
}

function speechBubble(): SVGSVGElement {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", SPEECH_BUBBLE);
  picture.append(line);
  return picture;
}

/** The element for a script tag that stands alone, with the tag's `data-` attributes. */
function placeElement(): void {
  if (!script || document.querySelector(TAG)) return;
  const element = document.createElement(TAG);
  for (const name of ATTRIBUTES) {
    const value = script.getAttribute(`data-${name}`);
    if (value !== null) element.setAttribute(name, value);
  }
  document.body.append(element);
}

if (!customElements.get(TAG)) customElements.define(TAG, HeadacheChat);
if (document.body) placeElement();
else document.addEventListener("DOMContentLoaded", placeElement, { once: true });
