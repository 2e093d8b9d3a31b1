//! How numbers are rounded.

use std::cmp::Ordering;

use serde::Serialize;

/// How a number between two representable ones is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// To the nearest, ties away from zero (四舍五入).
    HalfUp,
    /// To the nearest, ties towards zero.
    HalfDown,
    /// To the nearest, ties to the even neighbour.
    HalfEven,
    /// Away from zero.
    Up,
    /// Towards zero.
    Down,
    /// Towards +∞.
    Ceiling,
    /// Towards −∞.
    Floor,
}

impl Rounding {
    /// Every mode with its name on the wire.
    pub const ALL: [(&'static str, Rounding); 7] = [
        ("half_up", Rounding::HalfUp),
        ("half_down", Rounding::HalfDown),
        ("half_even", Rounding::HalfEven),
        ("up", Rounding::Up),
        ("down", Rounding::Down),
        ("ceiling", Rounding::Ceiling),
        ("floor", Rounding::Floor),
    ];

    /// Whether what division left over takes the quotient away from 0.
    pub(super) fn away_from_zero(self, remainder: i128, denominator: i128, quotient: i128) -> bool {
        if remainder == 0 {
            return false;
        }
        let half = remainder.unsigned_abs().cmp(&(denominator.unsigned_abs() - remainder.unsigned_abs()));
        match self {
            Rounding::HalfUp => half != Ordering::Less,
            Rounding::HalfDown => half == Ordering::Greater,
            Rounding::HalfEven => half == Ordering::Greater || (half == Ordering::Equal && quotient % 2 != 0),
            Rounding::Up => true,
            Rounding::Down => false,
            Rounding::Ceiling => remainder > 0,
            Rounding::Floor => remainder < 0,
        }
    }
}
