//! Reasons and their evidence without what they borrow, for those that outlive the review they were decided in.

use std::borrow::Cow;

use super::{Actual, Bound, LeafResult};

impl LeafResult<'_> {
    /// The same without the programme and the facts that it borrows from.
    #[must_use]
    pub fn into_owned(self) -> LeafResult<'static> {
        LeafResult {
            path: Cow::Owned(self.path.into_owned()),
            operand: Cow::Owned(self.operand.into_owned()),
            operator: self.operator,
            required: match self.required {
                Bound::Number(number) => Bound::Number(number),
                Bound::Text(text) => Bound::Text(Cow::Owned(text.into_owned())),
                Bound::List(list) => Bound::List(Cow::Owned(list.into_owned())),
                Bound::Boolean(value) => Bound::Boolean(value),
            },
            actual: match self.actual {
                Actual::Value(value) => Actual::Value(value),
                Actual::Text(text) => Actual::Text(Cow::Owned(text.into_owned())),
                Actual::Boolean(value) => Actual::Boolean(value),
            },
            holds: self.holds,
            gap: self.gap,
        }
    }
}

/// A field of a reason that can be kept.
pub(crate) trait Own {
    type Owned;
    fn own(self) -> Self::Owned;
}

mod fields {
    use std::borrow::Cow;

    use super::{LeafResult, Own};
    use crate::amount::{Amount, Exact, Rounding};
    use crate::diagnostic::JsonPointer;
    use crate::metric::MetricValue;
    use crate::reason::{AmountOff, DifferentialSource, EachPaid, RunningRecord, Slice};

    macro_rules! kept {
        ($($type:ty)+) => {
            $(impl Own for $type {
                type Owned = $type;
                fn own(self) -> $type {
                    self
                }
            })+
        };
    }

    // what borrows nothing
    kept! {
        Exact Amount Rounding MetricValue String u32 usize &'static str
        Slice DifferentialSource EachPaid RunningRecord
    }

    impl Own for Cow<'_, str> {
        type Owned = Cow<'static, str>;
        fn own(self) -> Cow<'static, str> {
            Cow::Owned(self.into_owned())
        }
    }

    impl Own for Cow<'_, JsonPointer> {
        type Owned = Cow<'static, JsonPointer>;
        fn own(self) -> Cow<'static, JsonPointer> {
            Cow::Owned(self.into_owned())
        }
    }

    impl Own for LeafResult<'_> {
        type Owned = LeafResult<'static>;
        fn own(self) -> LeafResult<'static> {
            self.into_owned()
        }
    }

    impl Own for AmountOff<'_> {
        type Owned = AmountOff<'static>;
        fn own(self) -> AmountOff<'static> {
            AmountOff { incentive: self.incentive.own(), amount: self.amount }
        }
    }

    impl<T: Own> Own for Vec<T> {
        type Owned = Vec<T::Owned>;
        fn own(self) -> Vec<T::Owned> {
            self.into_iter().map(Own::own).collect()
        }
    }

    impl<T: Own> Own for Option<T> {
        type Owned = Option<T::Owned>;
        fn own(self) -> Option<T::Owned> {
            self.map(Own::own)
        }
    }
}
