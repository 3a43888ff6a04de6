/**
 * Products, lists and orders in schema.org's terms. JSON-LD is read as it is; microdata, RDFa and Open Graph are brought
 * into the same form before. Touches no page.
 */

import { currencyOf, text, type Product } from './item';
import { decimal } from './money';

/** A thing with its properties, each one value or several. */
export type Node = Record<string, unknown>;

/** What structured data says of a page. */
export interface Reading {
  /** Those that the page is about. */
  products: Product[];
  /** Those that are entries of a list. */
  listed: Product[];
  order?: { transaction_id: string; currency?: string; value?: string };
  /** Whether it calls itself a list of products or a page of search results. */
  kind?: 'category' | 'search' | 'checkout';
}

const list = (value: unknown): unknown[] => (value === undefined || value === null ? [] : [value].flat(9));

const nodes = (value: unknown) => list(value).filter((each): each is Node => typeof each === 'object' && each !== null);

/** The first value as text: a name, an id or a number. */
function word(value: unknown): string | undefined {
  for (const each of list(value)) {
    const found =
      text(each) ?? (typeof each === 'object' ? word((each as Node).name ?? (each as Node)['@value']) : undefined);
    if (found) return found;
  }
  return undefined;
}

const is = (node: Node, types: RegExp) =>
  list(node['@type']).some((type) => types.test(String(type).replace(/.*[/#:]/, '')));

const PRODUCT = /^(\w*Product\w*|Vehicle|Car|Book)$/;
const NO_CATALOGUE = /^(ProductReturn|OwnershipInfo)/;

/** JSON as pages have it: comments around it, line breaks within texts. Nothing where it is beyond that. */
export function parse(json: string): unknown {
  const bare = json.replace(/^\s*(<!--|\/\*.*?\*\/|\/\/.*?\n|<!\[CDATA\[)*|(-->|\/\/|\]\]>|;|\s)*$/g, '');
  for (const each of [bare, bare.replace(/[\0-\x1f]/g, ' ')]) {
    try {
      return JSON.parse(each);
    } catch {
      // The other form may be readable.
    }
  }
  return undefined;
}

/** Reads what there is; `variant` is the id that the page's address asks for. */
export function read(roots: unknown, variant = ''): Reading {
  const byId = new Map<unknown, Node>();
  const own = new Set<Node>();
  const listed = new Set<Node>();
  const reading: Reading = { products: [], listed: [] };

  /** `{"@id": "…"}` stands for the thing that is told elsewhere. */
  const resolve = (node: Node) => (Object.keys(node).length === 1 && byId.get(node['@id'])) || node;
  const all = (value: unknown) => nodes(value).map(resolve);

  const index = (value: unknown, depth = 0): void => {
    for (const node of nodes(value)) {
      if (node['@id'] && Object.keys(node).length > 1) byId.set(node['@id'], node);
      if (depth < 6) for (const each of Object.values(node)) if (typeof each === 'object') index(each, depth + 1);
    }
  };

  const visit = (value: unknown, into: Set<Node>, depth: number): void => {
    for (const node of all(value)) {
      if (is(node, PRODUCT) && !is(node, NO_CATALOGUE)) {
        into.add(node);
        continue;
      }
      if (is(node, /^(Order|Invoice)$/)) reading.order ??= order(node);
      if (is(node, /^SearchResultsPage$/)) reading.kind = 'search';
      if (is(node, /^CheckoutPage$/)) reading.kind = 'checkout';
      const isList = is(node, /^(ItemList|CollectionPage|OfferCatalog|SearchResultsPage)$/);
      if (is(node, /^(CollectionPage|OfferCatalog)$/)) reading.kind ??= 'category';
      if (depth > 5) continue;
      const inner = isList ? listed : into;
      visit(node['@graph'], inner, depth + 1);
      visit(node.mainEntity, inner, depth + 1);
      visit(node.mainEntityOfPage, inner, depth + 1);
      // An article may be about a product, too.
      if (is(node, /Page$/)) visit(node.about, inner, depth + 1);
      visit(node.itemOffered, inner, depth + 1);
      if (!isList) continue;
      for (const entry of all(node.itemListElement)) {
        if (!is(entry, /^ListItem$/)) visit(entry, listed, depth + 1);
        else if (entry.item) for (const item of all(entry.item)) visit({ url: entry.url, ...item }, listed, depth + 1);
        // A list that only names its entries may be a list of anything.
      }
    }
  };

  const order = (node: Node): Reading['order'] => {
    const due = all(node.totalPaymentDue ?? all(node.partOfInvoice)[0]?.totalPaymentDue ?? node.acceptedOffer)[0] ?? {};
    const id =
      word(node.orderNumber) ?? word(node.confirmationNumber) ?? word(all(node.referencesOrder)[0]?.orderNumber);
    const currency = currencyOf(word(due.priceCurrency) ?? word(due.currency) ?? word(node.priceCurrency));
    const value = decimal(word(due.price) ?? word(due.value) ?? word(node.price), currency);
    return id ? { transaction_id: id, currency, value } : undefined;
  };

  const variantOf = (node: Node, variant: string) =>
    all(node.hasVariant).find((each) => variant && mentions(each, variant));

  const offersOf = (node: Node, variant: string): Node[] => {
    const chosen = variantOf(node, variant);
    // Wix begins these with a capital.
    const own = node.offers ?? node.Offers;
    const offers = all(own ?? (chosen ? [chosen] : all(node.hasVariant)).flatMap((each) => all(each.offers)));
    const asked = offers.filter((offer) => variant && mentions(offer, variant));
    return asked.length ? asked : offers;
  };

  /** Price and currency of an offer, of the range that it is, or of the offers in it. */
  const priceOf = (offer: Node): { price?: string; currency?: string } => {
    const specified = all(offer.priceSpecification).find(
      (each) => !/List|Strike|MSRP|SRP|Regular/.test(word(each.priceType) ?? ''),
    );
    const within = all(offer.offers)[0];
    const currency = currencyOf(word(offer.priceCurrency) ?? word(specified?.priceCurrency));
    const number = (value: unknown) => decimal(list(value)[0], currency);
    const price =
      number(offer.price) ?? number(offer.lowPrice) ?? number(specified?.price) ?? number(specified?.minPrice);
    return price || !within ? { price, currency } : { currency, ...priceOf(within) };
  };

  const product = (node: Node, asked = variant): Product => {
    const chosen = variantOf(node, asked);
    const offers = offersOf(node, asked);
    const { price, currency } = offers.map(priceOf).find(({ price }) => price) ?? {};
    const stock = offers
      .flatMap((offer) => [offer, ...all(offer.offers)])
      .map((offer) => word(offer.availability ?? offer.Availability))
      .filter(Boolean);
    const ids = [node, ...all(node.hasVariant), ...all(node.offers)].flatMap(idsOf);
    const [color, size] = [word(chosen?.color), word(chosen?.size)];
    return {
      item_id: idsOf(chosen ?? node)[0] ?? ids[0],
      item_name: word(node.name),
      item_brand: word(node.brand) ?? word(node.manufacturer),
      item_category: word(node.category),
      item_variant:
        [color, size].filter(Boolean).join(' / ') ||
        (without(word(chosen?.name), word(node.name)) ?? word(node.variant)),
      price,
      currency,
      url: word(node.url) ?? word(all(node.offers)[0]?.url) ?? word(node['@id']),
      ids,
      ofVariant: (id) => product(node, id),
      isOut: stock.length > 0 && stock.every((each) => /(out ?of ?stock|sold ?out|discontinued|oos)$/i.test(each!)),
    };
  };

  index(roots);
  visit(roots, own, 0);
  // Variants that stand beside their group are the group's.
  const groups = [...own].filter((node) => is(node, /^ProductGroup$/));
  const main = groups.length ? groups : [...own];
  const named = (each: Product) => each.item_id || each.item_name;
  reading.products = main.map((node) => product(node)).filter(named);
  reading.listed = [...listed].map((node) => product(node)).filter(named);
  return reading;
}

/** "Heron jug - Moss" of "Heron jug" is "Moss". */
const without = (name?: string, common = '') =>
  name?.startsWith(common) ? text(name.slice(common.length).replace(/^\W+/, '')) : name;

/** Ids that a shop gives its products, the one that is used for the product first. */
function idsOf(node: Node): string[] {
  const { sku, productID, productGroupID, mpn, gtin13, gtin14, gtin12, gtin8, gtin } = node;
  const found = [sku, productID, productGroupID, mpn, gtin13, gtin14, gtin12, gtin8, gtin].map(word);
  return found.filter((id): id is string => !!id);
}

/** Whether an offer or variant is the one with this id. */
function mentions(node: Node, variant: string): boolean {
  if (idsOf(node).includes(variant)) return true;
  return [node.url, node['@id'], ...nodes(node.offers).map(({ url }) => url)].some((each) => {
    const url = word(each) ?? '';
    return url.endsWith(variant) && !/\w/.test(url.at(-variant.length - 1) ?? '');
  });
}
