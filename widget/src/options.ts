/** What a site's owner sets on the tag, as the widget uses it. */
export interface Options {
  /** Where the assistant runs: an origin, without a slash at the end. */
  readonly server: string;
  readonly name: string;
  /** An accent colour as #rrggbb, or empty. */
  readonly colour: string;
  readonly position: "left" | "right";
  /** An ISO 3166 code in capitals, or empty. */
  readonly country: string;
  readonly greeting: string;
  /** A BCP 47 tag. */
  readonly language: string;
  /** An https link, or empty: the assistant's own setting counts. */
  readonly bookingLink: string;
}

/** The attributes of `<headache-chat>`, and of the script tag with `data-` before them. */
export const ATTRIBUTES = [
  "server",
  "name",
  "colour",
  "position",
  "country",
  "greeting",
  "language",
  "booking-link",
] as const;

const CORNERS = ["left", "right"] as const;

type Attribute = (typeof ATTRIBUTES)[number];

/** The options in what `read` gives for each attribute; what can't be used counts as not given. */
export function optionsFrom(read: (name: Attribute) => string | null, server: string): Options {
  const given = (name: Attribute): string => read(name)?.trim() ?? "";
  const colour = given("colour");
  const country = given("country").toUpperCase();
  const link = given("booking-link");
  return {
    server: (given("server") || server).replace(/\/+$/, ""),
    name: given("name").slice(0, 40),
    colour: /^#[0-9a-f]{6}$/i.test(colour) ? colour : "",
    position: CORNERS.find((corner) => corner === given("position")) ?? pageEnd(),
    country: /^[A-Z]{2}$/.test(country) ? country : "",
    greeting: given("greeting").slice(0, 200),
    language: given("language") || document.documentElement.lang || "en",
    bookingLink: link.startsWith("https://") ? link : "",
  };
}

/** The corner where lines end on this page. */
function pageEnd(): Options["position"] {
  return getComputedStyle(document.documentElement).direction === "rtl" ? "left" : "right";
}
