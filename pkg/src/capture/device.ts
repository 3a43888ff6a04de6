// What is told of the device beside its class, viewport and language.

interface Hints {
  connection?: { effectiveType?: string; saveData?: boolean };
  userAgentData?: { brands?: { brand: string }[] };
}

/**
 * Time zone, class of the connection ('slow-2g' to '4g'), whether data is to be saved, and the sign by which a program
 * and no person steers the browser. What the browser does not tell is left out.
 */
export function device(): { tz?: string; conn?: string; save?: true; auto?: string } {
  const { connection, userAgentData, webdriver, userAgent, languages, plugins } = navigator as Navigator & Hints;
  const brands = userAgentData?.brands?.map(({ brand }) => brand) ?? [];
  return {
    tz: Intl.DateTimeFormat().resolvedOptions().timeZone,
    conn: connection?.effectiveType,
    save: connection?.saveData || undefined,
    auto: webdriver
      ? 'webdriver'
      : /headless/i.test(userAgent + brands)
        ? 'headless'
        : languages?.length === 0 && !plugins?.length
          ? 'bare'
          : undefined,
  };
}
