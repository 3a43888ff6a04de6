/**
 * The look of the offer, as one constructed style sheet: no inline style, so `style-src 'self'` is kept.
 *
 * A theme is a shape and three colours, each for light and for dark. A shop tunes them by custom properties set on
 * `waypost-offer` or anywhere above it; docs/offers.md names them.
 */

import { LAYOUTS } from './offer-style-layouts';

/** With the style of other blocks, `more`. Throws where constructed style sheets are unknown (Safari before 16.4). */
export function styleSheet(more = ''): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(THEMES + PARTS + LAYOUTS + more);
  return sheet;
}

// Within a shadow root `!important` on the host wins over anything the page says of it, and `all: initial` ends what
// would be inherited: only the font comes through. `font-size: medium` is then the visitor's own size, whatever the
// page makes of `rem`, so every length is in `em`. The properties live on the surface, out of reach of the page's `*`.
const THEMES = `
:host {
  all: initial !important;
  position: fixed !important;
  inset: auto 0 0 !important;
  z-index: 2147483647 !important;
  display: block !important;
  pointer-events: none !important;
  font-family: inherit !important;
}
:host([shape=bar]) { inset: 0 0 auto !important; }
:host([shape=inline]) { position: static !important; z-index: auto !important; }
.plain { --s: #fff; --t: #1c1e22; --a: #1c1e22; --r: 1em; }
.soft { --s: #fdf7f2; --t: #3a2c27; --a: #97402b; --r: 1.75em; }
.contrast { --s: #fff; --t: #000; --a: #000; --r: 0px; }
.auto { --scheme: light dark; }
.light { --scheme: light; }
.dark { --scheme: dark; }
.surface {
  --surface: var(--waypost-surface, var(--s));
  --text: var(--waypost-text, var(--t));
  --accent: var(--waypost-accent, var(--a));
  --on-accent: #fff;
  --error: #b3261e;
  --radius: var(--waypost-radius, var(--r));
  --inner: calc(var(--radius) * 0.625);
  --muted: color-mix(in srgb, var(--text) 74%, var(--surface));
  --border: color-mix(in srgb, var(--text) 56%, var(--surface));
  --rule: color-mix(in srgb, var(--text) 12%, var(--surface));
  --tint: color-mix(in srgb, var(--text) 4%, var(--surface));
  color-scheme: var(--waypost-color-scheme, var(--scheme));
  flex-direction: column;
  padding: 0;
  border: 1px solid transparent;
  border-radius: var(--radius);
  overflow: hidden;
  color: var(--text);
  background: var(--surface);
  box-shadow: var(--waypost-shadow, var(--lift));
  font-family: var(--waypost-font, inherit);
  line-height: 1.5;
  overflow-wrap: anywhere;
  pointer-events: auto;
  -webkit-user-select: text;
  user-select: text;
}
@supports (color: light-dark(#000, #fff)) {
  .plain { --s: light-dark(#fff, #1f2125); --t: light-dark(#1c1e22, #f1f2f4); --a: light-dark(#1c1e22, #f1f2f4); }
  .soft { --s: light-dark(#fdf7f2, #2b2320); --t: light-dark(#3a2c27, #f6ebe4); --a: light-dark(#97402b, #f3a68e); }
  .contrast { --s: light-dark(#fff, #000); --t: light-dark(#000, #fff); --a: light-dark(#000, #ffe14d); }
  .surface { --on-accent: light-dark(#fff, #1c1e22); --error: light-dark(#b3261e, #ffb4ab); }
}
/* Black or white, whichever reads better on the shop's accent: at least 4.5 to 1 on any colour. */
@supports (color: color(from #000 xyz-d65 x y z)) {
  .surface {
    --y: clamp(0, (0.179 - y) * 9999, 1);
    --on-accent: color(from var(--accent) xyz-d65 calc(var(--y) * 0.95) var(--y) calc(var(--y) * 1.089));
  }
}
.surface.contrast { --muted: var(--text); --border: var(--text); --rule: var(--text); border: 2px solid var(--text); }
.soft { --button: 9em; }
`;

const PARTS = `
* { box-sizing: border-box; }
dialog[open], section { display: flex; }
.panel {
  display: grid;
  gap: 1.25em;
  padding: clamp(1.25em, 6vw, 2em);
  position: relative;
  overflow-y: auto;
  overscroll-behavior: contain;
}
.about { display: grid; gap: 0.625em; align-content: start; }
h2, p, ul, fieldset { margin: 0; padding: 0; border: 0; min-inline-size: 0; }
h2 {
  padding-inline-end: 1.5em;
  font-size: 1.4375em;
  font-weight: 650;
  line-height: 1.25;
  letter-spacing: -0.012em;
  text-wrap: balance;
  outline: 0;
}
.intro { color: var(--muted); }
.cart {
  margin-block-start: 0.625em;
  padding: 0.25em 1em;
  border-radius: var(--inner);
  background: var(--tint);
  font-size: 0.9375em;
}
ul { list-style: none; }
.row { display: flex; flex-wrap: wrap; align-items: center; gap: 0.125em 1em; padding-block: 0.625em; }
li + li, .total { border-block-start: 1px solid var(--rule); }
/* Cut-out products are made for white pages. */
.picture {
  flex: none;
  inline-size: 48px;
  block-size: 48px;
  border-radius: calc(var(--radius) * 0.375);
  background: #fff;
  object-fit: cover;
}
.name { flex: 1 1 6em; font-weight: 550; }
.variant { display: block; font-size: 0.9em; font-weight: 400; color: var(--muted); }
.amount { margin-inline-start: auto; font-variant-numeric: tabular-nums; }
.more { color: var(--muted); }
.total { font-weight: 650; }
.total .amount { font-size: 1.0625em; }
.code {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 0.75em;
  margin-block-start: 0.625em;
  padding: 0.5em;
  border: 2px dashed var(--border);
  border-radius: var(--inner);
}
.text { flex: 1 1 6em; font-size: 1.25em; font-weight: 650; letter-spacing: 0.06em; text-align: center; }
form { display: grid; gap: 0.875em; align-content: center; }
label { font-weight: 550; }
.field { display: flex; flex-direction: column; gap: 0.375em; }
input, button, textarea { font: inherit; color: inherit; margin: 0; }
input:not([type=checkbox], [type=radio]), textarea {
  inline-size: 100%;
  min-block-size: max(48px, 3em);
  padding: 0.5em 0.875em;
  border: 1px solid var(--border);
  border-radius: var(--inner);
  background: var(--surface);
  /* Below 16 px Safari zooms the whole page in on focus. */
  font-size: max(16px, 1em);
  text-align: -webkit-match-parent;
  text-align: match-parent;
  resize: vertical;
}
[aria-invalid=true]:not(fieldset) { border-color: var(--error); box-shadow: inset 0 0 0 1px var(--error); }
.error { color: var(--error); font-size: 0.9375em; font-weight: 550; }
.error:empty, [role=status]:empty { display: none; }
.hint {
  inline-size: 100%;
  padding: 0.375em 0.875em;
  border-color: var(--border);
  background: var(--tint);
  text-align: start;
}
.hint bdi { font-weight: 650; text-decoration: underline; }
.facts:empty { display: none; }
.fact { font-weight: 550; }
.time { font-variant-numeric: tabular-nums; }
.fine { font-size: 0.8125em; line-height: 1.5; color: var(--muted); white-space: pre-line; }
.choice {
  display: flex;
  align-items: center;
  gap: 0.75em;
  min-block-size: 44px;
  font-size: 0.9375em;
  font-weight: 400;
  cursor: pointer;
}
form > .choice { font-size: 0.875em; }
[type=checkbox], [type=radio] {
  flex: none;
  inline-size: 1.375em;
  block-size: 1.375em;
  accent-color: var(--accent);
  cursor: inherit;
}
button {
  min-block-size: max(44px, 2.75em);
  min-inline-size: 44px;
  border: 1px solid transparent;
  border-radius: var(--button, var(--inner));
  cursor: pointer;
}
.send {
  min-block-size: max(48px, 3em);
  padding: 0.5em 1.25em;
  background: var(--accent);
  color: var(--on-accent);
  font-weight: 600;
}
.send:hover { box-shadow: 0 0.25em 0.75em #00000033; }
.send[aria-disabled=true] { cursor: progress; }
.send[aria-disabled=true]::after {
  content: "";
  display: inline-block;
  inline-size: 1em;
  block-size: 1em;
  margin-inline-start: 0.625em;
  border: 2px solid;
  border-inline-end-color: transparent;
  border-radius: 50%;
  vertical-align: -0.125em;
}
.later { padding: 0.25em 1em; background: none; color: var(--muted); }
.later:hover { color: var(--text); }
.later:hover, .contrast .later { text-decoration: underline; text-underline-offset: 0.2em; }
.cross {
  position: absolute;
  inset-block-start: 0.5em;
  inset-inline-end: 0.5em;
  display: grid;
  place-items: center;
  inline-size: max(44px, 2.75em);
  padding: 0;
  border-radius: 50%;
  background: none;
  color: var(--muted);
}
.cross:hover { background: var(--tint); color: var(--text); }
svg {
  inline-size: 1.25em;
  block-size: 1.25em;
  fill: none;
  stroke: currentColor;
  stroke-width: 2;
  stroke-linecap: round;
  stroke-linejoin: round;
}
:focus-visible:not(h2) { outline: 2px solid var(--text); outline-offset: 2px; }
.quiet {
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
.thanks { justify-items: center; text-align: center; }
.thanks svg { inline-size: 3.25em; block-size: 3.25em; stroke-width: 1.5; }
.thanks p { font-size: 1.125em; text-wrap: balance; }
.thanks .send { justify-self: stretch; }
`;
