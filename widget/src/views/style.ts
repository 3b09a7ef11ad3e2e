import rules from "./views.css?inline";

/** The style of all views, to be adopted by the root that they stand in. */
export function viewSheet(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  return sheet;
}
