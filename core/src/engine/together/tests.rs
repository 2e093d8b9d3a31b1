//! Decisions about what partners share, by hand from the guide. Metrics are handed over; every partner is decided by both pipelines.

use crate::decision::PartnerDecision;
use crate::engine::{Engine, Review};
use crate::facts::Facts;
use crate::period::{AsOf, parse_date};
use crate::programme::Programme;
use crate::reason::Reason;

const HEAD: &str = r#""schema": "qudao/programme/1", "id": "p", "revision": 1, "currency": "CNY", "effective": {"from": "2026-01-01"},
    "calendar": {"year_starts": "01-01"}, "rounding": {"scale": 2, "mode": "half_up"}, "document": "contract"
    "#;
const METRICS: &str = r#""metrics": {"a": {"given": "decimal"}, "b": {"given": "decimal"},
    "m": {"sum": "sales.amount", "tax": "excluded", "returns": "include", "basis": "sell_in", "date": "date",
          "window": {"period": "year", "part": "to_date"}, "scope": "own"}}"#;

/// A review of partners, each with its parent, `a`, `b` and `m`; both pipelines must agree on every one of them.
fn reviewed(rules: &str, partners: &[(&str, Option<&str>, &str, &str, &str)]) -> Review {
    let programme = Programme::from_json(&format!("{{{HEAD}, {METRICS}, {rules}}}")).expect("programme");
    let mut people = Vec::new();
    let mut metrics = Vec::new();
    let mut sales = Vec::new();
    for (id, parent, a, b, m) in partners {
        let parent = parent.map_or(String::new(), |parent| format!(r#", "parent": "{parent}""#));
        people.push(format!(r#"{{"id": "{id}"{parent}}}"#));
        metrics.push(format!(r#""{id}": {{"a": {a}, "b": {b}}}"#));
        sales.push(format!(r#"{{"partner": "{id}", "date": "2026-03-01", "amount": "{m}", "basis": "sell_in"}}"#));
    }
    let facts = format!(
        r#"{{"schema": "qudao/facts/1", "partners": [{}], "metrics": {{{}}}, "sales": [{}]}}"#,
        people.join(","),
        metrics.join(","),
        sales.join(",")
    );
    let facts = Facts::from_json(&programme, &facts).expect("facts");
    let as_of = AsOf::on(parse_date("2026-06-30").expect("date"));
    let engine = Engine::compile(&programme);
    let review = engine.review(&facts, &as_of).expect("decides");
    for (position, id) in review.partner_ids().iter().enumerate() {
        let decision = review.partner(id).expect("a partner");
        assert_eq!(engine.explain(&facts, &as_of, id).expect("decides"), decision, "the pipelines differ");
        for (award, column) in decision.awards.iter().zip(&review.outcomes().awards) {
            assert_eq!((award.outcome, award.amount.minor()), (column.outcomes[position], column.amounts[position]), "{id}");
        }
        assert_eq!(review.outcomes().totals[position], decision.total.minor(), "{id}");
        for award in &decision.awards {
            let sum = award.reasons.iter().filter_map(Reason::contribution).try_fold(crate::Exact::ZERO, crate::Exact::checked_add);
            assert_eq!(sum.expect("small"), award.amount.exact(), "{award:?}");
        }
    }
    review
}

fn totals(review: &Review) -> Vec<String> {
    review.partners().map(|decision| decision.expect("decides").total.to_string()).collect()
}

fn reasons(review: &Review, partner: &str) -> String {
    let PartnerDecision { awards, .. } = review.partner(partner).expect("a partner");
    serde_json::to_string(&awards[0].reasons).expect("json")
}

/// The last members of the review, from the budgets on.
fn tail(review: &Review) -> String {
    let text = review.to_json().expect("sums");
    text.split_once(r#""conflicts":[],"#).expect("no conflicts").1.to_owned()
}

#[test]
fn a_pool_is_shared_among_those_who_qualify() {
    let rules = |cap: &str| {
        format!(
            r#""pools": {{"growth": {{"amount": {{"percent_of_total": "m", "rate": "0.01"}}, "shared_by": "a",
                "requires": {{"b": {{"at_least": "1", "unknown": "fails"}}}}, {cap}}}}},
               "incentives": [{{"id": "i", "pays": [{{"share_of_pool": "growth"}}]}}]"#
        )
    };
    // in the order of ids, not of the document; the one without `a`, the one below 0 and the one without `b` have no share
    let partners = [
        ("z", None, r#""1""#, r#""1""#, "1000"),
        ("y", None, r#""1""#, r#""1""#, "0"),
        ("x", None, r#""1""#, r#""1""#, "0"),
        ("w", None, "null", r#""1""#, "0"),
        ("v", None, r#""-5""#, r#""1""#, "0"),
        ("u", None, r#""5""#, "null", "9000"),
    ];
    let review = reviewed(&rules(r#""left_over": "kept""#), &partners);
    assert_eq!(totals(&review), ["0.00", "0.00", "0.00", "33.34", "33.33", "33.33"]);
    assert_eq!(tail(&review), r#""pools":[{"pool":"growth","amount":"100.00","given":"100.00","sharing":3}],"total":"100.00"}"#);
    assert_eq!(
        reasons(&review, "x"),
        r#"[{"code":"part_pool","path":"/incentives/0/pays/0","pool":"growth","metric":"a","value":"1","contribution":"33.34"}]"#
    );
    assert_eq!(reasons(&review, "u"), r#"[{"code":"part_no_share","path":"/incentives/0/pays/0","pool":"growth"}]"#);
    let capped = reviewed(&rules(r#""cap": "30", "left_over": "redistributed""#), &partners);
    assert_eq!(totals(&capped), ["0.00", "0.00", "0.00", "30.00", "30.00", "30.00"]);
    assert_eq!(tail(&capped), r#""pools":[{"pool":"growth","amount":"100.00","given":"90.00","sharing":3}],"total":"90.00"}"#);
}

fn contest(ties: &str, participants: usize) -> String {
    format!(
        r#""contests": {{"spring": {{"rank_by": "a", "first": "highest", "minimum": "1", "participants": {participants},
            "prizes": ["100.00", "50.00"], "ties": {ties}}}}},
           "incentives": [{{"id": "i", "pays": [{{"prize_in": "spring"}}]}}]"#
    )
}

#[test]
fn a_contest_pays_by_place() {
    let partners = [
        ("p", None, r#""9""#, r#""1""#, "0"),
        ("q", None, r#""9""#, r#""2""#, "0"),
        ("r", None, r#""5""#, "null", "0"),
        ("s", None, r#""0""#, r#""9""#, "0"),
    ];
    assert_eq!(totals(&reviewed(&contest(r#""share""#, 3), &partners)), ["75.00", "75.00", "0.00", "0.00"]);
    assert_eq!(totals(&reviewed(&contest(r#""each""#, 3), &partners)), ["100.00", "100.00", "0.00", "0.00"]);
    let then_by = reviewed(&contest(r#"{"then_by": "b", "first": "highest"}"#, 3), &partners);
    assert_eq!(totals(&then_by), ["50.00", "100.00", "0.00", "0.00"]);
    assert_eq!(
        tail(&then_by),
        concat!(
            r#""contests":[{"contest":"spring","participants":3,"places":["#,
            r#"{"place":1,"partner":"q","value":"9","then":"2","prize":"100.00"},"#,
            r#"{"place":2,"partner":"p","value":"9","then":"1","prize":"50.00"},"#,
            r#"{"place":3,"partner":"r","value":"5","then":"missing"}]}],"total":"150.00"}"#
        )
    );
    let part = r#"{"code":"part_no_prize","path":"/incentives/0/pays/0","contest":"spring""#;
    assert_eq!(reasons(&then_by, "s"), format!(r#"[{part},"why":"not_entered"}}]"#));
    assert_eq!(reasons(&then_by, "r"), format!(r#"[{part},"place":3,"why":"no_prize"}}]"#));
    let few = reviewed(&contest(r#""share""#, 4), &partners);
    assert_eq!(reasons(&few, "p"), format!(r#"[{part},"place":1,"why":"too_few"}}]"#));
    let tied = reviewed(&contest(r#""review""#, 3), &partners);
    assert_eq!(
        reasons(&tied, "q"),
        format!(r#"[{part},"place":1,"why":"tied"}},{{"code":"held","path":"/incentives/0","contribution":"0"}}]"#)
    );
    assert_eq!(tied.partner("q").expect("a partner").awards[0].outcome.as_str(), "held");
}

#[test]
fn a_differential_pays_what_is_above_the_best_rate_below() {
    let rules = r#""incentives": [{"id": "i", "pays": [{"level_differential": "m", "levels": 2, "rates": {"method": "whole_amount",
        "by": "a", "boundary": "from_included", "levels": [{"from": "0", "rate": "0.02"}, {"from": "10", "rate": "0.05"}]}}]}]"#;
    let review = reviewed(
        rules,
        &[
            ("top", None, r#""10""#, "null", "1000"),
            ("mid", Some("top"), r#""0""#, "null", "100"),
            ("low", Some("mid"), r#""10""#, "null", "200"),
            ("end", Some("low"), r#""0""#, "null", "300"),
            ("zip", Some("top"), "null", "null", "400"),
        ],
    );
    // end 2 % of 300; low 5 % of 200 and 3 % of 300; mid 2 % of 100, and nothing of low; top 5 % of 1000 and 3 % of 100,
    // nothing of low, which has its rate; 5 % of what zip sold, which has no rate
    assert_eq!(totals(&review), ["6.00", "19.00", "2.00", "73.00", "0.00"]);
    assert_eq!(
        reasons(&review, "top"),
        concat!(
            r#"[{"code":"part_differential","path":"/incentives/0/pays/0","metric":"m","rate":"0.05","sources":["#,
            r#"{"partner":"top","value":"1000","rate_below":"0","rate":"0.05","contribution":"50"},"#,
            r#"{"partner":"mid","value":"100","rate_below":"0.02","rate":"0.03","contribution":"3"},"#,
            r#"{"partner":"zip","value":"400","rate_below":"0","rate":"0.05","contribution":"20"}],"contribution":"73"}]"#
        )
    );
}

#[test]
fn a_short_budget_cuts_after_groups() {
    let rules = |when_short: &str| {
        format!(
            r#""budgets": {{"launch": {{"amount": "100.00", {when_short}}}}}, "groups": {{"g": "best_of"}},
               "incentives": [
                   {{"id": "i", "budget": "launch", "group": "g", "pays": [{{"amount_per_unit_of": "a", "amount": "1", "when_negative": "deduct", "unknown": "nothing"}}]}},
                   {{"id": "j", "budget": "launch", "group": "g", "pays": [{{"lump_sum": "10"}}]}},
                   {{"id": "k", "budget": "launch", "pays": [{{"lump_sum": "20"}}]}}]"#
        )
    };
    let partners = [("p", None, r#""60""#, r#""1""#, "0"), ("q", None, r#""-5""#, r#""2""#, "0"), ("r", None, "null", "null", "0")];
    // 60 and 20, 10 and 20, 10 and 20 are due: 140 of 100
    let review = reviewed(&rules(r#""when_short": "proportional""#), &partners);
    assert_eq!(tail(&review), r#""budgets":[{"budget":"launch","amount":"100.00","demand":"140.00","given":"100.00"}],"total":"100.00"}"#);
    // 42.857142 14.285714, 7.142857 14.285714, 7.142857 14.285714: three more go to the remainders .857, …
    assert_eq!(totals(&review), ["57.15", "21.43", "21.42"]);
    assert_eq!(
        reasons(&review, "p").split_once(r#"{"code":"budget_short""#).expect("short").1,
        r#","path":"/budgets/launch","budget":"launch","demand":"140.00","contribution":"-17.14"}]"#
    );
    let first = reviewed(&rules(r#""when_short": "priority", "order_by": "b", "first": "highest", "tie": "lowest_id""#), &partners);
    assert_eq!(totals(&first), ["70.00", "30.00", "0.00"]);
    let last = first.partner("r").expect("a partner");
    assert_eq!((last.awards[1].outcome.as_str(), last.awards[1].earned.to_string().as_str()), ("nothing", "10.00"));
}
