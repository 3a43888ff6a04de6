// The WebAssembly, loaded. What wasm-bindgen would do for it is three times as much.

import * as glue from '../wasm/waypost_bg.js';

/** Compiles it while it comes, or after it has come where the server does not call it `application/wasm`. */
export async function load(url: URL): Promise<void> {
  const imports = { './waypost_bg.js': glue as unknown as WebAssembly.ModuleImports };
  const { instance } = await WebAssembly.instantiateStreaming(fetch(url), imports).catch(async () =>
    WebAssembly.instantiate(await (await fetch(url)).arrayBuffer(), imports),
  );
  glue.__wbg_set_wasm(instance.exports);
}
