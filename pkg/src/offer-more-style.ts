/** The look of the blocks that few offers have; see offer-style.ts. */
export const STYLE = `
h3 { margin: 0.375em 0 0; font-size: 1.0625em; font-weight: 650; line-height: 1.3; }
ul.list { display: block; padding-inline-start: 1.25em; list-style: disc; }
.list li { border: 0; padding-block: 0.125em; }
.wide-picture {
  display: block;
  inline-size: 100%;
  max-block-size: 16em;
  aspect-ratio: 16 / 9;
  border-radius: var(--inner);
  background: var(--tint);
  object-fit: cover;
}
:is(.sheet, .bar) .wide-picture { max-inline-size: 16em; }
[hidden] { display: none !important; }
a { color: inherit; text-underline-offset: 0.2em; }
a.send {
  display: grid;
  place-content: center;
  border-radius: var(--button, var(--inner));
  text-align: center;
  text-decoration: none;
}
.plain-link { display: inline-flex; align-items: center; justify-self: start; min-block-size: 44px; min-inline-size: 44px; font-weight: 600; }
ul.items {
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(min(7.25em, 100%), 1fr));
  gap: 0.75em;
  margin-block-start: 0.625em;
}
:is(.sheet, .bar) ul.items { grid-template-columns: repeat(auto-fit, minmax(min(5.25em, 100%), 1fr)); }
@media (min-width: 40em) {
  .bar ul.items { grid-template-columns: repeat(auto-fill, 9em); break-before: column; }
}
.items li { border: 0; display: grid; }
.card {
  display: grid;
  gap: 0.25em;
  align-content: start;
  min-block-size: 44px;
  padding: 0.375em;
  border: 1px solid var(--rule);
  border-radius: var(--inner);
  font-size: 0.9375em;
  line-height: 1.35;
  text-decoration: none;
}
.card:hover { border-color: var(--border); }
.card:hover .card-name { text-decoration: underline; }
/* Cut-out products are made for white pages. */
.card-picture {
  inline-size: 100%;
  aspect-ratio: 1;
  border-radius: calc(var(--inner) * 0.6);
  background: #fff;
  object-fit: cover;
}
.card-name { padding-inline: 0.25em; font-weight: 550; }
.card-price { padding-inline: 0.25em; color: var(--muted); font-variant-numeric: tabular-nums; }
`;
