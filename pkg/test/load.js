import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** A module of `pkg/src`, by its path from here: what TypeScript exports. */
export async function load(path) {
  const entry = fileURLToPath(new URL(path, import.meta.url));
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: 'esm', write: false });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}
