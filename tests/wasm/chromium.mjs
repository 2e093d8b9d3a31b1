// Chromium, and pages in it that remember everything they should not have said or asked for.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const executablePath = process.env.QUDAO_CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export function launch() {
  assert.ok(existsSync(executablePath), `no browser at ${executablePath}; name one in QUDAO_CHROMIUM`);
  return chromium.launch({ executablePath, args: FLAGS });
}

export async function openPage(browser, origin, path, options = {}) {
  const page = await browser.newPage({ locale: 'en-GB', ...options });
  const said = [];
  const foreign = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) foreign.push(request.url());
  });
  await page.addInitScript(() => {
    globalThis.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => globalThis.violations.push(event.violatedDirective));
  });
  await page.goto(origin + path);
  return { page, said, foreign };
}
