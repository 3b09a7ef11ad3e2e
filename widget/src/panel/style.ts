import rules from "./panel.css?inline";

/** The panel's style, to be adopted by its root. */
export function panelSheet(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  return sheet;
}
