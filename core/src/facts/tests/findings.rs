use super::*;

const PARTNERS: &str = r#""partners": [{"id": "A"}, {"id": "B"}]"#;

/// What is found in a document with these members.
fn found(programme: &Programme, text: &str) -> Vec<String> {
    match Facts::from_json(programme, text) {
        Ok(_) => Vec::new(),
        Err(report) => report.findings().iter().map(|finding| format!("{} {}", finding.code, finding.path.as_str())).collect(),
    }
}

fn check(cases: &[(&str, &[&str])], wrap: impl Fn(&str) -> String) {
    let programme = programme(false);
    for (given, expected) in cases {
        assert_eq!(found(&programme, &wrap(given)), *expected, "{given}");
    }
}

#[test]
fn one_sale() {
    // each case is what a sale has besides partner, date and basis
    let cases: &[(&str, &[&str])] = &[
        (r#""amount": "1""#, &[]),
        (r#""amount": -5"#, &[]),
        (r#""amount": "999999999999999.999999""#, &[]),
        (r#""amount": "10000000000000000000000000000""#, &["too_large_amount /sales/0/amount"]),
        (r#""amount": "1000000000000000""#, &["too_large_amount /sales/0/amount"]),
        (r#""amount": 1000000000000000"#, &["too_large_amount /sales/0/amount"]),
        (r#""amount": 9007199254740993"#, &["amount_not_exact /sales/0/amount"]),
        (r#""amount": 0.5"#, &["amount_not_exact /sales/0/amount"]),
        (r#""amount": 1e3"#, &["amount_not_exact /sales/0/amount"]),
        (r#""amount": "0.0000001""#, &["too_precise /sales/0/amount"]),
        (r#""amount": "0.1234560""#, &[]),
        (r#""amount": "1,000""#, &["bad_amount /sales/0/amount"]),
        (r#""amount": "1e3""#, &["bad_amount /sales/0/amount"]),
        (r#""amount": "01""#, &["bad_amount /sales/0/amount"]),
        (r#""amount": "+1""#, &["bad_amount /sales/0/amount"]),
        (r#""amount": ".5""#, &["bad_amount /sales/0/amount"]),
        (r#""amount": "1.""#, &["bad_amount /sales/0/amount"]),
        (r#""amount": """#, &["bad_amount /sales/0/amount"]),
        (r#""amount": "１""#, &["bad_amount /sales/0/amount"]),
        (r#""amount": true"#, &["wrong_type /sales/0/amount"]),
        (r#""amount": [1]"#, &["wrong_type /sales/0/amount"]),
        (r#""amount": {"a": [{}]}"#, &["wrong_type /sales/0/amount"]),
        (r#""amount": null"#, &["missing_value /sales/0/amount"]),
        (r#""tax": "0""#, &["missing_value /sales/0/amount"]),
        (r#""amount": "1", "amount": "2""#, &["duplicate_member /sales/0/amount"]),
        (r#""amount": null, "amount": "2""#, &["missing_value /sales/0/amount", "duplicate_member /sales/0/amount"]),
        (r#""amount": "1", "colour": "red""#, &["unknown_column /sales/0/colour"]),
        (r#""amount": "1", "colour": 1, "colour": 2"#, &["unknown_column /sales/0/colour", "duplicate_member /sales/0/colour"]),
        (r#""amount": "1", "a/b~c": 1"#, &["unknown_column /sales/0/a~1b~0c"]),
        (r#""amount": "1", "paid": "2026-02-30""#, &["bad_date /sales/0/paid"]),
        (r#""amount": "1", "paid": "2026-3-1""#, &["bad_date /sales/0/paid"]),
        (r#""amount": "1", "paid": 20260301"#, &["wrong_type /sales/0/paid"]),
        (r#""amount": "1", "paid": null"#, &[]),
        (r#""amount": "1", "currency": "CNY""#, &[]),
        (r#""amount": "1", "currency": "RMB""#, &["unknown_currency /sales/0/currency"]),
        (r#""amount": "1", "currency": "cny""#, &["unknown_currency /sales/0/currency"]),
        (r#""amount": "1", "currency": "USD""#, &["currency_mismatch /sales/0/currency"]),
        (r#""amount": "1", "channel": """#, &["missing_value /sales/0/channel"]),
        (r#""amount": "1", "channel": 5"#, &["wrong_type /sales/0/channel"]),
        (r#""amount": "1", "channel": 0.5"#, &["wrong_type /sales/0/channel"]),
        (r#""amount": "1", "customer": "C""#, &[]),
        (r#""amount": "x", "paid": "y", "tax": "z""#, &["bad_amount /sales/0/amount", "bad_date /sales/0/paid", "bad_amount /sales/0/tax"]),
        (r#""tax": "z", "paid": "y""#, &["bad_amount /sales/0/tax", "bad_date /sales/0/paid", "missing_value /sales/0/amount"]),
    ];
    check(cases, |given| {
        document(&format!(r#"{PARTNERS}, "sales": [{{"partner": "A", "date": "2026-03-01", "basis": "sell_in", {given}}}]"#))
    });
}

#[test]
fn whole_documents() {
    let cases: &[(&str, &[&str])] = &[
        (r#"{"schema": "qudao/facts/1",}"#, &["syntax "]),
        (r#"{"schema": "qudao/facts/1", "partners": [{"id": 1}, {"id": "A""#, &["syntax "]),
        ("", &["syntax "]),
        ("[]", &["wrong_type "]),
        ("\u{feff}{\"schema\": \"qudao/facts/1\", \"partners\": []}", &[]),
        (r#"{"partners": []}"#, &["missing_member /schema"]),
        (r#"{"schema": "qudao/facts/2", "partners": []}"#, &["unsupported_schema /schema"]),
        (r#"{"schema": 1, "partners": []}"#, &["wrong_type /schema"]),
        (r#"{"schema": "qudao/facts/1"}"#, &["missing_table /partners"]),
    ];
    check(cases, str::to_owned);
    let deep = format!(r#"{{"schema": "qudao/facts/1", "partners": [{{"id": {}1{}}}]}}"#, "[".repeat(62), "]".repeat(62));
    check(&[(&deep, &["too_deep "])], str::to_owned);
    let deep = format!(r#"{{"schema": "qudao/facts/1", "partners": [{{"id": {}1{}}}]}}"#, "[".repeat(61), "]".repeat(61));
    check(&[(&deep, &["wrong_type /partners/0/id"])], str::to_owned);
}

#[test]
fn several_tables() {
    let cases: &[(&str, &[&str])] = &[
        (r#""partners": [{"id": "A"}], "orders": []"#, &["unknown_table /orders"]),
        (r#""partners": [{"id": "A"}], "partners": [{"id": "B"}]"#, &["duplicate_member /partners"]),
        (r#""partners": {}"#, &["wrong_type /partners"]),
        (r#""partners": ["A"]"#, &["wrong_type /partners/0"]),
        (r#""partners": [{"id": "A", "id": "B"}]"#, &["duplicate_member /partners/0/id"]),
        (r#""partners": [{"id": "A"}, {"id": "B"}, {"id": "A"}]"#, &["duplicate_id /partners/2/id"]),
        (r#""partners": [{"id": ""}, {}]"#, &["missing_value /partners/0/id", "missing_value /partners/1/id"]),
        (r#""partners": [{"id": "A", "signed": "true"}]"#, &["wrong_type /partners/0/signed"]),
        (r#""partners": [{"id": "A", "signed": true, "staff": 3}]"#, &[]),
        (r#""partners": [{"id": "A", "staff": "9007199254740991"}]"#, &[]),
        (r#""partners": [{"id": "A", "staff": "9007199254740992"}]"#, &["too_large_amount /partners/0/staff"]),
        (r#""partners": [{"id": "A", "staff": "1.5"}]"#, &["too_precise /partners/0/staff"]),
        (r#""partners": [{"id": "A", "staff": "x"}]"#, &["bad_amount /partners/0/staff"]),
        (r#""partners": [{"id": "A", "parent": "A"}]"#, &["hierarchy_cycle /partners/0/parent"]),
        (
            r#""partners": [{"id": "O", "parent": "C"}, {"id": "B", "parent": "C"}, {"id": "C", "parent": "B"}]"#,
            &["hierarchy_cycle /partners/1/parent"],
        ),
        (r#""partners": [{"id": "A", "parent": "Z"}]"#, &["unknown_reference /partners/0/parent"]),
        (
            r#""partners": [], "categories": [{"id": "x", "parent": "y"}, {"id": "y", "parent": "x"}]"#,
            &["hierarchy_cycle /categories/0/parent"],
        ),
        (r#""activities": [{"partner": "Z", "kind": "visit", "date": "2026-01-01"}]"#, &["missing_table /partners"]),
        (
            r#""activities": [{"partner": "Z", "kind": "visit", "date": "2026-01-01"}], "partners": []"#,
            &["unknown_reference /activities/0/partner"],
        ),
        (
            r#""partners": [{"id": "A"}], "customers": [{"id": "C"}],
               "registrations": [{"id": "1", "partner": "A", "customer": "D", "registered_at": "2026-01-01T09:00:00"}]"#,
            &["unknown_reference /registrations/0/customer", "bad_instant /registrations/0/registered_at"],
        ),
        (
            r#""sales": [{"basis": "all", "partner": "Z", "amount": "x", "date": "2026-01-01", "id": "1"},
                         {"id": "1", "date": "y", "amount": "1", "basis": "sell_in", "partner": "A"}],
               "partners": [{"id": "A"}, {"joined": "2026-04-31"}]"#,
            &[
                "unknown_choice /sales/0/basis",
                "unknown_reference /sales/0/partner",
                "bad_amount /sales/0/amount",
                "duplicate_id /sales/1/id",
                "bad_date /sales/1/date",
                "bad_date /partners/1/joined",
                "missing_value /partners/1/id",
            ],
        ),
        (
            r#""partners": [{"id": "A"}], "surveys": [{"id": "1", "partner": "A", "score": 5, "previous": "2"},
               {"id": "2", "partner": "A", "score": 4, "previous": "3"}]"#,
            &["unknown_reference /surveys/1/previous"],
        ),
        // a receivable without an id does not shift those after it
        (
            r#""partners": [{"id": "A"}],
               "receivables": [{"partner": "A", "issued": "2026-01-01", "due": "2026-02-01", "amount": "1"},
                               {"id": "R", "partner": "A", "issued": "2026-01-01", "due": "2026-02-01", "amount": "2"}],
               "payments": [{"partner": "A", "receivable": "R", "date": "2026-01-05", "amount": "1"},
                            {"partner": "A", "receivable": "S", "date": "2026-01-05", "amount": "1"}]"#,
            &["unknown_reference /payments/1/receivable"],
        ),
    ];
    check(cases, document);
}

#[test]
fn relationships() {
    let cases: &[(&str, &[&str])] = &[
        (r#"{"partner": "A", "parent": "B", "from": "2026-01-01"}"#, &[]),
        (r#"{"partner": "A", "parent": "A", "from": "2026-01-01"}"#, &["hierarchy_cycle /relationships/0/parent"]),
        (
            r#"{"partner": "A", "parent": "B", "from": "2026-01-01", "until": "2026-03-01"}, {"partner": "A", "parent": "C", "from": "2026-03-01"}"#,
            &[],
        ),
        (
            r#"{"partner": "A", "parent": "B", "from": "2026-03-01"}, {"partner": "A", "parent": "C", "from": "2026-01-01"}"#,
            &["overlapping_parents /relationships/1/from"],
        ),
        (
            r#"{"partner": "A", "parent": "B", "from": "2026-01-01", "until": "2026-03-01"}, {"partner": "B", "parent": "A", "from": "2026-03-01"}"#,
            &[],
        ),
        (
            r#"{"partner": "A", "parent": "B", "from": "2026-01-01", "until": "2026-03-02"}, {"partner": "B", "parent": "A", "from": "2026-03-01"}"#,
            &["hierarchy_cycle /relationships/1/parent"],
        ),
        // D is below C by itself, except while it is below A
        (r#"{"partner": "C", "parent": "D", "from": "2026-01-01"}"#, &["hierarchy_cycle /relationships/0/parent"]),
        (
            r#"{"partner": "C", "parent": "D", "from": "2026-01-01", "until": "2026-06-01"}, {"partner": "D", "parent": "A", "from": "2026-01-01", "until": "2026-06-01"}"#,
            &[],
        ),
        (
            r#"{"partner": "C", "parent": "D", "from": "2026-01-01", "until": "2026-06-01"}, {"partner": "D", "parent": "A", "from": "2026-01-01", "until": "2026-05-01"}"#,
            &["hierarchy_cycle /relationships/0/parent"],
        ),
        (
            r#"{"partner": "A", "parent": "Z", "from": "2026-01-01"}, {"partner": "A", "from": "x"}"#,
            &["unknown_reference /relationships/0/parent", "bad_date /relationships/1/from", "missing_value /relationships/1/parent"],
        ),
    ];
    check(cases, |given| {
        document(&format!(
            r#""partners": [{{"id": "A"}}, {{"id": "B"}}, {{"id": "C"}}, {{"id": "D", "parent": "C"}}], "relationships": [{given}]"#
        ))
    });
}

#[test]
fn values_handed_over() {
    let cases: &[(&str, &[&str])] = &[
        (r#"{"A": {"given": "1.5"}, "B": {"given": null}}"#, &[]),
        (r#"{"A": {"given": 7}}"#, &[]),
        (r#"{"A": {"given": 0.5, "nope": "1"}}"#, &["amount_not_exact /metrics/A/given", "unknown_metric /metrics/A/nope"]),
        (r#"{"Z": {"given": "1"}}"#, &["unknown_reference /metrics/Z"]),
        (r#"{"A": {"given": "1", "given": "2"}}"#, &["duplicate_member /metrics/A/given"]),
        (r#"{"A": {"given": "1"}, "A": {}}"#, &["duplicate_member /metrics/A"]),
        (r#"{"A": {"given": "x"}, "B": {"given": true}}"#, &["bad_amount /metrics/A/given", "wrong_type /metrics/B/given"]),
        (r#"{"A": 1}"#, &["wrong_type /metrics/A"]),
        (r#"[]"#, &["wrong_type /metrics"]),
        (r#"{"A": {"given": "0.1234567"}}"#, &["too_precise /metrics/A/given"]),
    ];
    check(cases, |given| document(&format!(r#""metrics": {given}, {PARTNERS}"#)));
    let facts = facts(&format!(r#"{PARTNERS}, "metrics": {{"A": {{"given": "1.5"}}, "B": {{"given": null}}}}"#));
    assert_eq!(facts.given(0, 0), Some(MetricValue::Known("1.5".parse().unwrap())));
    assert_eq!((facts.given(1, 0), facts.given(2, 0)), (Some(MetricValue::Missing), None));
}

#[test]
fn tables_that_are_read_are_there() {
    let programme = programme(true);
    for (members, expected) in [
        (PARTNERS.to_owned(), &["missing_table /sales"][..]),
        (format!(r#"{PARTNERS}, "sales": []"#), &[]),
        (format!(r#"{PARTNERS}, "sales": {{}}"#), &["wrong_type /sales"]),
        (format!(r#"{PARTNERS}, "metrics": {{"A": {{"net": "1"}}}}"#), &["missing_table /sales"]),
        (format!(r#"{PARTNERS}, "metrics": {{"A": {{"net": "1"}}, "B": {{"net": null}}}}"#), &[]),
        (r#""products": []"#.to_owned(), &["missing_table /partners", "missing_table /sales"]),
    ] {
        assert_eq!(found(&programme, &document(&members)), expected, "{members}");
    }
}

#[test]
fn the_rest_is_counted() {
    let records = vec![r#"{"id": 1}"#; 20_000].join(", ");
    let report = Facts::from_json(&programme(false), &document(&format!(r#""partners": [{records}]"#))).unwrap_err();
    assert_eq!(report.findings().len(), Report::LIMIT + 1);
    assert_eq!(report.findings()[Report::LIMIT - 1].path.as_str(), "/partners/999/id");
    assert_eq!(report.findings()[Report::LIMIT].message, "19000 more findings");
}

#[test]
fn help_names_what_is_near() {
    let text = document(r#""partners": [{"id": "P-001", "nmae": "x"}], "metrics": {"P-01": {"givn": "1"}}, "sale": []"#);
    let report = Facts::from_json(&programme(false), &text).unwrap_err();
    let shown: Vec<String> = report.findings().iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "error[unknown_column] /partners/0/nmae: `partners` has no column `nmae` (help: did you mean `name`?)",
            "error[unknown_reference] /metrics/P-01: `P-01` is not in `partners` (help: did you mean `P-001`?)",
            "error[unknown_metric] /metrics/P-01/givn: the programme has no metric `givn` (help: did you mean `given`?)",
            "error[unknown_table] /sale: the programme knows no table `sale` (help: did you mean `sales`?)",
        ]
    );
}
