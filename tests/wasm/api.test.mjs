// The handles: what they answer, how they refuse, and that nothing a caller does ends the engine.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { demo, full, pkg, qudao, withHandles } from './package.mjs';

const { Engine, Facts, Partial, Programme, QudaoError, check, init, labels } = full;
const programmeText = demo('programme.json');
const factsText = demo('facts.json');
const AS_OF = '2026-06-30';

const decide = (work, facts = factsText) =>
  withHandles((keep) => {
    const programme = keep(Programme.fromJson(programmeText));
    const engine = keep(new Engine(programme));
    const read = keep(Facts.fromJson(programme, facts));
    return work({ keep, programme, engine, facts: read, review: () => keep(engine.review(read, AS_OF)) });
  });

const refusal = (call) => {
  try {
    call();
  } catch (error) {
    assert.ok(error instanceof QudaoError, `${error?.constructor?.name}: ${error?.message}`);
    return error;
  }
  assert.fail('nothing was thrown');
};

const stillWorks = () => assert.equal(decide(({ review }) => review().partner('P-101').standing.tier), 'silver');

test('a programme tells who it is', () => {
  decide(({ programme }) => {
    assert.equal(programme.id, 'east-2026');
    assert.equal(programme.revision, 4);
    assert.match(programme.fingerprint, /^[0-9a-f]{64}$/);
    assert.deepEqual(programme.warnings, []);
    const again = Programme.fromJson(programme.toJson());
    assert.equal(again.fingerprint, programme.fingerprint);
    assert.equal(again.toJson(), programme.toJson());
    again.free();
  });
});

test('a review answers in text and by partner', () => {
  decide(({ review: make }) => {
    const review = make();
    const whole = JSON.parse(review.toJson());
    assert.equal(whole.schema, 'qudao/review/1');
    assert.deepEqual(review.partnerIds, ['P-101', 'P-102', 'P-103']);
    assert.deepEqual(review.conflicts, whole.conflicts);
    for (const partner of whole.partners) assert.deepEqual(review.partner(partner.partner), partner);
    const { standing, awards, total } = review.partner('P-101');
    assert.equal(standing.tier, 'silver');
    assert.equal(standing.next.tier, 'gold');
    assert.deepEqual(standing.next.shortfalls.map(({ operand, gap }) => [operand, gap]), [['net_sales', '12300']]);
    assert.deepEqual(awards.map(({ outcome, amount }) => [outcome, amount]), [['paid', '8378.60'], ['not_applicable', '0.00'], ['paid', '2400.00']]);
    assert.equal(total, '10778.60');
  });
});

test('the plain pipeline agrees with the fast one', () => {
  decide(({ engine, facts, review: make }) => {
    const review = make();
    for (const id of review.partnerIds) assert.deepEqual(engine.explain(facts, AS_OF, id), review.partner(id));
  });
});

test('measured in parts and merged, the answer has the same bytes', () => {
  const whole = JSON.parse(factsText);
  const part = (keepRow) => ({ ...whole, sales: whole.sales.filter((_, index) => keepRow(index)) });
  decide(({ keep, programme, engine, review }) => {
    const halves = [part((index) => index % 2 === 0), { ...part((index) => index % 2 === 1), receivables: [], certificates: [], registrations: [] }];
    const [first, second] = halves.map((half) => keep(engine.measure(keep(Facts.fromJson(programme, half)), AS_OF)));
    const read = keep(Partial.fromJson(programme, second.toJson()));
    assert.equal(read.toJson(), second.toJson());
    first.merge(read);
    const whole = keep(Facts.fromJson(programme, factsText));
    assert.equal(keep(engine.decide(whole, first)).toJson(), review().toJson());
  });
});

test('decisions are put in words in both languages', () => {
  decide(({ review: make }) => {
    const review = make();
    for (const locale of ['zh-CN', 'en', 'zh', 'en-GB']) {
      const { lines } = review.explain('P-101', locale);
      assert.ok(lines.length > 5);
      for (const line of lines) assert.deepEqual(Object.keys(line), ['indent', 'code', 'path', 'text']);
      const text = review.explainText('P-101', locale);
      for (const line of lines) assert.ok(text.includes(line.text), line.text);
    }
    assert.match(review.explainText('P-101', 'zh-CN'), /银牌/);
    assert.match(review.explainText('P-101', 'en'), /Silver/);
    assert.throws(() => review.explain('P-101', 'fr'), RangeError);
  });
});

test('objects are read as text is', () => {
  const fromText = decide(({ review }) => review().toJson());
  const fromObject = withHandles((keep) => {
    const programme = keep(Programme.fromJson(JSON.parse(programmeText)));
    const facts = keep(Facts.fromJson(programme, JSON.parse(factsText)));
    return keep(keep(new Engine(programme)).review(facts, AS_OF, null)).toJson();
  });
  assert.equal(fromObject, fromText);
});

const withAmount = (amount) => {
  const facts = JSON.parse(factsText);
  facts.sales[3].amount = amount;
  return facts;
};
const amountFinding = (amount) => {
  const error = refusal(() => decide(() => undefined, withAmount(amount)));
  return [error.kind, error.code, error.path];
};

test('numbers that JavaScript has changed are refused, in objects as in text', () => {
  const place = '/sales/3/amount';
  assert.deepEqual(amountFinding(63200.5), ['facts', 'amount_not_exact', place]);
  assert.deepEqual(amountFinding(2 ** 53), ['facts', 'amount_not_exact', place]);
  assert.deepEqual(amountFinding(1e21), ['facts', 'amount_not_exact', place]);
  assert.deepEqual(amountFinding(NaN), ['facts', 'bad_amount', place]);
  assert.deepEqual(amountFinding(-Infinity), ['facts', 'bad_amount', place]);
  const text = factsText.replace('"63200.00"', '63200.5');
  assert.notEqual(text, factsText);
  assert.equal(refusal(() => decide(() => undefined, text)).json, refusal(() => decide(() => undefined, withAmount(63200.5))).json);
});

test('integers and bigints are exact', () => {
  const fromText = decide(({ review }) => review().toJson());
  for (const amount of [63200, 63200n, '63200']) assert.equal(decide(({ review }) => review().toJson(), withAmount(amount)), fromText);
  assert.equal(decide(({ review }) => review().partner('P-101').metrics.net_sales, withAmount(900719925474099n)), '900719926398599');
});

test('what JSON cannot say is not dropped in silence', () => {
  for (const amount of [new Map(), new Set(), () => 1, Symbol('x')]) assert.throws(() => decide(() => undefined, withAmount(amount)), TypeError);
  const circular = JSON.parse(factsText);
  circular.self = circular;
  assert.throws(() => decide(() => undefined, circular), TypeError);
  for (const value of [undefined, null, 1, true, Symbol('x'), () => 1]) assert.throws(() => Programme.fromJson(value), TypeError);
  for (const value of [new Map(), new Uint8Array(3)]) assert.throws(() => Programme.fromJson(value), TypeError);
  stillWorks();
});

test('a refusal is a real error that carries the core’s own text', () => {
  const error = refusal(() => Programme.fromJson('{}'));
  assert.equal(error.name, 'QudaoError');
  assert.ok(error instanceof Error);
  assert.equal(error.kind, 'programme');
  const wire = JSON.parse(error.json);
  assert.deepEqual(Object.keys(wire), ['kind', 'code', 'path', 'message', 'diagnostics']);
  assert.equal(JSON.stringify(error), error.json);
  assert.equal(error.message, wire.message);
  assert.equal(error.code, wire.diagnostics[0].code);
  assert.deepEqual(error.diagnostics, wire.diagnostics);
  assert.match(error.stack, /api\.test\.mjs/);
});

test('calls are refused with a code', () => {
  decide(({ engine, facts, review: make }) => {
    const review = make();
    const codes = [
      [() => review.partner('nobody'), 'unknown_partner'],
      [() => review.partner(undefined), 'unknown_partner'],
      [() => review.explain('nobody', 'en'), 'unknown_partner'],
      [() => engine.explain(facts, AS_OF, 'nobody'), 'unknown_partner'],
      [() => engine.review(facts, '2026-02-30'), 'bad_date'],
      [() => engine.review(facts, new Date()), 'bad_date'],
      [() => engine.review(facts), 'bad_date'],
      [() => engine.review(facts, AS_OF, 'tomorrow'), 'bad_date'],
      [() => engine.review(facts, '2030-01-01'), 'not_in_effect'],
    ];
    for (const [call, code] of codes) {
      const error = refusal(call);
      assert.equal(error.kind, 'evaluation');
      assert.equal(error.code, code);
      assert.deepEqual(error.diagnostics, []);
    }
  });
});

test('a partial of another programme is refused', () => {
  decide(({ keep, programme, engine, facts }) => {
    const other = keep(Programme.fromJson({ ...JSON.parse(programmeText), revision: 5 }));
    const partial = keep(engine.measure(facts, AS_OF));
    assert.equal(refusal(() => keep(keep(new Engine(other)).decide(facts, partial))).code, 'plan_mismatch');
    assert.equal(refusal(() => Partial.fromJson(programme, '{"nonsense":1}')).code, 'bad_partial');
  });
});

test('handles are freed by hand or by scope, and are then dead', () => {
  const programme = Programme.fromJson(programmeText);
  const engine = new Engine(programme);
  const facts = Facts.fromJson(programme, factsText);
  programme.free();
  const review = engine.review(facts, AS_OF);
  engine[Symbol.dispose]();
  facts.free();
  assert.equal(review.partner('P-101').partner, 'P-101');
  assert.ok(review.explain('P-101', 'en').lines.length > 0);
  review.free();
  assert.throws(() => review.toJson());
  assert.throws(() => engine.review(facts, AS_OF));
  assert.throws(() => new Engine(programme));
  stillWorks();
});

test('memory comes back', () => {
  for (let round = 0; round < 300; round += 1) decide(({ review }) => review().toJson());
});

test('a handle of another kind is refused', () => {
  decide(({ programme, facts }) => {
    assert.throws(() => new Engine(facts));
    assert.throws(() => new Engine({}));
    assert.throws(() => Facts.fromJson(facts, factsText));
    assert.throws(() => new Engine(undefined));
    assert.equal(programme.id, 'east-2026');
  });
  stillWorks();
});

test('cut-off JSON names line and column', () => {
  const text = '{\n  "schema": "qudao/programme/1",\n  "id": ';
  const error = refusal(() => Programme.fromJson(text));
  assert.equal(error.code, 'syntax');
  assert.match(error.message, /line 3, column/);
  for (let length = 0; length < programmeText.length; length += 211) {
    assert.equal(refusal(() => Programme.fromJson(programmeText.slice(0, length))).diagnostics[0].severity, 'error');
  }
  stillWorks();
});

test('ten mistakes are ten findings', () => {
  const facts = JSON.parse(factsText);
  facts.sales.slice(0, 10).forEach((sale, index) => {
    sale.amount = `${index},000`;
  });
  const error = refusal(() => decide(() => undefined, facts));
  assert.equal(error.diagnostics.length, 10);
  error.diagnostics.forEach((finding, index) => assert.deepEqual([finding.code, finding.path], ['bad_amount', `/sales/${index}/amount`]));
});

test('texts of 50 MB and nesting of 10,000 levels are refused, and the engine lives', () => {
  const long = `{"schema": "${'x'.repeat(50 * 2 ** 20)}"}`;
  assert.equal(refusal(() => Programme.fromJson(long)).diagnostics.length > 0, true);
  assert.equal(check(long).length > 0, true);
  assert.ok(refusal(() => decide(() => undefined, long)).diagnostics.length > 0);
  const manyRows = `{"schema": "qudao/facts/1", "partners": [${'{"id": 1.5},'.repeat(4_000_000)}{"id": "P"}]}`;
  const error = refusal(() => decide(() => undefined, manyRows));
  assert.ok(error.diagnostics.length <= 1001);
  for (const [open, close] of [['[', ']'], ['{"a":', '}']]) {
    const deep = open.repeat(10_000) + (open === '[' ? '' : '1') + close.repeat(10_000);
    assert.equal(refusal(() => Programme.fromJson(deep)).code, 'too_deep');
    assert.equal(refusal(() => decide(() => undefined, deep)).code, 'too_deep');
    assert.equal(refusal(() => Programme.fromJson(open.repeat(100_000))).code, 'too_deep');
    assert.equal(refusal(() => Programme.fromJson(open.repeat(10_000_000))).code, 'too_large');
  }
  let nested = {};
  for (let level = 0; level < 1_000; level += 1) nested = { nested };
  assert.equal(refusal(() => Programme.fromJson(nested)).code, 'too_deep');
  stillWorks();
});

test('random bytes never end the engine', () => {
  // a fixed sequence, so that a failure can be seen again
  let seed = 20260630;
  const random = (limit) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor((seed / 2 ** 32) * limit);
  };
  for (let round = 0; round < 400; round += 1) {
    const source = round % 2 ? programmeText : factsText;
    const at = random(source.length);
    const text = source.slice(0, at) + '{}[]",:0-9eE\u0000é𝒳\ud800'.charAt(random(18)) + source.slice(at + random(3));
    try {
      if (round % 2) Programme.fromJson(text).free();
      else decide(({ review }) => review().toJson(), text);
    } catch (error) {
      assert.ok(error instanceof QudaoError, `${error}`);
    }
  }
  stillWorks();
});

test('of a leaderboard each partner sees its own name, and targets become records', () => {
  const document = JSON.parse(programmeText);
  const [metric] = Object.keys(document.metrics);
  document.metrics.limit = { given: 'decimal' };
  document.cascades = {
    plan: { target: 'annual', amount: '100.00', period: { from: '2027-01-01', until: '2028-01-01' }, shared_by: 'limit', along: 'partners', unknown: 'nothing', when_no_weight: 'equally' },
  };
  document.leaderboards = { limits: { rank_by: 'limit', first: 'highest', before: metric, names: 'masked' } };
  withHandles((keep) => {
    const programme = keep(Programme.fromJson(document));
    const facts = JSON.parse(factsText);
    const ids = facts.partners.map(({ id }) => id).sort();
    facts.metrics = { ...facts.metrics, [ids[0]]: { ...facts.metrics?.[ids[0]], limit: '1' }, [ids[1]]: { ...facts.metrics?.[ids[1]], limit: '3' } };
    const review = keep(keep(new Engine(programme)).review(keep(Facts.fromJson(programme, facts)), AS_OF));
    const seen = review.leaderboard('limits', ids[0]);
    assert.deepEqual(seen.entries.map(({ partner, place }) => [partner, place]), [[undefined, 1], [ids[0], 2]]);
    assert.equal(seen.unknown, undefined);
    assert.deepEqual(review.targets('plan').map(({ partner, amount }) => [partner, amount]), [[ids[0], '25.00'], [ids[1], '75.00']]);
    assert.equal(review.targets('none'), null);
    assert.equal(review.leaderboard('none', ids[0]), null);
    assert.equal(refusal(() => review.leaderboard('limits', 'nobody')).code, 'unknown_partner');
  });
});

test('findings without reading: check', () => {
  assert.deepEqual(check(programmeText), []);
  assert.deepEqual(check(JSON.parse(programmeText)), []);
  const findings = check('{}');
  assert.deepEqual(findings, refusal(() => Programme.fromJson('{}')).diagnostics);
});

test('the JSON Schema is shipped as a file and names the document', () => {
  const schema = JSON.parse(readFileSync(join(pkg, 'programme.schema.json'), 'utf8'));
  assert.match(JSON.stringify(schema), /qudao\/programme\/1/);
});

test('the core’s words come in both languages', () => {
  assert.equal(labels('en').withheld, 'Withheld');
  assert.equal(labels('zh-CN').withheld, '暂不兑付');
  assert.deepEqual(Object.keys(labels('en')), Object.keys(labels('zh-CN')));
  assert.throws(() => labels('fr'), RangeError);
});

test('init does nothing in Node', async () => {
  assert.equal(await init(), undefined);
});
