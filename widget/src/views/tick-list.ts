import type { Choice } from "../protocol";
import { make } from "./elements";

/** Checkboxes for choices, of which one may exclude the others. */
export interface TickList {
  readonly element: HTMLElement;
  chosen(): Choice[];
  focus(): void;
}

/** Makes the checkboxes; the one titled `none` stands first and excludes the others. */
export function tickList(
  choices: readonly Choice[],
  none: string | null,
  changed: () => void,
): TickList {
  const ordered = [...choices].sort((a, b) => Number(b.title === none) - Number(a.title === none));
  const boxes = ordered.map(() => make("input", { type: "checkbox" }));
  const element = make(
    "div",
    { class: "v-ticks" },
    ...ordered.map((choice, index) =>
      make("label", {}, boxes[index]!, make("span", {}, choice.title)),
    ),
  );
  element.addEventListener("change", (event) => {
    const at = boxes.indexOf(event.target as HTMLInputElement);
    if (boxes[at]?.checked) exclude(at);
    changed();
  });

  function exclude(at: number): void {
    const excluding = ordered[at]!.title === none;
    boxes.forEach((box, index) => {
      if (index !== at && (excluding || ordered[index]!.title === none)) box.checked = false;
    });
  }

  return {
    element,
    chosen: () => ordered.filter((_, index) => boxes[index]!.checked),
    focus: () => boxes[0]?.focus(),
  };
}
