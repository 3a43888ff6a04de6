/** Which addresses an offer may lead to or have pictures from. */

/** Whether it is a page or a path of the page's own host: what runs (`javascript:`) or brings its content along is neither. */
export function isSafe(url: unknown): boolean {
  try {
    return typeof url === 'string' && /^https?:$/.test(new URL(url, document.baseURI).protocol);
  } catch {
    return false;
  }
}
