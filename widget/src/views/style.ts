import answers from "./answers.css?inline";
import base from "./base.css?inline";
import cards from "./cards.css?inline";

/** The style of all views, to be adopted by the root that they stand in. */
export function viewSheet(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(base + answers + cards);
  return sheet;
}
