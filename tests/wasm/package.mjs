// Where the built package and the repository lie, and the one question that every host answers.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = fileURLToPath(new URL('.', import.meta.url));
export const repository = fileURLToPath(new URL('../../', import.meta.url));
export const bindings = join(repository, 'bindings-wasm');
export const pkg = join(bindings, 'pkg');

if (!existsSync(join(pkg, 'full', 'qudao_bg.wasm'))) throw new Error(`no package in ${pkg}: run \`cargo xtask wasm\` first`);

const entry = (path) => import(new URL(`../../bindings-wasm/pkg/${path}`, import.meta.url).href);
/** `qudao`: what a page loads. */
export const qudao = await entry('node.js');
/** `qudao/full`: settlement, partial aggregates and the plain pipeline as well. */
export const full = await entry('full/node.js');

export function tarball() {
  const given = process.env.QUDAO_TARBALL;
  if (given) return given;
  const [name] = readdirSync(pkg).filter((file) => file.endsWith('.tgz'));
  if (name === undefined) throw new Error(`no tarball in ${pkg}`);
  return join(pkg, name);
}

/** Runs a program in a folder. */
export function run(folder, command, ...args) {
  const done = spawnSync(command, args, { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' });
  return { status: done.status, output: `${done.stdout}${done.stderr}` };
}

/** A new project with the packed package installed as a user would install it; its folder. */
export function newProject() {
  const folder = mkdtempSync(join(tmpdir(), 'qudao-package-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'user', private: true, type: 'module' }));
  const done = run(folder, 'npm', 'install', '--offline', '--no-audit', '--no-fund', tarball());
  assert.equal(done.status, 0, done.output);
  return folder;
}

export const demo = (name) => readFileSync(join(bindings, 'demo', name), 'utf8');

/** Runs `work` with handles and frees every one of them afterwards. */
export function withHandles(work) {
  const handles = [];
  try {
    return work((handle) => {
      handles.push(handle);
      return handle;
    });
  } finally {
    for (const handle of handles.reverse()) handle.free();
  }
}

/** The answers to the steps of a vector and the ledger after them, or the error of a document, as JSON. */
export function ledgerAnswer(programmeTexts, factsText, ledgerText, steps) {
  return withHandles((keep) => {
    const caught = (run, wrap) => {
      try {
        return run();
      } catch (error) {
        if (error instanceof full.QudaoError) return wrap(error.json);
        throw error;
      }
    };
    return caught(() => {
      const revisions = programmeTexts.map((text) => keep(full.Programme.fromJson(text)));
      const programmes = keep(new full.Programmes(revisions[0]));
      revisions.slice(1).forEach((revision) => programmes.add(revision));
      const latest = revisions.reduce((best, one) => (one.revision > best.revision ? one : best));
      let facts = keep(full.Facts.fromJson(latest, factsText));
      const ledger = keep(ledgerText === undefined ? new full.Ledger(programmes) : full.Ledger.fromJson(programmes, ledgerText));
      const answers = steps.map((step) => {
        if (step.facts) {
          facts = keep(full.Facts.fromJson(latest, JSON.stringify(step.facts)));
          return '{}';
        }
        return caught(() => JSON.stringify(ledger.stepWith(facts, step)), (json) => `{"error":${json}}`);
      });
      return `{"answers":[${answers.join(',')}],"ledger":${ledger.toJson()}}`;
    }, (json) => json);
  });
}

/** The canonical answer to a case: the review, or the error, as JSON. */
export function answer(programmeText, factsText, asOf, knownOn) {
  return answered(programmeText, factsText, (engine, facts, keep) => keep(engine.review(facts, asOf, knownOn)).toJson());
}

/** What a partner pays for a product, or the error, as JSON. */
export function priceAnswer(programmeText, factsText, asOf, knownOn, { partner, product }) {
  return answered(programmeText, factsText, (engine, facts) => JSON.stringify(engine.price(facts, asOf, partner, product, knownOn)));
}

/** A leaderboard as one partner may see it, or the targets of a cascade, or the error, as JSON. */
export function acrossAnswer(programmeText, factsText, asOf, knownOn, { leaderboard, targets }) {
  return answered(programmeText, factsText, (engine, facts, keep) => {
    const review = keep(engine.review(facts, asOf, knownOn));
    return JSON.stringify(leaderboard ? review.leaderboard(leaderboard.id, leaderboard.viewer) : review.targets(targets));
  }, full);
}

function answered(programmeText, factsText, ask, from = qudao) {
  return withHandles((keep) => {
    try {
      const programme = keep(from.Programme.fromJson(programmeText));
      const facts = keep(from.Facts.fromJson(programme, factsText));
      return ask(keep(new from.Engine(programme)), facts, keep);
    } catch (error) {
      if (error instanceof from.QudaoError) return error.json;
      throw error;
    }
  });
}
