export const PORT = 5835;
export const ASSISTANT = `http://127.0.0.1:${PORT}`;
/** Pages of another origin: see host-pages.mjs. */
export const HOST_PAGE = "http://127.0.0.1:5836";
/** An origin that the assistant does not know. */
export const STRANGE_PAGE = "http://127.0.0.1:5837";
/** Where pictures of the main states are kept, for looking at. */
export const PICTURES = "../results/browser";
