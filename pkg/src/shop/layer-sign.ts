// Whether there is a data layer to be read, before what reads it is loaded.

/** Scripts of tag managers: each may be given another name for its layer. */
export const TAG_MANAGERS = 'script[src*="/gtm.js?"],script[src*="/gtag/js?"]';

/** Whether the page has a data layer, or something that makes one. */
export const hasLayer = () => 'dataLayer' in window || !!document.querySelector(TAG_MANAGERS);
