// The packed tarball, installed as a user would install it: what is in it, and that Node and TypeScript find their way.
import assert from 'node:assert/strict';
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { bindings, here, newProject, repository, run } from './package.mjs';

const project = newProject();
const installed = join(project, 'node_modules', 'qudao');
after(() => rmSync(project, { recursive: true, force: true }));

test('the package holds a wasm file for each of its entries and nothing that is not needed', () => {
  const files = readdirSync(installed, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(installed.length + 1))
    .filter((name) => !name.startsWith('LICENSE'));
  assert.deepEqual(files.sort(), [
    'README.md', 'elements.d.ts', 'elements.js', 'elements/figures.js', 'elements/standing.js', 'elements/style.js', 'elements/texts.js',
    'facts.d.ts', 'full.d.ts', 'full/host.js', 'full/node.js', 'full/qudao.js', 'full/qudao_bg.wasm', 'full/web.js',
    'host.js', 'node.js', 'package.json', 'programme.d.ts', 'programme.schema.json', 'qudao.js', 'qudao_bg.wasm', 'review.d.ts',
    'types.d.ts', 'web.js',
  ]);
});

test('its version is the workspace’s', () => {
  const { version, name } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  assert.equal(name, 'qudao');
  assert.ok(readFileSync(join(repository, 'Cargo.toml'), 'utf8').includes(`version = "${version}"`));
});

test('Node imports it by name and decides', () => {
  cpSync(join(bindings, 'demo', 'programme.json'), join(project, 'programme.json'));
  cpSync(join(bindings, 'demo', 'facts.json'), join(project, 'facts.json'));
  writeFileSync(
    join(project, 'main.js'),
    `import { readFileSync } from 'node:fs';
import { Engine, Facts, Programme, init } from 'qudao';
await init();
const programme = Programme.fromJson(readFileSync('programme.json', 'utf8'));
const facts = Facts.fromJson(programme, readFileSync('facts.json', 'utf8'));
console.log(new Engine(programme).review(facts, '2026-06-30').partner('P-101').total);
`,
  );
  assert.deepEqual(run(project, process.execPath, 'main.js'), { status: 0, output: '10778.60\n' });
});

test('the wasm file can be resolved by name', () => {
  writeFileSync(join(project, 'resolve.js'), "console.log(import.meta.resolve('qudao/qudao_bg.wasm').endsWith('/node_modules/qudao/qudao_bg.wasm'));\n");
  assert.deepEqual(run(project, process.execPath, 'resolve.js'), { status: 0, output: 'true\n' });
});

for (const [name, readme] of [['package', join(installed, 'README.md')], ['repository', join(repository, 'README.md')]]) {
  test(`the examples of the README of the ${name} run`, () => {
    const blocks = [...readFileSync(readme, 'utf8').matchAll(/```js node\n([\s\S]*?)```/g)].map(([, code]) => code);
    assert.ok(blocks.length > 0);
    for (const [index, code] of blocks.entries()) {
      const file = `readme-${name}-${index}.js`;
      writeFileSync(join(project, file), code);
      const done = run(project, process.execPath, file);
      assert.equal(done.status, 0, done.output);
      for (const [, printed] of code.matchAll(/console\.log\(.*\/\/ (.*)/g)) assert.ok(done.output.includes(printed), `${printed}\nin\n${done.output}`);
    }
  });
}

test('the types hold: strict, libraries checked', () => {
  for (const name of ['usage.ts', 'tsconfig.json']) cpSync(join(here, 'types', name), join(project, name));
  const done = run(project, join(here, 'node_modules', '.bin', 'tsc'), '-p', '.');
  assert.equal(done.status, 0, done.output);
});

const surface = () => ['types.d.ts', 'review.d.ts'].map((name) => readFileSync(join(installed, name), 'utf8')).join('\n');
const union = (name) => {
  const text = surface().split(`export type ${name} =`)[1].split(';')[0];
  return [...text.matchAll(/'([a-z_]+)'/g)].map(([, code]) => code).sort();
};
const slugs = (file, macro) => {
  const text = readFileSync(join(repository, 'core', 'src', file), 'utf8').split(`\n${macro}! {`)[1].split('\n}\n')[0];
  return [...text.matchAll(/^ {4}\w+ = "([a-z_]+)"/gm)].map(([, code]) => code).sort();
};

test('every code of the core is in the types, and no other', () => {
  assert.deepEqual(union('DiagnosticCode'), slugs('diagnostic.rs', 'codes'));
  const reasons = [...surface().matchAll(/ReasonOf<'([a-z_]+)'>/g)].map(([, code]) => code).sort();
  assert.deepEqual(reasons, slugs('reason.rs', 'reasons'));
  const evaluation = readFileSync(join(repository, 'core', 'src', 'error.rs'), 'utf8');
  assert.deepEqual(union('EvaluationErrorCode'), [...evaluation.matchAll(/EvaluationError::\w+.*=> "([a-z_]+)"/g)].map(([, code]) => code).sort());
});

test('no file names a registry or a machine', () => {
  const lock = readFileSync(join(here, 'package-lock.json'), 'utf8');
  assert.doesNotMatch(lock, /"resolved"/);
});
