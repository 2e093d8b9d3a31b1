//! What a level that is reached pays is told as it is worked out; goods are told with their worth.

use crate::engine::Engine;
use crate::facts::Facts;
use crate::period::{AsOf, parse_date};
use crate::programme::Programme;
use crate::text::Explanation;
use crate::title::Locale;

/// The award of this incentive, in English and Chinese.
fn award(incentive: &str, sales: &str) -> [Explanation; 2] {
    let programme = format!(
        r#"{{"schema": "qudao/programme/1", "id": "p", "revision": 1, "currency": "CNY", "effective": {{"from": "2026-01-01"}},
        "calendar": {{"year_starts": "01-01"}}, "rounding": {{"scale": 2, "mode": "half_up"}},
        "metrics": {{"net": {{"given": "decimal"}}}}, "incentives": [{{"id": "i", {incentive}}}]}}"#
    );
    let programme = Programme::from_json(&programme).expect("valid");
    let facts = format!(r#"{{"schema": "qudao/facts/1", "partners": [{{"id": "P"}}], "metrics": {{"P": {{"net": "{sales}"}}}}}}"#);
    let facts = Facts::from_json(&programme, &facts).expect("valid");
    let review = Engine::compile(&programme).review(&facts, &AsOf::on(parse_date("2026-06-30").expect("a date"))).expect("decided");
    let decision = review.partner("P").expect("a partner");
    [Locale::En, Locale::ZhCn].map(|locale| decision.awards[0].explain(&programme, locale))
}

/// The sentence about a part with these levels.
fn told(name: &str, levels: &str, extra: &str, sales: &str) -> [String; 2] {
    let part = match name {
        "percent_of" => {
            format!(r#""percent_of": "net", "bands": {{{extra}, "by": "net", "boundary": "from_included", "levels": {levels}}}"#)
        }
        _ => format!(r#""{name}": {{"by": "net", "boundary": "from_included", "levels": {levels}}}"#),
    };
    award(&format!(r#""pays": [{{{part}, "unknown": "nothing"}}]"#), sales).map(|award| award.lines()[1].text.clone())
}

#[test]
fn goods_have_a_worth() {
    let goods = |value: &str| {
        let steps = r#""pays": [{"amount_per_full": "net", "step": "10", "above": "0", "amount": "1", "unknown": "nothing"}]"#;
        award(&format!(r#"{steps}, "reward": {value}"#), "105").map(|award| award.lines()[0].text.clone())
    };
    assert_eq!(
        goods(r#"{"goods": {"product": "X", "unit_value": "30.00"}}"#),
        ["i: paid 10 pieces (worth: 300.00 CNY)", "i：兑付 10 件（折合 300.00 元）"]
    );
    assert_eq!(goods(r#"{"quota": {"of": "seats"}}"#), ["i: paid 10 places", "i：兑付 10 个名额"]);
}

#[test]
fn levels_that_do_not_pay_by_themselves() {
    let amounts = r#"[{"from": "100", "amount": "1"}, {"from": "200", "amount": "2"}]"#;
    let rates = r#"[{"from": "0", "rate": "0.01"}, {"from": "200", "rate": "0.02"}]"#;
    let cases = [
        ("lump_sum_by_level", amounts, "200", "net 200: level 2 reached (from 200), 2.00 CNY", "net 200 达到第 2 档（≥ 200），计 2.00 元"),
        (
            "lump_sum_of_levels",
            amounts,
            "200",
            "net 200: level 2 reached (from 200), all levels up to it together, 3.00 CNY",
            "net 200 达到第 2 档（≥ 200），各档累计，计 3.00 元",
        ),
        ("lump_sum_of_levels", amounts, "100", "net 100: level 1 reached (from 100), 1.00 CNY", "net 100 达到第 1 档（≥ 100），计 1.00 元"),
        (
            "lump_sum_interpolated",
            amounts,
            "150",
            "net 150: level 1 reached (from 100), on the way to the next one, 1.50 CNY",
            "net 150 达到第 1 档（≥ 100），档间插值，计 1.50 元",
        ),
        (
            "lump_sum_interpolated",
            amounts,
            "300",
            "net 300: level 2 reached (from 200), 2.00 CNY",
            "net 300 达到第 2 档（≥ 200），计 2.00 元",
        ),
        (
            "percent_of",
            rates,
            "100",
            "net 100: level 1 reached (from 0), on the way to the next one, 1.5 % = 1.50 CNY",
            "net 100 达到第 1 档（≥ 0），档间插值，按 1.5% 计 1.50 元",
        ),
    ];
    for (name, levels, sales, en, zh) in cases {
        assert_eq!(told(name, levels, r#""method": "interpolated""#, sales), [en, zh], "{name} {sales}");
    }
}
