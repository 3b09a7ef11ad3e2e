import { callLink } from "../launcher/numbers";
import type { Strings } from "../strings";
import { filled } from "../strings";
import { make } from "../views/elements";
import { icon } from "../views/icons";

/** The line that is always there: the emergency number, as a link where it can be called. */
export class EmergencyStrip {
  readonly element = make("div", { class: "strip" });
  number = "";

  constructor(private readonly strings: Strings, number: string | null) {
    this.show(number ?? strings.launcher.localNumber, number ? callLink(number) : "");
  }

  /** `call` is a tel: link, or empty when the number is only described in words. */
  show(number: string, call: string): void {
    this.number = number;
    const said = this.strings.emergency;
    if (/^tel:[+\d]+$/.test(call)) {
      const link = make("a", { href: call }, icon("phone"), filled(said.call, { number }));
      this.element.replaceChildren(make("span", {}, said.strip), link);
    } else {
      this.element.replaceChildren(make("span", {}, filled(said.noNumber, { number })));
    }
  }
}
