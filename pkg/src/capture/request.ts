// Requests of the page to its own origin, and to the hosts that the site lists, that were refused: `request_error`.

import { type Attach } from '../capture';
import { isOurs, observe } from './observe';
import { isListed } from './own';
import { ration } from './pace';

export const attach: Attach = (sink) => {
  const [isNew, begin] = ration();

  const heard = ({ name, responseStatus: status, initiatorType: kind }: PerformanceResourceTiming) => {
    const { origin, hostname, pathname: path } = new URL(name);
    const isIts = origin === location.origin || isListed(hostname);
    if (status >= 400 && isIts && !isOurs(path) && isNew(status + path))
      sink.track('request_error', { status, path, kind });
  };

  observe('navigation', heard);
  observe('resource', heard);
  return { begin };
};
