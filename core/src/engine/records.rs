//! Records by what they belong to, for what is worked out record by record: funds and inventory.

use crate::amount::Exact;
use crate::error::EvaluationError;
use crate::facts::{Cell, ColumnData, Facts, NO_CODE, Table};
use crate::period::{AsOf, Date, epoch_days, from_epoch_days};
use crate::programme::Programme;

/// The records of one kind.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Records<'a> {
    facts: &'a Facts,
    name: &'static str,
    kind: usize,
    table: &'a Table,
}

impl<'a> Records<'a> {
    /// The table of that name; `reader` is what needs it.
    pub(crate) fn of(facts: &'a Facts, name: &'static str, reader: &str) -> Result<Records<'a>, EvaluationError> {
        match facts.table_named(name) {
            Some((kind, table)) => Ok(Records { facts, name, kind, table }),
            None => Err(EvaluationError::MissingTable { table: name.to_owned(), metric: reader.to_owned() }),
        }
    }

    fn cell(&self, column: &str, row: u32) -> Cell<'a> {
        match self.facts.kinds().get(self.name).and_then(|kind| kind.position(column)) {
            Some(column) => self.facts.cell_at(self.kind, self.table, column, row as usize),
            None => Cell::Absent,
        }
    }

    pub(crate) fn text(&self, column: &str, row: u32) -> Option<&'a str> {
        match self.cell(column, row) {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The id of a record; empty where it has none.
    pub(crate) fn id(&self, row: u32) -> &'a str {
        self.text("id", row).unwrap_or_default()
    }

    pub(crate) fn date(&self, column: &str, row: u32) -> Option<Date> {
        match self.cell(column, row) {
            Cell::Day(day) => from_epoch_days(day),
            _ => None,
        }
    }

    pub(crate) fn number(&self, column: &str, row: u32) -> Option<Exact> {
        match self.cell(column, row) {
            Cell::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The row that a reference points at.
    pub(crate) fn row(&self, column: &str, row: u32) -> Option<u32> {
        let position = self.facts.kinds().get(self.name)?.position(column)?;
        match self.table.column(position) {
            ColumnData::Rows(targets) => targets.get(row as usize).copied().filter(|target| *target != NO_CODE),
            _ => None,
        }
    }

    /// Whether a record was known and, where `dated` names its date, not after the review.
    pub(crate) fn is_known(&self, row: u32, dated: Option<&str>, as_of: &AsOf) -> bool {
        let after = |column: &str, limit: Date| matches!(self.cell(column, row), Cell::Day(day) if day > epoch_days(limit));
        !as_of.known_on.is_some_and(|known_on| after("known_on", known_on)) && !dated.is_some_and(|column| after(column, as_of.on))
    }

    /// All rows.
    pub(crate) fn rows(&self) -> impl Iterator<Item = u32> + use<> {
        0..u32::try_from(self.table.rows()).unwrap_or(NO_CODE)
    }

    /// The rows of each record that a reference column points at.
    pub(crate) fn by(&self, column: &str) -> Rows {
        let position = self.facts.kinds().get(self.name).and_then(|kind| kind.position(column));
        let mut pairs: Vec<(u32, u32)> = match position.map(|position| self.table.column(position)) {
            Some(ColumnData::Rows(targets)) => targets.iter().copied().zip(self.rows()).collect(),
            _ => Vec::new(),
        };
        crate::order::sort_numbers(&mut pairs);
        Rows(pairs)
    }
}

/// Rows sorted by the row that they refer to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows(Vec<(u32, u32)>);

impl Rows {
    /// Those that refer to `target`.
    pub(crate) fn of(&self, target: u32) -> impl Iterator<Item = u32> + '_ {
        let first = self.0.partition_point(|(own, _)| *own < target);
        self.0.iter().skip(first).take_while(move |(own, _)| *own == target).map(|(_, row)| *row)
    }
}

/// Which records belong to whom; empty for a programme that needs none of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Links {
    /// Requests of a partner.
    pub(crate) requests: Rows,
    /// Claims of a request.
    pub(crate) claims: Rows,
    /// Proofs of a claim.
    pub(crate) proofs: Rows,
    /// Sales of a partner.
    pub(crate) sales: Rows,
    /// Special prices of a partner.
    pub(crate) specials: Rows,
    /// Claim lines of a partner.
    pub(crate) claim_lines: Rows,
    /// Changes of prices with their products, sorted.
    changes: Vec<(String, u32)>,
}

impl Links {
    pub(crate) fn new(programme: &Programme, facts: &Facts) -> Result<Links, EvaluationError> {
        let mut links = Links::default();
        if let Some(fund) = programme.funds.first() {
            links.requests = Records::of(facts, "fund_requests", &fund.id)?.by("partner");
            links.claims = Records::of(facts, "fund_claims", &fund.id)?.by("request");
            links.proofs = Records::of(facts, "fund_proofs", &fund.id)?.by("claim");
        }
        if programme.channel_inventory.is_some() {
            let of = |name| Records::of(facts, name, "channel_inventory");
            links.sales = of("sales")?.by("partner");
            links.specials = of("special_prices")?.by("partner");
            links.claim_lines = of("claim_lines")?.by("partner");
            let changes = of("price_changes")?;
            links.changes = changes.rows().filter_map(|row| Some((changes.text("product", row)?.to_owned(), row))).collect();
            crate::order::sort(&mut links.changes);
        }
        Ok(links)
    }

    /// Rows of the changes of a product's price.
    pub(crate) fn changes_of<'l>(&'l self, product: &'l str) -> impl Iterator<Item = u32> + 'l {
        let first = self.changes.partition_point(|(own, _)| own.as_str() < product);
        self.changes.iter().skip(first).take_while(move |(own, _)| own == product).map(|(_, row)| *row)
    }
}
