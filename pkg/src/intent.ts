// Exit intent with a mouse, as a chunk of its own: what the page sees of the pointer goes to the detector, which is a
// WebAssembly module of its own.

import { guarded, listen } from './listen';

/** A decision, as data of `exit_intent`. */
export interface Intent {
  /** From 0 to 1; missing where a drag left, which is not judged. */
  score?: number;
  reasons?: string;
  /** Why it is not to be answered, as far as the pointer tells. */
  veto?: string;
}

interface Detector {
  widen(width: number): void;
  see(t: number, kind: number, x: number, y: number): number;
  look(t: number): number;
}

/** So much is remembered until the detector has come. */
const EARLY = 300;

/** The words for the bits of the detector's reasons. */
const REASONS = ['outside', 'fast', 'upward', 'habit'];

/** A pointer that came from above and went back at once was on its way elsewhere. */
const ENTRY_MS = 1_000;
const ENTRY_DEPTH = 100;

/**
 * Watches the mouse, and calls `tell` with each decision. Loads the detector with the first move of a mouse; `failed` is called
 * where it can't be.
 */
export function watch(tell: (intent: Intent) => void, failed: (error: unknown) => void): void {
  let detector: Detector | undefined;
  let isAsked = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let buttons = 0;
  const from = { at: -1e9, depth: 1e9 };
  const now = () => Math.round(performance.now());

  const veto = (): string | undefined => {
    if (buttons) return 'drag';
    return from.depth < ENTRY_DEPTH && now() - from.at < ENTRY_MS ? 'entry' : undefined;
  };
  const look = guarded(() => {
    const answer = detector!.look(now());
    if (answer > 0) timer = setTimeout(look, answer);
    if (answer >= 0) return;
    const reasons = REASONS.filter((_, bit) => (-answer >> 7) & (1 << bit)).join(' ');
    tell({ score: (-answer & 127) / 100, reasons, veto: veto() });
  });
  /** What was seen before the detector came. */
  const early: Parameters<Detector['see']>[] = [];
  const give = (...seen: Parameters<Detector['see']>) => {
    const wait = detector!.see(...seen);
    if (wait) timer = setTimeout(look, wait);
  };
  const see = (kind: number, { clientX, clientY }: MouseEvent) => {
    const seen = [now(), kind, clientX, clientY] as Parameters<Detector['see']>;
    if (detector) give(...seen);
    else if (early.push(seen) > EARLY) early.shift();
  };

  const on = (kind: string, act: (event: PointerEvent) => unknown, target: EventTarget = document) =>
    listen(target, kind, (event: PointerEvent) => {
      if (event.pointerType !== 'mouse') return;
      buttons = event.buttons;
      act(event);
    });
  on('pointermove', (event) => {
    from.depth = Math.max(from.depth, event.clientY);
    see(0, event);
    if (isAsked) return;
    isAsked = true;
    load()
      .then((loaded) => {
        loaded.widen(innerWidth);
        detector = loaded;
        early.forEach((seen) => give(...seen));
      })
      .catch(failed);
  });
  on('pointerdown', (event) => see(1, event));
  on('pointerup', (event) => see(2, event));
  // On the root element all three engines tell it, with the real place outside. On the document only Chromium does.
  const root = document.documentElement;
  on('pointerenter', (event) => event.target === root && enter(event), root);
  on('pointerleave', (event) => event.target === root && leave(event), root);
  listen(document, 'wheel', (event: WheelEvent) => see(3, event));
  listen(window, 'resize', () => detector?.widen(innerWidth));

  function enter(event: PointerEvent): void {
    clearTimeout(timer);
    from.at = now();
    from.depth = event.clientY;
    see(4, event);
  }

  function leave(event: PointerEvent): void {
    const { relatedTarget, clientY } = event;
    if (relatedTarget || clientY >= 0) return;
    clearTimeout(timer);
    see(5, event);
    // The detector does not judge who drags something out.
    if (buttons && detector) tell({ veto: 'drag' });
  }
}

async function load(): Promise<Detector> {
  const url = new URL('./waypost-intent.wasm', import.meta.url);
  const { instance } = await WebAssembly.instantiateStreaming(fetch(url)).catch(async () =>
    WebAssembly.instantiate(await (await fetch(url)).arrayBuffer()),
  );
  return instance.exports as unknown as Detector;
}
