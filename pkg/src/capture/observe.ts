// What the browser measures by itself.

import { guarded } from '../capture';

/** Whether the browser measures this. */
export function measures(type: string): boolean | undefined {
  return window.PerformanceObserver?.supportedEntryTypes?.includes(type);
}

/**
 * Calls `heard` with each entry of this type, also those from before. The result takes what has not been delivered yet,
 * and does nothing where the browser does not measure it.
 */
export function observe(type: string, heard: (entry: any) => unknown, durationThreshold?: number): () => void {
  if (!measures(type)) return () => {};
  const each = guarded((entries: PerformanceEntryList) => entries.forEach(heard));
  const observer = new PerformanceObserver((list) => each(list.getEntries()));
  observer.observe({ type, buffered: true, durationThreshold } as PerformanceObserverInit);
  return () => each(observer.takeRecords());
}

/** How the page was loaded, with what the browser does not say left out. */
export function navigation(): Partial<PerformanceNavigationTiming> & { activationStart?: number } {
  return (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming) ?? {};
}

/** Whether a path is one that Waypost itself asks for. */
export function isOurs(path: string): boolean {
  return /\/(v1\/(events|captures|config)|waypost[\w-]*\.(js|wasm))$/.test(path);
}
