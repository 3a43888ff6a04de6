// How many results a search has, from what the page shows. What was searched for is not read.

import { words } from './words';

/** One card of a product: its element is that of the product's id, the markup's, or the list's. */
const CARDS = [
  '[itemtype*="schema.org/Product"]',
  'li.product,.product-card,.product-item,.product-miniature,.product-layout,.product-thumb,.grid-product,article[class*=product]',
  'main [data-product-id],main [data-product_id],main [data-id-product],main [data-sku],main [data-product-sku]',
];

const PLACES =
  'h1,h2,h3,p,[role=status],[role=alert],[class*=empty],[class*=no-result],[class*=noresult],[class*=search-result],[class*=message]';

const NONE =
  / (?:(?:no|0|zero|not find any|keine|aucune?|sin|nessun|nenhum|geen|brak|inga|нет|немає) (?:\S+ ){0,3}(?:result|produ|prodott|items?|match|ergebnis|treffer|artik|resulta|risultat|wynik|traff|результат|товар)\S*|nothing found|nichts gefunden|nie znaleziono|не наидено|не знаидено|bulunamadi|sonuc yok|لا توجد|لم يتم العثور) /;

/** `listed` is how many the structured data has. Nothing where the page does not show it (yet). */
export function resultsOf(listed: number): number | undefined {
  const counts = CARDS.map((cards) => document.querySelectorAll(cards).length);
  const found = listed || counts.find(Boolean);
  if (isEmpty()) return 0;
  return found;
}

function isEmpty(): boolean {
  const places = [...(document.querySelector('main') ?? document.body).querySelectorAll<HTMLElement>(PLACES)].slice(
    0,
    60,
  );
  return places.some(
    (place) => saysNone((place.textContent ?? '').slice(0, 200)) && place.checkVisibility?.() !== false,
  );
}

/** Whether a text says that nothing was found. */
export const saysNone = (text: string) => NONE.test(words(text));
