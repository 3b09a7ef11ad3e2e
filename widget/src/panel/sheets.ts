import type { Session } from "../protocol";
import { filled, type Strings } from "../strings";
import type { SheetContent } from "./sheet";

/** What is kept of a talk, where, for how long, and who could read it; other talks are erased here. */
export function privacySheet(strings: Strings, session: Session | null, eraseOthers: (() => void) | null): SheetContent {
  const said = strings.privacy;
  const days = { days: session?.retention_days ?? "" };
  const kept = session ? [filled(said.after, days)] : [];
  const right = session ? [filled(said.right, days)] : [];
  const others = eraseOthers ? [said.others] : [];
  const erase = eraseOthers ? [{ title: said.eraseOthers, act: eraseOthers, grave: true }] : [];
  const who = session?.site ? filled(said.who, { site: session.site }) : said.whoNoSite;
  return {
    title: said.title,
    paragraphs: [said.before, ...kept, said.erase, who, said.device, ...right, ...others],
    buttons: [{ title: said.close }, ...erase],
  };
}

/** Asks once more before everything is erased. */
export function eraseSheet(strings: Strings, erase: () => void): SheetContent {
  const said = strings.erase;
  return {
    title: said.title,
    paragraphs: [said.text],
    buttons: [{ title: said.cancel }, { title: said.confirm, act: erase, grave: true }],
  };
}
