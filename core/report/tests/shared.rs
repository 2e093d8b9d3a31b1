//! Budgets, pools and contests on the page and in the terminal.
#![expect(clippy::expect_used, reason = "helpers of tests; clippy sees only the test functions themselves")]

use qudao::{AsOf, Engine, Facts, Locale, Programme, Review, parse_date};
use qudao_report::{Material, html, terminal};

const HEAD: &str = r#""schema": "qudao/programme/1", "id": "p", "revision": 1, "currency": "CNY", "effective": {"from": "2026-01-01"},
    "calendar": {"year_starts": "01-01"}, "rounding": {"scale": 2, "mode": "half_up"}, "document": "C-1", "metrics": {"a": {"given": "decimal"}}"#;

fn reviewed(rules: &str) -> (Facts, Review) {
    let programme = Programme::from_json(&format!("{{{HEAD}, {rules}}}")).expect("a programme");
    let facts = r#"{"schema": "qudao/facts/1", "partners": [{"id": "P-1"}, {"id": "P-2", "name": "<North>"}],
        "metrics": {"P-1": {"a": "1"}, "P-2": {"a": "3"}}}"#;
    let facts = Facts::from_json(&programme, facts).expect("facts");
    let review = Engine::compile(&programme).review(&facts, &AsOf::on(parse_date("2026-06-30").expect("a date"))).expect("reviewed");
    (facts, review)
}

#[test]
fn what_partners_share_has_a_section_of_its_own() {
    let (facts, review) = reviewed(
        r#""budgets": {"b": {"title": {"en": "Launch", "zh-CN": "上市"}, "amount": "5", "when_short": "proportional"}},
           "pools": {"g": {"title": {"en": "Growth", "zh-CN": "增长"}, "amount": "100", "shared_by": "a", "left_over": "kept"}},
           "contests": {"s": {"title": {"en": "Spring", "zh-CN": "春季"}, "rank_by": "a", "first": "highest", "participants": 1,
               "prizes": ["50"], "ties": "share"}},
           "incentives": [{"id": "i", "budget": "b", "pays": [{"lump_sum": "10"}]}, {"id": "j", "pays": [{"share_of_pool": "g"}]},
               {"id": "k", "pays": [{"prize_in": "s"}]}]"#,
    );
    let page = html(&facts, &review, Locale::En).expect("a page");
    let (_, section) = page.split_once("<section id=shared>").expect("a section");
    let (section, _) = section.split_once("</section>").expect("its end");
    for text in ["Launch", "上市", "不足", "20.00", "5.00", "Growth", "增长", "100.00", "Spring", "春季", "&lt;North&gt;", "50.00"]
    {
        assert!(section.contains(text), "{text} is missing in {section}");
    }
    assert!(page.contains("href=\"#shared\""));
    let material = Material::gather(&facts, &review).expect("gathered");
    let text = terminal::text(&material, Locale::En, 100);
    for line in [
        "Budget Launch: 5.00 of 5.00 given out, 20.00 due",
        "Pool Growth: 100.00 of 100.00 given out to 2 partners",
        "Contest Spring: 2 take part",
        "  1. P-2 <North>: 3, prize 50.00",
    ] {
        assert!(text.lines().any(|found| found == line), "`{line}` is missing in\n{text}");
    }
}

#[test]
fn without_anything_shared_there_is_no_section() {
    let (facts, review) = reviewed(r#""incentives": [{"id": "i", "pays": [{"lump_sum": "10"}]}]"#);
    assert!(!html(&facts, &review, Locale::En).expect("a page").contains("id=shared"));
}
