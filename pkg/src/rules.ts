// When an offer is shown, and to whom, as a chunk of its own: loaded once the visitor has been on the page for long enough, or
// the site calls for an offer. It asks the collector what the site offers, watches for what brings an offer, and has the verdict
// on each (`rules/verdict.ts`) carried out.

import { type Attach, guarded, later, listen } from './capture';
import type { Input } from './engine';
import type { Intent } from './intent';
import { watchLeaving } from './rules/leaving';
import type { Recommended } from './offer-content';
import type { RuledOffer, Site } from './rules/offer';
import { filled, learned, type OnPage, shownOf } from './rules/product';
import { createRecord, HOLDOUT, type Told } from './rules/record';
import { after, type End, inSession, ofToday } from './rules/seen';
import type { Here, Known, State } from './rules/state';
import { takeTurn } from './rules/turn';
import { isDue, type Reason, verdict, type Verdict } from './rules/verdict';
import { watchVetoes } from './rules/veto';

/** What there is to say of one offer now. */
export interface Judged {
  offer: string;
  reason?: Reason | 'not_ready';
  field?: string;
}

/** How often time, depth and idleness are looked at, in milliseconds. */
const TICK = 1_000;

/** Reasons that pass by themselves: what is due comes then. */
const PASSING: Reason[] = ['veto', 'open', 'not_armed'];

export const attach: Attach = (sink) => {
  const { engine, offers: effects, options, boot, warn } = sink;
  const { clock } = effects;
  let site: Site | undefined;
  let known: Known | undefined;
  let view: Awaited<typeof boot.offer>;
  let answered: ((outcome: string) => void) | undefined;
  let release: (() => void) | undefined;
  let isOpening = false;
  let isCalled = false;
  /** Tells that the visitor has seemed to leave while their offer was still on its way. */
  let untold: (() => void) | undefined;
  let channel = '';
  let deepest = 0;
  let product: OnPage | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  const outcomes: [id: string, outcome: 'shown' | 'called' | End][] = [];
  const broken = new Map<string, string>();
  const events = new Set<string>();
  const shown = new Set<string>();
  /** Offers whose verdict only changes with an event or the next page view. */
  const resting = new Set<string>();

  const learn = (name: string, data: Record<string, unknown>) => (product = learned(product, name, data));
  for (const [, [, topic, detail]] of effects.steps) {
    if (topic !== 'event') continue;
    const { name, data } = detail as { name: string; data: Record<string, unknown> };
    learn(name, data);
  }

  const vetoes = watchVetoes();
  const take = (input: Input, data?: string) => engine.take(input, data);
  const record = createRecord((name, data) =>
    engine.queue({ k: 'track', at: Date.now(), name }, JSON.stringify(data)),
  );
  const ask = () => {
    take({ k: 'offer_state' });
    // Also its thanks are on screen.
    known!.open ||= !!document.querySelector('waypost-offer');
    return known!;
  };

  const here = (more: Partial<Here> = {}): Here => {
    clock?.look();
    return {
      now: Date.now(),
      path: location.pathname,
      veto: vetoes(more.exit),
      elsewhere: false,
      segments: segments(options.offer?.segments),
      channel,
      active_s: (clock?.times[0] ?? 0) / 1000,
      idle_s: leaving.idle_s(),
      scroll_pct: deepest,
      product,
      items: site?.offers.some(({ kind }) => kind === 'recommendations') ? itemsOf(options.offer?.items) : [],
      events,
      shown,
      broken,
      inCheckout: !!options.offer?.inCheckout,
      ...more,
    };
  };
  const judge = (state: State): [RuledOffer, Verdict][] =>
    site!.offers.map((offer) => [offer, verdict(offer, site!, state)]);
  const explain = (): Judged[] => {
    if (!site) return [{ offer: '', reason: 'not_ready' }];
    return judge({ ...ask(), ...here() }).map(([{ id }, is]) => ({ offer: id, ...is }));
  };
  const log = () => {
    if (options.debug) console.debug('waypost', 'offers', explain());
  };

  /** The view is made ready once nothing but its trigger is wanting. */
  const prepare = () => {
    if (!site || boot.offer) return;
    const isNear = ([, { reason }]: [RuledOffer, Verdict]) => !reason || /^(no_trigger|veto|holdout)$/.test(reason);
    const near = judge({ ...ask(), ...here() }).filter(isNear);
    // Leaving the page ends the loading, and the page may come back.
    if (near.length) load(near.map(([offer]) => offer)).catch(() => (boot.offer = undefined));
  };
  const load = async (offers: RuledOffer[]) => {
    view = await (boot.offer ??= import('./waypost-offer.js'));
    await Promise.all(offers.map(view.prepare));
  };

  /** Judges all offers and shows the first that may be. */
  const decide = async (more: Partial<Here>, intent: Intent = {}) => {
    if (!site || isOpening) return;
    const state: State = { ...ask(), ...here(more) };
    // An open dialog makes the page inert under the pointer, which Chromium tells as another leaving.
    if (!state.allowed || state.open) return;
    if (intent.veto) state.veto ||= intent.veto;
    const all = judge(state);
    const found = all.find(([, { reason }]) => !reason || reason === HOLDOUT);
    for (const [offer, is] of all) {
      if (!is.reason || is.reason === HOLDOUT || PASSING.includes(is.reason) || !isDue(offer.when, state)) continue;
      resting.add(offer.id);
      record.withheld(offer, is);
    }
    if (!found) {
      const [first, is] = all.find(([{ when }]) => when.exit) ?? [];
      if (more.exit && is) record.exit(more.exit, is, intent, first);
      return log();
    }
    const [offer, is] = found;
    const { exit } = more;
    const tell = (outcome: Told) => exit && record.exit(exit, outcome, intent, offer);
    isOpening = true;
    untold = () => tell({ reason: 'too_late' });
    const problem = await ready(offer);
    isOpening = false;
    if (exit && !untold) {
      // What was told cannot be taken back.
      release?.();
      return log();
    }
    untold = undefined;
    // Nothing else is shown in its place: what it changes is told against nothing.
    tell(problem.reason ? problem : is);
    if (problem.reason) return log();
    isCalled = state.call !== undefined;
    if (is.reason) return haunt(offer, is);
    take({ k: 'show_offer', modal: leaving.hasMouse() }, JSON.stringify(filled(offer, state)));
  };

  /** Loads the view and waits for the turn; what keeps the offer from being shown all the same. */
  const ready = async (offer: RuledOffer): Promise<Verdict> => {
    try {
      await load([offer]);
    } catch (error) {
      boot.offer = undefined;
      return unusable(offer.id, error);
    }
    release = await takeTurn(options.site);
    return release ? {} : { reason: 'open', field: 'elsewhere' };
  };
  const unusable = (id: string, error: unknown): Verdict => {
    broken.set(id, String(error));
    warn('no_offer', `the offer '${id}' can't be shown (${error})`);
    return { reason: 'unusable', field: String(error) };
  };

  /** In the hold-out: all but the offer itself, which costs attention as if it had been shown. */
  const haunt = (offer: RuledOffer, is: Verdict) => {
    const { id } = offer;
    release?.();
    shown.add(id);
    try {
      view!.ghost(offer, leaving.hasMouse(), () => {
        record.withheld(offer, is);
        outcomes.push([id, isCalled ? 'called' : 'shown']);
        ask();
      });
    } catch (error) {
      unusable(id, error);
    }
    log();
  };

  const leaving = watchLeaving(
    options,
    () => !!ask().cart.items.length,
    (signal) => site?.offers.some(({ when }) => when.exit) && later(() => decide({ exit: signal })),
    record.acted,
  );

  /** Looks whether something is due that time or an event brings. */
  const check = guarded(() => {
    if (!site || !known || document.hidden) return;
    const state = { ...known, ...here() };
    if (site.offers.some(({ id, when }) => !resting.has(id) && isDue(when, state))) decide({});
  });
  const tick = guarded(() => {
    if (document.hidden) return;
    deepest = Math.max(deepest, (100 * (scrollY + innerHeight)) / document.documentElement.scrollHeight);
    leaving.tick();
    check();
  });
  /** A page with a mouse where only leaving is answered is left alone. What else is due may have to wait for its moment. */
  const keepTime = () => {
    const isTimed = site?.offers.some(({ when: { exit, ...others } }) => Object.values(others).some(Boolean));
    if (isTimed || !leaving.hasMouse()) timer ??= setInterval(tick, TICK);
  };

  Object.assign(effects, {
    prepare() {},
    explain,
    call(id: string) {
      config.then(() => {
        const ids = site!.offers.map((offer) => offer.id);
        if (ids.includes(id)) later(() => decide({ call: id }));
        else warn('no_offer', `there is no offer '${id}' here; there are ${ids.join(', ') || 'none'}`);
      });
    },
    offer_state(text: string) {
      known = JSON.parse(text) as Known;
      const { session } = known;
      for (let each; (each = outcomes.shift());) {
        known.seen = after(inSession(known.seen, session), ...each, Date.now());
        if (each[1] === 'submitted') known.seen.captured ||= hasFields(each[0]);
        take({ k: 'offer_seen' }, JSON.stringify(known.seen));
      }
    },
    async show(text: string) {
      const { id } = (JSON.parse(text) as { offer: RuledOffer }).offer;
      try {
        answered = await view!.show(text, take, boot);
        shown.add(id);
      } catch (error) {
        release?.();
        unusable(id, error);
        take({ k: 'show_offer' }, '');
      }
    },
    outcome: (word: string) => answered?.(word),
  });

  const hasFields = (id: string) =>
    !!site?.offers.some((offer) => offer.id === id && offer.blocks.some(({ type }) => type === 'fields'));

  const failed = (error: unknown) =>
    // Leaving the page ends what is being loaded.
    setTimeout(() => warn('no_chunk', `exit intent can't be noticed (${error})`), TICK);

  const lang = encodeURIComponent(document.documentElement.lang || navigator.language);
  // So much of an id is enough to draw arms by, and tells nobody from all others.
  const draw = ask().visitor.slice(0, 4);
  /** What the collector answers, if it does. */
  const fetched = <T>(path: string, more?: RequestInit): Promise<T | undefined> =>
    fetch(`${boot.collector}/v1/${path}`, { credentials: 'omit', ...more })
      .then((answer) => (answer.ok ? (answer.json() as Promise<T>) : undefined))
      .catch(() => undefined);
  /** Where the visit came from, if the collector can tell. Of an address it gets no more than the host. */
  const cameFrom = async (): Promise<string> => {
    const { site } = options;
    const referrer = document.referrer.split('/', 3).join('/');
    const asked = { site, stream: boot.stream, url: location.origin, referrer, utm: known!.campaign };
    const answer = await fetched<{ channel: string }>('channel', { method: 'POST', body: JSON.stringify(asked) });
    return answer?.channel ?? '';
  };
  const config = fetched<Site>(`config?site=${options.site}&lang=${lang}&draw=${draw}`)
    .then(async (answer) => {
      const told = answer ?? { offers: [], per_session: 0 };
      if (told.offers.some(({ whom }) => whom?.channel)) channel = await cameFrom();
      site = told;
      // What the device remembers is surer, since it is of one visitor.
      if (site.seen && !ask().seen.offers) take({ k: 'offer_seen' }, JSON.stringify(ofToday(site.seen, Date.now())));
      if (site.offers.some(({ when }) => when.exit))
        import('./waypost-intent.js')
          .then(({ watch }) => watch((intent) => decide({ exit: 'pointer_top' }, intent), failed))
          .catch(failed);
      prepare();
      check();
      keepTime();
      log();
      effects.calls.forEach(effects.call);
    });
  listen(document, 'keydown', keepTime);

  /** This part comes amid a view, of which the clock knows. */
  let isFirst = true;

  return {
    begin() {
      if (!isFirst) clock?.begin();
      isFirst = false;
      deepest = 0;
      for (const each of [shown, resting]) each.clear();
      record.begin();
      later(() => {
        prepare();
        check();
      });
    },
    end() {
      untold?.();
      untold = undefined;
    },
    event(name, data) {
      if (name === 'page_view') events.clear();
      events.add(name);
      learn(name, data);
      resting.clear();
      const outcome = /^offer_(shown|dismissed|submitted)$/.exec(name)?.[1] as 'shown' | End | undefined;
      if (outcome) {
        if (outcome !== 'shown') release?.();
        outcomes.push([String(data.offer), outcome === 'shown' && isCalled ? 'called' : outcome]);
        take({ k: 'offer_state' });
      } else if (site)
        later(() => {
          prepare();
          ask();
          check();
        });
    },
  };
};

/** What the page recommends now: in a block of its own, else in the options. */
function itemsOf(given: unknown): Recommended[] {
  const block = document.querySelector('script[type="application/json"][data-waypost-items]');
  try {
    return shownOf(block ? JSON.parse(block.textContent!) : given);
  } catch {
    return [];
  }
}

/** What the site says of the visitor: by its options, and by `data-waypost-segment` on elements of the page. */
function segments(given: string[] = []): string[] {
  const marked = [...document.querySelectorAll<HTMLElement>('[data-waypost-segment]')];
  return [...given, ...marked.flatMap(({ dataset }) => dataset.waypostSegment!.split(/\s+/))];
}
