import { stringsOf } from "../../src/strings";
import type { Choice, Message } from "../../src/protocol";
import { renderView, viewMemory, type ViewContext } from "../../src/views";

export const FRONT = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 280">
  <path class="outline" d="M80 60h80v120H80z"/>
  <g id="regions"><path class="region" id="forehead" d="M90 60h60v30H90z"/>
  <ellipse class="region" id="temple_left" cx="155" cy="100" rx="12" ry="14"/></g>
  <g id="places"><circle class="place" id="place-temple_left" cx="155" cy="100" r="5"/>
  <circle class="place" id="place-jaw_left" cx="150" cy="150" r="5"/></g>
  <g id="arrows"><path class="arrow" id="arrow-temple_left" d="M150 90h10"/></g></svg>`;
export const BACK = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 280">
  <g id="regions"><path class="region" id="back_left" d="M80 60h40v60H80z"/></g>
  <g id="places"/><g id="arrows"/></svg>`;

/** What a view sent and said. */
export interface Sent {
  choices: { tokens: string[]; words: string }[];
  texts: string[];
  thumbs: { message: string; helpful: boolean | null }[];
  announced: string[];
}

export interface Stage {
  readonly sent: Sent;
  readonly context: ViewContext;
}

/** A context that writes down what views ask of it. */
export function stage(changes: Partial<ViewContext> = {}): Stage {
  const sent: Sent = { choices: [], texts: [], thumbs: [], announced: [] };
  const context: ViewContext = {
    strings: stringsOf("en"),
    language: "en-GB",
    state: null,
    theme: "light",
    reducedMotion: false,
    drawings: { front: FRONT, back: BACK },
    bookingLink: "",
    memory: viewMemory(),
    announce: (text) => sent.announced.push(text),
    sendChoices: (tokens, words) => sent.choices.push({ tokens, words }),
    sendText: (text) => sent.texts.push(text),
    sendThumb: (message, helpful) => sent.thumbs.push({ message, helpful }),
    ...changes,
  };
  return { sent, context };
}

export function choices(...titles: string[]): Choice[] {
  return titles.map((title) => ({ title, token: `token of ${title}` }));
}

export function message(view: Message["view"], changes: Partial<Message> = {}): Message {
  return {
    id: "message-1",
    from: "assistant",
    at: 0,
    text: "",
    choices: [],
    response: "",
    helpful: null,
    view,
    ...changes,
  };
}

/** The message's view, standing in the page. */
export function shown(said: Message, { context }: Stage): HTMLElement {
  const element = renderView(said, context);
  if (!element) throw new Error("This message has no view.");
  document.body.replaceChildren(element);
  return element;
}

/** The first thing within that a person would call by this name. */
export function named<Found extends Element = HTMLElement>(
  within: ParentNode,
  name: string,
): Found {
  const all = [...within.querySelectorAll("button, a, input, summary, [role]")];
  const found = all.find((each) => accessibleName(each) === name);
  if (!found)
    throw new Error(`Nothing is called "${name}" among: ${all.map(accessibleName).join(" | ")}`);
  return found as Found;
}

function accessibleName(element: Element): string {
  const label = element.getAttribute("aria-label") ?? element.closest("label")?.textContent;
  return (label ?? element.textContent ?? "").trim();
}

export function press(element: Element, key: string): void {
  element.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

/** Whether the element can be seen: neither it nor what it stands in is hidden. */
export function visible(element: Element): boolean {
  return element.closest("[hidden]") === null;
}
