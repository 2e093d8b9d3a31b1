// Compiled, never run: what users write must type-check, and what they must not write must not.
import { Engine, Facts, Partial, Programme, QudaoError, check, init, labels } from 'qudao/full';
import type {
  Award, Conflict, Diagnostic, Explanation, FactsDocument, MetricDocument, PartnerDecision, Place, ProgrammeDocument, Reason, ReviewDocument,
} from 'qudao/full';
import { Engine as Deciding, Review as Judging } from 'qudao';
import { QudaoStanding } from 'qudao/elements';

const document: ProgrammeDocument = {
  schema: 'qudao/programme/1',
  id: 'p',
  revision: 1,
  effective: { from: '2026-01-01' },
  currency: 'CNY',
  calendar: { year_starts: '01-01' },
  rounding: { scale: 2, mode: 'half_up' },
  currencies: { rate_on: 'invoiced', rate: 'on_or_before', round: 'record' },
  metrics: {
    net_sales: {
      sum: 'sales.amount', basis: 'sell_in', returns: 'include', tax: 'excluded', date: 'date', scope: 'own',
      window: { period: 'year', part: 'to_date', shift: { years: -1 } },
      where: { all: [{ 'product.category': { within: 'pumps', unknown: 'fails' } }, { not: { channel: { is: 'online' } } }] },
    },
    growth: { growth: ['net_sales', 'net_sales'], when_base_not_positive: 'undefined' },
    headroom: { attribute: 'credit_limit' },
    handed: { given: 'decimal' },
  },
  tiers: { base: { id: 'r' }, qualify: 'highest_met', ladder: [{ id: 'gold', requires: { net_sales: { at_least: '100' } } }] },
  incentives: [
    { id: 'a', pays: [{ percent_of: 'net_sales', rate: '0.02', when_negative: 'nothing' }], cap: 100n, group: 'g' },
    { id: 'b', pays: [{ lump_sum_by_level: { by: 'net_sales', boundary: 'from_included', levels: [{ from: '0', amount: '5' }] } }] },
  ],
  groups: { g: 'best_of' },
  cascades: { plan: { target: 't', amount: '1', period: { from: '2027-01-01', until: '2028-01-01' }, shared_by: 'net_sales', along: 'hierarchy', when_no_weight: 'equally' } },
  leaderboards: { sales: { rank_by: 'net_sales', first: 'highest', before: 'handed', names: 'masked' } },
  pay_checks: { parity: { of: ['a'], achievement: 'growth', base: 'net_sales', peers: 'partner.territory', outlier_above: '3' } },
  cost_shares: { fair: { paid: 'net_sales', shared_by: 'handed', unknown: 'nothing' } },
  classes: { credit: { rules: [{ class: 'hold', when: { headroom: { less_than: 0, unknown: 'holds' } }, action: { en: 'Ask' } }], otherwise: 'release', titles: { hold: { 'zh-CN': '扣货' } } } },
};

const facts: FactsDocument = {
  schema: 'qudao/facts/1',
  partners: [{ id: 'P', name: 'Partner', certified_staff: 3 }],
  sales: [{ partner: 'P', date: '2026-01-01', amount: '12.50', basis: 'sell_in' }, { partner: 'P', date: '2026-01-02', amount: 12n, basis: 'sell_out' }],
  metrics: { P: { handed: null } },
  rates: [{ currency: 'USD', date: '2026-01-01', rate: '7.1' }],
  credits: [{ sale: 'S', partner: 'P', share: '1' }],
  surveys: [{ partner: 'P', score: 4 }],
};

// @ts-expect-error the rounding mode is one of seven words
document.rounding.mode = 'bankers';
// @ts-expect-error a graduated band needs its boundary
const bands: ProgrammeDocument['incentives'] = [{ id: 'x', pays: [{ percent_of: 'm', bands: { method: 'graduated', by: 'm', levels: [] } }] }];
// @ts-expect-error a growth needs to say what follows without a base
const growth: MetricDocument = { growth: ['a', 'b'] };
// @ts-expect-error a sale needs its basis
const sale: FactsDocument['sales'] = [{ partner: 'P', date: '2026-01-01', amount: '1' }];

await init();
await init(new URL('https://example.org/qudao_bg.wasm'));
await init(new Uint8Array());

function review(): PartnerDecision {
  using programme = Programme.fromJson(document);
  using engine = new Engine(programme);
  using read = Facts.fromJson(programme, facts);
  using decided = engine.review(read, '2026-06-30');
  using known = engine.review(read, '2026-06-30', '2026-07-05');
  using partial: Partial = engine.measure(read, '2026-06-30');
  partial.merge(Partial.fromJson(programme, partial.toJson()));
  engine.decide(read, partial).free();
  const whole = JSON.parse(known.toJson()) as ReviewDocument;
  const conflicts: Conflict[] = whole.conflicts.concat(decided.conflicts);
  const places: Place[] = whole.contests?.flatMap((contest) => contest.places) ?? [];
  const shared = (whole.budgets?.length ?? 0) + (whole.pools ?? []).reduce((sum, pool) => sum + pool.sharing, places.length);
  const seen = decided.leaderboard('sales', 'P')?.entries.map((entry) => (entry.partner ?? '') + (entry.movement ?? 0).toFixed()) ?? [];
  const targets: FactsDocument['targets'] = decided.targets('plan') ?? [];
  const nets = (whole.cost_shares ?? []).flatMap((share) => share.rows.map((row) => row.net)).concat(seen, targets.map((target) => target.partner));
  const groups: (string | null | undefined)[] = (whole.pay_checks ?? []).flatMap((check) => check.groups.map((group) => group.group));
  // @ts-expect-error what a page loads does not tell across partners
  Judging.prototype.leaderboard('sales', 'P');
  const words: Explanation = decided.explain('P', 'zh-CN');
  const text: string = decided.explainText('P', 'en') + words.lines.map((line) => line.text).join('\n') + conflicts.length + shared + nets.length + groups.length;
  // @ts-expect-error what a page loads does not measure in parts
  Deciding.prototype.measure(read, '2026-06-30');
  // @ts-expect-error a date is text, not a Date: a Date has a time zone
  engine.review(read, new Date());
  // @ts-expect-error handles are made by fromJson
  new Programme();
  // @ts-expect-error identity is read only
  programme.id = text;
  return engine.explain(read, '2026-06-30', decided.partnerIds[0] ?? 'P');
}

/** A reason of any kind narrows by its code, and no code is forgotten. */
function short(reason: Reason): string {
  switch (reason.code) {
    case 'tier_met': case 'tier_not_met': return reason.tier + reason.leaves.length;
    case 'tier_base': return reason.tier;
    case 'not_applicable': case 'applicable': case 'part_not_applicable': case 'gates_held': return reason.leaves.map((leaf) => leaf.gap ?? '').join();
    case 'part_unknown': return reason.metric + reason.state + reason.policy;
    case 'part_below_first': return reason.by + reason.first;
    case 'part_negative': return reason.metric + reason.value;
    case 'part_expected': return reason.of_expected + reason.contribution;
    case 'part_paid': return (reason.rate ?? reason.amount ?? '') + reason.contribution;
    case 'part_base_not_positive': return reason.metric + reason.value + reason.policy;
    case 'part_held_by': return reason.incentive + reason.policy;
    case 'part_steps': return reason.above + reason.step + reason.steps + reason.amount;
    case 'part_interest': return reason.rate + reason.year_days.toFixed();
    case 'part_each': return reason.column + reason.each.length.toFixed() + reason.contribution;
    case 'part_running': return reason.value + reason.records.length.toFixed() + reason.contribution;
    case 'factor': return reason.factor + (reason.level ?? 0).toFixed();
    case 'factor_unknown': case 'limit_unknown': case 'release_unknown': return reason.metric + reason.state + reason.policy;
    case 'not_forfeited': return reason.leaves.length.toFixed();
    case 'forfeited': return reason.contribution + reason.leaves.length;
    case 'group_held': return reason.group + reason.others.join();
    case 'group_capped': return reason.group + reason.cap;
    case 'group_raised': return reason.group + reason.floor;
    case 'below_minimum': return reason.minimum + reason.policy;
    case 'instalments_due': return reason.due.toFixed() + reason.count.toFixed() + reason.payable;
    case 'released': return reason.metric + reason.value + reason.payable;
    case 'waiting': return reason.until;
    case 'part_graduated': case 'part_overlapping': return reason.slices.map((slice) => slice.in_slice).join() + reason.contribution;
    case 'part_prize': return reason.contest + reason.place.toFixed() + reason.contribution;
    case 'part_no_prize': return reason.contest + (reason.place ?? 0).toFixed() + reason.why;
    case 'part_pool': return reason.pool + reason.metric + reason.value;
    case 'part_no_share': return reason.pool;
    case 'part_differential': return reason.rate + reason.sources.map((source) => source.partner + source.rate_below).join();
    case 'rounded': return reason.from + reason.to + reason.mode + reason.scale.toFixed();
    case 'raised_to_floor': case 'total_raised_to_floor': return reason.floor;
    case 'capped': case 'total_capped': return reason.cap;
    case 'gates_failed': return reason.contribution + reason.leaves.length;
    case 'superseded': return reason.group + reason.by;
    case 'chosen': return reason.over.join();
    case 'budget_short': return reason.budget + reason.demand;
    case 'held': return reason.contribution;
    case 'award': return reason.incentive;
    case 'class_not_met': case 'class_met': return reason.class + reason.leaves.length.toFixed();
    case 'class_otherwise': return reason.class;
    case 'share_unknown': return reason.metric + reason.state + reason.policy;
    case 'share_negative': return reason.metric + reason.value;
    case 'share_passed_on': return reason.leaves.length.toFixed();
    case 'share_no_weight': return reason.policy;
    case 'share_held': return reason.partners.toFixed();
    case 'initial': return reason.points;
    case 'scored': return reason.characteristic + (reason.rank ?? 0).toFixed();
    case 'request_declined': return reason.on;
    case 'request_not_valid': return reason.why;
    case 'request_pending': case 'no_approver': case 'no_list_price': return reason.path;
    case 'request_approved': return reason.on + (reason.approver ?? '');
    case 'request_cut': return reason.left;
    case 'fund_claim_refused': return reason.why + (reason.kinds ?? []).join();
    case 'fund_claim_shared': return reason.spent + reason.rate;
    case 'fund_claim_cut': return reason.limit;
    case 'special_price': return reason.agreement + reason.price + reason.quantity;
    case 'price_changed': return reason.old_price + reason.new_price + reason.quantity;
    case 'rotation_allowed': return reason.purchases + reason.limit;
    case 'discount': return reason.id + (reason.off ?? reason.amount_off ?? reason.price ?? '');
    case 'discount_not_applicable': return reason.id + reason.leaves.length.toFixed();
    case 'discount_superseded': return reason.id + reason.by;
    case 'raised_to_minimum': return reason.minimum;
    case 'claim_credited': return reason.held_from + reason.held_until;
    case 'claim_blocked': return reason.by;
    case 'claim_not_valid': return reason.leaves.length.toFixed();
    case 'claim_tied': return reason.with.join();
    case 'claim_withdrawn': return reason.on;
    case 'claim_incomplete_key': return reason.column;
    default: {
      const forgotten: never = reason;
      return forgotten;
    }
  }
}

const outcomes = (award: Award): boolean => award.outcome === 'paid' || award.outcome === 'withheld';
// @ts-expect-error not an outcome
const wrong = (award: Award): boolean => award.outcome === 'granted';

try {
  review();
} catch (error) {
  if (error instanceof QudaoError) {
    const findings: readonly Diagnostic[] = error.diagnostics;
    const place: string = error.path + error.json + findings.length;
    // @ts-expect-error a code is one of a closed list
    if (error.code === 'no_such_code') console.log(place);
    if (error.kind === 'facts' && error.code === 'amount_not_exact') console.log(error.toJSON().message);
  }
}

const standing: QudaoStanding = window.document.createElement('qudao-standing');
standing.programme = document;
standing.facts = JSON.stringify(facts);
standing.asOf = '2026-06-30';
standing.addEventListener('qudao-decided', (event) => console.log(event.detail.decision.total, event.detail.conflicts.length));
standing.addEventListener('qudao-error', (event) => console.log(event.detail.diagnostics[0]?.path));

export { bands, check, growth, labels, outcomes, sale, short, wrong };
