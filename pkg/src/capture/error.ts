// Errors that scripts of the page do not catch: `js_error`.

import { type Attach, later, listen } from '../capture';
import { ration } from './pace';

/** Addresses of scripts as stacks of all engines have them, with the line. */
const FRAME = /[\w-]+:\/\/[^\s)]+?:\d+(?=:\d|\s|\)|$)/g;

/** What is told of an error: its class, never its message, and where in the page's own scripts it is from. */
export function factsOf(error: any, message = '', place = '', origin = location.origin): object {
  const frames = String(error?.stack || place).match(FRAME) ?? [];
  const isOwn = (frame: string) => frame.startsWith(origin + '/');
  return {
    class: /^(?:Uncaught )?(Script error|[A-Z]\w*(?:Error|Exception))/.exec(error?.name ?? message)?.[1] ?? 'Error',
    frame: frames
      .find(isOwn)
      ?.slice(origin.length)
      .replace(/[?#].*(?=:)/, ''),
    own: frames.slice(0, 1).some(isOwn),
  };
}

export const attach: Attach = (sink) => {
  const [isNew, begin] = ration();

  const tell = (...facts: [error: any, message?: string, place?: string]) =>
    later(() => {
      const data = factsOf(...facts);
      if (isNew(JSON.stringify(data))) sink.track('js_error', data);
    });

  listen(window, 'error', ({ error, message, filename, lineno }: ErrorEvent) => {
    // Elements that cannot load have no message. The observer's complaint is one that visitors do not notice.
    if (message && !/^Resiz/.test(message)) tell(error, message, `${filename}:${lineno}`);
  });
  // What was broken off on purpose is no error.
  listen(window, 'unhandledrejection', ({ reason }) => reason?.name === 'AbortError' || tell(reason));

  return { begin };
};
