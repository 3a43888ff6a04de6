// How many results a search has, from what the page shows. What was searched for is not read.

import { words } from './phrases';

/** One card of a product: its element is that of the product's id, the markup's, or the list's. */
const CARDS = [
  '[itemtype*="schema.org/Product"]',
  'li.product,.product-card,.product-item,.product-miniature,.product-layout,.product-thumb,.grid-product,article[class*=product]',
  'main [data-product-id],main [data-product_id],main [data-id-product],main [data-sku],main [data-product-sku]',
];

const PLACES =
  'h1,h2,h3,p,[role=status],[role=alert],[class*=empty],[class*=no-result],[class*=noresult],[class*=search-result],[class*=message]';

const NONE =
  / (?:no (?:\S+ ){0,2}(?:results?|products?|items?|matches)|(?:0|zero) (?:results?|products?|items?|ergebnisse|treffer|produkte|resultats?|produits|resultados|productos|risultati|prodotti|produtos|resultaten|producten|wynikow|produktow|результатов|товаров|результатів|товарів|sonuc|urun|resultat|produkter|نتائج)|nothing found|not find any|keine (?:\S+ ){0,2}(?:ergebnisse|treffer|produkte|artikel)|nichts gefunden|aucun(?:e)? (?:resultat|produit|article)|(?:no|sin) (?:\S+ ){0,4}(?:resultados|productos)|nessun (?:risultato|prodotto|articolo)|nenhum (?:resultado|produto)|geen (?:\S+ ){0,2}(?:resultaten|producten|artikelen)|brak (?:wynikow|produktow)|nie znaleziono|ничего не наидено|не наидено|нет результатов|нічого не знаидено|не знаидено|bulunamadi|sonuc yok|inga (?:\S+ ){0,2}(?:resultat|traffar|produkter)|لا توجد|لم يتم العثور) /;

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
