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

/** The product that an offer about one is shown with. */
const ITEM = { item_id: 'quarry-bowl', item_name: 'Quarry bowl', item_variant: 'Chalk', price: '14.90', currency: 'EUR' };

/** What is recommended where the page has to say what. */
const ITEMS = [
  ['heron-jug', 'Heron jug', '46.00'],
  ['dapple-mug', 'Dapple mug', '14.90'],
  ['tam-pepper-mill', 'Tam pepper mill', '39.00'],
].map(([id, item_name, price]) => ({
  item_id: id,
  item_name,
  url: `/shop/product/${id}/`,
  image: `/shop/img/${id}.svg`,
  price,
  currency: 'EUR',
}));

/** The choices: `{ name, label, options }`, site and arm (of the offer `id`, else of the first) only where there are several. */
export function choicesOf(sites, site, offers, id) {
  const some = (name, label, words) => ({ name, label, options: Object.entries(words).map(([id, text]) => ({ id, text })) });
  const of = { name: 'site', label: 'Site', options: sites.map(({ key, name }) => ({ id: key, text: name })) };
  const { arms = [] } = offers.find((offer) => offer.id === id) ?? offers[0] ?? {};
  of.options.sort((a, b) => (b.id === site) - (a.id === site));
  return [
    ...(sites.length > 1 ? [of] : []),
    { name: 'offer', label: 'Offer', options: offers.map(({ id }) => ({ id, text: id })) },
    ...(arms.length > 1 ? [{ name: 'arm', label: 'Arm', options: arms.map(({ name }) => ({ id: name, text: name })) }] : []),
    { name: 'language', label: 'Language', options: LANGUAGES },
    some('device', 'Device', DEVICES),
    some('page', 'Page', PAGES),
    some('layout', 'Layout', LAYOUTS),
    some('theme', 'Theme', THEMES),
    some('scheme', 'Light or dark', SCHEMES),
  ];
}

/** The view of an offer in another look, where one was chosen, as the tracker would have it shown on this device. */
export function viewOf({ arms, ...offer }, { arm, theme, scheme, layout }, device) {
  const modal = device === 'desktop';
  const { name = offer.arm, ...own } = arms.find((each) => each.name === arm) ?? arms[0] ?? {};
  const look = { ...own, arm: name, ...(theme && { theme }), ...(scheme && { scheme }) };
  const shapes = layout ? { layout, touch_layout: layout === 'dialog' ? 'sheet' : layout } : {};
  const shown = { ...offer, ...look, ...shapes, blocks: offer.blocks.map(filled) };
  return JSON.stringify({ offer: shown, cart: CART, modal, marketing: true });
}

/** With what else the page would have put in. */
function filled(block) {
  if (block.type === 'item') return { ...block, item: ITEM };
  return block.type === 'items' && !block.items.length ? { ...block, items: ITEMS } : block;
}
