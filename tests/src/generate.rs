//! Valid programmes and facts from a seed, small and full of edges: exact bounds, zero denominators, returns, ties, month ends, leap
//! days, dated hierarchies, overlapping registrations, values handed over by the host.

mod alone;
mod condition;
mod each;
mod facts;
mod fund;
mod history;
mod incentive;
mod inventory;
mod metric;
mod money;
mod part;
mod plan;
mod price;
mod shared;
mod terms;
mod together;

use chrono::{Datelike, Days, Months, NaiveDate};
use fastrand::Rng;
use serde_json::{Map, Value, json};

pub use history::{History, history};
use incentive::Written;

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
    /// Whose price of what is asked for beside the review.
    pub price: Option<(&'static str, &'static str)>,
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
    /// Whether all that it reads is measured with scope `own` or handed over.
    is_own: bool,
    depth: u32,
    /// The column or kind that a sum or a count reads.
    added_up: Option<&'static str>,
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
    points_scale: u32,
    points_mode: &'static str,
    has_until: bool,
    /// The incentives so far.
    written: Vec<Written>,
    /// Metrics that are read one by one or in order: the host hands none of them over.
    singly: Vec<String>,
    /// Whether records are read in their order, which needs their ids.
    in_order: bool,
    /// Pools and contests that no part pays yet.
    pools: Vec<&'static str>,
    contests: Vec<&'static str>,
    /// What the host may take back although it is never unknown.
    taken_back: Option<&'static str>,
    /// Whether it decides about one partner at a time, without split credit.
    alone: bool,
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
const FACTORS: &[&str] = &["0", "0.5", "0.8", "1", "1", "1.2"];
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
            points_scale: 0,
            points_mode: "floor",
            has_until: false,
            written: Vec::new(),
            singly: Vec::new(),
            in_order: false,
            pools: Vec::new(),
            contests: Vec::new(),
            taken_back: None,
            alone: false,
        }
    }

    fn case(mut self) -> Case {
        let programme = self.programme();
        let known_on = if self.rng.bool() { Some(self.near(self.as_of).to_string()) } else { None };
        let facts = self.facts(&programme);
        let price = programme.get("prices").map(|_| (PARTNERS[0], self.pick(PRODUCTS)));
        Case { programme, facts, as_of: self.as_of.to_string(), known_on, price }
    }

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
        let starts = day(&format!("2024-{}", self.year_starts)).day();
        let first = self.as_of.with_day(starts).expect("every month has that day");
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

    /// An amount of at most `scale` digits.
    fn amount(&mut self, scale: u32) -> String {
        let whole = self.rng.u32(..300);
        let fraction = match scale {
            0 => "",
            1 => self.pick(&["", ".5"]),
            _ => self.pick(&["", ".5", ".01", ".99"]),
        };
        format!("{whole}{fraction}")
    }

    fn any_metric(&mut self) -> Metric {
        self.metrics[self.rng.usize(..self.metrics.len())].clone()
    }

    fn money_metric(&mut self) -> Metric {
        let money: Vec<Metric> = self.metrics.iter().filter(|metric| metric.is_money).cloned().collect();
        money[self.rng.usize(..money.len())].clone()
    }

    fn policy(&mut self) -> &'static str {
        self.pick(&["holds", "fails"])
    }

    fn programme(&mut self) -> Value {
        let (currency, most) = [("CNY", 2), ("EUR", 2), ("JPY", 0), ("KWD", 3)][self.rng.usize(..4)];
        self.scale = self.rng.u32(..=most);
        self.year_starts = self.pick(&["01-01", "01-01", "07-01", "08-01", "04-15", "07-15", "10-28"]);
        self.with_records = self.rng.bool();
        let from = self.as_of - Days::new(self.rng.u64(..2) * self.rng.u64(..500));
        let mut effective = json!({ "from": from.to_string() });
        self.has_until = self.rng.bool();
        if self.has_until {
            effective["until"] = json!((self.as_of + Days::new(1 + self.rng.u64(..2) * self.rng.u64(..300))).to_string());
        }
        let mut programme = json!({
            "schema": "qudao/programme/1", "id": "generated", "revision": self.rng.u32(1..5), "effective": effective, "currency": currency,
            "calendar": { "year_starts": self.year_starts }, "rounding": { "scale": self.scale, "mode": self.pick(MODES) },
            "title": { "en": "Generated", "zh-CN": "生成的方案" }
        });
        if self.with_records {
            programme["records"] = json!({
                "partners": { "columns": { "credit_limit": "decimal", "staff": "integer", "signed": "boolean" }, "optional": ["credit_limit", "signed"] },
                "sales": { "columns": { "points": "integer" }, "optional": ["points"] },
                "surveys": { "columns": { "id": "text", "partner": "partners", "answered": "date", "score": "integer", "known_on": "date" }, "optional": ["score", "known_on"] },
                "visits": { "columns": { "partner": "partners", "done": "boolean", "topic": "text" }, "optional": ["done"] }
            });
        }
        if self.chance(40) {
            programme["currencies"] = self.currencies();
        }
        programme["metrics"] = self.all_metrics();
        if self.chance(80) {
            programme["tiers"] = self.ladder();
        }
        self.points_scale = self.rng.u32(..2);
        self.points_mode = self.pick(MODES);
        for (member, names) in [("pools", ["growth", "loyal"]), ("contests", ["autumn", "spring"])] {
            if self.chance(50) {
                let names = self.some(&names);
                let make = |name: &&str| ((*name).to_owned(), if member == "pools" { self.pool() } else { self.contest() });
                let written: Map<String, Value> = names.iter().map(make).collect();
                programme[member] = Value::Object(written);
                if member == "pools" {
                    self.pools = names;
                } else {
                    self.contests = names;
                }
            }
        }
        let (groups, budgets) = (self.rng.bool(), self.chance(40));
        if self.chance(95) {
            let mut ids = self.some(&["volume", "a", "Z", "growth", "i-9", "i-10"]);
            self.rng.shuffle(&mut ids);
            let mut incentives: Vec<Value> = ids.into_iter().map(|id| self.incentive(id, groups, budgets)).collect();
            // what takes off another one may stand before it
            self.rng.shuffle(&mut incentives);
            programme["incentives"] = Value::Array(incentives);
        }
        if groups {
            programme["groups"] = self.groups();
        }
        if budgets {
            programme["budgets"] = self.budgets();
        }
        if self.chance(30) {
            programme["document"] = json!("渠道协议 2026-01");
        }
        if self.chance(40) {
            programme["payout"] = Value::Object(self.limits(self.scale));
        }
        if self.chance(60) {
            let cards = self.some(&["risk", "health"]);
            programme["scorecards"] = cards.into_iter().map(|name| (name.to_owned(), self.scorecard())).collect::<Map<_, _>>().into();
        }
        if self.chance(60) {
            let policies = self.some(&["deals", "big_deals"]);
            programme["conflicts"] = policies.into_iter().map(|name| (name.to_owned(), self.conflict())).collect::<Map<_, _>>().into();
        }
        self.side_by_side(&mut programme);
        if self.chance(45) {
            programme["funds"] = self.funds();
        }
        if self.chance(45) {
            programme["channel_inventory"] = self.channel_inventory();
        }
        if self.chance(45) {
            programme["prices"] = self.prices(most);
        }
        if self.chance(45) {
            programme["settlement"] = self.terms();
        }
        if self.chance(6) {
            self.leave_alone(&mut programme);
        }
        programme
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
