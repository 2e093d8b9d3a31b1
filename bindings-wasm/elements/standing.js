// <qudao-standing>: one partner's tier, awards, risk and clashes, with the reasons.
//
// It shows what the engine decided and decides nothing itself. The programme stays compiled between decisions, so setting new
// facts costs one reading of them. It builds its tree with createElement and textContent only, and so needs no exception from a
// strict content security policy but 'wasm-unsafe-eval'.
import { Engine, Facts, Programme, QudaoError, init } from '../web.js';
import { barLength, figuresOf } from './figures.js';
import { styleSheet } from './style.js';
import { localeOf, textsIn, wordsIn } from './texts.js';

const FINDINGS_SHOWN = 8;
// a claim under review has a word of its own, since a review is also what the engine gives
const CLAIM_WORDS = { review: 'for_review' };
const SVG = 'http://www.w3.org/2000/svg';
// shapes differ, so that a level can be told without its colour
const ICONS = {
  calm: 'M10 1a9 9 0 1 1 0 18 9 9 0 0 1 0-18Zm4.2 5.6-5.4 5.8-2.9-2.7-1.4 1.5 4.4 4 6.8-7.3Z',
  watch: 'M10 1.5 19.5 18.5H.5ZM9 7v6h2V7Zm0 7.5v2h2v-2Z',
  alarm: 'M6.3 1h7.4L19 6.3v7.4L13.7 19H6.3L1 13.7V6.3ZM9 5v6.5h2V5Zm0 8v2.2h2V13Z',
};

function node(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

function icon(level) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[level]);
  path.setAttribute('fill-rule', 'evenodd');
  svg.append(path);
  return svg;
}

/** As the core chooses titles: this language, else the other one, else the id. */
function titleOf(thing, id, locale) {
  const title = thing?.title ?? {};
  return (locale === 'en' ? (title.en ?? title['zh-CN']) : (title['zh-CN'] ?? title.en)) ?? id;
}

const namesOf = (rows) => new Map((Array.isArray(rows) ? rows : []).map((row) => [row?.id, row?.name ?? row?.id]));

function severity(bands, id, direction) {
  const last = bands.length - 1;
  const at = bands.findIndex((band) => band.id === id);
  const share = last > 0 ? at / last : 0;
  const badness = direction === 'high_is_bad' ? share : 1 - share;
  return badness < 1 / 3 ? 'calm' : badness <= 2 / 3 ? 'watch' : 'alarm';
}

/** What the sections read: the decision with everything it needs to be put in words. */
class View {
  constructor(decision, conflicts, lines, programme, names, locale) {
    Object.assign(this, { decision, conflicts, lines, programme, names, locale });
    this.texts = textsIn(locale);
    this.words = wordsIn(locale);
    this.figures = figuresOf(programme, locale);
  }

  title(thing, id) {
    return titleOf(thing, id, this.locale);
  }

  partner(id) {
    return this.names.partners.get(id) ?? id;
  }

  tier(id) {
    const { base, ladder } = this.programme.tiers;
    return this.title([base, ...ladder].find((tier) => tier.id === id), id);
  }
}

// ---- sections ----

function tierSection(view) {
  const { standing } = view.decision;
  if (!standing) return undefined;
  const { base, ladder } = view.programme.tiers;
  const tiers = [base, ...ladder];
  const current = tiers.findIndex((tier) => tier.id === standing.tier);
  return node(
    'section',
    { part: 'tier', 'aria-labelledby': 'tier' },
    node('h3', { id: 'tier' }, view.words.tier),
    node('p', { class: 'tier', part: 'tier-name' }, view.tier(standing.tier)),
    node(
      'ol',
      { class: 'ladder', 'aria-label': view.texts.ladder },
      ...tiers.map((tier, index) => node('li', { class: index <= current ? 'reached' : undefined, 'aria-current': index === current ? 'step' : undefined }, view.title(tier, tier.id))),
    ),
    ...shortfalls(standing.next, view),
  );
}

function shortfalls(next, view) {
  const { texts } = view;
  if (!next) return [node('h4', {}, view.words.top_tier)];
  if (next.shortfalls.length === 0) return [node('h4', {}, texts.readyFor(view.tier(next.tier)))];
  return [
    node('h4', { id: 'missing' }, texts.missingFor(view.tier(next.tier))),
    node('ul', { class: 'gaps', part: 'shortfalls', 'aria-labelledby': 'missing' }, ...next.shortfalls.map((leaf) => node('li', {}, ...shortfall(leaf, view)))),
  ];
}

/** A bar of its own: browsers draw `<meter>` too differently to be styled, and a width in SVG is no inline style. */
function meter(value, label, text) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('aria-hidden', 'true');
  const bar = document.createElementNS(SVG, 'rect');
  bar.setAttribute('width', `${(value * 100).toFixed(2)}%`);
  bar.setAttribute('height', '100%');
  bar.setAttribute('rx', '3');
  svg.append(bar);
  return node('div', { class: 'meter', part: 'meter', role: 'meter', 'aria-label': label, 'aria-valuemin': '0', 'aria-valuemax': '1', 'aria-valuenow': value.toFixed(4), 'aria-valuetext': text }, svg);
}

function shortfall(leaf, view) {
  const { texts, figures } = view;
  if (leaf.gap === undefined) {
    // a text, a date, or an unknown value: the core's sentence says it best
    const line = view.lines.find((candidate) => candidate.path === leaf.path);
    return [node('p', {}, line?.text ?? leaf.operand)];
  }
  const label = view.title(view.programme.metrics?.[leaf.operand], leaf.operand);
  const show = (exact) => figures.measured(exact, leaf.operand);
  const rising = leaf.operator === 'at_least' || leaf.operator === 'more_than';
  const say = leaf.operator === 'at_least' ? texts.toGo : rising ? texts.moreThanToGo : texts.over;
  const gap = say(show(leaf.gap));
  const of = (rising ? texts.ofRequired : texts.ofLimit)(show(leaf.actual), show(leaf.required));
  const bar = meter(rising ? barLength(leaf.actual, leaf.required) : barLength(leaf.required, leaf.actual), label, of);
  return [
    node('div', { class: 'row' }, node('span', {}, label), node('span', { class: 'gap', part: 'gap' }, gap)),
    bar,
    node('span', { class: 'of' }, of),
  ];
}

function awardSection(view) {
  const { texts, words, figures, decision, programme } = view;
  const rows = decision.awards.map((award) => {
    const definition = programme.incentives?.find((incentive) => incentive.id === award.incentive);
    const paid = award.outcome === 'paid';
    // what is not money is a plain number with the name of its unit
    const show = (amount) => (award.unit ? `${amount} ${words[`unit_${award.unit}`]}` : figures.paid(amount));
    const earned = award.earned === award.amount ? '' : ` · ${words.earned} ${show(award.earned)}`;
    const payable = award.payable === undefined || award.payable === award.amount ? '' : ` · ${words.payable} ${show(award.payable)}`;
    return node(
      'tr',
      { class: paid ? undefined : 'idle' },
      node('th', { scope: 'row' }, view.title(definition, award.incentive), node('span', { class: 'outcome', 'data-outcome': award.outcome }, (award.amount.startsWith('-') ? words.deducted : words[award.outcome]) + earned + payable)),
      node('td', { part: 'amount' }, show(award.amount)),
    );
  });
  const limited = decision.total_reasons.some((reason) => reason.code !== 'award');
  return node(
    'section',
    { part: 'awards', 'aria-labelledby': 'awards' },
    node('h3', { id: 'awards' }, words.awards),
    node(
      'table',
      {},
      node('thead', { class: 'visually-hidden' }, node('tr', {}, node('th', { scope: 'col' }, words.award), node('th', { scope: 'col' }, words.amount))),
      node('tbody', {}, ...rows),
      node(
        'tfoot',
        {},
        node(
          'tr',
          {},
          node('th', { scope: 'row' }, words.total, limited ? node('span', { class: 'outcome' }, texts.limited) : undefined),
          node('td', { part: 'total' }, figures.paid(decision.total)),
        ),
      ),
    ),
  );
}

function scoreSection(score, view) {
  const { texts, figures } = view;
  const card = view.programme.scorecards[score.scorecard];
  const level = severity(card.bands, score.band, card.direction);
  const heading = `score-${score.scorecard}`;
  const scored = score.reasons.filter((reason) => reason.code === 'scored' && reason.points !== '0');
  const byRank = scored.toSorted((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || 0);
  const drivers = byRank.map((reason) => {
    const characteristic = card.characteristics.find((candidate) => candidate.id === reason.characteristic);
    const sign = reason.points.startsWith('-') ? '' : '+';
    return node('li', {}, node('span', {}, view.title(characteristic, reason.characteristic)), node('span', { class: 'add' }, sign + figures.points(reason.points)));
  });
  return node(
    'section',
    { part: 'score', 'aria-labelledby': heading },
    node('h3', { id: heading }, view.title(card, score.scorecard)),
    node(
      'p',
      { class: 'score' },
      node('span', { class: 'points', part: 'points' }, figures.points(score.points)),
      node('span', { class: 'unit' }, texts.points),
      node('span', { class: `band ${level}`, part: `band ${level}` }, icon(level), view.title(card.bands.find((band) => band.id === score.band), score.band)),
    ),
    node(
      'ol',
      { class: 'bands', 'aria-label': texts.bands },
      ...card.bands.map((band) => {
        const current = band.id === score.band;
        return node('li', { class: current ? level : undefined, 'aria-current': current ? 'true' : undefined }, view.title(band, band.id), node('span', { class: 'from' }, `${figures.points(band.from)}+`));
      }),
    ),
    ...(drivers.length > 0 ? [node('h4', {}, texts.drivers), node('ul', { class: 'drivers' }, ...drivers)] : []),
  );
}

function classSection(found, view) {
  const of = view.programme.classes[found.classification];
  const heading = `class-${found.classification}`;
  const { code, path } = found.reasons.at(-1);
  const rule = code === 'class_met' ? of.rules[Number(path.split('/').at(-1))] : undefined;
  return node(
    'section',
    { part: 'class', 'aria-labelledby': heading },
    node('h3', { id: heading }, view.title(of, found.classification)),
    node('p', { class: 'score' }, node('span', { class: 'points', part: 'class-name' }, view.title({ title: of.titles?.[found.class] }, found.class))),
    ...(rule?.action ? [node('p', { part: 'action' }, view.title({ title: rule.action }, ''))] : []),
  );
}

function clashSection(view) {
  const { texts, words, figures, decision } = view;
  const clashes = view.conflicts.filter((conflict) => conflict.claims.length > 1 && conflict.claims.some((claim) => claim.partner === decision.partner));
  if (clashes.length === 0) return undefined;
  const levels = { credited: 'calm', blocked: 'watch', not_valid: 'watch', review: 'watch', withdrawn: 'watch' };
  const items = clashes.map((conflict) => {
    const holder = conflict.claims.find((claim) => claim.claim === conflict.holder);
    const until = holder?.reasons.find((reason) => reason.code === 'claim_credited')?.held_until;
    const thing = conflict.key.map((value) => view.names.customers.get(value) ?? value ?? '—').join(' · ');
    const own = conflict.claims.filter((claim) => claim.partner === decision.partner);
    const held =
      until === undefined ? undefined : holder.partner === decision.partner ? texts.holdsUntil(figures.date(until)) : texts.heldBy(view.partner(holder.partner), figures.date(until));
    return node(
      'li',
      {},
      ...own.map((claim, index) =>
        node(
          'div',
          { class: 'row' },
          node('span', { class: 'thing' }, index === 0 ? `${thing} · ${claim.claim}` : claim.claim),
          node('span', { class: `claim ${levels[claim.outcome]}` }, words[CLAIM_WORDS[claim.outcome] ?? claim.outcome]),
        ),
      ),
      held === undefined ? undefined : node('span', { class: 'of' }, held),
    );
  });
  return node('section', { part: 'clashes', 'aria-labelledby': 'clashes' }, node('h3', { id: 'clashes' }, words.clashes), node('ul', { class: 'clashes' }, ...items));
}

/** Lines with indents as nested lists. */
function outline(lines) {
  const top = node('ul', { class: 'lines', part: 'reasons' });
  const open = [{ indent: -1, list: top }];
  let last = top;
  for (const line of lines) {
    while (open.length > 1 && open.at(-1).indent >= line.indent) open.pop();
    const parent = open.at(-1);
    if (parent.list === undefined) {
      parent.list = node('ul');
      parent.item.append(parent.list);
    }
    last = node('li', { 'data-code': line.code }, node('span', {}, line.text));
    parent.list.append(last);
    open.push({ indent: line.indent, item: last, list: undefined });
  }
  return top;
}

// ---- problems ----

const isPolicyRefusal = (error) => error instanceof WebAssembly.CompileError && /unsafe-eval|content security policy/i.test(error.message);

function problemPanel(problem, texts) {
  const { kind, error } = problem;
  const panel = node('div', { class: 'problem', part: 'problem' }, node('p', { class: 'problem-title' }, icon('alarm'), texts.problems[kind]));
  if (isPolicyRefusal(error)) {
    panel.append(node('p', {}, texts.policy));
    return panel;
  }
  const findings = error.diagnostics ?? [];
  if (findings.length === 0) {
    // sentences about what was refused are the core's, and in English
    panel.append(node('p', { lang: 'en' }, error.message));
    return panel;
  }
  const shown = findings.slice(0, FINDINGS_SHOWN);
  panel.append(
    node('ul', {}, ...shown.map((finding) => node('li', { lang: 'en' }, finding.help ? `${finding.message} — ${finding.help}` : finding.message, node('span', { class: 'where' }, `${finding.code} ${finding.path}`)))),
  );
  if (findings.length > shown.length) panel.append(node('p', {}, texts.more(findings.length - shown.length)));
  return panel;
}

// ---- the element ----

const ATTRIBUTES = { partner: 'partner', asOf: 'as-of', knownOn: 'known-on', locale: 'locale' };

export class QudaoStanding extends HTMLElement {
  static observedAttributes = Object.values(ATTRIBUTES);

  #programme;
  #facts;
  /** Handles of what was last accepted; each is undefined until it is read again. */
  #handles = {};
  #view;
  #problem;
  #scheduled = false;
  #card;
  #body;
  #details;
  #reasons;
  #summary;
  #status;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [styleSheet()];
    this.#body = node('div');
    this.#summary = node('summary');
    this.#reasons = node('div');
    this.#details = node('details', { part: 'details', hidden: true }, this.#summary, this.#reasons);
    this.#status = node('div', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite' });
    this.#card = node('article', { class: 'card', part: 'card' }, this.#body, this.#details, this.#status);
    root.append(this.#card);
  }

  connectedCallback() {
    // values that were set before this class was known lie on the element itself and hide the accessors
    for (const name of ['programme', 'facts', ...Object.keys(ATTRIBUTES)]) {
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
    this.#schedule();
  }

  disconnectedCallback() {
    // an element that is only moved is connected again before this runs
    queueMicrotask(() => {
      if (!this.isConnected) this.#release('engine', 'facts');
    });
  }

  attributeChangedCallback(_name, before, after) {
    if (before !== after) this.#schedule();
  }

  get programme() {
    return this.#programme;
  }

  set programme(value) {
    this.#programme = value;
    this.#release('engine', 'facts');
    this.#schedule();
  }

  get facts() {
    return this.#facts;
  }

  set facts(value) {
    this.#facts = value;
    this.#release('facts');
    this.#schedule();
  }

  get decision() {
    return this.#problem === undefined ? this.#view?.decision : undefined;
  }

  #release(...names) {
    for (const name of names) {
      this.#handles[name]?.free();
      this.#handles[name] = undefined;
      if (name === 'engine') {
        this.#handles.programme?.free();
        this.#handles.programme = undefined;
      }
    }
  }

  #schedule() {
    if (this.#scheduled || !this.isConnected) return;
    this.#scheduled = true;
    // all properties and attributes set in one turn make one decision
    queueMicrotask(() => this.#update());
  }

  async #update() {
    const texts = textsIn(this.#locale);
    if (this.#programme === undefined || this.#facts === undefined) {
      this.#scheduled = false;
      this.#showEmpty(texts.waiting);
      return;
    }
    try {
      await init();
    } catch (error) {
      this.#scheduled = false;
      this.#fail('load', error);
      return;
    }
    this.#scheduled = false;
    if (!this.isConnected) return;
    try {
      this.#decide();
    } catch (error) {
      this.#fail(error instanceof QudaoError ? error.kind : 'evaluation', error);
    }
  }

  get #locale() {
    return localeOf(this.getAttribute('locale') ?? this.closest('[lang]')?.getAttribute('lang'));
  }

  #decide() {
    const handles = this.#handles;
    if (handles.engine === undefined) {
      handles.programme = Programme.fromJson(this.#programme);
      handles.engine = new Engine(handles.programme);
      handles.document = JSON.parse(handles.programme.toJson());
    }
    if (handles.facts === undefined) {
      handles.facts = Facts.fromJson(handles.programme, this.#facts);
      const facts = typeof this.#facts === 'string' ? JSON.parse(this.#facts) : this.#facts;
      handles.names = { partners: namesOf(facts.partners), customers: namesOf(facts.customers) };
    }
    const review = handles.engine.review(handles.facts, this.getAttribute('as-of') ?? '', this.getAttribute('known-on'));
    try {
      const ids = review.partnerIds;
      const id = this.getAttribute('partner') ?? (ids.length === 1 ? ids[0] : null);
      if (id === null) {
        this.#showEmpty(textsIn(this.#locale).choose);
        return;
      }
      const locale = this.#locale;
      this.#view = new View(review.partner(id), review.conflicts, review.explain(id, locale).lines, handles.document, handles.names, locale);
    } finally {
      review.free();
    }
    this.#problem = undefined;
    this.#show();
    const { decision, conflicts } = this.#view;
    this.#fire('qudao-decided', { decision, conflicts });
  }

  #fail(kind, error) {
    this.#problem = { kind, error };
    this.#show();
    this.#fire('qudao-error', { error, diagnostics: error.diagnostics ?? [] });
  }

  #fire(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  #showEmpty(text) {
    this.#view = undefined;
    this.#problem = undefined;
    this.#card.lang = this.#locale;
    this.#card.classList.remove('is-stale');
    this.#details.hidden = true;
    this.#body.replaceChildren(node('p', { class: 'empty' }, text));
  }

  #show() {
    const locale = this.#locale;
    const texts = textsIn(locale);
    const view = this.#view;
    const problem = this.#problem;
    const children = [];
    this.#card.lang = locale;
    this.#card.classList.toggle('is-stale', problem !== undefined);
    this.#details.hidden = view === undefined;
    if (problem) children.push(problemPanel(problem, texts));
    if (problem && view) children.push(node('p', { class: 'stale' }, texts.stale));
    if (view) {
      const { decision } = view;
      children.push(
        node(
          'header',
          { part: 'header' },
          node('h2', { part: 'name' }, view.partner(decision.partner)),
          this.#meta(view),
        ),
        node('div', { class: 'sections' }, ...[tierSection(view), awardSection(view), ...decision.scores.map((score) => scoreSection(score, view)), ...(decision.classes ?? []).map((found) => classSection(found, view)), clashSection(view)].filter(Boolean)),
      );
      this.#summary.textContent = view.words.reasons;
      this.#reasons.replaceChildren(outline(view.lines));
    }
    this.#body.replaceChildren(...children);
    this.#announce(problem, view, texts);
  }

  #meta(view) {
    const { texts, figures, decision } = view;
    const asOf = this.getAttribute('as-of');
    const knownOn = this.getAttribute('known-on');
    const parts = [decision.partner, view.title(view.programme, view.programme.id)];
    if (asOf) parts.push(texts.asOf(figures.date(asOf)));
    if (knownOn) parts.push(texts.knownOn(figures.date(knownOn)));
    return node('p', { class: 'meta' }, ...parts.map((part) => node('span', {}, part)));
  }

  #announce(problem, view, texts) {
    const text = problem
      ? `${texts.problems[problem.kind]}: ${problem.error.message}`
      : texts.list([...(view.decision.standing ? [view.tier(view.decision.standing.tier)] : []), `${view.words.total} ${view.figures.paid(view.decision.total)}`]);
    // the same sentence again would be read out again
    if (this.#status.textContent !== text) this.#status.textContent = text;
  }
}

for (const [property, attribute] of Object.entries(ATTRIBUTES)) {
  Object.defineProperty(QudaoStanding.prototype, property, {
    configurable: true,
    enumerable: true,
    get() {
      return this.getAttribute(attribute);
    },
    set(value) {
      if (value === null || value === undefined) this.removeAttribute(attribute);
      else this.setAttribute(attribute, value);
    },
  });
}

if (!customElements.get('qudao-standing')) customElements.define('qudao-standing', QudaoStanding);
