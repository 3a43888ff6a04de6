/** The time ranges a viewer can choose, cut at midnight in the viewer's own time zone. */

export const RANGES = [
  { id: 'today', label: 'Today', phrase: 'today', firstDay: 0, days: 1 },
  { id: 'yesterday', label: 'Yesterday', phrase: 'yesterday', firstDay: 1, days: 1 },
  { id: 'week', label: 'Last 7 days', phrase: 'in the last 7 days', firstDay: 6, days: 7 },
];

/** The range with this id; today for an unknown one. */
export const rangeById = (id) => RANGES.find((range) => range.id === id) ?? RANGES[0];

/**
 * Where a range starts (included) and ends (not included), in Unix milliseconds.
 * A day with a clock change is 23 or 25 hours long.
 */
export function boundsOf(range, nowMs) {
  return {
    fromMs: midnight(nowMs, -range.firstDay),
    toMs: midnight(nowMs, range.days - range.firstDay),
  };
}

function midnight(nowMs, daysAhead) {
  const now = new Date(nowMs);
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + daysAhead).getTime();
}
