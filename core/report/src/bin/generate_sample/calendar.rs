//! Days of the sample.

/// Months of data: 2025-01 … 2026-09.
pub const MONTHS: usize = 21;

/// 2026-09-30, the day the sample is reviewed.
pub const AS_OF: (i64, i64, i64) = (2026, 9, 30);

/// Days since 1970-01-01.
pub fn day((year, month, day): (i64, i64, i64)) -> i64 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let yoe = y - era * 400;
    let doy = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

pub fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z - era * 146_097;
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i64::from(month <= 2), month, doy - (153 * mp + 2) / 5 + 1)
}

pub fn iso(days: i64) -> String {
    let (y, m, d) = civil(days);
    format!("{y:04}-{m:02}-{d:02}")
}

/// First day of the month that is `index` months after 2025-01.
pub fn month_start(index: usize) -> i64 {
    let i = i64::try_from(index).unwrap_or(0);
    day((2025 + i / 12, i % 12 + 1, 1))
}
