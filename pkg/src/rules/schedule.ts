// Whether an offer is valid at a time. What the clock shows where the shop is, the browser knows.

import type { Schedule } from './offer';

/** What a clock and a calendar show at `now` in a time zone. Throws for a name that is no time zone. */
export function localTime(now: number, timeZone: string): { date: string; time: string; weekday: string } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    weekday: 'short',
  });
  const part = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  return {
    date: `${part.year!.padStart(4, '0')}-${part.month}-${part.day}`,
    time: `${part.hour}:${part.minute}`,
    weekday: part.weekday!.toLowerCase(),
  };
}

/** The field of the schedule that does not allow `now`; empty where all do. */
export function closedBy({ time_zone, from, until, weekdays, hours }: Schedule, now: number): string {
  let local;
  try {
    local = localTime(now, time_zone);
  } catch {
    return 'time_zone';
  }
  const { date, time, weekday } = local;
  const at = `${date}T${time}`;
  if (from && at < from) return 'from';
  if (until && at >= until) return 'until';
  if (weekdays && !weekdays.includes(weekday)) return 'weekdays';
  const isOpen = (span: string) => {
    const [begin, end] = span.split('-') as [string, string];
    return begin < end ? begin <= time && time < end : begin <= time || time < end;
  };
  return hours && !hours.some(isOpen) ? 'hours' : '';
}
