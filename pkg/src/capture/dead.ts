// Clicks on what looks as if it did something, after which nothing happened: `dead_click`. A click is dead only where
// nothing at all speaks against it.

import { type Attach, guarded, listen, selectorOf } from '../capture';
import { kindOf } from './click';
import { isOurs } from './observe';
import { textOf } from './text';

/** So long a reaction is waited for, in milliseconds. */
const PATIENCE = 1000;

/** So much longer for the end of a request that was begun meanwhile, or for a slow page to come. */
const SLOW = 3000;

const CLICKABLE =
  'a,button,[role=button],[role=link],[role=tab],[role=menuitem],[onclick],input:is([type=submit],[type=button],[type=image])';

/** What reacts in ways that the page cannot see. */
const UNSEEN =
  'input:not([type=submit],[type=button],[type=image]),select,textarea,label,summary,video,audio,canvas,object,embed,' +
  '[contenteditable],[download],[popovertarget],[commandfor],[draggable=true]';

/** What has nothing to do, as it is done or switched off. */
const DONE =
  ':disabled,[aria-disabled=true],[aria-selected=true],[aria-pressed=true],[aria-checked=true],' +
  '[aria-current]:not([aria-current=false]),' +
  '[class*=active],[class*=selected],[class*=current],[class*=disabled]';

/** Each shows that something happened in the page, or over it. */
const REACTIONS =
  'scroll focusin selectionchange submit reset invalid input change toggle close cancel copy cut play pause seeking ' +
  'volumechange fullscreenchange visibilitychange securitypolicyviolation';
const REACTIONS_OF_WINDOW = 'blur popstate hashchange beforeprint';

/** Whether the browser follows a link by itself, or a script that does may have a place to go that cannot be seen. */
export function isFollowed(
  { protocol, href }: Pick<HTMLAnchorElement, 'protocol' | 'href'>,
  isPrevented: boolean,
  here: string,
): boolean {
  // A router has nothing to do for the page that is on screen.
  if (isPrevented) return href === here || !/^(https?|javascript)?:$/.test(protocol);
  return !!href && protocol !== 'javascript:';
}

export const attach: Attach = (sink) => {
  if (!window.PerformanceObserver) return;
  let isWaiting = false;
  let isAlive = false;
  let view = 0;

  const react = () => void (isAlive = true);
  for (const kind of REACTIONS.split(' ')) listen(document, kind, react);
  for (const kind of REACTIONS_OF_WINDOW.split(' ')) listen(window, kind, react);
  listen((window as { navigation?: EventTarget }).navigation, 'navigate', react);

  listen(document, 'click', (event: MouseEvent) => {
    const { target, timeStamp: start } = event;
    if (isWaiting || !event.isTrusted || !(target instanceof Element)) return;
    // Keys open another tab. What is drawn in a shadow cannot be watched from here.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (event.composedPath()[0] !== target || /-/.test(target.localName) || target.closest(UNSEEN)) return;
    const element = target.closest(CLICKABLE) ?? target;
    if (element.matches(DONE)) return;
    const [here, clicked, at] = [location.href, view, Date.now()];
    isWaiting = true;
    isAlive = false;
    let isAsked = false;

    const mutations = new MutationObserver(react);
    mutations.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    const requests = new PerformanceObserver((list) => {
      for (const { name, startTime } of list.getEntries())
        isAsked ||= startTime >= start && startTime < start + PATIENCE && !isOurs(name);
    });
    requests.observe({ type: 'resource' });

    const isDead = () => !isAsked && view === clicked && location.href === here;
    const last = guarded(() => {
      requests.disconnect();
      if (isDead()) sink.track('dead_click', { sel: selectorOf(element), text: textOf(element) || undefined }, at);
    });
    const first = guarded(() => {
      isWaiting = false;
      mutations.disconnect();
      const link = element.closest('a');
      const isPointer = (element: Element) => getComputedStyle(element).cursor === 'pointer';
      // Where everything has this pointer it says nothing.
      const looksSo = element.matches(CLICKABLE) || (isPointer(element) && !isPointer(document.body));
      // A timer that comes far too late was held up by a dialog, or by what the page does for this click.
      const isLate = performance.now() - start > 2 * PATIENCE;
      if (
        isAlive ||
        isLate ||
        !looksSo ||
        !isDead() ||
        (link && (kindOf(link)[0] === 'file_download' || isFollowed(link, event.defaultPrevented, here)))
      )
        requests.disconnect();
      else setTimeout(last, SLOW);
    });
    setTimeout(first, PATIENCE);
  });

  const leave = () => void view++;
  return { begin: leave, end: leave };
};
