// The script tag: reads its own attributes, and takes over the calls made before it.

import { create, inert } from './loader';
import { explainAt, warn } from './messages';
import type { Options, Waypost } from './types';

type Calls = [method: string, ...args: unknown[]][];

const scope = window as { waypost?: Waypost | Calls };

function run(): void {
  const script = document.currentScript as HTMLScriptElement | null;
  const source = script?.src || location.href;
  explainAt(new URL(source).origin);
  const before = scope.waypost;
  if (before && !Array.isArray(before)) {
    return warn('two_tags', 'a second script tag is ignored');
  }
  const options = { ...configured(), ...attributes(script?.dataset ?? {}) };
  const client = options.site
    ? create(options as Options, new URL(source).origin, () => import(new URL('waypost-sdk.js', source).href))
    : inert();
  if (!options.site)
    warn('no_site', 'the script tag has no data-site="your-site-key", so nothing is recorded');
  scope.waypost = client;
  if (before) client.push(...before);
}

/** What the tag's attributes set. */
function attributes({ site, collector, consent, debug }: DOMStringMap): Partial<Options> {
  // Without the attributes that are not set.
  return JSON.parse(
    JSON.stringify({ site, collector, consent, debug: debug === undefined ? debug : debug !== 'false' }),
  );
}

/** What `<script type="application/json" data-waypost-config>` sets. */
function configured(): Partial<Options> {
  const text = document.querySelector('script[data-waypost-config]')?.textContent;
  if (!text) return {};
  try {
    const options = JSON.parse(text);
    if (/^{/.test(text.trim())) return options;
    throw text.trim().slice(0, 80);
  } catch (error) {
    warn('bad_config', `the configuration is not a JSON object (${error}); the defaults are used`);
  }
  return {};
}

try {
  run();
} catch (error) {
  warn('failed', `something went wrong inside (${error})`);
}
