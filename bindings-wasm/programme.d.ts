// The programme document: what a vendor writes. The words that all documents share are in types.d.ts.

import type { DateText, NumberInput, Title } from './types.js';

export interface ProgrammeDocument {
  schema: 'qudao/programme/1';
  id: string;
  revision: NumberInput;
  title?: Title;
  effective: { from: DateText; until?: DateText };
  /** ISO 4217. */
  currency: string;
  currencies?: CurrenciesDocument;
  calendar: { year_starts: string };
  rounding: { scale: number; mode: RoundingMode };
  records?: Record<string, RecordKindDocument>;
  metrics?: Record<string, MetricDocument>;
  tiers?: TiersDocument;
  incentives?: IncentiveDocument[];
  groups?: Record<string, GroupDocument>;
  payout?: { cap?: NumberInput; floor?: NumberInput };
  budgets?: Record<string, BudgetDocument>;
  pools?: Record<string, PoolDocument>;
  contests?: Record<string, ContestDocument>;
  /** The contract or notice in which the rewards are agreed. */
  document?: string;
  /** Market development funds. */
  funds?: Record<string, FundDocument>;
  /** What partners may claim for stock and resales. */
  channel_inventory?: ChannelInventoryDocument;
  /** What a partner pays for a product. */
  prices?: PricesDocument;
  /** Targets for all that are broken down to partners. */
  cascades?: Record<string, CascadeDocument>;
  leaderboards?: Record<string, LeaderboardDocument>;
  /** Whether pay follows performance. */
  pay_checks?: Record<string, PayCheckDocument>;
  /** What partners paid for together. */
  cost_shares?: Record<string, CostShareDocument>;
  /** Decision lists that put each partner into a class. */
  classes?: Record<string, ClassificationDocument>;
  scorecards?: Record<string, ScorecardDocument>;
  conflicts?: Record<string, ConflictDocument>;
  settlement?: SettlementDocument;
}

/** How what was accrued is confirmed, paid and redeemed. */
export interface SettlementDocument {
  confirmation: 'required' | 'automatic';
  valid: 'unlimited' | { months: number } | { days: number };
  redemption?: {
    id: string;
    where?: ConditionDocument;
    share: NumberInput;
    most?: NumberInput;
    by_quantity?: { from: NumberInput; share: NumberInput }[];
  }[];
  order_share?: NumberInput;
  smallest_payment?: NumberInput;
  /** How much of money an adjustment takes back; all of it when not written. */
  take_back?: 'unlimited' | 'within_balance';
  /** What each partner has to hold as its deposit. */
  deposit?: { required: LimitDocument };
  audit?: { period: Unit; within: { months: number } | { days: number } };
}

export type RoundingMode = 'half_up' | 'half_down' | 'half_even' | 'up' | 'down' | 'ceiling' | 'floor';

/** How amounts in other currencies are converted by the table `rates`. */
export interface CurrenciesDocument {
  /** The date column whose day has the rate; a record without it takes its own date. */
  rate_on: 'date' | 'invoiced' | 'shipped' | 'paid';
  rate: 'same_day' | 'on_or_before';
  round: 'record' | 'nothing';
}

export interface RecordKindDocument {
  title?: Title;
  /** A type, or the name of a record kind with an `id`. */
  columns: Record<string, 'text' | 'date' | 'instant' | 'decimal' | 'integer' | 'boolean' | (string & {})>;
  optional?: string[];
}

export type Shift = { years: number } | { months: number } | { days: number };
export type Unit = 'year' | 'half_year' | 'quarter' | 'month';
export type YearPart =
  | 'half_1' | 'half_2'
  | 'quarter_1' | 'quarter_2' | 'quarter_3' | 'quarter_4'
  | 'month_1' | 'month_2' | 'month_3' | 'month_4' | 'month_5' | 'month_6'
  | 'month_7' | 'month_8' | 'month_9' | 'month_10' | 'month_11' | 'month_12';
export type WindowDocument =
  | 'programme'
  | 'all_time'
  | { period: Unit; part: 'to_date' | 'whole'; shift?: Shift }
  | { period: 'year'; part: YearPart; shift?: Shift }
  | { trailing: { months: number } | { days: number }; shift?: Shift }
  | { from: DateText; until: DateText };

export interface BaseMetricMembers {
  title?: Title;
  window: WindowDocument;
  date?: string;
  scope: 'own' | 'descendants' | 'parent' | { same: string };
  basis?: 'sell_in' | 'sell_out' | 'all';
  returns?: 'include' | 'exclude' | 'only';
  tax?: 'excluded' | 'included';
  where?: ConditionDocument;
  /** On a sum, count or distinct of sales. */
  only_new?: { of: 'customer'; unseen: 'ever' | { months: number } | { days: number } };
}

export type BaseMetricDocument = BaseMetricMembers &
  (
    | { sum: string }
    | { count: string }
    | { distinct: string }
    | { mean: string }
    | { median: string }
    | { min: string }
    | { max: string }
    | { latest: string; tie: 'highest' | 'lowest' }
    | { first: string; tie: 'highest' | 'lowest' }
    | { days_since: string }
    | { max_share: string; by: string }
    | { target: string }
  );

export type DerivedMetricDocument = { title?: Title } & (
  | { ratio: [string, string]; when_zero: 'undefined' | NumberInput }
  | { difference: [string, string] }
  | { growth: [string, string]; when_base_not_positive: 'undefined' | NumberInput }
  | { attainment: [string, string]; when_target_not_positive: 'undefined' | NumberInput }
  | { weighted_sum: [NumberInput, string][] }
  | { constant: NumberInput }
  | { product: [string, string] }
  | { largest_of: [string, string, ...string[]] }
  | { smallest_of: [string, string, ...string[]] }
  | { first_known: [string, string, ...string[]] }
  | { active_share: Exclude<WindowDocument, 'all_time'> }
  | { elapsed_share: Exclude<WindowDocument, 'all_time'> }
  | { same: string; shift: Shift }
  | { same: string; window: WindowDocument }
  | { attribute: string }
  | { given: 'decimal' }
);

export type MetricDocument = BaseMetricDocument | DerivedMetricDocument;

/** One operator on one operand, and what follows when the operand is unknown. */
export interface OperatorDocument {
  at_least?: NumberInput;
  more_than?: NumberInput;
  at_most?: NumberInput;
  less_than?: NumberInput;
  equals?: NumberInput;
  differs?: NumberInput;
  is?: string | boolean;
  is_not?: string;
  in?: string[];
  not_in?: string[];
  within?: string;
  on_or_after?: DateText | 'as_of';
  after?: DateText | 'as_of';
  on_or_before?: DateText | 'as_of';
  before?: DateText | 'as_of';
  missing?: boolean;
  unknown?: 'holds' | 'fails';
}

export type ConditionDocument =
  | { all: ConditionDocument[] }
  | { any: ConditionDocument[] }
  | { at_least_k: { k: number; of: ConditionDocument[] } }
  | { not: ConditionDocument }
  | LeafDocument;

/** `{ net_sales: { at_least: "500000" } }`: exactly one member. */
export interface LeafDocument {
  [operand: string]: OperatorDocument;
}

export interface TiersDocument {
  base: { id: string; title?: Title };
  qualify: 'highest_met' | 'consecutive';
  ladder: { id: string; title?: Title; requires: ConditionDocument }[];
}

/** What every `from` is multiplied by. */
export interface BandTimes {
  by: string;
  boundary: 'from_included' | 'from_excluded';
  from_times?: string;
  /** With `from_times` only and always. */
  when_not_positive?: 'nothing' | 'hold';
}

export type BandMethod = 'whole_amount' | 'graduated' | 'interpolated' | 'overlapping_on_all' | 'overlapping_to_bounds' | 'running';

export interface BandPaying extends BandTimes {
  method: BandMethod;
  /** Exactly when the first `from` is above 0 and the bands do not overlap. */
  base?: 'from_zero' | 'from_first';
  /** What a return takes back; with `running` only and always. */
  returned?: 'top_first' | 'first_in_first_out' | 'original_rate';
}

export interface LevelDocument {
  from: NumberInput;
  /** Where it ends, which is where the next one starts; the last level has no end. */
  until?: NumberInput;
}

export interface RateBands extends BandPaying {
  levels: (LevelDocument & { rate: NumberInput })[];
}

export interface AmountBands extends BandPaying {
  levels: (LevelDocument & { amount: NumberInput })[];
}

export interface LumpBands extends BandTimes {
  levels: (LevelDocument & { amount: NumberInput })[];
}

/** One number for every tier, the base too. */
export type ByTier = Record<string, NumberInput>;

interface OnMeasure {
  /** A larger measure counts as this much. */
  measure_cap?: NumberInput;
  /** Incentives whose amounts are taken off the measure. */
  less?: string[];
}
/** Worked out for each value of a column, or for each record. */
interface OneByOne {
  /** `sales.order`, or the kind alone for every record by itself. */
  for_each: string;
  rounded: 'each' | 'total';
  less?: never;
}
type MayBeEach = OneByOne | { for_each?: never; rounded?: never };
interface WhenNegative {
  when_negative: 'nothing' | 'deduct';
}
interface UnknownPay {
  unknown?: 'nothing' | 'hold';
}

export type DifferentialRates =
  | { by_tier: ByTier }
  | { method: 'whole_amount'; by: string; boundary: 'from_included' | 'from_excluded'; levels: (LevelDocument & { rate: NumberInput })[] };

export type PartDocument = { when?: ConditionDocument } & (
  | (UnknownPay & OnMeasure & MayBeEach & WhenNegative & { percent_of: string; rate: NumberInput })
  | (UnknownPay & OnMeasure & MayBeEach & WhenNegative & { percent_of: string; rates_by_tier: ByTier })
  | (UnknownPay & OnMeasure & MayBeEach & { percent_of: string; bands: RateBands })
  | (UnknownPay & OnMeasure & MayBeEach & WhenNegative & { amount_per_unit_of: string; amount: NumberInput })
  | (UnknownPay & OnMeasure & MayBeEach & WhenNegative & { amount_per_unit_of: string; amounts_by_tier: ByTier })
  | (UnknownPay & OnMeasure & MayBeEach & { amount_per_unit_of: string; bands: AmountBands })
  | (UnknownPay & OnMeasure & MayBeEach & { amount_per_full: string; step: NumberInput; above: NumberInput; amount: NumberInput })
  | (UnknownPay & WhenNegative & { amount_of: string })
  | (UnknownPay & WhenNegative & { interest_on: string; annual_rate: NumberInput; year_days: 360 | 365 })
  | { lump_sum: NumberInput }
  | { lump_sum_by_tier: ByTier }
  | (UnknownPay & MayBeEach & { lump_sum_by_level: LumpBands })
  | (UnknownPay & { lump_sum_of_levels: LumpBands })
  | (UnknownPay & { lump_sum_interpolated: LumpBands })
  | { prize_in: string }
  | { share_of_pool: string }
  | { level_differential: string; rates: DifferentialRates; levels: number }
);

export type FactorDocument = UnknownPay &
  (
    | {
        by: string;
        boundary: 'from_included' | 'from_excluded';
        levels: (LevelDocument & { factor: NumberInput })[];
        below: NumberInput;
        method: 'reached' | 'interpolated';
      }
    | { metric: string; least: NumberInput; most: NumberInput }
  );

export type LimitDocument = NumberInput | { metric: string; unknown?: 'hold' | 'none' };

export type RewardDocument =
  | { money: 'cash' | 'credit_note' | 'goods' | 'discount' }
  | {
      points: {
        scale: number;
        mode: RoundingMode;
        pending: { days: number };
        expires: 'never' | { months: number } | { days: number };
        reversal: 'pending_only' | 'within_balance' | 'unlimited';
      };
    }
  | { goods: { product: string; unit_value: NumberInput } }
  | { quota: { of: string; unit_value?: NumberInput } }
  | { honour: { lasts: 'until_lost' | { months: number } | { days: number }; lost_when?: ConditionDocument } };

export interface IncentiveDocument {
  id: string;
  title?: Title;
  requires?: ConditionDocument;
  pays: PartDocument[];
  factors?: FactorDocument[];
  floor?: LimitDocument;
  cap?: LimitDocument;
  forfeits?: ConditionDocument;
  gates?: ConditionDocument;
  group?: string;
  budget?: string;
  /** The column of `for_each`: who the amount is shared among. */
  pay_to?: string;
  minimum_payout?: { amount: NumberInput; below: 'carry' | 'lose' };
  period?: Unit | 'programme';
  release?: (UnknownPay & { share: string }) | { after_period: { days: number } };
  instalments?: { count: number; every: { months: number } | { days: number }; first: { days: number } };
  reward?: RewardDocument;
  /** Which metric stands for which where a level is looked up, for what the award is expected to be. */
  expected?: { metrics: Record<string, string> } & UnknownPay;
  document?: string;
  approver?: string;
}

export type GroupDocument =
  | 'best_of'
  | {
      title?: Title;
      combine: 'best_of' | 'priority' | 'exclusive' | 'joint';
      /** With `priority` only and always: every incentive of the group. */
      order?: string[];
      cap?: NumberInput;
      floor?: NumberInput;
    };

export type BudgetDocument = { title?: Title; amount: NumberInput } & (
  | { when_short: 'proportional' }
  | { when_short: 'priority'; order_by: string; first: 'highest' | 'lowest'; tie: 'lowest_id' }
);

export interface PoolDocument {
  title?: Title;
  amount: NumberInput | { percent_of_total: string; rate: NumberInput };
  shared_by: string;
  requires?: ConditionDocument;
  cap?: NumberInput;
  left_over: 'redistributed' | 'kept';
}

export interface ContestDocument {
  title?: Title;
  rank_by: string;
  first: 'highest' | 'lowest';
  requires?: ConditionDocument;
  minimum?: NumberInput;
  participants: number;
  prizes: NumberInput[];
  ties: 'share' | 'each' | 'review' | { then_by: string; first: 'highest' | 'lowest' };
}

export interface CascadeDocument extends UnknownPay {
  title?: Title;
  target: string;
  amount: NumberInput;
  period: { from: DateText; until: DateText };
  shared_by: string;
  along: 'partners' | 'hierarchy';
  requires?: ConditionDocument;
  when_no_weight: 'equally' | 'nothing';
}

export interface LeaderboardDocument {
  title?: Title;
  rank_by: string;
  first: 'highest' | 'lowest';
  requires?: ConditionDocument;
  /** The metric by which places are compared. */
  before?: string;
  names: 'shown' | 'masked';
}

export interface PayCheckDocument {
  title?: Title;
  /** Incentives of money. */
  of: string[];
  achievement: string;
  base: string;
  requires?: ConditionDocument;
  /** `partner.territory`: a text column. */
  peers?: string;
  /** Above 1. */
  outlier_above?: NumberInput;
  /** Below 1. */
  outlier_below?: NumberInput;
}

export interface CostShareDocument extends UnknownPay {
  title?: Title;
  paid: string;
  shared_by: string;
  requires?: ConditionDocument;
}

export interface ClassificationDocument {
  title?: Title;
  rules: { class: string; when: ConditionDocument; action?: Title }[];
  otherwise: string;
  /** By class. */
  titles?: Record<string, Title>;
}

export interface FundDocument {
  title?: Title;
  /** Parts as an incentive has them, but none that all partners share; `party` is who contributes, for all or for none. */
  accrues: (PartDocument & { party?: string })[];
  cap?: LimitDocument;
  requires?: ConditionDocument;
  period: Unit | 'programme';
  activities?: string[];
  /** The vendor's share of what is spent, above 0 up to 1. */
  participation: NumberInput;
  claim_cap?: NumberInput;
  request_before?: { days: number };
  claim_within: { days: number };
  proof?: string[];
  expires: 'period_end' | { months: number } | { days: number };
}

export interface ChannelInventoryDocument {
  ship_and_debit?: { basis: 'bucket_cost' | 'list_price'; claim_within?: { days: number } };
  price_protection?: {
    basis: 'bucket_cost' | 'old_price';
    bought_within?: { days: number };
    pass_through: NumberInput;
    rise: 'ignored' | 'charged_back';
  };
  stock_rotation?: {
    share: NumberInput;
    of_purchases: { months: number } | { days: number };
    bought_within?: { days: number };
    restocking_fee: NumberInput;
  };
}

export interface PricesDocument {
  discounts: ({ id: string; title?: Title; requires?: ConditionDocument; where?: ConditionDocument } & (
    | { off: NumberInput }
    | { amount_off: NumberInput }
    | { price: NumberInput }
  ))[];
  combine: 'best_of' | 'one_after_another' | 'added';
  rounding: { scale: number; mode: RoundingMode };
  not_below?: NumberInput;
}

export interface ScorecardDocument {
  title?: Title;
  initial: NumberInput;
  direction: 'high_is_bad' | 'high_is_good';
  characteristics: {
    id: string;
    title?: Title;
    baseline: NumberInput;
    attributes: { when: ConditionDocument; points: NumberInput }[];
    otherwise: NumberInput;
  }[];
  bands: { id: string; title?: Title; from: NumberInput }[];
}

export interface ConflictDocument {
  title?: Title;
  claims: string;
  match: string[];
  order_by: 'registered_at' | 'completed_at';
  valid?: ConditionDocument;
  protection: { days: number; first_day: 'counted' | 'not_counted' };
  tie: 'lowest_id' | 'review';
}
