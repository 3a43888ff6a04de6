/** Where messages are explained. */
let docs = '';
const said = new Set<string>();

/** The collector serves the documentation. */
export function explainAt(collector: string): void {
  docs = `${collector}/docs/messages`;
}

/** One message on the console, once a page and code, with where it is explained. */
export function warn(code: string, text: string): void {
  if (said.has(code)) return;
  said.add(code);
  console.warn(`waypost: ${text}.${docs && ` See ${docs}#${code}`}`);
}
