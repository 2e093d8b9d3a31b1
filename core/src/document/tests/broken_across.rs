//! One mistake each in cascades, leaderboards, pay checks, cost shares and classes of an otherwise valid document.

use super::broken::check;

#[test]
fn cascades() {
    check(&[
        (r#""amount": "120000000.00""#, r#""amount": "0.001""#, "too_precise", "/cascades/annual_2027/amount"),
        (r#""amount": "120000000.00""#, r#""amount": "-1""#, "out_of_range", "/cascades/annual_2027/amount"),
        (r#""until": "2028-01-01""#, r#""until": "2027-01-01""#, "period_empty", "/cascades/annual_2027/period"),
        (r#""from": "2027-01-01", "until": "2028-01-01""#, r#""from": "2027-01-01""#, "missing_member", "/cascades/annual_2027/period"),
        (r#""shared_by": "limit""#, r#""shared_by": "limits""#, "unknown_reference", "/cascades/annual_2027/shared_by"),
        (r#""along": "hierarchy""#, r#""along": "tree""#, "unknown_choice", "/cascades/annual_2027/along"),
        (
            r#""unknown": "nothing", "when_no_weight": "equally""#,
            r#""when_no_weight": "equally""#,
            "unknown_policy_required",
            "/cascades/annual_2027",
        ),
        (
            r#""unknown": "nothing", "when_no_weight""#,
            r#""unknown": "zero", "when_no_weight""#,
            "unknown_choice",
            "/cascades/annual_2027/unknown",
        ),
        (r#", "when_no_weight": "nothing""#, "", "missing_member", "/cascades/by_staff"),
        (
            r#""hierarchy", "requires": { "tier": { "at_least": "silver" } }"#,
            r#""hierarchy", "requires": { "tier": { "at_least": "bronze" } }"#,
            "unknown_reference",
            "/cascades/annual_2027/requires/tier/at_least",
        ),
    ]);
}

#[test]
fn leaderboards() {
    check(&[
        (r#""before": "net_sales_before", "#, r#""before": "before", "#, "unknown_reference", "/leaderboards/sales/before"),
        (r#""rank_by": "idle""#, r#""rank_by": "idel""#, "unknown_reference", "/leaderboards/idle/rank_by"),
        (r#""names": "masked""#, r#""names": "hidden""#, "unknown_choice", "/leaderboards/sales/names"),
        (r#", "names": "shown""#, "", "missing_member", "/leaderboards/idle"),
        (r#""first": "lowest", "names""#, r#""first": "last", "names""#, "unknown_choice", "/leaderboards/idle/first"),
        (
            r#""requires": { "partner.vip": { "is": true } }, "before""#,
            r#""requires": { "partner.vip": { "at_least": "1" } }, "before""#,
            "wrong_operand",
            "/leaderboards/sales/requires/partner.vip/at_least",
        ),
    ]);
}

#[test]
fn pay_checks() {
    let of = r#""of": ["discretion", "steps"]"#;
    check(&[
        (of, r#""of": ["discretion", "stairs"]"#, "unknown_reference", "/pay_checks/parity/of/1"),
        (of, r#""of": ["discretion", "discretion"]"#, "duplicate_id", "/pay_checks/parity/of/1"),
        (of, r#""of": ["points"]"#, "wrong_operand", "/pay_checks/parity/of/0"),
        (of, r#""of": []"#, "empty_list", "/pay_checks/parity/of"),
        (r#""achievement": "growth_rate""#, r#""achievement": "growth""#, "unknown_reference", "/pay_checks/parity/achievement"),
        (r#""base": "net_sales", "requires""#, r#""base": "lines", "requires""#, "wrong_operand", "/pay_checks/parity/base"),
        (r#""peers": "partner.rank""#, r#""peers": "partner.vip""#, "wrong_operand", "/pay_checks/parity/peers"),
        (r#""peers": "partner.rank""#, r#""peers": "partner.rang""#, "unknown_reference", "/pay_checks/parity/peers"),
        (r#""peers": "partner.rank""#, r#""peers": "rank""#, "unknown_reference", "/pay_checks/parity/peers"),
        (r#""outlier_above": "3""#, r#""outlier_above": "1""#, "out_of_range", "/pay_checks/parity/outlier_above"),
        (r#""outlier_below": "0.2""#, r#""outlier_below": "1""#, "out_of_range", "/pay_checks/parity/outlier_below"),
    ]);
}

#[test]
fn cost_shares() {
    check(&[
        (r#""paid": "at_most""#, r#""paid": "lines""#, "wrong_operand", "/cost_shares/fair/paid"),
        (r#""shared_by": "headroom""#, r#""shared_by": "room""#, "unknown_reference", "/cost_shares/fair/shared_by"),
        (r#", "unknown": "hold", "title": { "en": "Fair" }"#, "", "unknown_policy_required", "/cost_shares/fair"),
        (
            r#""partner.vip": { "is": false }"#,
            r#""partner.vip": { "is": "no" }"#,
            "wrong_type",
            "/cost_shares/fair/requires/partner.vip/is",
        ),
    ]);
}

#[test]
fn classes() {
    check(&[
        (
            r#"{ "less_than": "0", "unknown": "holds" }"#,
            r#"{ "less_than": "0" }"#,
            "unknown_policy_required",
            "/classes/credit/rules/0/when/headroom",
        ),
        (
            r#""when": { "tier": { "is": "registered" } }"#,
            r#""when": { "tier": { "is": "none" } }"#,
            "unknown_reference",
            "/classes/credit/rules/1/when/tier/is",
        ),
        (r#""class": "prepay""#, r#""class": "pre pay""#, "bad_id", "/classes/credit/rules/1/class"),
        (r#", "otherwise": "release", "#, ", ", "missing_member", "/classes/credit"),
        (r#""titles": { "hold""#, r#""titles": { "held""#, "unknown_reference", "/classes/credit/titles/held"),
        (r#""zh-CN": "催收""#, r#""zh": "催收""#, "unknown_member", "/classes/credit/rules/0/action/zh"),
    ]);
}

#[test]
fn attributes() {
    check(&[
        (r#""attribute": "credit_limit""#, r#""attribute": "credit""#, "unknown_reference", "/metrics/limit/attribute"),
        (r#""attribute": "credit_limit""#, r#""attribute": "rank""#, "wrong_operand", "/metrics/limit/attribute"),
        (r#""attribute": "credit_limit""#, r#""attribute": """#, "bad_id", "/metrics/limit/attribute"),
        (
            r#"{ "attribute": "credit_limit" }"#,
            r#"{ "attribute": "credit_limit", "window": "all_time" }"#,
            "unknown_member",
            "/metrics/limit/window",
        ),
    ]);
}
