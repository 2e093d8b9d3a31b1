//! Facts: partners, records, values handed over by the host.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde_json::{Map, Value, json};

use super::{AMOUNTS, BOUNDS, CHANNELS, CUSTOMERS, Maker, PARTNERS, PLACES, PRODUCTS, categories, day, products};

impl Maker {
    pub(super) fn facts(&mut self, programme: &Value) -> Value {
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
        if programme.get("channel_inventory").is_some() {
            self.stock(&mut facts, partners);
            self.claimed_of_inventory(&mut facts, partners);
        }
        if programme.get("funds").is_some() {
            self.asked_of_funds(&mut facts, partners, programme);
        }
        if programme.get("prices").is_some() {
            facts["list_prices"] = self.list_prices();
        }
        if self.with_records {
            for table in ["surveys", "visits"] {
                let count = self.rng.usize(..9);
                facts[table] = (0..count).map(|index| self.row(table, index, partners, programme)).collect();
            }
        }
        if programme.get("currencies").is_some() {
            facts["rates"] = self.rates(&facts, programme);
        }
        if !self.alone && self.chance(40) {
            facts["credits"] = self.credits(&facts, partners, programme);
        }
        if self.rng.bool() || self.metrics.iter().any(|metric| metric.is_given) {
            facts["metrics"] = self.given(partners);
        }
        facts
    }

    pub(super) fn partners(&mut self, ids: &[&str]) -> Value {
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
                row["kind"] = json!(self.pick(&["dealer", "agent"]));
            }
            if self.chance(60) {
                row["joined"] = json!(self.edge().to_string());
            }
            if self.chance(20) {
                let joined = row["joined"].as_str().map_or(self.as_of, day);
                row["left"] = json!((joined + Days::new(1 + self.rng.u64(..200))).to_string());
            }
            if self.with_records {
                row["staff"] = json!(self.rng.u32(..4));
                if self.chance(70) {
                    row["credit_limit"] = json!(self.pick(AMOUNTS));
                }
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
    pub(super) fn relationships(&mut self, ids: &[&str]) -> Value {
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

    pub(super) fn row(&mut self, table: &str, index: usize, partners: &[&str], programme: &Value) -> Value {
        let mut row = json!({ "partner": partners[self.rng.usize(..partners.len())] });
        match table {
            "sales" => self.sale(&mut row, index, programme),
            "receivables" => {
                let issued = self.edge();
                row["issued"] = json!(issued.to_string());
                row["due"] = json!((issued + Days::new(30)).to_string());
                row["amount"] = json!(self.pick(AMOUNTS));
                self.foreign(&mut row, programme);
                if self.rng.bool() {
                    row["paid"] = json!(self.edge().to_string());
                }
            }
            "payments" => {
                row["date"] = json!(self.edge().to_string());
                row["amount"] = json!(self.pick(AMOUNTS));
                self.foreign(&mut row, programme);
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

    pub(super) fn sale(&mut self, row: &mut Value, index: usize, programme: &Value) {
        row["date"] = json!(self.edge().to_string());
        row["basis"] = json!(self.pick(&["sell_in", "sell_out"]));
        row["amount"] = if self.chance(20) { json!(self.rng.i32(-20..1000)) } else { json!(self.pick(AMOUNTS)) };
        if self.in_order || self.rng.bool() {
            row["id"] = json!(format!("S{index}"));
        }
        if self.chance(40) {
            row["return_of"] = json!(format!("S{}", self.rng.usize(..index + 3)));
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
            ("seller", &["li", "wang", "Li"], 60),
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
        self.foreign(row, programme);
        if self.with_records && self.rng.bool() {
            row["points"] = json!(self.rng.u32(..5));
        }
    }

    pub(super) fn registration(&mut self, row: &mut Value, index: usize, programme: &Value) {
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
    pub(super) fn instant(&mut self, date: NaiveDate) -> String {
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
    pub(super) fn given(&mut self, partners: &[&str]) -> Value {
        let mut all = Map::new();
        for partner in partners {
            let mut values = Map::new();
            for metric in self.metrics.clone() {
                let is_taken_back = self.taken_back == Some(metric.name.as_str());
                let percent = if metric.is_given { 80 } else { 5 };
                if metric.of_parent || self.singly.contains(&metric.name) || !self.chance(percent) {
                    continue;
                }
                let value = if is_taken_back || (metric.may_be_unknown && self.chance(15)) {
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
