// Clicks in anger: `rage_click`.

import { type Attach, guarded, listen, selectorOf } from '../capture';

/** So far in milliseconds and pixels one click may be from the others of a burst. */
const GAP = 1000;
const NEAR = 30;

/** Where clicking fast is how they are used. */
const PATIENT = 'input,textarea,select,video,audio,canvas,[contenteditable]';
const STEPPER = 'input[type=number],[role=spinbutton]';

export type Click = [ms: number, x: number, y: number];

/** Whether a click goes on with a burst: soon after its last click, and near its first. */
export function goesOn(burst: Click[], [ms, x, y]: Click): boolean {
  const [first, last] = [burst[0], burst.at(-1)];
  return !!first && !!last && ms - last[0] <= GAP && Math.hypot(x - first[1], y - first[2]) <= NEAR;
}

/** Whether three clicks of a burst are within a second. */
export function isRage(burst: Click[]): boolean {
  return burst.some(([ms], at) => burst[at + 2] && burst[at + 2]![0] - ms <= GAP);
}

export const attach: Attach = (sink, cause) => {
  let burst: Click[] = [];
  let target: Element;
  let timer: ReturnType<typeof setTimeout>;

  const end = guarded(() => {
    clearTimeout(timer);
    if (isRage(burst) && !target.closest(PATIENT) && !target.parentElement?.querySelector(STEPPER))
      sink.track('rage_click', { sel: selectorOf(target), count: burst.length });
    burst = [];
  });

  const clicked = (event: MouseEvent) => {
    // A click by a key has no place: a key that is held clicks again and again.
    if (!event.isTrusted || !event.detail) return;
    const click: Click = [event.timeStamp, event.clientX, event.clientY];
    if (!goesOn(burst, click)) {
      end();
      target = event.target as Element;
    }
    burst.push(click);
    clearTimeout(timer);
    timer = setTimeout(end, GAP);
  };

  if (cause?.type === 'click') clicked(cause as MouseEvent);
  listen(document, 'click', clicked);

  return { end };
};
