// Exact numbers of a review as people read them. Nothing is computed here: figures are shown, never fed back.

/** A plain decimal of at most `digits` fraction digits; a fraction like "1/3" is rounded for display only. */
export function decimalText(exact, digits) {
  const [numerator, denominator] = exact.split('/');
  if (denominator === undefined) return exact;
  const negative = numerator.startsWith('-');
  const scaled = (BigInt(negative ? numerator.slice(1) : numerator) * 10n ** BigInt(digits) * 2n + BigInt(denominator)) / (BigInt(denominator) * 2n);
  const text = scaled.toString().padStart(digits + 1, '0');
  return `${negative ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** For the length of a bar; a float is good enough there. */
export const barLength = (part, whole) => {
  const ratio = Number(decimalText(part, 12)) / Number(decimalText(whole, 12));
  return Number.isFinite(ratio) ? Math.min(1, Math.max(0, ratio)) : 0;
};

const MONEY_COLUMN = /\.(amount|tax)$/;

/** What kind of number a metric is, so that it is shown as one. */
export function unitOf(name, metrics, seen = new Set()) {
  const metric = metrics?.[name];
  if (!metric || seen.has(name)) return 'number';
  seen.add(name);
  if ('ratio' in metric || 'growth' in metric || 'attainment' in metric || 'max_share' in metric) return 'share';
  const operands = metric.difference ?? metric.weighted_sum?.map(([, operand]) => operand) ?? (metric.same ? [metric.same] : undefined);
  if (operands) return operands.every((operand) => unitOf(operand, metrics, seen) === 'money') ? 'money' : 'number';
  const column = metric.sum ?? metric.mean ?? metric.median ?? metric.min ?? metric.max ?? metric.latest ?? metric.first;
  if (typeof column === 'string') return MONEY_COLUMN.test(column) ? 'money' : 'number';
  return 'number';
}

export function figuresOf(programme, locale) {
  const { currency, rounding, metrics } = programme;
  const scale = Number(rounding.scale);
  const moneyOptions = { style: 'currency', currency, currencyDisplay: 'narrowSymbol', maximumFractionDigits: scale };
  const paid = new Intl.NumberFormat(locale, { ...moneyOptions, minimumFractionDigits: scale });
  const money = new Intl.NumberFormat(locale, { ...moneyOptions, minimumFractionDigits: 0, trailingZeroDisplay: 'stripIfInteger' });
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const formats = { money, share, number };
  return {
    paid: (exact) => paid.format(decimalText(exact, 12)),
    measured: (exact, operand) => formats[unitOf(operand, metrics)].format(decimalText(exact, 12)),
    points: (exact) => number.format(decimalText(exact, 12)),
    date: (text) => date.format(new Date(`${text}T00:00:00Z`)),
  };
}
