const FORWARD = ["ArrowRight", "ArrowDown"];
const BACK = ["ArrowLeft", "ArrowUp"];

/** Lets arrow keys, Home and End move the focus among buttons of which one is a tab stop. */
export function arrowKeys(
  group: HTMLElement,
  items: readonly HTMLElement[],
  moved: (item: HTMLElement) => void = () => undefined,
): void {
  items.forEach((item, index) => item.setAttribute("tabindex", index === 0 ? "0" : "-1"));
  group.addEventListener("keydown", (event) => {
    const here = items.indexOf(event.target as HTMLElement);
    const target = here < 0 ? undefined : items[next(event.key, here, items.length, group)];
    if (!target) return;
    event.preventDefault();
    items.forEach((item) => item.setAttribute("tabindex", item === target ? "0" : "-1"));
    target.focus();
    moved(target);
  });
}

function next(key: string, here: number, count: number, group: HTMLElement): number {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const horizontal = key === "ArrowLeft" || key === "ArrowRight";
  const mirrored = horizontal && getComputedStyle(group).direction === "rtl";
  if (FORWARD.includes(key)) return (here + (mirrored ? count - 1 : 1)) % count;
  if (BACK.includes(key)) return (here + (mirrored ? 1 : count - 1)) % count;
  return -1;
}
