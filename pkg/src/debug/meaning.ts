// What events and reasons mean, for people who run a shop and do not read code. One plain sentence each.

import type { Judged } from '../rules';
import type { EventName } from './stage';

/** By type complete: an event that Waypost knows and that has no sentence does not compile. */
const EVENTS: Record<EventName, string> = {
  page_view: 'A page was opened.',
  engagement: 'How long the page was really looked at: visible, and in the window in use.',
  scroll: 'The visitor scrolled to the end of the page, or nearly.',
  section_view: 'A part of the page was in view for a second or more.',
  click: 'A link or a button was pressed.',
  outbound_click: 'A link that leads away from the shop was pressed.',
  share: 'Something was shared with others.',
  view_item_list: 'A list of products was shown.',
  view_promotion: 'An advertisement of the shop was shown.',
  select_promotion: 'An advertisement of the shop was pressed.',
  search: 'The shop was searched. The words are never recorded.',
  file_download: 'A file was downloaded.',
  copy: 'Text of a product page was copied, as those do who compare prices. The text is never recorded.',
  web_vital: 'How fast or steady the page felt, by one of the figures that search engines look at.',
  select_item: 'A product was picked from a list.',
  view_item: 'A product was looked at.',
  out_of_stock: 'A product was looked at that cannot be bought now.',
  hesitation: 'A product was looked at again and again without going into the cart.',
  add_to_wishlist: 'A product was put on the wish list.',
  form_start: 'The visitor began to fill in a form.',
  form_field: 'A field of a form was filled in or visited. What was typed is never read.',
  form_error: 'A field of a form was refused.',
  form_submit: 'A form was sent off. Whether it was accepted, only the shop knows.',
  form_abandon: 'A form was begun and left without being sent.',
  rage_click: 'The same spot was pressed again and again, as annoyed people do.',
  dead_click: 'Something that looks like a button was pressed and nothing happened.',
  js_error: 'A script of the page failed.',
  request_error: 'The page asked its server for something and was refused.',
  slow_page: 'The page took more than four seconds to load.',
  add_to_cart: 'A product was put into the cart.',
  remove_from_cart: 'A product was taken out of the cart.',
  cart_update: 'The cart has changed; this is what it holds now.',
  cart_restore: 'The link in a mail has brought back a cart that was kept.',
  price_drop: 'A product in the cart is seen at a lower price than when it was put there.',
  view_cart: 'The cart was looked at.',
  begin_checkout: 'The visitor went to the checkout.',
  add_shipping_info: 'A way of delivery was chosen.',
  add_payment_info: 'A way of paying was chosen.',
  purchase: 'An order was placed.',
  refund: 'Money was given back.',
  sign_up: 'A new customer account was made, or a newsletter ordered.',
  login: 'A customer signed in.',
  generate_lead: 'Someone left their address or asked to be contacted.',
  exit_intent: 'The visitor seemed to leave, or came back.',
  exit_return: 'The visitor is still there.',
  offer_shown: 'An offer was shown.',
  offer_dismissed: 'An offer was closed without an answer.',
  offer_submitted: 'An offer was answered with an address. The address is in no event.',
  offer_withheld: 'An offer was held back.',
  survey_answer: 'A question was answered.',
};

const DROPS: Record<string, string> = {
  bad_name: 'Its name is not allowed: 1 to 64 of a-z, 0-9 and _, beginning with a letter.',
  bad_data: 'Its data is not an object of at most 5 levels.',
  bad_number: 'Its number is wrong.',
  bad_age: 'It is too old.',
  bad_page: 'It belongs to no page that was told of.',
  bad_session: 'It belongs to no visit that was told of.',
  too_large: 'It has more than 16,384 bytes of data.',
  repeated_purchase: 'This order has been recorded before, perhaps before the page was loaded again.',
  evicted: 'Too many events were waiting, so the oldest had to go. Is the collector reachable?',
  refused: 'The collector does not take events of this site or from this address.',
};

/** By type complete, as the events are. */
const WITHHELD: Record<NonNullable<Judged['reason']>, string> = {
  not_ready: 'the collector has not said yet what there is to offer',
  consent: 'the visitor has not agreed to it, or not been asked yet',
  unusable: 'it could not be put on screen',
  converted: 'the visitor has bought something since this page was loaded',
  open: 'an offer is on screen already, here or in another tab',
  veto: 'the visitor is at something that is not to be disturbed',
  not_armed: 'the visitor has not been here for long enough, or has done nothing yet',
  marketing: 'the visitor has refused marketing',
  schedule: 'this is not its time',
  targeting: 'it is not for this page or this visitor',
  no_item: 'the page tells of no product that it could be about',
  no_cart: 'the cart is empty, as far as is known here',
  cart: 'it is for another cart',
  dismissed: 'the visitor has closed or answered it lately',
  submitted: 'the visitor has answered it lately',
  capped: 'the visitor has been shown it often enough',
  budget: 'the visitor has been shown enough offers in this session',
  no_trigger: 'nothing has happened that brings it',
  holdout: 'the visitor is one of those who are held out, to see what it changes',
};

/** What an event means. */
export function meaningOf(name: string): string {
  return Object.hasOwn(EVENTS, name) ? EVENTS[name as EventName] : 'An event of the shop’s own.';
}

/** Why events were dropped. */
export function whyDropped(reason: string): string {
  return Object.hasOwn(DROPS, reason) ? DROPS[reason]! : 'The collector did not take it.';
}

/** Why an offer is shown or not: for a person, then the field that decides. */
export function whyWithheld({ reason, field }: Judged): string {
  if (!reason) return 'would be shown now';
  return `not shown: ${WITHHELD[reason]}${field ? ` (${field})` : ''}`;
}
