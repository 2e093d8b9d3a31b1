// Node: the engine is ready as soon as this module is.
import { readFileSync } from 'node:fs';
import { initSync } from './qudao.js';

initSync({ module: readFileSync(new URL('./qudao_bg.wasm', import.meta.url)) });

export { Engine, Facts, Ledger, Partial, Programme, Programmes, Review, check, labels } from './qudao.js';
export { QudaoError } from './host.js';

/** Does nothing here; so that one program runs in Node and in a browser. */
export async function init() {}
