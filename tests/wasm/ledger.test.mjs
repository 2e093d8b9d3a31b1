// Ledgers: the operations, what is refused and how it reads, the statement.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { full as qudao, withHandles } from './package.mjs';

const { Facts, Ledger, Programme, Programmes, QudaoError } = qudao;
const RULES = {
  schema: 'qudao/programme/1', id: 'small', revision: 1, currency: 'CNY', document: 'C-1',
  effective: { from: '2026-01-01' }, calendar: { year_starts: '01-01' }, rounding: { scale: 2, mode: 'half_up' },
  metrics: { net_sales: { sum: 'sales.amount', tax: 'excluded', returns: 'include', basis: 'sell_in', date: 'date', window: { period: 'month', part: 'to_date' }, scope: 'own' } },
  incentives: [{ id: 'volume', period: 'month', pays: [{ percent_of: 'net_sales', rate: '0.02', when_negative: 'nothing' }] }],
  settlement: { confirmation: 'required', valid: { months: 12 } },
};
const FACTS = {
  schema: 'qudao/facts/1',
  partners: [{ id: 'P-1' }, { id: 'P-2' }],
  sales: [{ partner: 'P-1', date: '2026-01-09', amount: '1000', basis: 'sell_in' }],
};

const settled = (work) =>
  withHandles((keep) => {
    const programme = keep(Programme.fromJson(RULES));
    const programmes = keep(new Programmes(programme));
    const facts = keep(Facts.fromJson(programme, FACTS));
    const ledger = keep(new Ledger(programmes));
    const first = ledger.stepWith(facts, { settle: { as_of: '2026-01-31', on: '2026-02-01' } });
    return work({ keep, programmes, facts, ledger, first });
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

test('from settling to paying, and again from the text', () => {
  settled(({ keep, programmes, facts, ledger, first }) => {
    assert.deepEqual(first.postings.map(({ amount, causes }) => [amount, causes]), [['20.00', [{ cause: 'earned', amount: '20.00' }]]]);
    assert.deepEqual(ledger.stepWith(facts, { settle: { as_of: '2026-01-31', on: '2026-02-01' } }).postings, []);
    ledger.step({ confirm: { partner: 'P-1', on: '2026-02-02' } });
    assert.equal(ledger.step({ pay: { partner: 'P-1', on: '2026-02-03', note: 'bank' } }).postings[0].amount, '-20.00');
    const again = keep(Ledger.fromJson(programmes, ledger.toJson()));
    assert.deepEqual(again.step({ verify: {} }), ledger.step({ verify: {} }));
    const of = { partner: 'P-1', from: '2026-01-01', until: '2026-03-01' };
    const [money] = again.step({ statement: of }).units;
    assert.deepEqual([money.opening.balance, money.movements.length, money.closing.balance], ['0.00', 3, '0.00']);
    assert.match(again.step({ statement: { ...of, format: 'text', locale: 'zh-CN' } }).text, /期初[\s\S]*达成应得[\s\S]*期末/);
    const page = again.step({ statement: { ...of, format: 'html', locale: 'en' } }).html;
    assert.ok(page.startsWith('<!doctype html>') && !page.includes('http'));
  });
});

test('deductions, the deposit and what is to be provided for', () => {
  settled(({ facts, ledger }) => {
    ledger.step({ deduct: { partner: 'P-1', amount: '5.00', on: '2026-02-02', invoice: 'F-1' } });
    ledger.stepWith(facts, { deposit: { partner: 'P-2', amount: '100', on: '2026-02-03' } });
    ledger.step({ forfeit: { partner: 'P-2', amount: '40', on: '2026-02-04', note: 'low price' } });
    assert.equal(refusal(() => ledger.step({ refund: { partner: 'P-2', amount: '60.01', on: '2026-02-05' } })).code, 'exceeds_deposit');
    assert.equal(ledger.step({ balances: { partner: 'P-2' } }).partners[0].deposit.held, '60.00');
    assert.equal(ledger.step({ use: { partner: 'P-2', unit: 'points', amount: '1', on: '2026-02-05' } }).not_used, 'nothing_available');
    assert.deepEqual(ledger.stepWith(facts, { provision: { as_of: '2026-02-05', on: '2026-02-05' } }).lines, []);
  });
});

test('a partner that only the facts know has an empty account, a stranger has none', () => {
  settled(({ facts, ledger }) => {
    assert.deepEqual(ledger.stepWith(facts, { confirm: { partner: 'P-2', on: '2026-02-02' } }).postings, []);
    const error = refusal(() => ledger.stepWith(facts, { confirm: { partner: 'P-9', on: '2026-02-02' } }));
    assert.deepEqual([error.kind, error.code, error.path], ['settlement', 'unknown_partner', '/partner']);
    assert.match(error.message, /P-9/);
    assert.ok(JSON.parse(error.json).help);
  });
});

test('a ledger that was cut off, edited, or is in another currency is refused', () => {
  settled(({ keep, programmes, facts, ledger }) => {
    const text = ledger.toJson();
    const cut = refusal(() => Ledger.fromJson(programmes, text.slice(0, -20)));
    assert.deepEqual([cut.kind, cut.code], ['ledger', 'syntax']);
    const edited = refusal(() => Ledger.fromJson(programmes, text.replaceAll('"20.00"', '"90.00"')));
    assert.deepEqual([edited.kind, edited.code, edited.diagnostics[0].path], ['ledger', 'broken_chain', '/postings/0']);
    assert.ok(edited.diagnostics[0].help);
    const other = refusal(() => {
      const foreign = keep(Ledger.fromJson(programmes, text.replace('"CNY"', '"USD"')));
      foreign.stepWith(facts, { settle: { as_of: '2026-02-28', on: '2026-03-01' } });
    });
    assert.deepEqual([other.code, other.path], ['other_currency', '/currency']);
    assert.ok(JSON.parse(other.json).help);
    assert.equal(ledger.toJson(), text);
  });
});
