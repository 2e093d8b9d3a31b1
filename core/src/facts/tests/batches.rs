use std::borrow::Cow;

use super::*;

const DIMENSIONS: &str = r#""partners": [{"id": "A"}, {"id": "B"}], "customers": [{"id": "C1"}, {"id": "C2"}]"#;

const SALES: &str = r#""sales": [
    {"id": "1", "partner": "B", "customer": "C2", "date": "2026-01-02", "amount": "1.50", "tax": "0.1", "quantity": "2", "currency": "CNY", "basis": "sell_in", "channel": "web"},
    {"id": "2", "partner": "A", "date": "2026-01-03", "amount": "-2", "quantity": "3", "basis": "sell_out"},
    {"id": "3", "partner": "B", "customer": "C1", "date": "2026-01-04", "amount": "999999999999999.99", "basis": "sell_in", "channel": "shop", "paid": "2026-02-01"}]"#;

fn owned<'a>(columns: Vec<(&str, BatchColumn<'a>)>) -> Vec<(String, BatchColumn<'a>)> {
    columns.into_iter().map(|(name, column)| (name.to_owned(), column)).collect()
}

fn coded<'a>(codes: &'a [u32], dictionary: &CodedDictionary) -> BatchColumn<'a> {
    BatchColumn::Coded { codes: Cow::Borrowed(codes), dictionary: dictionary.clone() }
}

/// The sales above as columns.
fn sales() -> Vec<(String, BatchColumn<'static>)> {
    owned(vec![
        ("id", BatchColumn::Texts(vec![Some("1"), Some("2"), Some("3")])),
        ("partner", coded(&[0, 1, 0], &CodedDictionary::new(["B", "A"]))),
        ("customer", coded(&[0, NO_CODE, 1], &CodedDictionary::new(["C2", "C1", "never used"]))),
        ("date", BatchColumn::Days(Cow::Borrowed(&[20_455, 20_456, 20_457]))),
        ("amount", BatchColumn::Decimals { mantissas: Cow::Borrowed(&[150, -200, 99_999_999_999_999_999]), scale: 2 }),
        ("tax", BatchColumn::Decimals64 { mantissas: Cow::Borrowed(&[1_000_000_000, NO_I64, NO_I64]), scale: 10 }),
        ("quantity", BatchColumn::Integers(Cow::Borrowed(&[2, 3, NO_I64]))),
        ("currency", BatchColumn::Texts(vec![Some("CNY"), None, None])),
        ("basis", coded(&[1, 0, 1], &CodedDictionary::new(["sell_out", "sell_in"]))),
        ("channel", BatchColumn::Texts(vec![Some("web"), None, Some("shop")])),
        ("paid", BatchColumn::Days(Cow::Borrowed(&[NO_DAY, NO_DAY, 20_485]))),
    ])
}

#[test]
fn batches_equal_json() {
    let from_json = facts(&format!("{DIMENSIONS}, {SALES}"));
    // the order of the tables does not matter
    let mut builder = FactsBuilder::new(&programme(false));
    builder.add_batch("sales", 3, sales());
    builder.add_json(&document(DIMENSIONS));
    assert_eq!(dump(&builder.finish().unwrap()), dump(&from_json));
    // nor that they come in parts
    let mut builder = FactsBuilder::new(&programme(false));
    builder.add_batch("partners", 1, owned(vec![("id", BatchColumn::Constant("A"))]));
    builder.add_json(&document(r#""partners": [{"id": "B"}], "customers": [{"id": "C1"}, {"id": "C2"}]"#));
    builder.add_json(&document(SALES));
    assert_eq!(dump(&builder.finish().unwrap()), dump(&from_json));
    // nor that they are not kept
    let mut streamed = facts(DIMENSIONS);
    let table = streamed.read_batch("sales", 3, sales()).unwrap();
    let (kind, kept) = from_json.table_named("sales").unwrap();
    assert_eq!(dump_table(&streamed, kind, &table), dump_table(&from_json, kind, kept));
    assert_eq!(streamed.table_named("sales").map(|_| ()), None);
    let column = |name: &str| table.column(from_json.kinds().get("sales").unwrap().position(name).unwrap());
    assert!(matches!(column("amount"), ColumnData::Large(_)));
    assert!(matches!((column("tax"), column("quantity")), (ColumnData::Small(_), ColumnData::Small(_))));
    assert!(matches!((column("partner"), column("product")), (ColumnData::Rows(_), ColumnData::Absent)));
}

fn listed(report: Report) -> Vec<String> {
    report.findings().iter().map(|finding| format!("{} {}", finding.code, finding.path.as_str())).collect()
}

#[test]
fn findings_of_batches() {
    let plain = || {
        owned(vec![
            ("partner", BatchColumn::Constant("A")),
            ("date", BatchColumn::Constant("2026-01-01")),
            ("amount", BatchColumn::Constant("1")),
            ("basis", BatchColumn::Constant("sell_in")),
        ])
    };
    let some = CodedDictionary::new(["A", "", "Z"]);
    // a column of a batch of three sales, and what is found, whether they are kept or not
    let cases: Vec<(&str, BatchColumn<'_>, &[&str])> = vec![
        ("channel", coded(&[0, 0, 2], &some), &[]),
        ("channel", coded(&[0, 1, 7], &some), &["missing_value /sales/1/channel", "out_of_range /sales/2/channel"]),
        ("customer", coded(&[2, NO_CODE, 2], &some), &["unknown_reference /sales/0/customer", "unknown_reference /sales/2/customer"]),
        ("customer", BatchColumn::Texts(vec![Some("C1"), None, Some("C9")]), &["unknown_reference /sales/2/customer"]),
        ("id", coded(&[0, 2, 0], &some), &["duplicate_id /sales/2/id"]),
        ("id", BatchColumn::Constant("x"), &["duplicate_id /sales/1/id", "duplicate_id /sales/2/id"]),
        ("paid", BatchColumn::Days(Cow::Borrowed(&[NO_DAY, 2_932_897, -719_163])), &["bad_date /sales/1/paid", "bad_date /sales/2/paid"]),
        ("paid", BatchColumn::Integers(Cow::Borrowed(&[1, 2, 3])), &["wrong_type /sales/0/paid"]),
        ("paid", BatchColumn::Days(Cow::Borrowed(&[1, 2])), &["out_of_range /sales/0/paid"]),
        ("tax", BatchColumn::Decimals64 { mantissas: Cow::Borrowed(&[10, 15, NO_I64]), scale: 7 }, &["too_precise /sales/1/tax"]),
        (
            "tax",
            BatchColumn::Decimals { mantissas: Cow::Borrowed(&[1, 1_000_000_000_000_000, i128::MAX]), scale: 0 },
            &["too_large_amount /sales/1/tax", "too_large_amount /sales/2/tax"],
        ),
        ("tax", BatchColumn::Decimals { mantissas: Cow::Borrowed(&[0, 1, NO_I128]), scale: 77 }, &["too_precise /sales/1/tax"]),
        ("tax", BatchColumn::Texts(vec![Some("1"), Some("1,0"), None]), &["bad_amount /sales/1/tax"]),
        ("colour", BatchColumn::Constant("red"), &["unknown_column /sales/0/colour"]),
        ("amount", BatchColumn::Constant("2"), &["duplicate_member /sales/0/amount"]),
        ("currency", coded(&[0, 1, 0], &CodedDictionary::new(["CNY", "USD"])), &["currency_mismatch /sales/1/currency"]),
    ];
    for (name, column, expected) in cases {
        let mut columns = plain();
        columns.push((name.to_owned(), column));
        let mut builder = FactsBuilder::new(&programme(false));
        builder.add_json(&document(DIMENSIONS));
        builder.add_batch("sales", 3, columns.clone());
        assert_eq!(builder.finish().map_or_else(listed, |_| Vec::new()), expected, "{name}");
        assert_eq!(facts(DIMENSIONS).read_batch("sales", 3, columns).map_or_else(listed, |_| Vec::new()), expected, "{name}");
    }
    let mut required = plain();
    required[1].1 = BatchColumn::Days(Cow::Borrowed(&[1, NO_DAY]));
    required[2].1 = BatchColumn::Integers(Cow::Borrowed(&[NO_I64, 5]));
    required.pop();
    let expected = ["missing_value /sales/0/amount", "missing_value /sales/0/basis", "missing_value /sales/1/date"];
    assert_eq!(listed(facts(DIMENSIONS).read_batch("sales", 2, required).unwrap_err()), expected);
    assert_eq!(listed(facts(DIMENSIONS).read_batch("sale", 0, Vec::new()).unwrap_err()), ["unknown_table /sale"]);
    assert_eq!(listed(facts(DIMENSIONS).read_batch("partners", 0, Vec::new()).unwrap_err()), ["unknown_table /partners"]);
}

#[test]
fn streams_count_rows_and_ids_across_batches() {
    let mut builder = FactsBuilder::new(&programme(true));
    builder.add_json(&document(DIMENSIONS));
    builder.stream("sales");
    let mut facts = builder.finish().unwrap();
    let partners = CodedDictionary::new(["B", "A", "Z"]);
    let batch = |codes: &'static [u32], ids: [&'static str; 2], channel: &'static str| {
        owned(vec![
            ("id", BatchColumn::Texts(ids.map(Some).to_vec())),
            ("partner", coded(codes, &partners)),
            ("date", BatchColumn::Constant("2026-01-01")),
            ("amount", BatchColumn::Constant("1")),
            ("basis", BatchColumn::Constant("sell_in")),
            ("channel", BatchColumn::Constant(channel)),
        ])
    };
    let first = facts.read_batch("sales", 2, batch(&[0, 1], ["1", "2"], "web")).unwrap();
    let second = facts.read_batch("sales", 2, batch(&[1, 1], ["3", "4"], "shop")).unwrap();
    let report = facts.read_batch("sales", 2, batch(&[1, 2], ["5", "2"], "shop")).unwrap_err();
    assert_eq!(listed(report), ["duplicate_id /sales/5/id", "unknown_reference /sales/5/partner"]);
    let kind = facts.kinds().get("sales").unwrap();
    let (sales, partner, channel) =
        (facts.kinds().position("sales").unwrap(), kind.position("partner").unwrap(), kind.position("channel").unwrap());
    for (table, row, of, through) in
        [(&first, 0, "B", "web"), (&first, 1, "A", "web"), (&second, 0, "A", "shop"), (&second, 1, "A", "shop")]
    {
        assert_eq!(facts.cell_at(sales, table, partner, row), Cell::Text(of));
        assert_eq!(facts.cell_at(sales, table, channel, row), Cell::Text(through));
    }
}
