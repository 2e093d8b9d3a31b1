//! What is posted to a partner alone, and how its statement says it.

use super::super::{Entry, Ledger, NotUsed, PostingKind, Programmes, amount_of};
use super::{code, day, facts, programme};
use crate::amount::Amount;
use crate::incentive::RewardUnit;
use crate::title::Locale;

fn amount(text: &str) -> Amount {
    amount_of(text).expect("an amount")
}

const RULES: &str = r#""incentives": [{"id": "volume", "title": {"zh-CN": "销量返利"}, "period": "month",
    "pays": [{"percent_of": "sales_month", "rate": "0.02", "when_negative": "deduct"}]}],
    "settlement": {"confirmation": "automatic", "valid": "unlimited", "deposit": {"required": "50000"}}"#;

#[test]
fn a_statement_tells_of_deductions_and_the_deposit() {
    let programme = programme(1, "2026-01-01", RULES);
    let facts = facts(&programme, "");
    let mut ledger = Ledger::new(&programme);
    let programmes = Programmes::new([programme.clone()]).expect("one");
    let on = |text: &str| Entry::on(day(text));
    ledger.deduct(Some(&facts), "A", amount("30"), Some("F-7"), on("2026-02-03")).expect("posts");
    ledger.deposit(Some(&facts), "A", amount("30000"), on("2026-02-04")).expect("posts");
    let note = Entry { on: day("2026-02-05"), note: Some("窜货") };
    ledger.forfeit(None, "A", amount("500.5"), note).expect("posts");
    let refused = ledger.forfeit(None, "A", amount("1"), on("2026-02-05")).expect_err("says nothing");
    assert_eq!(code(&refused), "note_required");
    let statement = ledger.statement(&programmes, None, "A", (day("2026-02-01"), day("2026-03-01"))).expect("a statement");
    let deposit = statement.deposit.as_ref().expect("a deposit");
    assert_eq!(
        (deposit.closing.held.to_string(), deposit.short.map(|short| short.to_string())),
        ("29499.50".into(), Some("20500.50".into()))
    );
    let text = |locale| statement.explain(&programme, locale).expect("fits").to_text();
    let (zh, en) = (text(Locale::ZhCn), text(Locale::En));
    for line in [
        "2026-02-03 第 1 笔：自扣 发票 F-7，抵减单 A/1，-30.00 元",
        "2026-02-04 第 2 笔：缴存，+30,000.00 元（3万元）",
        "2026-02-05 第 3 笔：扣罚，-500.50 元",
        "应缴 50,000.00 元（5万元），需补足 20,500.50 元（≈ 2.05万元）",
    ] {
        assert!(zh.contains(line), "{line}\n{zh}");
    }
    for line in ["deducted by the partner from invoice F-7, document A/1, -30.00 CNY", "Required 50,000.00 CNY: 20,500.50 CNY is short"] {
        assert!(en.contains(line), "{line}\n{en}");
    }
    let page = statement.to_html(&programme, Locale::ZhCn).expect("fits");
    assert!(page.contains("<h2>保证金</h2>") && page.contains("窜货") && page.contains("需补足"));
    let again = Ledger::from_json(&ledger.to_json()).unwrap_or_else(|report| panic!("{report}"));
    assert_eq!(again, ledger);
    assert_eq!(
        ledger.postings().iter().map(|posting| posting.kind).collect::<Vec<_>>(),
        [PostingKind::Deduct, PostingKind::Deposit, PostingKind::Forfeit]
    );
}

#[test]
fn honours_and_money_are_not_used() {
    let programme = programme(1, "2026-01-01", RULES);
    let mut ledger = Ledger::new(&programme);
    let facts = facts(&programme, "");
    ledger.deposit(Some(&facts), "A", amount("1"), Entry::on(day("2026-02-01"))).expect("posts");
    for unit in [RewardUnit::Money, RewardUnit::Honours] {
        let refused = ledger.use_units("A", unit, amount("1"), Entry::on(day("2026-02-02"))).expect_err("not used");
        assert_eq!(code(&refused), "out_of_range");
    }
    let used = ledger.use_units("A", RewardUnit::Points, amount("1"), Entry::on(day("2026-02-02"))).expect("answers");
    assert_eq!(used.why_not, Some(NotUsed::NothingAvailable));
}

#[test]
fn what_is_of_the_deposit_has_its_own_form() {
    let programme = programme(1, "2026-01-01", RULES);
    let mut ledger = Ledger::new(&programme);
    let facts = facts(&programme, "");
    ledger.deposit(Some(&facts), "A", amount("10"), Entry::on(day("2026-02-01"))).expect("posts");
    ledger.deduct(None, "A", amount("1"), None, Entry::on(day("2026-02-01"))).expect("posts");
    for (from, to, found) in [
        (r#","unit":"deposit""#, "", "missing_member /postings/0"),
        (r#""unit":"deposit""#, r#""unit":"points""#, "unknown_choice /postings/0/unit"),
        (r#""unit":"deposit""#, r#""fund":"mdf","claim":"C","unit":"deposit""#, "unknown_member /postings/0"),
        (r#""kind":"deduct""#, r#""kind":"confirm""#, "missing_member /postings/1"),
        (r#""kind":"deduct""#, r#""kind":"accrue""#, "missing_member /postings/1"),
    ] {
        let text = ledger.to_json();
        let edited = text.replacen(from, to, 1);
        assert_ne!(edited, text, "{from}");
        let report = Ledger::from_json(&edited).expect_err(from);
        let first = &report.findings()[0];
        assert_eq!(format!("{} {}", first.code.as_str(), first.path.as_str()), found, "{report}");
    }
}
