import type { Strings } from "../strings";
import type { Message, State } from "../protocol";

/** The figures of the drawings, as the text of their SVG files. */
export type Figure = "front" | "side" | "back" | "hand" | "wrist" | "body";
export type Drawings = Readonly<Partial<Record<Figure, string>>>;

export type Theme = "light" | "dark" | "dim";

/** What a view remembers from one message to the next: in memory only, for one open widget. */
export interface ViewMemory {
  /** The technique whose steps the person goes through now, or null. */
  guiding: string | null;
  automaticNext: boolean;
  readAloud: boolean;
}

/** A fresh memory, one for each widget on a page. */
export function viewMemory(): ViewMemory {
  return { guiding: null, automaticNext: false, readAloud: false };
}

/** What a view may see of the widget, and what it may ask of it. */
export interface ViewContext {
  readonly strings: Strings;
  /** The language of the conversation, as a BCP 47 tag. */
  readonly language: string;
  readonly state: State | null;
  readonly theme: Theme;
  readonly reducedMotion: boolean;
  readonly drawings: Drawings;
  /** Where the page's own tag lets people book, or empty. */
  readonly bookingLink: string;
  readonly memory: ViewMemory;
  /** Says something to screen readers, politely. */
  announce(text: string): void;
  /** Sends tokens of choices; the words are shown as what the person said. */
  sendChoices(tokens: string[], words: string): void;
  sendText(text: string): void;
  /** Says whether a message helped; null takes it back. */
  sendThumb(message: string, helpful: boolean | null): void;
}

/** A message whose view is of one kind. */
export type MessageWith<V> = Message & { view: V };
