// Pages that take too long to load: `slow_page`.

import { type Attach, listen } from '../capture';
import { navigation } from './observe';
import { soon } from './pace';

/** Longer than this is slow, in milliseconds. */
const SLOW = 4000;

export const attach: Attach = (sink) => {
  // In the background pages load slowly without anybody waiting.
  let isSeen = !document.hidden;
  const loaded = soon(() => {
    const { loadEventStart = 0, responseStart = 0, activationStart = 0 } = navigation();
    const since = (time: number) => Math.round(time - activationStart);
    if (isSeen && since(loadEventStart) > SLOW)
      sink.track('slow_page', { ms: since(loadEventStart), ttfb_ms: Math.max(0, since(responseStart)) });
  }, 0);
  listen(document, 'visibilitychange', () => (isSeen = false));
  if (document.readyState === 'complete') loaded();
  else listen(window, 'load', loaded);
};
