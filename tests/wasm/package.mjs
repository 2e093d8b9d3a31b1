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
/** `qudao`: what a page about one partner loads. */
export const qudao = await entry('node.js');
/** `qudao/full`: everything. */
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
export function answer(programmeText, factsText, asOf, knownOn, host = full) {
  return answered(host, programmeText, factsText, (engine, facts, keep) => keep(engine.review(facts, asOf, knownOn)).toJson());
}

/** The review and behind it the targets of each cascade and each leaderboard as `viewer` may see it, or only the error, each as JSON. */
export function answers(programmeText, factsText, asOf, knownOn, viewer) {
  const asked = answered(full, programmeText, factsText, (engine, facts, keep) => {
    const review = keep(engine.review(facts, asOf, knownOn));
    const { cascades = {}, leaderboards = {} } = JSON.parse(programmeText);
    return [
      review.toJson(),
      ...Object.keys(cascades).toSorted().map((id) => JSON.stringify(review.targets(id))),
      ...Object.keys(leaderboards).toSorted().map((id) => JSON.stringify(review.leaderboard(id, viewer))),
    ];
  });
  return [asked].flat();
}

/** What a partner pays for a product, or the error, as JSON. */
export function priceAnswer(programmeText, factsText, asOf, knownOn, { partner, product }) {
  return answered(full, programmeText, factsText, (engine, facts) => JSON.stringify(engine.price(facts, asOf, partner, product, knownOn)));
}

/** A leaderboard as one partner may see it, or the targets of a cascade, or the error, as JSON. */
export function acrossAnswer(programmeText, factsText, asOf, knownOn, { leaderboard, targets }) {
  return answered(full, programmeText, factsText, (engine, facts, keep) => {
    const review = keep(engine.review(facts, asOf, knownOn));
    return JSON.stringify(leaderboard ? review.leaderboard(leaderboard.id, leaderboard.viewer) : review.targets(targets));
  });
}

function answered({ Programme, Facts, Engine, QudaoError }, programmeText, factsText, ask) {
  return withHandles((keep) => {
    try {
      const programme = keep(Programme.fromJson(programmeText));
      const facts = keep(Facts.fromJson(programme, factsText));
      return ask(keep(new Engine(programme)), facts, keep);
    } catch (error) {
      if (error instanceof QudaoError) return error.json;
      throw error;
    }
  });
}

/** The places of what `qudao` leaves out of a programme and `qudao/full` has, in the order of the document. */
export function leftOut(programmeText) {
  let programme;
  try {
    programme = JSON.parse(programmeText);
  } catch {
    return [];
  }
  const places = [];
  const members = (value, path, names) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return;
    for (const name of Object.keys(value)) if (names.includes(name)) places.push(`${path}/${name}`);
  };
  const list = (value, path, each) => {
    if (Array.isArray(value)) value.forEach((element, index) => each(element, `${path}/${index}`));
  };
  members(programme, '', ['currencies', 'budgets', 'pools', 'contests', 'cascades', 'leaderboards', 'pay_checks', 'cost_shares', 'funds', 'channel_inventory', 'prices']);
  list(programme?.incentives, '/incentives', (incentive, path) => {
    members(incentive, path, ['budget', 'pay_to', 'minimum_payout', 'release', 'instalments', 'expected']);
    list(incentive?.pays, `${path}/pays`, (part, place) => {
      members(part, place, ['prize_in', 'share_of_pool', 'level_differential', 'for_each', 'rounded']);
      members(part?.bands, `${place}/bands`, ['returned']);
      if (part?.bands?.method === 'running' && part.bands.returned === undefined) places.push(`${place}/bands/method`);
    });
  });
  return places;
}

/**
 * Holds what `qudao` answers against what `qudao/full` does: the same bytes, or, of a programme that has what `qudao` leaves out, its
 * findings and no others than `qudao/full` has.
 */
export function assertSmallAgrees(programmeText, factsText, asOf, knownOn, answer) {
  const small = smallAnswer(programmeText, factsText, asOf, knownOn);
  let places = leftOut(programmeText);
  const splits = places.length === 0 && JSON.parse(small).diagnostics?.some(({ path }) => path === '/credits/0/sale');
  if (splits) places = ['/credits/0/sale'];
  if (places.length === 0) {
    assert.equal(small, answer);
    return;
  }
  const { kind, diagnostics } = JSON.parse(small);
  assert.equal(kind, splits ? 'facts' : 'programme');
  const [left, others] = [[], []];
  for (const finding of diagnostics) (finding.code === 'not_in_this_build' ? left : others).push(finding);
  assert.deepEqual(left.map(({ path }) => path).toSorted(), places.toSorted());
  for (const { message, path, help } of left) {
    const what = splits ? 'split credit' : `\`${path.split('/').at(-1)}\``;
    assert.equal(message, `${what} is left out of this build of qudao`);
    assert.match(help, /qudao\/full/);
  }
  const whole = JSON.parse(answer);
  const known = new Set(whole.kind === kind ? whole.diagnostics.map((finding) => JSON.stringify(finding)) : []);
  assert.deepEqual(others.filter((finding) => !known.has(JSON.stringify(finding))), []);
}

const smallAnswer = (...asked) => answer(...asked, qudao);
