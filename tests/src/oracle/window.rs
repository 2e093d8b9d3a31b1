//! Windows: from when until when a metric looks.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde_json::Value;

use super::{Question, date, text};

/// A half-open stretch of days; an end that is not there is open.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    pub(super) from: Option<NaiveDate>,
    pub(super) until: Option<NaiveDate>,
}

impl Window {
    pub(super) fn contains(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }
}

impl Question<'_> {
    /// The window as written, moved by its own shift and then by `more`.
    pub(super) fn window(&self, written: &Value, more: Option<&Value>) -> Window {
        let mut window = self.unshifted(written);
        for shift in [written.get("shift"), more].into_iter().flatten() {
            window = Window { from: window.from.map(|day| shifted(day, shift)), until: window.until.map(|day| shifted(day, shift)) };
        }
        window
    }

    fn unshifted(&self, written: &Value) -> Window {
        let tomorrow = self.as_of + Days::new(1);
        if let Some(name) = written.as_str() {
            let effective = &self.programme["effective"];
            return match name {
                "programme" => {
                    Window { from: Some(date(text(&effective["from"]))), until: effective.get("until").map(|until| date(text(until))) }
                }
                "all_time" => Window { from: None, until: None },
                other => panic!("window {other}"),
            };
        }
        let (from, until) = if let Some(period) = written.get("period") {
            let (from, until) = self.period(text(period));
            match text(&written["part"]) {
                "to_date" => (from, tomorrow),
                "whole" => (from, until),
                part => {
                    let (unit, number) = part.split_once('_').expect("a part is unit and number");
                    let length = match unit {
                        "half" => 6,
                        "quarter" => 3,
                        "month" => 1,
                        other => panic!("part {other}"),
                    };
                    let number: u32 = number.parse().expect("a part has a number");
                    (from + Months::new(length * (number - 1)), from + Months::new(length * number))
                }
            }
        } else if let Some(trailing) = written.get("trailing") {
            let from = if let Some(months) = trailing.get("months") {
                tomorrow - Months::new(count(months))
            } else {
                tomorrow - Days::new(u64::from(count(&trailing["days"])))
            };
            (from, tomorrow)
        } else {
            (date(text(&written["from"])), date(text(&written["until"])))
        };
        Window { from: Some(from), until: Some(until) }
    }

    /// The year, half year, quarter or month that contains `as_of`.
    pub(super) fn period(&self, name: &str) -> (NaiveDate, NaiveDate) {
        let year_starts = text(&self.programme["calendar"]["year_starts"]);
        let start = |year: i32| date(&format!("{year:04}-{year_starts}"));
        let year = self.as_of.year();
        let mut from = if start(year) <= self.as_of { start(year) } else { start(year - 1) };
        let length = Months::new(match name {
            "year" => 12,
            "half_year" => 6,
            "quarter" => 3,
            "month" => 1,
            other => panic!("period {other}"),
        });
        while from + length <= self.as_of {
            from = from + length;
        }
        (from, from + length)
    }
}

/// `day` moved; a day that the month does not have becomes its last day.
pub(super) fn shifted(day: NaiveDate, shift: &Value) -> NaiveDate {
    let amount = |unit: &str| shift.get(unit).map(|amount| amount.as_i64().expect("a shift is an integer"));
    if let Some(days) = amount("days") {
        return day + chrono::Duration::days(days);
    }
    let months = amount("years").map_or_else(|| amount("months").expect("a shift has a unit"), |years| years * 12);
    let size = Months::new(u32::try_from(months.unsigned_abs()).expect("a small shift"));
    if months < 0 { day - size } else { day + size }
}

fn count(value: &Value) -> u32 {
    value.as_u64().and_then(|count| u32::try_from(count).ok()).expect("a window has a small length")
}
