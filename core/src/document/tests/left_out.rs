//! What a build without `full` says of what it leaves out.

use crate::diagnostic::DiagnosticCode;
use crate::programme::Programme;

/// The findings about a programme with these members more.
fn findings(members: &str) -> Vec<(&'static str, String)> {
    let head = r#""schema": "qudao/programme/1", "id": "p", "revision": 1, "currency": "CNY", "effective": {"from": "2026-01-01"},
        "calendar": {"year_starts": "01-01"}, "rounding": {"scale": 2, "mode": "half_up"}, "metrics": {"a": {"given": "decimal"}}"#;
    let report = Programme::check(&format!("{{{head}, {members}}}"));
    report.findings().iter().map(|finding| (finding.code.as_str(), finding.path.as_str().to_owned())).collect()
}

#[test]
fn each_member_is_one_finding_at_its_place() {
    for (members, places) in [
        (r#""budgets": {"b": {"amount": "1"}}"#, &["/budgets"][..]),
        (r#""pools": {}, "contests": {}"#, &["/pools", "/contests"]),
        (
            r#""cascades": {}, "leaderboards": {}, "pay_checks": {}, "cost_shares": {}"#,
            &["/cascades", "/leaderboards", "/pay_checks", "/cost_shares"],
        ),
        (r#""funds": {}, "channel_inventory": {}, "prices": {}"#, &["/funds", "/channel_inventory", "/prices"]),
        (r#""incentives": [{"id": "i", "budget": "b", "pays": [{"lump_sum": "1"}]}]"#, &["/incentives/0/budget"]),
        (
            r#""incentives": [{"id": "i", "pays": [{"prize_in": "c"}, {"share_of_pool": "p"}]}]"#,
            &["/incentives/0/pays/0/prize_in", "/incentives/0/pays/1/share_of_pool"],
        ),
        (
            r#""incentives": [{"id": "i", "pays": [{"level_differential": "a", "rates": {"by_tier": {"x": "1"}}, "levels": 3}]}]"#,
            &["/incentives/0/pays/0/level_differential"],
        ),
        (
            r#""incentives": [{"id": "i", "pay_to": "sales.seller", "pays": [{"percent_of": "a", "rate": "1", "when_negative": "nothing",
                "unknown": "hold", "for_each": "sales.seller", "rounded": "each"}]}]"#,
            &["/incentives/0/pay_to", "/incentives/0/pays/0/for_each", "/incentives/0/pays/0/rounded"],
        ),
        (
            r#""incentives": [{"id": "i", "pays": [{"percent_of": "a", "unknown": "hold", "bands": {"method": "running", "by": "a",
                "boundary": "from_included", "levels": [{"from": "0", "rate": "1"}]}}]}]"#,
            &["/incentives/0/pays/0/bands/method"],
        ),
        (
            r#""incentives": [{"id": "i", "minimum_payout": {}, "release": {}, "instalments": {}, "pays": [{"lump_sum": "1"}]}]"#,
            &["/incentives/0/minimum_payout", "/incentives/0/release", "/incentives/0/instalments"],
        ),
        (
            r#""incentives": [{"id": "i", "expected": {"metrics": {}}, "pays": [{"lump_sum": "1"}]}],
                "currencies": {"rate_on": "date", "rate": "same_day", "round": "record"}"#,
            &["/incentives/0/expected", "/currencies"],
        ),
    ] {
        let wanted: Vec<(&str, String)> = places.iter().map(|place| ("not_in_this_build", (*place).to_owned())).collect();
        assert_eq!(findings(members), wanted, "{members}");
    }
}

#[test]
fn what_is_wrong_beside_it_is_found_too() {
    let found = findings(r#""pools": {}, "incentives": [{"id": "i", "group": "g", "pays": [{"lump_sum": "x"}]}]"#);
    let codes: Vec<&str> = found.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, ["not_in_this_build", "unknown_reference", "bad_amount"]);
}

#[test]
fn it_says_where_there_is_more() {
    let report = Programme::check(
        r#"{"schema": "qudao/programme/1", "id": "p", "revision": 1, "currency": "CNY", "effective": {"from": "2026-01-01"},
            "calendar": {"year_starts": "01-01"}, "rounding": {"scale": 2, "mode": "half_up"}, "funds": {}}"#,
    );
    let finding = report.findings().first().expect("a finding");
    assert_eq!(finding.code, DiagnosticCode::NotInThisBuild);
    assert_eq!(finding.message, "`funds` is left out of this build of qudao");
    assert_eq!(finding.help.as_deref(), Some("use the whole build: `qudao/full` on npm, the feature `full` in Rust"));
}
