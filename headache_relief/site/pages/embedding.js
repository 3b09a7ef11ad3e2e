/** What an owner's choices become: the tag, the server's settings, the lines of a policy. */

const USUAL = { colour: "#2f5d57" };
const SIGNS = { "&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;" };

/** The choices that differ from what is usual anyway, as [name, value]. */
export function unusual(choices) {
  return Object.entries(choices).filter(([name, value]) => value && value !== USUAL[name]);
}

/** The script tag; with `integrity` it runs no other version. */
export function tag(address, choices, integrity) {
  const attributes = [["src", address], ...unusual(choices).map(([name, value]) => [`data-${name}`, value])];
  if (integrity) attributes.push(["integrity", integrity], ["crossorigin", "anonymous"]);
  const written = attributes.map(([name, value]) => `${name}="${value.replace(/[&"<>]/g, (sign) => SIGNS[sign])}"`);
  return `<script ${written.join(" ")} defer></script>`;
}

/** Lines for settings.yml. A text in JSON is one in YAML too. */
export function settings(site, choices) {
  const lines = [`allowed_origins: [${JSON.stringify(site)}]`];
  if (choices.country) lines.push(`country: ${JSON.stringify(choices.country)}`);
  if (choices["booking-link"]) lines.push(`booking_link: ${JSON.stringify(choices["booking-link"])}`);
  return [...lines, "production: true"].join("\n");
}

/** What a Content-Security-Policy must allow. */
export function policy(server) {
  return `script-src ${server};\nconnect-src ${server} ${server.replace(/^http/, "ws")};`;
}
