import type { Drawings } from "../views";

const FILES = import.meta.glob<string>("../../drawings/{front,side,back,hand,wrist,body}.svg", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** The figures, as the text of their files. */
export const drawings: Drawings = Object.fromEntries(
  Object.entries(FILES).map(([path, text]) => [path.replace(/^.*\/|\.svg$/g, ""), text]),
);
