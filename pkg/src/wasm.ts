// The WebAssembly, loaded, and the texts that go in and come out of it: see src/lib.rs.

interface Exports {
  memory: WebAssembly.Memory;
  room(length: number): number;
  handle(now: number, inputLength: number, isAgain: boolean): number;
}

/**
 * Takes an input and its data at a time in milliseconds since 1970; gives the effects as JSON. `isAgain` where the call that
 * brought it before was ended.
 */
export type Handle = (now: number, input: string, data: string, isAgain: boolean) => string;

/** Compiles it while it comes, or after it has come where the server does not call it `application/wasm`. */
export async function load(url: URL): Promise<Handle> {
  const { instance } = await WebAssembly.instantiateStreaming(fetch(url)).catch(async () =>
    WebAssembly.instantiate(await (await fetch(url)).arrayBuffer()),
  );
  const { memory, room, handle } = instance.exports as unknown as Exports;
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const text = (length: number) => {
    const at = room(length);
    // Whatever grows the memory makes another buffer of it.
    return new Uint8Array(memory.buffer, at, length);
  };
  return (now, input, data, isAgain) => {
    const head = encoder.encode(input);
    const rest = encoder.encode(data);
    const into = text(head.length + rest.length);
    into.set(head);
    into.set(rest, head.length);
    return decoder.decode(text(handle(now, head.length, isAgain)));
  };
}
