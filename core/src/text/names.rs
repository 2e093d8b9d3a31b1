//! What things of a programme are called, and how their numbers are shown.

use super::labels::{Label, label};
use super::number;
use crate::amount::{Amount, Exact};
use crate::classification::Classification;
use crate::diagnostic::JsonPointer;
use crate::incentive::{Bands, Boundary, Incentive, RewardUnit};
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

/// Columns that every programme has, in both languages; columns of its own have only their name.
const COLUMNS: &[(&str, &str, &str)] = &[
    ("id", "id", "编号"),
    ("name", "name", "名称"),
    ("kind", "kind", "类型"),
    ("parent", "parent", "上级"),
    ("territory", "territory", "区域"),
    ("joined", "joining date", "加入日期"),
    ("left", "leaving date", "退出日期"),
    ("category", "category", "品类"),
    ("launched", "launch date", "上市日期"),
    ("segment", "segment", "客户分类"),
    ("partner", "partner", "渠道伙伴"),
    ("customer", "customer", "客户"),
    ("product", "product", "产品"),
    ("seller", "seller", "业务员"),
    ("order", "order", "订单"),
    ("ship_to", "place of delivery", "收货地"),
    ("opportunity", "opportunity", "商机"),
    ("registered_at", "registration time", "报备时间"),
    ("completed_at", "completion time", "资料齐备时间"),
    ("withdrawn_on", "withdrawal date", "撤回日期"),
    ("amount", "amount", "金额"),
    ("known_on", "known-on date", "获知日期"),
];

/// The tokens of a pointer.
fn tokens(path: &JsonPointer) -> Vec<&str> {
    path.as_str().split('/').skip(1).collect()
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

    /// `label: text`.
    pub(super) fn entry(&self, name: Label, text: &str) -> String {
        self.pair(label(name, self.locale), text)
    }

    /// `name: text`.
    pub(super) fn pair(&self, name: &str, text: &str) -> String {
        match self.locale {
            Locale::En => format!("{name}: {text}"),
            Locale::ZhCn => format!("{name}：{text}"),
        }
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

    /// Titles of several incentives.
    pub(super) fn incentives(&self, ids: &'a [String]) -> String {
        let titles: Vec<&str> = ids.iter().map(|id| self.incentive(id)).collect();
        self.list(&titles)
    }

    pub(super) fn list(&self, words: &[&str]) -> String {
        match self.locale {
            Locale::En => words.join(", "),
            Locale::ZhCn => words.join("、"),
        }
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
    pub(super) fn column(&self, name: &'a str) -> String {
        let one = |name: &'a str| match (COLUMNS.iter().find(|(known, ..)| *known == name), self.locale) {
            (Some((_, en, _)), Locale::En) => *en,
            (Some((_, _, zh)), Locale::ZhCn) => *zh,
            (None, _) => name,
        };
        match (name.split_once('.'), self.locale) {
            (Some((near, far)), Locale::En) => format!("{} {}", one(near), one(far)),
            (Some((near, far)), Locale::ZhCn) => format!("{}{}", one(near), one(far)),
            (None, _) => one(name).to_owned(),
        }
    }

    /// What a part goes through: the values of a column, or the records of a kind.
    pub(super) fn each(&self, column: &'a str) -> String {
        match column.split_once('.') {
            Some((_, column)) => self.column(column),
            None => column.to_owned(),
        }
    }

    /// In place of a value that is not there.
    pub(super) fn absent(&self) -> &'static str {
        label(Label::Absent, self.locale)
    }

    /// 1-based number of the part or factor that a path points at.
    pub(super) fn part(&self, path: &JsonPointer) -> usize {
        tokens(path).get(3).and_then(|index| index.parse().ok()).map_or(1, |index: usize| index + 1)
    }

    fn bands(&self, path: &JsonPointer) -> Option<&'a Bands> {
        let tokens = tokens(path);
        let incentive = match tokens.first() {
            Some(&"funds") => &self.programme.funds.iter().find(|fund| Some(fund.id.as_str()) == tokens.get(1).copied())?.accrual,
            _ => self.programme.incentives.get(tokens.get(1)?.parse::<usize>().ok()?)?,
        };
        incentive.pays.get(tokens.get(3)?.parse::<usize>().ok()?)?.pays.bands()
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
        let code = self.programme.currency.code();
        match (self.locale, code) {
            (Locale::En, code) => code,
            (Locale::ZhCn, "CNY") => "元",
            (Locale::ZhCn, "USD") => "美元",
            (Locale::ZhCn, "EUR") => "欧元",
            (Locale::ZhCn, "HKD") => "港元",
            (Locale::ZhCn, "TWD") => "新台币元",
            (Locale::ZhCn, "JPY") => "日元",
            (Locale::ZhCn, code) => code,
        }
    }

    fn currency_amount(&self, number: Exact) -> String {
        format!("{} {}", number::digits(number, self.minor_digits()), self.currency())
    }

    /// What an award counts: money, or points, pieces and so on.
    pub(super) fn money(&self, number: Exact) -> String {
        let (one, several, zh) = match self.unit {
            RewardUnit::Money => return self.currency_amount(number),
            RewardUnit::Points => ("point", "points", "积分"),
            RewardUnit::Pieces => ("piece", "pieces", "件"),
            RewardUnit::Places => ("place", "places", "个名额"),
            RewardUnit::Honours => ("honour", "honours", "项荣誉"),
        };
        let digits = number::digits(number, 0);
        match self.locale {
            Locale::En => format!("{digits} {}", if number == Exact::ONE { one } else { several }),
            Locale::ZhCn => format!("{digits} {zh}"),
        }
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
        match self.locale {
            Locale::En => format!("{digits} %"),
            Locale::ZhCn => format!("{digits}%"),
        }
    }

    /// The rate of a band or part.
    pub(super) fn rate(&self, rate: Exact) -> String {
        self.percent(&number::rate(rate))
    }

    fn days(&self, number: Exact) -> String {
        let digits = number::digits(number, 0);
        match self.locale {
            Locale::En if number == Exact::ONE => format!("{digits} day"),
            Locale::En => format!("{digits} days"),
            Locale::ZhCn => format!("{digits} 天"),
        }
    }

    pub(super) fn points(&self, points: Exact) -> String {
        let digits = number::digits(points, 0);
        match self.locale {
            Locale::En if points == Exact::ONE => format!("{digits} point"),
            Locale::En => format!("{digits} points"),
            Locale::ZhCn => format!("{digits} 分"),
        }
    }

    /// A number found.
    pub(super) fn number(&self, number: Exact, unit: MetricUnit) -> String {
        match unit {
            MetricUnit::Money => self.currency_amount(number),
            MetricUnit::Share => self.percent(&number::share(number)),
            MetricUnit::Days => self.days(number),
            MetricUnit::Number => number::digits(number, 0),
        }
    }

    /// A number that the programme sets: short, because it is round, and never rounded.
    pub(super) fn bound(&self, number: Exact, unit: MetricUnit) -> String {
        match (unit, self.locale) {
            (MetricUnit::Money, Locale::En) => format!("{} {}", number::digits(number, 0), self.currency()),
            (MetricUnit::Money, Locale::ZhCn) => {
                let (digits, currency) = (number::wan(number), self.currency());
                if digits.ends_with(['万', '亿']) { format!("{digits}{currency}") } else { format!("{digits} {currency}") }
            }
            (MetricUnit::Share, _) => self.percent(&number::rate(number)),
            (MetricUnit::Days, _) => self.days(number),
            (MetricUnit::Number, Locale::En) => number::digits(number, 0),
            (MetricUnit::Number, Locale::ZhCn) => number::wan(number),
        }
    }

    /// A distance between two numbers.
    pub(super) fn gap(&self, gap: Exact, unit: MetricUnit) -> String {
        match (unit, self.locale) {
            (MetricUnit::Share, Locale::En) => format!("{} percentage points", number::hundredths_beside(gap, Exact::ZERO)),
            (MetricUnit::Share, Locale::ZhCn) => format!("{} 个百分点", number::hundredths_beside(gap, Exact::ZERO)),
            (MetricUnit::Money | MetricUnit::Days | MetricUnit::Number, _) => self.number(gap, unit),
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
        let (en, zh) = match metric.map(|metric| &metric.definition) {
            Some(Definition::Ratio { .. }) | None => ("undefined (division by zero)", "无法计算（除数为 0）"),
            Some(Definition::Growth { .. }) => ("undefined (the base is not positive)", "无法计算（基期不为正数）"),
            Some(Definition::Attainment { .. }) => ("undefined (the target is not positive)", "无法计算（目标不为正数）"),
            Some(Definition::Base(base)) if matches!(base.operation, Operation::MaxShare { .. }) => {
                ("undefined (the total is not positive)", "无法计算（合计不为正数）")
            }
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
                | Definition::Given,
            ) => ("undefined (a metric it reads is undefined)", "无法计算（所依据的指标无法计算）"),
        };
        match self.locale {
            Locale::En => en.to_owned(),
            Locale::ZhCn => zh.to_owned(),
        }
    }

    fn word(&self, leaf: &LeafResult, text: &'a str) -> &'a str {
        if self.is_tier(leaf) { self.tier(text) } else { text }
    }

    fn boolean(&self, value: bool) -> &'static str {
        match (self.locale, value) {
            (Locale::En, true) => "yes",
            (Locale::En, false) => "no",
            (Locale::ZhCn, true) => "是",
            (Locale::ZhCn, false) => "否",
        }
    }

    /// The bound of a leaf.
    pub(super) fn required(&self, leaf: &'a LeafResult) -> String {
        match &leaf.required {
            Bound::Number(number) => self.bound(*number, self.unit(leaf)),
            Bound::Text(text) => self.word(leaf, text).to_owned(),
            Bound::List(texts) => self.list(&texts.iter().map(|text| self.word(leaf, text)).collect::<Vec<_>>()),
            Bound::Boolean(value) => self.boolean(*value).to_owned(),
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
            (Actual::Boolean(value), _) => self.boolean(*value).to_owned(),
        }
    }
}
