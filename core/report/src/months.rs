//! Sales by month of the programme's year, straight from the sales table.

use qudao::{Cell, Date, Exact, Locale, Overflow, Unit, date_text, epoch_days};

use crate::material::Material;

/// One month, this year and the year before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// First day of this year's month.
    pub from: Date,
    /// This year; `None` for months that begin after the review.
    pub this: Option<Exact>,
    /// The year before.
    pub last: Exact,
}

impl Month {
    /// Its name.
    #[must_use]
    pub fn label(&self, locale: Locale) -> String {
        const EN: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let month = date_text(self.from).split('-').nth(1).and_then(|month| month.parse::<usize>().ok()).unwrap_or(1);
        match locale {
            Locale::En => EN.get(month.saturating_sub(1)).copied().unwrap_or_default().to_owned(),
            Locale::ZhCn => format!("{month}月"),
        }
    }
}

/// First days of the twelve months of the year that contains a date, and the day after the last.
fn month_starts(material: &Material<'_>, date: Date) -> Option<Vec<i32>> {
    let calendar = material.programme.calendar();
    let mut starts = Vec::with_capacity(13);
    let mut from = calendar.year_start(date)?;
    for _ in 0..12 {
        starts.push(epoch_days(from));
        from = calendar.period(Unit::Month, from)?.until?;
    }
    starts.push(epoch_days(from));
    Some(starts)
}

/// Sales without tax, returns deducted, of all partners; `None` when the facts have no sales or the sum grows past 128 bits.
#[must_use]
pub fn months(material: &Material<'_>) -> Option<Vec<Month>> {
    let (kind, sales) = material.facts.table_named("sales")?;
    if sales.rows() == 0 {
        return None;
    }
    let columns = material.facts.kinds().get("sales")?;
    let (date, amount) = (columns.position("date")?, columns.position("amount")?);
    let (basis, known_on) = (columns.position("basis")?, columns.position("known_on")?);
    let as_of = epoch_days(material.as_of.on);
    let known_by = material.as_of.known_on.map(epoch_days);
    let this = month_starts(material, material.as_of.on)?;
    let before = qudao::from_epoch_days(this.first()?.checked_sub(1)?)?;
    let last = month_starts(material, before)?;
    let starts = last.iter().take(12).chain(&this).copied().collect::<Vec<i32>>();
    let mut sums = vec![Exact::ZERO; 24];
    for row in 0..sales.rows() {
        let cell = |column| material.facts.cell_at(kind, sales, column, row);
        let Cell::Day(day) = cell(date) else { continue };
        if day > as_of || matches!((cell(known_on), known_by), (Cell::Day(known), Some(by)) if known > by) {
            continue;
        }
        if material.sales_basis().is_some_and(|wanted| cell(basis) != Cell::Text(wanted)) {
            continue;
        }
        let Some(month) = starts.partition_point(|start| *start <= day).checked_sub(1) else { continue };
        if let (Some(sum), Cell::Number(value)) = (sums.get_mut(month), cell(amount)) {
            *sum = sum.checked_add(value).map_err(|Overflow| ()).ok()?;
        }
    }
    let (last_sums, this_sums) = sums.split_at_checked(12)?;
    let rows = this.iter().zip(this_sums).zip(last_sums);
    rows.map(|((start, this), last)| {
        let this = (*start <= as_of).then_some(*this);
        Some(Month { from: qudao::from_epoch_days(*start)?, this, last: *last })
    })
    .collect()
}
