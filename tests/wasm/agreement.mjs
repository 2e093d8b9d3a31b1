// node agreement.mjs FILE OUT: answers cases, one JSON object a line, with one canonical line each, by `qudao/full`: the review, and behind
// tabs the targets of each cascade and each leaderboard as the first partner of the facts may see it. Holds `qudao` against the review.
import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { answers, assertSmallAgrees } from './package.mjs';

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
  const answered = answers(...asked, facts.partners[0].id);
  assertSmallAgrees(...asked, answered[0]);
  writeSync(target, `${answered.join('\t')}\n`);
  count += 1;
}
closeSync(target);
console.log(`${count} answers`);
