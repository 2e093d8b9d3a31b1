use super::*;

fn date(text: &str) -> Date {
    parse_date(text).unwrap()
}

fn span(from: &str, until: &str) -> Option<Period> {
    Some(Period { from: Some(date(from)), until: Some(date(until)) })
}

const NATURAL: Calendar = Calendar { month: 1, day: 1 };

fn resolve(window: Window, as_of: &str, calendar: Calendar) -> Option<Period> {
    window.resolve(date(as_of), calendar, Period::ALL_TIME)
}

fn calendar_window(unit: Unit, part: Part, shift: Option<Shift>) -> Window {
    Window::Calendar { unit, part, shift }
}

#[test]
fn dates_that_do_not_exist_are_refused() {
    for bad in ["2026-02-30", "2025-02-29", "2026-13-01", "2026-1-01", "0000-01-01", "2026/01/01", "", "2026-01-01 "] {
        assert_eq!(parse_date(bad), None, "{bad}");
    }
    assert_eq!(date_text(date("2024-02-29")), "2024-02-29");
    assert_eq!(epoch_days(date("1970-01-02")), 1);
    assert_eq!(from_epoch_days(-1), Some(date("1969-12-31")));
}

#[test]
fn periods_follow_the_calendar() {
    let fiscal = Calendar { month: 7, day: 1 };
    let cold = Calendar { month: 8, day: 1 };
    assert_eq!(resolve(calendar_window(Unit::Year, Part::ToDate, None), "2026-03-31", NATURAL), span("2026-01-01", "2026-04-01"));
    assert_eq!(resolve(calendar_window(Unit::Year, Part::Whole, None), "2020-05-31", fiscal), span("2019-07-01", "2020-07-01"));
    assert_eq!(resolve(calendar_window(Unit::Quarter, Part::Whole, None), "2026-01-15", cold), span("2025-11-01", "2026-02-01"));
    let second = Part::Nth(Unit::Quarter, 1);
    assert_eq!(resolve(calendar_window(Unit::Year, second, None), "2026-01-15", cold), span("2025-11-01", "2026-02-01"));
    assert_eq!(resolve(calendar_window(Unit::HalfYear, Part::Whole, None), "2026-06-30", fiscal), span("2026-01-01", "2026-07-01"));
}

#[test]
fn trailing_windows_end_with_the_date() {
    let days = Window::Trailing { length: Shift::Days(90), shift: None };
    assert_eq!(resolve(days, "2025-12-31", NATURAL), span("2025-10-03", "2026-01-01"));
    let months = Window::Trailing { length: Shift::Months(12), shift: Some(Shift::Months(-3)) };
    assert_eq!(resolve(months, "2025-12-31", NATURAL), span("2024-10-01", "2025-10-01"));
}

#[test]
fn shifts_clamp_to_the_last_day() {
    let to_date = calendar_window(Unit::Year, Part::ToDate, Some(Shift::Months(-12)));
    assert_eq!(resolve(to_date, "2024-02-29", NATURAL), span("2023-01-01", "2023-03-01"));
    let trailing = Window::Trailing { length: Shift::Months(1), shift: None };
    assert_eq!(resolve(trailing, "2026-03-30", NATURAL), span("2026-02-28", "2026-03-31"));
}

#[test]
fn instants_keep_their_offset() {
    let morning = Instant::parse("2026-01-03T00:30:00+08:00").unwrap();
    assert_eq!(morning.date(), Some(date("2026-01-03")));
    assert_eq!(morning.to_string(), "2026-01-03T00:30:00+08:00");
    assert!(Instant::parse("2026-01-02T16:30:00Z").unwrap().seconds == morning.seconds);
    for bad in ["2026-01-03", "2026-01-03T25:00:00Z", "2026-01-03T00:00:00", "2026-02-30T00:00:00Z", "2026-01-03T00:00:00+8"] {
        assert_eq!(Instant::parse(bad), None, "{bad}");
    }
}
