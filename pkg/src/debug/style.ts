/** The look of the drawer, as one constructed style sheet: no inline style, so `style-src 'self'` is kept. */

// Within a shadow root `!important` on the host wins over anything the page says of it, and `all: initial` ends what would
// be inherited. `--size` is set by a sheet of its own as the drawer is resized.
const CSS = `
:host {
  all: initial !important;
  position: fixed !important;
  inset: auto 0 0 !important;
  z-index: 2147483646 !important;
  display: block !important;
  color-scheme: light dark !important;
}
* { box-sizing: border-box; }
.drawer {
  --surface: #fff;
  --bar: #f4f5f7;
  --text: #1b1d21;
  --muted: #565b64;
  --rule: #d9dce1;
  --edge: #7c828c;
  --focus: #0b57d0;
  --awareness: #0b57d0;
  --consideration: #6b3fa0;
  --purchase: #0a6b3d;
  --retention: #8a4b00;
  --bad: #b3261e;
  position: relative;
  display: flex;
  flex-direction: column;
  inline-size: 100%;
  block-size: var(--size, 45vh);
  max-block-size: 90vh;
  color: var(--text);
  background: var(--surface);
  border-block-start: 1px solid var(--edge);
  box-shadow: 0 0 24px #0003;
  font: 13px/1.45 system-ui, sans-serif;
}
@media (prefers-color-scheme: dark) {
  .drawer {
    --surface: #1c1e22;
    --bar: #26292e;
    --text: #eceef1;
    --muted: #aab0ba;
    --rule: #3a3e45;
    --edge: #80868f;
    --focus: #8ab4f8;
    --awareness: #8ab4f8;
    --consideration: #c9a7f5;
    --purchase: #7fd1a4;
    --retention: #f0b46a;
    --bad: #ffb4ab;
  }
}
@media (min-width: 720px) {
  .drawer { block-size: var(--size, 40vh); }
  .drawer:not(.side) summary { flex-wrap: nowrap; }
  .drawer:not(.side) .name { flex: 0 0 130px; }
  .drawer:not(.side) .tag { flex: none; inline-size: 92px; text-align: center; }
  .drawer:not(.side) .meaning { flex: none; max-inline-size: 50%; }
  .drawer:not(.side) .brief { flex: 1 1 0; }
  .drawer:not(.side) :is(.source, .fate) { order: 1; flex: none; margin: 0; }
  .drawer.side {
    position: fixed;
    inset: 0 0 0 auto;
    inline-size: var(--size, 420px);
    min-inline-size: 280px;
    max-inline-size: 90vw;
    block-size: auto;
    max-block-size: none;
    border: 0;
    border-inline-start: 1px solid var(--edge);
  }
  .drawer.side.folded { inset: auto 0 0 auto; inline-size: auto; border: 1px solid var(--edge); }
  .side .pair { flex-direction: column; align-items: stretch; }
  .side .pair :is(input, select) { flex: none; }
  .side .handle { inset: 0 auto 0 -4px; inline-size: 9px; block-size: auto; cursor: ew-resize; }
}
@media (max-width: 719px) {
  [data-act=dock] { display: none; }
  .pair { flex-direction: column; align-items: stretch; }
  .pair :is(input, select) { flex: none; }
}
.drawer.folded { block-size: auto; }
.folded .body, .folded .handle, .folded [data-act=dock] { display: none; }
.handle { position: absolute; inset: -4px 0 auto; block-size: 9px; cursor: ns-resize; touch-action: none; }
.handle:focus-visible { background: var(--focus); outline: 0; }
header, .bar {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 6px 10px;
  padding: 8px 12px;
  background: var(--bar);
}
header { border-block-end: 1px solid var(--rule); }
h2 { margin: 0; font-size: 15px; line-height: 1.3; }
.count { color: var(--muted); }
.acts { display: flex; gap: 6px; margin-inline-start: auto; }
button, input, select {
  min-block-size: 28px;
  padding: 2px 9px;
  color: inherit;
  background: var(--surface);
  border: 1px solid var(--edge);
  border-radius: 5px;
  font: inherit;
}
button { cursor: pointer; }
button[aria-pressed=true] { color: var(--surface); background: var(--text); }
.pair { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 8px; flex: 1 1 130px; }
.pair :is(input, select) { inline-size: 100%; min-inline-size: 90px; flex: 1 1 90px; }
textarea { margin: 8px 12px; color: inherit; background: var(--bar); border: 1px solid var(--edge); font: 12px/1.4 monospace; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 1px; }
.body { display: flex; flex-direction: column; flex: 1; min-block-size: 0; overflow-y: auto; overscroll-behavior: contain; }
.state { border-block-end: 1px solid var(--rule); }
.state > summary { padding: 6px 12px; font-weight: 600; cursor: pointer; }
.state p { margin: 0; padding: 0 12px 10px; color: var(--muted); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 3px 12px; margin: 0; padding: 2px 12px 8px; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; }
.lines { flex: 1; margin: 0; padding: 0; list-style: none; }
.lines:empty::after { content: 'Nothing yet.'; display: block; padding: 14px 12px; color: var(--muted); }
li { border-block-end: 1px solid var(--rule); }
li summary {
  display: flex;
  flex-wrap: wrap;
  align-items: baseline;
  gap: 2px 8px;
  padding: 6px 12px;
  cursor: pointer;
  list-style: none;
}
li summary::-webkit-details-marker { display: none; }
li summary:hover { background: var(--bar); }
time, .source, .fate { color: var(--muted); font-variant-numeric: tabular-nums; }
.name { font-weight: 600; overflow-wrap: anywhere; }
.tag { padding: 0 6px; border: 1px solid; border-radius: 9px; color: var(--muted); font-size: 11px; }
.tag.awareness { color: var(--awareness); }
.tag.consideration { color: var(--consideration); }
.tag.purchase { color: var(--purchase); }
.tag.retention { color: var(--retention); }
.drop .name, .tag.drop { color: var(--bad); }
.brief, .meaning { flex-basis: 100%; overflow-wrap: anywhere; }
.brief { color: var(--muted); }
.fate { margin-inline-start: auto; }
.more { padding: 0 12px 10px; }
.more p { margin: 0 0 6px; }
pre {
  margin: 0;
  padding: 8px;
  max-block-size: 240px;
  overflow: auto;
  background: var(--bar);
  font: 12px/1.4 ui-monospace, monospace;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
}
`;

/** Throws where constructed style sheets are unknown (Safari before 16.4). */
export function styleSheet(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  return sheet;
}
