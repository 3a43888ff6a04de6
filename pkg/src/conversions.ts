// What the site itself counts as a conversion: an event once a view. Loaded where the site's options have any.

import { type Attach, listen } from './capture';
import { createClock } from './capture/clock';
import { matches } from './match';
import type { Conversion } from './types';

/** Whether an event is the condition of a conversion. */
export function isMet({ event, section, download }: Conversion, name: string, data: Record<string, unknown>): boolean {
  return (
    event === name ||
    (section !== undefined && name === 'section_view' && data.section === section) ||
    (download !== undefined && name === 'file_download' && matches(download, String(data.file)))
  );
}

export const attach: Attach = (sink) => {
  const done = new Set<Conversion>();

  const convert = (isNow: (conversion: Conversion) => unknown) => {
    for (const conversion of sink.options.conversions ?? []) {
      if (done.has(conversion) || !isNow(conversion)) continue;
      done.add(conversion);
      sink.track(conversion.name, conversion.macro ? { macro: true } : {});
    }
  };

  const times = (sink.options.conversions ?? []).flatMap(({ engagedMs }) => engagedMs || []);
  const clock = times[0] && createClock(times, (ms) => convert(({ engagedMs }) => engagedMs === ms));

  listen(document, 'click', ({ isTrusted, target }: Event) => {
    if (isTrusted && target instanceof Element) convert(({ selector }) => selector && target.closest(selector));
  });

  return {
    begin() {
      done.clear();
      if (clock) clock.begin();
      convert(({ url }) => url && matches(url, location.pathname));
    },
    event: (name, data) => convert((conversion) => isMet(conversion, name, data)),
  };
};
