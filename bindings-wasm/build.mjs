// Makes the npm package: node bindings-wasm/build.mjs <folder of wasm-bindgen's `web` output, named qudao; that of the full engine in `full/` below it> [<package folder>]
//
// One wasm file serves every environment; what differs are the few lines of `entry/`. A second one, in `full/`, can settle as well.
// Nothing that wasm-bindgen generated is edited.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const [generated, folder = join(here, 'pkg')] = process.argv.slice(2);
const ENGINES = ['.', 'full'];
if (!generated || !ENGINES.every((engine) => existsSync(join(generated, engine, 'qudao_bg.wasm')))) {
  console.error('usage: node build.mjs <folder with qudao.js and qudao_bg.wasm, also in full/> [<package folder>]');
  process.exit(2);
}
const pkg = resolve(folder);

/** `version = "…"` of `[workspace.package]`: one number for all three artefacts. */
function workspaceVersion() {
  const manifest = readFileSync(join(here, '..', 'Cargo.toml'), 'utf8');
  const section = manifest.split('[workspace.package]')[1]?.split(/^\[/m)[0] ?? '';
  const version = /^version\s*=\s*"([^"]+)"/m.exec(section)?.[1];
  if (version === undefined) throw new Error('no version in [workspace.package] of Cargo.toml');
  return version;
}

rmSync(pkg, { recursive: true, force: true });
mkdirSync(pkg, { recursive: true });
for (const engine of ENGINES) {
  for (const name of ['qudao.js', 'qudao_bg.wasm']) cpSync(join(generated, engine, name), join(pkg, engine, name));
}
cpSync(join(here, 'entry'), pkg, { recursive: true });
cpSync(join(here, 'elements'), join(pkg, 'elements'), { recursive: true });
for (const name of ['types.d.ts', 'facts.d.ts', 'full.d.ts', 'programme.d.ts', 'review.d.ts', 'README.md']) cpSync(join(here, name), join(pkg, name));
// a file, because editors read it and no program does
cpSync(join(here, '..', 'core', 'schema', 'programme.schema.json'), join(pkg, 'programme.schema.json'));
for (const name of readdirSync(join(here, '..')).filter((name) => name.startsWith('LICENSE'))) cpSync(join(here, '..', name), join(pkg, name));

const manifest = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
manifest.version = workspaceVersion();
writeFileSync(join(pkg, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);

const packed = spawnSync('npm', ['pack', '--offline', '--ignore-scripts', '--json', '--loglevel=error'], { cwd: pkg, encoding: 'utf8', shell: process.platform === 'win32' });
if (packed.status !== 0) {
  console.error(packed.stderr || packed.error?.message);
  process.exit(1);
}
const archive = readdirSync(pkg).find((name) => name.endsWith('.tgz'));
console.log(join(pkg, archive));
