// What is told of the device.

import { screen } from '../early';

interface Hints {
  connection?: { effectiveType?: string; saveData?: boolean };
  userAgentData?: { brands?: { brand: string }[] };
}

interface Clocks {
  Temporal?: { Now: { timeZoneId(): string } };
}

/**
 * Facts of the device for the head of every batch: its class, viewport and language as the loader tells them, its time zone,
 * class of the connection ('slow-2g' to '4g'), whether data is to be saved, and whether there are signs that a program and
 * no person steers the browser. What the browser does not tell is left out.
 */
export function device(): object {
  const { connection, userAgentData, webdriver, userAgent, languages } = navigator as Navigator & Hints;
  const brands = userAgentData?.brands?.map(({ brand }) => brand) ?? [];
  // Making a DateTimeFormat takes Chromium 30 ms and more; Temporal knows it at once.
  const zone = (globalThis as Clocks).Temporal?.Now.timeZoneId() ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  // Plugins are asked of another process, for which the page would stand still.
  const isBare = languages?.length === 0 && !navigator.plugins?.length;
  return {
    ...screen(),
    tz: zone,
    conn: connection?.effectiveType,
    save: connection?.saveData || undefined,
    auto: webdriver || /headless/i.test(userAgent + brands) || isBare || undefined,
  };
}
