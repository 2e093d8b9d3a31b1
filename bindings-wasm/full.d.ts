// The TypeScript surface of `qudao/full`: what `qudao` has, partial aggregates, the plain pipeline, and settlement.
import {
  Engine as Deciding, Review as Decided, type CascadeTarget, type DateText, type Facts, type Handle, type LeaderboardResult,
  type PartnerDecision, type PriceDecision, type Programme,
} from './types.js';

export * from './types.js';

/** A compiled programme that can also measure in parts and be audited. */
export class Engine extends Deciding {
  /** All decisions for a date. With `knownOn`, records that became known later are left out. @throws {QudaoError} */
  override review(facts: Facts, asOf: DateText, knownOn?: DateText | null): Review;
  /** One partner's decision by the second, plain pipeline: an audit of `review`. @throws {QudaoError} */
  explain(facts: Facts, asOf: DateText, partner: string, knownOn?: DateText | null): PartnerDecision;
  /** What a partner pays for a product; `null` when the programme makes no prices. @throws {QudaoError} */
  price(facts: Facts, asOf: DateText, partner: string, product: string, knownOn?: DateText | null): PriceDecision | null;
  /** Mergeable aggregates of a part of the records. @throws {QudaoError} */
  measure(facts: Facts, asOf: DateText, knownOn?: DateText | null): Partial;
  /** Decides on merged aggregates; `facts` are those with the partners. @throws {QudaoError} */
  decide(facts: Facts, partial: Partial): Review;
}

/** All decisions for a date, and what partners may be told of one another. */
export class Review extends Decided {
  private constructor();
  /** The records of the table `targets` that a cascade comes to; `null` when the programme has no such cascade. */
  targets(cascade: string): CascadeTarget[] | null;
  /** A leaderboard as one partner may see it; `null` when there is none of this id. @throws {QudaoError} `unknown_partner` */
  leaderboard(leaderboard: string, viewer: string): LeaderboardResult | null;
}

/** Mergeable aggregates. (Hides TypeScript's utility type of the same name where it is imported.) */
export class Partial implements Handle {
  private constructor();
  /** @throws {QudaoError} */
  static fromJson(programme: Programme, partial: string): Partial;
  toJson(): string;
  /** Adds the aggregates of another part, in any order. @throws {QudaoError} */
  merge(other: Partial): void;
  free(): void;
  [Symbol.dispose](): void;
}

/** The revisions of one programme. */
export class Programmes implements Handle {
  constructor(programme: Programme);
  /** Adds another revision. @throws {QudaoError} when it does not belong to the others */
  add(programme: Programme): void;
  free(): void;
  [Symbol.dispose](): void;
}

// ---- ledgers: the guide of settlement explains every member ----

type InventoryKind = 'ship_and_debit' | 'price_protection' | 'stock_rotation';

/** A line of a ledger: one partner and an award of one incentive and period, or a claim. `unit` is left out for money. */
export type LedgerLine = { partner: string; unit?: 'points' | 'pieces' | 'places' | 'honours' } & (
  | { incentive: string; period: { from: string; until?: string } }
  | { fund: string; claim: string }
  | { inventory: InventoryKind; claim: string }
);

export interface Posting {
  number: number;
  kind:
    | 'accrue' | 'adjust' | 'confirm' | 'pay' | 'redeem' | 'expire'
    | 'deduct' | 'deposit' | 'forfeit' | 'refund' | 'reverse';
  posted_on: string;
  booked_on: string;
  partner: string;
  incentive?: string;
  period?: { from: string; until?: string };
  fund?: string;
  inventory?: InventoryKind;
  claim?: string;
  unit?: 'points' | 'pieces' | 'places' | 'honours' | 'deposit';
  amount: string;
  document?: string;
  valid?: { from: string; until?: string };
  order?: string;
  lines?: { line: string; amount: string }[];
  invoice?: string;
  reverses?: number;
  causes?: {
    cause: 'earned' | 'correction' | 'policy_revision' | 'late_record' | 'return' | 'progress' | 're_rate';
    amount: string;
  }[];
  basis?: { revision: number; fingerprint: string; as_of: string; known_on: string };
  note?: string;
  previous: string;
  hash: string;
}

interface OfPartner {
  partner: string;
  on: string;
  note?: string;
}

interface StatementQuestion {
  partner: string;
  from: string;
  until: string;
  format?: 'json' | 'text' | 'html';
  locale?: 'zh-CN' | 'en';
}

/** An operation that reads no facts: an object with one member, its name. */
export type LedgerOperation =
  | { confirm: OfPartner }
  | { pay: OfPartner }
  | { claw_back: OfPartner }
  | { use: OfPartner & { unit: 'points' | 'pieces' | 'places'; amount: string } }
  | { deduct: OfPartner & { amount: string; invoice?: string } }
  | { deposit: OfPartner & { amount: string } }
  | { forfeit: OfPartner & { amount: string; note: string } }
  | { refund: OfPartner & { amount: string } }
  | { expire: { on: string; note?: string } }
  | { reverse: { number: number; on: string; note?: string } }
  | { lock: { until: string } }
  | { balances: { partner?: string } }
  | { statement: StatementQuestion }
  | { compare: { lines: (LedgerLine & { amount: string })[]; partner?: string } }
  | { audits: { on: string; audited_until?: string } }
  | { sample: { interval: string; start: string; from?: string; until?: string } }
  | { verify: Record<string, never> };

/** An operation that reads facts. */
export type LedgerOperationWithFacts =
  | { settle: { as_of: string; on: string; since?: string } }
  | { redeem: OfPartner & { order: string; most?: string } }
  | { deduct: OfPartner & { amount: string; invoice?: string } }
  | { deposit: OfPartner & { amount: string } }
  | { provision: { as_of: string; on: string } }
  | { recompute: LedgerLine }
  | { statement: StatementQuestion & { reasons?: boolean } }
  | { explain: { number: number } };

/** What an operation answers; which members are there hangs on the operation. */
export interface LedgerAnswer {
  postings?: Posting[];
  held?: LedgerLine[];
  unsettled?: string[];
  due?: (LedgerLine & { payable: string })[];
  not_paid?: string;
  redeemed?: string;
  not_redeemed?: string;
  not_used?: string;
  [member: string]: unknown;
}

/** What has been posted to the partners of one programme: a value that the host stores as text. */
export class Ledger implements Handle {
  /** An empty ledger. */
  constructor(programmes: Programmes);
  /** @throws {QudaoError} with all findings; an edited posting is `broken_chain` */
  static fromJson(programmes: Programmes, ledger: string | object): Ledger;
  /** The canonical text. */
  toJson(): string;
  /** Does one operation; one that is refused leaves the ledger as it was. @throws {QudaoError} */
  step(operation: { verify: Record<string, never> }): { postings: number; last: string };
  step(operation: string | LedgerOperation): LedgerAnswer;
  /** Does one operation that reads facts. @throws {QudaoError} */
  stepWith(facts: Facts, operation: string | LedgerOperationWithFacts): LedgerAnswer;
  free(): void;
  [Symbol.dispose](): void;
}
