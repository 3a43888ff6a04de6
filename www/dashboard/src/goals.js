/** What the goals' counts say: how often each was reached, and by which part of the visits. */

const LABELS = { purchase: 'Purchase', generate_lead: 'Lead', sign_up: 'Sign-up' };

/** Whether an event changes how often a goal was reached, or of how many visits. */
export const changesGoals = ({ name, data }) => name === 'page_view' || Object.hasOwn(LABELS, name) || data.macro === true;

/** What sessions can be told apart by, with what to call those of which it is not known. */
export const BY = { device: 'unknown device', channel: 'unknown channel', page_type: 'page of unknown kind' };

/**
 * Reads the answer of `/api/v1/goals`: a row for each goal and, below it, one for each group of sessions. `share` is the
 * part of the visits that reached the goal, null where there were none.
 */
export function readGoals({ visits, goals }, by) {
  return goals.flatMap(({ name, events, sessions, groups = [] }) => [
    { label: LABELS[name] ?? name, events, sessions, share: part(sessions, visits), isGroup: false },
    ...groups.map((group) => ({
      label: group.value ?? BY[by],
      events: group.events,
      sessions: group.sessions,
      share: part(group.sessions, group.visits),
      isGroup: true,
    })),
  ]);
}

const part = (some, all) => (all > 0 ? some / all : null);
