//! Metrics and their windows.

use chrono::Days;
use serde_json::{Map, Value, json};

use super::{BOUNDS, Maker, Metric, Place, SALES_DATES, one};

impl Maker {
    pub(super) fn all_metrics(&mut self) -> Value {
        let mut written = Map::new();
        for index in 0..self.rng.usize(3..8) {
            let (metric, mut about) = if index == 0 { self.sales_metric("sum", "sales.amount") } else { self.base_metric() };
            about.name = format!("m{index}");
            written.insert(about.name.clone(), metric);
            self.metrics.push(about);
        }
        for index in 0..self.rng.usize(..6) {
            let (metric, mut about) = self.derived_metric();
            about.name = format!("d{index}");
            written.insert(about.name.clone(), metric);
            self.metrics.push(about);
        }
        Value::Object(written)
    }

    pub(super) fn base_metric(&mut self) -> (Value, Metric) {
        if self.chance(15) {
            let (operation, column) = [("sum", "sales.amount"), ("sum", "sales.quantity"), ("count", "sales")][self.rng.usize(..3)];
            return self.sales_metric(operation, column);
        }
        if self.rng.bool() {
            let operation = self.pick(&[
                "sum",
                "sum",
                "sum",
                "sum",
                "count",
                "count",
                "distinct",
                "mean",
                "median",
                "min",
                "max",
                "latest",
                "first",
                "days_since",
                "max_share",
            ]);
            let columns: &[&str] = match operation {
                "count" => &["sales"],
                "distinct" => &["sales.customer", "sales.product", "sales.order", "sales.ship_to", "sales.channel"],
                "days_since" => &["sales.date", "sales.paid", "sales.invoiced", "sales.shipped"],
                "max_share" => &["sales.amount", "sales.amount", "sales.quantity"],
                _ if self.with_records => &["sales.amount", "sales.quantity", "sales.tax", "sales.points"],
                _ => &["sales.amount", "sales.amount", "sales.quantity", "sales.tax"],
            };
            let column = self.pick(columns);
            return self.sales_metric(operation, column);
        }
        let choices: &[(&str, &str, &str)] = &[
            ("target", "annual", ""),
            ("target", "quarterly", ""),
            ("distinct", "certificates.person", "issued"),
            ("count", "certificates", "expires"),
            ("sum", "receivables.amount", "issued"),
            ("max", "receivables.amount", "due"),
            ("sum", "payments.amount", "date"),
            ("days_since", "payments.date", ""),
            ("count", "activities", "date"),
            ("distinct", "activities.kind", "date"),
            ("latest", "surveys.score", "answered"),
            ("first", "surveys.score", "answered"),
            ("mean", "surveys.score", "answered"),
            ("median", "surveys.score", "answered"),
            ("count", "visits", ""),
            ("distinct", "visits.topic", ""),
        ];
        let usable = if self.with_records { choices.len() } else { choices.len() - 6 };
        let (operation, column, date) = choices[self.rng.usize(..usable)];
        let mut metric = self.frame(operation, column);
        if !date.is_empty() {
            metric.insert("date".to_owned(), json!(date));
        }
        let undated = column.starts_with("visits");
        if undated {
            metric.insert("window".to_owned(), json!("all_time"));
            if self.chance(30) {
                metric.insert("where".to_owned(), json!({ "done": { "is": self.rng.bool(), "unknown": self.policy() } }));
            }
        }
        if operation == "target" && self.chance(30) {
            let filter = self.number("amount", false, false);
            metric.insert("where".to_owned(), filter);
        }
        if column == "receivables.amount" && self.rng.bool() {
            metric.insert(
                "where".to_owned(),
                json!({ "any": [{ "paid": { "missing": true } }, { "paid": { "after": "as_of", "unknown": self.policy() } }] }),
            );
        }
        self.about(operation, column, metric, undated)
    }

    pub(super) fn sales_metric(&mut self, operation: &str, column: &'static str) -> (Value, Metric) {
        let mut metric = self.frame(operation, column);
        if operation != "days_since" {
            metric.insert("date".to_owned(), json!(if self.rng.bool() { "date" } else { self.pick(SALES_DATES) }));
        }
        if operation == "max_share" {
            metric.insert("by".to_owned(), json!(self.pick(&["sales.ship_to", "sales.customer", "sales.product", "sales.channel"])));
        }
        metric.insert("basis".to_owned(), json!(self.pick(&["sell_in", "sell_out", "all", "all"])));
        metric.insert("returns".to_owned(), json!(self.pick(&["include", "include", "include", "exclude", "exclude", "only"])));
        if column == "sales.amount" {
            metric.insert("tax".to_owned(), json!(self.pick(&["excluded", "included"])));
        }
        if self.chance(40) {
            let filter = self.condition(Place::Sales, 2);
            metric.insert("where".to_owned(), filter);
        }
        let can_be_new = ["sum", "count", "distinct"].contains(&operation)
            && metric["scope"] != "parent"
            && metric["scope"].is_string()
            && metric["window"] != "all_time";
        // one metric is left that `same` may read: over another window, which might be `all_time`, nobody is seen before
        let asks_for_new = can_be_new && self.metrics.iter().any(|metric| metric.shiftable.is_some()) && self.chance(30);
        if asks_for_new {
            let unseen = match self.rng.u32(..3) {
                0 => json!("ever"),
                1 => json!({ "months": self.one_of(&[1, 12, 24]) }),
                _ => json!({ "days": self.one_of(&[1, 30, 400]) }),
            };
            metric.insert("only_new".to_owned(), json!({ "of": "customer", "unseen": unseen }));
        }
        let (metric, about) = self.about(operation, column, metric, false);
        (metric, if asks_for_new { Metric { shiftable: None, added_up: None, ..about } } else { about })
    }

    /// Operation, window and scope, which every base metric has.
    pub(super) fn frame(&mut self, operation: &str, column: &str) -> Map<String, Value> {
        let mut metric = Map::new();
        metric.insert(operation.to_owned(), json!(column));
        if operation == "latest" || operation == "first" {
            metric.insert("tie".to_owned(), json!(self.pick(&["highest", "lowest"])));
        }
        metric.insert("window".to_owned(), self.window());
        let scope = self.pick(&["own", "own", "own", "own", "own", "descendants", "descendants", "descendants", "parent", "same"]);
        let same = self.pick(&["partner.territory", "partner.territory", "partner.kind", "partner.id"]);
        metric.insert("scope".to_owned(), if scope == "same" { json!({ "same": same }) } else { json!(scope) });
        metric
    }

    pub(super) fn about(&mut self, operation: &str, column: &'static str, metric: Map<String, Value>, undated: bool) -> (Value, Metric) {
        let of_parent = metric["scope"] == "parent";
        let movable = (metric["window"].get("period").is_some() || metric["window"].get("trailing").is_some())
            && metric["window"].get("shift").is_none();
        let about = Metric {
            name: String::new(),
            may_be_unknown: of_parent
                || (metric["scope"].is_object() && metric["scope"]["same"] != "partner.id")
                || !["sum", "count", "distinct"].contains(&operation),
            is_money: operation == "sum" && (column.ends_with(".amount") || column.ends_with(".tax")),
            is_whole: ["count", "distinct", "days_since"].contains(&operation) || column.ends_with(".points") || column.ends_with(".score"),
            shiftable: if undated { None } else { Some(movable) },
            of_parent,
            is_given: false,
            is_own: metric["scope"] == "own",
            depth: 0,
            added_up: if ["sum", "count"].contains(&operation) { Some(column) } else { None },
        };
        (Value::Object(metric), about)
    }

    pub(super) fn window(&mut self) -> Value {
        let mut window = match self.rng.u32(..10) {
            0..=2 => {
                let period = self.pick(&["year", "half_year", "quarter", "month"]);
                json!({ "period": period, "part": self.pick(&["to_date", "to_date", "whole"]) })
            }
            3 | 4 => {
                let part = match self.rng.u32(..3) {
                    0 => format!("half_{}", self.rng.u32(1..=2)),
                    1 => format!("quarter_{}", self.rng.u32(1..=4)),
                    _ => format!("month_{}", self.rng.u32(1..=12)),
                };
                json!({ "period": "year", "part": part })
            }
            5 => json!({ "trailing": { "months": self.one_of(&[1, 3, 12, 24]) } }),
            6 => json!({ "trailing": { "days": self.one_of(&[1, 30, 90, 365]) } }),
            7 => {
                let from = self.edge();
                return json!({ "from": from.to_string(), "until": (from + Days::new(self.rng.u64(1..400))).to_string() });
            }
            8 => return json!("programme"),
            _ => return json!("all_time"),
        };
        if self.chance(35) {
            window["shift"] = self.shift();
        }
        window
    }

    pub(super) fn shift(&mut self) -> Value {
        match self.rng.u32(..4) {
            0 => json!({ "days": self.one_of(&[-30, -7, -1, 1]) }),
            1 => json!({ "months": self.one_of(&[-12, -3, -1, 1]) }),
            _ => json!({ "years": self.one_of(&[-1, -1, -2]) }),
        }
    }

    pub(super) fn derived_metric(&mut self) -> (Value, Metric) {
        let shallow: Vec<Metric> = self.metrics.iter().filter(|metric| metric.depth < 2).cloned().collect();
        let a = shallow[self.rng.usize(..shallow.len())].clone();
        let b = shallow[self.rng.usize(..shallow.len())].clone();
        let mut about = Metric {
            may_be_unknown: a.may_be_unknown || b.may_be_unknown,
            is_money: false,
            is_whole: false,
            shiftable: None,
            of_parent: false,
            is_given: false,
            is_own: a.is_own && b.is_own,
            depth: 1 + a.depth.max(b.depth),
            name: String::new(),
            added_up: None,
        };
        let operands = json!([a.name, b.name]);
        let policy = if self.rng.bool() { "undefined" } else { self.pick(&["0", "1", "-0.5"]) };
        let fraction = |operation: &str, member: &str, about: &mut Metric| {
            about.may_be_unknown |= policy == "undefined";
            let mut metric = Map::new();
            metric.insert(operation.to_owned(), operands.clone());
            metric.insert(member.to_owned(), json!(policy));
            Value::Object(metric)
        };
        let metric = match self.rng.u32(..16) {
            0 => fraction("ratio", "when_zero", &mut about),
            1 => fraction("growth", "when_base_not_positive", &mut about),
            2 => fraction("attainment", "when_target_not_positive", &mut about),
            3 => {
                about.is_money = [&a, &b].iter().all(|metric| metric.is_money && !metric.is_given);
                json!({ "difference": operands })
            }
            4 => {
                about.is_money = [&a, &b].iter().all(|metric| metric.is_money && !metric.is_given);
                json!({ "weighted_sum": [[self.pick(&["0.6", "1", "2"]), a.name], [self.pick(&["-1", "0", "0.25"]), b.name]] })
            }
            5 => {
                about = Metric {
                    may_be_unknown: true,
                    is_money: true,
                    is_whole: false,
                    shiftable: None,
                    of_parent: false,
                    is_given: true,
                    is_own: true,
                    depth: 0,
                    name: String::new(),
                    added_up: None,
                };
                json!({ "given": "decimal" })
            }
            6 => {
                about = Metric { may_be_unknown: false, is_money: false, is_own: true, depth: 0, ..about };
                json!({ "constant": self.pick(BOUNDS) })
            }
            // not of products, whose digits would grow beyond all use
            7 if a.depth == 0 && b.depth == 0 => json!({ "product": operands }),
            8 | 9 => {
                about.is_money = [&a, &b].iter().all(|metric| metric.is_money && !metric.is_given);
                about.is_whole = a.is_whole && b.is_whole;
                one(self.pick(&["largest_of", "smallest_of"]), operands)
            }
            10 if a.may_be_unknown && b.may_be_unknown => {
                about.is_money = [&a, &b].iter().all(|metric| metric.is_money && !metric.is_given);
                json!({ "first_known": operands })
            }
            11 => {
                about = Metric { may_be_unknown: false, is_money: false, is_own: true, depth: 0, ..about };
                let mut window = self.window();
                if window == "all_time" || (window == "programme" && !self.has_until) {
                    window = json!({ "period": "year", "part": "whole" });
                }
                json!({ self.pick(&["active_share", "elapsed_share"]): window })
            }
            12 if self.with_records => {
                let column = self.pick(&["staff", "credit_limit"]);
                about = Metric { may_be_unknown: column == "credit_limit", is_money: false, is_own: true, depth: 0, ..about };
                about.is_whole = column == "staff";
                json!({ "attribute": column })
            }
            _ => {
                let bases: Vec<Metric> = self.metrics.iter().filter(|metric| metric.shiftable.is_some()).cloned().collect();
                let base = bases[self.rng.usize(..bases.len())].clone();
                let metric = if base.shiftable == Some(true) && self.chance(70) {
                    json!({ "same": base.name, "shift": self.shift() })
                } else {
                    json!({ "same": base.name, "window": self.window() })
                };
                about = Metric { shiftable: None, added_up: None, ..base };
                metric
            }
        };
        (metric, about)
    }
}
