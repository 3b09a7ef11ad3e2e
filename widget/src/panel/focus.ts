/** Makes a change that may take the focused element away; then `rest` gets the focus. */
export function keepingFocus(within: HTMLElement, rest: () => void, change: () => void): void {
  const root = within.getRootNode() as Document | ShadowRoot;
  const focused = within.contains(root.activeElement);
  change();
  if (focused && !within.contains(root.activeElement)) rest();
}
