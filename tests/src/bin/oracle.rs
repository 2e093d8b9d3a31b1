//! The oracle against the library on generated cases: `oracle N M` examines the reviews of the first N seeds and the settlements of
//! the first M on all cores, prints which forms they had, and fails where the two differ or where a form is rare.

use std::process::ExitCode;
use std::thread;

use qudao::Review;
use qudao_tests::comparison::{covers, first_difference};
use qudao_tests::coverage::Coverage;
use qudao_tests::ledger::{self, Case};
use qudao_tests::{generate, oracle, price, review};
use serde_json::Value;

/// One in so many cases has every form.
const ONE_IN: usize = 500;
/// No more than one in so many is refused because fractions of 128 bits do not hold its numbers.
const OVERFLOWS_IN: u64 = 2_000;

/// What one thread examined; several are added up.
#[derive(Default)]
struct Examined {
    coverage: Coverage,
    overflows: usize,
    prices: usize,
    steps: usize,
    postings: usize,
    failures: Vec<(u64, String)>,
}

fn main() -> ExitCode {
    let counts: Vec<u64> = std::env::args().skip(1).filter_map(|count| count.parse().ok()).collect();
    let [cases, histories] = counts[..] else {
        eprintln!("usage: oracle N M");
        return ExitCode::from(2);
    };
    let threads = thread::available_parallelism().map_or(1, |threads| threads.get() as u64);
    let mut all = Examined::default();
    thread::scope(|scope| {
        let work = |first| {
            move || {
                let mut examined = Examined::default();
                (first..cases).step_by(threads as usize).for_each(|seed| examined.review(seed));
                (first..histories).step_by(threads as usize).for_each(|seed| examined.history(seed));
                examined
            }
        };
        for part in (0..threads).map(|first| scope.spawn(work(first))).collect::<Vec<_>>() {
            let part = part.join().expect("a thread that says what differs");
            all.coverage.merge(part.coverage);
            all.overflows += part.overflows;
            all.prices += part.prices;
            all.steps += part.steps;
            all.postings += part.postings;
            all.failures.extend(part.failures);
        }
    });
    println!("{}", all.coverage.table());
    let mut rare = all.coverage.rare_forms(ONE_IN);
    rare.extend(all.coverage.rare_reasons(ONE_IN));
    rare.extend(all.coverage.rare_answers(ONE_IN));
    all.failures.sort();
    all.failures.iter().take(20).for_each(|(seed, difference)| println!("seed {seed}: {difference}"));
    rare.iter().for_each(|(form, count)| println!("only {count} of {cases} cases have {form}"));
    println!(
        "{cases} cases and {} prices, {histories} ledgers of {} steps with {} postings, {} forms, reasons and answers: {} differ, {} too large, {} too rare",
        all.prices,
        all.steps,
        all.postings,
        all.coverage.met(),
        all.failures.len(),
        all.overflows,
        rare.len()
    );
    let enough = all.overflows as u64 <= (cases + histories) / OVERFLOWS_IN && all.postings as u64 >= histories;
    if all.failures.is_empty() && rare.is_empty() && enough { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

impl Examined {
    fn review(&mut self, seed: u64) {
        let case = generate::case(seed);
        let known_on = case.known_on.as_deref();
        let answered = review(&case.programme.to_string(), &case.facts.to_string(), &case.as_of, known_on)
            .and_then(|(_, review)| Ok((review.to_json()?, review)));
        let (text, review) = match answered {
            Ok(answered) => answered,
            Err(error) if error.code() == "overflow" => {
                self.overflows += 1;
                return;
            }
            Err(error) => {
                self.failures.push((seed, error.to_json()));
                return;
            }
        };
        let found: Value = serde_json::from_str(&text).expect("an answer is JSON");
        let expected = oracle::review(&case.programme, &case.facts, &case.as_of, known_on);
        let difference = first_difference("", &expected, &found);
        if !difference.is_empty() {
            self.failures.push((seed, difference));
        }
        self.ask(seed, &case, &review);
        self.coverage.add(&case, &found);
        if let Some((partner, product)) = case.price {
            let text =
                price(&case.programme.to_string(), &case.facts.to_string(), &case.as_of, case.known_on.as_deref(), (partner, product));
            let found: Value = serde_json::from_str(&text).expect("an answer is JSON");
            let expected = oracle::price(&case.programme, &case.facts, &case.as_of, case.known_on.as_deref(), partner, product);
            if !covers(&expected, &found) {
                self.failures.push((seed, format!("price: {} {}", first_difference("", &expected, &found), found["code"])));
            }
            self.prices += 1;
            self.coverage.add_reasons(&found);
        }
    }

    /// What is asked of a review: each cascade for its targets, each leaderboard by one partner.
    fn ask(&mut self, seed: u64, case: &generate::Case, review: &Review) {
        let known_on = case.known_on.as_deref();
        for cascade in review.cascades() {
            let said = oracle::targets(&case.programme, &case.facts, &case.as_of, known_on, &cascade.cascade);
            let found = serde_json::to_value(review.targets(&cascade.cascade)).expect("JSON");
            let difference = first_difference(&format!("targets of {}", cascade.cascade), &said, &found);
            self.failures.extend(Some((seed, difference)).filter(|(_, difference)| !difference.is_empty()));
        }
        let ids = review.partner_ids();
        let viewer = &ids[usize::try_from(seed).expect("a small seed") % ids.len()];
        for board in review.leaderboards() {
            let said = oracle::leaderboard(&case.programme, &case.facts, &case.as_of, known_on, &board.leaderboard, viewer);
            let found = serde_json::to_value(review.leaderboard(&board.leaderboard, viewer).expect("a partner")).expect("JSON");
            let difference = first_difference(&format!("{} for {viewer}", board.leaderboard), &said, &found);
            self.failures.extend(Some((seed, difference)).filter(|(_, difference)| !difference.is_empty()));
        }
    }

    fn history(&mut self, seed: u64) {
        let history = generate::history(seed);
        let programmes = history.programmes.iter().map(Value::to_string).collect();
        let text = Case { programmes, facts: history.facts.to_string(), ledger: None, steps: &history.steps }.answer();
        let found: Value = serde_json::from_str(&text).expect("an answer is JSON");
        if text.contains("\"code\":\"overflow\"") {
            self.overflows += 1;
            return;
        }
        // a document that is refused is a mistake of the generator
        if found["diagnostics"].is_array() {
            self.failures.push((seed, text));
            return;
        }
        let expected = oracle::settlements(&history.programmes, &history.facts, None, &history.steps);
        let difference = ledger::first_difference(&history.steps, &expected, &found);
        if !difference.is_empty() {
            self.failures.push((seed, format!("ledger: {difference} {}", found["diagnostics"][0])));
        }
        self.steps += history.steps.len();
        self.postings += found["ledger"]["postings"].as_array().map_or(0, Vec::len);
        self.coverage.add_history(&history, &found);
    }
}
