// Consent banners that speak Google's consent mode or IAB TCF: what a visitor chose there is told to Waypost.

import { both, choiceOf, type Said } from './banner/choice';
import { newGoogle, said as saidToGoogle, take } from './banner/google';
import { said as saidToTcf, type Tcf } from './banner/tcf';
import type { Sink } from './capture';
import { guarded } from './listen';

type Api = (command: string, version: number, callback: (data: Tcf | null, isGood: boolean) => void) => void;

/**
 * How long a default that refuses waits for the visitor's earlier choice, in milliseconds. Telling it at once would
 * erase a visitor who agreed, on every page, before the banner has loaded.
 */
const PATIENCE = 5_000;

/** Listens to the banners of the page. It calls `sink.consent` with what changed only. */
export function attach(sink: Sink): void {
  const scope = window as { dataLayer?: unknown[]; __tcfapi?: Api };
  const refused = sink.options.banner === 'denied' ? 'denied' : 'anonymous';
  const google = newGoogle();
  let isChoice = true;
  let byTcf: Said = {};
  let told = '{}';
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasTcf = false;

  const tell = () => {
    const choice = choiceOf(both(saidToGoogle(google, isChoice), byTcf), refused);
    const text = JSON.stringify(choice);
    if (text !== told) sink.consent(choice);
    told = text;
  };

  const hear = (entries: unknown[]) => {
    if (!entries.filter((entry) => take(google, entry)).length) return;
    tell();
    const isRefused = Object.values(google.default).includes(false);
    clearTimeout(timer);
    timer = setTimeout(
      guarded(() => {
        isChoice = false;
        tell();
      }),
      Math.max(google.wait, isRefused ? PATIENCE : 0),
    );
  };

  /** A banner that is loaded late brings its framework late; its commands pass here. */
  const meetTcf = () => {
    if (hasTcf || typeof scope.__tcfapi !== 'function') return;
    hasTcf = true;
    scope.__tcfapi(
      'addEventListener',
      2,
      guarded((data, isGood) => {
        byTcf = (isGood && data && saidToTcf(data)) || byTcf;
        tell();
      }),
    );
  };

  const layer = scope.dataLayer;
  if (Array.isArray(layer)) {
    const push = layer.push;
    const heard = guarded((entries: unknown[]) => {
      hear(entries);
      meetTcf();
    });
    layer.push = function (this: unknown[], ...entries) {
      const answer = push.apply(this, entries);
      heard(entries);
      return answer;
    };
    hear(layer);
  }
  meetTcf();
}
