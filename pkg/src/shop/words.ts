/** Texts as they are compared. Touches no page. */

/** A text as words between spaces, in lower case and without accents. */
export function words(text: string): string {
  const plain = text.slice(0, 200).toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
  // These two are letters of their own, not accented ones.
  const latin = plain.replace(/ı/g, 'i').replace(/ł/g, 'l');
  return ` ${latin.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;
}
