//! Rewards: money in its forms, and what is not money.

use crate::amount::{Exact, Rounding};
use crate::period::Shift;
use crate::tier::Rule;

/// What an incentive gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reward {
    /// Money, and the form in which it is given where that is written.
    Money(Option<MoneyForm>),
    /// Points.
    Points {
        /// Their fraction digits.
        scale: u32,
        /// How a number between two is settled.
        mode: Rounding,
        /// For how many days they cannot be used yet.
        pending_days: u32,
        /// How long they can be used; `None`: for ever.
        expires: Option<Shift>,
        /// How many can be taken back.
        reversal: Reversal,
    },
    /// Pieces of a product.
    Goods {
        /// Its id.
        product: String,
        /// What a piece is worth.
        unit_value: Exact,
    },
    /// Places.
    Quota {
        /// Of what.
        of: String,
        /// What a place is worth.
        unit_value: Option<Exact>,
    },
    /// A title or badge.
    Honour {
        /// How long it is held; `None`: until it is lost.
        lasts: Option<Shift>,
        /// What loses it.
        lost_when: Option<Rule>,
    },
}

/// The form in which money is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyForm {
    /// A transfer.
    Cash,
    /// A credit note.
    CreditNote,
    /// Goods of this value (货抵).
    Goods,
    /// A discount on what comes.
    Discount,
}

impl MoneyForm {
    /// Every form with its name on the wire.
    pub const ALL: [(&'static str, MoneyForm); 4] =
        [("cash", MoneyForm::Cash), ("credit_note", MoneyForm::CreditNote), ("goods", MoneyForm::Goods), ("discount", MoneyForm::Discount)];
}

/// How many points can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reversal {
    /// Those that are pending.
    PendingOnly,
    /// As many as there are.
    WithinBalance,
    /// All, also below 0.
    Unlimited,
}

impl Reversal {
    /// Every kind with its name on the wire.
    pub const ALL: [(&'static str, Reversal); 3] =
        [("pending_only", Reversal::PendingOnly), ("within_balance", Reversal::WithinBalance), ("unlimited", Reversal::Unlimited)];
}

/// What the amounts of an award count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RewardUnit {
    /// The programme's currency.
    Money,
    /// Points.
    Points,
    /// Pieces of goods.
    Pieces,
    /// Places of a quota.
    Places,
    /// Honours.
    Honours,
}

impl RewardUnit {
    /// As written in a review; `None` for money, which is not written.
    #[must_use]
    pub const fn as_str(self) -> Option<&'static str> {
        match self {
            RewardUnit::Money => None,
            RewardUnit::Points => Some("points"),
            RewardUnit::Pieces => Some("pieces"),
            RewardUnit::Places => Some("places"),
            RewardUnit::Honours => Some("honours"),
        }
    }
}

impl Reward {
    /// What its amounts count.
    #[must_use]
    pub const fn unit(&self) -> RewardUnit {
        match self {
            Reward::Money(_) => RewardUnit::Money,
            Reward::Points { .. } => RewardUnit::Points,
            Reward::Goods { .. } => RewardUnit::Pieces,
            Reward::Quota { .. } => RewardUnit::Places,
            Reward::Honour { .. } => RewardUnit::Honours,
        }
    }

    /// Fraction digits and rounding of its amounts, given those of money.
    #[must_use]
    pub const fn rounding(&self, money: (u32, Rounding)) -> (u32, Rounding) {
        match self {
            Reward::Money(_) => money,
            Reward::Points { scale, mode, .. } => (*scale, *mode),
            Reward::Goods { .. } | Reward::Quota { .. } | Reward::Honour { .. } => (0, Rounding::Down),
        }
    }

    /// What one of it is worth.
    #[must_use]
    pub const fn unit_value(&self) -> Option<Exact> {
        match self {
            Reward::Goods { unit_value, .. } => Some(*unit_value),
            Reward::Quota { unit_value, .. } => *unit_value,
            Reward::Money(_) | Reward::Points { .. } | Reward::Honour { .. } => None,
        }
    }
}
