// Whose an address is: one rule for links that are clicked and for requests that are seen.

let listed: string[] = [];

/** Takes the hosts that the site's options name as its own; each chunk that asks has to be told. */
export const takeOwnHosts = (hosts: string[] = []) => void (listed = hosts);

/** Whether a host, or one that it is a part of, is among those. */
export const isListed = (host: string) => listed.some((own) => ('.' + host).endsWith('.' + own));

/**
 * Whether a host is the page's own, or of the same shop: but for `www.`, one is the other or a part of it. Two parts of a
 * third host are not, unless the options say so: without a list of public suffixes `a.co.uk` and `b.co.uk` cannot be told
 * from those of one shop.
 */
export function isOwn(host: string, page = location.hostname): boolean {
  const [one, other] = [host, page].map((host) => '.' + host.replace(/^www\./, '')) as [string, string];
  return one.endsWith(other) || other.endsWith(one) || isListed(host);
}
