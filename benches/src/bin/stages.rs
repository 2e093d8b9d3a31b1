//! Where the time of a W1 batch goes, in CPU seconds by stage: `cargo run --release -p qudao-benches --bin stages -- 10000000`.

use qudao::{Engine, Programme};
use qudao_benches::{Records, W1};

/// CPU seconds of this process, in clock ticks of 10 ms.
fn cpu() -> u64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    fields.get(11..13).into_iter().flatten().filter_map(|ticks| ticks.parse::<u64>().ok()).sum()
}

fn main() {
    let lines = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(1_000_000);
    let records = Records::new(lines, (lines / 100).clamp(10, 100_000));
    let programme = Programme::from_json(W1).unwrap_or_else(|report| panic!("{report}"));
    let engine = Engine::compile(&programme);
    let started = cpu();
    let mut facts = records.dimensions(&programme);
    let dimensions = cpu();
    let partial = records.measure(&engine, &mut facts);
    let measured = cpu();
    let review = engine.decide(&facts, &partial).unwrap_or_else(|error| panic!("{error}"));
    let decided = cpu();
    let total = review.total().map(|total| total.to_string()).unwrap_or_default();
    println!(
        "{lines} lines: dimensions {} ms, measure {} ms, decide {} ms; {} partners, total {total}",
        (dimensions - started) * 10,
        (measured - dimensions) * 10,
        (decided - measured) * 10,
        review.partner_ids().len(),
    );
}
