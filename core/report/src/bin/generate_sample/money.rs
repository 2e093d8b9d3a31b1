//! Money in fen.

/// An amount in fen as text with two decimals.
pub fn money(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", fen.abs() / 100, fen.abs() % 100)
}

/// `value` × `numerator` ÷ `denominator`, half away from zero.
pub fn scaled(value: i64, numerator: i64, denominator: i64) -> i64 {
    let product = value * numerator;
    (2 * product.abs() + denominator) / (2 * denominator) * product.signum()
}
