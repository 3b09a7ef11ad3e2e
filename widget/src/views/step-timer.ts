import type { ViewContext } from "./context";
import { Countdown } from "./countdown";
import { screenAwake } from "./device";
import { button, make } from "./elements";
import { icon } from "./icons";
import { ring } from "./ring";

const TICK_MILLISECONDS = 250;
const CALM_SECONDS = 5;
/** From here on, time is shown in minutes and seconds. */
const LONG_SECONDS = 120;

/** The time of one step, with buttons to start, pause and begin again. */
export interface StepTimer {
  readonly element: HTMLElement;
  start(): void;
  stop(): void;
}

/** `started` and `ended` are called whenever the person, or time, does so. */
export function stepTimer(
  seconds: number,
  context: ViewContext,
  started: () => void,
  ended: () => void,
): StepTimer {
  const strings = context.strings.views;
  const countdown = new Countdown(seconds);
  const awake = screenAwake();
  const circle = context.reducedMotion ? null : ring();
  const number = make("span", { class: "v-seconds" });
  const unit = make(
    "small",
    {},
    seconds < LONG_SECONDS ? strings.secondsUnit : strings.minutesUnit,
  );
  const clock = make(
    "div",
    { class: "v-clock", role: "timer" },
    circle?.element ?? null,
    number,
    unit,
  );
  const toggle = button("", () => (countdown.running ? pause() : start()), {});
  const again = button("v-plain", restart, {}, strings.again);
  let ticking = 0;
  let begun = false;

  function start(): void {
    if (countdown.over) countdown.reset();
    countdown.start();
    begun = true;
    awake.hold();
    clearInterval(ticking);
    ticking = window.setInterval(tick, TICK_MILLISECONDS);
    document.addEventListener("visibilitychange", tick);
    show();
    started();
  }

  function halt(): void {
    countdown.pause();
    clearInterval(ticking);
    document.removeEventListener("visibilitychange", tick);
    awake.release();
  }

  function pause(): void {
    halt();
    show();
  }

  function restart(): void {
    halt();
    countdown.reset();
    start();
  }

  function tick(): void {
    const over = countdown.over;
    if (over) halt();
    show();
    if (over) ended();
  }

  function show(): void {
    const { left, running, over } = countdown;
    const shown = context.reducedMotion
      ? Math.ceil(left / CALM_SECONDS) * CALM_SECONDS
      : Math.ceil(left);
    number.textContent = clockTime(Math.min(shown, seconds), seconds);
    circle?.show(left / seconds);
    const label = running
      ? strings.pause
      : over
        ? strings.again
        : begun
          ? strings.goOn
          : strings.start;
    if (toggle.textContent !== label)
      toggle.replaceChildren(icon(running ? "pause" : "play"), label);
    showAgain(begun && !over);
  }

  function showAgain(shown: boolean): void {
    const focused = (again.getRootNode() as Document | ShadowRoot).activeElement === again;
    again.hidden = !shown;
    if (focused && !shown) toggle.focus();
  }

  show();
  const element = make(
    "div",
    { class: "v-timer" },
    clock,
    make("div", { class: "v-row" }, toggle, again),
  );
  return { element, start, stop: halt };
}

/** Seconds as a number, or for a long step as minutes and seconds such as "4:05". */
function clockTime(left: number, whole: number): string {
  if (whole < LONG_SECONDS) return String(left);
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}
