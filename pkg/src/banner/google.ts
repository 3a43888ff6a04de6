// Google's consent mode: commands in `dataLayer`, as `gtag('consent', 'default' | 'update', { … })` puts them there.

import type { Said } from './choice';

/** What was said of each of Google's storages. */
export interface Google {
  /** As the visitor chose, or chose on an earlier page. */
  update: Record<string, boolean>;
  /** Before a choice. */
  default: Record<string, boolean>;
  /** How long the page waits for a choice before the default counts, in milliseconds. */
  wait: number;
}

export const newGoogle = (): Google => ({ update: {}, default: {}, wait: 0 });

/** Takes one entry of `dataLayer`. Whether it was about consent. */
export function take(state: Google, entry: unknown): boolean {
  const [command, action, values] = Array.from((entry ?? []) as ArrayLike<unknown>);
  if (command !== 'consent' || (action !== 'default' && action !== 'update') || !values) return false;
  for (const [key, value] of Object.entries(values)) {
    const isGranted = value === 'granted';
    if (key === 'wait_for_update') state.wait = Math.max(state.wait, +value || 0);
    else if (!isGranted && value !== 'denied') continue;
    // Defaults may be for regions, and the visitor's is not known: the strictest counts.
    else state[action][key] = isGranted && (action === 'update' || state.default[key] !== false);
  }
  return true;
}

/** What is allowed: by choice only, or where none was made by default. */
export function said(state: Google, isChoice: boolean): Said {
  const all = { ...(isChoice ? {} : state.default), ...state.update };
  const found: Said = {};
  const say = (purpose: keyof Said, ...keys: string[]) => {
    const known = keys.filter((key) => key in all);
    if (known.length) found[purpose] = known.every((key) => all[key]);
  };
  say('measurement', 'analytics_storage');
  say('personalisation', 'personalization_storage');
  say('marketing', 'ad_storage', 'ad_user_data', 'ad_personalization');
  return found;
}
