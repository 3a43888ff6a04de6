/** The stage of the way to a purchase that an event belongs to. */

export const STAGES = ['awareness', 'consideration', 'purchase', 'retention'];

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
};
// End of what is written.

const BY_EVENT = new Map(STAGES.flatMap((stage) => EVENTS[stage].map((name) => [name, stage])));

/** One of `STAGES`; null for an event that only this site knows. */
export const stageOf = (name) => BY_EVENT.get(name) ?? null;
