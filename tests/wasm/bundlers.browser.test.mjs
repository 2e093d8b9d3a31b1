// The packed tarball in bundlers, as an application takes it, and what they make of it in Chromium under the strict policy.
import assert from 'node:assert/strict';
import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as esbuild from 'esbuild';
import * as vite from 'vite';
import { launch, openPage } from './chromium.mjs';
import { bindings, newProject } from './package.mjs';
import { POLICY, serve } from './server.mjs';

const project = newProject();
const page = (script) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>bundled</title><link rel="icon" href="/icon.svg"><script type="module" src="${script}"></script></head>
<body><output></output><qudao-standing partner="P-101" as-of="2026-06-30" locale="en"></qudao-standing></body></html>
`;
// the functions and the element, in one application: there is to be one wasm file all the same
const application = (load) => `import { Engine, Facts, Programme, init } from 'qudao';
import 'qudao/elements';
import programmeDocument from './programme.json';
import factsDocument from './facts.json';
${load}
const programme = Programme.fromJson(programmeDocument);
const review = new Engine(programme).review(Facts.fromJson(programme, factsDocument), '2026-06-30');
document.querySelector('output').textContent = review.partner('P-101').total;
const standing = document.querySelector('qudao-standing');
standing.programme = programmeDocument;
standing.facts = factsDocument;
`;

let browser;
before(async () => {
  for (const name of ['programme.json', 'facts.json']) cpSync(join(bindings, 'demo', name), join(project, name));
  // served as it is: in a page, Vite would turn it into a data URL, which the policy forbids
  cpSync(join(bindings, 'demo', 'icon.svg'), join(project, 'public', 'icon.svg'));
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(project, { recursive: true, force: true });
});

async function decides(folder) {
  const wasm = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.wasm'));
  assert.equal(wasm.length, 1, wasm.join(' '));
  const site = await serve({ folder });
  try {
    await shows(site.origin);
  } finally {
    await site.stop();
  }
}

async function shows(origin) {
  const { page, said, foreign } = await openPage(browser, origin, '/index.html');
  await page.locator('qudao-standing [part="total"]').waitFor();
  assert.equal(await page.locator('output').textContent(), '10778.60');
  assert.equal(await page.locator('qudao-standing [part="total"]').textContent(), '¥10,778.60');
  const violations = await page.evaluate(() => globalThis.violations);
  await page.close();
  // what remains beside `debug` is what a console shows unasked
  const heard = said.filter((line) => !line.startsWith('debug: '));
  assert.deepEqual({ heard, foreign, violations }, { heard: [], foreign: [], violations: [] });
}

test('Vite takes the wasm file along', async () => {
  writeFileSync(join(project, 'index.html'), page('/main.js'));
  writeFileSync(join(project, 'main.js'), application('await init();'));
  await vite.build({ root: project, logLevel: 'warn' });
  await decides(join(project, 'dist'));
});

test('Vite serves it while one develops', async () => {
  const server = await vite.createServer({ root: project, logLevel: 'warn', server: { host: '127.0.0.1', port: 0, headers: { 'content-security-policy': POLICY } } });
  await server.listen();
  try {
    await shows(`http://127.0.0.1:${server.httpServer.address().port}`);
  } finally {
    await server.close();
  }
});

test('esbuild is told of the wasm file by its name', async () => {
  const outdir = join(project, 'out');
  cpSync(join(project, 'public'), outdir, { recursive: true });
  writeFileSync(join(outdir, 'index.html'), page('/main.js'));
  writeFileSync(join(project, 'main.js'), application("import wasm from 'qudao/qudao_bg.wasm';\nawait init(wasm);"));
  await esbuild.build({ absWorkingDir: project, entryPoints: ['main.js'], bundle: true, format: 'esm', loader: { '.wasm': 'file' }, outdir });
  await decides(outdir);
});
