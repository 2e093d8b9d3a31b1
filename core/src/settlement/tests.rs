//! A year of a small programme, settled, confirmed, paid, redeemed and undone.

mod accounts;
mod claims;

use super::{CauseKind, Closing, Entry, Ledger, NotUsed, PostingKind, Programmes, settle};
use crate::{Date, Error, Facts, Period, Programme, parse_date};

fn day(text: &str) -> Date {
    parse_date(text).expect("a date")
}

fn programme(revision: u32, from: &str, rest: &str) -> Programme {
    let text = format!(
        r#"{{"schema": "qudao/programme/1", "id": "cn", "revision": {revision}, "currency": "CNY",
        "effective": {{"from": "{from}"}}, "calendar": {{"year_starts": "01-01"}}, "rounding": {{"scale": 2, "mode": "half_up"}},
        "metrics": {{"sales_month": {{"sum": "sales.amount", "tax": "excluded", "returns": "include", "basis": "sell_in",
            "date": "date", "window": {{"period": "month", "part": "to_date"}}, "scope": "own"}}}}, {rest}}}"#
    );
    Programme::from_json(&text).unwrap_or_else(|report| panic!("{report}\n{text}"))
}

const BANDS: &str = r#""incentives": [{"id": "volume", "period": "month", "pays": [{"percent_of": "sales_month",
    "bands": {"method": "whole_amount", "by": "sales_month", "boundary": "from_included",
        "levels": [{"from": "0", "rate": "0.01"}, {"from": "1000", "rate": "0.02"}]}}]}]"#;
const TERMS: &str = r#""settlement": {"confirmation": "required", "valid": {"months": 12}, "order_share": "0.5", "smallest_payment": "10.00",
    "redemption": [{"id": "gift", "where": {"channel": {"is": "gift", "unknown": "fails"}}, "share": "0"},
        {"id": "all", "share": "0.3", "by_quantity": [{"from": "10", "share": "0.4"}]}]}"#;

fn facts(programme: &Programme, sales: &str) -> Facts {
    let text = format!(r#"{{"schema": "qudao/facts/1", "partners": [{{"id": "A"}}, {{"id": "B"}}], "sales": [{sales}]}}"#);
    Facts::from_json(programme, &text).unwrap_or_else(|report| panic!("{report}\n{text}"))
}

const JANUARY: &str = r#"{"id": "1", "partner": "A", "date": "2026-01-10", "amount": "900", "basis": "sell_in"},
    {"id": "2", "partner": "B", "date": "2026-01-10", "amount": "2000", "basis": "sell_in"}"#;

fn code(error: &Error) -> &str {
    error.code()
}

#[test]
fn differences_are_taken_apart() {
    let programme = programme(1, "2026-01-01", BANDS);
    let mut ledger = Ledger::new(&programme);
    let first = facts(&programme, JANUARY);
    let programmes = Programmes::new([programme.clone()]).expect("one");
    let closing = Closing::of(day("2026-01-31"), day("2026-02-01"));
    let settlement = settle(&programmes, &first, &ledger, closing).expect("settles");
    let amounts: Vec<String> = settlement.postings().iter().map(|posting| posting.amount.to_string()).collect();
    assert_eq!(amounts, ["9.00", "40.00"]);
    ledger.append(settlement).expect("the next");
    assert!(settle(&programmes, &first, &ledger, closing).expect("settles").postings().is_empty());

    // 200 known late lift A over 1000: 1100 × 0.02 = 22, of which 900 × 0.01 comes from the rate; 1500 taken back at B leave 500 × 0.01
    let later = facts(
        &programme,
        &format!(
            r#"{JANUARY}, {{"id": "3", "partner": "A", "date": "2026-01-20", "amount": "200", "basis": "sell_in", "known_on": "2026-02-05"}},
            {{"id": "4", "partner": "B", "date": "2026-01-25", "amount": "-1500", "basis": "sell_in", "known_on": "2026-02-07"}}"#
        ),
    );
    let closing = Closing::of(day("2026-01-31"), day("2026-02-10"));
    let settlement = settle(&programmes, &later, &ledger, closing).expect("settles");
    let causes = |at: usize| -> Vec<(CauseKind, String)> {
        settlement.postings()[at].causes.iter().map(|cause| (cause.cause, cause.amount.to_string())).collect()
    };
    assert_eq!(causes(0), [(CauseKind::LateRecord, "4.00".to_owned()), (CauseKind::ReRate, "9.00".to_owned())]);
    assert_eq!(causes(1), [(CauseKind::Return, "-15.00".to_owned()), (CauseKind::ReRate, "-20.00".to_owned())]);
    ledger.append(settlement.clone()).expect("the next");
    assert_eq!(code(&ledger.clone().append(settlement).expect_err("not twice")), "not_the_next");

    // everything as it was: what is owed is owed again
    let settlement = settle(&programmes, &first, &ledger, Closing::of(day("2026-01-31"), day("2026-02-11"))).expect("settles");
    let sums: Vec<String> = settlement.postings().iter().map(|posting| posting.amount.to_string()).collect();
    assert_eq!(sums, ["-13.00", "35.00"]);
    assert!(settlement.postings().iter().all(|posting| posting.causes[0].cause == CauseKind::Correction && posting.causes.len() == 1));
    ledger.append(settlement).expect("the next");
    ledger.verify().expect("whole");

    let line = ledger.postings()[0].line.clone();
    let again = ledger.recompute(&programmes, &first, &line).expect("a line");
    assert_eq!(
        again.iter().map(|posting| posting.recomputed.map(|amount| amount.to_string())).collect::<Vec<_>>(),
        [Ok("9.00".to_owned()), Ok("9.00".to_owned()), Ok("9.00".to_owned())]
    );
    let award = ledger.explain(&programmes, &first, 1).expect("explains").into_award().expect("an award");
    assert_eq!(award.amount.to_string(), "9.00");
}

#[test]
fn revisions_locks_and_periods() {
    let first = programme(1, "2026-01-01", BANDS);
    let second = programme(2, "2026-01-01", &BANDS.replace("\"0.01\"", "\"0.03\""));
    let mut ledger = Ledger::new(&first);
    let facts = facts(&second, JANUARY);
    let one = Programmes::new([first.clone()]).expect("one");
    let interim = Closing::of(day("2026-01-05"), day("2026-01-05"));
    assert!(settle(&one, &facts, &ledger, interim).expect("settles").postings().is_empty());
    let closing = Closing::of(day("2026-01-31"), day("2026-02-01"));
    ledger.append(settle(&one, &facts, &ledger, closing).expect("settles")).expect("the next");
    ledger.lock(day("2026-02-01")).expect("forward");
    assert_eq!(code(&ledger.lock(day("2026-01-01")).expect_err("back")), "lock_moved_back");

    let both = Programmes::new([second, first]).expect("two");
    let closing = Closing::of(day("2026-02-28"), day("2026-03-01"));
    let settlement = settle(&both, &facts, &ledger, closing).expect("settles");
    let [posting] = settlement.postings() else { panic!("{settlement:?}") };
    assert_eq!((posting.causes[0].cause, posting.amount.to_string()), (CauseKind::PolicyRevision, "18.00".to_owned()));
    assert_eq!(posting.booked_on, day("2026-02-01"));
    let since = closing.since(day("2026-02-01"));
    assert!(settle(&both, &facts, &ledger, since).expect("settles").postings().is_empty());
    assert_eq!(code(&settle(&both, &facts, &ledger, Closing::of(day("2026-03-31"), day("2026-03-01"))).expect_err("early")), "not_yet");
}

#[test]
fn confirmed_paid_redeemed_and_undone() {
    let programme = programme(1, "2026-01-01", &format!("{BANDS}, {TERMS}"));
    let sales = format!(
        r#"{JANUARY}, {{"id": "L1", "order": "O1", "partner": "B", "date": "2026-02-10", "amount": "20", "basis": "sell_in"}},
        {{"id": "L2", "order": "O1", "partner": "B", "date": "2026-02-10", "amount": "10", "quantity": "12", "basis": "sell_in"}},
        {{"order": "O1", "partner": "B", "date": "2026-02-10", "amount": "50", "basis": "sell_in", "channel": "gift"}}"#
    );
    let facts = facts(&programme, &sales);
    let mut ledger = Ledger::new(&programme);
    let programmes = Programmes::new([programme]).expect("one");
    let on = |text: &str| Entry::on(day(text));
    ledger.append(settle(&programmes, &facts, &ledger, Closing::of(day("2026-01-31"), day("2026-02-01"))).expect("settles")).expect("next");
    assert_eq!(ledger.confirm(&programmes, "A", on("2026-02-02")).expect("confirms").len(), 1);
    let confirmed = ledger.confirm(&programmes, "B", on("2026-02-02")).expect("confirms").to_vec();
    assert_eq!(
        (confirmed[0].document.as_deref(), confirmed[0].valid.and_then(|valid| valid.until)),
        (Some("B/4"), Some(day("2027-02-02")))
    );
    let paid = ledger.pay(&programmes, "A", on("2026-02-02")).expect("answers");
    assert_eq!(paid.why_not, Some(NotUsed::BelowSmallest));

    // 0.3 × 20 + 0.4 × 10 = 10, and half of 80 would be 40
    let redeemed = ledger.redeem(&programmes, &facts, "B", "O1", None, on("2026-02-15")).expect("redeems");
    assert_eq!((redeemed.redeemed.to_string(), redeemed.postings.len()), ("10.00".to_owned(), 1));
    let lines: Vec<(String, String)> = redeemed.postings[0].lines.iter().map(|line| (line.line.clone(), line.amount.to_string())).collect();
    assert_eq!(lines, [("L1".to_owned(), "6.00".to_owned()), ("L2".to_owned(), "4.00".to_owned())]);
    assert_eq!(code(&ledger.redeem(&programmes, &facts, "B", "O1", None, on("2026-02-15")).expect_err("twice")), "already_redeemed");
    assert_eq!(code(&ledger.redeem(&programmes, &facts, "A", "O1", None, on("2026-02-15")).expect_err("whose")), "unknown_order");
    assert_eq!(code(&ledger.reverse(4, on("2026-02-16")).expect_err("used")), "document_in_use");
    assert_eq!(code(&ledger.reverse(1, on("2026-02-16")).expect_err("accrual")), "not_reversible");
    let undone = ledger.reverse(5, on("2026-02-16")).expect("undoes")[0].clone();
    assert_eq!((undone.kind, undone.amount.to_string(), undone.reverses), (PostingKind::Reverse, "10.00".to_owned(), Some(5)));
    assert_eq!(code(&ledger.reverse(5, on("2026-02-16")).expect_err("twice")), "already_reversed");
    let paid = ledger.pay(&programmes, "B", on("2026-02-17")).expect("pays");
    assert_eq!(paid.postings.iter().map(|posting| posting.amount.to_string()).collect::<Vec<_>>(), ["-40.00"]);
    assert_eq!(ledger.expire(on("2027-02-02")).expect("lapses").len(), 1);

    let statement = ledger.statement(&programmes, None, "B", (day("2026-02-01"), day("2026-03-01"))).expect("a statement");
    let unit = &statement.units[0];
    assert_eq!(
        (unit.opening.accrued.to_string(), unit.closing.used.to_string(), unit.movements.len()),
        ("40.00".into(), "-40.00".into(), 4)
    );
    let again = Ledger::from_json(&ledger.to_json()).unwrap_or_else(|report| panic!("{report}"));
    assert_eq!(again, ledger);
}

#[test]
fn a_negative_balance_is_carried_or_paid_back() {
    let programme = programme(1, "2026-01-01", &format!("{BANDS}, {}", TERMS.replace("required", "automatic")));
    let mut ledger = Ledger::new(&programme);
    let (first, second) = (facts(&programme, JANUARY), facts(&programme, ""));
    let programmes = Programmes::new([programme]).expect("one");
    let on = |text: &str| Entry::on(day(text));
    let settled = settle(&programmes, &first, &ledger, Closing::of(day("2026-01-31"), day("2026-02-01"))).expect("settles");
    assert_eq!(
        settled.postings().iter().map(|posting| posting.kind).collect::<Vec<_>>(),
        [PostingKind::Accrue, PostingKind::Accrue, PostingKind::Confirm, PostingKind::Confirm]
    );
    ledger.append(settled).expect("next");
    ledger.pay(&programmes, "B", on("2026-02-01")).expect("pays");
    ledger
        .append(settle(&programmes, &second, &ledger, Closing::of(day("2026-01-31"), day("2026-02-02"))).expect("settles"))
        .expect("next");
    let paid = ledger.pay(&programmes, "B", on("2026-02-03")).expect("answers");
    assert_eq!(paid.why_not, Some(NotUsed::Negative));
    let back = ledger.claw_back("B", on("2026-02-03")).expect("pays back");
    assert_eq!(back.postings[0].amount.to_string(), "40.00");
    let balances = ledger.balances(Some("B")).expect("sums");
    assert_eq!(balances[0].units[0].1.balance().expect("fits").minor(), 0);
    // nobody falls out of the books because a file is short
    let settled = settle(&programmes, &first, &ledger, Closing::of(day("2026-01-31"), day("2026-02-04"))).expect("settles");
    ledger.append(settled).expect("next");
    let other =
        Facts::from_json(programmes.latest(), r#"{"schema": "qudao/facts/1", "partners": [{"id": "A"}], "sales": []}"#).expect("valid");
    let error = settle(&programmes, &other, &ledger, Closing::of(day("2026-01-31"), day("2026-02-05"))).expect_err("short");
    assert_eq!(code(&error), "partner_missing");
}

#[test]
fn an_edit_anywhere_is_seen() {
    let programme = programme(1, "2026-01-01", BANDS);
    let mut ledger = Ledger::new(&programme);
    let facts = facts(&programme, JANUARY);
    let programmes = Programmes::new([programme]).expect("one");
    ledger.append(settle(&programmes, &facts, &ledger, Closing::of(day("2026-01-31"), day("2026-02-01"))).expect("settles")).expect("next");
    let text = ledger.to_json();
    for (from, to, found, path) in [
        ("\"9.00\"", "\"9.01\"", "broken_chain", "/postings/0"),
        ("\"posted_on\":\"2026-02-01\"", "\"posted_on\":\"2026-02-02\"", "broken_chain", "/postings/0"),
        ("\"number\":2", "\"number\":3", "broken_chain", "/postings/1"),
        ("\"amount\":\"40.00\"", "\"amount\":\"40\"", "bad_amount", "/postings/1/amount"),
        ("\"scale\":2", "\"scale\":2,\"scael\":2", "unknown_member", "/scael"),
        ("\"kind\":\"accrue\"", "\"kind\":\"confirm\"", "missing_member", "/postings/0"),
    ] {
        let edited = text.replacen(from, to, 1);
        assert_ne!(edited, text, "{from}");
        let report = Ledger::from_json(&edited).expect_err(from);
        let first = &report.findings()[0];
        assert_eq!((first.code.as_str(), first.path.as_str()), (found, path), "{report}");
    }
}

#[test]
fn samples_and_comparisons() {
    let programme = programme(1, "2026-01-01", BANDS);
    let mut ledger = Ledger::new(&programme);
    let facts = facts(&programme, JANUARY);
    let programmes = Programmes::new([programme]).expect("one");
    ledger.append(settle(&programmes, &facts, &ledger, Closing::of(day("2026-01-31"), day("2026-02-01"))).expect("settles")).expect("next");
    let amount = |text: &str| super::amount_of(text).expect("an amount");
    let sample = ledger.sample(amount("10"), amount("9.00"), &Period::ALL_TIME).expect("draws");
    // positions 9, 19, 29, 39, 49
    assert_eq!(sample.items.iter().map(|item| (item.number, item.hits)).collect::<Vec<_>>(), [(1, 1), (2, 4)]);
    assert_eq!(code(&ledger.sample(amount("10"), amount("10.01"), &Period::ALL_TIME).expect_err("too far")), "out_of_range");
    let lines: Vec<_> = ledger.postings().iter().map(|posting| posting.line.clone()).collect();
    let period = lines[0].period().expect("an award's");
    let other = super::Line { of: super::LineOf::Award { incentive: "other".to_owned(), period }, ..lines[0].clone() };
    let theirs = [(lines[1].clone(), amount("39.50")), (other, amount("1"))];
    let results = ledger.compare(&theirs, None).expect("compares");
    assert_eq!(results.iter().map(|line| line.result().expect("fits")).collect::<Vec<_>>(), ["only_theirs", "only_ours", "differs"]);
}

#[test]
fn what_is_not_due_is_not_used() {
    let waiting = BANDS.replace(
        "\"period\": \"month\"",
        "\"period\": \"month\", \"instalments\": {\"count\": 3, \"every\": {\"months\": 1}, \"first\": {\"days\": 10}}",
    );
    let programme = programme(1, "2026-01-01", &format!("{waiting}, {}", TERMS.replace("required", "automatic")));
    let mut ledger = Ledger::new(&programme);
    let facts = facts(&programme, JANUARY);
    let programmes = Programmes::new([programme]).expect("one");
    let mut paid = Vec::new();
    for on in ["2026-02-01", "2026-02-11", "2026-02-12", "2026-03-11", "2026-05-01"] {
        ledger.append(settle(&programmes, &facts, &ledger, Closing::of(day(on), day(on))).expect("settles")).expect("next");
        let used = ledger.pay(&programmes, "B", Entry::on(day(on))).expect("answers");
        paid.push(match used.why_not {
            Some(why_not) => why_not.as_str().to_owned(),
            None => used.postings[0].amount.to_string(),
        });
    }
    assert_eq!(paid, ["not_due", "-13.34", "not_due", "-13.33", "-13.33"]);
    assert!(ledger.due().iter().all(|due| due.line.partner != "B"));
}

#[test]
fn points_are_taken_back_as_far_as_their_reward_allows() {
    for (reversal, left) in [("pending_only", "20"), ("within_balance", "0"), ("unlimited", "0")] {
        let reward = format!(
            r#""reward": {{"points": {{"scale": 0, "mode": "floor", "pending": {{"days": 14}}, "expires": {{"months": 24}}, "reversal": "{reversal}"}}}}, "period""#
        );
        let rest = format!("{}, {}", BANDS.replacen("\"period\"", &reward, 1), TERMS.replace("required", "automatic"));
        let programme = programme(1, "2026-01-01", &rest);
        let mut ledger = Ledger::new(&programme);
        let mut post = |sales: &str, on: &str| {
            let (facts, programmes) = (facts(&programme, sales), Programmes::new([programme.clone()]).expect("one"));
            ledger.append(settle(&programmes, &facts, &ledger, Closing::of(day("2026-01-31"), day(on))).expect("settles")).expect("next");
            let balances = ledger.balances(Some("A")).expect("sums");
            balances[0].units[1].1.available().expect("fits").to_string()
        };
        let sale = |amount: &str| format!(r#"{{"partner": "A", "date": "2026-01-10", "amount": "{amount}", "basis": "sell_in"}}"#);
        assert_eq!(post(&sale("1000"), "2026-02-01"), "20");
        let after = post(&format!("{}, {}", sale("1000"), sale("-1000")), "2026-03-01");
        assert_eq!(after, left, "{reversal}");
    }
}
