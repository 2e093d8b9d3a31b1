//! Where the time of a W1 batch goes, in CPU seconds by stage: `cargo run --release -p qudao-benches --bin stages -- 10000000`. Then what
//! deciding takes for one partner, without and with all reasons.

use std::hint::black_box;

use qudao::{Engine, Facts, Partial, Programme};
use qudao_benches::{Records, W1};

/// How often deciding is repeated; the two ways take turns.
const ROUNDS: usize = 9;

/// CPU nanoseconds of this thread, which does all the work.
fn cpu() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split_whitespace().next().and_then(|nanoseconds| nanoseconds.parse().ok()).unwrap_or(0)
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
    let partners = review.partner_ids().len();
    println!(
        "{lines} lines: dimensions {} ms, measure {} ms, decide {} ms; {partners} partners, total {total}",
        (dimensions - started) / 1_000_000,
        (measured - dimensions) / 1_000_000,
        (decided - measured) / 1_000_000,
    );
    decide(&engine, &facts, &partial, partners as u64);
}

/// What one partner takes: the median of rounds in which the ways to decide take turns.
fn decide(engine: &Engine, facts: &Facts, partial: &Partial, partners: u64) {
    let (mut amounts, mut reasons) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let started = cpu();
        let review = engine.decide(facts, partial).unwrap_or_else(|error| panic!("{error}"));
        let decided = cpu();
        for decision in review.partners() {
            black_box(decision.unwrap_or_else(|error| panic!("{error}")));
        }
        amounts.push(decided - started);
        reasons.push(cpu() - decided);
    }
    let each = |mut rounds: Vec<u64>| {
        rounds.sort_unstable();
        rounds[ROUNDS / 2] / partners
    };
    println!("each of {partners} partners, median of {ROUNDS} rounds: amounts {} ns, all reasons {} ns", each(amounts), each(reasons));
}
