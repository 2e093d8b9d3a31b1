// How long one widget's question takes: a partner with 200 sales lines, JSON text in, review JSON out. Prints, asserts nothing.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { demo, here, pkg, qudao, repository, withHandles } from './package.mjs';

if (process.argv[2] === 'cold') {
  // the parent measures
  process.exit(0);
}

const programmeText = demo('programme.json');
const source = JSON.parse(demo('facts.json'));
const lines = 200;
const facts = {
  ...source,
  partners: source.partners.slice(0, 1),
  sales: Array.from({ length: lines }, (_, index) => ({
    id: `S-${index}`,
    order: `SO-${index}`,
    partner: 'P-101',
    customer: source.customers[index % source.customers.length].id,
    product: source.products[index % source.products.length].id,
    date: `2026-0${1 + (index % 6)}-${String(1 + (index % 28)).padStart(2, '0')}`,
    amount: `${1000 + 37 * index}.${String(index % 100).padStart(2, '0')}`,
    basis: 'sell_in',
  })),
};
for (const table of ['receivables', 'certificates', 'registrations']) facts[table] = facts[table].filter(({ partner }) => partner === 'P-101');
const factsText = JSON.stringify(facts);

function percentiles(work, rounds = 3000) {
  for (let round = 0; round < 500; round += 1) work();
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = process.hrtime.bigint();
    work();
    times.push(Number(process.hrtime.bigint() - start) / 1000);
  }
  times.sort((a, b) => a - b);
  return [times[Math.floor(rounds / 2)], times[Math.floor(rounds * 0.95)]];
}

/** One partner of the W1 workload (benches/README.md): 200 lines and 32 invoices. */
function w1() {
  const two = (number) => String(number).padStart(2, '0');
  const category = ['A', 'B', 'C', 'D', 'S'];
  return {
    programme: readFileSync(join(repository, 'benches', 'w1', 'programme.json'), 'utf8'),
    facts: JSON.stringify({
      schema: 'qudao/facts/1',
      partners: [{ id: 'P0000000', certs: 3 }],
      products: category.map((name, index) => ({ id: `SKU0000${index}`, category: name })),
      sales: Array.from({ length: lines }, (_, index) => ({
        date: `202${4 + (index % 2)}-${two(1 + (index % 12))}-${two(1 + (index % 28))}`,
        partner: 'P0000000',
        product: `SKU0000${index % 5}`,
        quantity: `${1 + (index % 50)}`,
        amount: `${index % 33 === 0 ? '-' : ''}${9000 + 371 * index}.${two(index % 100)}`,
        basis: 'sell_in',
        ship_to: `R${index % 8}`,
      })),
      receivables: Array.from({ length: 32 }, (_, index) => ({
        partner: 'P0000000',
        issued: `2025-${two(1 + (index % 12))}-01`,
        due: `2025-${two(1 + (index % 12))}-28`,
        ...(index % 4 === 0 ? {} : { paid: `2025-12-${two(1 + (index % 28))}` }),
        amount: `${50000 + index}.00`,
      })),
    }),
  };
}

const show = (name, [middle, high]) => console.log(`${name.padEnd(62)} p50 ${middle.toFixed(0).padStart(6)} µs   p95 ${high.toFixed(0).padStart(6)} µs`);

withHandles((keep) => {
  const programme = keep(qudao.Programme.fromJson(programmeText));
  const engine = keep(new qudao.Engine(programme));
  const review = (text) => {
    const read = qudao.Facts.fromJson(programme, text);
    const decided = engine.review(read, '2026-06-30');
    const json = decided.toJson();
    decided.free();
    read.free();
    return json;
  };
  console.log(`${lines} lines, ${factsText.length} bytes of facts in, ${review(factsText).length} bytes of review out`);
  show('facts text → review text, programme compiled', percentiles(() => review(factsText)));
  const workload = w1();
  const rules = keep(qudao.Programme.fromJson(workload.programme));
  const w1Engine = keep(new qudao.Engine(rules));
  const decide = () => {
    const read = qudao.Facts.fromJson(rules, workload.facts);
    const decided = w1Engine.review(read, '2025-12-31');
    const json = decided.toJson();
    decided.free();
    read.free();
    return json;
  };
  show(`W1, ${workload.facts.length} bytes of text → ${decide().length} bytes of review text`, percentiles(decide));
  show('facts object → review object, programme compiled', percentiles(() => JSON.parse(review(facts))));
  const read = keep(qudao.Facts.fromJson(programme, factsText));
  show('facts read → one partner as object', percentiles(() => {
    const decided = engine.review(read, '2026-06-30');
    decided.partner('P-101');
    decided.free();
  }));
  show('programme text → engine', percentiles(() => {
    const fresh = qudao.Programme.fromJson(programmeText);
    new qudao.Engine(fresh).free();
    fresh.free();
  }, 500));
});

const wasm = readFileSync(join(pkg, 'qudao_bg.wasm'));
const compile = () => {
  const start = process.hrtime.bigint();
  const module = new WebAssembly.Module(wasm);
  return [module, Number(process.hrtime.bigint() - start) / 1e6];
};
console.log(`compile the module: ${compile()[1].toFixed(1)} ms`);
const starts = Array.from({ length: 7 }, () => {
  const start = process.hrtime.bigint();
  spawnSync(process.execPath, [join(here, 'bench.mjs'), 'cold']);
  const whole = Number(process.hrtime.bigint() - start) / 1e6;
  const empty = process.hrtime.bigint();
  spawnSync(process.execPath, ['-e', '']);
  return whole - Number(process.hrtime.bigint() - empty) / 1e6;
}).sort((a, b) => a - b);
console.log(`cold start over an empty Node process: ${starts[3].toFixed(0)} ms`);
console.log(`wasm ${wasm.length} bytes, gzip ${gzipSync(wasm, { level: 9 }).length}, brotli ${brotliCompressSync(wasm).length}`);
