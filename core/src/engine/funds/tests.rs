//! Funds worked out by hand from the guide.

use crate::decision::FundBalance;
use crate::engine::Engine;
use crate::facts::Facts;
use crate::period::{AsOf, parse_date};
use crate::programme::Programme;
use crate::reason::Reason;

fn programme(fund: &str) -> Programme {
    let text = format!(
        r#"{{"schema": "qudao/programme/1", "id": "p", "revision": 1, "currency": "CNY", "effective": {{"from": "2025-01-01"}},
        "calendar": {{"year_starts": "01-01"}}, "rounding": {{"scale": 2, "mode": "half_up"}},
        "metrics": {{"net": {{"given": "decimal"}}}}, "incentives": [{{"id": "base", "pays": [{{"lump_sum": "50"}}]}}],
        "funds": {{"mdf": {{"accrues": [{{"percent_of": "net", "rate": "0.01", "when_negative": "deduct", "unknown": "hold"}}],
            "participation": "0.5", "claim_within": {{"days": 30}}, "expires": {{"months": 1}}, "period": "quarter"{fund}}}}}}}"#
    );
    Programme::from_json(&text).expect("programme")
}

fn both(fund: &str, net: &str, records: [&str; 3], on: &str) -> FundBalance {
    let programme = programme(fund);
    let [requests, claims, proofs] = records;
    let text = format!(
        r#"{{"schema": "qudao/facts/1", "partners": [{{"id": "P"}}, {{"id": "Q"}}],
        "metrics": {{"P": {{"net": {net}}}, "Q": {{"net": null}}}},
        "fund_requests": [{requests}], "fund_claims": [{claims}], "fund_proofs": [{proofs}]}}"#
    );
    let facts = Facts::from_json(&programme, &text).expect("facts");
    let (engine, as_of) = (Engine::compile(&programme), AsOf::on(parse_date(on).expect("date")));
    let review = engine.review(&facts, &as_of).expect("decides");
    let decision = review.partner("P").expect("there");
    assert_eq!(decision, engine.explain(&facts, &as_of, "P").expect("explains"));
    let balance = decision.funds.into_iter().next().expect("a fund");
    for (amount, reasons) in std::iter::once((balance.accrued, &balance.reasons))
        .chain(balance.requests.iter().map(|request| (request.amount, &request.reasons)))
        .chain(balance.claims.iter().map(|claim| (claim.amount, &claim.reasons)))
    {
        let sum = reasons.iter().filter_map(Reason::contribution).try_fold(crate::Exact::ZERO, crate::Exact::checked_add);
        assert_eq!(sum, Ok(amount.exact()), "{reasons:?}");
    }
    balance
}

fn numbers(balance: &FundBalance) -> [String; 6] {
    [balance.accrued, balance.approved, balance.claimed, balance.reserved, balance.expired, balance.available]
        .map(|amount| amount.to_string())
}

fn requests(balance: &FundBalance) -> Vec<String> {
    let of = |request: &crate::FundRequest| format!("{} {} {}", request.request, request.outcome.as_str(), request.amount);
    balance.requests.iter().map(of).collect()
}

fn claims(balance: &FundBalance) -> Vec<String> {
    balance.claims.iter().map(|claim| format!("{} {} {}", claim.claim, claim.outcome.as_str(), claim.amount)).collect()
}

fn request(id: &str, on: &str, amount: &str, more: &str) -> String {
    format!(r#"{{"id": "{id}", "partner": "P", "fund": "mdf", "requested_on": "{on}", "amount": "{amount}"{more}}}"#)
}

fn claim(id: &str, request: &str, on: &str, spent: &str) -> String {
    format!(r#"{{"id": "{id}", "request": "{request}", "claimed_on": "{on}", "spent": "{spent}"}}"#)
}

#[test]
fn requests_are_served_in_their_order() {
    let approved = r#", "approved_on": "2026-01-20", "approver": "M""#;
    // handed over in another order than they were made
    let list = [
        request("c", "2026-01-03", "800", approved),
        request("b", "2026-01-02", "500", approved),
        request("a", "2026-01-02", "300", approved),
        request("d", "2026-01-04", "1", approved),
        request("e", "2026-01-04", "1", r#", "declined_on": "2026-01-05", "approved_on": "2026-01-04""#),
        request("f", "2026-01-05", "0", approved),
        request("g", "2026-01-06", "10", r#", "approved_on": "2026-03-01""#),
        request("h", "2026-03-01", "10", approved),
        request("i", "2026-01-07", "10", ""),
    ];
    let balance = both("", "\"100000\"", [&list.join(","), "", ""], "2026-02-01");
    let expected = [
        "a approved 300.00",
        "b approved 500.00",
        "c approved 200.00",
        "d no_funds 0.00",
        "e declined 0.00",
        "f not_valid 0.00",
        "g pending 0.00",
        "i pending 0.00",
    ];
    assert_eq!(requests(&balance), expected);
    assert_eq!(numbers(&balance), ["1000.00", "1000.00", "0.00", "1000.00", "0.00", "0.00"]);
    let codes: Vec<&str> = balance.requests[2].reasons.iter().map(Reason::code).collect();
    assert_eq!(codes, ["request_approved", "request_cut"]);
}

#[test]
fn a_request_keeps_the_rules_of_the_fund() {
    let fund = r#", "activities": ["display"], "request_before": {"days": 14}"#;
    let of = |activity: &str, begins: &str| {
        let begins = if begins.is_empty() { String::new() } else { format!(r#", "begins": "{begins}""#) };
        let list = request("a", "2026-01-01", "10", &format!(r#", "activity": "{activity}"{begins}, "approved_on": "2026-01-02""#));
        requests(&both(fund, "\"100000\"", [&list, "", ""], "2026-02-01"))
    };
    assert_eq!(of("display", "2026-01-15"), ["a approved 10.00"]);
    assert_eq!(of("display", "2026-01-14"), ["a not_valid 0.00"]);
    assert_eq!(of("display", ""), ["a approved 10.00"]);
    assert_eq!(of("party", "2026-02-15"), ["a not_valid 0.00"]);
}

#[test]
fn claims_are_paid_what_is_left() {
    let list = request("r", "2026-01-02", "300", r#", "approved_on": "2026-01-10", "approved_amount": "250", "ends": "2026-01-31""#);
    let made = [
        claim("early", "r", "2026-01-09", "100"),
        claim("a", "r", "2026-02-01", "100.01"),
        claim("b", "r", "2026-02-02", "700"),
        claim("c", "r", "2026-02-03", "700"),
        claim("d", "r", "2026-02-04", "0"),
        claim("last", "r", "2026-03-02", "10"),
        claim("late", "r", "2026-03-03", "10"),
    ];
    let cap = r#", "claim_cap": "120""#;
    let balance = both(cap, "\"100000\"", [&list, &made.join(","), ""], "2026-03-31");
    let expected = [
        "early before_approval 0.00",
        "a paid 50.00",
        "b part_paid 120.00",
        "c part_paid 80.00",
        "d amount 0.00",
        "last exhausted 0.00",
        "late late 0.00",
    ];
    assert_eq!(claims(&balance), expected);
    assert_eq!(numbers(&balance), ["1000.00", "250.00", "250.00", "0.00", "0.00", "750.00"]);
}

#[test]
fn what_is_not_claimed_in_time_expires() {
    let list = request("r", "2026-01-02", "300", r#", "approved_on": "2026-01-10", "ends": "2026-01-31""#);
    let at = |on: &str| numbers(&both("", "\"100000\"", [&list, "", ""], on));
    assert_eq!(at("2026-03-02"), ["1000.00", "300.00", "0.00", "300.00", "0.00", "700.00"]);
    assert_eq!(at("2026-03-03"), ["1000.00", "300.00", "0.00", "0.00", "300.00", "1000.00"]);
}

#[test]
fn a_request_of_an_earlier_period_is_no_matter_of_this_budget() {
    let list = request("r", "2025-12-20", "9000", r#", "approved_on": "2025-12-21""#);
    let made = [claim("a", "r", "2026-01-31", "100"), claim("b", "r", "2026-02-01", "100")];
    let balance = both("", "\"100000\"", [&list, &made.join(","), ""], "2026-02-28");
    assert_eq!(requests(&balance), ["r approved 9000.00"]);
    assert_eq!(claims(&balance), ["a paid 50.00", "b expired 0.00"]);
    assert_eq!(numbers(&balance), ["1000.00", "0.00", "0.00", "0.00", "0.00", "1000.00"]);
}

#[test]
fn proof_is_asked_for_kind_by_kind() {
    let list = request("r", "2026-01-02", "300", r#", "approved_on": "2026-01-10""#);
    let proof = |kind: &str| format!(r#"{{"claim": "a", "kind": "{kind}"}}"#);
    let of = |proofs: &[&str]| {
        let proofs: Vec<String> = proofs.iter().map(|kind| proof(kind)).collect();
        let made = claim("a", "r", "2026-02-01", "100");
        both(r#", "proof": ["invoice", "photo"]"#, "\"100000\"", [&list, &made, &proofs.join(",")], "2026-02-28")
    };
    assert_eq!(claims(&of(&["photo", "invoice", "photo"])), ["a paid 50.00"]);
    let balance = of(&["invoice"]);
    assert_eq!(claims(&balance), ["a missing_proof 0.00"]);
    assert!(
        matches!(&balance.claims[0].reasons[..], [Reason::FundClaimRefused { kinds, .. }] if kinds.as_deref() == Some(&["photo".to_owned()]))
    );
}

#[test]
fn a_budget_is_known_and_not_below_zero() {
    let list = request("r", "2026-01-02", "300", r#", "approved_on": "2026-01-10""#);
    let made = claim("a", "r", "2026-02-01", "100");
    let held = both("", "null", [&list, &made, ""], "2026-02-28");
    assert_eq!((requests(&held), claims(&held)), (vec!["r pending 0.00".to_owned()], vec!["a not_approved 0.00".to_owned()]));
    let negative = both("", "\"-100000\"", [&list, "", ""], "2026-02-28");
    assert_eq!(numbers(&negative)[0], "0.00");
    assert_eq!(requests(&negative), ["r no_funds 0.00"]);
    assert_eq!(numbers(&both(r#", "cap": "600""#, "\"100000\"", ["", "", ""], "2026-02-28"))[0], "600.00");
}

#[test]
fn what_accrues_may_take_off_awards() {
    let programme = programme("").to_json().replace(r#""percent_of":"net""#, r#""less":["base"],"percent_of":"net""#);
    let programme = Programme::from_json(&programme).expect("programme");
    let text = r#"{"schema": "qudao/facts/1", "partners": [{"id": "P"}], "metrics": {"P": {"net": "1050"}},
        "fund_requests": [], "fund_claims": [], "fund_proofs": []}"#;
    let facts = Facts::from_json(&programme, text).expect("facts");
    let as_of = AsOf::on(parse_date("2026-02-28").expect("date"));
    let review = Engine::compile(&programme).review(&facts, &as_of).expect("decides");
    assert_eq!(review.partner("P").expect("there").funds[0].accrued.to_string(), "10.00");
}

#[test]
fn a_fund_may_accrue_one_by_one() {
    let programme = r#"{"schema": "qudao/programme/1", "id": "p", "revision": 1, "currency": "CNY", "effective": {"from": "2026-01-01"},
        "calendar": {"year_starts": "01-01"}, "rounding": {"scale": 2, "mode": "half_up"},
        "metrics": {"net": {"sum": "sales.amount", "tax": "excluded", "returns": "include", "basis": "sell_in", "date": "date",
            "window": {"period": "quarter", "part": "to_date"}, "scope": "own"}},
        "funds": {"mdf": {"accrues": [{"lump_sum_by_level": {"by": "net", "boundary": "from_included", "levels": [{"from": "100", "amount": "5.00"}]},
            "for_each": "sales.product", "rounded": "total"}],
            "participation": "0.5", "claim_within": {"days": 30}, "expires": {"months": 1}, "period": "quarter"}}}"#;
    let programme = Programme::from_json(programme).expect("programme");
    let sale = |product: &str, amount: &str| {
        format!(r#"{{"partner": "P", "date": "2026-01-05", "basis": "sell_in", "product": "{product}", "amount": "{amount}"}}"#)
    };
    let sales = [sale("a", "60"), sale("a", "50"), sale("b", "99"), sale("c", "100")].join(",");
    let text = format!(
        r#"{{"schema": "qudao/facts/1", "partners": [{{"id": "P"}}], "sales": [{sales}], "fund_requests": [], "fund_claims": [], "fund_proofs": []}}"#
    );
    let facts = Facts::from_json(&programme, &text).expect("facts");
    let (engine, as_of) = (Engine::compile(&programme), AsOf::on(parse_date("2026-03-31").expect("date")));
    let review = engine.review(&facts, &as_of).expect("decides");
    let decision = review.partner("P").expect("there");
    assert_eq!(decision, engine.explain(&facts, &as_of, "P").expect("explains"));
    // a and c reach the level
    assert_eq!(decision.funds.first().map(|fund| fund.accrued.to_string()), Some("10.00".to_owned()));
}

#[test]
fn each_party_has_its_share_of_what_is_contributed_and_used() {
    let parts = r#"[{"percent_of": "net", "rate": "0.01", "when_negative": "deduct", "unknown": "hold", "party": "vendor"},
        {"lump_sum": "33.33", "party": "partner"}, {"lump_sum": "16.67", "party": "partner"}]"#;
    let text = format!(
        r#"{{"schema": "qudao/programme/1", "id": "p", "revision": 1, "currency": "CNY", "effective": {{"from": "2025-01-01"}},
        "calendar": {{"year_starts": "01-01"}}, "rounding": {{"scale": 2, "mode": "half_up"}}, "metrics": {{"net": {{"given": "decimal"}}}},
        "funds": {{"mdf": {{"accrues": {parts}, "participation": "1", "claim_within": {{"days": 30}}, "expires": {{"months": 1}}, "period": "quarter"}}}}}}"#
    );
    let programme = Programme::from_json(&text).expect("programme");
    let balances = |net: &str| {
        let facts = format!(
            r#"{{"schema": "qudao/facts/1", "partners": [{{"id": "P"}}], "metrics": {{"P": {{"net": "{net}"}}}},
            "fund_requests": [{}], "fund_claims": [{}], "fund_proofs": []}}"#,
            request("a", "2026-01-02", "60", r#", "approved_on": "2026-01-03", "approver": "M""#),
            claim("c", "a", "2026-01-05", "10.01")
        );
        let facts = Facts::from_json(&programme, &facts).expect("facts");
        let as_of = AsOf::on(parse_date("2026-01-31").expect("date"));
        let fund = Engine::compile(&programme).review(&facts, &as_of).expect("decides").partner("P").expect("there").funds.remove(0);
        let of = |party: &crate::PartyBalance| {
            format!("{} {} {} {} {}", party.party, party.contributed, party.claimed, party.reserved, party.balance)
        };
        fund.parties.iter().map(of).collect::<Vec<_>>()
    };
    // 100.00 and 50.00; of 10.01 a third is 3.33⅔ and gets the last cent, of 49.99 16.66⅓
    assert_eq!(balances("10000"), ["partner 50.00 3.34 16.66 30.00", "vendor 100.00 6.67 33.33 60.00"]);
    // what is taken off counts as 0: the partner has all of the 40.00 that are left
    assert_eq!(balances("-1000"), ["partner 40.00 10.01 29.99 0.00", "vendor 0.00 0.00 0.00 0.00"]);
}
