//! Who sells more is not paid less: where the rates of a schedule do not fall, and where the checker does not say that they do.

use proptest::prelude::*;
use qudao::{DiagnosticCode, Programme};
use qudao_tests::answer;
use serde_json::{Value, json};

const BOUNDARIES: [&str; 2] = ["from_included", "from_excluded"];
const MODES: [&str; 7] = ["half_up", "half_down", "half_even", "up", "down", "ceiling", "floor"];
/// Partners that are asked at once, each with a measure of its own.
const ASKED: i64 = 40;

/// Hundredths as a number of a document.
fn hundredths(number: i64) -> String {
    format!("{}{}.{:02}", if number < 0 { "-" } else { "" }, number.abs() / 100, number.abs() % 100)
}

/// Ten-thousandths as a rate.
fn rate(number: i64) -> String {
    format!("{}{}.{:04}", if number < 0 { "-" } else { "" }, number.abs() / 10_000, number.abs() % 10_000)
}

fn programme(mode: &str, incentive: &Value) -> Value {
    json!({
        "schema": "qudao/programme/1", "id": "p", "revision": 1, "currency": "CNY", "document": "C-1",
        "effective": {"from": "2026-01-01"}, "calendar": {"year_starts": "01-01"}, "rounding": {"scale": 2, "mode": mode},
        "metrics": {"sales": {"sum": "sales.amount", "tax": "excluded", "returns": "include", "basis": "sell_in", "date": "date",
            "window": "all_time", "scope": "own"}},
        "incentives": [incentive]
    })
}

/// What is paid on each of these measures, in hundredths.
fn paid(programme: &Value, measures: &[i64]) -> Vec<i64> {
    let id = |index: usize| format!("P-{index:03}");
    let partners: Vec<Value> = (0..measures.len()).map(|index| json!({"id": id(index)})).collect();
    // in two records, so that it is a sum
    let sales = measures.iter().enumerate().flat_map(|(index, measure)| {
        [measure / 3, measure - measure / 3]
            .map(|part| json!({"partner": id(index), "date": "2026-02-01", "amount": hundredths(part), "basis": "sell_in"}))
    });
    let facts = json!({"schema": "qudao/facts/1", "partners": partners, "sales": sales.collect::<Vec<_>>()});
    let answer: Value = serde_json::from_str(&answer(&programme.to_string(), &facts.to_string(), "2026-03-31", None)).expect("JSON");
    let partners = answer["partners"].as_array().unwrap_or_else(|| panic!("{answer}\n{programme}"));
    let amount = |partner: &Value| partner["awards"][0]["amount"].as_str().map(|text| text.replace('.', "").parse());
    partners.iter().map(|partner| amount(partner).expect("an amount").expect("a number of hundredths")).collect()
}

/// Measures around every boundary, and some between.
fn measures(starts: &[i64], others: &[i64]) -> Vec<i64> {
    let mut all: Vec<i64> = starts.iter().flat_map(|start| [start - 1, *start, start + 1]).chain(others.iter().copied()).collect();
    all.retain(|measure| *measure >= 0);
    all.sort_unstable();
    all.dedup();
    all
}

/// The first two measures of which the larger one is paid less.
fn fall(programme: &Value, measures: &[i64]) -> Option<(i64, i64, i64, i64)> {
    let paid = paid(programme, measures);
    let pairs = measures.windows(2).zip(paid.windows(2));
    pairs.filter(|(_, paid)| paid[1] < paid[0]).map(|(at, paid)| (at[0], at[1], paid[0], paid[1])).next()
}

/// Starts that ascend; the first may be 0.
fn starts() -> impl Strategy<Value = Vec<i64>> {
    (prop_oneof![Just(0), 1i64..5_000], prop::collection::vec(1i64..40_000, 0..5)).prop_map(|(first, steps)| {
        let mut all = vec![first];
        for step in steps {
            all.push(all[all.len() - 1] + step);
        }
        all
    })
}

fn others() -> impl Strategy<Value = Vec<i64>> {
    prop::collection::vec(0i64..250_000, ASKED as usize / 2)
}

fn part(method: &str, kind: &str, boundary: &str, base: &str, starts: &[i64], numbers: &[i64]) -> Value {
    let (paid, member) = if kind == "percent_of" { ("percent_of", "rate") } else { ("amount_per_unit_of", "amount") };
    let levels: Vec<Value> =
        starts.iter().zip(numbers).map(|(from, number)| json!({"from": hundredths(*from), member: rate(*number)})).collect();
    let mut bands = json!({"method": method, "by": "sales", "boundary": boundary, "levels": levels});
    if starts[0] > 0 && !method.starts_with("overlapping") {
        bands["base"] = json!(base);
    }
    json!({paid: "sales", "bands": bands})
}

/// The incentive of one part: with a cap on what is measured, and a floor with a cap so much above it.
fn limited(mut part: Value, measure_cap: Option<i64>, limits: Option<(i64, i64)>) -> Value {
    if let Some(cap) = measure_cap {
        part["measure_cap"] = json!(hundredths(cap));
    }
    let mut incentive = json!({"id": "volume", "pays": [part]});
    if let Some((floor, more)) = limits {
        incentive["floor"] = json!(hundredths(floor));
        incentive["cap"] = json!(hundredths(floor + more));
    }
    incentive
}

fn lump_sums(kind: &str, boundary: &str, starts: &[i64], numbers: &[i64]) -> Value {
    let levels: Vec<Value> =
        starts.iter().zip(numbers).map(|(from, number)| json!({"from": hundredths(*from), "amount": hundredths(*number)})).collect();
    json!({kind: {"by": "sales", "boundary": boundary, "levels": levels}})
}

fn warns(programme: &Value) -> bool {
    let report = Programme::check(&programme.to_string());
    assert!(!report.has_errors(), "{report}\n{programme}");
    report.findings().iter().any(|finding| finding.code == DiagnosticCode::PayoutFalls)
}

#[test]
fn a_cliff_is_seen_and_told() {
    let part = part("whole_amount", "percent_of", "from_included", "", &[0, 100_000], &[200, 100]);
    let programme = programme("half_up", &json!({"id": "volume", "pays": [part]}));
    assert!(warns(&programme));
    assert_eq!(fall(&programme, &measures(&[0, 100_000], &[])), Some((99_999, 100_000, 2_000, 1_000)));
}

proptest! {
    /// Every method but the lump sums by itself, with rates that never fall.
    #[test]
    fn rates_that_do_not_fall_never_pay_less(
        starts in starts(), steps in prop::collection::vec(0i64..400, 6), others in others(), mode in prop::sample::select(&MODES[..]),
        method in prop::sample::select(vec!["whole_amount", "graduated", "interpolated", "overlapping_on_all", "overlapping_to_bounds"]),
        kind in prop::sample::select(vec!["percent_of", "amount_per_unit_of"]), boundary in prop::sample::select(&BOUNDARIES[..]),
        base in prop::sample::select(vec!["from_zero", "from_first"]), measure_cap in prop::option::of(0i64..250_000),
        limits in prop::option::of((0i64..5_000, 0i64..50_000)),
    ) {
        let numbers: Vec<i64> = steps.iter().scan(0, |sum, step| { *sum += step; Some(*sum) }).collect();
        let part = part(method, kind, boundary, base, &starts, &numbers);
        let programme = programme(mode, &limited(part, measure_cap, limits));
        prop_assert!(!warns(&programme), "a false alarm: {programme}");
        let found = fall(&programme, &measures(&starts, &others));
        prop_assert!(found.is_none(), "{found:?}: {programme}");
    }

    #[test]
    fn lump_sums_that_do_not_fall_never_pay_less(
        starts in starts(), steps in prop::collection::vec(0i64..4_000, 6), others in others(), boundary in prop::sample::select(&BOUNDARIES[..]),
        kind in prop::sample::select(vec!["lump_sum_by_level", "lump_sum_of_levels", "lump_sum_interpolated"]),
    ) {
        let numbers: Vec<i64> = steps.iter().scan(0, |sum, step| { *sum += step; Some(*sum) }).collect();
        let programme = programme("half_even", &json!({"id": "volume", "pays": [lump_sums(kind, boundary, &starts, &numbers)]}));
        prop_assert!(!warns(&programme), "a false alarm: {programme}");
        let found = fall(&programme, &measures(&starts, &others));
        prop_assert!(found.is_none(), "{found:?}: {programme}");
    }

    /// What the checker promises of whole-amount schedules: a smaller rate later on is told, and where nothing is told nothing falls.
    /// (A rate below 0 is a charge, and pays less on more within its own level.)
    #[test]
    fn a_fall_that_is_not_told_does_not_happen(
        starts in starts(), numbers in prop::collection::vec(0i64..400, 6), others in others(), mode in prop::sample::select(&MODES[..]),
        kind in prop::sample::select(vec!["percent_of", "amount_per_unit_of"]), boundary in prop::sample::select(&BOUNDARIES[..]),
        base in prop::sample::select(vec!["from_zero", "from_first"]), measure_cap in prop::option::of(0i64..250_000),
        limits in prop::option::of((0i64..5_000, 0i64..50_000)),
    ) {
        let part = part("whole_amount", kind, boundary, base, &starts, &numbers);
        let programme = programme(mode, &limited(part, measure_cap, limits));
        let told = warns(&programme);
        let found = fall(&programme, &measures(&starts, &others));
        prop_assert!(told || found.is_none(), "{found:?} is not told: {programme}");
        let falls = numbers[..starts.len()].windows(2).any(|pair| pair[1] < pair[0]);
        prop_assert!(falls || !told, "a false alarm: {programme}");
        if measure_cap.is_none() && limits.is_none() {
            prop_assert!(told == falls, "{told} for {programme}");
        }
    }

    /// The level may be found by another metric, and its starts be shares of one.
    #[test]
    fn a_fall_by_another_metric_is_told(
        starts in starts(), numbers in prop::collection::vec(-50i64..400, 6), boundary in prop::sample::select(&BOUNDARIES[..]), scaled in any::<bool>(),
    ) {
        let mut part = part("whole_amount", "percent_of", boundary, "from_zero", &starts, &numbers);
        part["bands"]["by"] = json!("reach");
        part["unknown"] = json!("nothing");
        if scaled {
            part["bands"]["from_times"] = json!("two");
            part["bands"]["when_not_positive"] = json!("nothing");
        }
        let mut programme = programme("half_up", &json!({"id": "volume", "pays": [part]}));
        programme["metrics"]["reach"] = json!({"given": "decimal"});
        programme["metrics"]["two"] = json!({"constant": "2"});
        let falls = starts[0] > 0 && numbers[0] < 0 || numbers[..starts.len()].windows(2).any(|pair| pair[1] < pair[0]);
        prop_assert!(warns(&programme) == falls, "{programme}");
    }

    /// Lump sums, charges among them: what is told is what happens.
    #[test]
    fn a_fall_of_lump_sums_is_told(
        starts in starts(), numbers in prop::collection::vec(-400i64..4_000, 6), boundary in prop::sample::select(&BOUNDARIES[..]),
        kind in prop::sample::select(vec!["lump_sum_by_level", "lump_sum_of_levels", "lump_sum_interpolated"]),
    ) {
        let programme = programme("half_even", &json!({"id": "volume", "pays": [lump_sums(kind, boundary, &starts, &numbers)]}));
        // a level that starts at 0 and is open there has nothing before it but nothing itself
        let mut asked = measures(&starts, &[250_000]);
        asked.retain(|measure| starts[0] > 0 || *measure > 0);
        let found = fall(&programme, &asked);
        prop_assert!(warns(&programme) == found.is_some(), "{found:?}: {programme}");
    }

    /// Rates that fall without a charge, in the methods that have no cliff but where a rate sets in.
    #[test]
    fn a_fall_of_other_methods_is_told(
        starts in starts(), numbers in prop::collection::vec(0i64..400, 6), first in -50i64..50, others in others(),
        method in prop::sample::select(vec!["graduated", "interpolated", "overlapping_on_all", "overlapping_to_bounds"]),
        boundary in prop::sample::select(&BOUNDARIES[..]), base in prop::sample::select(vec!["from_zero", "from_first"]),
    ) {
        let mut numbers = numbers;
        numbers[0] = first;
        let programme = programme("half_up", &json!({"id": "volume", "pays": [part(method, "percent_of", boundary, base, &starts, &numbers)]}));
        let told = warns(&programme);
        let sets_in = first < 0 && starts[0] > 0 && (base == "from_zero" || method.starts_with("overlapping"));
        prop_assert!(!sets_in || told, "a charge that sets in is not told: {programme}");
        if first >= 0 {
            let found = fall(&programme, &measures(&starts, &others));
            prop_assert!(told || found.is_none(), "{found:?} is not told: {programme}");
            prop_assert!(!told || method == "interpolated", "a false alarm: {programme}");
        }
    }

    /// Records, not only sums: one sale more is not paid less, whatever lies before it in the order of the records.
    #[test]
    fn a_sale_more_is_not_paid_less_along_a_running_total(
        starts in starts(), steps in prop::collection::vec(0i64..400, 6), sales in prop::collection::vec((1i64..60_000, 1u32..28), 1..9),
        more in (1i64..60_000, 1u32..28), boundary in prop::sample::select(&BOUNDARIES[..]),
        returned in prop::sample::select(vec!["top_first", "first_in_first_out", "original_rate"]),
    ) {
        let numbers: Vec<i64> = steps.iter().scan(0, |sum, step| { *sum += step; Some(*sum) }).collect();
        let mut part = part("running", "percent_of", boundary, "", &starts, &numbers);
        part["bands"]["returned"] = json!(returned);
        part["bands"].as_object_mut().expect("bands").remove("base");
        let programme = programme("half_up", &json!({"id": "volume", "pays": [part]}));
        let rows = |sales: &[(i64, u32)], partner: &str| -> Vec<Value> {
            let row = |(index, (amount, day)): (usize, &(i64, u32))| json!({"id": format!("{partner}-{index}"), "partner": partner,
                "date": format!("2026-02-{day:02}"), "amount": hundredths(*amount), "basis": "sell_in"});
            sales.iter().enumerate().map(row).collect()
        };
        let with: Vec<(i64, u32)> = sales.iter().copied().chain([more]).collect();
        let both = [rows(&sales, "A"), rows(&with, "B")].concat();
        let facts = json!({"schema": "qudao/facts/1", "partners": [{"id": "A"}, {"id": "B"}], "sales": both});
        let answer: Value = serde_json::from_str(&answer(&programme.to_string(), &facts.to_string(), "2026-03-31", None)).expect("JSON");
        let amount = |index: usize| -> i64 {
            let text = answer["partners"][index]["awards"][0]["amount"].as_str();
            text.unwrap_or_else(|| panic!("{answer}")).replace('.', "").parse().expect("hundredths")
        };
        prop_assert!(amount(0) <= amount(1), "{} for less, {} for more: {programme} {facts}", amount(0), amount(1));
    }
}
