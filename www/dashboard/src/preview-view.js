/** What the preview can choose, and what the shop in its frame is told to show. Touches no page. */

/** The languages that there are built-in words in, each by its own name. */
export const LANGUAGES = [
  ['en', 'English'],
  ['de', 'Deutsch'],
  ['fr', 'Français'],
  ['es', 'Español'],
  ['it', 'Italiano'],
  ['pl', 'Polski'],
  ['uk', 'Українська'],
  ['ru', 'Русский'],
  ['pt', 'Português'],
  ['nl', 'Nederlands'],
  ['tr', 'Türkçe'],
  ['ar', 'العربية'],
].map(([id, text]) => ({ id, text }));

const DEVICES = { desktop: 'Desktop', tablet: 'Tablet', phone: 'Phone' };
const PAGES = { '/shop/product/quarry-bowl/': 'Product', '/shop/cart/': 'Cart', '/shop/': 'Home' };
const SET_UP = { '': 'As set up' };
const THEMES = { ...SET_UP, plain: 'Plain', soft: 'Soft', contrast: 'Contrast' };
const SCHEMES = { ...SET_UP, light: 'Light', dark: 'Dark' };
const LAYOUTS = { ...SET_UP, dialog: 'Dialog', bar: 'Bar', sheet: 'Sheet', inline: 'Inline', teaser: 'Teaser' };

/** What lies in the cart of the preview. */
const CART = {
  currency: 'EUR',
  value: '119.70',
  items: [
    { item_id: 'brindle-casserole', item_name: 'Brindle casserole', item_variant: 'Ember, 24 cm', price: '89.90', quantity: 1 },
    { item_id: 'quarry-bowl', item_name: 'Quarry bowl', item_variant: 'Chalk', price: '14.90', quantity: 2 },
  ],
};

/** The choices: `{ name, label, options }`, the site only where there are several. */
export function choicesOf(sites, site, offers) {
  const some = (name, label, words) => ({ name, label, options: Object.entries(words).map(([id, text]) => ({ id, text })) });
  const of = { name: 'site', label: 'Site', options: sites.map(({ key, name }) => ({ id: key, text: name })) };
  of.options.sort((a, b) => (b.id === site) - (a.id === site));
  return [
    ...(sites.length > 1 ? [of] : []),
    { name: 'offer', label: 'Offer', options: offers.map(({ id }) => ({ id, text: id })) },
    { name: 'language', label: 'Language', options: LANGUAGES },
    some('device', 'Device', DEVICES),
    some('page', 'Page', PAGES),
    some('layout', 'Layout', LAYOUTS),
    some('theme', 'Theme', THEMES),
    some('scheme', 'Light or dark', SCHEMES),
  ];
}

/** The view of an offer in another look, where one was chosen, as the tracker would have it shown on this device. */
export function viewOf(offer, { theme, scheme, layout }, device) {
  const modal = device === 'desktop';
  const look = { theme: theme || offer.theme, scheme: scheme || offer.scheme };
  const shapes = layout ? { layout, touch_layout: layout === 'dialog' ? 'sheet' : layout } : {};
  return JSON.stringify({ offer: { ...offer, ...look, ...shapes }, cart: CART, modal, marketing: true });
}
