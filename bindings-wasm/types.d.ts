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

// ---- the documents ----

import type { FactsDocument } from './facts.js';
import type { ProgrammeDocument } from './programme.js';
import type { Conflict, Explanation, PartnerDecision, ReviewDocument } from './review.js';

export type * from './facts.js';
export type * from './programme.js';
export type * from './review.js';

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
