//! One reason of every kind, under a programme whose titles show no id.

use std::borrow::Cow;

use crate::amount::{Amount, Exact, Rounding};
use crate::diagnostic::JsonPointer;
use crate::metric::MetricValue;
use crate::programme::Programme;
use crate::reason::{Actual, AmountOff, Bound, DifferentialSource, EachPaid, LeafResult, Reason, RunningRecord, Slice};

/// A title in both languages that shows no id.
pub(super) fn title(en: &str, zh: &str) -> String {
    format!(r#""title": {}"#, bare(en, zh))
}

pub(super) fn bare(en: &str, zh: &str) -> String {
    format!(r#"{{"en": "{en}", "zh-CN": "{zh}"}}"#)
}

pub(super) fn programme() -> Programme {
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

pub(super) fn number(text: &str) -> Exact {
    text.parse().expect("number")
}

pub(super) fn leaf(
    operand: &str,
    operator: &'static str,
    required: Bound<'static>,
    actual: Actual<'static>,
    gap: Option<&str>,
) -> LeafResult<'static> {
    let path = at("/tiers/ladder/0/requires");
    LeafResult { path, operand: text(operand), operator, required, actual, holds: false, gap: gap.map(number) }
}

pub(super) fn net(operator: &'static str, bound: &str, actual: &str, gap: Option<&str>) -> LeafResult<'static> {
    leaf("m_net", operator, Bound::Number(number(bound)), Actual::Value(MetricValue::Known(number(actual))), gap)
}

/// An id, as a reason borrows or has it.
pub(super) fn text<T: From<String>>(id: &str) -> T {
    id.to_owned().into()
}

pub(super) fn at(path: &str) -> Cow<'static, JsonPointer> {
    JsonPointer::from(path).into()
}

pub(super) fn paid(metric: Option<&str>, rate: Option<&str>, by: Option<&str>, contribution: &str) -> Reason<'static> {
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

pub(super) fn money(minor: i128) -> Amount {
    Amount::from_minor(minor, 2)
}

/// One of every variant, and the variants of a sentence.
pub(super) fn every_reason() -> Vec<Reason<'static>> {
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
