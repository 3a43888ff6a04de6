// Which parts of a page are read: `section_view`.

import { type Attach, guarded, later, listen } from '../capture';
import { soon } from './pace';
import { textOf } from './text';

const NAME = 'data-waypost-section';

/** So long a section has to be in view, in milliseconds. */
const VIEW = 1000;

/**
 * Parts of an element in view of which each is told: of an element of any length one of them is at least half of the
 * viewport, and not more than all of it.
 */
const THRESHOLDS = [1, 2, 3, 4, 5, 6, 7].map((power) => 2 ** -power);

const nameOf = (element: Element) => (element.getAttribute(NAME) || textOf(element)).slice(0, 64);

export const attach: Attach = (sink) => {
  if (!window.IntersectionObserver) return;
  const timers = new Map<Element, ReturnType<typeof setTimeout>>();
  let sections: Element[] = [];
  let seen = new Set<Element>();

  const see = guarded((element: Element) => {
    seen.add(element);
    observer.unobserve(element);
    sink.track('section_view', { section: nameOf(element), index: sections.indexOf(element) + 1 });
  });

  const forget = (element: Element) => {
    clearTimeout(timers.get(element));
    timers.delete(element);
  };

  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRatio, intersectionRect } of entries) {
        if (intersectionRatio < 0.5 && intersectionRect.height * 2 < innerHeight) forget(target);
        else if (!timers.has(target)) timers.set(target, setTimeout(see, VIEW, target));
      }
    },
    { threshold: THRESHOLDS },
  );

  const scan = () => {
    if (document.hidden) return;
    const all = (selector: string) => [...document.querySelectorAll(selector)].filter(nameOf);
    sections = all(`[${NAME}]`);
    if (!sections[0]) sections = all('h2,h3');
    for (const element of sections) if (!seen.has(element)) observer.observe(element);
  };

  const end = () => {
    observer.disconnect();
    sections.forEach(forget);
  };

  // What a page draws late is found then, without watching all that changes in it.
  const scanSoon = soon(scan, VIEW);
  for (const kind of ['scroll', 'visibilitychange']) listen(document, kind, scanSoon);

  return {
    begin() {
      end();
      seen = new Set();
      later(scan);
      scanSoon();
    },
    end,
  };
};
