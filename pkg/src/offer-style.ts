/**
 * The look of the offer, as one constructed style sheet: no inline style, so `style-src 'self'` is kept.
 *
 * A shop tunes it with custom properties set anywhere above the offer, for instance on `:root`:
 * `--waypost-accent` (button), `--waypost-surface`, `--waypost-text`, `--waypost-radius`, and
 * `--waypost-color-scheme` (`light dark` by default: the visitor's preference; `light` for a shop without a dark mode).
 */

/** Throws where constructed style sheets are unknown (Safari before 16.4). */
export function styleSheet(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  return sheet;
}

// Within a shadow root `!important` on the host wins over anything the page says of it, and `all: initial` ends what
// would be inherited: only the font comes through. `font-size: medium` is then the visitor's own size, whatever the
// page makes of `rem`, so every length is in `em`. The properties live on the dialog, out of reach of the page's `*`.
const CSS = `
:host {
  all: initial !important;
  position: fixed !important;
  inset: auto 0 0 !important;
  z-index: 2147483647 !important;
  display: block !important;
  font-family: inherit !important;
}
* { box-sizing: border-box; }
dialog {
  --surface: var(--waypost-surface, #fff);
  --text: var(--waypost-text, #1c1e22);
  --accent: var(--waypost-accent, #1c1e22);
  --on-accent: #fff;
  --error: #b3261e;
  --radius: var(--waypost-radius, 1em);
  --muted: color-mix(in srgb, var(--text) 72%, var(--surface));
  --border: color-mix(in srgb, var(--text) 56%, var(--surface));
  --rule: color-mix(in srgb, var(--text) 12%, var(--surface));
  --tint: color-mix(in srgb, var(--text) 4%, var(--surface));
  color-scheme: var(--waypost-color-scheme, light dark);
  flex-direction: column;
  padding: 0;
  border: 1px solid transparent;
  border-radius: var(--radius);
  overflow: hidden;
  color: var(--text);
  background: var(--surface);
  box-shadow: 0 0 0 1px #0000000f, 0 1.5em 4em #00000047;
  line-height: 1.5;
  overflow-wrap: anywhere;
  -webkit-user-select: text;
  user-select: text;
}
@supports (color: light-dark(#000, #fff)) {
  dialog {
    --surface: var(--waypost-surface, light-dark(#fff, #1f2125));
    --text: var(--waypost-text, light-dark(#1c1e22, #f1f2f4));
    --accent: var(--waypost-accent, light-dark(#1c1e22, #f1f2f4));
    --on-accent: light-dark(#fff, #1c1e22);
    --error: light-dark(#b3261e, #ffb4ab);
  }
}
/* Black or white, whichever reads better on the shop's accent: at least 4.5 to 1 on any colour. */
@supports (color: color(from #000 xyz-d65 x y z)) {
  dialog {
    --y: clamp(0, (0.179 - y) * 9999, 1);
    --on-accent: color(from var(--accent) xyz-d65 calc(var(--y) * 0.95) var(--y) calc(var(--y) * 1.089));
  }
}
dialog[open] { display: flex; }
.modal {
  inline-size: min(28em, 100vw - 2em);
  max-inline-size: none;
  max-block-size: calc(100vh - 2em);
  max-block-size: calc(100dvh - 2em);
  margin: auto;
}
.modal::backdrop { background: #0f1114; opacity: 0.5; }
.sheet {
  position: relative;
  inset: auto;
  inline-size: 100%;
  max-inline-size: 36em;
  max-block-size: 70vh;
  max-block-size: 70dvh;
  margin: 0 auto;
  border-end-start-radius: 0;
  border-end-end-radius: 0;
  padding-block-end: env(safe-area-inset-bottom, 0);
  box-shadow: 0 0 0 1px #0000000f, 0 -0.5em 2.5em #00000038;
}
.panel {
  display: grid;
  gap: 1.25em;
  padding: clamp(1.25em, 6vw, 2em);
  position: relative;
  overflow-y: auto;
  overscroll-behavior: contain;
}
.about { display: grid; gap: 0.625em; align-content: start; }
.sheet .panel { gap: 0.75em; padding: 1.125em 1.25em; }
.sheet .about { gap: 0.375em; }
h2, p, ul { margin: 0; padding: 0; }
h2 {
  padding-inline-end: 1.5em;
  font-size: 1.4375em;
  font-weight: 650;
  line-height: 1.25;
  letter-spacing: -0.012em;
  text-wrap: balance;
  outline: 0;
}
.sheet h2 { font-size: 1.1875em; }
.intro { color: var(--muted); }
.sheet .intro { padding-inline-end: 1em; font-size: 0.9375em; line-height: 1.4; }
.cart {
  margin-block-start: 0.625em;
  padding: 0.25em 1em;
  border-radius: calc(var(--radius) * 0.625);
  background: var(--tint);
  font-size: 0.9375em;
}
ul { list-style: none; }
.row { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.125em 1.25em; padding-block: 0.625em; }
li + li, .total { border-block-start: 1px solid var(--rule); }
.name { flex: 1 1 6em; font-weight: 550; }
.variant { display: block; font-size: 0.9em; font-weight: 400; color: var(--muted); }
.amount { margin-inline-start: auto; font-variant-numeric: tabular-nums; }
.more { color: var(--muted); }
.total { font-weight: 650; }
.total .amount { font-size: 1.0625em; }
/* The sheet has room for one line: the first item, how many more, the total. */
.sheet .cart { display: flex; flex-wrap: wrap; gap: 0 1em; margin-block-start: 0.25em; padding-block: 0; }
.sheet ul { display: flex; flex: 1 1 9em; gap: 0.5em; }
.sheet .row { padding-block: 0.5em; border: 0; }
.sheet .more { flex: none; }
.sheet .variant, .sheet li .amount { display: none; }
form { display: grid; gap: 0.875em; align-content: center; }
.sheet form { gap: 0.5em; }
label { font-weight: 550; }
.field { display: flex; flex-direction: column; gap: 0.375em; }
input, button { font: inherit; color: inherit; margin: 0; }
[type=email] {
  inline-size: 100%;
  min-block-size: max(48px, 3em);
  padding: 0.5em 0.875em;
  border: 1px solid var(--border);
  border-radius: calc(var(--radius) * 0.625);
  background: var(--surface);
  /* Below 16 px Safari zooms the whole page in on focus. */
  font-size: max(16px, 1em);
  text-align: -webkit-match-parent;
  text-align: match-parent;
}
[aria-invalid=true] { border-color: var(--error); box-shadow: inset 0 0 0 1px var(--error); }
.error { color: var(--error); font-size: 0.9375em; font-weight: 550; }
.error:empty { margin-block-start: -0.375em; }
.fine { font-size: 0.8125em; line-height: 1.5; color: var(--muted); white-space: pre-line; }
.choice {
  display: flex;
  align-items: center;
  gap: 0.75em;
  min-block-size: 44px;
  font-size: 0.875em;
  font-weight: 400;
  cursor: pointer;
}
[type=checkbox] {
  flex: none;
  inline-size: 1.375em;
  block-size: 1.375em;
  accent-color: var(--accent);
  cursor: inherit;
}
button {
  min-block-size: max(44px, 2.75em);
  border: 1px solid transparent;
  border-radius: calc(var(--radius) * 0.625);
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
.later:hover { color: var(--text); text-decoration: underline; text-underline-offset: 0.2em; }
.sheet .later { display: none; }
@media (min-width: 52em) {
  .wide { inline-size: 50em; }
  .wide .panel { grid-template-columns: 1.1fr 1fr; gap: 0; padding: 0; }
  .wide .about, .wide form { padding: 2.25em; }
  .wide .about { background: var(--tint); }
  .wide .cart { padding-inline: 0; background: none; }
  .wide form { padding-block-start: 3.25em; }
}
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
.quiet, .sheet .total span {
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
@media (prefers-reduced-motion: no-preference) {
  .modal { animation: rise 0.2s ease-out; }
  .modal::backdrop { animation: fade 0.2s ease-out; }
  .sheet { animation: slide 0.25s ease-out; }
  .send { transition: box-shadow 0.15s; }
  .send[aria-disabled=true]::after { animation: turn 0.8s linear infinite; }
}
@keyframes rise { from { opacity: 0; transform: translateY(0.75em); } }
@keyframes fade { from { opacity: 0; } }
@keyframes slide { from { opacity: 0; transform: translateY(3em); } }
@keyframes turn { to { transform: rotate(1turn); } }
`;
