//! What a reason says, field by field: one writer and one teller for all reasons, instead of one for each.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use super::{AmountOff, DifferentialSource, EachPaid, LeafResult, RunningRecord, Slice};
use crate::amount::{Amount, Exact, Rounding};
use crate::metric::MetricValue;

/// The value of a field.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Field<'r> {
    /// The reason does not say it.
    Nothing,
    Number(&'r Exact),
    Amount(&'r Amount),
    Count(u64),
    Text(&'r str),
    Texts(&'r [String]),
    Names(&'r [Cow<'r, str>]),
    Metric(&'r MetricValue),
    Rounding(Rounding),
    Leaves(&'r [LeafResult<'r>]),
    Slices(&'r [Slice]),
    Less(&'r [AmountOff<'r>]),
    Sources(&'r [DifferentialSource]),
    Each(&'r [EachPaid]),
    Records(&'r [RunningRecord]),
}

impl Serialize for Field<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Field::Nothing => serializer.serialize_none(),
            Field::Number(number) => number.serialize(serializer),
            Field::Amount(amount) => amount.serialize(serializer),
            Field::Count(count) => serializer.serialize_u64(*count),
            Field::Text(text) => serializer.serialize_str(text),
            Field::Texts(texts) => texts.serialize(serializer),
            Field::Names(names) => names.serialize(serializer),
            Field::Metric(value) => value.serialize(serializer),
            Field::Rounding(mode) => mode.serialize(serializer),
            Field::Leaves(leaves) => leaves.serialize(serializer),
            Field::Slices(slices) => slices.serialize(serializer),
            Field::Less(less) => less.serialize(serializer),
            Field::Sources(sources) => sources.serialize(serializer),
            Field::Each(each) => each.serialize(serializer),
            Field::Records(records) => records.serialize(serializer),
        }
    }
}

/// What says something field by field: a reason, or a piece of its evidence.
pub(crate) trait Fields {
    /// What it says, by name and in order.
    fn each_field<'r>(&'r self, visit: &mut dyn FnMut(&'static str, &'r dyn Shown));

    /// One field; nothing where there is no such.
    fn field(&self, name: &str) -> Field<'_> {
        let mut found = Field::Nothing;
        self.each_field(&mut |known, shown| {
            if known == name {
                found = shown.field();
            }
        });
        found
    }
}

macro_rules! fields {
    ($($type:ty: $($field:ident)+;)+) => {
        $(impl Fields for $type {
            fn each_field<'r>(&'r self, visit: &mut dyn FnMut(&'static str, &'r dyn Shown)) {
                $(visit(stringify!($field), &self.$field);)+
            }
        })+
    };
}

fields! {
    Slice: level from until in_slice rate amount contribution;
    AmountOff<'_>: incentive amount;
    DifferentialSource: partner value rate_below rate contribution;
    EachPaid: value measure by_value level rate amount contribution;
    RunningRecord: record date measure total contribution;
}

/// A type that fields have.
pub(crate) trait Shown {
    fn field(&self) -> Field<'_>;
}

macro_rules! shown {
    ($($type:ty: $value:ident => $field:expr;)+) => {
        $(impl Shown for $type {
            fn field(&self) -> Field<'_> {
                let $value = self;
                $field
            }
        })+
    };
}

shown! {
    Exact: number => Field::Number(number);
    Amount: amount => Field::Amount(amount);
    String: text => Field::Text(text);
    Cow<'_, str>: text => Field::Text(text);
    &'static str: text => Field::Text(text);
    u32: count => Field::Count(u64::from(*count));
    usize: count => Field::Count(u64::try_from(*count).unwrap_or(u64::MAX));
    MetricValue: value => Field::Metric(value);
    Rounding: mode => Field::Rounding(*mode);
    Vec<String>: texts => Field::Texts(texts);
    Vec<Cow<'_, str>>: names => Field::Names(names);
    Vec<LeafResult<'_>>: leaves => Field::Leaves(leaves);
    Vec<Slice>: slices => Field::Slices(slices);
    Vec<AmountOff<'_>>: less => if less.is_empty() { Field::Nothing } else { Field::Less(less) };
    Vec<DifferentialSource>: sources => Field::Sources(sources);
    Vec<EachPaid>: each => Field::Each(each);
    Vec<RunningRecord>: records => Field::Records(records);
}

impl<T: Shown> Shown for Option<T> {
    fn field(&self) -> Field<'_> {
        self.as_ref().map_or(Field::Nothing, Shown::field)
    }
}
