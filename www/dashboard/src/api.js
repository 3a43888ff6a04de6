/** The collector's dashboard API. Every failure is an `ApiError`; being signed out leads to the sign-in page. */

/** Why an answer is missing: `kind` is `unreachable`, `unreadable` or `refused` (with `status`, `code`, `detail`). */
export class ApiError extends Error {
  constructor(kind, { status = 0, code = '', detail = '' } = {}) {
    super(detail || kind);
    Object.assign(this, { kind, status, code, detail });
  }
}

export const sites = (signal) => get('sites', {}, signal).then((answer) => answer.sites);

/** The newest `latest` events of a site, newest last. */
export const latestEvents = (site, latest, signal) =>
  get('events', { site, latest }, signal).then((answer) => answer.events);

/** Sessions per step between two Unix times in milliseconds. */
export const funnel = (site, { fromMs, toMs }, signal) =>
  get('funnel', { site, from_ms: fromMs, to_ms: toMs }, signal).then((answer) => answer.steps);

/** How often goals were reached between two Unix times in milliseconds, `by` a property of sessions or by none. */
export const goals = (site, { fromMs, toMs }, by, signal) =>
  get('goals', { site, from_ms: fromMs, to_ms: toMs, ...(by && { by }) }, signal).then((answer) => ({ answer, by }));

/** What became of the events of streams that began between two Unix times in milliseconds. */
export const completeness = (site, { fromMs, toMs }, signal) =>
  get('completeness', { site, from_ms: fromMs, to_ms: toMs }, signal);

/** Whether exit intent was right between two Unix times in milliseconds, and what offers changed. */
export const intent = (site, { fromMs, toMs }, signal) => get('intent', { site, from_ms: fromMs, to_ms: toMs }, signal);

/** The offers of a site as visitors get them, in a language. */
export const offers = (site, lang, signal) => get('offers', { site, lang }, signal).then((answer) => answer.offers);

const CAPTURES_AT_ONCE = 1000;

/** Every address a site was given between two Unix times in milliseconds, newest last. */
export async function captures(site, { fromMs, toMs }, signal) {
  const found = [];
  for (let after = 0; ; ) {
    const page = await get('captures', { site, after, limit: CAPTURES_AT_ONCE }, signal);
    found.push(...page.captures.filter((capture) => fromMs <= capture.occurred_at_ms && capture.occurred_at_ms < toMs));
    if (page.captures.length < CAPTURES_AT_ONCE) return found;
    after = page.next;
  }
}

/** Address of the stream of events to come. */
export const liveUrl = (site) => url('live', { site });

async function get(path, query, signal) {
  const response = await reach(url(path, query), signal);
  if (response.status === 401) {
    location.assign('/sign-in');
    // The page is on its way out: nothing is to be shown any more.
    return new Promise(() => {});
  }
  const body = await response.json().catch(() => null);
  signal?.throwIfAborted();
  if (!response.ok) {
    throw new ApiError('refused', { status: response.status, code: body?.error, detail: body?.detail });
  }
  if (body === null) throw new ApiError('unreadable', { status: response.status });
  return body;
}

async function reach(address, signal) {
  try {
    return await fetch(address, { signal, headers: { accept: 'application/json' } });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new ApiError('unreachable', { detail: cause.message });
  }
}

const url = (path, query) => `/api/v1/${path}?${new URLSearchParams(query)}`;
