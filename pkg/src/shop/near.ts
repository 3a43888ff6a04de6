// The product that a button or form is about.

import { around, cardOf, currencyIn, isSamePath, priceIn, type Card } from './card';
import { formOf, idsOf, quantityOf } from './fields';
import type { Product } from './item';
import { MICRODATA, RDFA, things } from './markup';
import type { Page } from './page';
import type { Act } from './phrases';
import { countInRow } from './rows';
import { decimal, read, text } from './waypost-shop.js';

/** The product that an act at `element` is about, as far as it can be known. */
export function near(element: Element, page: Page, act: Act): Partial<Product> | undefined {
  // What is removed is in a list of what was added, whatever the page is about.
  const isOwn = act !== 'remove_from_cart';
  const card = cardOf(element, !isOwn || !(page.product || page.type === 'product'));
  const inScope = scoped(element, card);
  const ids = idsOf(element, card?.root).concat(inScope?.item_id ?? []);
  const found = { ...(known(page, card, ids, isOwn) ?? inScope), ...variation(element, ids) };
  const name = card?.name ?? (isOwn ? text(document.querySelector('h1')?.textContent) : undefined);
  if (!ids.length && !name) return undefined;
  // Rows of the cart show what all pieces of it cost.
  const shown = !found.price && isOwn ? priceBy(element, card) : undefined;
  const price = found.price ?? decimal(shown);
  const currency = found.currency ?? currencyIn(shown) ?? page.listed[0]?.currency ?? page.product?.currency;
  return {
    ...found,
    item_id: found.item_id ?? ids[0],
    item_name: found.item_name ?? name,
    price,
    currency: price ? currency : undefined,
    quantity: isOwn
      ? act === 'add_to_cart'
        ? quantityOf(element, card?.root)
        : undefined
      : card && countInRow(card.root),
  };
}

/** What structured data around the element says, unless that is of the whole page. */
function scoped(element: Element, card: Card | undefined): Product | undefined {
  const scope = element.closest('[itemscope][itemtype*=Product],[typeof*=Product]');
  if (!scope) return undefined;
  const [product] = [MICRODATA, RDFA].flatMap((syntax) => read(things(scope, syntax)).products);
  return !card || card.root.contains(scope) || product?.item_name === card.name ? product : undefined;
}

/** The page's product or the one of its list that it is. */
function known({ product, listed }: Page, card: Card | undefined, ids: string[], isOwn: boolean): Product | undefined {
  const same = product ? ids.filter((id) => product.ids.includes(id)) : [];
  if (product && (same.length || card?.name === product.item_name || (isOwn && !card))) {
    return same.map((id) => product.ofVariant!(id)).find((each) => each.item_variant) ?? product;
  }
  return listed.find(
    (each) => each.ids.some((id) => ids.includes(id)) || (card?.url && isSamePath(each.url, card.url)),
  );
}

/** WooCommerce has what is known of the variations in an attribute of their form. */
function variation(element: Element, ids: string[]): Partial<Product> | undefined {
  const json = formOf(element)?.getAttribute('data-product_variations');
  if (!json) return undefined;
  const all = JSON.parse(json) as { variation_id?: unknown; sku?: unknown; display_price?: unknown }[] | false;
  const { sku, variation_id, display_price } =
    (all || []).find((each) => ids.includes(String(each.variation_id))) ?? {};
  return variation_id ? { item_id: text(sku) ?? text(variation_id), price: decimal(display_price) } : undefined;
}

function priceBy(element: Element, card: Card | undefined): string | undefined {
  if (card) return priceIn(card.root);
  for (const part of around(element)) {
    const price = priceIn(part);
    if (price) return price;
  }
  return undefined;
}
