import { callLink } from "../launcher/numbers";
import type { Strings } from "../strings";
import { filled } from "../strings";
import { make } from "../views/elements";
import { icon } from "../views/icons";

/** The line that is always there: the emergency number, as a link where it can be called. */
export class EmergencyStrip {
  readonly element = make("div", { class: "strip" });
  number = "";
  private call = "";

  /** `known` is the number of the tag's country, or null. */
  constructor(
    private readonly strings: Strings,
    known: string | null,
  ) {
    this.show(known ?? strings.launcher.localNumber, known ? callLink(known) : "");
  }

  /**
   * Shows what the assistant knows. `call` is a tel: link, or empty when the number is only described
   * in words: words never replace a number that can be called.
   */
  show(number: string, call: string): void {
    const link = /^tel:[+\d]+$/.test(call) ? call : "";
    if (!link && this.call) return;
    if (number === this.number && link === this.call) return;
    this.number = number;
    this.call = link;
    const said = this.strings.emergency;
    const called = link && make("a", { href: link }, icon("phone"), filled(said.call, { number }));
    if (called) this.element.replaceChildren(make("span", {}, said.strip), called);
    else this.element.replaceChildren(make("span", {}, filled(said.noNumber, { number })));
  }
}
