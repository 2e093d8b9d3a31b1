//! Claims of funds and of channel inventory as lines. Every number here was worked out by hand from the guide.

use serde_json::{Value, json};

use super::super::{Closing, Entry, Ledger, Line, LineOf, Programmes, settle};
use super::day;
use crate::decision::ClaimKind;
use crate::facts::Facts;
use crate::programme::Programme;

fn programme(revision: u32, rest: &Value) -> Programme {
    let mut document = json!({
        "schema": "qudao/programme/1", "id": "p", "revision": revision, "currency": "CNY", "effective": {"from": "2026-01-01"},
        "calendar": {"year_starts": "01-01"}, "rounding": {"scale": 2, "mode": "half_up"},
        "metrics": {"bought": {"sum": "sales.amount", "tax": "excluded", "returns": "include", "basis": "sell_in", "date": "date",
            "window": {"period": "quarter", "part": "to_date"}, "scope": "own"}},
        "settlement": {"confirmation": "automatic", "valid": "unlimited"}
    });
    if let (Some(document), Some(rest)) = (document.as_object_mut(), rest.as_object()) {
        document.extend(rest.clone());
    }
    Programme::from_json(&document.to_string()).unwrap_or_else(|report| panic!("{report}"))
}

fn facts(programmes: &Programmes, tables: &Value) -> Facts {
    let mut document = json!({"schema": "qudao/facts/1", "partners": [{"id": "A"}]});
    if let (Some(document), Some(tables)) = (document.as_object_mut(), tables.as_object()) {
        document.extend(tables.clone());
    }
    Facts::from_json(programmes.latest(), &document.to_string()).unwrap_or_else(|report| panic!("{report}"))
}

/// Settles and answers with what was accrued: claim, amount and causes.
fn accrued(programmes: &Programmes, tables: &Value, ledger: &mut Ledger, (as_of, on): (&str, &str)) -> Vec<String> {
    let settlement = settle(programmes, &facts(programmes, tables), ledger, Closing::of(day(as_of), day(on))).expect("settles");
    ledger.append(settlement.clone()).expect("the next");
    let accruals = settlement.postings().iter().filter(|posting| posting.kind.is_accrual());
    let told = accruals.map(|posting| {
        let causes: Vec<String> = posting.causes.iter().map(|cause| format!("{} {}", cause.cause.as_str(), cause.amount)).collect();
        let of = match &posting.line.of {
            LineOf::Fund { claim, .. } | LineOf::Inventory { claim, .. } => claim.clone(),
            LineOf::Award { incentive, .. } => incentive.clone(),
            LineOf::Partner => String::new(),
        };
        format!("{of} {} {}: {}", posting.booked_on, posting.amount, causes.join(", "))
    });
    told.collect()
}

fn fund() -> Value {
    json!({"funds": {"mdf": {"accrues": [{"percent_of": "bought", "rate": "0.01", "when_negative": "nothing"}], "participation": "0.5",
        "claim_within": {"days": 60}, "expires": {"months": 6}, "period": "quarter", "proof": ["invoice"]}}})
}

/// 1 % of 500,000 is a budget of 5,000; 6,000 are approved.
fn supported(more: &[Value]) -> Value {
    let mut sales = vec![json!({"partner": "A", "date": "2026-01-15", "amount": "500000", "basis": "sell_in"})];
    sales.extend(more.iter().cloned());
    json!({"sales": sales,
        "fund_requests": [{"id": "R", "partner": "A", "fund": "mdf", "requested_on": "2026-01-20", "amount": "6000",
            "ends": "2026-02-15", "approved_on": "2026-01-22", "approver": "Li Na"}],
        "fund_claims": [{"id": "C1", "request": "R", "claimed_on": "2026-03-01", "spent": "9000"},
            {"id": "C2", "request": "R", "claimed_on": "2026-04-05", "spent": "4000"}],
        "fund_proofs": [{"claim": "C1", "kind": "invoice"}, {"claim": "C2", "kind": "invoice"}]})
}

#[test]
fn claims_of_a_fund_are_owed_by_the_budget_of_their_own_period() {
    let programmes = Programmes::new([programme(1, &fund())]).expect("one");
    let mut ledger = Ledger::new(programmes.latest());
    let first = supported(&[]);
    assert_eq!(accrued(&programmes, &first, &mut ledger, ("2026-03-31", "2026-04-01")), ["C1 2026-03-31 4500.00: earned 4500.00"]);
    // 500 are left of the budget of 5,000, although the review of April lets the approval of 6,000 stand
    assert_eq!(accrued(&programmes, &first, &mut ledger, ("2026-04-30", "2026-05-01")), ["C2 2026-04-30 500.00: earned 500.00"]);
    assert!(accrued(&programmes, &first, &mut ledger, ("2026-04-30", "2026-05-01")).is_empty());
    // 100,000 more were bought in March: the budget is 6,000
    let late = json!({"partner": "A", "date": "2026-03-20", "amount": "100000", "basis": "sell_in", "known_on": "2026-05-10"});
    let second = supported(std::slice::from_ref(&late));
    assert_eq!(accrued(&programmes, &second, &mut ledger, ("2026-04-30", "2026-05-11")), ["C2 2026-04-30 1000.00: late_record 1000.00"]);
    // and 200,000 sent back: the budget is 4,000, which the first claim takes alone
    let back = json!({"partner": "A", "date": "2026-03-25", "amount": "-200000", "basis": "sell_in", "known_on": "2026-05-20"});
    let third = supported(&[late, back]);
    assert_eq!(
        accrued(&programmes, &third, &mut ledger, ("2026-04-30", "2026-05-21")),
        ["C1 2026-04-30 -500.00: return -500.00", "C2 2026-04-30 -1500.00: return -1500.00"]
    );
    // without its proof the first claim is refused, and the second one has the approval for itself
    let mut fourth = third.clone();
    fourth["fund_proofs"] = json!([{"claim": "C2", "kind": "invoice"}]);
    assert_eq!(
        accrued(&programmes, &fourth, &mut ledger, ("2026-04-30", "2026-05-22")),
        ["C1 2026-04-30 -4000.00: correction -4000.00", "C2 2026-04-30 2000.00: correction 2000.00"]
    );
    fourth["fund_claims"] = json!([]);
    fourth["fund_proofs"] = json!([]);
    assert_eq!(accrued(&programmes, &fourth, &mut ledger, ("2026-04-30", "2026-05-23")), ["C2 2026-04-30 -2000.00: correction -2000.00"]);
    let line = |claim: &str| Line { partner: "A".into(), of: LineOf::Fund { fund: "mdf".into(), claim: claim.into() }, unit: None };
    let again = ledger.recompute(&programmes, &facts(&programmes, &third), &line("C1")).expect("a line");
    let again: Vec<String> = again.iter().map(|one| one.recomputed.map(|amount| amount.to_string()).unwrap_or_default()).collect();
    // the later records have their own day; a claim that is there again is owed what was posted first
    assert_eq!(again, ["4500.00", "4000.00", "4000.00"]);
    ledger.verify().expect("whole");
    let read = Ledger::from_json(&ledger.to_json()).unwrap_or_else(|report| panic!("{report}"));
    assert_eq!(read, ledger);
}

#[test]
fn a_later_revision_leaves_the_claims_of_earlier_periods_alone() {
    let first = programme(1, &fund());
    let mut changed = fund();
    changed["funds"]["mdf"]["participation"] = json!("0.25");
    changed["effective"] = json!({"from": "2026-04-01"});
    let programmes = Programmes::new([first.clone(), programme(2, &changed)]).expect("two");
    let mut ledger = Ledger::new(programmes.latest());
    let tables = supported(&[]);
    assert_eq!(
        accrued(&programmes, &tables, &mut ledger, ("2026-04-30", "2026-05-01")),
        ["C1 2026-04-30 4500.00: earned 4500.00", "C2 2026-04-30 500.00: earned 500.00"]
    );
    // one that is in force from the start says another share: 2,250 and 1,000 of 5,000
    changed["effective"] = json!({"from": "2026-01-01"});
    let programmes = Programmes::new([first, programme(3, &changed)]).expect("two");
    assert_eq!(
        accrued(&programmes, &tables, &mut ledger, ("2026-04-30", "2026-05-02")),
        ["C1 2026-04-30 -2250.00: policy_revision -2250.00", "C2 2026-04-30 500.00: policy_revision 500.00"]
    );
}

#[test]
fn a_claim_waits_for_a_budget_that_is_held() {
    let mut waiting = fund();
    waiting["metrics"] = json!({"share": {"given": "decimal"}, "bought": {"sum": "sales.amount", "tax": "excluded", "returns": "include",
        "basis": "sell_in", "date": "date", "window": {"period": "quarter", "part": "to_date"}, "scope": "own"}});
    waiting["funds"]["mdf"]["cap"] = json!({"metric": "share", "unknown": "hold"});
    let programmes = Programmes::new([programme(1, &waiting)]).expect("one");
    let ledger = Ledger::new(programmes.latest());
    let settlement = settle(&programmes, &facts(&programmes, &supported(&[])), &ledger, Closing::of(day("2026-03-31"), day("2026-04-01")))
        .expect("settles");
    assert!(settlement.postings().is_empty());
    let held: Value = serde_json::from_str(&settlement.to_json()).expect("JSON");
    assert_eq!(held["held"], json!([{"partner": "A", "fund": "mdf", "claim": "C1"}]));
}

fn stock(more: &[Value], lines: &Value) -> Value {
    let mut sales = vec![
        json!({"id": "B", "partner": "A", "date": "2026-01-10", "basis": "sell_in", "product": "X", "quantity": "10", "amount": "1000"}),
        json!({"id": "S", "partner": "A", "date": "2026-02-10", "basis": "sell_out", "product": "X", "customer": "C", "quantity": "4", "amount": "340"}),
    ];
    sales.extend(more.iter().cloned());
    json!({"sales": sales, "products": [{"id": "X"}], "customers": [{"id": "C"}],
        "special_prices": [{"id": "P", "partner": "A", "product": "X", "customer": "C", "price": "80", "from": "2026-02-01", "until": "2026-03-01"}],
        "price_changes": [{"id": "UP", "product": "X", "date": "2026-03-05", "old_price": "100", "new_price": "105"},
            {"id": "DOWN", "product": "X", "date": "2026-03-10", "old_price": "105", "new_price": "90"}],
        "claim_lines": lines})
}

fn inventory() -> Value {
    json!({"channel_inventory": {"ship_and_debit": {"basis": "bucket_cost", "claim_within": {"days": 30}},
        "price_protection": {"basis": "old_price", "pass_through": "1", "rise": "charged_back"},
        "stock_rotation": {"share": "0.5", "of_purchases": {"months": 3}, "restocking_fee": "0"}}})
}

#[test]
fn claim_lines_are_owed_at_the_smaller_of_ours_and_theirs() {
    let programmes = Programmes::new([programme(1, &inventory())]).expect("one");
    let mut ledger = Ledger::new(programmes.latest());
    let debit = json!({"id": "L1", "partner": "A", "kind": "ship_and_debit", "sale": "S", "quantity": "4", "amount": "90", "known_on": "2026-02-20"});
    let twice = json!({"id": "L2", "partner": "A", "kind": "ship_and_debit", "sale": "S", "quantity": "4", "amount": "90", "known_on": "2026-02-21"});
    // 4 × (100 − 80); the second line for the same resale is a duplicate; 6 × −5 for the rise, 6 × 15 for the drop, of which 80 are claimed
    let drop = json!({"id": "L3", "partner": "A", "kind": "price_protection", "change": "DOWN", "quantity": "6", "amount": "80"});
    let lines = json!([debit, twice, drop]);
    assert_eq!(
        accrued(&programmes, &stock(&[], &lines), &mut ledger, ("2026-03-31", "2026-04-01")),
        ["L1 2026-03-31 80.00: earned 80.00", "L3 2026-03-31 80.00: earned 80.00", "UP 2026-03-31 -30.00: earned -30.00"]
    );
    // a customer returned one: 3 × 20. It is back in stock before the changes: 7 × −5, and of 7 × 15 still 80
    let back = json!({"id": "T", "partner": "A", "date": "2026-02-20", "basis": "sell_out", "product": "X", "quantity": "-1", "amount": "-85",
        "return_of": "S", "known_on": "2026-04-10"});
    assert_eq!(
        accrued(&programmes, &stock(std::slice::from_ref(&back), &lines), &mut ledger, ("2026-03-31", "2026-04-11")),
        ["L1 2026-03-31 -20.00: return -20.00", "UP 2026-03-31 -5.00: return -5.00"]
    );
    let behind = ledger.explain(&programmes, &facts(&programmes, &stock(std::slice::from_ref(&back), &lines)), 1).expect("explains");
    assert!(behind.explain(programmes.latest(), crate::title::Locale::En).to_text().contains("80"));
    // the line is withdrawn
    assert_eq!(
        accrued(&programmes, &stock(std::slice::from_ref(&back), &json!([drop])), &mut ledger, ("2026-03-31", "2026-04-12")),
        ["L1 2026-03-31 -60.00: correction -60.00"]
    );
    let paid = ledger.pay(&programmes, "A", Entry::on(day("2026-04-13"))).expect("answers");
    let sum: i128 = paid.postings.iter().map(|posting| posting.amount.minor()).sum();
    // 80.00 less 35.00 charged back
    assert_eq!(sum, -4500);
}

#[test]
fn a_rotation_is_decided_on_the_day_it_became_known() {
    let programmes = Programmes::new([programme(1, &inventory())]).expect("one");
    let mut ledger = Ledger::new(programmes.latest());
    // half of the purchases of 1,000 may be sent back on 2026-02-28: 5 of the 6 in stock at 100
    let first = json!({"id": "R1", "partner": "A", "kind": "stock_rotation", "quantity": "5", "amount": "600", "known_on": "2026-02-28"});
    let second = json!({"id": "R2", "partner": "A", "kind": "stock_rotation", "quantity": "1", "amount": "40", "known_on": "2026-02-28"});
    let sent = json!({"id": "V", "partner": "A", "date": "2026-03-01", "basis": "sell_in", "product": "X", "quantity": "-5", "amount": "-500", "return_of": "B"});
    let lines = json!([first, second]);
    // the rise of March finds the one that is left: −5
    let wanted = ["UP 2026-03-31 -5.00: earned -5.00", "R1 2026-02-28 500.00: earned 500.00"];
    assert_eq!(accrued(&programmes, &stock(std::slice::from_ref(&sent), &lines), &mut ledger, ("2026-03-31", "2026-04-01")), wanted);
    // in the summer nothing may be sent back any more, and what was sent back in February is still owed
    assert!(accrued(&programmes, &stock(std::slice::from_ref(&sent), &lines), &mut ledger, ("2026-08-31", "2026-09-01")).is_empty());
    let of = LineOf::Inventory { kind: ClaimKind::StockRotation, claim: "R1".to_owned() };
    let compared =
        ledger.compare(&[(Line { partner: "A".into(), of, unit: None }, super::super::amount_of("600").expect("an amount"))], None);
    let compared: Vec<&str> = compared.expect("compares").iter().map(|line| line.result().expect("fits")).collect();
    assert_eq!(compared, ["only_ours", "differs"]);
}
