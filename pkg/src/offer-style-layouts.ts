/** Where each layout stands, how it makes use of its room, and how it comes in. */
export const LAYOUTS = `
.modal {
  --lift: 0 0 0 1px #0000000f, 0 1.5em 4em #00000047;
  inline-size: min(28em, 100vw - 2em);
  max-inline-size: none;
  max-block-size: calc(100vh - 2em);
  max-block-size: calc(100dvh - 2em);
  margin: auto;
}
.modal::backdrop { background: #0f1114; opacity: 0.5; }
@media (min-width: 52em) {
  .wide { inline-size: 50em; }
  .wide .panel { grid-template-columns: 1.1fr 1fr; gap: 0; padding: 0; }
  .wide .about, .wide form { padding: 2.25em; }
  .wide .about { background: var(--tint); }
  .wide .cart { padding-inline: 0; background: none; }
  .wide form { padding-block-start: 3.25em; }
}
.sheet, .bar {
  position: relative;
  inset: auto;
  inline-size: 100%;
  max-block-size: 70vh;
  max-block-size: 70dvh;
  margin: 0 auto;
}
.sheet {
  --lift: 0 0 0 1px #0000000f, 0 -0.5em 2.5em #00000038;
  max-inline-size: 36em;
  border-end-start-radius: 0;
  border-end-end-radius: 0;
  padding-block-end: env(safe-area-inset-bottom, 0);
}
.bar {
  --lift: 0 0 0 1px #0000000f, 0 0.5em 2.5em #00000038;
  max-inline-size: none;
  border-radius: 0;
  padding-block-start: env(safe-area-inset-top, 0);
}
:is(.sheet, .bar) .panel { gap: 0.75em; padding: 1.125em 1.25em; }
:is(.sheet, .bar) .about { gap: 0.375em; }
:is(.sheet, .bar) form { gap: 0.5em; }
:is(.sheet, .bar) h2 { font-size: 1.1875em; }
:is(.sheet, .bar) .intro { padding-inline-end: 1em; font-size: 0.9375em; line-height: 1.4; }
/* They have room for one line of the cart: the first item, how many more, the total. */
:is(.sheet, .bar) .cart { display: flex; flex-wrap: wrap; gap: 0 1em; margin-block-start: 0.25em; padding-block: 0; }
:is(.sheet, .bar) ul { display: flex; flex: 1 1 13em; gap: 0.5em; }
:is(.sheet, .bar) .row { padding-block: 0.5em; border: 0; }
:is(.sheet, .bar) li { flex-wrap: nowrap; }
:is(.sheet, .bar) li .name { flex-basis: 0; }
:is(.sheet, .bar) .picture { inline-size: 32px; block-size: 32px; }
:is(.sheet, .bar) .more { flex: none; }
:is(.sheet, .bar) .variant, :is(.sheet, .bar) li .amount { display: none; }
/* Where there is one item only, it has a line of its own. */
:is(.sheet, .bar) ul:only-child .amount { display: block; }
/* The cross does as well. */
:is(.sheet, .bar) .later { display: none; }
.bar .panel { inline-size: 100%; max-inline-size: 76em; margin-inline: auto; }
@media (min-width: 52em) {
  .bar .panel { grid-template-columns: 1fr 1.15fr; gap: 2.5em; padding-inline-end: 4.5em; }
  .bar form { align-content: start; }
  .bar .lone { grid-template-columns: 1fr; }
  .bar .lone .about { display: block; columns: 2; column-gap: 2.5em; }
  .bar .lone .about > * { break-inside: avoid; margin-block: 0 0.375em; }
  .bar .quick { grid-template-columns: 1fr auto; }
  .bar .quick > * { grid-column: 1 / -1; }
  .bar .quick .field { grid-area: 1 / 1; }
  .bar .quick .send { grid-area: 1 / 2; align-self: end; }
  .bar fieldset { display: flex; flex-wrap: wrap; gap: 0 1.5em; }
}
.inline { --lift: 0 0 0 1px var(--rule); }
.inline .panel { inline-size: 100%; max-inline-size: 40em; margin-inline: auto; }
.teaser {
  --lift: 0 0 0 1px #0000000f, 0 0.25em 1.5em #00000038;
  flex-direction: row;
  align-items: center;
  inline-size: fit-content;
  max-inline-size: min(26em, 100vw - 2em);
  margin-inline: auto 1em;
  border-end-start-radius: 0;
  border-end-end-radius: 0;
  padding-block-end: env(safe-area-inset-bottom, 0);
  background: var(--accent);
  color: var(--on-accent);
}
.open { padding: 0.5em 0.25em 0.5em 1.25em; background: none; font-weight: 600; text-align: start; }
[dir=rtl] .open { padding: 0.5em 1.25em 0.5em 0.25em; }
.open:hover { text-decoration: underline; text-underline-offset: 0.2em; }
.teaser .cross { position: static; flex: none; color: inherit; }
.teaser .cross:hover { background: none; }
.teaser :focus-visible { outline-color: currentColor; outline-offset: -4px; }
@media (prefers-reduced-motion: no-preference) {
  /* Never from outside the screen: what begins there is taken for a page that is not drawn. */
  .modal, .teaser { animation: rise 0.2s ease-out; }
  .modal::backdrop { animation: fade 0.2s ease-out; }
  .sheet { animation: up 0.25s ease-out; }
  .bar { animation: down 0.25s ease-out; }
  .send { transition: box-shadow 0.15s; }
  .send[aria-disabled=true]::after { animation: turn 0.8s linear infinite; }
}
@keyframes rise { from { opacity: 0; transform: translateY(0.75em); } }
@keyframes fade { from { opacity: 0; } }
@keyframes up { from { opacity: 0; transform: translateY(3em); } }
@keyframes down { from { opacity: 0; transform: translateY(-3em); } }
@keyframes turn { to { transform: rotate(1turn); } }
`;
