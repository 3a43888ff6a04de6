// What the tabs of a site tell each other: a visitor's choice counts in all of them, and they have one cart.

/** What one tab tells the others. */
export type Word = { choice: string } | { reset: true } | { remembered: string } | { stream: string };

/**
 * Hears what other tabs tell, and gives the function that tells them. Nothing is stored by it. While the page is in the
 * back/forward cache the channel is closed: not every engine keeps a page with an open one.
 */
export function joinTabs(site: string, heard: (word: Word) => void): (word: Word) => void {
  let channel: BroadcastChannel | undefined;
  const open = () => {
    // Safari before 15.4 has none: there each tab is alone.
    if (!window.BroadcastChannel) return;
    channel = new BroadcastChannel(`waypost-${site}`);
    channel.onmessage = ({ data }) => heard(data as Word);
  };
  addEventListener('pagehide', () => {
    channel?.close();
    channel = undefined;
  });
  addEventListener('pageshow', ({ persisted }) => persisted && open());
  open();
  return (word) => channel?.postMessage(word);
}
