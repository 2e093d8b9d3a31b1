// What the engine needs of JavaScript: its error class, and objects as JSON text.

/** The core refused a programme, facts or a call. `json` is the core's own text, the same bytes in every host. */
export class QudaoError extends Error {
  /** @param {string} json */
  constructor(json) {
    const { kind, code, path, message, diagnostics, help } = JSON.parse(json);
    super(message);
    this.name = 'QudaoError';
    this.kind = kind;
    this.code = code;
    this.path = path;
    this.diagnostics = diagnostics ?? [];
    if (help) this.help = help;
    Object.defineProperty(this, 'json', { value: json });
  }

  toJSON() {
    return JSON.parse(this.json);
  }
}

export const refusal = (json) => new QudaoError(json);

export const unsupportedLocale = (tag) => new RangeError(`no texts in the language "${tag}"`);

export const argumentText = (value) => String(value);

const RECORDS = new Set(['[object Object]', '[object Array]']);

// JSON.stringify would turn NaN into null and a Map into {}: both would be read as "absent". They stay visible instead, so that
// the core finds them at their place.
function visible(name, value) {
  switch (typeof value) {
    case 'bigint':
      return value.toString();
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'function':
    case 'symbol':
      throw new TypeError(`${JSON.stringify(name)} is a ${typeof value}; it has no JSON form`);
    case 'object':
      if (value !== null && !RECORDS.has(Object.prototype.toString.call(value))) {
        throw new TypeError(`${JSON.stringify(name)} is a ${value.constructor?.name}; expected a plain object`);
      }
      return value;
    default:
      return value;
  }
}

const encoder = new TextEncoder();

// Bytes, because the generated code would copy a text character by character, which takes longer than reading it.
export function documentBytes(value) {
  if (typeof value === 'string') return encoder.encode(value);
  if (typeof value !== 'object' || value === null) throw new TypeError(`expected JSON text or a plain object, not ${value === null ? 'null' : typeof value}`);
  return encoder.encode(JSON.stringify(value, visible));
}
