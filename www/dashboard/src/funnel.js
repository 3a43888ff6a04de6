/** What the funnel's counts say: who went on, who left, and where most left. */

const LABELS = {
  visit: 'Visit',
  product: 'Product',
  cart: 'Cart',
  checkout: 'Checkout',
  purchase: 'Purchase',
};

/** The events that can change the funnel. */
export const FUNNEL_EVENTS = new Set(['page_view', 'view_item', 'add_to_cart', 'begin_checkout', 'purchase']);

/**
 * Reads the collector's cumulative counts `[{step, sessions}]`.
 *
 * Each step gets its share of all visits, how many sessions went on and how many left there (the last step has
 * nowhere to go on to: `left` is null). `worst` is the step that lost the
 * largest part of its sessions (of equals the one that lost more of them), null when nobody left.
 * Shares are between 0 and 1, and 0 when there was nothing to share.
 */
export function readFunnel(counts) {
  const visits = counts[0]?.sessions ?? 0;
  const steps = counts.map(({ step, sessions }, i) => {
    const next = counts[i + 1];
    const left = next ? Math.max(0, sessions - next.sessions) : null;
    return {
      step,
      label: LABELS[step] ?? step,
      sessions,
      share: part(sessions, visits),
      wentOn: sessions - (left ?? 0),
      left,
      leftShare: left === null ? null : part(left, sessions),
    };
  });
  const [worst = null] = steps
    .filter(({ left }) => left > 0)
    .sort((a, b) => b.leftShare - a.leftShare || b.left - a.left);
  const purchases = steps.at(-1)?.sessions ?? 0;
  return { steps, visits, purchases, conversion: part(purchases, visits), worst };
}

const part = (some, all) => (all > 0 ? some / all : 0);
