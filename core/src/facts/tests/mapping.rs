use super::*;

fn found(text: &str) -> Vec<String> {
    match Mapping::from_json(&programme(false), text) {
        Ok(_) => Vec::new(),
        Err(report) => report.findings().iter().map(|finding| format!("{} {}", finding.code, finding.path.as_str())).collect(),
    }
}

#[test]
fn documents() {
    for (text, expected) in [
        ("{", &["syntax "][..]),
        ("[]", &["wrong_type "]),
        ("{}", &["missing_member /schema", "missing_member /tables"]),
        (r#"{"schema": "qudao/mapping/2", "tables": {}}"#, &["unsupported_schema /schema"]),
        (r#"{"schema": "qudao/mapping/1", "tables": []}"#, &["wrong_type /tables"]),
        (r#"{"schema": "qudao/mapping/1", "tables": {}, "table": {}}"#, &["unknown_member /table"]),
        (
            r#"{"schema": "qudao/mapping/1", "tables": {"metrics": {}, "sale": {}}}"#,
            &["unknown_table /tables/metrics", "unknown_table /tables/sale"],
        ),
    ] {
        assert_eq!(found(text), expected, "{text}");
    }
}

#[test]
fn columns_of_activities() {
    let required = r#""partner": "p", "kind": "k", "date": "d""#;
    for (columns, expected) in [
        (r#""same""#.to_owned(), &[][..]),
        (r#""all""#.to_owned(), &["unknown_choice "]),
        ("1".to_owned(), &["wrong_type "]),
        (format!("{{{required}}}"), &[]),
        (r#"{"partner": "p", "kind": "k"}"#.to_owned(), &["missing_member /date"]),
        (format!(r#"{{{required}, "id": "i", "id": "j"}}"#), &["duplicate_member /id"]),
        (format!(r#"{{{required}, "persn": "x"}}"#), &["unknown_column /persn"]),
        (format!(r#"{{{required}, "person": 1}}"#), &["wrong_type /person"]),
        (format!(r#"{{{required}, "person": {{}}}}"#), &["not_one_of /person"]),
        (format!(r#"{{{required}, "person": {{"column": "x", "constant": "y"}}}}"#), &["not_one_of /person"]),
        (format!(r#"{{{required}, "person": {{"column": "x", "join": "y"}}}}"#), &["unknown_member /person/join"]),
        (format!(r#"{{{required}, "person": {{"columns": ["x", 1], "join": "y"}}}}"#), &["wrong_type /person/columns/1"]),
        (format!(r#"{{{required}, "person": {{"columns": []}}}}"#), &["empty_list /person/columns", "missing_member /person/join"]),
        (format!(r#"{{{required}, "person": {{"constant": ""}}}}"#), &["missing_value /person/constant"]),
        (format!(r#"{{{required}, "known_on": {{"constant": "2026-02-30"}}}}"#), &["bad_date /known_on/constant"]),
        (
            format!(r#"{{{required}, "known_on": {{"column": "k", "values": {{"a": "2026-01-01", "b": "x", "c": 1}}}}}}"#),
            &["bad_date /known_on/values/b", "wrong_type /known_on/values/c"],
        ),
        (format!(r#"{{"known_on": {{"constant": "x"}}, "a": "b", {required}}}"#), &["bad_date /known_on/constant", "unknown_column /a"]),
    ] {
        let text = format!(r#"{{"schema": "qudao/mapping/1", "tables": {{"activities": {{"file": "a.csv", "columns": {columns}}}}}}}"#);
        let expected: Vec<String> = expected.iter().map(|line| line.replacen(' ', " /tables/activities/columns", 1)).collect();
        assert_eq!(found(&text), expected, "{columns}");
    }
}

#[test]
fn files_stand_in_the_order_of_the_document() {
    let text = r#"{"schema": "qudao/mapping/1", "tables": {"sales": {"file": "s.csv", "columns": "same"}, "partners": {"file": "p.csv", "columns": "same"}}}"#;
    let mapping = Mapping::from_json(&programme(false), text).unwrap();
    assert_eq!(mapping.files().collect::<Vec<_>>(), [("sales", "s.csv"), ("partners", "p.csv")]);
}
