// The demo page in Chromium under a strict policy: decided, edited, refused, read aloud, narrow.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { launch, openPage } from './chromium.mjs';
import { POLICY, serve } from './server.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser;
let site;
before(async () => {
  [browser, site] = await Promise.all([launch(), serve()]);
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

const open = (path = '/demo/index.html', { origin = site.origin, width = 1200, colorScheme = 'light' } = {}) =>
  openPage(browser, origin, path, { viewport: { width, height: 900 }, colorScheme });

const accessibility = async (page) => {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary}`).join(' | ')}`);
};

describe('the demo page', () => {
  let opened;
  let page;
  beforeEach(async () => {
    opened = await open();
    page = opened.page;
    await page.locator('qudao-standing [part="tier-name"]').waitFor();
  });
  afterEach(async () => {
    const violations = await page.evaluate(() => globalThis.violations);
    await page.close();
    assert.deepEqual({ said: opened.said, foreign: opened.foreign, violations }, { said: [], foreign: [], violations: [] });
  });

  const part = (name) => page.locator(`qudao-standing [part="${name}"]`);
  const line = (index) => page.locator('#lines input').nth(index);

  test('shows what was decided', async () => {
    assert.equal(await part('name').textContent(), '云帆科技 Yunfan Technology');
    assert.equal(await part('tier-name').textContent(), '银牌');
    assert.equal(await part('gap').textContent(), '还差 ¥12,300');
    assert.equal(await part('total').textContent(), '¥10,778.60');
    assert.equal(await part('points').textContent(), '45');
    assert.match(await part('clashes').textContent(), /金鸡湖会展 · D-1撞单未通过由 澜川数码 Lanchuan Digital 持有至 2026年8月4日/);
    assert.equal(await page.locator('#lines tr').count(), 8);
  });

  test('says in which class the partner is, and what is to be done', async () => {
    await page.evaluate(() => {
      const standing = document.querySelector('qudao-standing');
      const programme = structuredClone(typeof standing.programme === 'string' ? JSON.parse(standing.programme) : standing.programme);
      const [metric] = Object.keys(programme.metrics);
      programme.classes = {
        credit: {
          title: { 'zh-CN': '发货信用' }, otherwise: 'release', titles: { hold: { 'zh-CN': '停发' } },
          rules: [{ class: 'hold', when: { [metric]: { at_least: '-1', unknown: 'holds' } }, action: { 'zh-CN': '催收逾期款' } }],
        },
      };
      standing.programme = programme;
    });
    await part('class-name').waitFor();
    assert.equal(await part('class').textContent(), '发货信用停发催收逾期款');
    assert.deepEqual(await accessibility(page), []);
  });

  test('a ledger is kept, and an edited one refused, in the page', async () => {
    const found = await page.evaluate(async () => {
      const { Ledger, Programme, Programmes, init } = await import('/pkg/full/web.js');
      await init();
      const programme = Programme.fromJson({
        schema: 'qudao/programme/1', id: 'small', revision: 1, currency: 'CNY',
        effective: { from: '2026-01-01' }, calendar: { year_starts: '01-01' }, rounding: { scale: 2, mode: 'half_up' },
      });
      const ledger = new Ledger(new Programmes(programme));
      const locked = ledger.step({ lock: { until: '2026-07-01' } });
      try {
        Ledger.fromJson(new Programmes(programme), ledger.toJson().slice(0, -5));
        return [locked, 'taken'];
      } catch (error) {
        return [locked, error.kind, error.code];
      }
    });
    assert.deepEqual(found, [{ locked_until: '2026-07-01' }, 'ledger', 'syntax']);
  });

  test('an edited line is decided again, keystroke by keystroke', async () => {
    await line(2).focus();
    await line(2).press('ControlOrMeta+a');
    await line(2).pressSequentially('110100');
    await page.waitForFunction(() => document.querySelector('qudao-standing').decision?.standing.tier === 'gold');
    assert.equal(await part('tier-name').textContent(), '金牌');
    assert.equal(await part('total').textContent(), '¥17,000.00');
    assert.equal(await page.evaluate(() => document.activeElement?.closest('tr')?.rowIndex), 3);
    await page.getByRole('button', { name: '恢复原金额' }).click();
    await page.waitForFunction(() => document.querySelector('qudao-standing').decision?.standing.tier === 'silver');
    assert.equal(await line(2).inputValue(), '97800.00');
  });

  test('a bad amount is named at its line, and the last decision stays in sight', async () => {
    await line(2).fill('97,800');
    const finding = page.locator('#finding-2');
    await finding.filter({ hasText: '97,800' }).waitFor();
    assert.equal(await line(2).getAttribute('aria-invalid'), 'true');
    assert.match(await part('problem').textContent(), /bad_amount \/sales\/2\/amount/);
    assert.equal(await part('tier-name').textContent(), '银牌');
    assert.equal(await page.evaluate(() => document.querySelector('qudao-standing').decision), undefined);
    assert.deepEqual(await accessibility(page), []);
    await line(2).fill('97800');
    await part('problem').waitFor({ state: 'detached' });
    assert.equal(await finding.textContent(), '');
  });

  test('speaks English', async () => {
    await page.getByRole('button', { name: 'English' }).click();
    await part('tier-name').filter({ hasText: 'Silver' }).waitFor();
    assert.equal(await part('gap').textContent(), '¥12,300 to go');
    assert.equal(await page.title(), 'East China partner programme 2026');
    assert.equal(await page.getAttribute('html', 'lang'), 'en');
    await page.locator('qudao-standing summary').click();
    assert.match(await part('reasons').textContent(), /Silver/);
  });

  test('reasons open by keyboard and stay open', async () => {
    await page.locator('qudao-standing summary').focus();
    await page.keyboard.press('Enter');
    await part('reasons').waitFor();
    const lines = await part('reasons').locator('li').count();
    assert.ok(lines > 10, `${lines} lines`);
    await line(0).fill('186001');
    await page.waitForFunction(() => document.querySelector('qudao-standing').decision?.metrics.net_sales === '987701');
    assert.ok(await part('reasons').isVisible());
  });

  test('shows another partner, whose rebate is withheld', async () => {
    await page.selectOption('#partner', 'P-102');
    await part('name').filter({ hasText: 'Lanchuan' }).waitFor();
    assert.equal(await page.locator('#lines tr').count(), 3);
    assert.match(await part('awards').textContent(), /暂不兑付/);
    assert.equal(await page.locator('qudao-standing [role="status"]').textContent(), '银牌，合计 ¥800.00');
  });

  test('says when a date is outside the programme', async () => {
    await page.fill('#date', '2028-01-01');
    await page.dispatchEvent('#date', 'change');
    await part('problem').waitFor();
    assert.match(await part('problem').textContent(), /无法作出判定/);
  });

  test('events reach the document and carry the decision', async () => {
    const detail = await page.evaluate(
      () =>
        new Promise((resolve) => {
          document.addEventListener('qudao-decided', (event) => resolve([event.detail.decision.partner, event.detail.conflicts.length, event.composed]), { once: true });
          document.querySelector('qudao-standing').partner = 'P-103';
        }),
    );
    assert.deepEqual(detail, ['P-103', 2, true]);
  });

  test('is accessible in both languages and with reasons open', async () => {
    await page.locator('qudao-standing summary').click();
    assert.deepEqual(await accessibility(page), []);
    await page.getByRole('button', { name: 'English' }).click();
    assert.deepEqual(await accessibility(page), []);
  });

  test('moves and leaves without a trace', async () => {
    await page.evaluate(async () => {
      const standing = document.querySelector('qudao-standing');
      const { parentElement } = standing;
      standing.remove();
      await new Promise((resolve) => setTimeout(resolve));
      standing.locale = 'en';
      parentElement.prepend(standing);
    });
    await part('tier-name').filter({ hasText: 'Silver' }).waitFor();
  });

  test('prints its reasons', async () => {
    await page.emulateMedia({ media: 'print' });
    assert.ok(await part('reasons').locator('li').first().isVisible());
  });
});

for (const width of [320, 360, 1200]) {
  for (const colorScheme of ['light', 'dark']) {
    test(`nothing is cut off at ${width} pixels, ${colorScheme}`, async () => {
      const { page, said } = await open(undefined, { width, colorScheme });
      await page.locator('qudao-standing [part="tier-name"]').waitFor();
      for (const button of ['中文', 'English']) {
        await page.getByRole('button', { name: button }).click();
        await page.locator('qudao-standing summary').click();
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
      }
      assert.deepEqual(await accessibility(page), []);
      await page.close();
      assert.deepEqual(said, []);
    });
  }
}

test('values set before the element is defined are not lost', async () => {
  const { page } = await open('/demo/icon.svg');
  const total = await page.evaluate(async (origin) => {
    const element = document.createElementNS('http://www.w3.org/1999/xhtml', 'qudao-standing');
    element.programme = await (await fetch(`${origin}/demo/programme.json`)).text();
    element.facts = await (await fetch(`${origin}/demo/facts.json`)).text();
    element.setAttribute('partner', 'P-101');
    element.asOf = '2026-06-30';
    document.documentElement.append(element);
    const decided = new Promise((resolve) => element.addEventListener('qudao-decided', (event) => resolve(event.detail.decision.total)));
    await import(`${origin}/pkg/elements.js`);
    await import(`${origin}/pkg/elements.js?again`);
    return decided;
  }, site.origin);
  assert.equal(total, '10778.60');
  await page.close();
});

test("without 'wasm-unsafe-eval' the element says what is missing", async () => {
  const strict = await serve({ policy: POLICY.replace(" 'wasm-unsafe-eval'", '') });
  const { page } = await open(undefined, { origin: strict.origin });
  const problem = page.locator('qudao-standing [part="problem"]');
  await problem.waitFor();
  assert.match(await problem.textContent(), /wasm-unsafe-eval/);
  await page.close();
  await strict.stop();
});
