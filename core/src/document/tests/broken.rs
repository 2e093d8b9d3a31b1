//! One mistake each in an otherwise valid document: exactly one finding, at its place.

use super::{FULL, read};

/// (what stands in the valid document, what stands there instead, code, path)
pub(super) type Row = (&'static str, &'static str, &'static str, &'static str);

pub(super) fn check(rows: &[Row]) {
    for (from, to, code, path) in rows {
        assert!(FULL.contains(from), "not in the document: {from}");
        let text = FULL.replacen(from, to, 1);
        let found: Vec<String> = match read(&text) {
            Ok(programme) => programme.warnings().iter().map(|f| format!("{} {}", f.code, f.path.as_str())).collect(),
            Err(report) => report.findings().iter().map(|f| format!("{} {}", f.code, f.path.as_str())).collect(),
        };
        assert_eq!(found, [format!("{code} {path}")], "{from} → {to}\n{:?}", read(&text).map_err(|report| report.to_string()).err());
    }
}

#[test]
fn shape() {
    check(&[
        (r#""qudao/programme/1""#, r#""qudao/programme/2""#, "unsupported_schema", "/schema"),
        (r#""id": "full:2026-EMEA.1","#, "", "missing_member", ""),
        (r#""full:2026-EMEA.1""#, r#""-full""#, "bad_id", "/id"),
        (r#""full:2026-EMEA.1""#, "7", "wrong_type", "/id"),
        (r#""currency""#, r#""curency""#, "unknown_member", "/curency"),
        (r#""rate_on": "invoiced""#, r#""rate_on": "issued""#, "unknown_choice", "/currencies/rate_on"),
        (r#", "round": "record""#, "", "missing_member", "/currencies"),
        (r#""currency": "CNY""#, r#""currency": "cny""#, "unknown_currency", "/currency"),
        (r#""revision": 3"#, r#""revision": 0"#, "out_of_range", "/revision"),
        (r#""revision": 3"#, r#""revision": "3""#, "wrong_type", "/revision"),
        (r#""revision": 3"#, r#""revision": 3.5"#, "amount_not_exact", "/revision"),
        (r#""revision": 3"#, r#""revision": 3, "revision": 4"#, "duplicate_member", "/revision"),
        (r#""revision": 3"#, r#""revision": 3, "note": "x""#, "unknown_member", "/note"),
        (r#""revision": 3"#, r#""revision": null"#, "wrong_type", "/revision"),
        (r#""en": "All of it""#, r#""en": """#, "bad_id", "/title/en"),
        (r#""from": "2026-01-01", "until": "2027-01-01""#, r#""from": "2026-02-30", "until": "2027-01-01""#, "bad_date", "/effective/from"),
        (r#""from": "2026-01-01", "until": "2027-01-01""#, r#""from": "2026-01-01", "until": "2026-01-01""#, "period_empty", "/effective"),
        (r#""07-01""#, r#""07-29""#, "bad_date", "/calendar/year_starts"),
        (r#""half_even""#, r#""half_evn""#, "unknown_choice", "/rounding/mode"),
        (r#""scale": 2"#, r#""scale": 7"#, "out_of_range", "/rounding/scale"),
        (r#""scale": 2"#, r#""scale": 3"#, "scale_exceeds_currency", "/rounding/scale"),
        (r#""cap": "100000""#, r#""cap": 100000.5"#, "amount_not_exact", "/incentives/0/cap"),
        (r#""cap": "100000""#, r#""cap": "100,000""#, "bad_amount", "/incentives/0/cap"),
        (r#""cap": "100000""#, r#""cap": "1000000000000000""#, "too_large_amount", "/incentives/0/cap"),
        (r#""cap": "100000""#, r#""cap": "0.0000000000001""#, "too_precise", "/incentives/0/cap"),
        (r#""cap": "100000""#, r#""cap": "100000.123""#, "too_precise", "/incentives/0/cap"),
        (r#""floor": "0.50""#, r#""floor": "-1""#, "out_of_range", "/incentives/0/floor"),
        (r#"{ "lump_sum": "10000" }"#, r#"{ "lump_sum": "10000", "rate": "1" }"#, "unknown_member", "/incentives/1/pays/2/rate"),
        (r#"{ "lump_sum": "10000" }"#, "{}", "not_one_of", "/incentives/1/pays/2"),
        (r#"{ "lump_sum": "10000" }"#, r#"{ "lump_sum": "1", "percent_of": "net_sales" }"#, "not_one_of", "/incentives/1/pays/2"),
        (r#"{ "lump_sum": "10000" }"#, r#"{ "lump_sun": "10000" }"#, "unknown_member", "/incentives/1/pays/2/lump_sun"),
        (r#""rate": "0.02", "when_negative""#, r#""when_negative""#, "not_one_of", "/incentives/0/pays/1"),
        (r#""rate": "0.02", "when_negative": "deduct""#, r#""rate": "0.02""#, "missing_member", "/incentives/0/pays/1"),
        (r#""levels": [ { "from": "0", "amount": "1" } ]"#, r#""levels": []"#, "empty_list", "/incentives/1/pays/1/bands/levels"),
        (r#"["tax_sum", "net_sales"]"#, r#"["tax_sum"]"#, "wrong_type", "/metrics/tax_share/ratio"),
        (r#"{ "trailing": { "days": 90 }"#, r#"{ "trailing": { "days": 36501 }"#, "out_of_range", "/metrics/lines/window/trailing/days"),
        (r#""shift": { "months": -3 }"#, r#""shift": { "months": -3, "days": 1 }"#, "not_one_of", "/metrics/tax_sum/window/shift"),
        (r#""part": "quarter_4""#, r#""part": "quarter_5""#, "unknown_choice", "/metrics/score_max/window/part"),
        (r#""shift": { "years": -1 }"#, r#""shift": { "years": -101 }"#, "out_of_range", "/metrics/net_sales_before/shift/years"),
        (r#""groups": { "yearly""#, r#""groups": { " ": "best_of", "yearly""#, "bad_id", "/groups/ "),
        (r#""metrics": {"#, r#""metrics": { "tier": { "given": "decimal" },"#, "bad_id", "/metrics/tier"),
        (r#""days": 90, "first_day""#, r#""days": 0, "first_day""#, "out_of_range", "/conflicts/deals/protection/days"),
    ]);
}

#[test]
fn references_and_records() {
    check(&[
        (r#""optional": ["rank", "credit_limit"]"#, r#""optional": ["rnak"]"#, "unknown_reference", "/records/partners/optional/0"),
        (r#""rank": "text""#, r#""rank": "txt""#, "unknown_reference", "/records/partners/columns/rank"),
        (r#""rank": "text""#, r#""rank": "targets""#, "unknown_reference", "/records/partners/columns/rank"),
        (r#""vip": "boolean""#, r#""vip": "boolean", "joined": "date""#, "column_exists", "/records/partners/columns/joined"),
        (r#""seen": "instant""#, r#""Seen": "instant", "seen": "date""#, "bad_id", "/records/surveys/columns/Seen"),
        (r#""visits": { "columns": { "partner": "partners","#, r#""visits": { "columns": {"#, "missing_member", "/records/visits/columns"),
        (
            r#""visits": { "columns": { "partner": "partners","#,
            r#""visits": { "columns": { "partner": "text","#,
            "wrong_operand",
            "/records/visits/columns/partner",
        ),
        (r#""optional": ["survey"]"#, r#""optional": ["survey", "partner"]"#, "wrong_operand", "/records/visits/optional/1"),
        (r#""known_on": "date" }"#, r#""known_on": "text" }"#, "wrong_operand", "/records/surveys/columns/known_on"),
        (r#""records": {"#, r#""records": { "metrics": { "columns": { "partner": "partners" } },"#, "bad_id", "/records/metrics"),
        (r#""sum": "visits.weight""#, r#""sum": "visit.weight""#, "unknown_reference", "/metrics/visit_weight/sum"),
        (r#""sum": "visits.weight""#, r#""sum": "visits.wieght""#, "unknown_reference", "/metrics/visit_weight/sum"),
        (r#""sum": "visits.weight""#, r#""sum": "visits""#, "unknown_reference", "/metrics/visit_weight/sum"),
        (r#"["tax_sum", "net_sales"]"#, r#"["tax_sum", "net_saels"]"#, "unknown_reference", "/metrics/tax_share/ratio/1"),
        (r#"["1", "lines"]"#, r#"["1", "line"]"#, "unknown_reference", "/metrics/others/weighted_sum/0/1"),
        (r#"{ "idle": { "at_most""#, r#"{ "idel": { "at_most""#, "unknown_reference", "/incentives/0/gates/idel"),
        (
            r#""partner.certified_staff": {"#,
            r#""partner.certified": {"#,
            "unknown_reference",
            "/tiers/ladder/1/requires/all/2/partner.certified",
        ),
        (r#"{ "product.launched": {"#, r#"{ "product.lunched": {"#, "unknown_reference", "/conflicts/deals/valid/all/1/product.lunched"),
        (r#"{ "ship_to": {"#, r#"{ "shipto": {"#, "unknown_reference", "/metrics/net_sales/where/all/4/not/shipto"),
        (r#"{ "ship_to": {"#, r#"{ "ship_to.name": {"#, "unknown_reference", "/metrics/net_sales/where/all/4/not/ship_to.name"),
        (r#"{ "at_least": "silver" }"#, r#"{ "at_least": "sliver" }"#, "unknown_reference", "/incentives/0/requires/tier/at_least"),
        (r#"["silver", "gold"]"#, r#"["silver", "bronze"]"#, "unknown_reference", "/incentives/1/pays/4/when/tier/in/1"),
        (r#""floor": "0.50", "group": "yearly""#, r#""floor": "0.50", "group": "yearl""#, "unknown_reference", "/incentives/0/group"),
        (r#""match": ["customer""#, r#""match": ["custmer""#, "unknown_reference", "/conflicts/deals/match/0"),
        (r#""match": ["customer""#, r#""match": ["amount""#, "wrong_operand", "/conflicts/deals/match/0"),
        (r#""id": "gold""#, r#""id": "gold", "title": { "de": "Gold" }"#, "unknown_member", "/tiers/ladder/1/title/de"),
        (r#""ladder": ["#, r#""ladder": [ { "id": "registered", "requires": { "all": [] } },"#, "duplicate_id", "/tiers/ladder/0/id"),
        (r#"{ "id": "units""#, r#"{ "id": "volume""#, "duplicate_id", "/incentives/1/id"),
        (r#"{ "id": "others""#, r#"{ "id": "concentration""#, "duplicate_id", "/scorecards/risk/characteristics/1/id"),
        (r#"{ "id": "high""#, r#"{ "id": "low""#, "duplicate_id", "/scorecards/risk/bands/1/id"),
        // broken sections are not missed by what refers into them
        (r#""metrics": {"#, r#""metrcs": {"#, "unknown_member", "/metrcs"),
        (r#""tiers": {"#, r#""tires": {"#, "unknown_member", "/tires"),
        (r#""groups": {"#, r#""gruops": {"#, "unknown_member", "/gruops"),
        (r#"{ "id": "registered" }"#, r#"{}"#, "missing_member", "/tiers/base"),
        (
            r#""sum": "sales.amount", "window": { "period""#,
            r#""summ": "sales.amount", "window": { "period""#,
            "unknown_member",
            "/metrics/net_sales/summ",
        ),
    ]);
}

#[test]
fn metrics() {
    check(&[
        (
            r#"{ "difference": ["net_sales", "net_sales_before"] }"#,
            r#"{ "difference": ["net_sales", "plus"] }"#,
            "metric_cycle",
            "/metrics/plus",
        ),
        (r#""basis": "sell_in","#, "", "switch_required", "/metrics/net_sales"),
        (r#""returns": "include", "tax": "excluded""#, r#""tax": "excluded""#, "switch_required", "/metrics/net_sales"),
        (r#", "tax": "excluded""#, "", "switch_required", "/metrics/net_sales"),
        (r#""date": "shipped", "#, "", "switch_required", "/metrics/net_sales"),
        (r#""date": "shipped""#, r#""date": "channel""#, "wrong_operand", "/metrics/net_sales/date"),
        (
            r#""sum": "sales.amount", "window": "programme""#,
            r#""sum": "sales.amout", "window": "programme""#,
            "unknown_reference",
            "/metrics/parents_sales/sum",
        ),
        (r#""date": "shipped""#, r#""date": "shiped""#, "unknown_reference", "/metrics/net_sales/date"),
        (r#""date": "shipped""#, r#""date": "known_on""#, "wrong_operand", "/metrics/net_sales/date"),
        (r#""returns": "exclude""#, r#""returns": "exclude", "tax": "excluded""#, "switch_not_applicable", "/metrics/tax_sum/tax"),
        (r#""sum": "visits.weight""#, r#""sum": "visits.weight", "basis": "all""#, "switch_not_applicable", "/metrics/visit_weight/basis"),
        (r#""days_since": "sales.date""#, r#""days_since": "sales.date", "date": "date""#, "switch_not_applicable", "/metrics/idle/date"),
        (
            r#""target": "annual_sales""#,
            r#""target": "annual_sales", "date": "from""#,
            "switch_not_applicable",
            "/metrics/annual_target/date",
        ),
        (r#""scope": "own", "basis": "sell_in""#, r#""basis": "sell_in""#, "missing_member", "/metrics/net_sales"),
        (r#""sum": "visits.weight""#, r#""sum": "visits.survey""#, "wrong_operand", "/metrics/visit_weight/sum"),
        (r#""distinct": "sales.customer""#, r#""distinct": "sales.quantity""#, "wrong_operand", "/metrics/customers/distinct"),
        (r#""days_since": "sales.date""#, r#""days_since": "sales.amount""#, "wrong_operand", "/metrics/idle/days_since"),
        (r#""by": "sales.ship_to""#, r#""by": "sales.tax""#, "wrong_operand", "/metrics/concentration/by"),
        (r#""by": "sales.ship_to""#, r#""by": "payments.receivable""#, "wrong_operand", "/metrics/concentration/by"),
        (r#""latest": "surveys.score", "tie": "highest","#, r#""latest": "surveys.score","#, "missing_member", "/metrics/score_latest"),
        (r#"{ "same": "net_sales", "shift": { "years": -1 } }"#, r#"{ "same": "net_sales" }"#, "not_one_of", "/metrics/net_sales_before"),
        (
            r#"{ "same": "net_sales", "shift": { "years": -1 } }"#,
            r#"{ "same": "tax_share", "shift": { "years": -1 } }"#,
            "wrong_operand",
            "/metrics/net_sales_before/same",
        ),
        (
            r#"{ "same": "net_sales", "window": { "period": "half_year", "part": "whole" } }"#,
            r#"{ "same": "lines", "shift": { "years": -1 } }"#,
            "wrong_operand",
            "/metrics/net_sales_whole/shift",
        ),
        (
            r#"{ "same": "net_sales", "shift": { "years": -1 } }"#,
            r#"{ "same": "tax_sum", "shift": { "months": -1199 } }"#,
            "out_of_range",
            "/metrics/net_sales_before/shift",
        ),
        (
            r#"{ "same": "net_sales", "window": { "period": "half_year", "part": "whole" } }"#,
            r#"{ "same": "visit_weight", "shift": { "years": -1 } }"#,
            "wrong_operand",
            "/metrics/net_sales_whole/shift",
        ),
        (
            r#""from": "2026-01-01", "until": "2026-02-01""#,
            r#""from": "2026-03-01", "until": "2026-02-01""#,
            "period_empty",
            "/metrics/score_min/window",
        ),
        (
            r#"{ "period": "half_year", "part": "whole" }"#,
            r#"{ "period": "half_year", "part": "quarter_1" }"#,
            "unknown_choice",
            "/metrics/net_sales_whole/window/part",
        ),
        (
            r#""index": { "given": "decimal" }"#,
            r#""index": { "given": "decimal" }, "spare": { "given": "decimal" }"#,
            "metric_unused",
            "/metrics/spare",
        ),
        (r#""unseen": "ever""#, r#""unseen": "never""#, "unknown_choice", "/metrics/won/only_new/unseen"),
        (r#""unseen": { "months": 24 }"#, r#""unseen": { "months": 0 }"#, "out_of_range", "/metrics/won_sales/only_new/unseen/months"),
        (r#""of": "customer", "#, "", "missing_member", "/metrics/won/only_new"),
        (
            r#""window": { "period": "quarter", "part": "whole" }, "date": "date""#,
            r#""window": "all_time", "date": "date""#,
            "wrong_operand",
            "/metrics/won_sales/window",
        ),
        (
            r#""same": "won_sales", "window": { "period": "year", "part": "half_1" }"#,
            r#""same": "won_sales", "window": "all_time""#,
            "wrong_operand",
            "/metrics/won_before/window",
        ),
        (
            r#""sum": "visits.weight", "#,
            r#""sum": "visits.weight", "only_new": { "of": "customer", "unseen": "ever" }, "#,
            "switch_not_applicable",
            "/metrics/visit_weight/only_new",
        ),
        (
            r#""days_since": "sales.date", "#,
            r#""days_since": "sales.date", "only_new": { "of": "customer", "unseen": "ever" }, "#,
            "switch_not_applicable",
            "/metrics/idle/only_new",
        ),
        (
            r#""sum": "sales.amount", "window": "programme", "#,
            r#""sum": "sales.amount", "only_new": { "of": "customer", "unseen": "ever" }, "window": "programme", "#,
            "switch_not_applicable",
            "/metrics/parents_sales/only_new",
        ),
        (r#""constant": "1000.00""#, r#""constant": "1e3""#, "bad_amount", "/metrics/least/constant"),
        (r#"["least", "active"]"#, r#"["least", "inactive"]"#, "unknown_reference", "/metrics/least_so_far/product/1"),
        (r#"["least", "active"]"#, r#"["at_most", "active"]"#, "metric_cycle", "/metrics/at_most"),
        (r#"["net_sales", "least_so_far"]"#, r#"["least_so_far"]"#, "empty_list", "/metrics/at_most/smallest_of"),
        (r#"["attained", "active"]"#, r#"["attained", "shown"]"#, "metric_cycle", "/metrics/shown"),
        (
            r#""active_share": { "period": "year", "part": "whole", "shift": { "years": -1 } }"#,
            r#""active_share": "all_time""#,
            "wrong_operand",
            "/metrics/active/active_share",
        ),
        (
            r#""active_share": { "period": "year", "part": "whole", "shift": { "years": -1 } }"#,
            r#""active_share": { "period": "month", "part": "month_1" }"#,
            "unknown_choice",
            "/metrics/active/active_share/part",
        ),
    ]);
}

#[test]
fn conditions() {
    check(&[
        (r#"{ "at_least": "100000.00" }"#, r#"{ "at_least": "a lot" }"#, "bad_amount", "/tiers/ladder/0/requires/net_sales/at_least"),
        (r#"{ "at_least": "100000.00" }"#, r#"{ "at_least": 0.5 }"#, "amount_not_exact", "/tiers/ladder/0/requires/net_sales/at_least"),
        (r#"{ "at_least": "100000.00" }"#, r#"{ "at_leest": "1" }"#, "unknown_member", "/tiers/ladder/0/requires/net_sales/at_leest"),
        (r#"{ "at_least": "100000.00" }"#, r#"{ "at_least": "1", "at_most": "2" }"#, "not_one_of", "/tiers/ladder/0/requires/net_sales"),
        (r#"{ "at_least": "100000.00" }"#, "{}", "not_one_of", "/tiers/ladder/0/requires/net_sales"),
        (r#"{ "at_least": "100000.00" }"#, r#""100000""#, "wrong_type", "/tiers/ladder/0/requires/net_sales"),
        (r#"{ "at_least": "100000.00" }"#, r#"{ "is": "gold" }"#, "wrong_operand", "/tiers/ladder/0/requires/net_sales/is"),
        (r#"{ "at_least": "100000.00" }"#, r#"{ "missing": true }"#, "wrong_operand", "/tiers/ladder/0/requires/net_sales/missing"),
        (r#"{ "net_sales": { "at_least": "100000.00" } }"#, "{}", "not_one_of", "/tiers/ladder/0/requires"),
        (
            r#"{ "net_sales": { "at_least": "100000.00" } }"#,
            r#"{ "net_sales": { "at_least": "1" }, "lines": { "at_least": "1" } }"#,
            "not_one_of",
            "/tiers/ladder/0/requires",
        ),
        (
            r#"{ "net_sales": { "at_least": "100000.00" } }"#,
            r#"{ "tier": { "is": "gold" } }"#,
            "wrong_operand",
            "/tiers/ladder/0/requires/tier",
        ),
        (
            r#"{ "before": "2026-01-01", "unknown": "fails" }"#,
            r#"{ "before": "2026-01-01" }"#,
            "unknown_policy_required",
            "/tiers/ladder/1/requires/all/3/partner.joined",
        ),
        (
            r#"{ "before": "2026-01-01", "unknown": "fails" }"#,
            r#"{ "before": "today", "unknown": "fails" }"#,
            "bad_date",
            "/tiers/ladder/1/requires/all/3/partner.joined/before",
        ),
        (
            r#"{ "before": "2026-01-01", "unknown": "fails" }"#,
            r#"{ "less_than": "2026", "unknown": "fails" }"#,
            "wrong_operand",
            "/tiers/ladder/1/requires/all/3/partner.joined/less_than",
        ),
        (
            r#"{ "before": "2026-01-01", "unknown": "fails" }"#,
            r#"{ "before": "2026-01-01", "unknown": "fail" }"#,
            "unknown_choice",
            "/tiers/ladder/1/requires/all/3/partner.joined/unknown",
        ),
        (
            r#"{ "at_least": 2 }"#,
            r#"{ "at_least": 2, "unknown": "fails" }"#,
            "switch_not_applicable",
            "/tiers/ladder/1/requires/all/2/partner.certified_staff/unknown",
        ),
        (r#"{ "is": true }"#, r#"{ "is": "true" }"#, "wrong_type", "/incentives/0/pays/1/when/partner.vip/is"),
        (r#"{ "is": true }"#, r#"{ "missing": true }"#, "wrong_operand", "/incentives/0/pays/1/when/partner.vip/missing"),
        (r#"{ "is": "sell_in" }"#, r#"{ "is": "sellin" }"#, "unknown_choice", "/metrics/net_sales/where/all/5/any/1/basis/is"),
        (
            r#"{ "in": ["web", "shop"], "unknown": "fails" }"#,
            r#"{ "in": [], "unknown": "fails" }"#,
            "empty_list",
            "/metrics/net_sales/where/all/0/channel/in",
        ),
        (
            r#"{ "in": ["web", "shop"], "unknown": "fails" }"#,
            r#"{ "within": "web", "unknown": "fails" }"#,
            "wrong_operand",
            "/metrics/net_sales/where/all/0/channel/within",
        ),
        (
            r#"{ "in": ["web", "shop"], "unknown": "fails" }"#,
            r#"{ "is": true, "unknown": "fails" }"#,
            "wrong_type",
            "/metrics/net_sales/where/all/0/channel/is",
        ),
        (r#"{ "missing": true }"#, r#"{ "missing": "yes" }"#, "wrong_type", "/metrics/net_sales/where/all/4/not/ship_to/missing"),
        (r#""k": 1"#, r#""k": 3"#, "out_of_range", "/metrics/net_sales/where/all/6/at_least_k/k"),
        (r#""k": 1"#, r#""k": 0"#, "out_of_range", "/metrics/net_sales/where/all/6/at_least_k/k"),
    ]);
}

#[test]
fn payments_and_scores() {
    check(&[
        (r#""percent_of": "plus""#, r#""percent_of": "lines""#, "wrong_operand", "/incentives/0/pays/1/percent_of"),
        (r#", "unknown": "hold" }"#, " }", "unknown_policy_required", "/incentives/0/pays/2"),
        (
            r#""method": "graduated", "by": "net_sales""#,
            r#""method": "graduated", "by": "plus""#,
            "base_differs_from_measure",
            "/incentives/0/pays/0/bands/by",
        ),
        (r#"{ "from": "500000", "rate""#, r#"{ "from": "0.0", "rate""#, "levels_not_ascending", "/incentives/0/pays/0/bands/levels/1/from"),
        (
            r#"{ "from": "0", "rate""#,
            r#"{ "from": "0", "until": "499999", "rate""#,
            "levels_do_not_meet",
            "/incentives/0/pays/0/bands/levels/0/until",
        ),
        (r#"{ "from": "0", "rate""#, r#"{ "from": "-1", "rate""#, "out_of_range", "/incentives/0/pays/0/bands/levels/0/from"),
        (r#""cap": "100000""#, r#""cap": "0.49""#, "cap_below_floor", "/incentives/0/cap"),
        (r#""floor": 0"#, r#""floor": "2000000""#, "cap_below_floor", "/payout/cap"),
        (r#""id": "units", "group": "yearly""#, r#""id": "units""#, "group_of_one", "/groups/yearly"),
        (r#"{ "id": "high", "from": "25""#, r#"{ "id": "high", "from": "-5.00""#, "levels_not_ascending", "/scorecards/risk/bands/1/from"),
        (
            r#"{ "id": "low", "from": "-5" }"#,
            r#"{ "id": "low", "from": "-4.99" }"#,
            "score_below_first_band",
            "/scorecards/risk/bands/0/from",
        ),
    ]);
}
