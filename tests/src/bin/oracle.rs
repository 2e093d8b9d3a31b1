//! The oracle against the library on generated cases: `oracle N` examines the first N seeds on all cores, prints which forms they
//! had, and fails where the two differ or where a form is rare.

use std::process::ExitCode;
use std::thread;

use qudao_tests::comparison::{covers, first_difference};
use qudao_tests::coverage::Coverage;
use qudao_tests::{answer, generate, oracle};
use serde_json::Value;

/// One in so many cases has every form.
const ONE_IN: usize = 500;
/// No more than one in so many is refused because fractions of 128 bits do not hold its numbers.
const OVERFLOWS_IN: usize = 2_000;

#[derive(Default)]
struct Examined {
    coverage: Coverage,
    overflows: usize,
    failures: Vec<(u64, String)>,
}

fn main() -> ExitCode {
    let Some(cases) = std::env::args().nth(1).and_then(|count| count.parse::<u64>().ok()) else {
        eprintln!("usage: oracle N");
        return ExitCode::from(2);
    };
    let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut all = Examined::default();
    thread::scope(|scope| {
        let work: Vec<_> = (0..threads as u64).map(|first| scope.spawn(move || examine((first..cases).step_by(threads)))).collect();
        for part in work {
            let part = part.join().expect("a thread that says what differs");
            all.coverage.merge(part.coverage);
            all.overflows += part.overflows;
            all.failures.extend(part.failures);
        }
    });
    println!("{}", all.coverage.table());
    let mut rare = all.coverage.rare_forms(ONE_IN);
    rare.extend(all.coverage.rare_reasons(ONE_IN));
    all.failures.sort();
    all.failures.iter().take(20).for_each(|(seed, difference)| println!("seed {seed}: {difference}"));
    rare.iter().for_each(|(form, count)| println!("only {count} of {cases} cases have {form}"));
    println!(
        "{cases} cases, {} forms and reasons: {} differ, {} too large, {} forms too rare",
        all.coverage.met(),
        all.failures.len(),
        all.overflows,
        rare.len()
    );
    let holds = all.failures.is_empty() && rare.is_empty() && all.overflows as u64 <= cases / OVERFLOWS_IN as u64;
    if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn examine(seeds: impl Iterator<Item = u64>) -> Examined {
    let mut examined = Examined::default();
    for seed in seeds {
        let case = generate::case(seed);
        let text = answer(&case.programme.to_string(), &case.facts.to_string(), &case.as_of, case.known_on.as_deref());
        let found: Value = serde_json::from_str(&text).expect("an answer is JSON");
        if found["code"] == "overflow" {
            examined.overflows += 1;
            continue;
        }
        let expected = oracle::review(&case.programme, &case.facts, &case.as_of, case.known_on.as_deref());
        if !covers(&expected, &found) {
            examined.failures.push((seed, if found["code"].is_null() { first_difference("", &expected, &found) } else { text }));
        }
        examined.coverage.add(&case, &found);
    }
    examined
}
