/** Elements made without markup: what others wrote only ever becomes text. */

type Child = Node | string | null;
type Attributes = Readonly<Record<string, string | boolean | null>>;

/** An HTML element; false and null leave an attribute or a child out, true sets an empty one. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child): child is Node | string => child !== null));
  return element;
}

/** A button that does something here, not one that sends a form. */
export function button(
  style: string,
  press: () => void,
  attributes: Attributes,
  ...children: Child[]
): HTMLButtonElement {
  const made = make(
    "button",
    { type: "button", class: `v-button ${style}`, ...attributes },
    ...children,
  );
  made.addEventListener("click", press);
  return made;
}

/** A paragraph, or null for an empty text. */
export function paragraph(text: string, style: string | null = null): HTMLElement | null {
  return text.trim() ? make("p", { class: style }, text) : null;
}

/** One paragraph for each line of a text. */
export function paragraphs(text: string): HTMLElement[] {
  return text
    .split("\n")
    .map((line) => paragraph(line))
    .filter((line): line is HTMLElement => line !== null);
}

/** A heading of a part with what belongs to it, or null when there is nothing. */
export function part(title: string, content: HTMLElement | null): HTMLElement | null {
  return content && make("div", { class: "v-part" }, make("h4", {}, title), content);
}

/** Something to open; the browser does the rest. */
export function disclosure(title: string, ...content: Child[]): HTMLDetailsElement {
  return make("details", { class: "v-more" }, make("summary", {}, title), ...content);
}
