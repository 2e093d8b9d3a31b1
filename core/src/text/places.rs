//! The places of sentences: what a reason says under a name, and the way in which it is said.

use super::names::Names;
use super::{catalogue, number, whole};
use crate::amount::{Exact, Rounding};
use crate::diagnostic::JsonPointer;
use crate::incentive::Boundary;
use crate::metric::MetricUnit;
use crate::period::{date_text, parse_date};
use crate::reason::{Field, Fields, Reason};

/// The way in which something is said. Without one a number is an amount, and a text is said as it is.
#[derive(Clone, Copy)]
pub(super) enum Way {
    /// An amount.
    Money,
    /// With its sign: what is added or taken.
    Signed,
    /// Percent.
    Rate,
    /// Percent; 0 says nothing.
    RateAbove,
    /// A number without a unit, an id as it is.
    Plain,
    /// Points of a scorecard.
    Points,
    /// In the unit of the metric that stands at a place.
    Of(&'static str),
    /// What the programme sets, in that unit.
    Bound(&'static str),
    /// What the programme sets, in that unit; 0 says nothing.
    BoundAbove(&'static str),
    /// Where a level of bands starts, in that unit.
    Start(&'static str),
    /// Counted from 0, and by people from 1.
    Level,
    /// The end of a protection: people name its last day.
    LastDay,
    /// By what the thing with this id is called; the path leads into the programme.
    Called(fn(&Names<'_>, &JsonPointer, &str) -> String),
}

/// The ways of the places that have one. A place can ask for the way of another one behind a colon.
pub(super) const WAYS: &[(&str, Way)] = &[
    ("money", Way::Money),
    ("signed", Way::Signed),
    ("rate", Way::Rate),
    ("rate_below", Way::RateAbove),
    ("factor", Way::Plain),
    ("steps", Way::Plain),
    ("id", Way::Plain),
    ("points", Way::Points),
    ("value", Way::Of("metric")),
    ("state", Way::Of("metric")),
    ("paid_on", Way::Of("metric")),
    ("measure", Way::Of("metric")),
    ("total", Way::Of("metric")),
    ("in_slice", Way::Of("metric")),
    ("by_value", Way::Of("by")),
    ("times_value", Way::Of("times")),
    ("from", Way::Bound("metric")),
    ("until", Way::Bound("metric")),
    ("step", Way::Bound("metric")),
    ("above", Way::BoundAbove("metric")),
    ("first", Way::Start("by")),
    ("level", Way::Level),
    ("held_until", Way::LastDay),
    ("metric", Way::Called(|names, _, id| names.metric(id).to_owned())),
    ("by", Way::Called(|names, _, id| names.metric(id).to_owned())),
    ("times", Way::Called(|names, _, id| names.metric(id).to_owned())),
    ("tier", Way::Called(|names, _, id| names.tier(id).to_owned())),
    ("incentive", Way::Called(|names, _, id| names.incentive(id).to_owned())),
    ("over", Way::Called(|names, _, id| names.incentive(id).to_owned())),
    ("others", Way::Called(|names, _, id| names.incentive(id).to_owned())),
    ("group", Way::Called(|names, _, id| names.group(id).to_owned())),
    ("class", Way::Called(|names, path, id| names.class(path, id).to_owned())),
    ("characteristic", Way::Called(|names, path, id| names.characteristic(path, id).to_owned())),
    ("column", Way::Called(|names, _, name| names.column(name))),
    ("each", Way::Called(|names, _, name| names.each(name))),
];

/// Places that a reason does not fill itself, but that its path leads to.
#[cfg(test)]
#[cfg(feature = "full")]
pub(super) const BEYOND: [&str; 4] = ["part", "action", "start", "how"];

/// The way of a place, or that it asks for.
pub(super) fn way(place: &str) -> Option<Way> {
    WAYS.iter().chain(whole::WAYS).find(|(name, _)| *name == place).map(|(_, way)| *way)
}

/// The sentence of a reason.
pub(super) fn sentence(reason: &Reason<'_>, names: &Names<'_>) -> String {
    Told { names, path: reason.path(), fields: reason, around: reason }.sentence(reason.code(), case(reason))
}

/// Which sentence of its code a reason needs.
fn case<'f>(reason: &'f Reason<'_>) -> &'f str {
    match reason {
        Reason::PartPaid { metric: Some(metric), by: Some(by), .. } if metric == by => "own",
        Reason::ClaimNotValid { leaves, .. } if leaves.is_empty() => "untimed",
        Reason::BudgetShort { contribution, .. } if contribution.is_zero() => "uncut",
        Reason::ShareHeld { partners: 1, .. } => "one",
        Reason::FundClaimCut { path, .. } => path.as_str().rsplit('/').next().unwrap_or_default(),
        _ => match (reason.field("policy"), reason.field("why")) {
            (Field::Text(case), _) | (_, Field::Text(case)) => case,
            _ => "",
        },
    }
}

/// A reason, or a piece of its evidence, of which sentences are made.
pub(super) struct Told<'t> {
    pub(super) names: &'t Names<'t>,
    pub(super) path: &'t JsonPointer,
    pub(super) fields: &'t dyn Fields,
    /// The reason around a piece of evidence.
    pub(super) around: &'t dyn Fields,
}

impl Told<'_> {
    pub(super) fn sentence(&self, code: &str, case: &str) -> String {
        catalogue::filled(self.names.locale, code, case, &|place| self.say(place)).unwrap_or_default()
    }

    fn say(&self, place: &str) -> Option<String> {
        let (name, asked) = place.split_once(':').unwrap_or((place, place));
        let way = way(asked);
        match self.fields.field(name) {
            Field::Number(number) => self.number(*number, way),
            Field::Amount(amount) => self.number(amount.exact(), way),
            Field::Count(count) => Some(count.saturating_add(u64::from(matches!(way, Some(Way::Level)))).to_string()),
            Field::Text(text) => Some(self.text(text, way)),
            Field::Texts(texts) => Some(self.names.list(texts.iter().map(|text| self.text(text, way)))),
            Field::Names(names) => Some(self.names.list(names.iter().map(|text| self.text(text, way)))),
            Field::Metric(value) => Some(match self.fields.field("metric") {
                Field::Text(metric) => self.names.value(metric, *value),
                _ => String::new(),
            }),
            Field::Rounding(mode) => {
                let mode = Rounding::ALL.iter().find(|(_, known)| *known == mode).map(|(name, _)| *name);
                Some(self.sentence("rounding", mode.unwrap_or_default()))
            }
            Field::Less(less) => {
                Some(less.iter().map(|off| Told { fields: off, around: self.fields, ..*self }.sentence("less", "")).collect())
            }
            Field::Nothing => self.beyond(name),
            Field::Leaves(_) | Field::Slices(_) | Field::Sources(_) | Field::Each(_) | Field::Records(_) => None,
        }
    }

    /// What a reason does not say itself, but its path leads to.
    fn beyond(&self, name: &str) -> Option<String> {
        match name {
            "part" => Some(self.names.part(self.path).to_string()),
            // says nothing where there is nothing to say, and takes nothing away
            "how" => match self.fields.field("level") {
                Field::Count(level) => Some(self.sentence("how", self.names.how(self.path, usize::try_from(level).ok()?))),
                _ => Some(String::new()),
            },
            "action" => self.names.action(self.path).map(str::to_owned),
            "start" => match (self.fields.field("level"), self.fields.field("times")) {
                (Field::Count(level), Field::Nothing) => {
                    Some(self.start(self.names.level_start(self.path, usize::try_from(level).ok()?)?, "by"))
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn number(&self, number: Exact, way: Option<Way>) -> Option<String> {
        let names = self.names;
        Some(match way {
            Some(Way::RateAbove | Way::BoundAbove(_)) if number.is_zero() => return None,
            Some(Way::Signed) => names.signed_money(number),
            Some(Way::Rate | Way::RateAbove) => names.rate(number),
            Some(Way::Plain) => number::digits(number, 0),
            Some(Way::Points) => names.points(number),
            Some(Way::Of(metric)) => names.number(number, self.unit(metric)),
            Some(Way::Bound(metric) | Way::BoundAbove(metric)) => names.bound(number, self.unit(metric)),
            Some(Way::Start(metric)) => self.start(number, metric),
            Some(Way::Money | Way::Level | Way::LastDay | Way::Called(_)) | None => names.money(number),
        })
    }

    fn text(&self, text: &str, way: Option<Way>) -> String {
        match way {
            Some(Way::Called(called)) => called(self.names, self.path, text),
            Some(Way::LastDay) => match parse_date(text).and_then(|date| date.pred_opt()) {
                Some(last) => self.names.say("held_up_to", "", &[("day", &date_text(last))]),
                None => self.names.say("held_until", "", &[("day", text)]),
            },
            _ => text.to_owned(),
        }
    }

    /// The unit of the metric at a place; a reason without `metric` is about the one at `by`.
    fn unit(&self, place: &str) -> MetricUnit {
        let found = [(self.fields, place), (self.around, place), (self.fields, "by")];
        let metric = found.into_iter().find_map(|(fields, place)| match fields.field(place) {
            Field::Text(metric) => Some(metric),
            _ => None,
        });
        self.names.metric_unit(metric.unwrap_or_default())
    }

    /// Where a level starts, as the bands include the boundary or not.
    fn start(&self, bound: Exact, metric: &str) -> String {
        let case = match self.names.boundary(self.path) {
            Boundary::FromIncluded => "included",
            Boundary::FromExcluded => "excluded",
        };
        self.names.say("starts", case, &[("bound", &self.names.bound(bound, self.unit(metric)))])
    }
}
