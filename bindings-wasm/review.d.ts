// The review: decisions with their reasons. The words that all documents share are in types.d.ts.

import type { ClaimKind } from './facts.js';
import type { OperatorDocument, RoundingMode } from './programme.js';
import type { DateText, ExactText, InstantText, JsonPointer, MetricValue, MoneyText } from './types.js';

export interface ReviewDocument {
  schema: 'qudao/review/1';
  programme: { id: string; revision: number; fingerprint: string };
  as_of: DateText;
  known_on?: DateText;
  currency: string;
  partners: PartnerDecision[];
  conflicts: Conflict[];
  /** When the programme has budgets; by id, as the two lists below. */
  budgets?: BudgetUse[];
  pools?: PoolUse[];
  contests?: ContestResult[];
  cascades?: CascadeResult[];
  leaderboards?: LeaderboardResult[];
  pay_checks?: PayCheckResult[];
  cost_shares?: CostShareResult[];
  total: MoneyText;
}

/** What came of a budget. */
export interface BudgetUse {
  budget: string;
  amount: MoneyText;
  /** What all partners would get of it. */
  demand: MoneyText;
  given: MoneyText;
}

/** What came of a pool. */
export interface PoolUse {
  pool: string;
  amount: MoneyText;
  given: MoneyText;
  /** Among how many partners. */
  sharing: number;
}

/** What came of a contest. */
export interface ContestResult {
  contest: string;
  participants: number;
  /** First to last; equal ones by partner. */
  places: Place[];
}

export interface Place {
  /** Counted 1, 2, 2, 4. */
  place: number;
  partner: string;
  value: ExactText;
  /** The value that decides between equal ones. */
  then?: MetricValue;
  prize?: MoneyText;
}

/** What a target for all comes to for each partner. */
export interface CascadeResult {
  cascade: string;
  target: string;
  from: DateText;
  until: DateText;
  amount: MoneyText;
  /** All of it, or nothing. */
  given: MoneyText;
  /** By partner. */
  rows: {
    partner: string;
    /** As `subtree`, only along the hierarchy. */
    parent?: string;
    /** As the metric has it, not below 0. */
    weight: ExactText;
    own: MoneyText;
    subtree?: MoneyText;
    reasons?: ShareReason[];
  }[];
  reasons?: ShareReason[];
}

/** A record of the table `targets` that a cascade comes to. */
export type CascadeTarget = {
  partner: string;
  target: string;
  from: DateText;
  until: DateText;
  amount: MoneyText;
};

/** Who stands where; with names, or as one partner may see it. */
export interface LeaderboardResult {
  leaderboard: string;
  names: 'shown' | 'masked';
  participants: number;
  /** First to last; equal ones by partner. */
  entries: {
    /** Absent of others where names are masked. */
    partner?: string;
    /** Counted 1, 2, 2, 4. */
    place: number;
    value: ExactText;
    /** The share of the others that are not ahead; `undefined` for who is alone. */
    percentile: MetricValue;
    was?: number;
    /** How many places up. */
    movement?: number;
  }[];
  /** Who is not ranked for want of a value; absent for a partner where names are masked. */
  unknown?: string[];
}

/** `group`: a value of the column of peers, `null` without one; absent when all are peers. */
interface OfPeers {
  group?: string | null;
}

/** Whether pay follows performance. */
export interface PayCheckResult {
  pay_check: string;
  /** Of those whose base is known, as the next two. */
  paid: MoneyText;
  base: ExactText;
  cost_ratio: MetricValue;
  /** By partner. */
  rows: (OfPeers & { partner: string; achievement: MetricValue; paid: MoneyText; base: MetricValue; cost_ratio: MetricValue })[];
  inversions: (OfPeers & { achieved_more: Achiever; achieved_less: Achiever })[];
  /** By partner. */
  outliers: (OfPeers & { partner: string; side: 'above' | 'below'; cost_ratio: ExactText; median: ExactText; times: ExactText })[];
  groups: (OfPeers & { partners: number; least: MetricValue; median: MetricValue; most: MetricValue })[];
}

export interface Achiever {
  partner: string;
  achievement: ExactText;
  paid: MoneyText;
}

/** Who owes whom for what was paid together. */
export interface CostShareResult {
  cost_share: string;
  total: MoneyText;
  /** By partner; `net` = `paid` − `share`. */
  rows: { partner: string; paid: MoneyText; weight: ExactText; share: MoneyText; net: MoneyText; reasons?: ShareReason[] }[];
  transfers: { from: string; to: string; amount: MoneyText }[];
  reasons?: ShareReason[];
}

export interface PartnerDecision {
  partner: string;
  metrics: Record<string, MetricValue>;
  /** Absent when the programme has no tiers. */
  standing?: Standing;
  awards: Award[];
  total: MoneyText;
  total_reasons: TotalReason[];
  scores: Score[];
  /** When the programme has classes; by id. */
  classes?: Class[];
  /** When the programme has funds; by id. */
  funds?: FundBalance[];
  /** When the programme has a channel inventory. */
  inventory?: Inventory;
}

export interface Standing {
  tier: string;
  reasons: TierReason[];
  /** Absent at the top. */
  next?: { tier: string; shortfalls: Leaf[] };
}

export type AwardOutcome =
  | 'paid' | 'nothing' | 'not_applicable' | 'withheld' | 'forfeited' | 'superseded' | 'below_minimum' | 'held';

/** What an award counts when it is not money. */
export type AwardUnit = 'points' | 'pieces' | 'places' | 'honours';

export interface Award {
  incentive: string;
  /** Absent for money. */
  unit?: AwardUnit;
  outcome: AwardOutcome;
  /** After floor and cap, before gates and group. */
  earned: MoneyText;
  amount: MoneyText;
  /** What goods and valued places are worth. */
  value?: MoneyText;
  /** What of the amount is payable on the date of the review; there when the incentive says when. */
  payable?: MoneyText;
  /** With instalments; empty when the amount is not positive. */
  schedule?: { due: DateText; amount: MoneyText }[];
  /** With `pay_to`; nobody when the amount is not positive. `null`: nobody is named. */
  payees?: { payee: string | null; amount: MoneyText }[];
  /** What it would be at the level that is expected, with `expected`; nothing of it is paid. */
  expected?: { outcome: AwardOutcome; amount: MoneyText; reasons: AwardReason[] };
  /** Their contributions sum to `amount`. */
  reasons: AwardReason[];
}

export interface Score {
  scorecard: string;
  points: ExactText;
  band: string;
  /** Their points sum to `points`. */
  reasons: ScoreReason[];
}

/** What a decision list says of a partner. */
export interface Class {
  classification: string;
  class: string;
  /** Every rule that was looked at. */
  reasons: ClassReason[];
}

/** One fund of a partner; balances are of the period of the review. */
export interface FundBalance {
  fund: string;
  accrued: MoneyText;
  approved: MoneyText;
  claimed: MoneyText;
  /** What approvals still allow. */
  reserved: MoneyText;
  expired: MoneyText;
  available: MoneyText;
  /** By who contributes, where the fund says it; each column sums to the fund's own. */
  parties?: { party: string; contributed: MoneyText; claimed: MoneyText; reserved: MoneyText; balance: MoneyText }[];
  /** Their contributions sum to `accrued`. */
  reasons: AwardReason[];
  requests: FundRequest[];
  claims: FundClaim[];
}

export interface FundRequest {
  request: string;
  outcome: 'declined' | 'not_valid' | 'pending' | 'approved' | 'no_funds';
  amount: MoneyText;
  reasons: FundReason[];
}

type FundRefusal = 'not_approved' | 'before_approval' | 'late' | 'expired' | 'missing_proof' | 'amount';

export interface FundClaim {
  claim: string;
  request: string;
  outcome: FundRefusal | 'paid' | 'part_paid' | 'exhausted';
  amount: MoneyText;
  reasons: FundReason[];
}

/** Stock and claims of a partner. */
export interface Inventory {
  buckets: { product: string; sale?: string; bought: DateText; unit_cost: ExactText; quantity: ExactText; left: ExactText }[];
  claims: InventoryClaim[];
  matches: ClaimMatch[];
  left_out: { sale?: string; why: 'no_product' | 'no_quantity' | 'uncovered' | 'no_list_price' }[];
}

export interface InventoryClaim {
  kind: ClaimKind;
  sale?: string;
  change?: string;
  product?: string;
  quantity: ExactText;
  amount: MoneyText;
  /** Oldest first. */
  buckets: { sale?: string; quantity: ExactText; unit_cost: ExactText; each: ExactText }[];
  /** Their contributions sum to `amount`. */
  reasons: InventoryReason[];
}

export interface ClaimMatch {
  claim?: string;
  kind: ClaimKind;
  sale?: string;
  change?: string;
  outcome: 'matched' | 'quantity_differs' | 'price_differs' | 'not_eligible' | 'duplicate' | 'late' | 'not_claimed';
  ours: MoneyText;
  theirs: MoneyText;
  /** Theirs less ours. */
  difference: MoneyText;
}

/** What a partner pays for a product on a date. */
export interface PriceDecision {
  partner: string;
  product: string;
  /** Absent, as the price, where there is no list price on that date. */
  list?: ExactText;
  price?: MoneyText;
  /** The list price and their contributions sum to the price. */
  reasons: PriceReason[];
}

export interface Conflict {
  policy: string;
  key: (string | null)[];
  /** The claim that holds the thing on the date of the review. */
  holder?: string;
  claims: Claim[];
}

export type ClaimOutcome = 'credited' | 'blocked' | 'not_valid' | 'review' | 'withdrawn';

export interface Claim {
  claim: string;
  partner: string;
  at?: InstantText;
  outcome: ClaimOutcome;
  reasons: ClaimReason[];
}

/** One comparison of a condition, with what was found. */
export interface Leaf {
  path: JsonPointer;
  operand: string;
  operator: Exclude<keyof OperatorDocument, 'unknown'>;
  required: string | string[] | boolean;
  actual: string | boolean;
  holds: boolean;
  /** How much is missing, for a numeric bound missed by a known value. */
  gap?: ExactText;
}

/** One slice of graduated bands. */
export interface Slice {
  level: number;
  from: ExactText;
  until?: ExactText;
  in_slice: ExactText;
  rate?: ExactText;
  amount?: ExactText;
  contribution: ExactText;
}

/** What one value of a column comes to; a `null` value: there is none. */
export interface EachPaid {
  value: string | null;
  measure: ExactText;
  by_value?: ExactText;
  level?: number;
  rate?: ExactText;
  amount?: ExactText;
  contribution: ExactText;
}

/** A record along a running total. */
export interface RunningRecord {
  record: string;
  date: DateText;
  measure: ExactText;
  total: ExactText;
  contribution: ExactText;
}

/** Sales that pay a level differential. */
export interface DifferentialSource {
  partner: string;
  value: ExactText;
  /** 0 for the partner's own sales. */
  rate_below: ExactText;
  /** The difference that is paid. */
  rate: ExactText;
  contribution: ExactText;
}

interface ReasonOf<Code extends string> {
  code: Code;
  /** Into the programme. */
  path: JsonPointer;
}
interface Contribution {
  contribution: ExactText;
}

interface PaidOn {
  /** Amounts of other incentives that are taken off the measure. */
  less?: { incentive: string; amount: MoneyText }[];
  /** What the rate is applied to, when it is not `value`. */
  paid_on?: ExactText;
}
interface Times {
  /** The metric that the starts of the levels are multiplied by. */
  times?: string;
  times_value?: ExactText;
}

type Sliced = Contribution & PaidOn & Times & { metric: string; value: ExactText; level: number; slices: Slice[] };

export type TierReason =
  | (ReasonOf<'tier_met'> & { tier: string; leaves: Leaf[] })
  | (ReasonOf<'tier_not_met'> & { tier: string; leaves: Leaf[] })
  | (ReasonOf<'tier_base'> & { tier: string });

export type AwardReason =
  | (ReasonOf<'not_applicable'> & { leaves: Leaf[] })
  | (ReasonOf<'applicable'> & { leaves: Leaf[] })
  | (ReasonOf<'part_not_applicable'> & { leaves: Leaf[] })
  | (ReasonOf<'part_unknown'> & { metric: string; state: 'missing' | 'undefined'; policy: 'nothing' | 'hold' })
  | (ReasonOf<'part_below_first'> & { by: string; value: ExactText; first: ExactText })
  | (ReasonOf<'part_negative'> & { metric: string; value: ExactText })
  | (ReasonOf<'part_base_not_positive'> & { metric: string; value: ExactText; policy: 'nothing' | 'hold' })
  | (ReasonOf<'part_held_by'> & { incentive: string; policy: 'nothing' | 'hold' })
  | (ReasonOf<'part_paid'> &
      Contribution &
      PaidOn &
      Times & {
        metric?: string;
        value?: ExactText;
        rate?: ExactText;
        amount?: ExactText;
        by?: string;
        tier?: string;
        by_value?: ExactText;
        level?: number;
      })
  | (ReasonOf<'part_graduated'> & Sliced)
  | (ReasonOf<'part_overlapping'> & Sliced)
  | (ReasonOf<'part_expected'> &
      Contribution &
      PaidOn &
      Times & { metric: string; value: ExactText; by: string; by_value: ExactText; level: number; of_expected: ExactText })
  | (ReasonOf<'part_steps'> &
      Contribution &
      PaidOn & { metric: string; value: ExactText; above: ExactText; step: ExactText; steps: ExactText; amount: ExactText })
  | (ReasonOf<'part_interest'> & Contribution & { metric: string; value: ExactText; rate: ExactText; year_days: number })
  | (ReasonOf<'part_prize'> & Contribution & { contest: string; place: number })
  | (ReasonOf<'part_no_prize'> & { contest: string; place?: number; why: 'not_entered' | 'too_few' | 'no_prize' | 'tied' })
  | (ReasonOf<'part_pool'> & Contribution & { pool: string; metric: string; value: ExactText })
  | (ReasonOf<'part_no_share'> & { pool: string })
  | (ReasonOf<'part_differential'> & Contribution & { metric: string; rate: ExactText; sources: DifferentialSource[] })
  | (ReasonOf<'part_each'> & Contribution & { metric: string; column: string; each: EachPaid[] })
  | (ReasonOf<'part_running'> & Contribution & { metric: string; value: ExactText; records: RunningRecord[] })
  | (ReasonOf<'factor'> & Contribution & { metric: string; value: ExactText; level?: number; factor: ExactText })
  | (ReasonOf<'factor_unknown'> & Contribution & { metric: string; state: 'missing' | 'undefined'; policy: 'nothing' | 'hold' })
  | (ReasonOf<'limit_unknown'> & { metric: string; state: 'missing' | 'undefined'; policy: 'none' | 'hold' })
  | (ReasonOf<'rounded'> & Contribution & { from: ExactText; to: MoneyText; mode: RoundingMode; scale: number })
  | (ReasonOf<'raised_to_floor'> & Contribution & { floor: MoneyText })
  | (ReasonOf<'capped'> & Contribution & { cap: MoneyText })
  | (ReasonOf<'not_forfeited'> & { leaves: Leaf[] })
  | (ReasonOf<'forfeited'> & Contribution & { leaves: Leaf[] })
  | (ReasonOf<'gates_held'> & { leaves: Leaf[] })
  | (ReasonOf<'gates_failed'> & Contribution & { leaves: Leaf[] })
  | (ReasonOf<'superseded'> & Contribution & { group: string; by: string })
  | (ReasonOf<'chosen'> & { group: string; over: string[] })
  | (ReasonOf<'group_held'> & Contribution & { group: string; others: string[] })
  | (ReasonOf<'group_capped'> & Contribution & { group: string; cap: MoneyText })
  | (ReasonOf<'group_raised'> & Contribution & { group: string; floor: MoneyText })
  | (ReasonOf<'budget_short'> & Contribution & { budget: string; demand: MoneyText })
  | (ReasonOf<'below_minimum'> & Contribution & { minimum: MoneyText; policy: 'carry' | 'lose' })
  | (ReasonOf<'instalments_due'> & { due: number; count: number; payable: MoneyText })
  | (ReasonOf<'released'> & { metric: string; value: ExactText; payable: MoneyText })
  | (ReasonOf<'release_unknown'> & { metric: string; state: 'missing' | 'undefined'; policy: 'nothing' | 'hold' })
  | (ReasonOf<'waiting'> & { until: DateText })
  | (ReasonOf<'held'> & Contribution);

export type TotalReason =
  | (ReasonOf<'award'> & Contribution & { incentive: string })
  | (ReasonOf<'total_raised_to_floor'> & Contribution & { floor: MoneyText })
  | (ReasonOf<'total_capped'> & Contribution & { cap: MoneyText });

export type ScoreReason =
  | (ReasonOf<'initial'> & { points: ExactText })
  | (ReasonOf<'scored'> & { characteristic: string; points: ExactText; difference: ExactText; rank?: number; leaves: Leaf[] });

export type ClassReason =
  | (ReasonOf<'class_not_met'> & { class: string; leaves: Leaf[] })
  | (ReasonOf<'class_met'> & { class: string; leaves: Leaf[] })
  | (ReasonOf<'class_otherwise'> & { class: string });

export type ShareReason =
  | (ReasonOf<'share_unknown'> & { metric: string; state: 'missing' | 'undefined'; policy: 'nothing' | 'hold' })
  | (ReasonOf<'share_negative'> & { metric: string; value: ExactText })
  | (ReasonOf<'share_passed_on'> & { leaves: Leaf[] })
  | (ReasonOf<'share_no_weight'> & { policy: 'equally' | 'nothing' | 'as_paid' })
  | (ReasonOf<'share_held'> & { partners: number });

export type ClaimReason =
  | (ReasonOf<'claim_credited'> & { held_from: DateText; held_until: DateText })
  | (ReasonOf<'claim_blocked'> & { by: string; held_until: DateText })
  | (ReasonOf<'claim_not_valid'> & { leaves: Leaf[] })
  | (ReasonOf<'claim_tied'> & { with: string[] })
  | (ReasonOf<'claim_withdrawn'> & { on: DateText })
  | (ReasonOf<'claim_incomplete_key'> & { column: string });

export type FundReason =
  | (ReasonOf<'request_declined'> & { on: DateText })
  | (ReasonOf<'request_not_valid'> & { why: 'activity' | 'late' | 'amount' })
  | ReasonOf<'request_pending'>
  | (ReasonOf<'request_approved'> & Contribution & { on: DateText; approver?: string })
  | (ReasonOf<'request_cut'> & Contribution & { left: MoneyText })
  | ReasonOf<'no_approver'>
  | (ReasonOf<'fund_claim_refused'> & { why: FundRefusal; kinds?: string[] })
  | (ReasonOf<'fund_claim_shared'> & Contribution & { spent: ExactText; rate: ExactText })
  | (ReasonOf<'fund_claim_cut'> & Contribution & { limit: MoneyText });

export type InventoryReason =
  | (ReasonOf<'special_price'> & Contribution & { agreement: string; price: ExactText; quantity: ExactText })
  | (ReasonOf<'price_changed'> & Contribution & { old_price: ExactText; new_price: ExactText; quantity: ExactText })
  | (ReasonOf<'rotation_allowed'> & Contribution & { purchases: ExactText; limit: ExactText })
  | Extract<AwardReason, { code: 'rounded' }>;

export type PriceReason =
  | ReasonOf<'no_list_price'>
  | (ReasonOf<'discount'> & Contribution & { id: string; off?: ExactText; amount_off?: ExactText; price?: ExactText })
  | (ReasonOf<'discount_not_applicable'> & { id: string; leaves: Leaf[] })
  | (ReasonOf<'discount_superseded'> & { id: string; by: string })
  | (ReasonOf<'raised_to_minimum'> & Contribution & { minimum: ExactText })
  | Extract<AwardReason, { code: 'rounded' }>;

export type Reason =
  | TierReason | AwardReason | TotalReason | ScoreReason | ClassReason | ShareReason | ClaimReason | FundReason | InventoryReason | PriceReason;
export type ReasonCode = Reason['code'];

/** A decision in words. */
export interface Explanation {
  lines: { indent: number; code: string; path: JsonPointer; text: string }[];
}
