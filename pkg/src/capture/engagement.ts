// How long a page is really looked at, and how much of it: `engagement` and `scroll`.

import { type Attach, listen } from '../capture';
import { createClock } from './clock';
import { soon } from './pace';

/** Scrolling is measured at most so often, in milliseconds. */
const MEASURE = 250;

/** Shorter engagement is not told, in milliseconds; it counts with what follows. */
const LEAST = 100;

export const attach: Attach = (sink) => {
  const clock = createClock();
  let told = [0, 0];
  let bottom = 0;
  let height = 0;
  let isDeep = false;

  const measure = () => {
    height = document.documentElement.scrollHeight;
    bottom = Math.max(bottom, scrollY + innerHeight);
  };

  const scrolled = soon(() => {
    measure();
    if (isDeep || bottom < 0.9 * height) return;
    isDeep = true;
    if (sink.on('scroll')) sink.track('scroll', { percent_scrolled: 90 });
  }, MEASURE);

  // A view may begin before there is anything in it.
  const settled = soon(measure, 1000);

  listen(document, 'scroll', scrolled);

  return {
    begin() {
      clock.begin();
      told = [0, 0];
      bottom = 0;
      isDeep = false;
      settled();
    },
    end(isHidden) {
      clock.look();
      // A navigation may come from an input handler, where the layout is not read.
      if (isHidden) measure();
      const [engaged_ms, active_ms] = clock.times.map((ms, at) => Math.round(ms - told[at]!)) as [number, number];
      // What is left after a page was hidden and before it is gone says nothing.
      if (engaged_ms < LEAST) return;
      told = clock.times;
      const scroll_pct = bottom ? Math.min(100, Math.round((100 * bottom) / height)) : undefined;
      if (sink.on('engagement')) sink.track('engagement', { engaged_ms, active_ms, scroll_pct, first_ms: clock.first });
    },
  };
};
