use super::*;
use crate::amount::{Currency, Rounding};
use crate::metric::{Base, Definition, Metric, MetricUnit, Operation, Returns, Scope, Tax};
use crate::period::{Calendar, Period, Window, parse_date};
use crate::programme::ProgrammeIdentity;
use crate::record::{Column, ColumnType};

#[cfg(feature = "full")]
mod batches;
#[cfg(feature = "full")]
mod credits;
#[cfg(feature = "csv")]
mod csv;
mod findings;
#[cfg(feature = "full")]
mod mapping;
#[cfg(feature = "full")]
mod money;

/// A programme with the metrics `given` and, when it reads sales, `net`; and with columns of every type.
fn programme(reads_sales: bool) -> Programme {
    let column = |name: &str, kind: ColumnType, optional: bool| Column { name: name.to_owned(), kind, optional, declared: true };
    let mut kinds = RecordKinds::built_in();
    kinds.declare(&[
        ("partners".to_owned(), vec![column("staff", ColumnType::Integer, true), column("signed", ColumnType::Boolean, true)]),
        (
            "surveys".to_owned(),
            vec![
                column("id", ColumnType::Text, false),
                column("partner", ColumnType::Reference("partners".to_owned()), false),
                column("answered", ColumnType::Instant, true),
                column("score", ColumnType::Integer, false),
                column("previous", ColumnType::Reference("surveys".to_owned()), true),
            ],
        ),
    ]);
    let metric = |name: &str, definition| Metric {
        name: name.to_owned(),
        title: Default::default(),
        definition,
        unit: MetricUnit::Number,
        may_be_unknown: false,
    };
    let mut metrics = vec![metric("given", Definition::Given)];
    if reads_sales {
        let base = Base {
            kind: "sales".to_owned(),
            operation: Operation::Sum("amount".to_owned()),
            date: Some("date".to_owned()),
            window: Window::AllTime,
            scope: Scope::Own,
            basis: None,
            returns: Returns::Include,
            tax: Tax::Excluded,
            filter: None,
            only_new: None,
        };
        metrics.push(metric("net", Definition::Base(Box::new(base))));
    }
    Programme {
        identity: ProgrammeIdentity { id: "p".to_owned(), revision: 1, fingerprint: String::new() },
        title: Default::default(),
        effective: Period { from: parse_date("2026-01-01"), until: None },
        currency: Currency::from_code("CNY").unwrap(),
        calendar: Calendar { month: 1, day: 1 },
        scale: 2,
        rounding: Rounding::HalfUp,
        rounding_path: crate::JsonPointer::root(),
        payout_path: crate::JsonPointer::root(),
        currencies: None,
        kinds,
        metric_order: (0..metrics.len()).collect(),
        metrics,
        tiers: None,
        incentives: Vec::new(),
        incentive_order: Vec::new(),
        groups: Vec::new(),
        payout: Default::default(),
        budgets: Vec::new(),
        pools: Vec::new(),
        contests: Vec::new(),
        funds: Vec::new(),
        channel_inventory: None,
        prices: None,
        cascades: Vec::new(),
        leaderboards: Vec::new(),
        pay_checks: Vec::new(),
        cost_shares: Vec::new(),
        classes: Vec::new(),
        document: None,
        scorecards: Vec::new(),
        conflicts: Vec::new(),
        terms: None,
        canonical: String::new(),
        warnings: Vec::new(),
    }
}

/// A document with these members after the schema.
fn document(members: &str) -> String {
    format!(r#"{{"schema": "qudao/facts/1", {members}}}"#)
}

fn facts(members: &str) -> Facts {
    Facts::from_json(&programme(false), &document(members)).unwrap()
}

/// Every value of all tables as text.
#[cfg(feature = "full")]
fn dump(facts: &Facts) -> Vec<String> {
    let mut lines = Vec::new();
    for (position, kind) in facts.kinds().all().iter().enumerate() {
        let Some(table) = facts.table(position) else { continue };
        lines.extend(dump_table(facts, position, table).into_iter().map(|line| format!("{} {line}", kind.name)));
    }
    lines
}

#[cfg(feature = "full")]
fn dump_table(facts: &Facts, kind: usize, table: &Table) -> Vec<String> {
    let columns = &facts.kinds().all()[kind].columns;
    (0..table.rows())
        .map(|row| {
            let cells = columns.iter().enumerate().map(|(at, column)| (&column.name, facts.cell_at(kind, table, at, row)));
            let cells: Vec<String> =
                cells.filter(|(_, cell)| *cell != Cell::Absent).map(|(name, cell)| format!("{name}={cell:?}")).collect();
            cells.join(" ")
        })
        .collect()
}

fn at(date: &str) -> crate::period::Date {
    parse_date(date).unwrap()
}

#[test]
fn hierarchy_follows_relationships_in_force() {
    let facts = facts(
        r#""partners": [{"id": "shop", "parent": "north"}, {"id": "north", "parent": "all"}, {"id": "all"}, {"id": "south", "parent": "all"}],
           "relationships": [{"partner": "shop", "parent": "south", "from": "2026-03-01", "until": "2026-06-01"}]"#,
    );
    for (date, parent) in [("2026-02-28", 1), ("2026-03-01", 3), ("2026-05-31", 3), ("2026-06-01", 1)] {
        let hierarchy = Hierarchy::on(&facts, at(date));
        assert_eq!(hierarchy.parent(0), Some(parent), "{date}");
        assert_eq!(hierarchy.ancestors(0).collect::<Vec<_>>(), [parent, 2]);
        assert_eq!((hierarchy.depth(0), hierarchy.depth(1), hierarchy.depth(2)), (2, 1, 0));
        assert_eq!(hierarchy.children(2), [1, 3]);
        let mut below: Vec<u32> = hierarchy.descendants(2).collect();
        below.sort_unstable();
        assert_eq!(below, [0, 1, 3]);
        let order = hierarchy.bottom_up();
        assert_eq!(order.len(), 4);
        let position = |row: u32| order.iter().position(|at| *at == row).unwrap();
        assert!((0..4).all(|row| hierarchy.parent(row).is_none_or(|parent| position(row) < position(parent))));
    }
}

#[test]
fn hierarchy_without_parents_is_flat() {
    let facts = facts(r#""partners": [{"id": "b"}, {"id": "a"}]"#);
    let hierarchy = Hierarchy::on(&facts, at("2026-01-01"));
    assert_eq!((hierarchy.bottom_up(), hierarchy.parent(0), hierarchy.children(7)), (&[0, 1][..], None, &[][..]));
    assert_eq!(facts.partners_by_id(), [1, 0]);
    assert_eq!((facts.partner_row("a"), facts.partner_id(1)), (Some(1), "a"));
}

#[test]
fn categories_hold_those_below() {
    let facts =
        facts(r#""partners": [], "categories": [{"id": "disk", "parent": "store"}, {"id": "store"}, {"id": "tape", "parent": "store"}]"#);
    for (category, of, within) in [
        ("disk", "store", true),
        ("disk", "disk", true),
        ("store", "disk", false),
        ("disk", "tape", false),
        ("x", "x", true),
        ("x", "store", false),
    ] {
        assert_eq!(facts.category_within(category, of), within, "{category} in {of}");
    }
}

#[test]
fn numbers_keep_64_bits_until_one_does_not_fit() {
    let sales = |amount: &str| {
        format!(
            r#""partners": [{{"id": "A"}}], "sales": [{{"partner": "A", "date": "2026-01-01", "amount": "1.5", "basis": "sell_in"}},
               {{"partner": "A", "date": "2026-01-01", "amount": {amount}, "basis": "sell_in", "quantity": 3}}]"#
        )
    };
    for (amount, large, shown) in [
        ("\"-0.000001\"", false, "-0.000001"),
        ("\"9223372036854.775807\"", false, "9223372036854.775807"),
        ("\"9223372036854.775808\"", true, "9223372036854.775808"),
        ("\"-9223372036854.775808\"", true, "-9223372036854.775808"),
        ("\"-999999999999999.999999\"", true, "-999999999999999.999999"),
        ("999999999999999", true, "999999999999999"),
        ("\"2.50000000000000000000\"", false, "2.5"),
    ] {
        let facts = facts(&sales(amount));
        let (kind, table) = facts.table_named("sales").unwrap();
        let position = facts.kinds().get("sales").unwrap().position("amount").unwrap();
        assert_eq!(matches!(table.column(position), ColumnData::Large(_)), large, "{amount}");
        assert_eq!(facts.cell("sales", "amount", 0), Cell::Number("1.5".parse().unwrap()));
        assert_eq!(facts.cell_at(kind, table, position, 1), Cell::Number(shown.parse().unwrap()), "{amount}");
        assert_eq!((facts.cell("sales", "quantity", 0), facts.cell("sales", "quantity", 1)), (Cell::Absent, Cell::Number(Exact::from(3))));
    }
}
