//! What is told across partners, on the page and in the terminal.
#![expect(clippy::expect_used, reason = "helpers of tests; clippy sees only the test functions themselves")]

use qudao::{AsOf, Engine, Facts, Locale, Programme, Review, parse_date};
use qudao_report::{Material, html, terminal};

const HEAD: &str = r#""schema": "qudao/programme/1", "id": "p", "revision": 1, "currency": "CNY", "effective": {"from": "2026-01-01"},
    "calendar": {"year_starts": "01-01"}, "rounding": {"scale": 2, "mode": "half_up"}, "document": "C-1",
    "metrics": {"a": {"given": "decimal", "title": {"en": "Size", "zh-CN": "规模"}}, "b": {"given": "decimal"}},
    "incentives": [{"id": "i", "approver": "x", "pays": [{"amount_of": "b", "when_negative": "nothing", "unknown": "nothing"}]}]"#;

fn reviewed(rules: &str) -> (Facts, Review) {
    let programme = Programme::from_json(&format!("{{{HEAD}, {rules}}}")).expect("a programme");
    let facts = r#"{"schema": "qudao/facts/1", "partners": [{"id": "P-1"}, {"id": "P-2", "name": "<North>", "parent": "P-1"}, {"id": "P-3"}],
        "metrics": {"P-1": {"a": "1", "b": "8"}, "P-2": {"a": "3", "b": "4"}}}"#;
    let facts = Facts::from_json(&programme, facts).expect("facts");
    let review = Engine::compile(&programme).review(&facts, &AsOf::on(parse_date("2026-06-30").expect("a date"))).expect("reviewed");
    (facts, review)
}

#[test]
fn it_has_a_section_of_its_own() {
    let (facts, review) = reviewed(
        r#""classes": {"credit": {"title": {"en": "Credit", "zh-CN": "信用"}, "otherwise": "release", "titles": {"hold": {"en": "Hold", "zh-CN": "停发"}},
               "rules": [{"class": "hold", "when": {"a": {"more_than": "2", "unknown": "holds"}}, "action": {"en": "Ask for payment", "zh-CN": "催收"}}]}},
           "leaderboards": {"best": {"title": {"en": "Best", "zh-CN": "榜"}, "rank_by": "a", "first": "highest", "before": "b", "names": "masked"}},
           "pay_checks": {"pay": {"title": {"en": "Pay", "zh-CN": "核查"}, "of": ["i"], "achievement": "a", "base": "a", "outlier_above": "1.5"}},
           "cascades": {"plan": {"title": {"en": "Plan", "zh-CN": "分解"}, "target": "t", "amount": "100", "period": {"from": "2027-01-01", "until": "2028-01-01"},
               "shared_by": "a", "along": "hierarchy", "unknown": "nothing", "when_no_weight": "nothing"}},
           "cost_shares": {"fair": {"title": {"en": "Fair", "zh-CN": "展会"}, "paid": "b", "shared_by": "a", "unknown": "nothing"}}"#,
    );
    let page = html(&facts, &review, Locale::En).expect("a page");
    let (_, section) = page.split_once("<section id=across>").expect("a section");
    let (section, _) = section.split_once("</section>").expect("its end");
    for text in [
        "Credit",
        "停发",
        "&lt;North&gt;",
        "Best: 2 ranked",
        "▲ 1",
        "▼ 1",
        "100 %",
        "Pay: 12.00 paid on",
        "300 %",
        "Plan: 100.00 of 100.00",
        "75.00",
        "规模",
        "展会：合计支付 12.00",
        "-5.00",
        "5.00",
    ] {
        assert!(section.contains(text), "{text} is missing in {section}");
    }
    assert!(page.contains("href=\"#across\"") && page.contains("Hold: its conditions are met; to do: Ask for payment"));
    let material = Material::gather(&facts, &review).expect("gathered");
    let text = terminal::text(&material, Locale::En, 100);
    for line in [
        "Credit: Hold 2 · release 1",
        "Best: 2 ranked, first P-2 <North> with 3",
        "Pay: 12.00 paid on 4 (300 %); achieved more and paid less: 1, far from the median: 1",
        "Plan: 100.00 of 100.00 broken down to 3 partners",
        "Fair: 12.00 paid in all, payments that settle it: 1",
    ] {
        assert!(text.lines().any(|found| found == line), "`{line}` is missing in\n{text}");
    }
}

#[test]
fn without_anything_of_the_kind_there_is_no_section() {
    let (facts, review) = reviewed(r#""payout": {}"#);
    assert!(!html(&facts, &review, Locale::En).expect("a page").contains("id=across"));
}
