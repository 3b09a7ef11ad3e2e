import { button, make } from "../views/elements";

/** What stands on a sheet: a title, paragraphs, and buttons that close it. */
export interface SheetContent {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly buttons: readonly { readonly title: string; readonly act?: () => void; readonly grave?: boolean }[];
}

/** The language and the direction of the words, as attributes. */
export type Written = Readonly<{ lang: string; dir: string }>;

/** Shows a sheet over the panel until one of its buttons, or Escape, closes it. */
export function showSheet(root: ShadowRoot, content: SheetContent, written: Written): void {
  const sheet = make("dialog", { class: "sheet", "aria-labelledby": "sheet-title", ...written });
  const buttons = content.buttons.map(({ title, act, grave }) =>
    button(
      grave ? "choice grave" : "choice",
      () => {
        sheet.close();
        act?.();
      },
      {},
      title,
    ),
  );
  sheet.append(
    make("h2", { id: "sheet-title" }, content.title),
    ...content.paragraphs.map((text) => make("p", {}, text)),
    make("div", { class: "choices" }, ...buttons),
  );
  sheet.addEventListener("close", () => sheet.remove());
  root.append(sheet);
  sheet.showModal();
}
