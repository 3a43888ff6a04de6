// Whether a consent banner that Waypost understands may be on the page. Loaded with every page, so it is short.

/** Google's `dataLayer`, in which its consent mode speaks, or the stub of IAB TCF. */
export const isOnPage = () => 'dataLayer' in window || '__tcfapi' in window;
