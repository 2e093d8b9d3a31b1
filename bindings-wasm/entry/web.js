// Browsers, workers and bundlers. The `new URL(…, import.meta.url)` below is what makes a bundler take the .wasm file along.
import load from './qudao.js';

export { Engine, Facts, Ledger, Partial, Programme, Programmes, Review, check, labels } from './qudao.js';
export { QudaoError } from './host.js';

let ready;

/**
 * Loads the engine; later calls wait for the first one. A failed load can be tried again.
 * `source`: a URL, a Response, bytes or a compiled WebAssembly.Module; without one, the file beside this module.
 */
export function init(source = new URL('./qudao_bg.wasm', import.meta.url)) {
  ready ??= load({ module_or_path: source }).then(
    () => undefined,
    (error) => {
      ready = undefined;
      throw error;
    },
  );
  return ready;
}
