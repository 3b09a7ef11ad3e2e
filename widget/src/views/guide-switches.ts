import type { ViewContext } from "./context";
import { disclosure, make } from "./elements";
import { localVoice, stopReading, whenVoicesChange } from "./voice";

/** What the person may switch on for a whole guided session; both are off at first. */
export interface GuideSwitches {
  readonly element: HTMLElement;
  end(): void;
}

/** `read` is called when reading aloud is switched on, which only a voice of the device allows. */
export function guideSwitches(context: ViewContext, read: () => void): GuideSwitches {
  const { memory } = context;
  const strings = context.strings.views;
  const aloud = switchFor(strings.readAloud, memory.readAloud, (on) => {
    memory.readAloud = on;
    if (on) read();
    else stopReading();
  });
  const automatic = switchFor(strings.automaticNext, memory.automaticNext, (on) => {
    memory.automaticNext = on;
  });

  function offer(): void {
    aloud.hidden = localVoice(context.language) === null;
  }

  offer();
  const end = whenVoicesChange(offer);
  return { element: disclosure(strings.sessionOptions, aloud, automatic), end };
}

function switchFor(title: string, on: boolean, changed: (on: boolean) => void): HTMLElement {
  const box = make("input", { type: "checkbox", role: "switch", checked: on });
  box.addEventListener("change", () => changed(box.checked));
  return make("div", { class: "v-ticks" }, make("label", {}, box, make("span", {}, title)));
}
