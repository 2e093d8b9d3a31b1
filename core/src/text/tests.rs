//! Sentences of every reason in both languages.

mod completeness;
mod levels;
mod listing;

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{Label, Names, comparison, label, number, sentence};
use crate::amount::{Amount, Exact, Rounding};
use crate::diagnostic::JsonPointer;
use crate::metric::{MetricUnit, MetricValue};
use crate::programme::Programme;
use crate::reason::{Actual, AmountOff, Bound, DifferentialSource, EachPaid, LeafResult, Reason, RunningRecord, Slice};
use crate::title::Locale;

/// A title in both languages that shows no id.
fn title(en: &str, zh: &str) -> String {
    format!(r#""title": {}"#, bare(en, zh))
}

fn bare(en: &str, zh: &str) -> String {
    format!(r#"{{"en": "{en}", "zh-CN": "{zh}"}}"#)
}

fn programme() -> Programme {
    let sales = r#""scope": "own", "basis": "all", "returns": "include", "date": "date", "window": "all_time""#;
    let bands = r#""boundary": "from_included", "levels": [{"from": "0", "rate": "0"}, {"from": "500000", "rate": "0.01"}]"#;
    let text = format!(
        r#"{{"schema": "qudao/programme/1", "id": "p", "revision": 1, "currency": "CNY", "effective": {{"from": "2026-01-01"}},
        "calendar": {{"year_starts": "01-01"}}, "rounding": {{"scale": 2, "mode": "half_up"}},
        "metrics": {{
            "m_net": {{"sum": "sales.amount", "tax": "excluded", {sales}, {net}}},
            "m_base": {{"sum": "sales.amount", "tax": "excluded", {sales}, {base}}},
            "m_growth": {{"growth": ["m_net", "m_base"], "when_base_not_positive": "undefined", {growth}}},
            "m_ratio": {{"ratio": ["m_net", "m_base"], "when_zero": "undefined"}},
            "m_idle": {{"days_since": "sales.date", "scope": "own", "basis": "all", "returns": "include", "window": "all_time", {idle}}}}},
        "tiers": {{"base": {{"id": "t_base", {registered}}}, "qualify": "highest_met", "ladder": [
            {{"id": "t_gold", {gold}, "requires": {{"m_net": {{"at_least": "500000"}}}}}}]}},
        "budgets": {{"b_launch": {{"amount": "100", "when_short": "proportional", {launch}}}}},
        "pools": {{"p_growth": {{"amount": "100", "shared_by": "m_net", "left_over": "kept", {growth_pool}}}}},
        "contests": {{"c_spring": {{"rank_by": "m_net", "first": "highest", "participants": 1, "prizes": ["100"], "ties": "share", {spring}}}}},
        "groups": {{"yearly": "best_of"}},
        "incentives": [
            {{"id": "i_volume", {volume}, "group": "yearly", "pays": [{{"percent_of": "m_net", "bands": {{"method": "whole_amount", "by": "m_net", {bands}}}}},
                {{"percent_of": "m_net", "bands": {{"method": "graduated", "by": "m_net", {bands}}}}}]}},
            {{"id": "i_growth", {growth_bonus}, "group": "yearly", "pays": [{{"lump_sum": "1"}}]}}],
        "scorecards": {{"s_risk": {{{risk}, "initial": "0", "direction": "high_is_bad", "characteristics": [
            {{"id": "c_idle", {idle}, "baseline": "0", "attributes": [{{"when": {{"m_idle": {{"more_than": "60", "unknown": "holds"}}}}, "points": "30"}}], "otherwise": "0"}}],
            "bands": [{{"id": "b_low", "from": "0", {low}}}]}}}},
        "classes": {{"k_credit": {{"rules": [{{"class": "c_hold", "when": {{"tier": {{"is": "t_gold"}}}}, "action": {action}}}],
            "otherwise": "c_release", "titles": {{"c_hold": {hold}, "c_release": {release}}}, {credit}}}}},
        "conflicts": {{"d_deals": {{{deals}, "claims": "registrations", "match": ["customer"], "order_by": "registered_at",
            "protection": {{"days": 90, "first_day": "counted"}}, "tie": "review"}}}}}}"#,
        net = title("Net sales", "净销售额"),
        base = title("Sales last year", "上年销售额"),
        growth = title("Growth", "增长率"),
        idle = title("Days since the last order", "未进货天数"),
        registered = title("Registered", "注册伙伴"),
        gold = title("Gold", "金牌"),
        volume = title("Volume rebate", "年度返利"),
        growth_bonus = title("Growth bonus", "增长奖励"),
        launch = title("Launch money", "上市费用"),
        growth_pool = title("Growth pool", "增长奖金池"),
        spring = title("Spring sprint", "春季冲刺"),
        risk = title("Risk", "风险评分"),
        low = title("Low", "低"),
        credit = title("Credit", "信用"),
        action = bare("Ask for payment", "催收"),
        hold = bare("Hold", "扣货"),
        release = bare("Release", "放行"),
        deals = title("Deal registration", "项目报备"),
    );
    Programme::from_json(&text).expect("programme")
}

fn number(text: &str) -> Exact {
    text.parse().expect("number")
}

fn leaf(
    operand: &str,
    operator: &'static str,
    required: Bound<'static>,
    actual: Actual<'static>,
    gap: Option<&str>,
) -> LeafResult<'static> {
    let path = at("/tiers/ladder/0/requires");
    LeafResult { path, operand: text(operand), operator, required, actual, holds: false, gap: gap.map(number) }
}

fn net(operator: &'static str, bound: &str, actual: &str, gap: Option<&str>) -> LeafResult<'static> {
    leaf("m_net", operator, Bound::Number(number(bound)), Actual::Value(MetricValue::Known(number(actual))), gap)
}

/// An id, as a reason borrows or has it.
fn text<T: From<String>>(id: &str) -> T {
    id.to_owned().into()
}

fn at(path: &str) -> Cow<'static, JsonPointer> {
    JsonPointer::from(path).into()
}

fn paid(metric: Option<&str>, rate: Option<&str>, by: Option<&str>, contribution: &str) -> Reason<'static> {
    Reason::PartPaid {
        path: at("/incentives/0/pays/0"),
        metric: metric.map(text),
        value: metric.map(|_| number("512000.5")),
        less: Vec::new(),
        paid_on: None,
        tier: None,
        times: None,
        times_value: None,
        rate: rate.map(number),
        amount: if rate.is_none() { Some(number(contribution)) } else { None },
        by: by.map(text),
        by_value: by.map(|_| number("512000.5")),
        level: by.map(|_| 1),
        contribution: number(contribution),
    }
}

fn money(minor: i128) -> Amount {
    Amount::from_minor(minor, 2)
}

/// One of every variant, and the variants of a sentence.
fn every_reason() -> Vec<Reason<'static>> {
    let leaves = || vec![net("at_least", "500000", "480000", Some("20000"))];
    let award = JsonPointer::from("/incentives/0");
    let part = at("/incentives/0/pays/0");
    let claims = at("/conflicts/d_deals");
    let rule = at("/classes/k_credit/rules/0");
    let share_unknown = |policy| Reason::ShareUnknown {
        path: at("/cascades/plan/shared_by"),
        metric: text("m_growth"),
        state: MetricValue::Undefined,
        policy,
    };
    let no_weight = |policy| Reason::ShareNoWeight { path: at("/cascades/plan/when_no_weight"), policy };
    let slice = Slice {
        level: 1,
        from: number("500000"),
        until: None,
        in_slice: number("12000.5"),
        rate: Some(number("0.01")),
        amount: None,
        contribution: number("120.005"),
    };
    let scored = |rank| Reason::Scored {
        path: at("/scorecards/s_risk/characteristics/0/attributes/0"),
        characteristic: text("c_idle"),
        points: number("30"),
        difference: number("30"),
        rank,
        leaves: leaves(),
    };
    let stock = at("/channel_inventory");
    let price = at("/prices/discounts/0");
    let discount = |off: Option<&str>, amount: Option<&str>, fixed: Option<&str>| Reason::Discount {
        path: price.clone(),
        id: text("gold"),
        off: off.map(number),
        amount_off: amount.map(number),
        price: fixed.map(number),
        contribution: number("-8"),
    };
    let fund = at("/funds/mdf");
    let not_valid = |why| Reason::RequestNotValid { path: fund.clone(), why };
    let refused = |why| Reason::FundClaimRefused { path: fund.clone(), why, kinds: Some(vec![text("invoice"), text("photo")]) };
    let no_prize = |place, why| Reason::PartNoPrize { path: part.clone(), contest: text("c_spring"), place, why };
    let short = |contribution: &str| Reason::BudgetShort {
        path: at("/budgets/b_launch"),
        budget: text("b_launch"),
        demand: money(12_000),
        contribution: number(contribution),
    };
    let factor: Cow<'_, JsonPointer> = award.child("factors").child(0).into();
    let base_not_positive = |policy| Reason::PartBaseNotPositive { path: part.clone(), metric: text("m_base"), value: number("0"), policy };
    let held_by = |policy| Reason::PartHeldBy { path: part.clone(), incentive: text("i_growth"), policy };
    let state = MetricValue::Missing;
    let factor_unknown =
        |policy| Reason::FactorUnknown { path: factor.clone(), metric: text("m_growth"), state, policy, contribution: number("-10") };
    let limit_unknown = |policy| Reason::LimitUnknown { path: award.child("cap").into(), metric: text("m_growth"), state, policy };
    let below_minimum = |policy, contribution| Reason::BelowMinimum {
        path: award.child("minimum_payout").into(),
        minimum: money(10_000),
        policy,
        contribution: number(contribution),
    };
    let release_unknown = |policy| Reason::ReleaseUnknown { path: award.child("release").into(), metric: text("m_growth"), state, policy };
    let unknown = |state, policy| Reason::PartUnknown { path: part.clone(), metric: text("m_growth"), state, policy };
    vec![
        Reason::TierMet { path: at("/tiers/ladder/0"), tier: text("t_gold"), leaves: leaves() },
        Reason::TierNotMet { path: at("/tiers/ladder/0"), tier: text("t_gold"), leaves: leaves() },
        Reason::TierBase { path: at("/tiers/base"), tier: text("t_base") },
        Reason::NotApplicable { path: award.child("requires").into(), leaves: leaves() },
        Reason::Applicable { path: award.child("requires").into(), leaves: leaves() },
        Reason::PartNotApplicable { path: part.clone(), leaves: leaves() },
        unknown(MetricValue::Missing, "nothing"),
        unknown(MetricValue::Undefined, "hold"),
        Reason::PartBelowFirst { path: part.clone(), by: text("m_net"), value: number("-1"), first: Exact::ZERO },
        Reason::PartNegative { path: part.clone(), metric: text("m_net"), value: number("-1000") },
        paid(Some("m_net"), Some("0.01"), Some("m_net"), "5120.005"),
        paid(Some("m_net"), Some("0.01"), Some("m_base"), "5120.005"),
        paid(Some("m_net"), Some("0.01"), None, "5120.005"),
        paid(Some("m_net"), None, None, "5"),
        paid(None, None, Some("m_net"), "10000"),
        paid(None, None, None, "10000"),
        Reason::PartGraduated {
            path: at("/incentives/0/pays/1"),
            metric: text("m_net"),
            value: number("512000.5"),
            less: Vec::new(),
            paid_on: None,
            times: None,
            times_value: None,
            level: 1,
            slices: vec![slice.clone()],
            contribution: number("120.005"),
        },
        Reason::PartExpected {
            path: at("/incentives/0/pays/1"),
            metric: text("m_net"),
            value: number("512000.5"),
            less: Vec::new(),
            paid_on: None,
            by: text("m_growth"),
            by_value: number("0.0731"),
            times: None,
            times_value: None,
            level: 1,
            of_expected: number("240"),
            contribution: number("120.005"),
        },
        Reason::PartOverlapping {
            path: at("/incentives/0/pays/1"),
            metric: text("m_net"),
            value: number("512000.5"),
            less: vec![AmountOff { incentive: text("i_growth"), amount: money(100_000) }],
            paid_on: Some(number("511000.5")),
            times: Some(text("m_base")),
            times_value: Some(number("2")),
            level: 1,
            slices: vec![slice],
            contribution: number("120.005"),
        },
        Reason::PartSteps {
            path: part.clone(),
            metric: text("m_net"),
            value: number("512000.5"),
            less: Vec::new(),
            paid_on: Some(number("500000")),
            above: number("100000"),
            step: number("10000"),
            steps: number("40"),
            amount: number("100"),
            contribution: number("4000"),
        },
        Reason::PartInterest {
            path: part.clone(),
            metric: text("m_net"),
            value: number("36500"),
            rate: number("0.06"),
            year_days: 365,
            contribution: number("6"),
        },
        base_not_positive("hold"),
        base_not_positive("nothing"),
        held_by("hold"),
        held_by("nothing"),
        Reason::Factor {
            path: factor.clone(),
            metric: text("m_growth"),
            value: number("0.1"),
            level: Some(0),
            factor: number("0.8"),
            contribution: number("-2"),
        },
        factor_unknown("hold"),
        factor_unknown("nothing"),
        limit_unknown("hold"),
        limit_unknown("none"),
        Reason::NotForfeited { path: award.child("forfeits").into(), leaves: leaves() },
        Reason::Forfeited { path: award.child("forfeits").into(), leaves: leaves(), contribution: number("-10") },
        Reason::GroupHeld {
            path: at("/groups/yearly"),
            group: text("yearly"),
            others: vec![text("i_growth")],
            contribution: number("-10"),
        },
        Reason::GroupCapped { path: at("/groups/yearly/cap"), group: text("yearly"), cap: money(1000), contribution: number("-10") },
        Reason::GroupRaised { path: at("/groups/yearly/floor"), group: text("yearly"), floor: money(1000), contribution: number("10") },
        below_minimum("carry", "0"),
        below_minimum("lose", "-50"),
        Reason::InstalmentsDue { path: award.child("instalments").into(), due: 2, count: 12, payable: money(1000) },
        Reason::Released { path: award.child("release").into(), metric: text("m_growth"), value: number("0.5"), payable: money(1000) },
        release_unknown("hold"),
        release_unknown("nothing"),
        Reason::Waiting { path: award.child("release").into(), until: text("2027-01-31") },
        Reason::PartPrize { path: part.clone(), contest: text("c_spring"), place: 2, contribution: number("100") },
        no_prize(None, "not_entered"),
        no_prize(Some(2), "too_few"),
        no_prize(Some(2), "no_prize"),
        no_prize(Some(2), "tied"),
        Reason::PartPool {
            path: part.clone(),
            pool: text("p_growth"),
            metric: text("m_net"),
            value: number("1000"),
            contribution: number("100"),
        },
        Reason::PartNoShare { path: part.clone(), pool: text("p_growth") },
        Reason::PartDifferential {
            path: part.clone(),
            metric: text("m_net"),
            rate: number("0.05"),
            sources: vec![DifferentialSource {
                partner: text("P-2"),
                value: number("1000"),
                rate_below: number("0.02"),
                rate: number("0.05"),
                contribution: number("30"),
            }],
            contribution: number("30"),
        },
        Reason::PartEach {
            path: part.clone(),
            metric: text("m_net"),
            column: text("sales.seller"),
            each: vec![
                EachPaid {
                    value: Some(text("S-1")),
                    measure: number("1000"),
                    by_value: None,
                    level: Some(0),
                    rate: Some(number("0.05")),
                    amount: None,
                    contribution: number("50"),
                },
                EachPaid {
                    value: None,
                    measure: number("2"),
                    by_value: None,
                    level: None,
                    rate: None,
                    amount: Some(number("5")),
                    contribution: number("10"),
                },
            ],
            contribution: number("60"),
        },
        Reason::PartRunning {
            path: part.clone(),
            metric: text("m_net"),
            value: number("1000"),
            records: vec![RunningRecord {
                record: text("S-1"),
                date: text("2026-03-01"),
                measure: number("1000"),
                total: number("1000"),
                contribution: number("50"),
            }],
            contribution: number("50"),
        },
        short("-10"),
        short("0"),
        Reason::Rounded {
            path: at("/rounding"),
            from: number("5120.005"),
            to: money(512_001),
            mode: Rounding::HalfUp,
            scale: 2,
            contribution: number("0.005"),
        },
        Reason::RaisedToFloor { path: award.child("floor").into(), floor: money(1000), contribution: number("4.5") },
        Reason::Capped { path: award.child("cap").into(), cap: money(1000), contribution: number("-4.5") },
        Reason::GatesHeld { path: award.child("gates").into(), leaves: leaves() },
        Reason::GatesFailed { path: award.child("gates").into(), leaves: leaves(), contribution: number("-10") },
        Reason::Superseded { path: at("/groups/yearly"), group: text("yearly"), by: text("i_growth"), contribution: number("-10") },
        Reason::Chosen { path: at("/groups/yearly"), group: text("yearly"), over: vec![text("i_volume"), text("i_growth")] },
        Reason::Held { path: award.clone().into(), contribution: number("-10") },
        Reason::Award { path: award.into(), incentive: text("i_volume"), contribution: number("10") },
        Reason::TotalRaisedToFloor { path: at("/payout/floor"), floor: money(1000), contribution: number("1") },
        Reason::TotalCapped { path: at("/payout/cap"), cap: money(1000), contribution: number("-1") },
        Reason::ClassNotMet { path: rule.clone(), class: text("c_hold"), leaves: leaves() },
        Reason::ClassMet { path: rule, class: text("c_hold"), leaves: leaves() },
        Reason::ClassOtherwise { path: at("/classes/k_credit/otherwise"), class: text("c_release") },
        share_unknown("nothing"),
        share_unknown("hold"),
        Reason::ShareNegative { path: at("/cascades/plan/shared_by"), metric: text("m_net"), value: number("-5") },
        Reason::SharePassedOn { path: at("/cascades/plan/requires"), leaves: leaves() },
        no_weight("equally"),
        no_weight("nothing"),
        no_weight("as_paid"),
        Reason::ShareHeld { path: at("/cascades/plan/unknown"), partners: 1 },
        Reason::ShareHeld { path: at("/cascades/plan/unknown"), partners: 2 },
        Reason::RequestDeclined { path: fund.clone(), on: text("2026-03-01") },
        not_valid("activity"),
        not_valid("late"),
        not_valid("amount"),
        Reason::RequestPending { path: fund.clone() },
        Reason::RequestApproved { path: fund.clone(), on: text("2026-03-01"), approver: Some(text("Li Na")), contribution: number("10") },
        Reason::RequestApproved { path: fund.clone(), on: text("2026-03-01"), approver: None, contribution: number("10") },
        Reason::RequestCut { path: fund.child("accrues").into(), left: money(1000), contribution: number("-10") },
        Reason::NoApprover { path: fund.clone() },
        refused("not_approved"),
        refused("before_approval"),
        refused("late"),
        refused("expired"),
        refused("missing_proof"),
        refused("amount"),
        Reason::FundClaimShared {
            path: fund.child("participation").into(),
            spent: number("20"),
            rate: number("0.5"),
            contribution: number("10"),
        },
        Reason::FundClaimCut { path: fund.child("claim_cap").into(), limit: money(1000), contribution: number("-10") },
        Reason::FundClaimCut { path: fund.child("accrues").into(), limit: money(1000), contribution: number("-10") },
        Reason::SpecialPrice {
            path: stock.clone(),
            agreement: text("A-1"),
            price: number("80"),
            quantity: number("3"),
            contribution: number("60"),
        },
        Reason::PriceChanged {
            path: stock.clone(),
            old_price: number("100"),
            new_price: number("80"),
            quantity: number("3"),
            contribution: number("60"),
        },
        Reason::RotationAllowed { path: stock, purchases: number("1000"), limit: number("50"), contribution: number("45") },
        Reason::NoListPrice { path: price.clone() },
        discount(Some("0.08"), None, None),
        discount(None, Some("5"), None),
        discount(None, None, Some("92")),
        Reason::DiscountNotApplicable { path: price.clone(), id: text("gold"), leaves: leaves() },
        Reason::DiscountSuperseded { path: price.clone(), id: text("gold"), by: text("best") },
        Reason::RaisedToMinimum { path: price.clone(), minimum: number("60"), contribution: number("1") },
        Reason::Initial { path: at("/scorecards/s_risk/initial"), points: number("5") },
        scored(Some(1)),
        scored(None),
        Reason::ClaimCredited { path: claims.clone(), held_from: text("2026-01-01"), held_until: text("2026-04-01") },
        Reason::ClaimBlocked { path: claims.clone(), by: text("R-2"), held_until: text("2026-04-01") },
        Reason::ClaimNotValid { path: claims.clone(), leaves: leaves() },
        Reason::ClaimNotValid { path: claims.clone(), leaves: Vec::new() },
        Reason::ClaimTied { path: claims.clone(), with: vec![text("R-2"), text("R-3")] },
        Reason::ClaimWithdrawn { path: claims.clone(), on: text("2026-02-01") },
        Reason::ClaimIncompleteKey { path: claims, column: text("product.category") },
    ]
}

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
