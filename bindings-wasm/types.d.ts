/// <reference lib="esnext.disposable" />
// The TypeScript surface of the package: what the JSON documents look like and what the handles do; of `qudao/full`, see full.d.ts.
// Kept true by tests/wasm: checked by `tsc --strict`, and its codes are compared with the core's.

// ---- words shared by all documents ----

/** An exact decimal as text (`"1234.50"`), or an integer. A JavaScript number with a fraction is refused: `amount_not_exact`. */
export type NumberInput = string | number | bigint;
/** `YYYY-MM-DD`. */
export type DateText = string;
/** `YYYY-MM-DDThh:mm:ss` with `Z` or `±hh:mm`. */
export type InstantText = string;
/** An exact number in a result: a plain decimal, or a fraction in lowest terms (`"1/3"`). */
export type ExactText = string;
/** Money in a result, with the programme's fraction digits (`"120.00"`). */
export type MoneyText = string;
/** A JSON Pointer (RFC 6901). */
export type JsonPointer = string;
/** A metric's value: an exact number, or that it is unknown. */
export type MetricValue = ExactText | 'missing' | 'undefined';
/** A language that reasons are rendered in; any tag of English or Chinese. */
export type LocaleTag = 'en' | 'zh-CN' | (string & {});

export interface Title {
  en?: string;
  'zh-CN'?: string;
}

// ---- the programme document ----

import type { OperatorDocument, ProgrammeDocument, RoundingMode } from './programme.js';

export type * from './programme.js';

// ---- facts ----

export interface FactsDocument {
  schema: 'qudao/facts/1';
  partners: PartnerRecord[];
  relationships?: RelationshipRecord[];
  categories?: CategoryRecord[];
  products?: ProductRecord[];
  customers?: CustomerRecord[];
  sales?: SaleRecord[];
  receivables?: ReceivableRecord[];
  payments?: PaymentRecord[];
  certificates?: CertificateRecord[];
  credits?: CreditRecord[];
  rates?: RateRecord[];
  targets?: TargetRecord[];
  registrations?: RegistrationRecord[];
  activities?: ActivityRecord[];
  fund_requests?: FundRequestRecord[];
  fund_claims?: FundClaimRecord[];
  fund_proofs?: FundProofRecord[];
  special_prices?: SpecialPriceRecord[];
  price_changes?: PriceChangeRecord[];
  claim_lines?: ClaimLineRecord[];
  list_prices?: ListPriceRecord[];
  /** Values that the host hands over, by partner and metric; `null` says missing. */
  metrics?: Record<string, Record<string, NumberInput | null>>;
  /** Record kinds that the programme declares. */
  [kind: string]: unknown;
}

/** Columns that the programme adds stand beside the built-in ones. */
export interface AddedColumns {
  [column: string]: string | number | bigint | boolean | null | undefined;
}
export interface PartnerRecord extends AddedColumns {
  id: string;
  name?: string | null;
  kind?: string | null;
  parent?: string | null;
  territory?: string | null;
  joined?: DateText | null;
  left?: DateText | null;
}
export interface RelationshipRecord extends AddedColumns {
  partner: string;
  parent: string;
  from: DateText;
  until?: DateText | null;
}
export interface CategoryRecord extends AddedColumns {
  id: string;
  name?: string | null;
  parent?: string | null;
}
export interface ProductRecord extends AddedColumns {
  id: string;
  name?: string | null;
  category?: string | null;
  launched?: DateText | null;
}
export interface CustomerRecord extends AddedColumns {
  id: string;
  name?: string | null;
  territory?: string | null;
  segment?: string | null;
}
export interface SaleRecord extends AddedColumns {
  id?: string | null;
  order?: string | null;
  partner: string;
  customer?: string | null;
  product?: string | null;
  seller?: string | null;
  date: DateText;
  invoiced?: DateText | null;
  shipped?: DateText | null;
  paid?: DateText | null;
  /** Tax excluded; negative for a return. */
  amount: NumberInput;
  tax?: NumberInput | null;
  quantity?: NumberInput | null;
  currency?: string | null;
  basis: 'sell_in' | 'sell_out';
  channel?: string | null;
  ship_to?: string | null;
  return_of?: string | null;
  known_on?: DateText | null;
}
export interface ReceivableRecord extends AddedColumns {
  id?: string | null;
  partner: string;
  issued: DateText;
  due: DateText;
  paid?: DateText | null;
  amount: NumberInput;
  currency?: string | null;
  known_on?: DateText | null;
}
export interface PaymentRecord extends AddedColumns {
  id?: string | null;
  partner: string;
  receivable?: string | null;
  date: DateText;
  amount: NumberInput;
  currency?: string | null;
  known_on?: DateText | null;
}
export interface CertificateRecord extends AddedColumns {
  id?: string | null;
  partner: string;
  person: string;
  certificate: string;
  issued: DateText;
  expires?: DateText | null;
  known_on?: DateText | null;
}
export interface TargetRecord extends AddedColumns {
  partner: string;
  target: string;
  from: DateText;
  until: DateText;
  amount: NumberInput;
  known_on?: DateText | null;
}
export interface RegistrationRecord extends AddedColumns {
  id: string;
  partner: string;
  customer: string;
  product?: string | null;
  opportunity?: string | null;
  registered_at: InstantText;
  completed_at?: InstantText | null;
  withdrawn_on?: DateText | null;
  amount?: NumberInput | null;
  known_on?: DateText | null;
}
export interface ActivityRecord extends AddedColumns {
  id?: string | null;
  partner: string;
  kind: string;
  date: DateText;
  person?: string | null;
  known_on?: DateText | null;
}
/** Who is credited for a sale. */
export interface CreditRecord extends AddedColumns {
  sale: string;
  partner: string;
  /** Above 0; those of a sale sum to 1. */
  share: NumberInput;
}
/** An exchange rate. */
export interface RateRecord extends AddedColumns {
  currency: string;
  date: DateText;
  /** Units of the programme's currency per unit. */
  rate: NumberInput;
}

export interface FundRequestRecord extends AddedColumns {
  id: string;
  partner: string;
  fund: string;
  requested_on: DateText;
  amount: NumberInput;
  activity?: string | null;
  begins?: DateText | null;
  ends?: DateText | null;
  approved_on?: DateText | null;
  approved_amount?: NumberInput | null;
  approver?: string | null;
  declined_on?: DateText | null;
  known_on?: DateText | null;
}
export interface FundClaimRecord extends AddedColumns {
  id: string;
  request: string;
  claimed_on: DateText;
  spent: NumberInput;
  known_on?: DateText | null;
}
export interface FundProofRecord extends AddedColumns {
  claim: string;
  kind: string;
  reference?: string | null;
  known_on?: DateText | null;
}

export interface SpecialPriceRecord extends AddedColumns {
  id: string;
  partner: string;
  product: string;
  customer?: string | null;
  price: NumberInput;
  from: DateText;
  until: DateText;
  quantity?: NumberInput | null;
  known_on?: DateText | null;
}
export interface PriceChangeRecord extends AddedColumns {
  id: string;
  product: string;
  date: DateText;
  old_price: NumberInput;
  new_price: NumberInput;
  known_on?: DateText | null;
}
export interface ClaimLineRecord extends AddedColumns {
  id: string;
  partner: string;
  kind: ClaimKind;
  sale?: string | null;
  change?: string | null;
  product?: string | null;
  quantity: NumberInput;
  amount: NumberInput;
  known_on?: DateText | null;
}

export interface ListPriceRecord extends AddedColumns {
  product: string;
  from: DateText;
  until?: DateText | null;
  price: NumberInput;
}

// ---- the review ----

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

export type ClaimKind = 'ship_and_debit' | 'price_protection' | 'stock_rotation';

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

// ---- findings and errors ----

export type DiagnosticCode =
  | 'syntax' | 'too_large' | 'too_deep' | 'duplicate_member' | 'amount_not_exact'
  | 'unknown_member' | 'missing_member' | 'wrong_type' | 'unknown_choice' | 'not_one_of'
  | 'bad_amount' | 'too_large_amount' | 'too_precise' | 'bad_date' | 'bad_instant' | 'bad_id'
  | 'unknown_currency' | 'empty_list' | 'out_of_range' | 'unsupported_schema' | 'not_in_this_build'
  | 'unknown_reference' | 'duplicate_id' | 'metric_cycle' | 'wrong_operand' | 'unknown_policy_required'
  | 'switch_required' | 'switch_not_applicable' | 'levels_not_ascending' | 'levels_do_not_meet' | 'base_differs_from_measure'
  | 'cap_below_floor' | 'period_empty' | 'scale_exceeds_currency' | 'score_below_first_band' | 'column_exists'
  | 'base_required' | 'missing_tier' | 'own_scope_required' | 'not_by_one' | 'incentive_cycle' | 'mixed_units' | 'incomplete_order'
  | 'metric_unused' | 'group_of_one' | 'unreachable_level' | 'payout_falls' | 'paid_levels' | 'undocumented_reward'
  | 'no_approver' | 'unused_group' | 'unused_budget' | 'unused_pool' | 'unused_contest' | 'paid_in_full_twice'
  | 'unknown_table' | 'unknown_column' | 'missing_value' | 'currency_mismatch' | 'missing_rate' | 'shares_do_not_sum' | 'hierarchy_cycle'
  | 'overlapping_parents' | 'overlapping_prices' | 'missing_table' | 'unknown_metric' | 'unmapped_value' | 'missing_column' | 'broken_chain' | 'needs_records' | 'id_required' | 'more_findings';

export type EvaluationErrorCode =
  | 'overflow' | 'not_in_effect' | 'plan_mismatch' | 'bad_partial' | 'missing_table' | 'unknown_partner' | 'bad_date';

export type SettlementErrorCode =
  | 'other_programme' | 'other_currency' | 'revision_twice' | 'no_programme' | 'payout_not_settled' | 'no_settlement'
  | 'facts_lack_column' | 'partner_missing' | 'unknown_partner' | 'not_yet' | 'posted_before' | 'lock_moved_back'
  | 'broken_chain' | 'not_the_next' | 'unknown_posting' | 'not_reversible' | 'already_reversed' | 'document_in_use'
  | 'unknown_order' | 'already_redeemed' | 'unknown_line' | 'unknown_revision' | 'facts_required' | 'out_of_range'
  | 'overflow';

export interface Diagnostic {
  code: DiagnosticCode;
  severity: 'error' | 'warning';
  path: JsonPointer;
  message: string;
  help?: string;
}

/** The one shape in which every host sees an error. */
export interface ErrorDocument {
  kind: 'programme' | 'facts' | 'evaluation' | 'ledger' | 'step' | 'settlement';
  code: DiagnosticCode | EvaluationErrorCode | SettlementErrorCode;
  path: JsonPointer;
  message: string;
  diagnostics: Diagnostic[] | null;
  /** Of a refused settlement. */
  help?: string;
}

/** Thrown when a programme, facts or a call are refused. */
export class QudaoError extends Error {
  private constructor(json: string);
  override readonly name: 'QudaoError';
  readonly kind: ErrorDocument['kind'];
  /** Of the first finding. */
  readonly code: ErrorDocument['code'];
  /** Of the first finding. */
  readonly path: JsonPointer;
  /** All findings; empty for `kind: "evaluation"` and `"settlement"`. */
  readonly diagnostics: readonly Diagnostic[];
  /** What to do about it, of a refused settlement. */
  readonly help?: string;
  /** The core's own text: the same bytes in Rust and Python. */
  readonly json: string;
  toJSON(): ErrorDocument;
}

// ---- handles ----
// They own memory of the engine. `free()` gives it back at once (`using` does so by itself); a handle that is merely dropped is
// freed by the garbage collector. A freed handle throws when it is used.

export interface Handle {
  free(): void;
  [Symbol.dispose](): void;
}

/** A valid programme. */
export class Programme implements Handle {
  private constructor();
  /** Reads and checks a document. @throws {QudaoError} with all findings */
  static fromJson(programme: string | ProgrammeDocument): Programme;
  /** The canonical text. */
  toJson(): string;
  readonly id: string;
  readonly revision: number;
  /** SHA-256 of the canonical text. */
  readonly fingerprint: string;
  /** Findings that do not refuse the document. */
  readonly warnings: Diagnostic[];
  free(): void;
  [Symbol.dispose](): void;
}

/** Facts, checked against a programme. */
export class Facts implements Handle {
  private constructor();
  /** @throws {QudaoError} with all findings */
  static fromJson(programme: Programme, facts: string | FactsDocument): Facts;
  free(): void;
  [Symbol.dispose](): void;
}

/** A compiled programme. It stays usable after the `Programme` is freed. */
export class Engine implements Handle {
  constructor(programme: Programme);
  /** All decisions for a date. With `knownOn`, records that became known later are left out. @throws {QudaoError} */
  review(facts: Facts, asOf: DateText, knownOn?: DateText | null): Review;
  free(): void;
  [Symbol.dispose](): void;
}

/** All decisions for a date. */
export class Review implements Handle {
  protected constructor();
  /** The canonical text of a `ReviewDocument`: the same bytes in every host. */
  toJson(): string;
  readonly partnerIds: string[];
  readonly conflicts: Conflict[];
  /** @throws {QudaoError} `unknown_partner` */
  partner(id: string): PartnerDecision;
  /** A partner's decision in words. @throws {QudaoError} `unknown_partner`; {RangeError} a language without texts */
  explain(id: string, locale: LocaleTag): Explanation;
  /** The same as one text. */
  explainText(id: string, locale: LocaleTag): string;
  free(): void;
  [Symbol.dispose](): void;
}

// ---- functions ----

/** All findings about a programme document, warnings included; empty when there is nothing to say. */
export function check(programme: string | ProgrammeDocument): Diagnostic[];

/** The words that the core uses for headings and outcomes (`paid`, `tier`, `total` …) in a language. @throws {RangeError} */
export function labels(locale: LocaleTag): Record<string, string>;

/**
 * Loads the engine; later calls wait for the first one. Needed before anything else in a browser, does nothing in Node.
 * `source`: where the .wasm file is, or the file itself; without one, the file beside the module.
 */
export function init(source?: string | URL | Request | Response | Promise<Response> | BufferSource | WebAssembly.Module): Promise<void>;
