//! Claims decided by hand from the guide.

use super::decide;
use crate::decision::{ClaimOutcome, Conflict};
use crate::facts::Facts;
use crate::period::AsOf;
use crate::period::parse_date;
use crate::programme::Programme;
use crate::reason::Reason;

use ClaimOutcome::{Blocked, Credited, NotValid, Review, Withdrawn};

/// (id, partner, instant, further members)
type Row<'a> = (&'a str, &'a str, &'a str, &'a str);

fn facts_text(rows: &[Row<'_>]) -> String {
    let rows: Vec<String> = rows
        .iter()
        .map(|(id, partner, at, more)| {
            format!(r#"{{"id": "{id}", "partner": "{partner}", "customer": "C", "registered_at": "{at}"{more}}}"#)
        })
        .collect();
    format!(r#"{{"schema": "qudao/facts/1", "partners": [{{"id": "A"}}, {{"id": "B"}}], "registrations": [{}]}}"#, rows.join(", "))
}

fn decided(policy: &str, rows: &[Row<'_>], on: &str) -> Vec<Conflict> {
    let programme = format!(
        r#"{{"schema": "qudao/programme/1", "id": "p", "revision": 1, "currency": "CNY", "effective": {{"from": "2026-01-01"}},
            "calendar": {{"year_starts": "01-01"}}, "rounding": {{"scale": 2, "mode": "half_up"}}, "conflicts": {{"deals": {{
            "claims": "registrations", "match": ["customer", "product"], "order_by": "registered_at", {policy}}}}}}}"#
    );
    let programme = Programme::from_json(&programme).expect("programme");
    let as_of = AsOf::on(parse_date(on).expect("date"));
    let run =
        |rows: &[Row<'_>]| decide(&programme, &Facts::from_json(&programme, &facts_text(rows)).expect("facts"), &as_of).expect("decided");
    let conflicts = run(rows);
    let reversed: Vec<Row<'_>> = rows.iter().rev().copied().collect();
    assert_eq!(conflicts, run(&reversed), "the order of records must not matter");
    conflicts
}

fn outcomes(conflict: &Conflict) -> Vec<(&str, ClaimOutcome)> {
    conflict.claims.iter().map(|claim| (claim.claim.as_str(), claim.outcome)).collect()
}

const COUNTED: &str = r#""protection": {"days": 90, "first_day": "counted"}, "tie": "lowest_id""#;
const NOT_COUNTED: &str = r#""protection": {"days": 90, "first_day": "not_counted"}, "tie": "lowest_id""#;
const TO_REVIEW: &str = r#""protection": {"days": 90, "first_day": "counted"}, "tie": "review""#;
const X: &str = r#", "product": "X""#;

#[test]
fn protection_ends_after_its_last_day() {
    // 01-01 to 03-31 are 90 days; 04-01 is the 91st
    for (policy, second, outcome, holder) in [
        (COUNTED, "2026-03-31T23:59:59+08:00", Blocked, None),
        (COUNTED, "2026-04-01T00:00:00+08:00", Credited, Some("R2")),
        (NOT_COUNTED, "2026-04-01T23:59:59+08:00", Blocked, None),
        (NOT_COUNTED, "2026-04-02T00:00:00+08:00", Credited, Some("R2")),
    ] {
        let conflicts = decided(policy, &[("R1", "A", "2026-01-01T09:00:00+08:00", X), ("R2", "B", second, X)], "2026-06-29");
        assert_eq!(outcomes(&conflicts[0]), [("R1", Credited), ("R2", outcome)], "{second}");
        // a blocked claim does not come back when the thing becomes free
        assert_eq!(conflicts[0].holder.as_deref(), holder, "{second}");
        assert!(conflicts[0].is_clash());
    }
}

#[test]
fn a_withdrawal_frees_the_thing_from_its_day_on() {
    let withdrawn = r#", "product": "X", "withdrawn_on": "2026-02-01""#;
    let rows = [
        ("R1", "A", "2026-01-01T09:00:00+08:00", withdrawn),
        ("R2", "B", "2026-01-31T09:00:00+08:00", X),
        ("R3", "B", "2026-02-01T09:00:00+08:00", X),
    ];
    let conflicts = decided(COUNTED, &rows, "2026-02-01");
    assert_eq!(outcomes(&conflicts[0]), [("R1", Withdrawn), ("R2", Blocked), ("R3", Credited)]);
    assert_eq!(conflicts[0].holder.as_deref(), Some("R3"));
    let codes: Vec<&str> = conflicts[0].claims[0].reasons.iter().map(Reason::code).collect();
    assert_eq!(codes, ["claim_credited", "claim_withdrawn"]);
    // the day before, the withdrawal has not happened
    let conflicts = decided(COUNTED, &rows, "2026-01-31");
    assert_eq!(outcomes(&conflicts[0]), [("R1", Credited), ("R2", Blocked)]);
    assert_eq!(conflicts[0].holder.as_deref(), Some("R1"));
}

#[test]
fn equal_instants_go_to_the_lowest_id_or_to_review() {
    let rows =
        [("R2", "A", "2026-01-01T09:00:00+08:00", X), ("R10", "B", "2026-01-01T01:00:00Z", X), ("R3", "B", "2026-01-02T09:00:00+08:00", X)];
    let conflicts = decided(COUNTED, &rows, "2026-01-31");
    assert_eq!(outcomes(&conflicts[0]), [("R10", Credited), ("R2", Blocked), ("R3", Blocked)]);
    let conflicts = decided(TO_REVIEW, &rows, "2026-01-31");
    assert_eq!(outcomes(&conflicts[0]), [("R10", Review), ("R2", Review), ("R3", Credited)]);
    // where the thing is held there is nothing to review
    let held = [("R0", "A", "2025-12-31T09:00:00+08:00", X), rows[0], rows[1]];
    let conflicts = decided(TO_REVIEW, &held, "2026-01-31");
    assert_eq!(outcomes(&conflicts[0]), [("R0", Credited), ("R10", Blocked), ("R2", Blocked)]);
}

#[test]
fn the_earlier_moment_comes_first_whatever_date_is_written() {
    // 16:30Z written as the 2nd in the east, 20:00Z written as the 1st
    let rows = [("R1", "A", "2026-01-02T00:30:00+08:00", X), ("R2", "B", "2026-01-01T20:00:00Z", X)];
    let conflicts = decided(COUNTED, &rows, "2026-01-31");
    assert_eq!(outcomes(&conflicts[0]), [("R1", Credited), ("R2", Blocked)]);
}

#[test]
fn claims_that_are_not_valid_stand_in_nobodys_way() {
    let policy = format!(r#"{COUNTED}, "valid": {{"amount": {{"at_least": "1000", "unknown": "fails"}}}}"#);
    let amount = r#", "product": "X", "amount": "1000""#;
    let rows = [("R1", "A", "2026-01-01T09:00:00+08:00", X), ("R2", "B", "2026-01-02T09:00:00+08:00", amount)];
    assert_eq!(outcomes(&decided(&policy, &rows, "2026-01-31")[0]), [("R1", NotValid), ("R2", Credited)]);
    // nor do they tie with valid ones
    let tied = format!(r#"{TO_REVIEW}, "valid": {{"amount": {{"at_least": "1000", "unknown": "fails"}}}}"#);
    let rows = [("R1", "A", "2026-01-01T09:00:00+08:00", X), ("R2", "B", "2026-01-01T09:00:00+08:00", amount)];
    assert_eq!(outcomes(&decided(&tied, &rows, "2026-01-31")[0]), [("R1", NotValid), ("R2", Credited)]);
}

#[test]
fn an_incomplete_key_stands_alone() {
    let rows = [
        ("R2", "A", "2026-01-01T09:00:00+08:00", ""),
        ("R1", "B", "2026-01-02T09:00:00+08:00", ""),
        ("R3", "B", "2026-01-03T09:00:00+08:00", X),
    ];
    let conflicts = decided(COUNTED, &rows, "2026-01-31");
    let ids: Vec<&str> = conflicts.iter().map(|conflict| conflict.claims[0].claim.as_str()).collect();
    assert_eq!(ids, ["R1", "R2", "R3"]);
    assert_eq!(conflicts[0].key, [Some("C".to_owned()), None]);
    assert_eq!(
        serde_json::to_string(&conflicts[0]).expect("json"),
        r#"{"policy":"deals","key":["C",null],"claims":[{"claim":"R1","partner":"B","at":"2026-01-02T09:00:00+08:00","outcome":"not_valid","reasons":[{"code":"claim_incomplete_key","path":"/conflicts/deals","column":"product"}]}]}"#
    );
    assert!(!conflicts[0].is_clash());
}
