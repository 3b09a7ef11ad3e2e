import { make } from "../views/elements";

const ADDRESS = /https:\/\/[^\s<>"]+[^\s<>".,;:!?)]/g;

/** A text as nodes, with its https addresses as links that leave in a tab of their own. */
export function linked(text: string): (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let end = 0;
  for (const found of text.matchAll(ADDRESS)) {
    nodes.push(text.slice(end, found.index));
    const attributes = { href: found[0], target: "_blank", rel: "noopener noreferrer" };
    nodes.push(make("a", attributes, found[0].replace("https://", "")));
    end = found.index + found[0].length;
  }
  nodes.push(text.slice(end));
  return nodes;
}
