/**
 * The browser's storage, or memory where it is refused (a sandboxed frame, blocked cookies, a full disk):
 * the shop works on, and forgets when the page is left.
 */

const memory = new Map();

/** The value kept under `key`, or `fallback` when there is none or it cannot be read. */
export function read(area, key, fallback) {
  const name = `${area}:${key}`;
  if (memory.has(name)) return memory.get(name);
  try {
    const text = window[area].getItem(key);
    return text === null ? fallback : JSON.parse(text);
  } catch {
    return fallback;
  }
}

/** Keeps a JSON value. `area` is `'localStorage'` or `'sessionStorage'`. */
export function write(area, key, value) {
  const name = `${area}:${key}`;
  try {
    window[area].setItem(key, JSON.stringify(value));
    memory.delete(name);
  } catch {
    memory.set(name, value);
  }
}

/** Forgets the value under `key`. */
export function forget(area, key) {
  memory.delete(`${area}:${key}`);
  try {
    window[area].removeItem(key);
  } catch {
    // A refused storage holds nothing to forget.
  }
}
