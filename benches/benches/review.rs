//! Wall times of the single steps, for people who change them: `cargo bench -p qudao-benches`.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use qudao::{AsOf, Engine, Facts, FactsBuilder, Mapping, Programme, parse_date};
use qudao_benches::{Records, W1};

const SAMPLE: &str = include_str!("../../core/report/sample/programme.json");

fn sample() -> (Programme, Facts) {
    let programme = Programme::from_json(SAMPLE).unwrap_or_else(|report| panic!("{report}"));
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/report/sample");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mapping = Mapping::from_json(&programme, &read("mapping.json")).unwrap_or_else(|report| panic!("{report}"));
    let mut builder = FactsBuilder::new(&programme);
    for (table, file) in mapping.files() {
        builder.add_csv(&mapping, table, &read(&format!("facts/{file}")));
    }
    let facts = builder.finish().unwrap_or_else(|report| panic!("{report}"));
    (programme, facts)
}

fn steps(criterion: &mut Criterion) {
    let (programme, facts) = sample();
    let engine = Engine::compile(&programme);
    let as_of = AsOf::on(parse_date("2026-09-30").unwrap_or_default());
    let first = facts.partner_id(0).to_owned();
    criterion.bench_function("programme: read and check", |b| b.iter(|| Programme::from_json(black_box(SAMPLE))));
    criterion.bench_function("sample: review", |b| b.iter(|| engine.review(black_box(&facts), &as_of)));
    criterion.bench_function("sample: review and write", |b| {
        b.iter(|| engine.review(black_box(&facts), &as_of).and_then(|review| review.to_json()))
    });
    criterion.bench_function("sample: explain one partner", |b| b.iter(|| engine.explain(black_box(&facts), &as_of, &first)));
}

fn batch(criterion: &mut Criterion) {
    let programme = Programme::from_json(W1).unwrap_or_else(|report| panic!("{report}"));
    let engine = Engine::compile(&programme);
    let records = Records::new(1_000_000, 10_000);
    let mut facts = records.dimensions(&programme);
    let mut group = criterion.benchmark_group("W1, 1 million lines");
    group.sample_size(10).throughput(Throughput::Elements(1_000_000));
    group.bench_function("measure", |b| b.iter(|| records.measure(&engine, &mut facts)));
    let partial = records.measure(&engine, &mut facts);
    group.bench_function("decide", |b| b.iter(|| engine.decide(&facts, &partial)));
    group.finish();
}

criterion_group!(benches, steps, batch);
criterion_main!(benches);
