//! Decisions across partners, by hand from the guide. Metrics are handed over.

use crate::decision::{CascadeResult, PayCheckResult};
use crate::engine::{Engine, Review};
use crate::facts::Facts;
use crate::period::{AsOf, parse_date};
use crate::programme::Programme;

const HEAD: &str = r#""schema": "qudao/programme/1", "id": "p", "revision": 1, "currency": "CNY", "effective": {"from": "2026-01-01"},
    "calendar": {"year_starts": "01-01"}, "rounding": {"scale": 2, "mode": "half_up"}, "document": "contract",
    "records": {"partners": {"columns": {"limit": "decimal", "exempt": "boolean"}, "optional": ["limit", "exempt"]}},
    "metrics": {"a": {"given": "decimal"}, "b": {"given": "decimal"}, "limit": {"attribute": "limit"}, "room": {"difference": ["limit", "a"]}}"#;

/// Members of a partner's record after its id, `a`, and `b`.
type Row<'r> = (&'r str, &'r str, &'r str, &'r str);

fn reviewed(rules: &str, partners: &[Row<'_>]) -> Review {
    let programme = Programme::from_json(&format!("{{{HEAD}, {rules}}}")).unwrap_or_else(|report| panic!("{report}"));
    let people: Vec<String> = partners.iter().map(|(id, more, ..)| format!(r#"{{"id": "{id}"{more}}}"#)).collect();
    let metrics: Vec<String> = partners.iter().map(|(id, _, a, b)| format!(r#""{id}": {{"a": {a}, "b": {b}}}"#)).collect();
    let text = format!(r#"{{"schema": "qudao/facts/1", "partners": [{}], "metrics": {{{}}}}}"#, people.join(","), metrics.join(","));
    let facts = Facts::from_json(&programme, &text).unwrap_or_else(|report| panic!("{report}"));
    let as_of = AsOf::on(parse_date("2026-06-30").expect("date"));
    let engine = Engine::compile(&programme);
    let review = engine.review(&facts, &as_of).expect("decides");
    for (position, id) in review.partner_ids().iter().enumerate() {
        let decision = review.partner(id).expect("a partner");
        assert_eq!(engine.explain(&facts, &as_of, id).expect("decides"), decision, "the pipelines differ");
        for ((of, column), class) in programme.classes().iter().zip(&review.outcomes().classes).zip(&decision.classes) {
            let rule = usize::from(column[position]);
            assert_eq!(of.rules.get(rule).map_or(&of.otherwise, |rule| &rule.class), &class.class, "the pipelines differ");
        }
    }
    review
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("json")
}

fn cascade(more: &str, amount: &str) -> String {
    format!(
        r#""cascades": {{"plan": {{"target": "annual", "amount": "{amount}", "period": {{"from": "2027-01-01", "until": "2028-01-01"}},
            "shared_by": "a", {more}}}}}"#
    )
}

fn owns(plan: &CascadeResult) -> Vec<(&str, String)> {
    plan.rows.iter().map(|row| (row.partner.as_str(), row.own.to_string())).collect()
}

#[test]
fn a_target_is_split_among_partners() {
    let requires = r#""requires": {"b": {"at_least": "1", "unknown": "fails"}}, "unknown": "nothing", "when_no_weight": "nothing""#;
    let rules = cascade(&format!(r#""along": "partners", {requires}"#), "100.00");
    let partners = [
        ("z", "", r#""1""#, r#""1""#),
        ("y", "", r#""1""#, r#""1""#),
        ("x", "", r#""1""#, r#""1""#),
        ("w", "", "null", r#""1""#),
        ("v", "", r#""-5""#, r#""1""#),
        ("u", "", r#""7""#, r#""0""#),
    ];
    let review = reviewed(&rules, &partners);
    let row = |partner: &str, weight: &str, own: &str, more: &str| {
        format!(r#"{{"partner":"{partner}","weight":"{weight}","own":"{own}"{more}}}"#)
    };
    let path = r#""path":"/cascades/plan/shared_by","metric":"a""#;
    let rows = [
        row("v", "0", "0.00", &format!(r#","reasons":[{{"code":"share_negative",{path},"value":"-5"}}]"#)),
        row("w", "0", "0.00", &format!(r#","reasons":[{{"code":"share_unknown",{path},"state":"missing","policy":"nothing"}}]"#)),
        row("x", "1", "33.34", ""),
        row("y", "1", "33.33", ""),
        row("z", "1", "33.33", ""),
    ];
    let head = r#"{"cascade":"plan","target":"annual","from":"2027-01-01","until":"2028-01-01","amount":"100.00","given":"100.00","#;
    assert_eq!(json(&review.cascades()[0]), format!(r#"{head}"rows":[{}]}}"#, rows.join(",")));
    let targets = json(&review.targets("plan"));
    let record = r#"{"partner":"x","target":"annual","from":"2027-01-01","until":"2028-01-01","amount":"33.34"}"#;
    assert!(targets.starts_with(&format!("[{record},")) && targets.matches("partner").count() == 3, "{targets}");
    assert_eq!(review.targets("other"), None);
    let text = review.to_json().expect("sums");
    assert!(text.contains(r#""conflicts":[],"cascades":[{"cascade":"plan","#), "{text}");
    // held by w; v and w without any weight
    let held = reviewed(&rules.replace(r#""unknown": "nothing""#, r#""unknown": "hold""#), &partners);
    assert_eq!(json(&held.cascades()[0].reasons), r#"[{"code":"share_held","path":"/cascades/plan/unknown","partners":1}]"#);
    assert_eq!((held.cascades()[0].given.to_string(), held.targets("plan")), ("0.00".to_owned(), Some(Vec::new())));
    let none = reviewed(&rules, &partners[3..]);
    assert_eq!(
        json(&none.cascades()[0].reasons),
        r#"[{"code":"share_no_weight","path":"/cascades/plan/when_no_weight","policy":"nothing"}]"#
    );
    let equally = reviewed(&rules.replace(r#""when_no_weight": "nothing""#, r#""when_no_weight": "equally""#), &partners[3..]);
    assert_eq!(owns(&equally.cascades()[0]), [("v", "50.00".to_owned()), ("w", "50.00".to_owned())]);
    assert_eq!(equally.cascades()[0].rows[0].weight.to_string(), "0");
    let nobody = reviewed(&rules, &[]);
    assert_eq!((nobody.cascades()[0].rows.len(), nobody.cascades()[0].reasons.len()), (0, 1));
}

#[test]
fn a_target_goes_down_the_hierarchy() {
    let tree = |b: &'static str| {
        [
            ("top", "", r#""1""#, b),
            ("mid", r#", "parent": "top""#, r#""1""#, r#""1""#),
            ("low2", r#", "parent": "mid""#, r#""1""#, r#""1""#),
            ("low1", r#", "parent": "mid""#, r#""1""#, r#""1""#),
            ("solo", "", r#""1""#, r#""1""#),
            ("idle", r#", "parent": "solo""#, r#""3""#, r#""0""#),
        ]
    };
    let rules = cascade(
        r#""along": "hierarchy", "requires": {"b": {"at_least": "1", "unknown": "fails"}}, "unknown": "hold", "when_no_weight": "equally""#,
        "0.07",
    );
    let told = |plan: &CascadeResult| -> Vec<String> {
        let amount = |amount: Option<crate::Amount>| amount.map_or(String::new(), |amount| amount.to_string());
        plan.rows.iter().map(|row| format!("{} {} {}", row.partner, row.own, amount(row.subtree))).collect()
    };
    // 7 as 1:4 is 1.4 and 5.6; 6 as 1:3 is 1.5 and 4.5, the odd one to the top itself; 4 among three, the odd one to the top
    let review = reviewed(&rules, &tree(r#""1""#));
    assert_eq!(told(&review.cascades()[0]), ["low1 0.01 0.01", "low2 0.01 0.01", "mid 0.02 0.04", "solo 0.01 0.01", "top 0.02 0.06"]);
    assert_eq!(review.cascades()[0].rows[2].parent.as_deref(), Some("top"));
    // without the top: 7 as 1:3 is 1.75 and 5.25; 5 among three
    let review = reviewed(&rules, &tree(r#""0""#));
    assert_eq!(told(&review.cascades()[0]), ["low1 0.02 0.02", "low2 0.01 0.01", "mid 0.02 0.05", "solo 0.02 0.02", "top 0.00 0.05"]);
    let passed = json(&review.cascades()[0].rows[4].reasons);
    assert!(
        passed.starts_with(
            r#"[{"code":"share_passed_on","path":"/cascades/plan/requires","leaves":[{"path":"/cascades/plan/requires","operand":"b""#
        ),
        "{passed}"
    );
}

#[test]
fn partners_are_ranked() {
    let rules =
        |names: &str| format!(r#""leaderboards": {{"sales": {{"rank_by": "a", "first": "highest", "before": "b", "names": "{names}"}}}}"#);
    let partners = [
        ("t", "", r#""1""#, r#""1""#),
        ("s", "", "null", r#""9""#),
        ("r", "", r#""5""#, r#""7""#),
        ("q", "", r#""9""#, "null"),
        ("p", "", r#""9""#, r#""2""#),
    ];
    let shown = reviewed(&rules("shown"), &partners);
    let all = concat!(
        r#"{"leaderboard":"sales","names":"shown","participants":4,"entries":["#,
        r#"{"partner":"p","place":1,"value":"9","percentile":"1","was":2,"movement":1},"#,
        r#"{"partner":"q","place":1,"value":"9","percentile":"1"},"#,
        r#"{"partner":"r","place":3,"value":"5","percentile":"1/3","was":1,"movement":-2},"#,
        r#"{"partner":"t","place":4,"value":"1","percentile":"0","was":3,"movement":-1}],"unknown":["s"]}"#
    );
    assert_eq!(json(&shown.leaderboards()[0]), all);
    assert_eq!(json(&shown.leaderboard("sales", "t").expect("a partner")), all);
    let masked = reviewed(&rules("masked"), &partners);
    let seen = json(&masked.leaderboard("sales", "r").expect("a partner"));
    assert_eq!((seen.matches("partner\"").count(), seen.contains("unknown")), (1, false), "{seen}");
    assert!(seen.contains(r#"{"partner":"r","place":3,"#) && seen.contains(r#"{"place":4,"value":"1""#), "{seen}");
    // who is not ranked sees the others without names
    assert!(!json(&masked.leaderboard("sales", "s").expect("a partner")).contains("partner\""));
    assert_eq!(masked.leaderboard("other", "r"), Ok(None));
    assert_eq!(masked.leaderboard("sales", "nobody").expect_err("no partner").code(), "unknown_partner");
    let lowest = rules("shown").replace("highest", "lowest");
    let alone = reviewed(&lowest, &partners[..1]);
    assert_eq!(
        json(&alone.leaderboards()[0].entries),
        r#"[{"partner":"t","place":1,"value":"1","percentile":"undefined","was":1,"movement":0}]"#
    );
    let lowest = reviewed(&lowest, &partners);
    assert_eq!(lowest.leaderboards()[0].entries[0].partner.as_deref(), Some("t"));
}

/// Everybody is paid `b`, achieved and is based on `a`.
fn pay_check(more: &str, partners: &[Row<'_>]) -> PayCheckResult {
    let rules = format!(
        r#""pay_checks": {{"parity": {{"of": ["i"], "achievement": "a", "base": "a", {more}}}}},
           "incentives": [{{"id": "i", "approver": "x", "pays": [{{"amount_of": "b", "when_negative": "deduct", "unknown": "nothing"}}]}}]"#
    );
    reviewed(&rules, partners).pay_checks()[0].clone()
}

#[test]
fn pay_is_held_against_performance() {
    let (north, none) = (r#", "territory": "north""#, "");
    let partners = [
        ("p1", north, r#""100""#, r#""10""#),
        ("p2", north, r#""200""#, r#""10""#),
        ("p3", north, r#""200""#, r#""4""#),
        ("p4", north, r#""300""#, r#""200""#),
        ("p5", none, r#""0""#, r#""3""#),
        ("p6", none, "null", r#""5""#),
    ];
    let found = pay_check(r#""peers": "partner.territory", "outlier_above": "3", "outlier_below": "0.5""#, &partners);
    // 10 + 10 + 4 + 200 + 3 of 800; p6 has no base
    assert_eq!(
        (found.paid.to_string(), found.base.to_string(), found.cost_ratio.to_string()),
        ("227.00".into(), "800".into(), "0.28375".into())
    );
    // 1/10, 1/20, 1/50, 2/3: the median is 3/40; above 9/40, below 3/80
    assert_eq!(
        json(&found.groups),
        concat!(
            r#"[{"group":"north","partners":4,"least":"0.02","median":"0.075","most":"2/3"},"#,
            r#"{"group":null,"partners":2,"least":"undefined","median":"undefined","most":"undefined"}]"#
        )
    );
    assert_eq!(
        json(&found.outliers),
        concat!(
            r#"[{"partner":"p3","group":"north","side":"below","cost_ratio":"0.02","median":"0.075","times":"4/15"},"#,
            r#"{"partner":"p4","group":"north","side":"above","cost_ratio":"2/3","median":"0.075","times":"80/9"}]"#
        )
    );
    // of the step 200 the least is 4, of the step 100 the most is 10; p2 and p3 are of one step
    assert_eq!(
        json(&found.inversions),
        concat!(
            r#"[{"group":"north","achieved_more":{"partner":"p3","achievement":"200","paid":"4.00"},"#,
            r#""achieved_less":{"partner":"p1","achievement":"100","paid":"10.00"}}]"#
        )
    );
    assert_eq!(
        json(&found.rows[5]),
        r#"{"partner":"p6","group":null,"achievement":"missing","paid":"5.00","base":"missing","cost_ratio":"missing"}"#
    );
    assert_eq!(found.rows[4].cost_ratio.to_string(), "undefined");
    // all are peers: 3 for 0 is no ratio, but p5 achieved less than p1 and is paid less
    let found = pay_check(r#""requires": {"a": {"more_than": "-1", "unknown": "fails"}}"#, &partners);
    assert_eq!((found.inversions.len(), found.outliers.len(), found.groups.len(), found.rows.len()), (1, 0, 1, 5));
    assert!(!json(&found).contains("group\""));
    let nobody = pay_check(r#""outlier_above": "2""#, &[]);
    assert_eq!(
        json(&nobody),
        r#"{"pay_check":"parity","paid":"0.00","base":"0","cost_ratio":"undefined","rows":[],"inversions":[],"outliers":[],"groups":[]}"#
    );
    // a median of 0 is no measure of anybody
    let idle = pay_check(
        r#""outlier_above": "2", "outlier_below": "0.5""#,
        &[("p", "", r#""1""#, r#""0""#), ("q", "", r#""1""#, r#""0""#), ("r", "", r#""1""#, r#""9""#)],
    );
    assert_eq!(idle.outliers, []);
}

#[test]
fn what_was_paid_together_is_settled() {
    let rules = |unknown: &str| format!(r#""cost_shares": {{"fair": {{"paid": "a", "shared_by": "b", "unknown": "{unknown}"}}}}"#);
    let partners =
        [("p", "", r#""100.004""#, r#""1""#), ("q", "", r#""0""#, r#""1""#), ("r", "", r#""0""#, r#""1""#), ("s", "", "null", r#""-2""#)];
    let found = reviewed(&rules("nothing"), &partners);
    assert_eq!(
        json(&found.cost_shares()[0]),
        concat!(
            r#"{"cost_share":"fair","total":"100.00","rows":["#,
            r#"{"partner":"p","paid":"100.00","weight":"1","share":"33.34","net":"66.66"},"#,
            r#"{"partner":"q","paid":"0.00","weight":"1","share":"33.33","net":"-33.33"},"#,
            r#"{"partner":"r","paid":"0.00","weight":"1","share":"33.33","net":"-33.33"},"#,
            r#"{"partner":"s","paid":"0.00","weight":"0","share":"0.00","net":"0.00","reasons":["#,
            r#"{"code":"share_unknown","path":"/cost_shares/fair/paid","metric":"a","state":"missing","policy":"nothing"},"#,
            r#"{"code":"share_negative","path":"/cost_shares/fair/shared_by","metric":"b","value":"-2"}]}],"#,
            r#""transfers":[{"from":"q","to":"p","amount":"33.33"},{"from":"r","to":"p","amount":"33.33"}]}"#
        )
    );
    let held = reviewed(&rules("hold"), &partners);
    assert_eq!(json(&held.cost_shares()[0].reasons), r#"[{"code":"share_held","path":"/cost_shares/fair/unknown","partners":1}]"#);
    assert_eq!((held.cost_shares()[0].rows[0].share.to_string(), held.cost_shares()[0].transfers.len()), ("100.00".to_owned(), 0));
    let weightless = reviewed(&rules("nothing"), &partners[3..]);
    assert_eq!(
        json(&weightless.cost_shares()[0].reasons),
        r#"[{"code":"share_no_weight","path":"/cost_shares/fair/shared_by","policy":"as_paid"}]"#
    );
    // what was got back is shared as what was paid
    let back = reviewed(&rules("nothing"), &[("p", "", r#""-100""#, r#""1""#), ("q", "", r#""0""#, r#""2""#)]);
    assert_eq!(json(&back.cost_shares()[0].transfers), r#"[{"from":"p","to":"q","amount":"66.67"}]"#);
}

#[test]
fn the_first_rule_that_holds_decides() {
    let rules = r#""classes": {"credit": {"rules": [
        {"class": "hold", "when": {"all": [{"partner.exempt": {"is": false, "unknown": "holds"}}, {"room": {"less_than": "0", "unknown": "holds"}}]}},
        {"class": "prepay", "when": {"b": {"more_than": "0", "unknown": "fails"}}}], "otherwise": "release"}}"#;
    let review = reviewed(
        rules,
        &[
            ("p", r#", "limit": "10""#, r#""11""#, r#""1""#),
            ("q", r#", "limit": "10", "exempt": true"#, r#""11""#, r#""1""#),
            ("r", r#", "limit": "10""#, r#""10""#, "null"),
            ("s", "", r#""10""#, r#""0""#),
        ],
    );
    let classes: Vec<String> = review.partners().map(|decision| decision.expect("decides").classes[0].class.to_string()).collect();
    assert_eq!(classes, ["hold", "prepay", "release", "hold"]);
    let decision = review.partner("r").expect("a partner");
    let codes: Vec<&str> = decision.classes[0].reasons.iter().map(crate::Reason::code).collect();
    assert_eq!(codes, ["class_not_met", "class_not_met", "class_otherwise"]);
    let text = json(&decision.classes[0]);
    assert!(text.starts_with(r#"{"classification":"credit","class":"release","reasons":[{"code":"class_not_met","path":"/classes/credit/rules/0","class":"hold","leaves":[{"path":"/classes/credit/rules/0/when/all/0","#), "{text}");
    assert!(text.ends_with(r#"{"code":"class_otherwise","path":"/classes/credit/otherwise","class":"release"}]}"#), "{text}");
    assert!(json(&decision).contains(r#""scores":[],"classes":[{"#));
}
