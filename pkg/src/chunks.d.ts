// The chunks that are loaded by URL, under the names they have when built.
declare module '*/waypost-sdk.js' {
  export const start: typeof import('./sdk').start;
}
declare module '*/waypost-options.js' {
  export const checked: typeof import('./options').checked;
  export const wrong: typeof import('./options').wrong;
}
declare module '*/waypost-offer.js' {
  export const prepare: typeof import('./offer').prepare;
  export const show: typeof import('./offer').show;
  export const ghost: typeof import('./offer').ghost;
  export const deliver: typeof import('./offer').deliver;
  export const drop: typeof import('./offer').drop;
}
declare module '*/waypost-offer-more.js' {
  export const draw: typeof import('./offer-more').draw;
  export const STYLE: typeof import('./offer-more').STYLE;
}
declare module '*/waypost-rules.js' {
  export const attach: import('./capture').Attach;
}
declare module '*/waypost-facts.js' {
  export const draw: typeof import('./facts').draw;
}
declare module '*/waypost-intent.js' {
  export const watch: typeof import('./intent').watch;
}
declare module '*/waypost-shop.js' {
  export const attach: import('./capture').Attach;
  export const CONFIDENCE: typeof import('./shop').CONFIDENCE;
  export const CART: typeof import('./shop').CART;
  export const decoded: typeof import('./shop').decoded;
  export const isOfCart: typeof import('./shop').isOfCart;
  export const isOfShop: typeof import('./shop').isOfShop;
  export const parsed: typeof import('./shop').parsed;
  export const typeOf: typeof import('./shop').typeOf;
  export const currencyOf: typeof import('./shop').currencyOf;
  export const dataOf: typeof import('./shop').dataOf;
  export const MAX_ITEMS: typeof import('./shop').MAX_ITEMS;
  export const text: typeof import('./shop').text;
  export const TAG_MANAGERS: typeof import('./shop').TAG_MANAGERS;
  export const read: typeof import('./shop').read;
  export const decimal: typeof import('./shop').decimal;
  export const codeIn: typeof import('./shop').codeIn;
  export const isOne: typeof import('./shop').isOne;
  export const words: typeof import('./shop').words;
}
declare module '*/waypost-results.js' {
  export const resultsOf: typeof import('./shop/results').resultsOf;
}
declare module '*/waypost-forms.js' {
  export const attach: import('./capture').Attach;
}
declare module '*/waypost-banner.js' {
  export const attach: import('./capture').Attach;
}
declare module '*/waypost-debug.js' {
  export const open: typeof import('./debug').open;
}
declare module '*/waypost-pack.js' {
  export const pack: typeof import('./pack').pack;
}
declare module '*/waypost-keep.js' {
  export const keep: typeof import('./keep').keep;
}
declare module '*/waypost-conversions.js' {
  export const attach: import('./capture').Attach;
}
declare module '*/waypost-restore.js' {
  export const attach: import('./capture').Attach;
}
declare module '*/waypost-friction.js' {
  export const attach: import('./capture').Attach;
}
declare module '*/waypost-acts.js' {
  export const watch: typeof import('./shop-acts').watch;
}
declare module '*/waypost-layer.js' {
  export const watchLayer: typeof import('./shop/layer-watch').watchLayer;
}
