// node agreement.mjs FILE OUT: answers cases, one JSON object a line, with one canonical line each, by `qudao/full`; holds `qudao` against it.
import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { answer, assertSmallAgrees } from './package.mjs';

const [file, out] = process.argv.slice(2);
if (!file || !out) {
  console.error('usage: node agreement.mjs FILE OUT');
  process.exit(2);
}
const text = (value) => (typeof value === 'string' ? value : JSON.stringify(value));
const target = openSync(out, 'w');
let count = 0;
for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
  if (line === '') continue;
  const { programme, facts, as_of: asOf, known_on: knownOn } = JSON.parse(line);
  const asked = [text(programme), text(facts), asOf, knownOn ?? undefined];
  const answered = answer(...asked);
  assertSmallAgrees(...asked, answered);
  writeSync(target, `${answered}\n`);
  count += 1;
}
closeSync(target);
console.log(`${count} answers`);
