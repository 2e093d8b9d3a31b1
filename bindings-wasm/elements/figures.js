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

const SHARES = ['ratio', 'growth', 'attainment', 'max_share', 'active_share', 'elapsed_share'];

/** Like `unitOf`, and `plain` for a number without a unit of its own: it takes that of what stands beside it. */
function natureOf(name, metrics, known) {
  if (known.has(name)) return known.get(name);
  known.set(name, 'number');
  const nature = natureOfMetric(metrics?.[name] ?? {}, (operand) => natureOf(operand, metrics, known));
  known.set(name, nature);
  return nature;
}

function natureOfMetric(metric, nature) {
  if ('constant' in metric || 'given' in metric || 'attribute' in metric) return 'plain';
  // what is extrapolated by a share of the time is still money
  if (metric.ratio && nature(metric.ratio[0]) === 'money' && nature(metric.ratio[1]) === 'share') return 'money';
  if (SHARES.some((operation) => operation in metric)) return 'share';
  if (metric.same) return nature(metric.same);
  if (metric.product) {
    const [of, by] = metric.product.map(nature);
    if (of === 'money' || by === 'money') return of === by ? 'number' : 'money';
    if (of === 'plain' || by === 'plain') return 'plain';
    return of === 'share' && by === 'share' ? 'share' : 'number';
  }
  const chosen = metric.largest_of ?? metric.smallest_of ?? metric.first_known;
  const operands = chosen ?? metric.difference ?? metric.weighted_sum?.map(([, operand]) => operand);
  if (operands) {
    const natures = new Set(operands.map(nature));
    if (natures.size > 1) natures.delete('plain');
    const [common] = natures;
    // two shares differ by points, which are no share
    return natures.size === 1 && (chosen || common !== 'share') ? common : 'number';
  }
  const column = metric.sum ?? metric.mean ?? metric.median ?? metric.min ?? metric.max ?? metric.latest ?? metric.first;
  return typeof column === 'string' && MONEY_COLUMN.test(column) ? 'money' : 'number';
}

/** What kind of number a metric is, so that it is shown as one. */
export function unitOf(name, metrics) {
  const nature = natureOf(name, metrics, new Map());
  return nature === 'plain' ? 'number' : nature;
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
