// One page: a partner's standing beside its sales lines. Each keystroke in an amount is read, checked and decided by the engine.
import '../pkg/elements.js';

const TEXTS = {
  en: {
    partner: 'Partner',
    date: 'As of',
    language: 'Language',
    records: 'Sales lines',
    hint: 'Change an amount; the decision follows as you type.',
    day: 'Date',
    sale: 'Sale',
    amount: 'Amount, tax excluded',
    reset: 'Restore the amounts',
    footer: 'Everything is computed in this page. No figure leaves it.',
    returned: 'return',
    label: (order, customer) => `Amount of ${order}, ${customer}`,
  },
  'zh-CN': {
    partner: '伙伴',
    date: '截至',
    language: '语言',
    records: '销售明细',
    hint: '修改金额，结果随输入即时更新。',
    day: '日期',
    sale: '销售',
    amount: '未税金额',
    reset: '恢复原金额',
    footer: '全部计算在本页完成，数据不会离开浏览器。',
    returned: '退货',
    label: (order, customer) => `${order} ${customer} 的金额`,
  },
};

const byId = (id) => document.getElementById(id);
const read = async (name) => (await fetch(new URL(name, import.meta.url))).text();

const [programmeText, factsText] = await Promise.all([read('programme.json'), read('facts.json')]);
const programme = JSON.parse(programmeText);
const original = JSON.parse(factsText);
const facts = structuredClone(original);
const names = new Map([...facts.customers, ...facts.products].map((row) => [row.id, row.name]));
const standing = byId('standing');
const inputs = new Map();
let locale = 'zh-CN';

function build(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function lineOf(sale, index) {
  const finding = build('div', { className: 'finding', id: `finding-${index}`, lang: 'en' });
  const input = build('input', { value: sale.amount, inputMode: 'decimal', autocomplete: 'off', spellcheck: false });
  input.setAttribute('aria-label', TEXTS[locale].label(sale.order, names.get(sale.customer)));
  input.setAttribute('aria-describedby', finding.id);
  const detail = build('small', {}, `${names.get(sale.product)} · ${sale.order}${sale.return_of ? ` · ${TEXTS[locale].returned}` : ''}`);
  const row = build('tr', {}, build('td', {}, sale.date), build('td', {}, names.get(sale.customer), detail), build('td', { className: 'number' }, input, finding));
  const mark = () => row.classList.toggle('changed', sale.amount !== original.sales[index].amount);
  mark();
  input.addEventListener('input', () => {
    sale.amount = input.value;
    mark();
    standing.facts = facts;
  });
  inputs.set(index, { input, finding });
  return row;
}

function showLines() {
  inputs.clear();
  const rows = facts.sales.flatMap((sale, index) => (sale.partner === standing.partner ? [lineOf(sale, index)] : []));
  byId('lines').replaceChildren(...rows);
}

function showFindings(diagnostics) {
  for (const { input, finding } of inputs.values()) {
    finding.textContent = '';
    input.removeAttribute('aria-invalid');
  }
  const elsewhere = [];
  for (const { path, message, help } of diagnostics) {
    const line = inputs.get(Number(/^\/sales\/(\d+)\//.exec(path)?.[1] ?? NaN));
    if (line) {
      line.finding.textContent = help ? `${message} (${help})` : message;
      line.input.setAttribute('aria-invalid', 'true');
    } else {
      elsewhere.push(`${path}: ${message}`);
    }
  }
  byId('elsewhere').textContent = elsewhere.join('; ');
  byId('reset').disabled = facts.sales.every((sale, index) => sale.amount === original.sales[index].amount);
}

function speak(chosen) {
  locale = chosen;
  const texts = TEXTS[locale];
  document.documentElement.lang = locale;
  byId('title').textContent = programme.title[locale];
  document.title = programme.title[locale];
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = texts[element.dataset.text];
  for (const element of document.querySelectorAll('[data-label]')) element.setAttribute('aria-label', texts[element.dataset.label]);
  for (const button of document.querySelectorAll('[data-locale]')) button.setAttribute('aria-pressed', String(button.dataset.locale === locale));
  standing.locale = locale;
  showLines();
}

standing.addEventListener('qudao-decided', () => showFindings([]));
standing.addEventListener('qudao-error', (event) => showFindings(event.detail.diagnostics));

byId('partner').append(...facts.partners.map((partner) => build('option', { value: partner.id }, partner.name)));
byId('partner').addEventListener('change', (event) => {
  standing.partner = event.target.value;
  showLines();
});
byId('date').value = '2026-06-30';
byId('date').addEventListener('change', (event) => {
  standing.asOf = event.target.value;
});
for (const button of document.querySelectorAll('[data-locale]')) button.addEventListener('click', () => speak(button.dataset.locale));
byId('reset').addEventListener('click', () => {
  facts.sales.forEach((sale, index) => {
    sale.amount = original.sales[index].amount;
  });
  standing.facts = facts;
  showLines();
});

standing.partner = facts.partners[0].id;
standing.asOf = byId('date').value;
speak(locale);
standing.programme = programmeText;
standing.facts = facts;
