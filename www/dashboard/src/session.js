/** A session as a person can tell it apart: a short id and a hue. */

const SHORT = 6;

/** The first characters of a session id. */
export const shortId = (session) => session.slice(0, SHORT);

/** A hue of 0 to 359 degrees, always the same for the same session. */
export function hue(session) {
  let sum = 0;
  for (const char of session) sum = (sum * 31 + char.charCodeAt(0)) >>> 0;
  return sum % 360;
}
