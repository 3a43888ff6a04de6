// IAB Europe's Transparency and Consent Framework, version 2: what a banner tells the listeners of `__tcfapi`.

import type { Said } from './choice';

/** As much of its TCData as is looked at. */
export interface Tcf {
  gdprApplies?: boolean;
  eventStatus?: string;
  purpose?: { consents?: Record<string, boolean> };
}

/**
 * What is allowed; nothing while the banner is open, or where the framework does not apply: that another law may
 * allow it is for the site to say. Legitimate interest is no consent to storing.
 */
export function said({ gdprApplies, eventStatus = '', purpose }: Tcf): Said | undefined {
  if (gdprApplies === false || !/^(tcloaded|useractioncomplete)$/.test(eventStatus)) return;
  // 1: store on the device; 3, 4: personalised ads; 5, 6: personalised content; 8, 9: measure content and visitors.
  const all = (...ids: number[]) => [1, ...ids].every((id) => purpose?.consents?.[id] === true);
  return { measurement: all(8, 9), personalisation: all(5, 6), marketing: all(3, 4) };
}
