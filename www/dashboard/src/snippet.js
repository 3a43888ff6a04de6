/** The script tag a site has to paste, for the collector at `origin` and the site `key`. */
export const snippet = (origin, key) =>
  `<script async src="${escape(origin)}/waypost.js" data-site="${escape(key)}"></script>`;

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
