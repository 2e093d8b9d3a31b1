//! One mistake each in the incentives, and what they share, of an otherwise valid document.

use super::broken::check;
use crate::programme::Programme;

#[test]
fn expected() {
    check(&[
        (r#""run_rate" }, "unknown": "nothing" }"#, r#""run_rate" } }"#, "unknown_policy_required", "/incentives/2/expected"),
        (r#"{ "net_sales": "run_rate" }"#, r#"{ "net_sales": "run" }"#, "unknown_reference", "/incentives/2/expected/metrics/net_sales"),
        (r#"{ "net_sales": "run_rate" }"#, r#"{ "net": "run_rate" }"#, "unknown_reference", "/incentives/2/expected/metrics/net"),
        (r#"{ "net_sales": "run_rate" }"#, r#"{ "plus": "run_rate" }"#, "wrong_operand", "/incentives/2/expected/metrics/plus"),
        (
            r#""elapsed_share": { "period": "quarter", "part": "whole" }"#,
            r#""elapsed_share": "all_time""#,
            "wrong_operand",
            "/metrics/elapsed/elapsed_share",
        ),
    ]);
}

#[test]
fn schedules() {
    check(&[
        (
            r#""base": "from_zero", "levels": [ { "from": "0.8""#,
            r#""levels": [ { "from": "0.8""#,
            "base_required",
            "/incentives/2/pays/3/bands",
        ),
        (
            r#""boundary": "from_included", "levels": [ { "from": "100""#,
            r#""boundary": "from_included", "base": "from_zero", "levels": [ { "from": "100""#,
            "switch_not_applicable",
            "/incentives/2/pays/5/bands/base",
        ),
        (
            r#""by": "net_sales", "boundary": "from_included", "levels": [ { "from": "0", "rate": "0" }"#,
            r#""by": "net_sales", "boundary": "from_included", "base": "from_zero", "levels": [ { "from": "0", "rate": "0" }"#,
            "switch_not_applicable",
            "/incentives/0/pays/0/bands/base",
        ),
        (
            r#""base": "from_zero", "levels": [ { "from": "0.8""#,
            r#""base": "from_first", "levels": [ { "from": "0.8""#,
            "base_differs_from_measure",
            "/incentives/2/pays/3/bands/by",
        ),
        (
            r#""method": "overlapping_on_all", "by": "net_sales""#,
            r#""method": "overlapping_on_all", "by": "plus""#,
            "base_differs_from_measure",
            "/incentives/2/pays/5/bands/by",
        ),
        (r#", "when_not_positive": "hold""#, "", "switch_required", "/incentives/2/pays/4/bands"),
        (r#""from_times": "annual_target", "#, "", "switch_not_applicable", "/incentives/2/pays/4/bands/when_not_positive"),
        (
            r#""from_times": "annual_target""#,
            r#""from_times": "anual_target""#,
            "unknown_reference",
            "/incentives/2/pays/4/bands/from_times",
        ),
        (r#""step": "10000""#, r#""step": "0.0""#, "out_of_range", "/incentives/2/pays/0/step"),
        (r#""year_days": 360"#, r#""year_days": 366"#, "out_of_range", "/incentives/3/pays/1/year_days"),
        (r#""silver": "0.010", "gold": "0.02""#, r#""silver": "0.010""#, "missing_tier", "/incentives/2/pays/1/rates_by_tier"),
        (
            r#""silver": "500", "gold": "1000""#,
            r#""silver": "500", "glod": "1000""#,
            "unknown_reference",
            "/incentives/3/pays/2/lump_sum_by_tier/glod",
        ),
        (r#""amount_of": "index""#, r#""amount_of": "lines""#, "wrong_operand", "/incentives/3/pays/0/amount_of"),
        (
            r#""level_differential": "net_sales""#,
            r#""level_differential": "tax_sum""#,
            "own_scope_required",
            "/incentives/3/pays/7/level_differential",
        ),
        (r#""levels": 2"#, r#""levels": 10"#, "out_of_range", "/incentives/3/pays/7/levels"),
    ]);
}

#[test]
fn factors_limits_and_references() {
    check(&[
        (r#""least": "0", "most": "1""#, r#""least": "2", "most": "1""#, "out_of_range", "/incentives/2/factors/1/most"),
        (
            r#", "below": "0", "method": "reached", "unknown": "nothing""#,
            r#", "below": "0", "method": "reached""#,
            "unknown_policy_required",
            "/incentives/2/factors/0",
        ),
        (
            r#"{ "metric": "annual_target", "unknown": "none" }"#,
            r#"{ "metric": "annual_target" }"#,
            "unknown_policy_required",
            "/incentives/2/cap",
        ),
        (r#""less": ["volume"]"#, r#""less": ["volme"]"#, "unknown_reference", "/incentives/2/pays/0/less/0"),
        (r#""less": ["volume"]"#, r#""less": ["badge"]"#, "wrong_operand", "/incentives/2/pays/0/less/0"),
        (r#""less": ["volume"]"#, r#""less": ["discretion"]"#, "wrong_operand", "/incentives/2/pays/0/less/0"),
        (r#""less": ["volume"]"#, r#""less": ["steps"]"#, "incentive_cycle", "/incentives/2"),
        (
            r#""less": ["volume"], "measure_cap": "900000", "unknown": "hold""#,
            r#""less": ["volume"]"#,
            "unknown_policy_required",
            "/incentives/2/pays/0",
        ),
        (r#""prize_in": "spring""#, r#""prize_in": "sprng""#, "unknown_reference", "/incentives/3/pays/5/prize_in"),
        (r#""share_of_pool": "growth_bonus""#, r#""share_of_pool": "growth""#, "unknown_reference", "/incentives/3/pays/6/share_of_pool"),
        (r#""id": "points", "budget": "spring""#, r#""id": "points", "budget": "spirng""#, "unknown_reference", "/incentives/4/budget"),
        (
            r#""group": "together", "budget": "launch", "period": "quarter","#,
            r#""group": "together", "budget": "launch","#,
            "missing_member",
            "/incentives/2",
        ),
        (r#""instalments": {"#, r#""instalments": { "in": 1,"#, "unknown_member", "/incentives/2/instalments/in"),
        (
            r#""release": { "share": "attained", "unknown": "hold" }"#,
            r#""release": { "after_period": { "days": 1 } }"#,
            "switch_not_applicable",
            "/incentives/2/release/after_period",
        ),
        (r#""from": "2026-01-01", "until": "2027-01-01""#, r#""from": "2026-01-01""#, "wrong_operand", "/incentives/3/period"),
        (
            r#""minimum_payout": { "amount": "100.00""#,
            r#""minimum_payout": { "amount": "100.001""#,
            "too_precise",
            "/incentives/2/minimum_payout/amount",
        ),
        (
            r#""id": "points", "budget": "spring""#,
            r#""id": "points", "cap": "0.5", "budget": "spring""#,
            "too_precise",
            "/incentives/4/cap",
        ),
        (r#""id": "badge""#, r#""id": "badge", "cap": "1""#, "switch_not_applicable", "/incentives/7/cap"),
        (r#""unit_value": "500.00""#, r#""unit_value": "500.001""#, "too_precise", "/incentives/6/reward/quota/unit_value"),
    ]);
}

#[test]
fn what_is_shared() {
    check(&[
        (r#""order": ["discretion", "steps"]"#, r#""order": ["discretion"]"#, "incomplete_order", "/groups/together/order"),
        (r#""order": ["discretion", "steps"]"#, r#""order": ["discretion", "step"]"#, "unknown_reference", "/groups/together/order/1"),
        (
            r#""order": ["discretion", "steps"]"#,
            r#""order": ["discretion", "steps", "badge"]"#,
            "wrong_operand",
            "/groups/together/order/2",
        ),
        (r#""order": ["discretion", "steps"]"#, r#""order": ["discretion", "steps", "steps"]"#, "duplicate_id", "/groups/together/order/2"),
        (r#""combine": "priority""#, r#""combine": "joint""#, "switch_not_applicable", "/groups/together/order"),
        (r#""order": ["discretion", "steps"], "#, "", "missing_member", "/groups/together"),
        (r#""cap": "5000", "floor": "1" }"#, r#""cap": "5000", "floor": "5001" }"#, "cap_below_floor", "/groups/together/cap"),
        (r#""id": "trip", "#, r#""id": "trip", "budget": "launch", "#, "mixed_units", "/incentives/5/budget"),
        (r#""order_by": "net_sales", "#, "", "missing_member", "/budgets/spring"),
        (
            r#""when_short": "proportional""#,
            r#""when_short": "proportional", "tie": "lowest_id""#,
            "switch_not_applicable",
            "/budgets/launch/tie",
        ),
        (r#""amount": "5000", "when_short""#, r#""amount": "5000.5", "when_short""#, "too_precise", "/budgets/spring/amount"),
        (
            r#""percent_of_total": "net_sales""#,
            r#""percent_of_total": "lines""#,
            "wrong_operand",
            "/pools/growth_bonus/amount/percent_of_total",
        ),
        (r#""shared_by": "plus""#, r#""shared_by": "pluss""#, "unknown_reference", "/pools/growth_bonus/shared_by"),
        (r#""then_by": "lines""#, r#""then_by": "line""#, "unknown_reference", "/contests/spring/ties/then_by"),
        (r#"["50000.00", 30000]"#, r#"["50000.001", 30000]"#, "too_precise", "/contests/spring/prizes/0"),
        (r#"["50000.00", 30000]"#, "[]", "empty_list", "/contests/spring/prizes"),
        // a broken section is not missed by what refers into it
        (r#""contests": {"#, r#""contest": {"#, "unknown_member", "/contest"),
    ]);
}

#[test]
fn warnings() {
    check(&[
        (
            r#""from": "500000", "rate": "0.010" } ] } },"#,
            r#""from": "500000", "rate": "0.010" } ] }, "measure_cap": "500000" },"#,
            "unreachable_level",
            "/incentives/0/pays/0/bands/levels/1",
        ),
        (
            r#""method": "graduated", "by": "net_sales", "boundary": "from_included", "levels": [ { "from": "0", "rate": "0" }"#,
            r#""method": "whole_amount", "by": "net_sales", "boundary": "from_included", "levels": [ { "from": "0", "rate": "0.02" }"#,
            "payout_falls",
            "/incentives/0/pays/0/bands/levels/1",
        ),
        (
            r#""method": "graduated", "by": "net_sales", "boundary": "from_included", "levels": [ { "from": "0", "rate": "0" }"#,
            r#""method": "graduated", "by": "net_sales", "boundary": "from_included", "base": "from_zero", "levels": [ { "from": "1", "rate": "-0.02" }"#,
            "payout_falls",
            "/incentives/0/pays/0/bands/levels/0",
        ),
        (
            r#"{ "lump_sum": "1" } ], "reward": { "goods": { "product": "P-9", "unit_value": "30.00" } }"#,
            r#"{ "lump_sum_by_level": { "by": "lines", "boundary": "from_included", "levels": [ { "from": "1", "amount": "2" }, { "from": "9", "amount": "1" } ] } } ]"#,
            "payout_falls",
            "/incentives/5/pays/0/lump_sum_by_level/levels/1",
        ),
        (
            r#"{ "lump_sum": "1" } ], "reward": { "goods": { "product": "P-9", "unit_value": "30.00" } }"#,
            r#"{ "lump_sum_interpolated": { "by": "lines", "boundary": "from_included", "levels": [ { "from": "1", "amount": "2" }, { "from": "9", "amount": "1" } ] } } ]"#,
            "payout_falls",
            "/incentives/5/pays/0/lump_sum_interpolated/levels/0",
        ),
        (r#""levels": 2"#, r#""levels": 3"#, "paid_levels", "/incentives/3/pays/7/levels"),
        (
            r#"{ "lump_sum": "1" } ], "reward": { "goods": { "product": "P-9", "unit_value": "30.00" } }"#,
            r#"{ "percent_of": "tax_sum", "rate": "0.01", "when_negative": "nothing" } ]"#,
            "paid_levels",
            "/incentives/5/pays/0/percent_of",
        ),
        (r#""approver": "Channel director", "#, "", "no_approver", "/incentives/3"),
        (r#""groups": {"#, r#""groups": { "idle": { "combine": "joint" },"#, "unused_group", "/groups/idle"),
        (r#""id": "points", "budget": "spring""#, r#""id": "points""#, "unused_budget", "/budgets/spring"),
        (r#"{ "prize_in": "spring" },"#, "", "unused_contest", "/contests/spring"),
        (r#"{ "share_of_pool": "growth_bonus" },"#, "", "unused_pool", "/pools/growth_bonus"),
        (
            r#"{ "share_of_pool": "growth_bonus" },"#,
            r#"{ "share_of_pool": "growth_bonus" }, { "share_of_pool": "growth_bonus" },"#,
            "paid_in_full_twice",
            "/pools/growth_bonus",
        ),
        (
            r#"{ "lump_sum": "1" } ], "reward": { "goods": { "product": "P-9", "unit_value": "30.00" } }"#,
            r#"{ "lump_sum_by_level": { "by": "lines", "boundary": "from_included", "levels": [ { "from": "1.1", "amount": "1" }, { "from": "1.9", "amount": "2" } ] } } ]"#,
            "unreachable_level",
            "/incentives/5/pays/0/lump_sum_by_level/levels/0",
        ),
        (
            r#"{ "lump_sum": "1" } ], "reward": { "goods": { "product": "P-9", "unit_value": "30.00" } }"#,
            r#"{ "percent_of": "net_sales", "bands": { "method": "whole_amount", "by": "net_sales", "boundary": "from_included", "levels": [ { "from": "0", "rate": "0.01" }, { "from": "1000", "rate": "0.02" } ] } } ], "cap": "10""#,
            "unreachable_level",
            "/incentives/5/pays/0/bands/levels/1",
        ),
    ]);
}

/// What derives from the host's number alone is as discretionary as that; what records have a part in is not.
#[test]
fn what_is_handed_over_in_other_words() {
    let told = |metric: &str| {
        let text = format!(
            r#"{{"schema": "qudao/programme/1", "id": "p", "revision": 1, "currency": "CNY", "document": "C-1",
            "effective": {{"from": "2026-01-01"}}, "calendar": {{"year_starts": "01-01"}}, "rounding": {{"scale": 2, "mode": "half_up"}},
            "metrics": {{"said": {{"given": "decimal"}}, "two": {{"constant": "2"}},
                "sold": {{"sum": "sales.amount", "tax": "excluded", "returns": "include", "basis": "sell_in", "date": "date",
                    "window": "all_time", "scope": "own"}},
                "twice": {{"product": ["said", "two"]}}, "least": {{"largest_of": ["twice", "two"]}},
                "above": {{"difference": ["sold", "twice"]}}, "double": {{"weighted_sum": [["2", "two"]]}}}},
            "incentives": [{{"id": "i", "pays": [{{"amount_of": "{metric}", "when_negative": "nothing", "unknown": "nothing"}}]}}]}}"#
        );
        let report = Programme::check(&text);
        report.findings().iter().any(|finding| finding.code.as_str() == "no_approver")
    };
    let metrics = ["said", "twice", "least", "above", "sold", "double"];
    assert_eq!(metrics.map(told), [true, true, true, false, false, false]);
}
