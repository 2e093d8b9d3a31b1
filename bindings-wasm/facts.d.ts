// The facts: tables of records. The words that all documents share are in types.d.ts.

import type { DateText, InstantText, NumberInput } from './types.js';

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
export type ClaimKind = 'ship_and_debit' | 'price_protection' | 'stock_rotation';

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
