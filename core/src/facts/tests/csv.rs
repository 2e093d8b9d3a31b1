use super::*;

const MAPPING: &str = r#"{ "schema": "qudao/mapping/1", "tables": {
    "sales": { "file": "reseller_sales.csv", "columns": {
        "partner": "reseller_id", "date": "order_date", "amount": "total",
        "id": { "columns": ["order_id", "product_id"], "join": "/" },
        "basis": { "constant": "sell_in" },
        "channel": { "column": "business_type", "values": { "Warehouse": "warehouse", "Web Shop": "web" } } } },
    "partners": { "file": "partners.csv", "columns": "same" } } }"#;

const PARTNERS: &str = "\u{feff}name,id,signed\r\nNord,A,true\r\n\"Süd, \"\"GmbH\"\"\",B,\r\n";

const HEADER: &str = "order_id,product_id,reseller_id,order_date,total,business_type,ignored\n";

fn read(mapping: &str, tables: &[(&str, &str)]) -> Result<Facts, Report> {
    let programme = programme(false);
    let mapping = Mapping::from_json(&programme, mapping).unwrap();
    let mut builder = FactsBuilder::new(&programme);
    for (table, text) in tables {
        builder.add_csv(&mapping, table, text);
    }
    builder.finish()
}

fn listed(report: Report) -> Vec<String> {
    report.findings().iter().map(|finding| format!("{} {}", finding.code, finding.path.as_str())).collect()
}

#[test]
fn csv_equals_json() {
    let sales = format!("{HEADER}O1,X,B,2026-01-02,1.50,Warehouse,?\n\nO1,Y,A,2026-01-03,-2,,\nO2,,A,2026-01-03,\"3\",Web Shop,\n");
    let from_csv = read(MAPPING, &[("sales", &sales), ("partners", PARTNERS)]).unwrap();
    let from_json = facts(
        r#""partners": [{"id": "A", "name": "Nord", "signed": true}, {"id": "B", "name": "Süd, \"GmbH\""}],
        "sales": [
            {"id": "O1/X", "partner": "B", "date": "2026-01-02", "amount": "1.50", "basis": "sell_in", "channel": "warehouse"},
            {"id": "O1/Y", "partner": "A", "date": "2026-01-03", "amount": "-2", "basis": "sell_in"},
            {"partner": "A", "date": "2026-01-03", "amount": "3", "basis": "sell_in", "channel": "web"}]"#,
    );
    assert_eq!(dump(&from_csv), dump(&from_json));
}

#[test]
fn findings_of_csv() {
    for (sales, expected) in [
        ("order_id,product_id,reseller,order_date,total,business_type\n", &["missing_column /tables/sales/columns/partner"][..]),
        (
            "order,product_id,reseller_id,order_date,total\n",
            &["missing_column /tables/sales/columns/id", "missing_column /tables/sales/columns/channel"],
        ),
        ("total,order_id,product_id,reseller_id,order_date,total,business_type\n", &["duplicate_member /tables/sales/columns/amount"]),
        (&format!("{HEADER}1,1,A,2026-01-01,5,Shop,\n"), &["unmapped_value /sales/0/channel"]),
        (
            &format!("{HEADER}1,1,A,2026-01-01,5,,\n1,1,Z,2026-02-30,,,\n"),
            &["unknown_reference /sales/1/partner", "bad_date /sales/1/date", "missing_value /sales/1/amount", "duplicate_id /sales/1/id"],
        ),
        (&format!("{HEADER}1,1,A\n2,2,A,x,5,,\n"), &["syntax /sales", "bad_date /sales/1/date"]),
        (&format!("{HEADER}1,1,A,2026-01-01,5,\"a\n"), &["syntax /sales"]),
        (&format!("{HEADER}1,1,A,2026-01-01,5,a\"b,\n"), &["syntax /sales"]),
        (&format!("{HEADER}1,1,A,2026-01-01,5,\"a\"b,\n"), &["syntax /sales"]),
    ] {
        assert_eq!(listed(read(MAPPING, &[("partners", PARTNERS), ("sales", sales)]).unwrap_err()), expected, "{sales}");
    }
    let report = read(MAPPING, &[("partners", "id,signed\nA,\"x\ny\"\nB,no\n")]).unwrap_err();
    let messages: Vec<&str> = report.findings().iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`signed` takes true or false, not `x\\ny` (line 2 of `partners.csv`)",
            "`signed` takes true or false, not `no` (line 4 of `partners.csv`)"
        ]
    );
}
