// What is done in the drawer stays there.

/** What hands and keys do. */
const KINDS =
  'click dblclick auxclick contextmenu pointerdown pointerup pointermove pointercancel mousedown mouseup mousemove ' +
  'touchstart touchmove touchend keydown keypress keyup beforeinput input copy cut paste wheel focusin focusout';

/**
 * Ends these events of `host` at the window, before any listener of the document: neither captures nor the page hear them.
 * They come to `act` instead, with the element within the host that they are on. What the browser does by itself, like
 * typing, scrolling and folding, it does all the same. Aborting the result ends it.
 */
export function keepApart(host: Element, act: (event: Event, target: Element) => void): AbortController {
  const stop = new AbortController();
  const heard = (event: Event) => {
    if (event.target !== host) return;
    event.stopImmediatePropagation();
    const target = event.composedPath()[0];
    if (target instanceof Element) act(event, target);
  };
  const options = { capture: true, passive: true, signal: stop.signal };
  for (const kind of KINDS.split(' ')) addEventListener(kind, heard, options);
  return stop;
}
