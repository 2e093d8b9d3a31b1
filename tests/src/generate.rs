//! Valid programmes and facts from a seed, small and full of edges: exact bounds, zero denominators, returns, ties, month ends, leap
//! days, dated hierarchies, overlapping registrations, values handed over by the host.

use chrono::{Datelike, Days, Months, NaiveDate};
use fastrand::Rng;
use serde_json::{Map, Value, json};

/// One question to both readings of the guide.
#[derive(Debug, Clone)]
pub struct Case {
    /// The programme document.
    pub programme: Value,
    /// The facts document.
    pub facts: Value,
    /// The date of the review.
    pub as_of: String,
    /// What is known when, if the case asks for it.
    pub known_on: Option<String>,
}

/// The case of a seed, always the same one.
pub fn case(seed: u64) -> Case {
    Maker::new(seed).case()
}

/// What is to be known about a metric where it is used.
#[derive(Debug, Clone)]
struct Metric {
    name: String,
    may_be_unknown: bool,
    is_money: bool,
    is_whole: bool,
    /// Whether its window can be moved by a `same`; nothing for metrics that read no records.
    shiftable: Option<bool>,
    /// Scope `parent`: not handed over by the host, so that the parent's own value stays the measured one.
    of_parent: bool,
    is_given: bool,
    depth: u32,
}

struct Maker {
    rng: Rng,
    as_of: NaiveDate,
    scale: u32,
    year_starts: &'static str,
    with_records: bool,
    reads_customers: bool,
    metrics: Vec<Metric>,
    tiers: Vec<&'static str>,
}

/// Where a condition stands, which says what it may read.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Tiers,
    Later,
    Sales,
    Registrations,
}

const MODES: &[&str] = &["half_up", "half_down", "half_even", "up", "down", "ceiling", "floor"];
const BOUNDS: &[&str] = &["0", "1", "2", "3", "10", "99.99", "100", "100.01", "200", "500", "1000", "0.5", "-1", "-100", "0.333333"];
const FROMS: &[&str] = &["0", "0.01", "1", "2", "10", "100", "100.5", "200", "500", "1000"];
const RATES: &[&str] = &["0", "0.01", "0.015", "0.02", "0.05", "0.125", "0.5", "1", "0.333333333333"];
const AMOUNTS: &[&str] = &[
    "0", "1", "2", "10", "50", "99.99", "100", "100.01", "100.5", "200", "500", "1000", "0.005", "0.015", "0.000001", "-1", "-10", "-50",
    "-100", "-0.005", "-100.5",
];
const AS_OF: &[&str] = &[
    "2024-02-28",
    "2024-02-29",
    "2024-03-30",
    "2024-12-31",
    "2025-01-01",
    "2025-02-28",
    "2025-03-01",
    "2025-06-30",
    "2025-07-01",
    "2025-07-31",
    "2025-10-15",
    "2026-03-31",
    "2026-04-01",
    "2026-05-30",
    "2026-08-31",
    "2026-12-31",
];
const PARTNERS: &[&str] = &["P-1", "P-2", "P-10", "a", "B", "9", "经销商一", "经销商二"];
const CHANNELS: &[&str] = &["web", "shop", "phone"];
const CUSTOMERS: &[&str] = &["C1", "C2", "C3"];
const PRODUCTS: &[&str] = &["pump", "gear", "micro", "valve", "bare"];
const CATEGORIES: &[&str] = &["pumps", "gears", "valves", "ghost"];
const PLACES: &[&str] = &["north", "south"];
const SALES_DATES: &[&str] = &["date", "invoiced", "shipped", "paid"];

impl Maker {
    fn new(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let as_of = day(AS_OF[rng.usize(..AS_OF.len())]);
        Maker {
            rng,
            as_of,
            scale: 2,
            year_starts: "01-01",
            with_records: false,
            reads_customers: false,
            metrics: Vec::new(),
            tiers: Vec::new(),
        }
    }

    fn case(mut self) -> Case {
        let programme = self.programme();
        let known_on = if self.rng.bool() { Some(self.near(self.as_of).to_string()) } else { None };
        let facts = self.facts(&programme);
        Case { programme, facts, as_of: self.as_of.to_string(), known_on }
    }

    // ---- small choices

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.rng.usize(..choices.len())]
    }

    fn one_of(&mut self, choices: &[i32]) -> i32 {
        choices[self.rng.usize(..choices.len())]
    }

    /// True in `percent` of a hundred cases.
    fn chance(&mut self, percent: u32) -> bool {
        self.rng.u32(..100) < percent
    }

    /// A few different members of `choices`, in their order.
    fn some(&mut self, choices: &[&'static str]) -> Vec<&'static str> {
        let mut chosen: Vec<&str> = choices.iter().copied().filter(|_| self.rng.bool()).collect();
        if chosen.is_empty() {
            chosen.push(self.pick(choices));
        }
        chosen
    }

    fn near(&mut self, date: NaiveDate) -> NaiveDate {
        match self.rng.u32(..5) {
            0 => date - Days::new(1),
            1 => date + Days::new(1),
            2 => date + Days::new(30),
            _ => date,
        }
    }

    /// A date that is likely to be an end of some window.
    fn edge(&mut self) -> NaiveDate {
        let first = self.as_of.with_day(1).expect("every month has a first day");
        let year = day(&format!("{}-{}", self.as_of.year() - self.rng.i32(0..2), self.year_starts));
        let base = match self.rng.u32(..10) {
            0..=2 => self.as_of,
            3 => first,
            4 => first - Months::new(self.rng.u32(1..13)),
            5 | 6 => year + Months::new(3 * self.rng.u32(..4)),
            7 => self.as_of - Months::new(12),
            8 => self.as_of - Days::new(90),
            _ => self.as_of - Days::new(self.rng.u64(..200)),
        };
        match self.rng.u32(..4) {
            0 => base - Days::new(1),
            1 => base + Days::new(1),
            _ => base,
        }
    }

    /// A money text of at most `rounding.scale` digits.
    fn money(&mut self) -> String {
        let whole = self.rng.u32(..300);
        let fraction = match self.scale {
            0 => "",
            1 => self.pick(&["", ".5"]),
            _ => self.pick(&["", ".5", ".01", ".99"]),
        };
        format!("{whole}{fraction}")
    }

    fn policy(&mut self) -> &'static str {
        self.pick(&["holds", "fails"])
    }

    // ---- the programme

    fn programme(&mut self) -> Value {
        let (currency, most) = [("CNY", 2), ("EUR", 2), ("JPY", 0), ("KWD", 3)][self.rng.usize(..4)];
        self.scale = self.rng.u32(..=most);
        self.year_starts = self.pick(&["01-01", "01-01", "07-01", "08-01", "04-15", "10-28"]);
        self.with_records = self.rng.bool();
        let from = self.as_of - Days::new(self.rng.u64(..2) * self.rng.u64(..500));
        let mut effective = json!({ "from": from.to_string() });
        if self.rng.bool() {
            effective["until"] = json!((self.as_of + Days::new(1 + self.rng.u64(..2) * self.rng.u64(..300))).to_string());
        }
        let mut programme = json!({
            "schema": "qudao/programme/1", "id": "generated", "revision": self.rng.u32(1..5), "effective": effective, "currency": currency,
            "calendar": { "year_starts": self.year_starts }, "rounding": { "scale": self.scale, "mode": self.pick(MODES) },
            "title": { "en": "Generated", "zh-CN": "生成的方案" }
        });
        if self.with_records {
            programme["records"] = json!({
                "partners": { "columns": { "staff": "integer", "signed": "boolean" }, "optional": ["signed"] },
                "sales": { "columns": { "points": "integer" }, "optional": ["points"] },
                "surveys": { "columns": { "id": "text", "partner": "partners", "answered": "date", "score": "integer", "known_on": "date" }, "optional": ["score", "known_on"] },
                "visits": { "columns": { "partner": "partners", "done": "boolean", "topic": "text" }, "optional": ["done"] }
            });
        }
        programme["metrics"] = self.all_metrics();
        if self.chance(80) {
            programme["tiers"] = self.ladder();
        }
        let groups = self.rng.bool();
        if groups {
            programme["groups"] = json!({ "g1": "best_of", "g2": "best_of" });
        }
        if self.chance(95) {
            let mut ids = self.some(&["volume", "a", "Z", "growth", "i-9", "i-10"]);
            self.rng.shuffle(&mut ids);
            let incentives: Vec<Value> = ids.into_iter().map(|id| self.incentive(id, groups)).collect();
            programme["incentives"] = Value::Array(incentives);
        }
        if self.chance(40) {
            programme["payout"] = Value::Object(self.limits());
        }
        if self.chance(60) {
            let cards = self.some(&["risk", "health"]);
            programme["scorecards"] = cards.into_iter().map(|name| (name.to_owned(), self.scorecard())).collect::<Map<_, _>>().into();
        }
        if self.chance(60) {
            let policies = self.some(&["deals", "big_deals"]);
            programme["conflicts"] = policies.into_iter().map(|name| (name.to_owned(), self.conflict())).collect::<Map<_, _>>().into();
        }
        programme
    }

    fn all_metrics(&mut self) -> Value {
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

    fn base_metric(&mut self) -> (Value, Metric) {
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
        if column == "receivables.amount" && self.rng.bool() {
            metric.insert(
                "where".to_owned(),
                json!({ "any": [{ "paid": { "missing": true } }, { "paid": { "after": "as_of", "unknown": self.policy() } }] }),
            );
        }
        self.about(operation, column, metric, undated)
    }

    fn sales_metric(&mut self, operation: &str, column: &str) -> (Value, Metric) {
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
        let can_be_new = ["sum", "count", "distinct"].contains(&operation) && metric["scope"] != "parent" && metric["window"] != "all_time";
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
        (metric, if asks_for_new { Metric { shiftable: None, ..about } } else { about })
    }

    /// Operation, window and scope, which every base metric has.
    fn frame(&mut self, operation: &str, column: &str) -> Map<String, Value> {
        let mut metric = Map::new();
        metric.insert(operation.to_owned(), json!(column));
        if operation == "latest" || operation == "first" {
            metric.insert("tie".to_owned(), json!(self.pick(&["highest", "lowest"])));
        }
        metric.insert("window".to_owned(), self.window());
        metric.insert(
            "scope".to_owned(),
            json!(self.pick(&["own", "own", "own", "own", "own", "descendants", "descendants", "descendants", "parent"])),
        );
        metric
    }

    fn about(&mut self, operation: &str, column: &str, metric: Map<String, Value>, undated: bool) -> (Value, Metric) {
        let of_parent = metric["scope"] == "parent";
        let movable = (metric["window"].get("period").is_some() || metric["window"].get("trailing").is_some())
            && metric["window"].get("shift").is_none();
        let about = Metric {
            name: String::new(),
            may_be_unknown: of_parent || !["sum", "count", "distinct"].contains(&operation),
            is_money: operation == "sum" && (column.ends_with(".amount") || column.ends_with(".tax")),
            is_whole: ["count", "distinct", "days_since"].contains(&operation) || column.ends_with(".points") || column.ends_with(".score"),
            shiftable: if undated { None } else { Some(movable) },
            of_parent,
            is_given: false,
            depth: 0,
        };
        (Value::Object(metric), about)
    }

    fn window(&mut self) -> Value {
        let mut window = match self.rng.u32(..10) {
            0..=2 => {
                // months are months of the calendar; in a year that starts within a month their numbering is left alone
                let period = if self.year_starts.ends_with("01") {
                    self.pick(&["year", "half_year", "quarter", "month"])
                } else {
                    self.pick(&["year", "half_year", "quarter"])
                };
                json!({ "period": period, "part": self.pick(&["to_date", "to_date", "whole"]) })
            }
            3 | 4 => {
                let part = match self.rng.u32(..3) {
                    0 => format!("half_{}", self.rng.u32(1..=2)),
                    1 => format!("quarter_{}", self.rng.u32(1..=4)),
                    _ if self.year_starts.ends_with("01") => {
                        format!("month_{}", self.rng.u32(1..=12))
                    }
                    _ => "half_1".to_owned(),
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

    fn shift(&mut self) -> Value {
        match self.rng.u32(..4) {
            0 => json!({ "days": self.one_of(&[-30, -7, -1, 1]) }),
            1 => json!({ "months": self.one_of(&[-12, -3, -1, 1]) }),
            _ => json!({ "years": self.one_of(&[-1, -1, -2]) }),
        }
    }

    fn derived_metric(&mut self) -> (Value, Metric) {
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
            depth: 1 + a.depth.max(b.depth),
            name: String::new(),
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
        let metric = match self.rng.u32(..8) {
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
                    depth: 0,
                    name: String::new(),
                };
                json!({ "given": "decimal" })
            }
            _ => {
                let bases: Vec<Metric> = self.metrics.iter().filter(|metric| metric.shiftable.is_some()).cloned().collect();
                let base = bases[self.rng.usize(..bases.len())].clone();
                let metric = if base.shiftable == Some(true) && self.chance(70) {
                    json!({ "same": base.name, "shift": self.shift() })
                } else {
                    json!({ "same": base.name, "window": self.window() })
                };
                about = Metric { shiftable: None, ..base };
                metric
            }
        };
        (metric, about)
    }

    // ---- conditions

    fn condition(&mut self, place: Place, depth: u32) -> Value {
        if depth == 0 || self.chance(55) {
            return self.leaf(place);
        }
        let count = self.rng.usize(1..4);
        let inner = |maker: &mut Self, count: usize| (0..count).map(|_| maker.condition(place, depth - 1)).collect::<Vec<Value>>();
        match self.rng.u32(..8) {
            0 => json!({ "not": self.condition(place, depth - 1) }),
            1 | 2 => json!({ "any": inner(self, count) }),
            3 => {
                json!({ "at_least_k": { "k": self.rng.usize(1..=count), "of": inner(self, count) } })
            }
            4 if self.chance(20) => json!({ "all": [] }),
            _ => json!({ "all": inner(self, count) }),
        }
    }

    fn leaf(&mut self, place: Place) -> Value {
        match place {
            Place::Sales => self.sales_leaf(),
            Place::Registrations => match self.rng.u32(..4) {
                0 => self.number("amount", true, false),
                1 => self.word("product.category", CATEGORIES, true),
                2 => self.word("partner.territory", PLACES, true),
                _ => self.word("customer", CUSTOMERS, false),
            },
            Place::Tiers | Place::Later => match self.rng.u32(..12) {
                0 => self.word("partner.territory", PLACES, true),
                1 => self.moment("partner.joined", true),
                2 => self.word("partner.id", PARTNERS, false),
                3 if self.with_records => self.number("partner.staff", false, true),
                4 if self.with_records => {
                    json!({ "partner.signed": { "is": self.rng.bool(), "unknown": self.policy() } })
                }
                5 | 6 if place == Place::Later && !self.tiers.is_empty() => self.tier_leaf(),
                _ => {
                    let metric = self.metrics[self.rng.usize(..self.metrics.len())].clone();
                    self.number(&metric.name, metric.may_be_unknown, metric.is_whole)
                }
            },
        }
    }

    fn sales_leaf(&mut self) -> Value {
        match self.rng.u32(..14) {
            0 | 1 => self.word("channel", CHANNELS, true),
            2 => self.word("customer", CUSTOMERS, true),
            3 => self.word("product.category", CATEGORIES, true),
            4 | 5 => {
                json!({ "product.category": { "within": self.pick(CATEGORIES), "unknown": self.policy() } })
            }
            6 => self.word("partner.territory", PLACES, true),
            7 => {
                self.reads_customers = true;
                self.word("customer.segment", PLACES, true)
            }
            8 => self.number("quantity", true, false),
            9 => self.number("amount", false, false),
            10 => self.moment("date", false),
            11 => {
                let column = self.pick(&["paid", "invoiced"]);
                self.moment(column, true)
            }
            12 if self.with_records => self.number("partner.staff", false, true),
            _ => self.word("basis", &["sell_in", "sell_out"], false),
        }
    }

    fn word(&mut self, operand: &str, words: &[&'static str], may_be_unknown: bool) -> Value {
        if may_be_unknown && self.chance(15) {
            return one(operand, json!({ "missing": self.rng.bool() }));
        }
        let (operator, bound) = match self.rng.u32(..4) {
            0 => ("is", json!(self.pick(words))),
            1 => ("is_not", json!(self.pick(words))),
            2 => ("in", json!(self.some(words))),
            _ => ("not_in", json!(self.some(words))),
        };
        self.operated(operand, operator, bound, may_be_unknown)
    }

    fn number(&mut self, operand: &str, may_be_unknown: bool, is_whole: bool) -> Value {
        let operator = self.pick(&["at_least", "at_least", "more_than", "at_most", "less_than", "equals", "differs"]);
        let bound = if is_whole { self.pick(&["0", "1", "2", "3", "5", "30", "90"]) } else { self.pick(BOUNDS) };
        self.operated(operand, operator, json!(bound), may_be_unknown)
    }

    fn moment(&mut self, operand: &str, may_be_unknown: bool) -> Value {
        let operator = self.pick(&["on_or_after", "after", "on_or_before", "before"]);
        let bound = if self.rng.bool() { "as_of".to_owned() } else { self.edge().to_string() };
        self.operated(operand, operator, json!(bound), may_be_unknown)
    }

    fn tier_leaf(&mut self) -> Value {
        let order = self.tiers.clone();
        match self.rng.u32(..4) {
            0 => json!({ "tier": { "is": self.pick(&order) } }),
            1 => json!({ "tier": { "at_most": self.pick(&order) } }),
            2 => json!({ "tier": { "in": self.some(&order) } }),
            _ => json!({ "tier": { "at_least": self.pick(&order) } }),
        }
    }

    fn operated(&mut self, operand: &str, operator: &str, bound: Value, may_be_unknown: bool) -> Value {
        let mut body = one(operator, bound);
        if may_be_unknown {
            body["unknown"] = json!(self.policy());
        }
        one(operand, body)
    }

    // ---- tiers, incentives, scorecards, conflicts

    fn ladder(&mut self) -> Value {
        let rungs = self.some(&["zinc", "silver", "gold", "amber"]);
        let ladder: Vec<Value> = rungs.iter().map(|id| json!({ "id": id, "requires": self.condition(Place::Tiers, 2) })).collect();
        self.tiers = vec!["registered"];
        self.tiers.extend(rungs);
        json!({ "base": { "id": "registered" }, "qualify": self.pick(&["highest_met", "consecutive"]), "ladder": ladder })
    }

    fn limits(&mut self) -> Map<String, Value> {
        let mut limits = Map::new();
        let floor = self.rng.u32(..50);
        if self.rng.bool() {
            limits.insert("floor".to_owned(), json!(floor.to_string()));
        }
        if self.rng.bool() {
            let cap = if self.chance(10) { floor.to_string() } else { format!("{}{}", floor + 50, if self.scale > 0 { ".5" } else { "" }) };
            limits.insert("cap".to_owned(), json!(cap));
        }
        limits
    }

    fn incentive(&mut self, id: &str, groups: bool) -> Value {
        let group = if groups && self.chance(70) { Some(self.pick(&["g1", "g1", "g2"])) } else { None };
        let mut incentive = if self.chance(40) { self.limits() } else { Map::new() };
        incentive.insert("id".to_owned(), json!(id));
        for (member, percent) in [("requires", 40), ("gates", 25)] {
            if self.chance(percent) {
                let condition = self.condition(Place::Later, 2);
                incentive.insert(member.to_owned(), condition);
            }
        }
        // a deduction is never compared within a group
        let pays: Vec<Value> = (0..self.rng.usize(1..4)).map(|_| self.part(group.is_none())).collect();
        incentive.insert("pays".to_owned(), Value::Array(pays));
        if let Some(group) = group {
            incentive.insert("group".to_owned(), json!(group));
        }
        Value::Object(incentive)
    }

    fn part(&mut self, may_deduct: bool) -> Value {
        let any = self.metrics[self.rng.usize(..self.metrics.len())].clone();
        let money: Vec<Metric> = self.metrics.iter().filter(|metric| metric.is_money).cloned().collect();
        let money = money[self.rng.usize(..money.len())].clone();
        let other = self.metrics[self.rng.usize(..self.metrics.len())].clone();
        let mut part = Map::new();
        let mut may_be_unknown = false;
        match self.rng.u32(..8) {
            0 => {
                part.insert("lump_sum".to_owned(), json!(self.money()));
            }
            1 => {
                may_be_unknown = any.may_be_unknown;
                let bands = self.bands(&any.name, "amount", None);
                part.insert("lump_sum_by_level".to_owned(), bands);
            }
            choice => {
                let (member, level, measure) =
                    if choice < 6 { ("percent_of", "rate", money) } else { ("amount_per_unit_of", "amount", any) };
                may_be_unknown = measure.may_be_unknown;
                part.insert(member.to_owned(), json!(measure.name));
                match self.rng.u32(..4) {
                    0 => {
                        part.insert(level.to_owned(), json!(self.pick(RATES)));
                        part.insert(
                            "when_negative".to_owned(),
                            json!(if may_deduct { self.pick(&["nothing", "deduct"]) } else { "nothing" }),
                        );
                    }
                    1 => {
                        let bands = self.bands(&measure.name, level, Some("graduated"));
                        part.insert("bands".to_owned(), bands);
                    }
                    choice => {
                        let by = if choice == 2 { measure } else { other };
                        may_be_unknown |= by.may_be_unknown;
                        let bands = self.bands(&by.name, level, Some("whole_amount"));
                        part.insert("bands".to_owned(), bands);
                    }
                }
            }
        }
        if may_be_unknown {
            part.insert("unknown".to_owned(), json!(self.pick(&["nothing", "nothing", "nothing", "hold"])));
        }
        if self.chance(25) {
            let when = self.condition(Place::Later, 1);
            part.insert("when".to_owned(), when);
        }
        Value::Object(part)
    }

    fn bands(&mut self, by: &str, member: &str, method: Option<&str>) -> Value {
        let levels: Vec<Value> = self
            .some(FROMS)
            .into_iter()
            .map(|from| {
                let mut level = one("from", json!(from));
                level[member] = json!(self.pick(RATES));
                level
            })
            .collect();
        let mut bands = json!({ "by": by, "boundary": self.pick(&["from_included", "from_excluded"]), "levels": levels });
        if let Some(method) = method {
            bands["method"] = json!(method);
        }
        bands
    }

    fn scorecard(&mut self) -> Value {
        let initial = self.rng.i32(-10..20);
        let mut least = initial;
        let mut characteristics = Vec::new();
        for id in self.some(&["overdue", "trend", "concentration"]) {
            let otherwise = self.rng.i32(-5..20);
            let mut smallest = otherwise;
            let mut attributes = Vec::new();
            for _ in 0..self.rng.usize(1..4) {
                let points = [-5, 0, 10, 10, 25][self.rng.usize(..5)];
                smallest = smallest.min(points);
                attributes.push(json!({ "when": self.condition(Place::Later, 1), "points": points.to_string() }));
            }
            least += smallest;
            characteristics.push(json!({ "id": id, "baseline": self.rng.i32(-5..15).to_string(), "attributes": attributes, "otherwise": otherwise.to_string() }));
        }
        let low = least - self.rng.i32(0..2) * 5;
        let middle = low + self.rng.i32(1..20);
        json!({
            "initial": initial.to_string(), "direction": self.pick(&["high_is_bad", "high_is_good"]), "characteristics": characteristics,
            "bands": [{ "id": "low", "from": low.to_string() }, { "id": "middle", "from": middle.to_string() }, { "id": "high", "from": (middle + 10).to_string() }]
        })
    }

    fn conflict(&mut self) -> Value {
        let keys: &[&[&str]] =
            &[&["customer"], &["customer"], &["customer", "product"], &["customer", "product.category"], &["opportunity"]];
        let mut policy = json!({
            "claims": "registrations", "match": keys[self.rng.usize(..keys.len())], "order_by": self.pick(&["registered_at", "registered_at", "completed_at"]),
            "protection": { "days": self.one_of(&[2, 7, 30, 90]), "first_day": self.pick(&["counted", "not_counted"]) },
            "tie": self.pick(&["lowest_id", "review"])
        });
        if self.chance(40) {
            policy["valid"] = self.condition(Place::Registrations, 1);
        }
        policy
    }

    // ---- the facts

    fn facts(&mut self, programme: &Value) -> Value {
        let partners = &PARTNERS[..self.rng.usize(1..=PARTNERS.len())];
        let mut facts = json!({ "schema": "qudao/facts/1", "products": products(), "categories": categories() });
        if self.reads_customers || self.rng.bool() {
            facts["customers"] =
                json!([{ "id": "C1", "segment": "north" }, { "id": "C2" }, { "id": "C3", "segment": "south", "name": "武汉蓝天医院" }]);
        }
        facts["partners"] = self.partners(partners);
        if self.rng.bool() {
            facts["relationships"] = self.relationships(partners);
        }
        for (table, most) in [
            ("sales", 41),
            ("receivables", 7),
            ("payments", 7),
            ("certificates", 9),
            ("targets", 9),
            ("registrations", 16),
            ("activities", 7),
        ] {
            let least = if table == "sales" && self.chance(80) { 15 } else { 0 };
            let count = self.rng.usize(least..most);
            facts[table] = (0..count).map(|index| self.row(table, index, partners, programme)).collect();
        }
        if self.with_records {
            for table in ["surveys", "visits"] {
                let count = self.rng.usize(..9);
                facts[table] = (0..count).map(|index| self.row(table, index, partners, programme)).collect();
            }
        }
        if self.rng.bool() || self.metrics.iter().any(|metric| metric.is_given) {
            facts["metrics"] = self.given(partners);
        }
        facts
    }

    fn partners(&mut self, ids: &[&str]) -> Value {
        let mut rows = Vec::new();
        for (index, id) in ids.iter().enumerate() {
            let mut row = json!({ "id": id });
            if index > 0 && self.chance(70) {
                row["parent"] = json!(ids[self.rng.usize(..index)]);
            }
            if self.chance(70) {
                row["territory"] = json!(self.pick(PLACES));
            }
            if self.chance(60) {
                row["joined"] = json!(self.edge().to_string());
            }
            if self.with_records {
                row["staff"] = json!(self.rng.u32(..4));
                if self.rng.bool() {
                    row["signed"] = json!(self.rng.bool());
                }
            }
            rows.push(row);
        }
        self.rng.shuffle(&mut rows);
        Value::Array(rows)
    }

    /// Dated edges that follow one another; a parent always stands before its child in `ids`, so there is no cycle on any day.
    fn relationships(&mut self, ids: &[&str]) -> Value {
        let mut edges = Vec::new();
        for index in 1..ids.len() {
            let mut from = self.edge() - Days::new(self.rng.u64(..100));
            for _ in 0..self.rng.usize(..3) {
                let until =
                    if self.chance(30) { self.as_of + Days::new(self.rng.u64(..2)) } else { from + Days::new(self.rng.u64(1..120)) };
                if until <= from {
                    break;
                }
                let parent = ids[self.rng.usize(..index)];
                edges.push(json!({ "partner": ids[index], "parent": parent, "from": from.to_string(), "until": until.to_string() }));
                from = until;
            }
            if self.chance(20) {
                edges.push(json!({ "partner": ids[index], "parent": ids[self.rng.usize(..index)], "from": from.to_string() }));
            }
        }
        Value::Array(edges)
    }

    fn row(&mut self, table: &str, index: usize, partners: &[&str], programme: &Value) -> Value {
        let mut row = json!({ "partner": partners[self.rng.usize(..partners.len())] });
        match table {
            "sales" => self.sale(&mut row, index, programme),
            "receivables" => {
                let issued = self.edge();
                row["issued"] = json!(issued.to_string());
                row["due"] = json!((issued + Days::new(30)).to_string());
                row["amount"] = json!(self.pick(AMOUNTS));
                if self.rng.bool() {
                    row["paid"] = json!(self.edge().to_string());
                }
            }
            "payments" => {
                row["date"] = json!(self.edge().to_string());
                row["amount"] = json!(self.pick(AMOUNTS));
            }
            "certificates" => {
                row["person"] = json!(self.pick(&["li", "wang", "zhao"]));
                row["certificate"] = json!(self.pick(&["basic", "expert"]));
                row["issued"] = json!(self.edge().to_string());
                if self.rng.bool() {
                    row["expires"] = json!(self.edge().to_string());
                }
            }
            "targets" => {
                let year = day(&format!("{}-{}", self.as_of.year() - self.rng.i32(0..2), self.year_starts));
                let from = year + Months::new(3 * self.rng.u32(..4));
                row["target"] = json!(self.pick(&["annual", "quarterly"]));
                row["from"] = json!(from.to_string());
                row["until"] = json!((from + Months::new([1, 3, 12][self.rng.usize(..3)])).to_string());
                row["amount"] = json!(self.pick(AMOUNTS));
            }
            "registrations" => self.registration(&mut row, index, programme),
            "activities" => {
                row["kind"] = json!(self.pick(&["training", "fair"]));
                row["date"] = json!(self.edge().to_string());
            }
            "surveys" => {
                row["id"] = json!(format!("q{index}"));
                row["answered"] = json!(self.edge().to_string());
                if self.chance(80) {
                    row["score"] = json!(self.rng.u32(..11));
                }
            }
            "visits" => {
                row["topic"] = json!(self.pick(&["price", "stock", "training"]));
                if self.chance(70) {
                    row["done"] = json!(self.rng.bool());
                }
            }
            other => panic!("table {other}"),
        }
        if table != "visits" && self.chance(25) {
            row["known_on"] = json!(self.near(self.as_of).to_string());
        }
        row
    }

    fn sale(&mut self, row: &mut Value, index: usize, programme: &Value) {
        row["date"] = json!(self.edge().to_string());
        row["basis"] = json!(self.pick(&["sell_in", "sell_out"]));
        row["amount"] = if self.chance(20) { json!(self.rng.i32(-20..1000)) } else { json!(self.pick(AMOUNTS)) };
        if self.rng.bool() {
            row["id"] = json!(format!("S{index}"));
        }
        for (column, percent) in [("invoiced", 50), ("shipped", 40), ("paid", 60)] {
            if self.chance(percent) {
                row[column] = json!(self.edge().to_string());
            }
        }
        for (column, words, percent) in [
            ("customer", CUSTOMERS, 70),
            ("product", PRODUCTS, 70),
            ("channel", CHANNELS, 70),
            ("ship_to", PLACES, 70),
            ("order", &["1", "2", "01"] as &[&str], 50),
            ("tax", &["0", "0.13", "13", "-1"], 50),
        ] {
            if self.chance(percent) {
                row[column] = json!(self.pick(words));
            } else if self.chance(10) {
                row[column] = Value::Null;
            }
        }
        if self.chance(70) {
            row["quantity"] = json!(self.pick(&["0", "1", "2", "2.5", "10", "-1"]));
        }
        if self.chance(20) {
            row["currency"] = programme["currency"].clone();
        }
        if self.with_records && self.rng.bool() {
            row["points"] = json!(self.rng.u32(..5));
        }
    }

    fn registration(&mut self, row: &mut Value, index: usize, programme: &Value) {
        let registered = self.as_of - Days::new([0, 0, 1, 1, 2, 3, 6, 7, 8, 29, 30, 31, 89, 90, 91, 92][self.rng.usize(..16)])
            + Days::new(self.rng.u64(..10) / 9);
        let completed = registered + Days::new(self.rng.u64(..3));
        row["id"] = json!(format!("R{index}"));
        row["customer"] = json!(self.pick(CUSTOMERS));
        row["registered_at"] = json!(self.instant(registered));
        if self.chance(80) {
            row["completed_at"] = json!(self.instant(completed));
        }
        if self.chance(75) {
            row["product"] = json!(self.pick(PRODUCTS));
        }
        if self.chance(80) {
            row["opportunity"] = json!(self.pick(&["O-1", "O-2"]));
        }
        if self.rng.bool() {
            row["amount"] = json!(self.pick(BOUNDS));
        }
        // a withdrawal always falls into the protection, whichever instant a policy goes by
        let shortest = programme["conflicts"]
            .as_object()
            .and_then(|policies| policies.values().filter_map(|policy| policy["protection"]["days"].as_u64()).min());
        let withdrawn = completed + Days::new(self.rng.u64(1..30));
        if shortest.is_some_and(|days| withdrawn < registered + Days::new(days)) && self.chance(60) {
            row["withdrawn_on"] = json!(withdrawn.to_string());
        }
    }

    /// An instant of a day; the hours are such that an earlier day is an earlier instant in all offsets, and equal instants fall on one day.
    fn instant(&mut self, date: NaiveDate) -> String {
        let time = self.pick(&[
            "09:00:00+08:00",
            "09:00:00+08:00",
            "01:00:00Z",
            "09:00:00-05:00",
            "14:00:00Z",
            "09:00:01+08:00",
            "15:30:00-05:00",
        ]);
        format!("{date}T{time}")
    }

    /// Values handed over by the host: most given metrics, some measured ones, `null` only where a value may be unknown.
    fn given(&mut self, partners: &[&str]) -> Value {
        let mut all = Map::new();
        for partner in partners {
            let mut values = Map::new();
            for metric in self.metrics.clone() {
                if metric.of_parent || !self.chance(if metric.is_given { 80 } else { 5 }) {
                    continue;
                }
                let value = if metric.may_be_unknown && self.chance(15) {
                    Value::Null
                } else {
                    json!(if metric.is_whole { self.pick(&["0", "1", "3"]) } else { self.pick(AMOUNTS) })
                };
                values.insert(metric.name, value);
            }
            if !values.is_empty() {
                all.insert((*partner).to_owned(), Value::Object(values));
            }
        }
        Value::Object(all)
    }
}

fn products() -> Value {
    json!([{ "id": "pump", "category": "pumps" }, { "id": "gear", "category": "gears" }, { "id": "micro", "category": "micros" }, { "id": "valve", "category": "valves" }, { "id": "bare" }])
}

fn categories() -> Value {
    json!([{ "id": "pumps" }, { "id": "gears", "parent": "pumps" }, { "id": "micros", "parent": "gears" }, { "id": "valves" }])
}

/// An object of one member.
fn one(name: &str, value: Value) -> Value {
    let mut members = Map::new();
    members.insert(name.to_owned(), value);
    Value::Object(members)
}

fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").expect("a date is YYYY-MM-DD")
}
