// A module of `pkg/src` as Node can import it.

import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles `pkg/src/NAME.ts` and imports the result. */
export async function load(name) {
  const entry = fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url));
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: 'esm', write: false });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}
