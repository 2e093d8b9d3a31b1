//! One mistake each in the funds, the inventory and the prices of an otherwise valid document.

use super::broken::check;

#[test]
fn inventory() {
    check(&[
        (r#""pass_through": "0.9""#, r#""pass_through": "1.1""#, "out_of_range", "/channel_inventory/price_protection/pass_through"),
        (r#""restocking_fee": "0.1""#, r#""restocking_fee": "1.1""#, "out_of_range", "/channel_inventory/stock_rotation/restocking_fee"),
        (r#""share": "0.05", "of"#, r#""share": "5", "of"#, "out_of_range", "/channel_inventory/stock_rotation/share"),
        (r#""share": "0.05", "of"#, r#""of"#, "missing_member", "/channel_inventory/stock_rotation"),
        (r#""basis": "list_price""#, r#""basis": "old_price""#, "unknown_choice", "/channel_inventory/ship_and_debit/basis"),
        (r#""rise": "charged_back""#, r#""rises": "charged_back""#, "unknown_member", "/channel_inventory/price_protection/rises"),
    ]);
}

#[test]
fn prices() {
    check(&[
        (r#""off": "0.08""#, r#""off": "8""#, "out_of_range", "/prices/discounts/0/off"),
        (r#""not_below": "0.6""#, r#""not_below": "1.6""#, "out_of_range", "/prices/not_below"),
        (r#""combine": "best_of", "rounding""#, r#""combine": "added", "rounding""#, "switch_not_applicable", "/prices/discounts/2/price"),
        (r#""id": "fixed", "price""#, r#""id": "gold", "price""#, "duplicate_id", "/prices/discounts/2/id"),
        (r#", "price": "92.00""#, "", "not_one_of", "/prices/discounts/2"),
        (
            r#"{ "category": { "within": "pump", "#,
            r#"{ "categry": { "within": "pump", "#,
            "unknown_reference",
            "/prices/discounts/1/where/categry",
        ),
        (r#""pump", "unknown": "fails""#, r#""pump""#, "unknown_policy_required", "/prices/discounts/1/where/category"),
    ]);
}

#[test]
fn settlement() {
    check(&[
        (r#""take_back": "within_balance""#, r#""take_back": "all""#, "unknown_choice", "/settlement/take_back"),
        (
            r#""deposit": { "required": "500.00" }"#,
            r#""deposit": { "required": "500.001" }"#,
            "too_precise",
            "/settlement/deposit/required",
        ),
        (r#""deposit": { "required": "500.00" }"#, r#""deposit": {}"#, "missing_member", "/settlement/deposit"),
        (
            r#""deposit": { "required": "500.00" }"#,
            r#""deposit": { "required": { "metric": "nowhere" } }"#,
            "unknown_reference",
            "/settlement/deposit/required/metric",
        ),
        (r#""order_share": "0.5""#, r#""order_share": "1.5""#, "out_of_range", "/settlement/order_share"),
    ]);
}

#[test]
fn funds() {
    check(&[
        (
            r#"{ "lump_sum": "3", "party": "vendor" }"#,
            r#"{ "lump_sum": "3", "party": "vendor" }, { "lump_sum": "4" }"#,
            "missing_member",
            "/funds/small/accrues/1",
        ),
        (r#""party": "vendor""#, r#""party": "the vendor""#, "bad_id", "/funds/small/accrues/0/party"),
        (r#""participation": 1"#, r#""participation": "1.01""#, "out_of_range", "/funds/small/participation"),
        (r#""participation": 1"#, r#""participation": "0""#, "out_of_range", "/funds/small/participation"),
        (r#""participation": 1, "#, "", "missing_member", "/funds/small"),
        (r#""claim_within": { "days": 0 }, "#, "", "missing_member", "/funds/small"),
        (r#""expires": "period_end""#, r#""expires": "never""#, "unknown_choice", "/funds/small/expires"),
        (r#""expires": "period_end", "period": "programme""#, r#""expires": "period_end""#, "missing_member", "/funds/small"),
        (r#""claim_cap": "20000.25""#, r#""claim_cap": "20000.255""#, "too_precise", "/funds/mdf/claim_cap"),
        (r#""proof": ["invoice", "photo"]"#, r#""proof": ["photo", "photo"]"#, "duplicate_id", "/funds/mdf/proof/1"),
        (r#"["exhibition", "display"]"#, "[]", "empty_list", "/funds/mdf/activities"),
        (r#""rate": "0.015", "#, "", "not_one_of", "/funds/mdf/accrues/0"),
        (
            r#"[ { "lump_sum": "3", "party": "vendor" } ]"#,
            r#"[ { "prize_in": "spring" } ]"#,
            "switch_not_applicable",
            "/funds/small/accrues/0/prize_in",
        ),
        (
            r#"[ { "lump_sum": "3", "party": "vendor" } ]"#,
            r#"[ { "amount_of": "net" , "when_negative": "nothing" } ]"#,
            "unknown_reference",
            "/funds/small/accrues/0/amount_of",
        ),
        (r#""cap": { "metric": "plus" }"#, r#""cap": "0.001""#, "too_precise", "/funds/mdf/cap"),
        (
            r#""requires": { "tier": { "at_least": "silver" } },
      "activities""#,
            r#""requires": { "tier": { "at_least": "bronze" } },
      "activities""#,
            "unknown_reference",
            "/funds/mdf/requires/tier/at_least",
        ),
    ]);
}
