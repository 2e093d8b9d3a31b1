//! Inventory worked out by hand from the guide.

use crate::decision::{Inventory, InventoryClaim};
use crate::engine::Engine;
use crate::facts::Facts;
use crate::period::{AsOf, parse_date};
use crate::programme::Programme;
use crate::reason::Reason;

/// The inventory of `P` on 2026-06-30 by both pipelines; sales are `id basis date quantity amount more`.
fn inventory(rules: &str, sales: &[&str], tables: &str) -> Inventory {
    let text = format!(
        r#"{{"schema": "qudao/programme/1", "id": "p", "revision": 1, "currency": "CNY", "effective": {{"from": "2026-01-01"}},
        "calendar": {{"year_starts": "01-01"}}, "rounding": {{"scale": 2, "mode": "half_up"}}, "channel_inventory": {{{rules}}}}}"#
    );
    let programme = Programme::from_json(&text).expect("programme");
    let document = |sales: Vec<String>| {
        let tables = ["special_prices", "price_changes", "claim_lines"].map(|table| match tables.contains(table) {
            true => String::new(),
            false => format!(r#", "{table}": []"#),
        });
        let rest = tables.concat();
        format!(
            r#"{{"schema": "qudao/facts/1", "partners": [{{"id": "P"}}, {{"id": "Q"}}], "sales": [{}]{rest}{{TABLES}}}}"#,
            sales.join(",")
        )
    };
    let sale = |line: &&str| {
        let mut words = line.splitn(6, ' ');
        let mut word = || words.next().unwrap_or_default();
        let (id, basis, date, quantity, amount, more) = (word(), word(), word(), word(), word(), word());
        format!(
            r#"{{"id": "{id}", "partner": "P", "product": "X", "basis": "sell_{basis}", "date": "2026-{date}", "quantity": "{quantity}", "amount": "{amount}"{more}}}"#
        )
    };
    let lines: Vec<String> = sales.iter().map(sale).collect();
    let mut found = Vec::new();
    // whatever the order of the records
    for lines in [lines.clone(), lines.into_iter().rev().collect()] {
        let text = document(lines).replace("{TABLES}", tables);
        let facts = Facts::from_json(&programme, &text).expect("facts");
        let (engine, as_of) = (Engine::compile(&programme), AsOf::on(parse_date("2026-06-30").expect("date")));
        let review = engine.review(&facts, &as_of).expect("decides");
        let decision = review.partner("P").expect("there");
        assert_eq!(decision, engine.explain(&facts, &as_of, "P").expect("explains"));
        found.push(decision.inventory.expect("an inventory"));
    }
    let inventory = found.pop().expect("two");
    assert_eq!(found.pop(), Some(inventory.clone()));
    for claim in &inventory.claims {
        let sum = claim.reasons.iter().filter_map(Reason::contribution).try_fold(crate::Exact::ZERO, crate::Exact::checked_add);
        assert_eq!(sum, Ok(claim.amount.exact()), "{claim:?}");
    }
    inventory
}

fn left(inventory: &Inventory) -> Vec<String> {
    let of = |bucket: &crate::Bucket| {
        format!("{} {} of {} at {}", bucket.sale.as_deref().unwrap_or("-"), bucket.left, bucket.quantity, bucket.unit_cost)
    };
    inventory.buckets.iter().map(of).collect()
}

fn left_out(inventory: &Inventory) -> Vec<String> {
    inventory.left_out.iter().map(|one| format!("{} {}", one.sale.as_deref().unwrap_or("-"), one.why)).collect()
}

fn claims(inventory: &Inventory) -> Vec<String> {
    let thing = |claim: &InventoryClaim| claim.sale.clone().or_else(|| claim.change.clone()).unwrap_or_default();
    inventory.claims.iter().map(|claim| format!("{} {} {}", thing(claim), claim.quantity, claim.amount)).collect()
}

fn matches(inventory: &Inventory) -> Vec<String> {
    let of = |one: &crate::ClaimMatch| {
        format!("{} {:?} {} {} {}", one.claim.as_deref().unwrap_or("-"), one.outcome, one.ours, one.theirs, one.difference)
    };
    inventory.matches.iter().map(of).collect()
}

#[test]
fn the_oldest_bucket_is_sold_first() {
    let sales = ["b in 02-01 10 1100", "a in 01-01 10 1000", "s1 out 03-01 12 2000", "s2 out 03-02 9 1"];
    let found = inventory("", &sales, "");
    assert_eq!(left(&found), ["a 0 of 10 at 100", "b 0 of 10 at 110"]);
    assert_eq!(left_out(&found), ["s2 uncovered"]);
    // on one day what is bought is there before it is sold, whatever the ids
    assert_eq!(left(&inventory("", &["z in 02-01 3 10", "a out 02-01 1 9"], "")), ["z 2 of 3 at 10/3"]);
}

#[test]
fn returns_go_back_where_they_came_from() {
    let bought = ["a in 01-01 10 1000", "b in 02-01 10 1100"];
    let with = |more: &[&str]| {
        let found = inventory("", &[&bought, more].concat(), "");
        (left(&found), left_out(&found))
    };
    let none: Vec<String> = Vec::new();
    // to the vendor: the bucket that is named, else the newest, then the one before it
    assert_eq!(with(&[r#"r in 03-01 -4 -400 , "return_of": "a""#]).0, ["a 6 of 10 at 100", "b 10 of 10 at 110"]);
    assert_eq!(with(&["r in 03-01 -12 -1300"]).0, ["a 8 of 10 at 100", "b 0 of 10 at 110"]);
    assert_eq!(with(&["r in 03-01 -25 -2600"]).1, ["r uncovered"]);
    // by a customer: last taken first
    assert_eq!(
        with(&["s out 03-01 12 1", "r out 03-05 -3 -1"]),
        (vec!["a 1 of 10 at 100".to_owned(), "b 10 of 10 at 110".to_owned()], none)
    );
    let named = ["s out 03-01 4 1", "t out 03-02 8 1", r#"r out 03-05 -3 -1 , "return_of": "s""#];
    assert_eq!(with(&named).0, ["a 3 of 10 at 100", "b 8 of 10 at 110"]);
    assert_eq!(with(&["s out 03-01 1 1", "r out 03-05 -3 -1"]).1, ["r uncovered"]);
}

#[test]
fn lines_that_cannot_count_are_listed() {
    let sales = [r#"a in 01-01 0 10"#, r#"b in 01-02 5 10 , "known_on": "2026-06-01""#, "late in 07-01 5 10"];
    let found = inventory("", &sales, "");
    assert_eq!((left(&found), left_out(&found)), (vec!["b 5 of 5 at 2".to_owned()], vec!["a no_quantity".to_owned()]));
}

const DEBIT: &str = r#""ship_and_debit": {"basis": "bucket_cost", "claim_within": {"days": 30}}"#;

fn special(id: &str, price: &str, more: &str) -> String {
    format!(r#"{{"id": "{id}", "partner": "P", "product": "X", "price": "{price}", "from": "2026-03-01", "until": "2026-04-01"{more}}}"#)
}

#[test]
fn a_resale_at_a_special_price_gives_back_the_difference() {
    let specials = [
        special("all", "95", ""),
        special("best", "80", r#", "customer": "C", "quantity": "5""#),
        special("other", "1", r#", "customer": "D""#),
    ];
    let tables = format!(r#", "special_prices": [{}]"#, specials.join(","));
    let sales = [
        "a in 01-01 10 1000",
        "b in 02-01 10 1100",
        r#"s1 out 03-01 12 1 , "customer": "C""#,
        r#"s2 out 03-31 4 1 , "customer": "E""#,
        r#"s3 out 04-01 1 1 , "customer": "C""#,
        r#"r out 05-01 -1 -1 , "return_of": "s2""#,
    ];
    // s1: 5 × (100 − 80), then 5 × (100 − 95) + 2 × (110 − 95); s2: 3 × (110 − 95), one came back
    let found = inventory(DEBIT, &sales, &tables);
    assert_eq!(claims(&found), ["s1 12 155.00", "s2 3 45.00"]);
    let each: Vec<String> = found.claims[0].buckets.iter().map(|bucket| format!("{} × {}", bucket.quantity, bucket.each)).collect();
    assert_eq!(each, ["5 × 20", "5 × 5", "2 × 15"]);
    assert_eq!(matches(&found), ["- NotClaimed 155.00 0.00 -155.00", "- NotClaimed 45.00 0.00 -45.00"]);
    let listed = DEBIT.replace("bucket_cost", "list_price");
    assert_eq!(left_out(&inventory(&listed, &sales, &tables)), ["s1 no_list_price", "s2 no_list_price"]);
    let changes = r#", "price_changes": [{"id": "c", "product": "X", "date": "2026-03-15", "old_price": "120", "new_price": "100"}]"#;
    // s1: 5 × 40 + 7 × 25; s2: 3 × 5
    assert_eq!(claims(&inventory(&listed, &sales, &format!("{tables}{changes}"))), ["s1 12 375.00", "s2 3 15.00"]);
}

#[test]
fn claim_lines_are_held_against_what_we_find() {
    let sales =
        ["a in 01-01 100 10000", "s1 out 03-01 1 1", "s2 out 03-01 2 1", "s3 out 03-01 3 1", "s4 out 03-01 4 1", "s5 out 03-01 5 1"];
    let line = |id: &str, sale: &str, quantity: &str, amount: &str, more: &str| {
        format!(
            r#"{{"id": "{id}", "partner": "P", "kind": "ship_and_debit", "sale": "{sale}", "quantity": "{quantity}", "amount": "{amount}"{more}}}"#
        )
    };
    let lines = [
        line("1", "s1", "1", "10", r#", "known_on": "2026-03-31""#),
        line("1b", "s1", "1", "10", ""),
        line("2", "s2", "3", "30", ""),
        line("3", "s3", "3", "31", ""),
        line("4", "s4", "4", "40", r#", "known_on": "2026-04-01""#),
        line("6", "s6", "1", "10", ""),
    ];
    let tables = format!(r#", "special_prices": [{}], "claim_lines": [{}]"#, special("all", "90", ""), lines.join(","));
    let expected = [
        "1 Matched 10.00 10.00 0.00",
        "1b Duplicate 0.00 10.00 10.00",
        "2 QuantityDiffers 20.00 30.00 10.00",
        "3 PriceDiffers 30.00 31.00 1.00",
        "4 Late 40.00 40.00 0.00",
        "- NotClaimed 50.00 0.00 -50.00",
        "6 NotEligible 0.00 10.00 10.00",
    ];
    assert_eq!(matches(&inventory(DEBIT, &sales, &tables)), expected);
}

#[test]
fn stock_is_protected_at_the_start_of_the_day() {
    let change = |id: &str, date: &str, old: &str, new: &str| {
        format!(r#"{{"id": "{id}", "product": "X", "date": "2026-{date}", "old_price": "{old}", "new_price": "{new}"}}"#)
    };
    let changes = [change("drop", "03-02", "120", "100"), change("rise", "04-01", "100", "105"), change("later", "07-01", "105", "1")];
    let tables = format!(r#", "price_changes": [{}]"#, changes.join(","));
    let sales = ["a in 01-01 10 1300", "b in 02-01 10 900", "c in 03-02 10 1", "s out 03-02 4 1"];
    let of = |rules: &str| claims(&inventory(&format!(r#""price_protection": {{{rules}}}"#), &sales, &tables));
    // 10 × 30 of a, nothing of b, which cost less
    let cost = r#""basis": "bucket_cost", "pass_through": "0.5", "rise": "ignored""#;
    assert_eq!(of(cost), ["drop 20 150.00", "rise 26 0.00"]);
    assert_eq!(of(&cost.replace("bucket_cost", "old_price")), ["drop 20 200.00", "rise 26 0.00"]);
    assert_eq!(of(&cost.replace("ignored", "charged_back")), ["drop 20 150.00", "rise 26 -65.00"]);
    // bought at most 29 days before: b on the last of them, c at the rise a day too early
    let recent = r#""basis": "old_price", "bought_within": {"days": 29}, "pass_through": "1", "rise": "ignored""#;
    assert_eq!(of(recent), ["drop 10 200.00"]);
}

#[test]
fn stock_may_be_sent_back_up_to_a_share_of_purchases() {
    let sales = ["a in 01-01 10 1000", "b in 04-01 10 2000", r#"r in 04-02 -1 -200 , "return_of": "b""#, "s out 05-01 9 1"];
    let of = |share: &str, more: &str| {
        let rules = format!(r#""stock_rotation": {{"share": "{share}", "of_purchases": {{"months": 3}}, "restocking_fee": "0.1"{more}}}"#);
        claims(&inventory(&rules, &sales, ""))
    };
    // purchases of April to June: 1,800; left are 1 of a at 100 and 9 of b at 200
    assert_eq!(of("0.05", ""), [" 0.9 81.00"]);
    assert_eq!(of("0.1", ""), [" 1.4 162.00"]);
    assert_eq!(of("0.1", r#", "bought_within": {"days": 90}"#), [" 0.9 162.00"]);
    assert_eq!(of("0.1", r#", "bought_within": {"days": 89}"#), [""; 0]);
    assert_eq!(of("1", ""), [" 9.5 1620.00"]);
}

#[test]
fn what_was_protected_stands_at_its_cost_less_the_drop() {
    let changes = r#"{"id": "c1", "product": "X", "date": "2026-03-20", "old_price": "100", "new_price": "90"},
        {"id": "c2", "product": "X", "date": "2026-03-28", "old_price": "90", "new_price": "85"}"#;
    let tables = format!(r#", "price_changes": [{changes}], "special_prices": [{}]"#, special("all", "80", ""));
    let rules = |basis: &str| {
        format!(
            r#"{DEBIT}, "price_protection": {{"basis": "{basis}", "pass_through": "1", "rise": "ignored"}},
            "stock_rotation": {{"share": "0.1", "of_purchases": {{"months": 6}}, "restocking_fee": "0"}}"#
        )
    };
    let sales = ["a in 01-01 10 1000", "s1 out 03-19 2 1", "s2 out 03-21 3 1", r#"r out 03-22 -1 -1 , "return_of": "s1""#];
    for basis in ["bucket_cost", "old_price"] {
        let found = inventory(&rules(basis), &sales, &tables);
        // s1 keeps the cost of its day; what came back stands at what its bucket stands at
        assert_eq!(claims(&found), ["s1 1 20.00", "s2 3 30.00", "c1 8 80.00", "c2 6 30.00", " 20/17 100.00"]);
        assert_eq!(left(&found), ["a 6 of 10 at 85"]);
    }
}
