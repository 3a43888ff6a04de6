/** An error in words a shop owner can act on: `{what, remedy}`. */

/** @param {import('./api.js').ApiError | Error} error */
export function explain(error) {
  switch (error.kind) {
    case 'unreachable':
      return {
        what: 'The collector does not answer.',
        remedy: 'Check that “waypost serve” is running and that this device is online. This page keeps trying.',
      };
    case 'unreadable':
      return {
        what: 'The answer does not come from the collector.',
        remedy: 'A proxy in between may have replaced it. Check that /api/ is passed on to the collector unchanged.',
      };
    case 'refused':
      return { what: saidBy(error), remedy: REMEDIES[error.status] ?? REMEDIES.other };
    default:
      return {
        what: `Something in this page went wrong: ${error.message}.`,
        remedy: 'Load the page again. If it happens again, please report it with these words.',
      };
  }
}

const REMEDIES = {
  403: 'Sign in again with the link that “waypost serve” prints.',
  404: 'The site may have been renamed or removed. Choose another one, or check the collector’s configuration.',
  429: 'The collector limits how often it is asked. This page tries again in a moment.',
  503: 'The collector is under load or short of disk space; /readyz says which. This page keeps trying.',
  other: 'The collector’s log says more. This page keeps trying.',
};

function saidBy({ status, detail, code }) {
  const words = detail || code;
  return words ? `The collector says: ${words}.`.replace(/\.\.$/, '.') : `The collector answered with status ${status}.`;
}
