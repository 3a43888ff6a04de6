// What is told of a click beside its element's tag and text.

import { selectorOf } from '../capture';
import { isOwn } from './own';

const FILE = /\.(pdf|docx?|xlsx?|pptx?|csv|txt|rtf|epub|zip|rar|7z|gz|exe|msi|dmg|pkg|apk|mp[34]|mov|avi|wav)$/i;

/**
 * Where an element was clicked: `sel` finds it again, `x` and `y` are percent within it, `px` percent of the page's width,
 * `py` CSS pixels from the page's top. No place where it was not clicked by a pointer. Reads the layout.
 */
export function describe(element: Element, { detail, clientX, clientY, pageX, pageY }: MouseEvent): object {
  const sel = selectorOf(element);
  if (!detail) return { sel };
  const { left, top, width, height } = element.getBoundingClientRect();
  const percent = (part: number, whole: number) =>
    whole > 0 ? Math.max(0, Math.min(100, Math.round((100 * part) / whole))) : undefined;
  return {
    sel,
    x: percent(clientX - left, width),
    y: percent(clientY - top, height),
    px: percent(pageX, document.documentElement.scrollWidth),
    py: Math.round(pageY),
  };
}

/** Which event the click on an element is, with what this kind of event tells more. */
export function kindOf(element: Element): [name: 'click' | 'outbound_click' | 'file_download', more: object] {
  const { href, protocol, hostname, pathname } = element as HTMLAnchorElement;
  if (typeof href === 'string' && /^http/.test(protocol)) {
    const ext = FILE.exec(pathname)?.[1]?.toLowerCase();
    const host = isOwn(hostname) ? undefined : hostname;
    if (ext || element.hasAttribute('download')) return ['file_download', { file: pathname, ext, host }];
    if (host) return ['outbound_click', { host }];
  }
  return ['click', {}];
}
