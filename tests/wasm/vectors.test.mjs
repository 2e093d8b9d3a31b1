// Every vector gives its values in `qudao/full` too, and the whole answer has the bytes on record; what `qudao` decides, it decides alike.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { acrossAnswer, answer, assertSmallAgrees, ledgerAnswer, priceAnswer, repository } from './package.mjs';

const folder = join(repository, 'tests', 'vectors');
const read = (path) => JSON.parse(readFileSync(join(folder, path), 'utf8'));
const golden = existsSync(join(folder, 'golden.json')) ? read('golden.json') : {};
const KNOWN = new Set(['name', 'clause', 'working', 'programme', 'programme_text', 'programmes', 'facts', 'facts_text', 'ledger', 'ledger_text', 'steps', 'as_of', 'known_on', 'price', 'leaderboard', 'targets', 'expect', 'stage', 'expect_findings', 'expect_error']);

const ABSENT = Symbol('absent');
function at(json, pointer) {
  let value = json;
  for (const token of pointer.split('/').slice(1)) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return ABSENT;
    value = value[name];
  }
  return value;
}

for (const path of read('index.json')) {
  const vector = read(path);
  // here there is no way to hand over no revision at all: `new Programmes` takes the first one
  const skip = vector.programmes?.length === 0;
  test(path, { skip }, () => {
    for (const member of Object.keys(vector)) assert.ok(KNOWN.has(member), `unknown member ${member}`);
    assert.ok(vector.expect ?? vector.expect_findings ?? vector.expect_error, 'the vector expects nothing');
    const text = (name) => vector[`${name}_text`] ?? JSON.stringify(vector[name] ?? null);
    const revisions = () => vector.programmes?.map((revision) => JSON.stringify(revision)) ?? [text('programme')];
    const ledger = vector.ledger || vector.ledger_text ? text('ledger') : undefined;
    const asked = [text('programme'), text('facts'), vector.as_of ?? '2026-01-01', vector.known_on];
    const across = vector.leaderboard ?? vector.targets;
    const single = () => (vector.price ? priceAnswer(...asked, vector.price) : across ? acrossAnswer(...asked, vector) : answer(...asked));
    const answered = vector.steps ? ledgerAnswer(revisions(), text('facts'), ledger, vector.steps) : single();
    const json = JSON.parse(answered);
    for (const [pointer, wanted] of Object.entries(vector.expect ?? {})) {
      const found = at(json, pointer);
      if (wanted === '<absent>') assert.equal(found, ABSENT, `${pointer} should be absent`);
      else assert.deepEqual(found === ABSENT ? undefined : found, wanted, pointer);
    }
    if (vector.expect_findings) {
      assert.equal(json.kind, vector.stage, answered);
      const errors = json.diagnostics.filter(({ severity }) => severity === 'error');
      assert.deepEqual(errors.map(({ code, path: place }) => ({ code, path: place })), vector.expect_findings);
    }
    if (vector.expect_error) {
      assert.equal(json.kind, 'evaluation', answered);
      assert.equal(json.code, vector.expect_error.code);
    }
    assert.equal(createHash('sha256').update(answered).digest('hex'), golden[path], 'digest of the whole answer, from golden.json');
    // steps, prices and what is told across partners are of the whole build; of their programmes, `qudao` still knows what it leaves out
    for (const programme of revisions()) assertSmallAgrees(programme, ...asked.slice(1), vector.steps || vector.price || across ? answer(programme, ...asked.slice(1)) : answered);
  });
}
