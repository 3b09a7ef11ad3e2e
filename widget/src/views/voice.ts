/**
 * The device's own voice for a language, or null. Voices that are not local send the text to
 * someone else's computer, so they are never used.
 */
export function localVoice(language: string): SpeechSynthesisVoice | null {
  if (!("speechSynthesis" in window)) return null;
  const spoken = primary(language);
  const voices = speechSynthesis.getVoices().filter((voice) => voice.localService);
  const fitting = voices.filter((voice) => primary(voice.lang) === spoken);
  return fitting.find((voice) => voice.lang === language) ?? fitting[0] ?? null;
}

/** Reads a text aloud by the device's own voice, or does nothing without one. */
export function readAloud(text: string, language: string): void {
  const voice = localVoice(language);
  if (!voice) return;
  const said = new SpeechSynthesisUtterance(text);
  said.voice = voice;
  said.lang = voice.lang;
  said.rate = 0.9;
  speechSynthesis.cancel();
  speechSynthesis.speak(said);
}

export function stopReading(): void {
  if ("speechSynthesis" in window) speechSynthesis.cancel();
}

/** Calls back when the browser has found its voices, which may be after the page has loaded. */
export function whenVoicesChange(found: () => void): () => void {
  if (!("speechSynthesis" in window)) return () => undefined;
  speechSynthesis.addEventListener("voiceschanged", found);
  return () => speechSynthesis.removeEventListener("voiceschanged", found);
}

function primary(language: string): string {
  return language.split(/[-_]/)[0]!.toLowerCase();
}
