// The chunks that are loaded by URL, under the names they have when built.
declare module '*/waypost-sdk.js' {
  export const start: typeof import('./sdk').start;
}
declare module '*/waypost-offer.js' {
  export const show: typeof import('./offer').show;
}
