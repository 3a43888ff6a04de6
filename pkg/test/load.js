import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The chunk that others import from, as it is in `pkg/src`; those that are loaded when needed are not. */
const chunks = {
  name: 'chunks',
  setup({ onResolve }) {
    const path = fileURLToPath(new URL('../src/shop.ts', import.meta.url));
    onResolve({ filter: /\/waypost-[a-z]+\.js$/ }, ({ kind }) => (kind === 'dynamic-import' ? { external: true } : { path }));
  },
};

/** A module of `pkg/src`, by its path from here: what TypeScript exports. */
export async function load(path) {
  const entry = fileURLToPath(new URL(path, import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    plugins: [chunks],
    write: false,
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}
