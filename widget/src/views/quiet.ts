const QUIET = "quiet";

/** Ends a view's part in the conversation: inputs off, timer, voice and wake lock released. */
export function quietView(element: HTMLElement): void {
  element.dispatchEvent(new Event(QUIET));
}

/** Calls back once when the view is over. */
export function whenQuiet(element: HTMLElement, end: () => void): void {
  element.addEventListener(QUIET, end, { once: true });
}

/** Runs what takes the focused element away, and keeps the reader's place on the view itself. */
export function keepingFocus(view: HTMLElement, change: () => void): void {
  const root = view.getRootNode() as Document | ShadowRoot;
  const within = view.contains(root.activeElement);
  change();
  if (within) view.focus();
}
