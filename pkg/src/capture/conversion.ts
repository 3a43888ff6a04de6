// What the site itself counts as a conversion: an event once a view.

import { type Attach, listen } from '../capture';
import type { Conversion } from '../types';
import { whenEngaged } from './engagement';

/** Whether a path is of this pattern, in which `*` stands for any characters. */
export function matches(pattern: string, path: string): boolean {
  const escaped = pattern.split('*').map((part) => part.replace(/[^\w/-]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, 's').test(path);
}

/** Whether an event is the condition of a conversion. */
export function isMet({ event, section, download }: Conversion, name: string, data: Record<string, unknown>): boolean {
  return (
    event === name ||
    (section !== undefined && name === 'section_view' && data.section === section) ||
    (download !== undefined && name === 'file_download' && matches(download, String(data.file)))
  );
}

export const attach: Attach = (sink) => {
  const all = sink.options.conversions ?? [];
  if (!all.length) return;
  const done = new Set<Conversion>();

  const convert = (conversion: Conversion) => {
    if (done.has(conversion)) return;
    done.add(conversion);
    sink.track(conversion.name, conversion.macro ? { macro: true } : {});
  };

  for (const conversion of all) if (conversion.engagedMs) whenEngaged(conversion.engagedMs, () => convert(conversion));

  listen(document, 'click', ({ isTrusted, target }: Event) => {
    if (isTrusted && target instanceof Element)
      for (const conversion of all) if (conversion.selector && target.closest(conversion.selector)) convert(conversion);
  });

  return {
    begin() {
      done.clear();
      for (const conversion of all)
        if (conversion.url && matches(conversion.url, location.pathname)) convert(conversion);
    },
    event(name, data) {
      for (const conversion of all) if (isMet(conversion, name, data)) convert(conversion);
    },
  };
};
