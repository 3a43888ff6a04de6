// What a page says that has gone wrong.

/** Messages that something is wrong, as far as they are seen. Reads the layout. */
export function problems(
  selector = '[role=alert],[class*=error],[class*=danger],[class*=alert]:not([class*=success])',
): number {
  const messages = document.querySelectorAll<HTMLElement>(selector);
  return [...messages].filter((each) => each.offsetHeight > 0 && each.textContent?.trim()).length;
}
