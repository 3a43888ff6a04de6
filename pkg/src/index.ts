import { create, inert } from './loader';
import { explainAt, warn } from './messages';
import type { Options, Waypost } from './types';

export type { Consent, Conversion, Hook, Options, Purposes, Topics, Waypost } from './types';

let running: Waypost | undefined;

/**
 * Starts recording this page and gives the client; a second call gives the same one.
 * Importing the package touches no global. Outside a browser, and without a site key, the client does nothing.
 */
export function init(options: Options): Waypost {
  if (typeof document === 'undefined') return inert();
  if (running) {
    warn('two_tags', 'init() was called again; the first call counts');
    return running;
  }
  try {
    explainAt(String(options?.collector || location.origin));
    if (!options?.site) {
      warn('no_site', "init() was called without `site`, so nothing is recorded; pass init({ site: 'your-site-key' })");
      return inert();
    }
    running = create({ ...options }, location.origin, () => import('./waypost-sdk.js'));
  } catch (error) {
    warn('failed', `something went wrong inside (${error})`);
  }
  return running ?? inert();
}
