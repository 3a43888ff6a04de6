/** How the database of a site is called. */
export const databaseOf = (site: string) => `waypost-${site}`;

/** Whether the site's database is there, without making it; where the browser cannot tell, it may be. */
export async function mayBeThere(site: string): Promise<boolean> {
  try {
    // WebKit keeps an empty database where its making was aborted, so it is not even asked to open one.
    const known = await indexedDB.databases?.();
    return known?.some(({ name }) => name === databaseOf(site)) ?? true;
  } catch {
    return false;
  }
}
