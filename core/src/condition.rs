//! Conditions over metrics and attributes, and filters over columns: the same tree with different operands.

use crate::amount::Exact;
use crate::diagnostic::JsonPointer;
use crate::period::Date;

/// A condition or filter; `O` is what its leaves read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition<O> {
    /// All hold; of nothing: holds.
    All(Vec<Condition<O>>),
    /// At least one holds; of nothing: does not.
    Any(Vec<Condition<O>>),
    /// At least `k` hold.
    AtLeastK {
        /// How many.
        k: usize,
        /// Of these.
        of: Vec<Condition<O>>,
    },
    /// Does not hold.
    Not(Box<Condition<O>>),
    /// One operand, one operator.
    Leaf(Leaf<O>),
}

/// One comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf<O> {
    /// What is read.
    pub operand: O,
    /// Where it stands in the programme, for reasons; empty where none is given.
    pub place: LeafPlace,
    /// What it is held against.
    pub test: Test,
    /// What the leaf is when the value is unknown; `None` where it never is.
    pub unknown: Option<WhenUnknown>,
}

/// Where a leaf stands in the programme, and what it reads as reasons write it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LeafPlace {
    /// The leaf in the programme.
    pub path: JsonPointer,
    /// Metric, `partner.<column>`, `tier`, or a column of a claim.
    pub operand: String,
}

/// What a leaf is when its value is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenUnknown {
    /// It holds.
    Holds,
    /// It does not hold.
    Fails,
}

/// An operator with its bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// A numeric comparison.
    Number(NumberTest, Exact),
    /// A text is (`true`) or is not (`false`) one of these; `single` when written with `is`/`is_not`.
    Text {
        /// The words.
        words: Vec<String>,
        /// Whether being among them holds.
        among: bool,
        /// Written as `is` / `is_not` rather than as a list.
        single: bool,
    },
    /// A category is one of these or below one of them.
    Within(Vec<String>),
    /// A date comparison.
    Date(DateTest, DateBound),
    /// A boolean is this.
    Boolean(bool),
    /// The standing compared by the order of the ladder; positions are 0 for the base tier, then the rungs.
    Tier(TierTest, Vec<String>),
    /// There is no value (`true`) or there is one (`false`).
    Missing(bool),
}

/// Numeric comparisons, strict and not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberTest {
    /// ≥
    AtLeast,
    /// >
    MoreThan,
    /// ≤
    AtMost,
    /// <
    LessThan,
    /// =
    Equals,
    /// ≠
    Differs,
}

impl NumberTest {
    /// Every comparison with its name on the wire.
    pub const ALL: [(&'static str, NumberTest); 6] = [
        ("at_least", NumberTest::AtLeast),
        ("more_than", NumberTest::MoreThan),
        ("at_most", NumberTest::AtMost),
        ("less_than", NumberTest::LessThan),
        ("equals", NumberTest::Equals),
        ("differs", NumberTest::Differs),
    ];

    /// Whether `actual` passes.
    #[must_use]
    pub fn holds(self, actual: Exact, bound: Exact) -> bool {
        match self {
            NumberTest::AtLeast => actual >= bound,
            NumberTest::MoreThan => actual > bound,
            NumberTest::AtMost => actual <= bound,
            NumberTest::LessThan => actual < bound,
            NumberTest::Equals => actual == bound,
            NumberTest::Differs => actual != bound,
        }
    }
}

/// Date comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateTest {
    /// ≥
    OnOrAfter,
    /// >
    After,
    /// ≤
    OnOrBefore,
    /// <
    Before,
}

impl DateTest {
    /// Every comparison with its name on the wire.
    pub const ALL: [(&'static str, DateTest); 4] = [
        ("on_or_after", DateTest::OnOrAfter),
        ("after", DateTest::After),
        ("on_or_before", DateTest::OnOrBefore),
        ("before", DateTest::Before),
    ];

    /// Whether `actual` passes.
    #[must_use]
    pub fn holds<T: Ord>(self, actual: T, bound: T) -> bool {
        match self {
            DateTest::OnOrAfter => actual >= bound,
            DateTest::After => actual > bound,
            DateTest::OnOrBefore => actual <= bound,
            DateTest::Before => actual < bound,
        }
    }
}

/// A date, or the date of the review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateBound {
    /// The date of the review.
    AsOf,
    /// This date.
    On(Date),
}

impl DateBound {
    /// The date, given the date of the review.
    #[must_use]
    pub const fn resolve(self, as_of: Date) -> Date {
        match self {
            DateBound::AsOf => as_of,
            DateBound::On(date) => date,
        }
    }
}

/// Comparisons of tiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TierTest {
    /// Exactly this one.
    Is,
    /// This one or a higher one.
    AtLeast,
    /// This one or a lower one.
    AtMost,
    /// One of these.
    In,
}

/// The name of an operator on the wire.
impl Test {
    /// As written in the document.
    #[must_use]
    pub fn operator(&self) -> &'static str {
        match self {
            Test::Number(test, _) => NumberTest::ALL.iter().find(|(_, t)| t == test).map_or("", |(name, _)| name),
            Test::Text { among: true, single: true, .. } | Test::Boolean(_) | Test::Tier(TierTest::Is, _) => "is",
            Test::Text { among: false, single: true, .. } => "is_not",
            Test::Text { among: true, .. } | Test::Tier(TierTest::In, _) => "in",
            Test::Text { among: false, .. } => "not_in",
            Test::Within(_) => "within",
            Test::Date(test, _) => DateTest::ALL.iter().find(|(_, t)| t == test).map_or("", |(name, _)| name),
            Test::Tier(TierTest::AtLeast, _) => "at_least",
            Test::Tier(TierTest::AtMost, _) => "at_most",
            Test::Missing(_) => "missing",
        }
    }
}

impl<O> Condition<O> {
    /// Tells the leaves where they stand: this condition at `path`.
    pub(crate) fn place(&mut self, path: &JsonPointer, name: &dyn Fn(&O) -> String) {
        let (list, path) = match self {
            Condition::All(list) => (list.as_mut_slice(), path.child("all")),
            Condition::Any(list) => (list.as_mut_slice(), path.child("any")),
            Condition::AtLeastK { of, .. } => (of.as_mut_slice(), path.child("at_least_k").child("of")),
            Condition::Not(inner) => return inner.place(&path.child("not"), name),
            Condition::Leaf(leaf) => {
                leaf.place = LeafPlace { path: path.clone(), operand: name(&leaf.operand) };
                return;
            }
        };
        for (position, inner) in list.iter_mut().enumerate() {
            inner.place(&path.child(position), name);
        }
    }

    /// What it is made of; nothing for a leaf.
    pub(crate) fn parts(&self) -> &[Condition<O>] {
        match self {
            Condition::All(list) | Condition::Any(list) | Condition::AtLeastK { of: list, .. } => list,
            Condition::Not(inner) => std::slice::from_ref(inner),
            Condition::Leaf(_) => &[],
        }
    }

    /// Whether it holds where so many of its parts do.
    pub(crate) fn holds_with(&self, held: usize) -> bool {
        match self {
            Condition::All(list) => held == list.len(),
            Condition::Any(_) => held > 0,
            Condition::AtLeastK { k, .. } => held >= *k,
            Condition::Not(_) | Condition::Leaf(_) => held == 0,
        }
    }

    /// How many comparisons it has.
    pub(crate) fn leaf_count(&self) -> usize {
        match self {
            Condition::Leaf(_) => 1,
            _ => self.parts().iter().map(Condition::leaf_count).sum(),
        }
    }

    /// Calls `visit` with every leaf, in document order.
    pub fn for_each_leaf<'a>(&'a self, visit: &mut dyn FnMut(&'a Leaf<O>)) {
        match self {
            Condition::Leaf(leaf) => visit(leaf),
            _ => self.parts().iter().for_each(|inner| inner.for_each_leaf(visit)),
        }
    }
}
