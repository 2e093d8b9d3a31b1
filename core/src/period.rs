//! Dates, half-open periods, calendars and windows. No clock: the date of a review is always an argument.

use chrono::{Datelike, Days, Months, NaiveDate};

/// A calendar date without time and zone.
pub type Date = NaiveDate;

const EPOCH_FROM_CE: i32 = 719_163;

/// Days since 1970-01-01: how dates are held in columns.
#[must_use]
pub fn epoch_days(date: Date) -> i32 {
    date.num_days_from_ce() - EPOCH_FROM_CE
}

/// The date of a number of days since 1970-01-01.
#[must_use]
pub fn from_epoch_days(days: i32) -> Option<Date> {
    NaiveDate::from_num_days_from_ce_opt(days.checked_add(EPOCH_FROM_CE)?)
}

/// Reads `YYYY-MM-DD`, years 0001 to 9999.
#[must_use]
pub fn parse_date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = bytes else { return None };
    let two = |tens: u8, ones: u8| {
        let (tens, ones) = (u32::from(tens.wrapping_sub(b'0')), u32::from(ones.wrapping_sub(b'0')));
        if tens > 9 || ones > 9 { None } else { Some(tens * 10 + ones) }
    };
    let year = two(*y1, *y2)? * 100 + two(*y3, *y4)?;
    if year == 0 {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, two(*m1, *m2)?, two(*d1, *d2)?)
}

/// Writes `YYYY-MM-DD` without chrono's formatter, which would double the size of the browser's file.
#[must_use]
pub fn date_text(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// A moment with the offset in which it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    /// Offset in minutes east of UTC.
    pub offset: i32,
}

impl Instant {
    /// Reads `YYYY-MM-DDThh:mm:ss` followed by `Z` or `±hh:mm`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Instant> {
        let (date, rest) = text.split_at_checked(10)?;
        let date = parse_date(date)?;
        let [b'T', h1, h2, b':', m1, m2, b':', s1, s2, zone @ ..] = rest.as_bytes() else { return None };
        let two = |a: &u8, b: &u8| (a.is_ascii_digit() && b.is_ascii_digit()).then(|| i64::from(*a - b'0') * 10 + i64::from(*b - b'0'));
        let (hour, minute, second) = (two(h1, h2)?, two(m1, m2)?, two(s1, s2)?);
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let offset = match zone {
            b"Z" => 0,
            [sign @ (b'+' | b'-'), a, b, b':', c, d] => {
                let (hours, minutes) = (two(a, b)?, two(c, d)?);
                if hours > 14 || minutes > 59 {
                    return None;
                }
                let offset = hours * 60 + minutes;
                if *sign == b'-' { -offset } else { offset }
            }
            _ => return None,
        };
        let local = i64::from(epoch_days(date)) * 86_400 + hour * 3_600 + minute * 60 + second;
        Some(Instant { seconds: local - offset * 60, offset: i32::try_from(offset).ok()? })
    }

    /// The date in the instant's own offset.
    #[must_use]
    pub fn date(self) -> Option<Date> {
        let local = self.seconds + i64::from(self.offset) * 60;
        from_epoch_days(i32::try_from(local.div_euclid(86_400)).ok()?)
    }
}

impl std::fmt::Display for Instant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let local = self.seconds + i64::from(self.offset) * 60;
        let time = local.rem_euclid(86_400);
        let date = self.date().map(date_text).unwrap_or_default();
        write!(f, "{date}T{:02}:{:02}:{:02}", time / 3_600, time / 60 % 60, time % 60)?;
        if self.offset == 0 {
            return f.write_str("Z");
        }
        let sign = if self.offset < 0 { '-' } else { '+' };
        write!(f, "{sign}{:02}:{:02}", self.offset.abs() / 60, self.offset.abs() % 60)
    }
}

/// The date of a review, and what was known when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsOf {
    /// The date.
    pub on: Date,
    /// Records that became known later are left out; `None`: all count.
    pub known_on: Option<Date>,
}

impl AsOf {
    /// On this date, with everything that is known.
    #[must_use]
    pub const fn on(date: Date) -> AsOf {
        AsOf { on: date, known_on: None }
    }
}

/// `[from, until)`; an absent bound is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: Option<Date>,
    /// First day after.
    pub until: Option<Date>,
}

impl Period {
    /// Everything.
    pub const ALL_TIME: Period = Period { from: None, until: None };

    /// Whether the date lies inside.
    #[must_use]
    pub fn contains(&self, date: Date) -> bool {
        self.from.is_none_or(|from| date >= from) && self.until.is_none_or(|until| date < until)
    }

    /// So long up to this period; `None` when that leaves the calendar, and before what has no start.
    #[must_use]
    pub fn stretch_before(&self, length: Shift) -> Option<Period> {
        let from = later(self.from?, length.back())?;
        Some(Period { from: Some(from), until: self.from })
    }

    /// Bounds as days since 1970-01-01, open ones as the ends of the range.
    #[must_use]
    pub fn day_bounds(&self) -> (i32, i32) {
        (self.from.map_or(i32::MIN, epoch_days), self.until.map_or(i32::MAX, epoch_days))
    }
}

/// When the vendor's year starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    /// Month of the first day, 1 to 12.
    pub month: u32,
    /// Day of the first day, 1 to 28.
    pub day: u32,
}

/// A repeating period of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Twelve months from the year's start.
    Year,
    /// Six months.
    HalfYear,
    /// Three months.
    Quarter,
    /// One month.
    Month,
}

impl Unit {
    /// Every unit with its name on the wire.
    pub const ALL: [(&'static str, Unit); 4] =
        [("year", Unit::Year), ("half_year", Unit::HalfYear), ("quarter", Unit::Quarter), ("month", Unit::Month)];

    /// Its length in months.
    #[must_use]
    pub const fn months(self) -> u32 {
        match self {
            Unit::Year => 12,
            Unit::HalfYear => 6,
            Unit::Quarter => 3,
            Unit::Month => 1,
        }
    }
}

/// Which part of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Up to and with the date of the review.
    ToDate,
    /// All of it.
    Whole,
    /// The `index`-th (from 0) sub-period of a year.
    Nth(Unit, u32),
}

/// A distance in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    /// Months, also used for years.
    Months(i32),
    /// Days.
    Days(i32),
}

impl Shift {
    /// As far the other way.
    const fn back(self) -> Shift {
        match self {
            Shift::Months(months) => Shift::Months(-months),
            Shift::Days(days) => Shift::Days(-days),
        }
    }
}

/// Which time a metric looks at, relative to the date of the review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// A period of the calendar.
    Calendar {
        /// Which period.
        unit: Unit,
        /// Which part of it.
        part: Part,
        /// Moved by this.
        shift: Option<Shift>,
    },
    /// The last months or days up to and with the date of the review.
    Trailing {
        /// How long; positive.
        length: Shift,
        /// Moved by this.
        shift: Option<Shift>,
    },
    /// These dates.
    Fixed(Period),
    /// The programme's effective period.
    Programme,
    /// Everything.
    AllTime,
}

fn add_months(date: Date, months: i32) -> Option<Date> {
    let distance = Months::new(months.unsigned_abs());
    if months < 0 { date.checked_sub_months(distance) } else { date.checked_add_months(distance) }
}

/// A date moved by a distance; a day that a month does not have becomes its last day.
pub(crate) fn later(date: Date, shift: Shift) -> Option<Date> {
    match shift {
        Shift::Months(months) => add_months(date, months),
        Shift::Days(days) => {
            let distance = Days::new(u64::from(days.unsigned_abs()));
            if days < 0 { date.checked_sub_days(distance) } else { date.checked_add_days(distance) }
        }
    }
}

impl Calendar {
    /// First day of the year that contains `date`.
    #[must_use]
    pub fn year_start(&self, date: Date) -> Option<Date> {
        let this = NaiveDate::from_ymd_opt(date.year(), self.month, self.day)?;
        if this <= date { Some(this) } else { NaiveDate::from_ymd_opt(date.year() - 1, self.month, self.day) }
    }

    /// The period of this unit that contains `date`. Months follow the year's start day, too.
    #[must_use]
    pub fn period(&self, unit: Unit, date: Date) -> Option<Period> {
        let year = self.year_start(date)?;
        let step = i32::try_from(unit.months()).ok()?;
        let mut start = year;
        let mut months = 0;
        loop {
            let next = add_months(year, months + step)?;
            if next > date {
                return Some(Period { from: Some(start), until: Some(next) });
            }
            (start, months) = (next, months + step);
        }
    }
}

impl Window {
    /// The dates of this window for a review on `as_of`; `None` when they leave the calendar (years 1 to 9999).
    #[must_use]
    pub fn resolve(&self, as_of: Date, calendar: Calendar, effective: Period) -> Option<Period> {
        let after = as_of.succ_opt()?;
        let (period, shift) = match *self {
            Window::Calendar { unit, part, shift } => (calendar_part(unit, part, as_of, calendar)?, shift),
            Window::Trailing { length, shift } => (Period { from: Some(later(after, length.back())?), until: Some(after) }, shift),
            Window::Fixed(period) => (period, None),
            Window::Programme => (effective, None),
            Window::AllTime => (Period::ALL_TIME, None),
        };
        let Some(shift) = shift else { return Some(period) };
        let moved = |bound: Option<Date>| match bound {
            Some(date) => later(date, shift).map(Some),
            None => Some(None),
        };
        Some(Period { from: moved(period.from)?, until: moved(period.until)? })
    }
}

fn calendar_part(unit: Unit, part: Part, as_of: Date, calendar: Calendar) -> Option<Period> {
    let whole = calendar.period(unit, as_of)?;
    match part {
        Part::Whole => Some(whole),
        Part::ToDate => Some(Period { from: whole.from, until: as_of.succ_opt() }),
        Part::Nth(sub, index) => {
            let months = i32::try_from(sub.months()).ok()?;
            let index = i32::try_from(index).ok()?;
            let start = whole.from?;
            Some(Period { from: add_months(start, index * months), until: add_months(start, (index + 1) * months) })
        }
    }
}

#[cfg(test)]
mod tests;
