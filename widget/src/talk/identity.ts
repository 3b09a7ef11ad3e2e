/** A fresh id for a message, as the protocol wants it; works on pages without https too. */
export function messageId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
