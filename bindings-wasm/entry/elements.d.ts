import type { Conflict, Diagnostic, FactsDocument, PartnerDecision, ProgrammeDocument, QudaoError } from './types.js';

export interface QudaoDecidedDetail {
  decision: PartnerDecision;
  conflicts: Conflict[];
}

export interface QudaoErrorDetail {
  error: QudaoError | Error;
  diagnostics: readonly Diagnostic[];
}

/**
 * `<qudao-standing partner="P-101" as-of="2026-06-30" locale="zh-CN">`: one partner's tier, awards, risk and clashes, with reasons.
 * Fires `qudao-decided` and `qudao-error`; both bubble and cross shadow roots.
 */
export class QudaoStanding extends HTMLElement {
  programme: string | ProgrammeDocument | undefined;
  facts: string | FactsDocument | undefined;
  partner: string | null;
  asOf: string | null;
  knownOn: string | null;
  locale: string | null;
  /** The latest decision; `undefined` before the first one and after a refusal. */
  readonly decision: PartnerDecision | undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    'qudao-standing': QudaoStanding;
  }
  interface HTMLElementEventMap {
    'qudao-decided': CustomEvent<QudaoDecidedDetail>;
    'qudao-error': CustomEvent<QudaoErrorDetail>;
  }
}
