//! Channel inventory: buckets of stock, ship and debit, price protection, stock rotation, and the partner's claim lines.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use num_rational::BigRational;
use serde_json::{Value, json};

use super::number::{exact_text, parse, round};
use super::{Question, Record, date, text, zero};

struct Bucket<'a> {
    product: &'a str,
    sale: Option<&'a str>,
    bought: NaiveDate,
    /// What a piece stands at: its cost less what it was protected for.
    cost: BigRational,
    quantity: BigRational,
    left: BigRational,
}

/// One result: of a resale, a change, or the rotation of a partner.
struct Claim<'a> {
    kind: &'static str,
    /// Date and id of what it is for.
    about: (NaiveDate, Option<&'a str>),
    product: Option<&'a str>,
    quantity: BigRational,
    amount: BigRational,
    buckets: Vec<Value>,
}

/// A resale, and what it took and still has: bucket, quantity, and what a piece stood at.
struct Resale<'a> {
    day: NaiveDate,
    id: Option<&'a str>,
    row: &'a Record,
    taken: Vec<(usize, BigRational, BigRational)>,
}

/// Stock of one partner as it goes through the days.
#[derive(Default)]
struct Stock<'a> {
    buckets: Vec<Bucket<'a>>,
    /// What each resale took, in the order of the resales.
    resales: Vec<Resale<'a>>,
    claims: Vec<Claim<'a>>,
    left_out: Vec<(NaiveDate, Option<&'a str>, &'static str)>,
}

/// What is found of a partner's stock.
pub(super) struct Found {
    /// As in the review.
    pub(super) told: Value,
    pub(super) claims: Vec<FoundClaim>,
    pub(super) matches: Vec<Match>,
}

pub(super) struct FoundClaim {
    pub(super) kind: &'static str,
    pub(super) day: NaiveDate,
    /// The resale or the change; nothing where it has no id.
    pub(super) about: Option<String>,
    pub(super) amount: BigRational,
    pub(super) told: Value,
}

/// A claim line, or what is not claimed.
pub(super) struct Match {
    pub(super) claim: Option<String>,
    pub(super) kind: String,
    pub(super) about: String,
    pub(super) outcome: &'static str,
    pub(super) ours: BigRational,
    pub(super) theirs: BigRational,
    pub(super) told: Value,
}

const KINDS: [&str; 3] = ["ship_and_debit", "price_protection", "stock_rotation"];

impl<'a> Question<'a> {
    pub(super) fn inventory(&self, partner: &'a str) -> Found {
        let mut stock = Stock::default();
        let mut steps: Vec<(NaiveDate, u8, Option<&str>, &Record)> = Vec::new();
        for row in self.table("price_changes") {
            if self.counts(row) {
                steps.push((self.day(row), 0, Some(text(&row["id"])), row));
            }
        }
        for row in self.table("sales") {
            if text(&row["partner"]) != partner || !self.counts(row) {
                continue;
            }
            let id = row.get("id").and_then(Value::as_str);
            let present = |column: &str| row.get(column).is_some_and(|value| !value.is_null());
            if !present("product") || !present("quantity") || parse(&row["quantity"]) == zero() {
                stock.left_out.push((self.day(row), id, if present("product") { "no_quantity" } else { "no_product" }));
                continue;
            }
            let step = match (text(&row["basis"]), is_return(row)) {
                ("sell_in", false) => 1,
                ("sell_out", false) => 2,
                ("sell_out", true) => 3,
                _ => 4,
            };
            steps.push((self.day(row), step, id, row));
        }
        steps.sort_by(|a, b| {
            (a.0, a.1, a.2).cmp(&(b.0, b.1, b.2)).then_with(|| if a.1 == 0 { Ordering::Equal } else { by_content(a.3, b.3) })
        });
        for (day, step, id, row) in steps {
            let quantity = || {
                let signed = parse(&row["quantity"]);
                if signed < zero() { -signed } else { signed }
            };
            match step {
                0 => self.protect(&mut stock, day, text(&row["id"]), row),
                1 => {
                    let cost = parse(&row["amount"]) / quantity();
                    stock.buckets.push(Bucket {
                        product: text(&row["product"]),
                        sale: id,
                        bought: day,
                        cost,
                        quantity: quantity(),
                        left: quantity(),
                    });
                }
                2 => stock.resell(day, id, row, quantity()),
                3 => stock.take_back(day, id, row, quantity()),
                _ => stock.return_to_vendor(day, id, row, quantity()),
            }
        }
        self.debit(&mut stock, partner);
        self.rotate(&mut stock, partner);
        stock.claims.sort_by_key(|claim| (KINDS.iter().position(|kind| *kind == claim.kind), claim.product, claim.about));
        stock.left_out.sort_unstable();
        stock.buckets.sort_by_key(|bucket| (bucket.product, bucket.bought, bucket.sale));
        let buckets: Vec<Value> = stock
            .buckets
            .iter()
            .map(|bucket| {
                let told = json!({
                    "product": bucket.product, "bought": bucket.bought.to_string(), "unit_cost": exact_text(&bucket.cost),
                    "quantity": exact_text(&bucket.quantity), "left": exact_text(&bucket.left)
                });
                with_sale(bucket.sale, told)
            })
            .collect();
        let left_out: Vec<Value> = stock.left_out.iter().map(|(_, sale, why)| with_sale(*sale, json!({ "why": why }))).collect();
        let claims: Vec<FoundClaim> = stock
            .claims
            .iter()
            .map(|claim| FoundClaim {
                kind: claim.kind,
                day: claim.about.0,
                about: claim.about.1.map(str::to_owned),
                amount: claim.amount.clone(),
                told: self.found(claim),
            })
            .collect();
        let matches = self.matches(partner, &stock.claims);
        let told = json!({
            "buckets": buckets, "claims": claims.iter().map(|claim| &claim.told).collect::<Vec<_>>(),
            "matches": matches.iter().map(|found| &found.told).collect::<Vec<_>>(), "left_out": left_out
        });
        Found { told, claims, matches }
    }

    fn found(&self, claim: &Claim<'_>) -> Value {
        let mut told = json!({
            "kind": claim.kind, "quantity": exact_text(&claim.quantity), "amount": self.money(&claim.amount), "buckets": claim.buckets
        });
        match claim.kind {
            "ship_and_debit" => told = with_sale(claim.about.1, told),
            "price_protection" => told["change"] = json!(claim.about.1),
            _ => {}
        }
        if let Some(product) = claim.product {
            told["product"] = json!(product);
        }
        told
    }

    fn day(&self, row: &Record) -> NaiveDate {
        date(text(&row["date"]))
    }

    fn counts(&self, row: &Record) -> bool {
        self.day(row) <= self.as_of && self.is_known(row)
    }

    fn rounded(&self, amount: &BigRational) -> BigRational {
        round(amount, self.scale(), text(&self.programme["rounding"]["mode"]))
    }

    /// Ship and debit, when all movements are known.
    fn debit(&self, stock: &mut Stock<'a>, partner: &str) {
        let Some(terms) = self.programme["channel_inventory"].get("ship_and_debit") else { return };
        let mut used: BTreeMap<&str, BigRational> = BTreeMap::new();
        for resale in &stock.resales {
            let (day, id, product) = (resale.day, resale.id, text(&resale.row["product"]));
            let mut agreements: Vec<&Record> = self.table("special_prices");
            agreements.retain(|agreement| {
                let customer = agreement.get("customer").filter(|customer| !customer.is_null());
                agreement["partner"] == partner
                    && agreement["product"] == product
                    && customer.is_none_or(|customer| resale.row.get("customer") == Some(customer))
                    && date(text(&agreement["from"])) <= day
                    && day < date(text(&agreement["until"]))
                    && self.is_known(agreement)
            });
            agreements.sort_by_key(|agreement| (parse(&agreement["price"]), text(&agreement["id"])));
            let list_price = self.list_price_of(product, day);
            let mut open = resale.taken.clone();
            let (mut amount, mut quantity, mut buckets) = (zero(), zero(), Vec::new());
            for agreement in agreements {
                let price = parse(&agreement["price"]);
                let limit = agreement.get("quantity").filter(|quantity| !quantity.is_null()).map(parse);
                for (index, left, cost) in &mut open {
                    let before = used.entry(text(&agreement["id"])).or_insert_with(zero);
                    let some = limit.as_ref().map_or(left.clone(), |limit| (limit - &*before).min(left.clone()));
                    if some <= zero() {
                        continue;
                    }
                    let basis = if terms["basis"] == "bucket_cost" { Some(cost.clone()) } else { list_price.clone() };
                    let Some(basis) = basis else { continue };
                    *before += &some;
                    *left -= &some;
                    let each = (basis - &price).max(zero());
                    amount += &each * &some;
                    quantity += &some;
                    buckets.push(told(stock.buckets[*index].sale, cost, &some, &each));
                }
                if terms["basis"] == "list_price" && list_price.is_none() && resale.taken.iter().any(|(_, left, _)| *left > zero()) {
                    stock.left_out.push((day, id, "no_list_price"));
                    break;
                }
            }
            if !buckets.is_empty() {
                let amount = self.rounded(&amount);
                stock.claims.push(Claim { kind: "ship_and_debit", about: (day, id), product: Some(product), quantity, amount, buckets });
            }
        }
    }

    /// The list price on a day by the product's price changes.
    fn list_price_of(&self, product: &str, day: NaiveDate) -> Option<BigRational> {
        let mut changes: Vec<&Record> = self.table("price_changes");
        changes.retain(|change| change["product"] == product && self.counts(change));
        changes.sort_by_key(|change| (self.day(change), text(&change["id"])));
        let before = changes.iter().rfind(|change| self.day(change) <= day).map(|change| parse(&change["new_price"]));
        before.or_else(|| changes.first().map(|change| parse(&change["old_price"])))
    }

    fn protect(&self, stock: &mut Stock<'a>, day: NaiveDate, id: &'a str, change: &'a Record) {
        let Some(terms) = self.programme["channel_inventory"].get("price_protection") else { return };
        let product = text(&change["product"]);
        let (old, new) = (parse(&change["old_price"]), parse(&change["new_price"]));
        let first = terms.get("bought_within").map(|within| day - Days::new(within["days"].as_u64().expect("days")));
        let (mut amount, mut quantity, mut buckets) = (zero(), zero(), Vec::new());
        for bucket in &mut stock.buckets {
            if bucket.product != product || bucket.left <= zero() || first.is_some_and(|first| bucket.bought < first) {
                continue;
            }
            let each = if new >= old {
                // what stays as it was counts as 0, too
                if terms["rise"] == "charged_back" { &old - &new } else { zero() }
            } else if terms["basis"] == "bucket_cost" {
                (&bucket.cost - &new).max(zero())
            } else {
                &old - &new
            };
            amount += &each * &bucket.left;
            quantity += &bucket.left;
            buckets.push(told(bucket.sale, &bucket.cost, &bucket.left, &(&each * parse(&terms["pass_through"]))));
            bucket.cost -= each;
        }
        if buckets.is_empty() {
            return;
        }
        let amount = self.rounded(&(amount * parse(&terms["pass_through"])));
        stock.claims.push(Claim { kind: "price_protection", about: (day, Some(id)), product: Some(product), quantity, amount, buckets });
    }

    fn rotate(&self, stock: &mut Stock<'a>, partner: &'a str) {
        let Some(terms) = self.programme["channel_inventory"].get("stock_rotation") else { return };
        let window = self.window(&json!({ "trailing": terms["of_purchases"] }), None);
        let purchases: BigRational = self
            .table("sales")
            .into_iter()
            .filter(|row| {
                let present = |column: &str| row.get(column).is_some_and(|value| !value.is_null());
                row["partner"] == partner
                    && row["basis"] == "sell_in"
                    && present("product")
                    && present("quantity")
                    && parse(&row["quantity"]) != zero()
                    && self.counts(row)
                    && window.contains(self.day(row))
            })
            .map(|row| {
                let amount = parse(&row["amount"]);
                let worth = amount.clone().max(-amount);
                if is_return(row) { -worth } else { worth }
            })
            .sum();
        let mut open = purchases.max(zero()) * parse(&terms["share"]);
        let first = terms.get("bought_within").map(|within| self.as_of - Days::new(within["days"].as_u64().expect("days")));
        let kept = parse(&json!("1")) - parse(&terms["restocking_fee"]);
        let (mut amount, mut quantity, mut buckets) = (zero(), zero(), Vec::new());
        let mut oldest: Vec<&Bucket<'_>> = stock.buckets.iter().collect();
        oldest.sort_by_key(|bucket| (bucket.bought, bucket.product, bucket.sale));
        for bucket in oldest {
            if bucket.left <= zero() || bucket.cost <= zero() || first.is_some_and(|first| bucket.bought < first) {
                continue;
            }
            let pieces = bucket.left.clone().min(&open / &bucket.cost);
            if pieces > zero() {
                let each = &bucket.cost * &kept;
                open -= &pieces * &bucket.cost;
                amount += &each * &pieces;
                quantity += &pieces;
                buckets.push(told(bucket.sale, &bucket.cost, &pieces, &each));
            }
        }
        if buckets.is_empty() {
            return;
        }
        let amount = self.rounded(&amount);
        stock.claims.push(Claim { kind: "stock_rotation", about: (self.as_of, Some(partner)), product: None, quantity, amount, buckets });
    }

    /// The partner's claim lines against what was found.
    fn matches(&self, partner: &str, claims: &[Claim<'_>]) -> Vec<Match> {
        let mut lines: Vec<&Record> = self.table("claim_lines");
        lines.retain(|line| line["partner"] == partner && self.is_known(line));
        lines.sort_by_key(|line| text(&line["id"]));
        let mut met = vec![false; claims.len()];
        let mut seen: Vec<(&str, &str)> = Vec::new();
        let mut told = Vec::new();
        for line in lines {
            let kind = text(&line["kind"]);
            let column = column_of(kind);
            let about = line.get(column).and_then(Value::as_str).unwrap_or("");
            let place = claims.iter().position(|claim| claim.kind == kind && claim.about.1 == Some(about));
            let theirs = self.rounded(&parse(&line["amount"]));
            let again = !about.is_empty() && seen.contains(&(kind, about));
            let ours = place.filter(|_| !again).map_or_else(zero, |place| claims[place].amount.clone());
            let late = |claim: &Claim<'_>| {
                let within = self.programme["channel_inventory"][kind].get("claim_within")?;
                let last = claim.about.0 + Days::new(within["days"].as_u64().expect("days"));
                Some(self.date_cell(line, "known_on")? > last)
            };
            let outcome = if again {
                "duplicate"
            } else if let Some(place) = place {
                met[place] = true;
                let claim = &claims[place];
                if ours == zero() {
                    "not_eligible"
                } else if late(claim) == Some(true) {
                    "late"
                } else if parse(&line["quantity"]) != claim.quantity {
                    "quantity_differs"
                } else if theirs != ours {
                    "price_differs"
                } else {
                    "matched"
                }
            } else {
                "not_eligible"
            };
            seen.push((kind, about));
            told.push(self.matched((Some(text(&line["id"])), kind, about), outcome, (ours, theirs)));
        }
        for (claim, met) in claims.iter().zip(met) {
            if !met && claim.amount != zero() {
                let about = claim.about.1.unwrap_or("");
                told.push(self.matched((None, claim.kind, about), "not_claimed", (claim.amount.clone(), zero())));
            }
        }
        told.sort_by(|a, b| (place_of(&a.kind), &a.about, &a.claim).cmp(&(place_of(&b.kind), &b.about, &b.claim)));
        told
    }

    fn matched(
        &self,
        (claim, kind, about): (Option<&str>, &str, &str),
        outcome: &'static str,
        (ours, theirs): (BigRational, BigRational),
    ) -> Match {
        let difference = self.money(&(&theirs - &ours));
        let mut told =
            json!({ "kind": kind, "outcome": outcome, "ours": self.money(&ours), "theirs": self.money(&theirs), "difference": difference });
        if let Some(claim) = claim {
            told["claim"] = json!(claim);
        }
        if kind != "stock_rotation" && !about.is_empty() {
            told[column_of(kind)] = json!(about);
        }
        Match { claim: claim.map(str::to_owned), kind: kind.to_owned(), about: about.to_owned(), outcome, ours, theirs, told }
    }
}

impl<'a> Stock<'a> {
    /// From the oldest bucket first.
    fn resell(&mut self, day: NaiveDate, id: Option<&'a str>, row: &'a Record, mut quantity: BigRational) {
        let mut taken = Vec::new();
        for (index, bucket) in self.buckets.iter_mut().enumerate() {
            let some = quantity.clone().min(bucket.left.clone());
            if bucket.product == text(&row["product"]) && some > zero() {
                bucket.left -= &some;
                quantity -= &some;
                taken.push((index, some, bucket.cost.clone()));
            }
        }
        if quantity > zero() {
            self.left_out.push((day, id, "uncovered"));
        }
        self.resales.push(Resale { day, id, row, taken });
    }

    /// A return by a customer: back to where it was taken from, the last one first.
    fn take_back(&mut self, day: NaiveDate, id: Option<&'a str>, row: &'a Record, mut quantity: BigRational) {
        let named = row.get("return_of").and_then(Value::as_str);
        let of_product: Vec<usize> =
            (0..self.resales.len()).rev().filter(|index| self.resales[*index].row["product"] == row["product"]).collect();
        let own = of_product.iter().copied().find(|index| named.is_some() && self.resales[*index].id == named);
        for index in own.map_or(of_product, |own| vec![own]) {
            for (bucket, some, _) in self.resales[index].taken.iter_mut().rev() {
                let back = some.clone().min(quantity.clone());
                self.buckets[*bucket].left += &back;
                *some -= &back;
                quantity -= back;
            }
        }
        if quantity > zero() {
            self.left_out.push((day, id, "uncovered"));
        }
    }

    /// A return to the vendor: of the bucket of its line, then of the newest ones.
    fn return_to_vendor(&mut self, day: NaiveDate, id: Option<&'a str>, row: &Record, mut quantity: BigRational) {
        let product = text(&row["product"]);
        let named = row.get("return_of").and_then(Value::as_str);
        let own = self.buckets.iter().position(|bucket| named.is_some() && bucket.sale == named);
        for index in own.into_iter().chain((0..self.buckets.len()).rev()) {
            let bucket = &mut self.buckets[index];
            if bucket.product == product {
                let some = bucket.left.clone().min(quantity.clone());
                bucket.left -= &some;
                quantity -= some;
            }
        }
        if quantity > zero() {
            self.left_out.push((day, id, "uncovered"));
        }
    }
}

fn place_of(kind: &str) -> Option<usize> {
    KINDS.iter().position(|other| *other == kind)
}

fn told(sale: Option<&str>, cost: &BigRational, quantity: &BigRational, each: &BigRational) -> Value {
    with_sale(sale, json!({ "quantity": exact_text(quantity), "unit_cost": exact_text(cost), "each": exact_text(each) }))
}

/// What is told of a line, with its id where it has one.
fn with_sale(sale: Option<&str>, mut told: Value) -> Value {
    if let Some(sale) = sale {
        told["sale"] = json!(sale);
    }
    told
}

/// The column of a claim line that says what it is for.
pub(super) fn column_of(kind: &str) -> &'static str {
    match kind {
        "ship_and_debit" => "sale",
        "price_protection" => "change",
        _ => "partner",
    }
}

fn is_return(row: &Record) -> bool {
    parse(&row["quantity"]) < zero() || parse(&row["amount"]) < zero()
}

/// Lines that their day and id do not tell apart.
fn by_content(a: &Record, b: &Record) -> Ordering {
    let number = |row: &Record, column: &str| parse(&row[column]);
    let word = |row: &Record, column: &str| row.get(column).and_then(Value::as_str).map(str::to_owned);
    let numbers = |column: &str| number(a, column).cmp(&number(b, column));
    let words = |column: &str| word(a, column).cmp(&word(b, column));
    numbers("quantity").then_with(|| numbers("amount")).then_with(|| words("customer")).then_with(|| words("return_of"))
}
