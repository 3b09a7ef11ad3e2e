import type { Message } from "../protocol";
import { checklist } from "./checklist";
import type { MessageWith, ViewContext } from "./context";
import { danger } from "./danger";
import { guideStep } from "./guide-step";
import { headMap } from "./head-map";
import { referral } from "./referral";
import { scale } from "./scale";
import { technique } from "./technique";

export { viewMemory } from "./context";
export type { Drawings, Figure, MessageWith, Theme, ViewContext, ViewMemory } from "./context";
export { quietView } from "./quiet";
export { viewSheet } from "./style";
export { renderThumbs } from "./thumbs";

type View = NonNullable<Message["view"]>;
type Renderers = {
  readonly [Kind in View["kind"]]: (
    message: MessageWith<Extract<View, { kind: Kind }>>,
    context: ViewContext,
  ) => HTMLElement;
};

const RENDERERS: Renderers = {
  checklist,
  scale,
  head_map: headMap,
  technique,
  guide_step: guideStep,
  referral,
  danger,
};

const WITH_THEIR_CHOICES: readonly string[] = ["checklist", "scale", "head_map", "guide_step"];

/**
 * What stands in place of a message's bubble, or null when its text is all there is: without a
 * view, or with one that this widget does not know yet.
 */
export function renderView(message: Message, context: ViewContext): HTMLElement | null {
  const view = message.view;
  if (!view || !Object.hasOwn(RENDERERS, view.kind)) return null;
  const render = RENDERERS[view.kind] as (message: Message, context: ViewContext) => HTMLElement;
  return render(message, context);
}

/** Whether the view shows the message's choices itself, so that no quick replies are needed. */
export function showsChoices(message: Message): boolean {
  return WITH_THEIR_CHOICES.includes(message.view?.kind ?? "");
}
