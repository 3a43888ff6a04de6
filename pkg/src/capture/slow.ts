// Pages that take too long to load: `slow_page`.

import type { Attach } from '../capture';
import { navigation } from './observe';

/** Longer than this is slow, in milliseconds. */
const SLOW = 4000;

export const attach: Attach = (sink) => {
  // In the background pages load slowly without anybody waiting.
  let isOver = document.hidden;
  return {
    end() {
      const { loadEventStart, responseStart, activationStart = 0 } = navigation();
      // Some do not wait for the end.
      const ms = Math.round((loadEventStart || performance.now()) - activationStart);
      if (ms > SLOW && !isOver)
        sink.track('slow_page', { ms, ttfb_ms: Math.max(0, Math.round(responseStart! - activationStart)) });
      isOver = true;
    },
  };
};
