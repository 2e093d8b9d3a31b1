const CSS = `
:host {
  --_ink: var(--qudao-ink, #16202a);
  --_muted: var(--qudao-muted, #56626e);
  --_line: var(--qudao-line, #dde2e7);
  --_surface: var(--qudao-surface, #ffffff);
  --_sunken: var(--qudao-sunken, #eef1f4);
  --_accent: var(--qudao-accent, #0b6158);
  --_calm: var(--qudao-calm, #1a6a42);
  --_watch: var(--qudao-watch, #8a5200);
  --_alarm: var(--qudao-alarm, #a8281d);
  display: block;
  container-type: inline-size;
  color: var(--_ink);
  font: 400 0.9375rem/1.5 var(--qudao-font, system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif);
  font-variant-numeric: tabular-nums lining-nums;
}
:host([hidden]) { display: none; }
@media (prefers-color-scheme: dark) {
  :host {
    --_ink: var(--qudao-ink, #e7ebef);
    --_muted: var(--qudao-muted, #a0abb6);
    --_line: var(--qudao-line, #313941);
    --_surface: var(--qudao-surface, #171c21);
    --_sunken: var(--qudao-sunken, #262d34);
    --_accent: var(--qudao-accent, #62c9b8);
    --_calm: var(--qudao-calm, #6fcf97);
    --_watch: var(--qudao-watch, #f0b455);
    --_alarm: var(--qudao-alarm, #ff8a7c);
  }
}
* { box-sizing: border-box; }
h2, h3, h4, p, ul, ol, dl, dd { margin: 0; padding: 0; font: inherit; }
ul, ol { list-style: none; }

.card {
  background: var(--_surface);
  border: 1px solid var(--_line);
  border-radius: 10px;
  padding: 1.5rem 1.625rem;
}
header { padding-block-end: 1.25rem; }
h2 { font-size: 1.375rem; font-weight: 600; line-height: 1.3; letter-spacing: -0.005em; overflow-wrap: anywhere; }
.meta { color: var(--_muted); font-size: 0.8125rem; }
.meta > span + span::before { content: "·"; padding-inline: 0.5em; }

.sections { display: grid; gap: 0 2.5rem; }
section { border-block-start: 1px solid var(--_line); padding-block: 1.125rem 1.375rem; min-inline-size: 0; }
h3 { color: var(--_muted); font-size: 0.8125rem; font-weight: 500; margin-block-end: 0.625rem; }
h4 { font-size: 0.8125rem; font-weight: 500; color: var(--_muted); margin-block: 1.125rem 0.375rem; }
@container (min-width: 46rem) {
  .sections { grid-template-columns: 1fr 1fr; }
  .sections > section.wide { grid-column: 1 / -1; }
}

/* tier */
.tier { font-size: 1.625rem; font-weight: 600; line-height: 1.2; color: var(--_accent); }
.ladder { display: flex; margin-block-start: 1rem; }
.ladder li {
  flex: 1; position: relative; padding-block-start: 1.125rem; font-size: 0.75rem; color: var(--_muted); text-align: center; min-inline-size: 0; overflow-wrap: anywhere;
}
.ladder li::before {
  content: ""; position: absolute; inset-block-start: 0.1875rem; inset-inline-start: calc(50% - 0.3125rem); inline-size: 0.625rem; block-size: 0.625rem;
  border-radius: 50%; border: 2px solid var(--_line); background: var(--_surface); z-index: 1;
}
.ladder li + li::after {
  content: ""; position: absolute; inset-block-start: 0.4375rem; inset-inline-start: -50%; inline-size: 100%; block-size: 2px; background: var(--_line);
}
.ladder li.reached::before { border-color: var(--_accent); background: var(--_accent); }
.ladder li.reached::after { background: var(--_accent); }
.ladder li[aria-current] { color: var(--_ink); font-weight: 600; }
.ladder li[aria-current]::before { box-shadow: 0 0 0 3px color-mix(in srgb, var(--_accent) 22%, transparent); }

.gaps { display: grid; gap: 0.875rem; }
.gaps .row { display: flex; justify-content: space-between; gap: 0.25rem 1rem; flex-wrap: wrap; align-items: baseline; }
.gaps .gap { font-weight: 600; }
.gaps .of { color: var(--_muted); font-size: 0.8125rem; }
.meter { block-size: 6px; margin-block: 0.375rem 0.3125rem; border-radius: 3px; background: var(--_sunken); overflow: hidden; }
.meter svg { display: block; inline-size: 100%; block-size: 6px; }
.meter rect { fill: var(--_accent); transition: width 0.25s ease; }

/* awards */
table { border-collapse: collapse; inline-size: 100%; }
th, td { padding: 0.4375rem 0; text-align: start; vertical-align: baseline; font-weight: 400; }
tbody tr + tr > * { border-block-start: 1px solid var(--_sunken); }
td { text-align: end; white-space: nowrap; padding-inline-start: 1rem; }
tr.idle > *, tr.idle .outcome { color: var(--_muted); }
.outcome { display: block; font-size: 0.75rem; color: var(--_muted); }
.outcome[data-outcome="paid"] { color: var(--_calm); }
.outcome[data-outcome="withheld"], .outcome[data-outcome="forfeited"], .outcome[data-outcome="held"] { color: var(--_watch); }
tfoot th, tfoot td { border-block-start: 1px solid var(--_ink); padding-block-start: 0.625rem; font-weight: 600; vertical-align: baseline; }
tfoot td { font-size: 1.25rem; }
tfoot .outcome { font-weight: 400; }

/* risk */
.score { display: flex; align-items: center; gap: 0.625rem; }
.score .points { font-size: 1.625rem; font-weight: 600; line-height: 1.2; }
.score .unit { color: var(--_muted); font-size: 0.8125rem; margin-inline-start: -0.25rem; }
.band { display: inline-flex; align-items: center; gap: 0.375rem; font-weight: 600; margin-inline-start: auto; }
.band svg { inline-size: 1.125rem; block-size: 1.125rem; flex: none; fill: currentColor; }
.calm { color: var(--_calm); } .watch { color: var(--_watch); } .alarm { color: var(--_alarm); }
.bands { display: flex; gap: 3px; margin-block-start: 0.75rem; }
.bands li { flex: 1; font-size: 0.75rem; color: var(--_muted); border-block-start: 4px solid var(--_sunken); padding-block-start: 0.25rem; min-inline-size: 0; }
.bands li[aria-current] { border-color: currentColor; font-weight: 600; }
.bands li.calm { color: var(--_calm); } .bands li.watch { color: var(--_watch); } .bands li.alarm { color: var(--_alarm); }
.bands .from { font-weight: 400; color: var(--_muted); padding-inline-start: 0.375em; }
.drivers li { display: flex; justify-content: space-between; gap: 1rem; padding-block: 0.1875rem; }
.drivers .add { white-space: nowrap; }

/* clashes */
.clashes { display: grid; gap: 0.75rem; }
.clashes .row { display: flex; justify-content: space-between; gap: 0 1rem; flex-wrap: wrap; }
.clashes .thing { font-weight: 500; }
.claim { font-size: 0.8125rem; font-weight: 600; }
.clashes .of { color: var(--_muted); font-size: 0.8125rem; }

/* reasons */
details { border-block-start: 1px solid var(--_line); padding-block-start: 0.875rem; }
summary { cursor: pointer; font-weight: 500; color: var(--_accent); inline-size: fit-content; border-radius: 4px; padding-inline-end: 0.25rem; }
summary:focus-visible { outline: 2px solid var(--_accent); outline-offset: 3px; }
.lines { margin-block-start: 0.75rem; font-size: 0.875rem; overflow-wrap: anywhere; }
.lines > li + li { margin-block-start: 0.625rem; }
.lines > li > span { font-weight: 600; }
.lines ul { margin-inline-start: 0.25rem; padding-inline-start: 0.875rem; border-inline-start: 1px solid var(--_line); }
.lines ul li { padding-block: 0.0625rem; color: var(--_ink); }

/* problems */
.problem { border: 1px solid var(--_alarm); border-radius: 8px; padding: 0.875rem 1rem; margin-block-end: 1.25rem; }
.problem-title { color: var(--_alarm); font-weight: 600; font-size: 0.9375rem; display: flex; gap: 0.5rem; align-items: center; margin-block-end: 0.375rem; }
.problem svg { inline-size: 1.125rem; block-size: 1.125rem; fill: currentColor; flex: none; }
.problem li + li { margin-block-start: 0.5rem; }
.problem .where { display: block; font: 0.8125rem/1.4 ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; color: var(--_muted); overflow-wrap: anywhere; }
.problem p, .problem li { overflow-wrap: anywhere; }
.stale { color: var(--_muted); font-size: 0.8125rem; margin-block-end: 0.75rem; }
.card.is-stale .sections, .card.is-stale details { filter: grayscale(1); }
.visually-hidden { position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.empty { color: var(--_muted); }

@container (max-width: 26rem) {
  .card { padding: 1.125rem 1rem; border-radius: 8px; }
  h2 { font-size: 1.1875rem; }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
@media (forced-colors: active) {
  .ladder li.reached::before, .ladder li.reached::after { forced-color-adjust: none; background: Highlight; }
  .meter { forced-color-adjust: none; border: 1px solid CanvasText; }
  .meter rect { fill: Highlight; }
}
@media print {
  :host { --_ink: #000; --_muted: #333; --_line: #999; --_surface: #fff; --_accent: #000; color: #000; }
  .card { border: 0; padding: 0; }
  section { break-inside: avoid; }
  .meter, .ladder li::before, .ladder li::after, .bands li { print-color-adjust: exact; }
  details::details-content { content-visibility: visible; block-size: auto; }
  summary { list-style: none; color: #000; }
}
`;

let sheet;

/** One sheet for all elements of the page. */
export function styleSheet() {
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  return sheet;
}
