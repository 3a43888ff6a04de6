// The stage of the way to a purchase that an event belongs to.

// Written by `cargo xtask docs` from crates/wire/src/catalogue.rs.
const EVENTS = {
  awareness: [
    'page_view',
    'engagement',
    'scroll',
    'section_view',
    'click',
    'outbound_click',
    'share',
    'view_item_list',
    'view_promotion',
    'select_promotion',
    'search',
  ],
  consideration: [
    'file_download',
    'copy',
    'web_vital',
    'select_item',
    'view_item',
    'out_of_stock',
    'hesitation',
    'add_to_wishlist',
    'form_start',
    'form_field',
    'form_error',
    'form_submit',
    'form_abandon',
    'rage_click',
    'dead_click',
    'js_error',
    'request_error',
    'slow_page',
  ],
  purchase: [
    'add_to_cart',
    'remove_from_cart',
    'cart_update',
    'cart_restore',
    'price_drop',
    'view_cart',
    'begin_checkout',
    'add_shipping_info',
    'add_payment_info',
    'purchase',
    'refund',
  ],
  retention: [
    'sign_up',
    'login',
    'generate_lead',
    'exit_intent',
    'exit_return',
    'offer_shown',
    'offer_dismissed',
    'offer_submitted',
    'offer_withheld',
    'survey_answer',
  ],
} as const;
// End of what is written.

export type Stage = keyof typeof EVENTS;

/** An event that Waypost knows by name. */
export type EventName = (typeof EVENTS)[Stage][number];

export const STAGES = Object.keys(EVENTS) as Stage[];

/** Nothing for events of the site's own. */
export function stageOf(name: string): Stage | undefined {
  return STAGES.find((stage) => (EVENTS[stage] as readonly string[]).includes(name));
}
