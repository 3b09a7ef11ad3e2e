import { make } from "../views/elements";

const SECONDS_TO_SAVE = 60;

/** Lets the browser save content as a file. */
export function offerFile(root: ShadowRoot, content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = make("a", { href: address, download: name, hidden: true });
  root.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), SECONDS_TO_SAVE * 1000);
}
