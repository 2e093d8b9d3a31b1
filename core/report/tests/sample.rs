//! The sample, reviewed as the program does it.
#![expect(clippy::expect_used, reason = "helpers of tests; clippy sees only the test functions themselves")]

use std::collections::BTreeMap;

use qudao::settlement::{Closing, settle};
use qudao::{AsOf, Engine, Facts, FactsBuilder, Locale, Programme, Review, date_text, parse_date};
use qudao_report::{Account, Material, html, input, sample, terminal, words};

fn as_of() -> AsOf {
    AsOf { on: parse_date(sample::AS_OF).expect("a date"), known_on: None }
}

fn reviewed() -> (Programme, Facts, Review) {
    let (programme, facts) = input::sample().expect("the sample is accepted");
    let review = Engine::compile(&programme).review(&facts, &as_of()).expect("reviewed");
    (programme, facts, review)
}

#[test]
fn totals_stay_as_they_are() {
    let (_, facts, review) = reviewed();
    let material = Material::gather(&facts, &review).expect("gathered");
    assert_eq!(material.total.to_string(), "1195630.24");
    let mut tiers = BTreeMap::new();
    let mut bands = BTreeMap::new();
    let mut sum = 0;
    for member in &material.partners {
        let decision = &member.decision;
        *tiers.entry(decision.standing.as_ref().expect("there are tiers").tier.as_ref()).or_insert(0) += 1;
        *bands.entry(material.main_score(member).expect("there is a card").band.as_ref()).or_insert(0) += 1;
        sum += decision.total.minor();
        let money = decision.awards.iter().filter(|award| award.unit.is_none());
        let awards: i128 = money.map(|award| award.amount.minor()).sum();
        assert_eq!(decision.total.minor(), awards, "{}", decision.partner);
    }
    assert_eq!(sum, material.total.minor());
    assert_eq!(tiers, BTreeMap::from([("gold", 13), ("platinum", 5), ("registered", 12), ("silver", 16)]));
    assert_eq!(bands, BTreeMap::from([("high", 7), ("low", 29), ("medium", 10)]));
    assert_eq!(material.conflicts.len(), 50);
    assert_eq!(material.clashes().count(), 8);
}

#[test]
fn the_page_stands_alone_and_speaks_both_languages() {
    let (_, facts, review) = reviewed();
    let page = html(&facts, &review, Locale::ZhCn).expect("made");
    for absent in ["<script src", "http", "<link", "@import", "url("] {
        assert!(!page.contains(absent), "the page contains `{absent}`");
    }
    assert!(page.starts_with("<!doctype html><html lang=zh-CN>") && page.ends_with("</html>"));
    for present in [
        "溪砚净水渠道政策",
        "Xiyan Water",
        "1,195,630.24",
        "本年结算",
        "返利对账单",
        "撞单",
        "role=img",
        "id=in-zh aria-label=\"中文\" checked",
    ] {
        assert!(page.contains(present), "the page lacks `{present}`");
    }
    for tag in ["section", "details", "table", "figure", "svg", "article", "span", "ul", "ol", "dl", "div", "small"] {
        let opened = page.matches(&format!("<{tag} ")).count() + page.matches(&format!("<{tag}>")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "<{tag}> is not balanced");
    }
    // every link of the page leads somewhere on it
    for link in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(page.contains(&format!("id=\"{link}\"")) || page.contains(&format!("id={link}>")), "#{link} leads nowhere");
    }
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (_, facts, review) = reviewed();
    let (_, again, second) = reviewed();
    assert_eq!(html(&facts, &review, Locale::En).expect("made"), html(&again, &second, Locale::En).expect("made"));
    assert_eq!(review.to_json().expect("written"), second.to_json().expect("written"));
}

#[test]
fn the_terminal_says_who_is_credited_and_explains_one_partner() {
    let (_, facts, review) = reviewed();
    let material = Material::gather(&facts, &review).expect("gathered");
    for (locale, expected) in [(Locale::En, "Total of all awards: 1,195,630.24 CNY for 46 partners"), (Locale::ZhCn, "共 46 家伙伴")] {
        let text = terminal::text(&material, locale, 132);
        assert!(text.contains(expected), "{text}");
        assert!(text.contains("REG043"), "{text}");
    }
    let text = terminal::partner(&material, "M01", Locale::ZhCn).expect("is a partner");
    assert!(text.contains("澜江砚汀净饮科技有限公司") && text.contains("200,000.00"), "{text}");
    assert_eq!(terminal::partner(&material, "nobody", Locale::En), None);
}

#[test]
fn the_quarters_of_the_year_are_settled() {
    let (programme, facts, review) = reviewed();
    let account = Account::keep(&programme, &facts, as_of()).expect("settled").expect("the sample has terms");
    let days: Vec<String> = account.runs.iter().map(|run| date_text(run.as_of)).collect();
    assert_eq!(days, ["2026-03-31", "2026-06-30", "2026-09-30"]);
    account.ledger.verify().expect("the chain holds");
    let balances = account.ledger.balances(None).expect("added up");
    let owed: i128 =
        balances.iter().filter_map(|partner| partner.units.first()).map(|(_, sum)| sum.balance().expect("small").minor()).sum();
    assert_eq!(owed, account.owed());
    // what a year's incentives have accrued is what the review says of them
    for member in &Material::gather(&facts, &review).expect("gathered").partners {
        for award in member.decision.awards.iter().filter(|award| award.incentive == "annual_volume") {
            let own = account.ledger.postings().iter().filter(|posting| posting.kind.is_accrual());
            let line =
                own.filter(|posting| posting.line.partner == member.decision.partner && posting.line.incentive() == Some(&award.incentive));
            assert_eq!(line.map(|posting| posting.amount.minor()).sum::<i128>(), award.amount.minor(), "{}", member.decision.partner);
        }
    }
    // settled again, nothing is posted
    let closing = Closing::of(as_of().on, as_of().on).since(account.from);
    let again = settle(&account.programmes, &facts, &account.ledger, closing).expect("settled");
    assert_eq!(again.postings(), []);
}

const SMALL: &str = r#"{"schema": "qudao/programme/1", "id": "small", "revision": 1, "currency": "CNY",
    "effective": {"from": "2026-01-01"}, "calendar": {"year_starts": "01-01"}, "rounding": {"scale": 2, "mode": "half_up"},
    "metrics": {"orders": {"count": "sales", "window": "all_time", "date": "date", "scope": "own", "basis": "all", "returns": "include"}},
    "tiers": {"base": {"id": "base"}, "qualify": "highest_met", "ladder": [{"id": "top", "requires": {"orders": {"at_least": "1"}}}]}}"#;

fn small(facts: &str) -> String {
    let programme = Programme::from_json(SMALL).expect("valid");
    let mut builder = FactsBuilder::new(&programme);
    builder.add_json(facts);
    let facts = builder.finish().expect("valid");
    let review = Engine::compile(&programme).review(&facts, &as_of()).expect("reviewed");
    html(&facts, &review, Locale::En).expect("made")
}

#[test]
fn a_hostile_name_stays_text() {
    let page = small(
        r#"{"schema": "qudao/facts/1", "sales": [],
            "partners": [{"id": "<i>\"", "name": "<script>alert('1')</script>", "kind": "\"onload=\"x", "territory": "a&b"}]}"#,
    );
    assert!(!page.contains("<script>alert") && !page.contains("\"onload=\"") && !page.contains("<i>\""));
    assert!(page.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;") && page.contains("a&amp;b"));
}

#[test]
fn no_partners_is_said() {
    let page = small(r#"{"schema": "qudao/facts/1", "sales": [], "partners": []}"#);
    assert!(page.contains(words::NO_PARTNERS.en) && page.contains(words::NO_PARTNERS.zh));
}

#[test]
fn both_languages_take_the_same_values() {
    for (name, word) in words::ALL {
        assert_eq!(word.en.matches("{}").count(), word.zh.matches("{}").count(), "{name}");
        assert!(!word.en.is_empty() && !word.zh.is_empty(), "{name}");
    }
}
