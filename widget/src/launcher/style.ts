import { calm, onColour } from "../colours";

export const ACCENT = "#2f5d57";

/** The launcher's style; constructed, so that a strict Content-Security-Policy lets it pass. */
export function launcherSheet(colour: string): CSSStyleSheet {
  const accent = calm(colour || ACCENT);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
:host{all:initial!important;position:fixed!important;z-index:2147483000!important;
inset-block-end:max(16px,env(safe-area-inset-bottom))!important;
font-family:var(--headache-chat-font,system-ui),-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif!important;
font-size:17px!important;line-height:1.4!important;display:block!important}
:host([data-side=right]){right:16px!important}
:host([data-side=left]){left:16px!important}
[hidden]{display:none!important}
.launcher{all:unset;box-sizing:border-box;display:inline-flex;align-items:center;gap:10px;
min-height:52px;max-width:calc(100vw - 32px);padding:10px 20px;border-radius:26px;cursor:pointer;
background:${accent};color:${onColour(accent)};box-shadow:0 2px 10px #0003}
.launcher[aria-busy]{opacity:.75;cursor:progress}
svg{width:26px;height:26px;flex:none;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linejoin:round}
.launcher:focus-visible,.notice :focus-visible{outline:3px solid ${accent};outline-offset:3px}
.notice{position:absolute;inset-block-end:64px;width:min(340px,calc(100vw - 64px));padding:16px;
border-radius:16px;background:#f6f1e7;color:#2b2722;border:1px solid #8a8074}
:host([data-side=right]) .notice{right:0}
:host([data-side=left]) .notice{left:0}
.notice p{margin:0 0 12px}
.notice a,.notice button{all:unset;box-sizing:border-box;display:inline-block;min-height:44px;
padding:10px 16px;margin-inline-end:8px;border-radius:22px;cursor:pointer;
background:#8c2f22;color:#fffdf8}
.notice button{background:none;color:inherit;border:1px solid currentColor}
@media (prefers-color-scheme:dark){.notice{background:#2b2925;color:#e6dfd3}}
@media print{:host{display:none!important}}
`);
  return sheet;
}
