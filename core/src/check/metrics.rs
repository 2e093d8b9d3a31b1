//! Metrics: what they read, what their numbers are, whether they may be unknown.

use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::document::place::{Place, integer, quoted};
use crate::metric::MetricUnit;
use crate::node::Node;
use crate::order;
use crate::record::{Column, ColumnType, RecordKind};

use super::natures::{Money, Nature, common_unit, every, product_money, product_unit, together};
use super::references;
use super::{Checker, Kinds, Look, graph, periods};

/// The metrics of a document, sorted by name.
#[derive(Debug)]
pub(crate) struct MetricTable<'a> {
    pub(crate) list: Vec<MetricEntry<'a>>,
    /// Positions such that each comes after what it reads.
    pub(crate) order: Vec<usize>,
    /// Whether there may be metrics that could not be read.
    pub(super) is_unsure: bool,
}

/// One metric, as far as it can be read.
#[derive(Debug)]
pub(crate) struct MetricEntry<'a> {
    pub(crate) name: &'a str,
    pub(crate) place: Place<'a>,
    /// The deciding member and what it names; `None` when there is not exactly one.
    pub(crate) operation: Option<(&'static str, Place<'a>)>,
    pub(crate) unit: Option<MetricUnit>,
    pub(crate) may_be_unknown: Option<bool>,
    /// Whether a percentage of it may be paid, as far as that can be said.
    pub(super) money: Option<Money>,
}

impl MetricEntry<'_> {
    /// Whether a percentage of it may be paid; `None` when that cannot be said.
    pub(crate) fn is_payable(&self) -> Option<bool> {
        self.money.map(|money| money != Money::No)
    }
}

const BASE: &[&str] = &["sum", "count", "distinct", "mean", "median", "min", "max", "latest", "first", "days_since", "max_share", "target"];
const DERIVED: &[&str] = &[
    "ratio",
    "difference",
    "growth",
    "attainment",
    "weighted_sum",
    "same",
    "constant",
    "product",
    "largest_of",
    "smallest_of",
    "first_known",
    "active_share",
    "attribute",
    "elapsed_share",
    "given",
];

impl<'a> MetricTable<'a> {
    pub(super) fn new(root: Place<'a>, kinds: &Kinds, findings: &mut Vec<Diagnostic>) -> MetricTable<'a> {
        let mut list: Vec<MetricEntry<'a>> = root.members_of("metrics").into_iter().map(|(name, place)| entry(name, place)).collect();
        order::sort_by(&mut list, |a, b| a.name.cmp(b.name));
        let mut table = MetricTable { list, order: Vec::new(), is_unsure: references::is_section_unsure(root, "metrics") };
        let reads: Vec<Vec<usize>> = table.list.iter().map(|metric| table.reads(metric)).collect();
        let (order, cycles) = graph::order(&reads);
        for cycle in cycles {
            table.report_cycle(&cycle, findings);
        }
        for position in &order {
            let Some(metric) = table.list.get(*position) else { continue };
            let facts = table.derive(metric, kinds);
            if let Some(metric) = table.list.get_mut(*position) {
                (metric.unit, metric.may_be_unknown, metric.money) = facts;
            }
        }
        table.order = order;
        table
    }

    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.list.binary_search_by(|metric| metric.name.cmp(name)).ok()
    }

    pub(crate) fn get(&self, name: &str) -> Option<&MetricEntry<'a>> {
        self.position(name).and_then(|position| self.list.get(position))
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|metric| metric.name)
    }

    /// Positions that this metric reads. `same` reads a definition, not a value, so it closes no cycle.
    pub(super) fn reads(&self, metric: &MetricEntry<'a>) -> Vec<usize> {
        match &metric.operation {
            Some(("same", _)) | None => Vec::new(),
            Some(operation) => operands(operation).iter().filter_map(|place| self.position(place.text()?)).collect(),
        }
    }

    fn report_cycle(&self, cycle: &[usize], findings: &mut Vec<Diagnostic>) {
        let names: Vec<String> = cycle.iter().filter_map(|position| self.list.get(*position)).map(|metric| quoted(metric.name)).collect();
        let Some(first) = cycle.first().and_then(|position| self.list.get(*position)) else { return };
        let message = match names.as_slice() {
            [one] => format!("{one} is defined by itself"),
            several => format!("{} are defined by each other", several.join(", ")),
        };
        findings.push(first.place.error(DiagnosticCode::MetricCycle, message));
    }

    /// What a metric is whose operands are done.
    fn derive(&self, metric: &MetricEntry<'a>, kinds: &Kinds) -> Nature {
        let Some((name, place)) = &metric.operation else { return (None, None, None) };
        let entries: Vec<Option<&MetricEntry<'a>>> = operands(&(*name, *place)).iter().map(|place| self.get(place.text()?)).collect();
        let unknown = || entries.iter().map(|entry| entry.and_then(|entry| entry.may_be_unknown));
        let any_unknown = every(unknown().map(|unknown| unknown.map(|unknown| !unknown))).map(|known| !known);
        let no_money = Some(Money::No);
        match *name {
            "given" => (Some(MetricUnit::Number), Some(true), Some(Money::Either)),
            "attribute" => (Some(MetricUnit::Number), attribute(*place, kinds).map(|column| column.optional), Some(Money::Either)),
            "constant" => (Some(MetricUnit::Number), Some(false), Some(Money::Either)),
            "active_share" | "elapsed_share" => (Some(MetricUnit::Share), Some(false), no_money),
            "ratio" => {
                let unit = match entries.as_slice() {
                    // what is extrapolated by a share of the time is still an amount, though none that is paid on
                    [Some(of), Some(by)] if (of.unit, by.unit) == (Some(MetricUnit::Money), Some(MetricUnit::Share)) => MetricUnit::Money,
                    _ => MetricUnit::Share,
                };
                (Some(unit), fallback(metric, "when_zero", any_unknown), no_money)
            }
            "growth" => (Some(MetricUnit::Share), fallback(metric, "when_base_not_positive", any_unknown), no_money),
            "attainment" => (Some(MetricUnit::Share), fallback(metric, "when_target_not_positive", any_unknown), no_money),
            // two shares differ by points, which are no share; two amounts differ by an amount
            "difference" | "weighted_sum" => {
                let unit = common_unit(&entries).map(|unit| if unit == MetricUnit::Money { unit } else { MetricUnit::Number });
                (unit, any_unknown, together(&entries))
            }
            "largest_of" | "smallest_of" => (common_unit(&entries), any_unknown, together(&entries)),
            "first_known" => (common_unit(&entries), every(unknown()), together(&entries)),
            "product" => match entries.as_slice() {
                [Some(of), Some(by)] => (product_unit(of, by), any_unknown, product_money(of, by)),
                _ => (None, any_unknown, None),
            },
            // the operand is a base metric and needs no order: its own facts follow from the records alone
            "same" => match entries.first() {
                Some(Some(base)) if base.operation.as_ref().is_some_and(|(name, _)| BASE.contains(name)) => base_facts(base, kinds),
                _ => (None, None, None),
            },
            _ => base_facts(metric, kinds),
        }
    }
}

fn fallback(metric: &MetricEntry<'_>, member: &str, operands: Option<bool>) -> Option<bool> {
    match metric.place.node.member(member) {
        Some(Node::Text(text)) if text == "undefined" => Some(true),
        Some(_) => operands,
        None => None,
    }
}

fn entry<'a>(name: &'a str, place: Place<'a>) -> MetricEntry<'a> {
    let mut there = BASE.iter().chain(DERIVED).filter_map(|operation| Some((*operation, place.member(operation)?)));
    let first = there.next();
    let operation = if there.next().is_none() { first } else { None };
    drop(there);
    MetricEntry { name, place, operation, unit: None, may_be_unknown: None, money: None }
}

/// The places where a derived metric names its operands.
fn operands<'a>((name, place): &(&'static str, Place<'a>)) -> Vec<Place<'a>> {
    match *name {
        "ratio" | "difference" | "growth" | "attainment" | "product" | "largest_of" | "smallest_of" | "first_known" => {
            place.elements().collect()
        }
        "weighted_sum" => place.elements().filter_map(|pair| pair.elements().nth(1)).collect(),
        "same" => vec![*place],
        _ => Vec::new(),
    }
}

fn base_facts(metric: &MetricEntry<'_>, kinds: &Kinds) -> Nature {
    let Some((name, place)) = &metric.operation else { return (None, None, None) };
    let always_known = matches!(*name, "sum" | "count" | "distinct");
    let unknown = match metric.place.text_of("scope") {
        _ if !always_known => Some(true),
        Some("parent") => Some(true),
        Some("own" | "descendants") => Some(false),
        _ => metric.place.member("scope").and_then(|scope| peers(scope, kinds)).map(|column| column.optional),
    };
    let decimal = || {
        let (kind, column) = place.text()?.split_once('.')?;
        match kinds.column(kinds.kind(kind)?, column) {
            Look::Found(found) => Some((column, found.kind == ColumnType::Decimal)),
            Look::Unsure | Look::Absent => None,
        }
    };
    let (unit, payable) = match *name {
        "sum" => {
            let money = decimal().map(|(column, decimal)| decimal && matches!(column, "amount" | "tax"));
            let unit = money.map(|money| if money { MetricUnit::Money } else { MetricUnit::Number });
            (unit, money.map(|money| if money { Money::Yes } else { Money::No }))
        }
        "mean" | "median" | "min" | "max" | "latest" | "first" => {
            let money = decimal().map(|(column, decimal)| decimal && column == "amount");
            (money.map(|money| if money { MetricUnit::Money } else { MetricUnit::Number }), Some(Money::No))
        }
        "days_since" => (Some(MetricUnit::Days), Some(Money::No)),
        "max_share" => (Some(MetricUnit::Share), Some(Money::No)),
        _ => (Some(MetricUnit::Number), Some(Money::No)),
    };
    (unit, unknown, payable)
}

/// The column of partners that an attribute is, where it can be read.
fn attribute<'k>(place: Place<'_>, kinds: &'k Kinds) -> Option<&'k Column> {
    match kinds.column(kinds.kind("partners")?, place.text()?) {
        Look::Found(column) => Some(column),
        Look::Unsure | Look::Absent => None,
    }
}

/// The column of partners by whose values a scope puts them together, where it can be read.
fn peers<'k>(scope: Place<'_>, kinds: &'k Kinds) -> Option<&'k Column> {
    match kinds.column(kinds.kind("partners")?, scope.text_of("same")?.strip_prefix("partner.")?) {
        Look::Found(column) => Some(column),
        Look::Unsure | Look::Absent => None,
    }
}

impl<'a> Checker<'a, '_> {
    pub(super) fn check_metrics(&mut self) {
        let metrics: Vec<(Place<'a>, Option<(&'static str, Place<'a>)>)> =
            self.metrics.list.iter().map(|metric| (metric.place, metric.operation)).collect();
        for (metric, operation) in metrics {
            if let Some(window) = metric.member("window") {
                self.check_window(window);
            }
            if let Some(same) = metric.member("scope").and_then(|scope| scope.member("same")) {
                self.check_peers("same", same);
            }
            match operation {
                Some((name, place)) if BASE.contains(&name) => self.check_base(metric, name, place),
                Some((name, place)) => {
                    for operand in operands(&(name, place)) {
                        self.metric_named(operand);
                    }
                    match name {
                        "same" => {
                            let original = place.text().and_then(|name| self.metrics.get(name));
                            if original.is_some_and(|original| original.place.node.member("only_new").is_some()) {
                                self.check_start(metric.member("window"));
                            }
                            self.check_same(metric, place);
                        }
                        "attribute" => {
                            if let (Some(kind), Some(column)) =
                                (self.kinds.kind("partners").cloned(), place.text().filter(|column| !column.is_empty()))
                            {
                                self.check_measured(&kind, column, "attribute", place);
                            }
                        }
                        "active_share" | "elapsed_share" => self.check_length(place),
                        _ => {}
                    }
                }
                None => self.check_filter(None, metric.member("where")),
            }
        }
    }

    /// Partners are put together by a text of theirs.
    pub(super) fn check_peers(&mut self, member: &str, same: Place<'a>) {
        let Some(text) = same.text().filter(|text| !text.is_empty()) else { return };
        let Some(kind) = self.kinds.kind("partners").cloned() else { return };
        let Some(column) = text.strip_prefix("partner.") else {
            let finding = same.error(DiagnosticCode::UnknownReference, format!("{} is not a column of a partner", quoted(text)));
            return self.findings.push(finding.with_help("write it as `partner.column`"));
        };
        match self.kinds.column(&kind, column) {
            Look::Found(found) if found.kind != ColumnType::Text => {
                let message = format!("`{member}` needs a text column, {} is {}", quoted(column), type_words(column, &found.kind));
                self.error(DiagnosticCode::WrongOperand, same, message);
            }
            Look::Found(_) | Look::Unsure => {}
            Look::Absent => self.unknown_column(&kind, column, same),
        }
    }

    /// The metric named at `place`, counted as read; a finding when there is none.
    pub(super) fn metric_named(&mut self, place: Place<'a>) -> Option<usize> {
        let name = place.text().filter(|name| !name.is_empty())?;
        let position = self.metrics.position(name);
        match position {
            Some(position) => {
                self.uses(position);
            }
            None if self.metrics.is_unsure => {}
            None => self.findings.push(references::unknown(place, "metric", name, self.metrics.names())),
        }
        position
    }

    fn check_base(&mut self, metric: Place<'a>, operation: &str, place: Place<'a>) {
        let Some(text) = place.text().filter(|text| !text.is_empty()) else { return self.check_filter(None, metric.member("where")) };
        let (kind_name, column) = match operation {
            "count" => (text, None),
            "target" => ("targets", None),
            _ => match text.split_once('.') {
                Some((kind, column)) => (kind, Some(column)),
                None => {
                    let finding =
                        place.error(DiagnosticCode::UnknownReference, format!("{} is not a column of a record kind", quoted(text)));
                    self.findings.push(finding.with_help("write it as kind.column: `sales.amount`"));
                    return self.check_filter(None, metric.member("where"));
                }
            },
        };
        let Some(kind) = self.kinds.kind(kind_name).cloned() else {
            if !self.kinds.are_unsure() {
                self.findings.push(references::unknown(place, "record kind", kind_name, self.kinds.names()));
            }
            return self.check_filter(None, metric.member("where"));
        };
        self.check_filter(Some(&kind), metric.member("where"));
        if !kind.is_measurable() {
            if !self.kinds.is_unsure(kind_name) {
                let message = format!("records of {} do not belong to one partner each and cannot be measured", quoted(kind_name));
                self.error(DiagnosticCode::WrongOperand, place, message);
            }
            return;
        }
        if let Some(column) = column {
            self.check_measured(&kind, column, operation, place);
        }
        if let (Some(by), "max_share") = (metric.member("by"), operation) {
            self.check_by(&kind, by);
        }
        self.check_date(metric, operation, &kind, place);
        let sales = kind.name == "sales";
        // of a column that is not there, nobody knows whether tax is part of it
        let amount = match column.map(|column| (column, self.kinds.column(&kind, column))) {
            Some((_, Look::Unsure | Look::Absent)) => None,
            Some((column, Look::Found(_))) => Some(sales && column == "amount" && !matches!(operation, "distinct" | "days_since")),
            None => Some(false),
        };
        self.check_switches(metric, sales, amount);
        if let Some(only_new) = metric.member("only_new") {
            self.check_only_new(metric, operation, &kind, only_new);
        }
    }

    fn check_only_new(&mut self, metric: Place<'a>, operation: &str, kind: &RecordKind, only_new: Place<'a>) {
        let message = if kind.name != "sales" {
            "`only_new` has no meaning here: only sales have new customers".to_owned()
        } else if !matches!(operation, "sum" | "count" | "distinct") {
            format!("`only_new` has no meaning here: it is for `sum`, `count` and `distinct`, not for `{operation}`")
        } else if metric.node.member("scope").is_some_and(|scope| !matches!(scope.text(), Some("own" | "descendants"))) {
            "`only_new` has no meaning here: the scope is `own` or `descendants`".to_owned()
        } else {
            return self.check_start(metric.member("window"));
        };
        self.error(DiagnosticCode::SwitchNotApplicable, only_new, message);
    }

    /// Nobody is seen before a window that has no start.
    fn check_start(&mut self, window: Option<Place<'a>>) {
        if let Some(window) = window.filter(|window| window.text() == Some("all_time")) {
            let message = "the window `all_time` has no start before which a customer could have been seen";
            self.error(DiagnosticCode::WrongOperand, window, message);
        }
    }

    fn check_measured(&mut self, kind: &RecordKind, column: &str, operation: &str, place: Place<'a>) {
        let found = match self.kinds.column(kind, column) {
            Look::Found(found) => found.kind.clone(),
            Look::Unsure => return,
            Look::Absent => return self.unknown_column(kind, column, place),
        };
        let (fits, expected) = match operation {
            "distinct" => (is_groupable(&found), "a text or reference column"),
            "days_since" => (found == ColumnType::Date && column != "known_on", "a date column"),
            _ => (matches!(found, ColumnType::Decimal | ColumnType::Integer), "a decimal or integer column"),
        };
        if !fits {
            let message = format!("`{operation}` needs {expected}, {} is {}", quoted(column), type_words(column, &found));
            self.error(DiagnosticCode::WrongOperand, place, message);
        }
    }

    fn check_by(&mut self, kind: &RecordKind, by: Place<'a>) {
        let Some(text) = by.text().filter(|text| !text.is_empty()) else { return };
        let Some(column) = text.strip_prefix(kind.name.as_str()).and_then(|rest| rest.strip_prefix('.')) else {
            let known = self.kinds.kind(text.split('.').next().unwrap_or_default()).is_some();
            let message = format!("{} is not a column of {}", quoted(text), quoted(&kind.name));
            let code = if known && text.contains('.') { DiagnosticCode::WrongOperand } else { DiagnosticCode::UnknownReference };
            self.findings.push(by.error(code, message).with_help(format!("write it as `{}.column`", kind.name)));
            return;
        };
        match self.kinds.column(kind, column) {
            Look::Found(found) if is_groupable(&found.kind) => {}
            Look::Found(found) => {
                let message = format!("`by` needs a text or reference column, {} is {}", quoted(column), type_words(column, &found.kind));
                self.error(DiagnosticCode::WrongOperand, by, message);
            }
            Look::Unsure => {}
            Look::Absent => self.unknown_column(kind, column, by),
        }
    }

    pub(super) fn unknown_column(&mut self, kind: &RecordKind, column: &str, place: Place<'a>) {
        let what = format!("column in {} named", quoted(&kind.name));
        let known = kind.columns.iter().map(|column| column.name.as_str());
        self.findings.push(references::unknown(place, &what, column, known));
    }

    fn check_date(&mut self, metric: Place<'a>, operation: &str, kind: &RecordKind, place: Place<'a>) {
        let dated = !matches!(operation, "days_since" | "target") && kind.has_dates();
        match metric.member("date") {
            None if dated => {
                let dates: Vec<&str> =
                    kind.columns.iter().filter(|c| c.kind == ColumnType::Date && c.name != "known_on").map(|c| c.name.as_str()).collect();
                let help = format!("write which date column places a record in the window: {}", crate::document::place::choices(&dates));
                self.findings.push(metric.error(DiagnosticCode::SwitchRequired, "`date` is not written").with_help(help));
            }
            None if matches!(operation, "latest" | "first") && !kind.has_dates() && !self.kinds.is_unsure(&kind.name) => {
                let message = format!("`{operation}` needs a date, and records of {} have none", quoted(&kind.name));
                self.error(DiagnosticCode::WrongOperand, place, message);
            }
            None => {}
            Some(date) if dated => {
                let Some(name) = date.text().filter(|name| !name.is_empty()) else { return };
                match self.kinds.column(kind, name) {
                    Look::Found(column) if column.kind == ColumnType::Date && name != "known_on" => {}
                    Look::Found(column) => {
                        let message = format!("`date` needs a date column, {} is {}", quoted(name), type_words(name, &column.kind));
                        self.error(DiagnosticCode::WrongOperand, date, message);
                    }
                    Look::Unsure => {}
                    Look::Absent => self.unknown_column(kind, name, date),
                }
            }
            Some(_) if self.kinds.is_unsure(&kind.name) && !matches!(operation, "days_since" | "target") => {}
            Some(date) => {
                let message = match operation {
                    "days_since" => "`date` has no meaning here: `days_since` names the date column itself".to_owned(),
                    "target" => "`date` has no meaning here: a target lies in the window with its own period".to_owned(),
                    _ => format!("`date` has no meaning here: records of {} have no date", quoted(&kind.name)),
                };
                self.error(DiagnosticCode::SwitchNotApplicable, date, message);
            }
        }
    }

    fn check_switches(&mut self, metric: Place<'a>, sales: bool, amount: Option<bool>) {
        for (name, applies, of, values) in [
            ("basis", Some(sales), "sales", "`sell_in`, `sell_out` or `all`"),
            ("returns", Some(sales), "sales", "`include`, `exclude` or `only`"),
            ("tax", amount, "the amount of sales", "`excluded` or `included`"),
        ] {
            match (metric.member(name), applies) {
                (None, Some(true)) => {
                    let finding =
                        metric.error(DiagnosticCode::SwitchRequired, format!("`{name}` is not written: it decides what counts of {of}"));
                    self.findings.push(finding.with_help(format!("write one of {values}")));
                }
                (Some(switch), Some(false)) => {
                    let message = format!("`{name}` has no meaning here: it is only for {of}");
                    self.error(DiagnosticCode::SwitchNotApplicable, switch, message);
                }
                _ => {}
            }
        }
    }

    fn check_window(&mut self, window: Place<'a>) {
        self.findings.extend(periods::empty(window));
        let (Some(period), Some(part)) = (window.text_of("period"), window.member("part")) else { return };
        let of_a_year = part.text().is_some_and(|part| ["half_", "quarter_", "month_"].iter().any(|prefix| part.starts_with(prefix)));
        if of_a_year && matches!(period, "half_year" | "quarter" | "month") {
            let message = format!("only the period `year` has the part {}", quoted(part.text().unwrap_or_default()));
            self.findings.push(part.error(DiagnosticCode::UnknownChoice, message).with_help("write `to_date` or `whole`"));
        }
    }

    /// A share of a window is a share of its days, so there must be an end to them.
    fn check_length(&mut self, window: Place<'a>) {
        self.check_window(window);
        let endless = match window.text() {
            Some("all_time") => true,
            Some("programme") => {
                let bound = |name| self.root.node.member("effective").and_then(|effective| effective.member(name));
                bound("from").is_some() && bound("until").is_none()
            }
            _ => false,
        };
        if endless {
            let message = format!("the window {} has no end and so no number of days", quoted(window.text().unwrap_or_default()));
            self.error(DiagnosticCode::WrongOperand, window, message);
        }
    }

    fn check_same(&mut self, metric: Place<'a>, place: Place<'a>) {
        let Some(entry) = place.text().and_then(|name| self.metrics.get(name)) else { return };
        let Some((operation, _)) = &entry.operation else { return };
        if !BASE.contains(operation) {
            let message = format!("`same` needs a metric that is measured on records, {} is derived by `{operation}`", quoted(entry.name));
            return self.error(DiagnosticCode::WrongOperand, place, message);
        }
        let (Some(shift), Some(window)) = (metric.member("shift"), entry.place.node.member("window")) else { return };
        let Some(by) = self::shift(shift.node) else { return };
        match window_shift(window) {
            WindowShift::Unreadable => {}
            WindowShift::Fixed => {
                let message = format!("the window of {} is not relative to the review and cannot be moved", quoted(entry.name));
                self.error(DiagnosticCode::WrongOperand, shift, message);
            }
            WindowShift::None => {}
            WindowShift::By(own) if own.0 != by.0 => {
                let message = format!("the window of {} is moved by {} already and cannot be moved by {}", quoted(entry.name), own.0, by.0);
                self.error(DiagnosticCode::WrongOperand, shift, message);
            }
            WindowShift::By(own) => {
                let limit = if own.0 == "months" { 1_200 } else { 36_500 };
                if (own.1 + by.1).abs() > limit {
                    let message = format!("together with its own shift the window is moved by more than {limit} {}", own.0);
                    self.error(DiagnosticCode::OutOfRange, shift, message);
                }
            }
        }
    }
}

/// How a window is moved already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WindowShift {
    /// Conformance has reported it.
    Unreadable,
    /// It lies on dates of its own.
    Fixed,
    /// It is relative to the review and not moved.
    None,
    /// It is moved by months or days.
    By((&'static str, i64)),
}

/// How a window is moved.
pub(crate) fn window_shift(window: &Node) -> WindowShift {
    match window {
        Node::Text(_) => WindowShift::Fixed,
        _ if window.member("from").is_some() => WindowShift::Fixed,
        _ => match window.member("shift") {
            None => WindowShift::None,
            Some(node) => shift(node).map_or(WindowShift::Unreadable, WindowShift::By),
        },
    }
}

fn shift(node: &Node) -> Option<(&'static str, i64)> {
    match node.members() {
        [(unit, amount)] => match (unit.as_str(), integer(amount)?) {
            ("years", years @ -100..=100) => Some(("months", years * 12)),
            ("months", months @ -1_200..=1_200) => Some(("months", months)),
            ("days", days @ -36_500..=36_500) => Some(("days", days)),
            _ => None,
        },
        _ => None,
    }
}

/// Whether an operation reads records.
#[cfg(feature = "full")]
pub(super) fn is_base(operation: &str) -> bool {
    BASE.contains(&operation)
}

/// Whether records can be grouped by a column.
pub(super) fn is_groupable(column: &ColumnType) -> bool {
    matches!(column, ColumnType::Text | ColumnType::Reference(_) | ColumnType::Choice(_) | ColumnType::Currency)
}

/// What a column holds, in words.
pub(super) fn type_words(name: &str, column: &ColumnType) -> String {
    match column {
        ColumnType::Date if name == "known_on" => "the date on which a record became known".to_owned(),
        ColumnType::Text => "a text".to_owned(),
        ColumnType::Date => "a date".to_owned(),
        ColumnType::Instant => "an instant".to_owned(),
        ColumnType::Decimal => "a decimal".to_owned(),
        ColumnType::Integer => "an integer".to_owned(),
        ColumnType::Boolean => "a boolean".to_owned(),
        ColumnType::Reference(kind) => format!("a reference to {kind}"),
        ColumnType::Choice(words) => format!("one of {}", crate::document::place::choices(words)),
        ColumnType::Currency => "a currency".to_owned(),
    }
}
