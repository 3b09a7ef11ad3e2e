/** What a phone may offer in a guided session. Everything is left out where it isn't there. */

const BUZZ_MILLISECONDS = 200;

/** One short buzz, on devices that can. */
export function buzz(): void {
  if ("vibrate" in navigator) navigator.vibrate(BUZZ_MILLISECONDS);
}

/** Keeps the screen on while held; a hidden page loses it, and gets it back when seen again. */
export function screenAwake(): { hold(): void; release(): void } {
  let wanted = false;
  let lock: WakeLockSentinel | null = null;

  async function acquire(): Promise<void> {
    const taken = await navigator.wakeLock.request("screen");
    if (wanted) lock = taken;
    else await taken.release();
  }

  function attempt(): void {
    if (!wanted || document.hidden || !("wakeLock" in navigator)) return;
    // A phone that saves power may say no: then the screen sleeps as it always does.
    acquire().catch(() => undefined);
  }

  return {
    hold(): void {
      if (wanted) return;
      wanted = true;
      document.addEventListener("visibilitychange", attempt);
      attempt();
    },
    release(): void {
      wanted = false;
      document.removeEventListener("visibilitychange", attempt);
      lock?.release().catch(() => undefined);
      lock = null;
    },
  };
}
