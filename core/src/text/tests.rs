//! Sentences of every reason in both languages.

mod completeness;
mod levels;
mod listing;
mod reasons;

use std::collections::BTreeSet;

use reasons::{at, every_reason, leaf, money, net, number, paid, programme, text};

use super::{Label, Names, comparison, label, number, sentence};
use crate::amount::Amount;
use crate::metric::{MetricUnit, MetricValue};
use crate::reason::{Actual, Bound, LeafResult, Reason};
use crate::title::Locale;

#[test]
fn every_reason_has_a_sentence_in_both_languages() {
    let (programme, reasons) = (programme(), every_reason());
    let codes: BTreeSet<&str> = reasons.iter().map(Reason::code).collect();
    assert_eq!(codes, Reason::ALL.iter().map(|(code, _)| *code).collect());
    for (tag, locale) in Locale::ALL {
        let names = Names::new(&programme, locale);
        for reason in &reasons {
            let text = sentence(reason, &names.at(reason.path()));
            let has_chinese = text.chars().any(|character| ('\u{4e00}'..='\u{9fff}').contains(&character));
            assert!(!text.trim().is_empty() && has_chinese == (locale == Locale::ZhCn), "{tag}: {reason:?}: {text}");
            for id in ["m_", "t_", "i_", "s_", "c_", "b_", "d_", "p_"] {
                assert!(!text.contains(id), "{tag}: an id where there is a title: {text}");
            }
        }
    }
}

fn check(reason: &Reason, en: &str, zh: &str) {
    let programme = programme();
    let in_locale = |locale| sentence(reason, &Names::new(&programme, locale));
    assert_eq!((in_locale(Locale::En).as_str(), in_locale(Locale::ZhCn).as_str()), (en, zh));
}

#[test]
fn money_reads_like_a_statement() {
    check(
        &paid(Some("m_net"), Some("0.01"), Some("m_net"), "5120.005"),
        "Net sales 512,000.50 CNY: level 2 reached (from 500,000 CNY), 1 % = 5,120.005 CNY",
        "净销售额 512,000.50 元 达到第 2 档（≥ 50万元），按 1% 计 5,120.005 元",
    );
    check(&paid(None, None, None, "10000"), "Fixed amount: 10,000.00 CNY", "固定金额 10,000.00 元");
    let unknown = |state| Reason::PartUnknown { path: at("/incentives/0/pays/1"), metric: text("m_growth"), state, policy: "nothing" };
    check(&unknown(MetricValue::Missing), "Part 2: Growth: no data, so this part pays nothing", "第 2 项：增长率没有数据，该项按 0 计");
    check(
        &Reason::ClassMet { path: at("/classes/k_credit/rules/0"), class: text("c_hold"), leaves: Vec::new() },
        "Hold: its conditions are met; to do: Ask for payment",
        "扣货：条件满足，处理：催收",
    );
    check(
        &Reason::ClaimBlocked { path: at("/conflicts/d_deals"), by: text("R-2"), held_until: text("2026-03-01") },
        "Blocked: registration R-2 is protected up to and including 2026-02-28",
        "撞单：报备 R-2 的保护期至 2026-02-28（含当日）",
    );
}

fn check_leaf(leaf: &LeafResult, en: &str, zh: &str) {
    let programme = programme();
    let in_locale = |locale| comparison::sentence(leaf, &Names::new(&programme, locale));
    assert_eq!((in_locale(Locale::En).as_str(), in_locale(Locale::ZhCn).as_str()), (en, zh));
}

#[test]
fn leaves_say_what_is_missing() {
    check_leaf(
        &net("at_least", "500000", "480000", Some("20000")),
        "Net sales 480,000.00 CNY, required: at least 500,000 CNY; 20,000.00 CNY missing",
        "净销售额 480,000.00 元，要求 50万元以上，还差 20,000.00 元",
    );
    check_leaf(
        &net("more_than", "500000", "500000", Some("0")),
        "Net sales 500,000.00 CNY, required: more than 500,000 CNY; the bound itself does not count",
        "净销售额 500,000.00 元，要求超过 50万元（不含本数）",
    );
    let growth = |actual: MetricValue, gap| leaf("m_growth", "at_least", Bound::Number(number("0.15")), Actual::Value(actual), gap);
    check_leaf(
        &growth(MetricValue::Known(number("0.12345")), Some("0.02655")),
        "Growth 12.35 %, required: at least 15 %; 2.66 percentage points missing",
        "增长率 12.35%，要求 15%以上，还差 2.66 个百分点",
    );
    // rounding to two digits must not make a missed bound look reached
    check_leaf(
        &growth(MetricValue::Known(number("0.149999")), Some("0.000001")),
        "Growth 14.9999 %, required: at least 15 %; 0.0001 percentage points missing",
        "增长率 14.9999%，要求 15%以上，还差 0.0001 个百分点",
    );
    check_leaf(
        &growth(MetricValue::Undefined, None),
        "Growth undefined (the base is not positive), required: at least 15 %",
        "增长率 无法计算（基期不为正数），要求 15%以上",
    );
    let idle = Actual::Value(MetricValue::Known(number("75")));
    check_leaf(
        &leaf("m_idle", "at_most", Bound::Number(number("60")), idle, Some("15")),
        "Days since the last order 75 days, required: at most 60 days; 15 days over",
        "未进货天数 75 天，要求 60 天以下，超出 15 天",
    );
    check_leaf(
        &leaf("tier", "at_least", Bound::Text(text("t_gold")), Actual::Text(text("t_base")), None),
        "Tier Registered, required: at least Gold",
        "等级 注册伙伴，要求金牌以上",
    );
    let territory = leaf("partner.territory", "is", Bound::Text(text("north")), Actual::Value(MetricValue::Missing), None);
    check_leaf(&territory, "Territory not given, required: north", "区域 未填写，要求为 north");
    // under a `not` the opposite is asked for
    let mut negated = net("at_least", "500000", "600000", None);
    negated.path = at("/tiers/ladder/0/requires/not/any/0");
    negated.holds = true;
    check_leaf(&negated, "Net sales 600,000.00 CNY, required: less than 500,000 CNY", "净销售额 600,000.00 元，要求不满 50万元");
}

#[test]
fn numbers_are_exact_or_marked() {
    assert_eq!(number::digits(number("1234567.5"), 2), "1,234,567.50");
    assert_eq!(number::digits(number("-1234.005"), 2), "-1,234.005");
    assert_eq!(number::digits(number("999"), 0), "999");
    let third = number("1000").checked_div(number("3")).expect("in range").expect("a number");
    assert_eq!(number::digits(third, 2), "≈ 333.33");
    assert_eq!(number::share(number("0.12345")), "12.35");
    assert_eq!(number::share(number("-0.12345")), "-12.35");
    assert_eq!(number::share(third.checked_div(number("1000")).expect("in range").expect("a number")), "33.33");
    assert_eq!(number::rate(number("0.000125")), "0.0125");
    let programme = programme();
    for (value, shown) in [
        ("9999", "9,999"),
        ("10000", "1万"),
        ("500000", "50万"),
        ("512000", "512,000"),
        ("12000000", "1200万"),
        ("120000000", "1.2亿"),
        ("100000000", "1亿"),
        ("123450000", "123,450,000"),
        ("-500000", "-50万"),
        ("0.5", "0.5"),
    ] {
        let names = |locale| Names::new(&programme, locale).bound(number(value), MetricUnit::Number);
        assert_eq!(names(Locale::ZhCn), shown);
        assert_eq!(names(Locale::En), number::digits(number(value), 0));
    }
}

#[test]
fn labels_are_words_in_both_languages() {
    let mut keys = BTreeSet::new();
    for word in Label::ALL {
        assert!(keys.insert(word.key()), "{} twice", word.key());
        assert_eq!(Label::from_key(word.key()), Some(*word));
        assert!(label(*word, Locale::En).is_ascii() && !label(*word, Locale::En).is_empty());
        assert!(!label(*word, Locale::ZhCn).is_empty());
    }
}

#[test]
fn explanations_indent_evidence_below_its_reason() {
    use crate::decision::{Award, AwardOutcome, NextTier, Standing};
    let programme = programme();
    let missing = net("at_least", "500000", "480000", Some("20000"));
    let standing = Standing {
        tier: text("t_base"),
        reasons: vec![
            Reason::TierNotMet { path: at("/tiers/ladder/0"), tier: text("t_gold"), leaves: vec![missing.clone()] },
            Reason::TierBase { path: at("/tiers/base"), tier: text("t_base") },
        ],
        next: Some(NextTier { tier: text("t_gold"), shortfalls: vec![missing] }),
    };
    assert_eq!(
        standing.explain(&programme, Locale::ZhCn).to_text(),
        "等级：注册伙伴\n  金牌：未达到要求\n    ✗ 净销售额 480,000.00 元，要求 50万元以上，还差 20,000.00 元\n  未达到更高等级，等级为注册伙伴\n  距下一等级还差：金牌\n    净销售额 480,000.00 元，要求 50万元以上，还差 20,000.00 元\n"
    );
    let award = Award {
        incentive: text("i_volume"),
        unit: None,
        outcome: AwardOutcome::Paid,
        earned: Amount::from_minor(512_001, 2),
        amount: Amount::from_minor(512_001, 2),
        value: None,
        payable: None,
        schedule: None,
        payees: None,
        expected: None,
        reasons: every_reason().into_iter().filter(|reason| matches!(reason.code(), "part_graduated" | "rounded")).collect(),
    };
    assert_eq!(
        award.explain(&programme, Locale::En).to_text(),
        "Volume rebate: paid 5,120.01 CNY\n  Net sales 512,000.50 CNY, slice by slice up to level 2: 120.005 CNY\n    Level 2 (500,000 CNY – open): 12,000.50 CNY × 1 % = 120.005 CNY\n  Rounded half up to 2 decimals: 5,120.005 CNY becomes 5,120.01 CNY\n"
    );
    let lines = award.explain(&programme, Locale::En);
    let first = serde_json::to_string(&lines.lines()[0]).expect("json");
    assert_eq!(first, r#"{"indent":0,"code":"award","path":"/incentives/0","text":"Volume rebate: paid 5,120.01 CNY"}"#);
}
