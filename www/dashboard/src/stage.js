/** The stage of the way to a purchase that an event belongs to. */

export const STAGES = ['awareness', 'consideration', 'purchase', 'retention'];

const EVENTS = {
  awareness:
    'page_view click outbound_click section_view scroll engagement view_item_list view_promotion select_promotion search share',
  consideration:
    'select_item view_item add_to_wishlist file_download copy rage_click dead_click js_error web_vital form_start form_field form_abandon form_submit form_error',
  purchase:
    'add_to_cart remove_from_cart cart_update view_cart begin_checkout add_shipping_info add_payment_info purchase refund',
  retention:
    'sign_up login generate_lead exit_intent offer_shown offer_dismissed offer_submitted offer_withheld survey_answer',
};

const BY_EVENT = new Map(
  STAGES.flatMap((stage) => EVENTS[stage].split(' ').map((name) => [name, stage])),
);

/** One of `STAGES`; null for an event that only this site knows. */
export const stageOf = (name) => BY_EVENT.get(name) ?? null;
