//! What things of a programme are called, and how their numbers are shown.

use super::labels::{Label, label};
use super::{catalogue, number};
use crate::amount::{Amount, Exact};
use crate::classification::Classification;
use crate::diagnostic::JsonPointer;
use crate::incentive::{BandMethod, Bands, Boundary, Incentive, Pay, RewardUnit, Schedule};
use crate::metric::{Definition, MetricUnit, MetricValue, Operation};
use crate::programme::Programme;
use crate::reason::{Actual, Bound, LeafResult};
use crate::scorecard::Scorecard;
use crate::title::Locale;

/// Titles and numbers of one programme in one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names<'a> {
    pub(super) programme: &'a Programme,
    pub(super) locale: Locale,
    /// What the amounts of awards count.
    unit: RewardUnit,
}

/// The tokens of a pointer.
fn tokens(path: &JsonPointer) -> Vec<&str> {
    path.as_str().split('/').skip(1).collect()
}

/// Starts a sentence with a word that may be written small: the letters of western Europe, without the 24 kB in which
/// Unicode lists the cases of all scripts.
fn capital(word: &str) -> String {
    let mut rest = word.chars();
    let upper = |first: char| match first {
        'à'..='ö' | 'ø'..='þ' => char::from_u32(u32::from(first) - 0x20).unwrap_or(first),
        _ => first.to_ascii_uppercase(),
    };
    rest.next().map(|first| std::iter::once(upper(first)).chain(rest).collect()).unwrap_or_default()
}

/// Whether a leaf stands under an odd number of `not`, so that it should not hold.
pub(super) fn is_negated(leaf: &LeafResult) -> bool {
    let below_rule = |token: &&&str| !matches!(**token, "requires" | "when" | "gates" | "forfeits" | "lost_when" | "valid" | "where");
    tokens(&leaf.path).iter().rev().take_while(below_rule).filter(|token| **token == "not").count() % 2 == 1
}

impl<'a> Names<'a> {
    /// Where amounts are money.
    pub(super) const fn new(programme: &'a Programme, locale: Locale) -> Names<'a> {
        Names { programme, locale, unit: RewardUnit::Money }
    }

    /// For what is said about an award of this unit, as a review writes it.
    pub(super) fn with_unit(self, unit: Option<&str>) -> Names<'a> {
        let units = [RewardUnit::Points, RewardUnit::Pieces, RewardUnit::Places, RewardUnit::Honours];
        let unit = units.into_iter().find(|known| unit.is_some() && known.as_str() == unit).unwrap_or(RewardUnit::Money);
        Names { unit, ..self }
    }

    /// For a reason that stands alone: its path leads to an incentive, or to what several incentives share.
    pub(super) fn at(self, path: &JsonPointer) -> Names<'a> {
        let programme = self.programme;
        let tokens = tokens(path);
        let (Some(section), Some(token)) = (tokens.first(), tokens.get(1)) else { return self };
        let is_meant = |position: usize, incentive: &Incentive| match *section {
            "incentives" => token.parse() == Ok(position),
            "groups" => incentive.group.and_then(|group| programme.groups.get(group)).is_some_and(|group| group.id == *token),
            "budgets" => incentive.budget.and_then(|budget| programme.budgets.get(budget)).is_some_and(|budget| budget.id == *token),
            _ => false,
        };
        let found = programme.incentives.iter().enumerate().find(|(position, incentive)| is_meant(*position, incentive));
        Names { unit: found.map_or(RewardUnit::Money, |(_, incentive)| incentive.reward.unit()), ..self }
    }

    /// A sentence of the catalogue that is made of words at hand.
    pub(super) fn say(&self, code: &str, case: &str, words: &[(&str, &str)]) -> String {
        let said = catalogue::filled(self.locale, code, case, &|place| {
            let (name, way) = place.split_once(':').unwrap_or((place, ""));
            let (_, text) = words.iter().find(|(word, text)| *word == name && !text.is_empty())?;
            Some(match way {
                "capital" => capital(text),
                "spaced" if text.starts_with(|first: char| first.is_ascii()) => format!(" {text}"),
                _ => (*text).to_owned(),
            })
        });
        said.unwrap_or_default()
    }

    /// A word of the catalogue for a code; the code itself where there is none.
    fn word_for<'w>(&self, kind: &str, code: &'w str) -> &'w str {
        catalogue::find(self.locale, kind, code).unwrap_or(code)
    }

    /// Digits with what one of them, or several, are.
    fn counted(&self, number: Exact, code: &str) -> String {
        let case = if number == Exact::ONE { "one" } else { "" };
        self.say(code, case, &[("digits", &number::digits(number, 0))])
    }

    /// `label: text`.
    pub(super) fn entry(&self, name: Label, text: &str) -> String {
        self.pair(label(name, self.locale), text)
    }

    /// `name: text`.
    pub(super) fn pair(&self, name: &str, text: &str) -> String {
        self.say("pair", "", &[("name", name), ("text", text)])
    }

    /// `text (note)`.
    pub(super) fn beside(&self, text: &str, note: &str) -> String {
        self.say("beside", "", &[("text", text), ("note", note)])
    }

    /// A word inside a sentence.
    pub(super) fn inside(&self, name: Label) -> String {
        let word = label(name, self.locale);
        let mut rest = word.chars();
        // the words of the catalogues start with an ASCII letter or with a character without case
        rest.next().map(|first| std::iter::once(first.to_ascii_lowercase()).chain(rest).collect()).unwrap_or_default()
    }

    pub(super) fn metric(&self, name: &'a str) -> &'a str {
        let metric = self.programme.metric(name).and_then(|position| self.programme.metrics.get(position));
        metric.map_or(name, |metric| metric.title.in_locale(self.locale, name))
    }

    pub(super) fn tier(&self, id: &'a str) -> &'a str {
        match self.programme.tiers.as_ref().and_then(|tiers| Some((tiers, tiers.position(id)?))) {
            Some((tiers, position)) => tiers.tier(position).title.in_locale(self.locale, id),
            None => id,
        }
    }

    pub(super) fn incentive(&self, id: &'a str) -> &'a str {
        let incentive = self.programme.incentives.iter().find(|incentive| incentive.id == id);
        incentive.map_or(id, |incentive| incentive.title.in_locale(self.locale, id))
    }

    pub(super) fn incentive_path(&self, id: &str) -> JsonPointer {
        let position = self.programme.incentives.iter().position(|incentive| incentive.id == id);
        position.map_or_else(JsonPointer::root, |position| JsonPointer::from("/incentives").child(position))
    }

    pub(super) fn list(&self, words: impl Iterator<Item = String>) -> String {
        words.collect::<Vec<_>>().join(catalogue::find(self.locale, "separator", "").unwrap_or_default())
    }

    fn card(&self, id: &str) -> Option<&'a Scorecard> {
        self.programme.scorecards.iter().find(|card| card.id == id)
    }

    pub(super) fn scorecard(&self, id: &'a str) -> &'a str {
        self.card(id).map_or(id, |card| card.title.in_locale(self.locale, id))
    }

    pub(super) fn band(&self, card: &str, id: &'a str) -> &'a str {
        let band = self.card(card).and_then(|card| card.bands.iter().find(|band| band.id == id));
        band.map_or(id, |band| band.title.in_locale(self.locale, id))
    }

    /// A characteristic of the scorecard that `path` points into.
    pub(super) fn characteristic(&self, path: &JsonPointer, id: &'a str) -> &'a str {
        let card = tokens(path).get(1).and_then(|card| self.card(card));
        let found = card.and_then(|card| card.characteristics.iter().find(|characteristic| characteristic.id == id));
        found.map_or(id, |characteristic| characteristic.title.in_locale(self.locale, id))
    }

    fn classes(&self, id: &str) -> Option<&'a Classification> {
        self.programme.classes.iter().find(|classification| classification.id == id)
    }

    pub(super) fn classification(&self, id: &'a str) -> &'a str {
        self.classes(id).map_or(id, |classification| classification.title.in_locale(self.locale, id))
    }

    /// A class of the classification that `path` points into.
    pub(super) fn class(&self, path: &JsonPointer, class: &'a str) -> &'a str {
        let found = tokens(path).get(1).and_then(|id| self.classes(id));
        found.map_or(class, |classification| classification.class_title(class, self.locale))
    }

    /// What is to be done by the rule of a classification that `path` points at.
    pub(super) fn action(&self, path: &JsonPointer) -> Option<&'a str> {
        let tokens = tokens(path);
        let rule = self.classes(tokens.get(1)?)?.rules.get(tokens.get(3)?.parse::<usize>().ok()?)?;
        Some(rule.action.in_locale(self.locale, "")).filter(|action| !action.is_empty())
    }

    /// A group by its title.
    pub(super) fn group(&self, id: &'a str) -> &'a str {
        let group = self.programme.groups.iter().find(|group| group.id == id);
        group.map_or(id, |group| group.title.in_locale(self.locale, id))
    }

    pub(super) fn policy(&self, id: &'a str) -> &'a str {
        let policy = self.programme.conflicts.iter().find(|policy| policy.id == id);
        policy.map_or(id, |policy| policy.title.in_locale(self.locale, id))
    }

    /// The word for a column, or for a column of a referenced record.
    pub(super) fn column(&self, name: &str) -> String {
        match name.split_once('.') {
            Some((near, far)) => self.say("far", "", &[("near", self.word_for("column", near)), ("far", self.word_for("column", far))]),
            None => self.word_for("column", name).to_owned(),
        }
    }

    /// What a part goes through: the values of a column, or the records of a kind.
    pub(super) fn each(&self, column: &str) -> String {
        match column.split_once('.') {
            Some((_, column)) => self.column(column),
            None => column.to_owned(),
        }
    }

    /// 1-based number of the part or factor that a path points at.
    pub(super) fn part(&self, path: &JsonPointer) -> usize {
        tokens(path).get(3).and_then(|index| index.parse().ok()).map_or(1, |index: usize| index + 1)
    }

    fn pay(&self, path: &JsonPointer) -> Option<&'a Pay> {
        let tokens = tokens(path);
        let incentive = match tokens.first() {
            Some(&"funds") => &self.programme.funds.iter().find(|fund| Some(fund.id.as_str()) == tokens.get(1).copied())?.accrual,
            _ => self.programme.incentives.get(tokens.get(1)?.parse::<usize>().ok()?)?,
        };
        Some(&incentive.pays.get(tokens.get(3)?.parse::<usize>().ok()?)?.pays)
    }

    fn bands(&self, path: &JsonPointer) -> Option<&'a Bands> {
        self.pay(path)?.bands()
    }

    /// How the level that is reached pays, where it is not by itself.
    pub(super) fn how(&self, path: &JsonPointer, level: usize) -> &'static str {
        match self.pay(path) {
            Some(Pay::LumpSumOfLevels(_)) if level > 0 => "sum",
            Some(
                Pay::LumpSumInterpolated(bands) | Pay::Banded { schedule: Schedule { bands, method: BandMethod::Interpolated, .. }, .. },
            ) if level.saturating_add(1) < bands.levels.len() => "between",
            _ => "",
        }
    }

    /// Which values a level starts with; included where the programme does not say.
    pub(super) fn boundary(&self, path: &JsonPointer) -> Boundary {
        self.bands(path).map_or(Boundary::FromIncluded, |bands| bands.boundary)
    }

    /// Where a level of the part at `path` starts.
    pub(super) fn level_start(&self, path: &JsonPointer, level: usize) -> Option<Exact> {
        self.bands(path).and_then(|bands| bands.levels.get(level)).map(|(from, _)| *from)
    }

    /// What a leaf reads, as people call it.
    pub(super) fn operand(&self, leaf: &'a LeafResult) -> String {
        if self.is_column(leaf) {
            return self.column(leaf.operand.strip_prefix("partner.").unwrap_or(&leaf.operand));
        }
        if leaf.operand == "tier" && self.programme.metric("tier").is_none() {
            return label(Label::Tier, self.locale).to_owned();
        }
        self.metric(&leaf.operand).to_owned()
    }

    fn is_column(&self, leaf: &LeafResult) -> bool {
        leaf.path.as_str().starts_with("/conflicts/") || tokens(&leaf.path).get(3) == Some(&"where") || leaf.operand.contains('.')
    }

    fn is_tier(&self, leaf: &LeafResult) -> bool {
        leaf.operand == "tier" && !matches!(leaf.required, Bound::Number(_))
    }

    pub(super) fn unit(&self, leaf: &LeafResult) -> MetricUnit {
        if self.is_column(leaf) {
            return if leaf.operand == "amount" { MetricUnit::Money } else { MetricUnit::Number };
        }
        self.metric_unit(&leaf.operand)
    }

    pub(super) fn metric_unit(&self, metric: &str) -> MetricUnit {
        let metric = self.programme.metric(metric).and_then(|position| self.programme.metrics.get(position));
        metric.map_or(MetricUnit::Number, |metric| metric.unit)
    }

    fn minor_digits(&self) -> u32 {
        self.programme.currency.minor_digits().unwrap_or(0)
    }

    /// What stands behind an amount.
    fn currency(&self) -> &'static str {
        self.word_for("currency", self.programme.currency.code())
    }

    pub(super) fn currency_amount(&self, digits: &str, case: &str) -> String {
        self.say("amount", case, &[("digits", digits), ("currency", self.currency())])
    }

    /// What an award counts: money, or points, pieces and so on.
    pub(super) fn money(&self, number: Exact) -> String {
        let code = match self.unit {
            RewardUnit::Money => return self.currency_amount(&number::digits(number, self.minor_digits()), ""),
            RewardUnit::Points => "reward_points",
            RewardUnit::Pieces => "reward_pieces",
            RewardUnit::Places => "reward_places",
            RewardUnit::Honours => "reward_honours",
        };
        self.counted(number, code)
    }

    pub(super) fn amount(&self, amount: Amount) -> String {
        self.money(amount.exact())
    }

    /// With a sign also when it is positive: what a reason adds or takes.
    pub(super) fn signed_money(&self, number: Exact) -> String {
        let plus = if number.signum() > 0 { "+" } else { "" };
        format!("{plus}{}", self.money(number))
    }

    pub(super) fn percent(&self, digits: &str) -> String {
        self.say("percent", "", &[("digits", digits)])
    }

    /// The rate of a band or part.
    pub(super) fn rate(&self, rate: Exact) -> String {
        self.percent(&number::rate(rate))
    }

    fn days(&self, number: Exact) -> String {
        self.counted(number, "days")
    }

    pub(super) fn points(&self, points: Exact) -> String {
        self.counted(points, "score")
    }

    /// A number found.
    pub(super) fn number(&self, number: Exact, unit: MetricUnit) -> String {
        match unit {
            MetricUnit::Money => self.currency_amount(&number::digits(number, self.minor_digits()), ""),
            MetricUnit::Share => self.percent(&number::share(number)),
            MetricUnit::Days => self.days(number),
            MetricUnit::Number => number::digits(number, 0),
        }
    }

    /// A number that the programme sets: short, because it is round, and never rounded.
    pub(super) fn bound(&self, number: Exact, unit: MetricUnit) -> String {
        match unit {
            MetricUnit::Money => match self.short(number) {
                Some(short) => self.currency_amount(&short, "short"),
                None => self.currency_amount(&number::digits(number, 0), ""),
            },
            MetricUnit::Share => self.percent(&number::rate(number)),
            MetricUnit::Days => self.days(number),
            MetricUnit::Number => self.short(number).unwrap_or_else(|| number::digits(number, 0)),
        }
    }

    /// A round large number as languages with a word for it write it: 500000 is `50万`.
    pub(super) fn short(&self, number: Exact) -> Option<String> {
        let (digits, word) = number::short(number)?;
        Some(catalogue::find(self.locale, "short", word)?).map(|_| self.say("short", word, &[("digits", &digits)]))
    }

    /// A distance between two numbers.
    pub(super) fn gap(&self, gap: Exact, unit: MetricUnit) -> String {
        match unit {
            MetricUnit::Share => self.say("percentage_points", "", &[("digits", &number::hundredths_beside(gap, Exact::ZERO))]),
            MetricUnit::Money | MetricUnit::Days | MetricUnit::Number => self.number(gap, unit),
        }
    }

    /// The value of a metric.
    pub(super) fn value(&self, metric: &str, value: MetricValue) -> String {
        match value {
            MetricValue::Known(number) => self.number(number, self.metric_unit(metric)),
            MetricValue::Missing => label(Label::NoData, self.locale).to_owned(),
            MetricValue::Undefined => self.undefined(metric),
        }
    }

    /// Why there is no such number, as far as the definition tells.
    fn undefined(&self, metric: &str) -> String {
        let metric = self.programme.metric(metric).and_then(|position| self.programme.metrics.get(position));
        let case = match metric.map(|metric| &metric.definition) {
            Some(Definition::Ratio { .. }) | None => "ratio",
            Some(Definition::Growth { .. }) => "growth",
            Some(Definition::Attainment { .. }) => "attainment",
            Some(Definition::Base(base)) if matches!(base.operation, Operation::MaxShare { .. }) => "max_share",
            Some(
                Definition::Base(_)
                | Definition::Difference { .. }
                | Definition::WeightedSum(_)
                | Definition::Constant(_)
                | Definition::Product { .. }
                | Definition::LargestOf(_)
                | Definition::SmallestOf(_)
                | Definition::FirstKnown(_)
                | Definition::ActiveShare(_)
                | Definition::Attribute(_)
                | Definition::ElapsedShare(_)
                | Definition::Given,
            ) => "of_another",
        };
        self.say("undefined", case, &[])
    }

    fn word(&self, leaf: &LeafResult, text: &'a str) -> &'a str {
        if self.is_tier(leaf) { self.tier(text) } else { text }
    }

    fn boolean(&self, value: bool) -> String {
        self.say(if value { "yes" } else { "no" }, "", &[])
    }

    /// The bound of a leaf.
    pub(super) fn required(&self, leaf: &'a LeafResult) -> String {
        match &leaf.required {
            Bound::Number(number) => self.bound(*number, self.unit(leaf)),
            Bound::Text(text) => self.word(leaf, text).to_owned(),
            Bound::List(texts) => self.list(texts.iter().map(|text| self.word(leaf, text).to_owned())),
            Bound::Boolean(value) => self.boolean(*value),
        }
    }

    /// What a leaf found.
    pub(super) fn actual(&self, leaf: &'a LeafResult) -> String {
        match (&leaf.actual, &leaf.required) {
            (Actual::Value(MetricValue::Known(actual)), Bound::Number(bound)) if self.unit(leaf) == MetricUnit::Share => {
                self.percent(&number::hundredths_beside(*actual, *bound))
            }
            (Actual::Value(MetricValue::Known(number)), _) => self.number(*number, self.unit(leaf)),
            (Actual::Value(MetricValue::Missing), _) if self.is_column(leaf) => label(Label::Absent, self.locale).to_owned(),
            (Actual::Value(value), _) => self.value(&leaf.operand, *value),
            (Actual::Text(text), _) => self.word(leaf, text).to_owned(),
            (Actual::Boolean(value), _) => self.boolean(*value),
        }
    }
}
