// Requests of the page to its own origin that were refused: `request_error`.

import { type Attach } from '../capture';
import { isOurs, observe } from './observe';
import { ration } from './pace';

export const attach: Attach = (sink) => {
  const [isNew, begin] = ration();

  const heard = ({ name, responseStatus: status, initiatorType: kind }: PerformanceResourceTiming) => {
    const { origin, pathname: path } = new URL(name);
    if (status >= 400 && origin === location.origin && !isOurs(path) && isNew(status + path))
      sink.track('request_error', { status, path, kind });
  };

  observe('navigation', heard);
  observe('resource', heard);
  return { begin };
};
