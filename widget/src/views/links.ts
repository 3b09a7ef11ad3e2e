/** Only links that can do no harm: a number to call, or a page over https. */

/** A tel: link as it may stand in a page, or null. */
export function callLink(link: string | undefined): string | null {
  return link && /^tel:[+*#\d-]+$/.test(link) ? link : null;
}

/** An https address, or null. */
export function pageLink(link: string): URL | null {
  if (!URL.canParse(link)) return null;
  const address = new URL(link);
  return address.protocol === "https:" ? address : null;
}

/** The number that a tel: link calls. */
export function numberOf(link: string): string {
  return link.slice("tel:".length);
}
