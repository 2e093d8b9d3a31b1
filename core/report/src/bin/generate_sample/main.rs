//! Writes the facts of the sample: one CSV per table, the same bytes on every run.
//!
//! ```text
//! generate_sample [DIRECTORY]        (default: core/report/sample/facts)
//! ```
//!
//! Companies, persons, places and products are invented. The flow of goods is built from the shops upwards: what a
//! retailer sells decides what it buys, which decides what the level above buys, so that the levels fit each other.

mod calendar;
mod claim;
mod customer;
mod money;
mod partner;
mod person;
mod product;
mod random;
mod sale;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::PathBuf;

use calendar::{AS_OF, MONTHS, civil, day, iso, month_start};
use claim::CLAIMS;
use customer::{Customer, customers};
use money::money;
use partner::{Habit, Kind, MOVED, Partner, partners};
use person::{GIVEN, SURNAMES};
use product::{CATEGORIES, PRODUCTS, pick};
use random::Random;
use sale::{Line, booked_late, sales};
use table::Table;

fn main() -> Result<(), Box<dyn Error>> {
    let directory = std::env::args().nth(1).map_or_else(|| PathBuf::from("core/report/sample/facts"), PathBuf::from);
    std::fs::create_dir_all(&directory)?;
    let mut random = Random(20_260_930);
    let partners = partners(&mut random);
    let customers = customers(&partners, &mut random);
    let lines = sales(&partners, &customers, &mut random);
    let sample = Sample { directory, partners, customers, lines };
    sample.write_dimensions()?;
    sample.write_sales()?;
    // the random numbers go on in this order
    let bought = sample.bought()?;
    sample.write_receivables(&bought, &mut random)?;
    sample.write_certificates(&mut random)?;
    sample.write_targets(&bought, &mut random)?;
    sample.write_activities(&mut random)?;
    sample.write_registrations(&mut random)
}

/// What the tables are written from.
struct Sample {
    directory: PathBuf,
    partners: Vec<Partner>,
    customers: Vec<Customer>,
    lines: Vec<Line>,
}

/// Purchases with tax by month and partner.
type Bought = BTreeMap<(usize, usize), i64>;

fn opt(date: Option<i64>) -> String {
    date.map(iso).unwrap_or_default()
}

impl Sample {
    /// Partners, products and customers.
    fn write_dimensions(&self) -> Result<(), Box<dyn Error>> {
        let partners = &self.partners;
        let customers = &self.customers;
        let mut table = Table::new(&["id", "name", "kind", "parent", "territory", "joined", "left", "exclusive", "credit_limit"]);
        for p in partners {
            let parent = p.parent.map(|a| partners[a].id.clone()).unwrap_or_default();
            table.row(&[
                p.id.clone(),
                p.name.clone(),
                p.kind.code().into(),
                parent,
                p.territory.clone(),
                iso(p.joined),
                opt(p.left),
                p.exclusive.to_string(),
                p.kind.credit_limit().into(),
            ])?;
        }
        table.write(&self.directory, "partners.csv")?;

        let mut table = Table::new(&["partner", "parent", "from", "until"]);
        let (moved, before, after, month) = MOVED;
        table.row(&[partners[moved].id.clone(), partners[before].id.clone(), "2023-01-01".into(), iso(month_start(month))])?;
        table.row(&[partners[moved].id.clone(), partners[after].id.clone(), iso(month_start(month)), String::new()])?;
        table.write(&self.directory, "relationships.csv")?;

        let mut table = Table::new(&["id", "name", "parent"]);
        for (id, name, parent) in CATEGORIES {
            table.row(&[id.into(), name.into(), parent.into()])?;
        }
        table.write(&self.directory, "categories.csv")?;

        let mut table = Table::new(&["id", "name", "category", "launched"]);
        for (id, name, category, _, _, _, launched) in PRODUCTS {
            table.row(&[id.into(), name.into(), category.into(), iso(day(launched))])?;
        }
        table.write(&self.directory, "products.csv")?;

        let mut table = Table::new(&["id", "name", "territory", "segment"]);
        for c in customers {
            table.row(&[c.id.clone(), c.name.clone(), c.territory.clone(), c.segment.into()])?;
        }
        table.write(&self.directory, "customers.csv")?;
        Ok(())
    }

    /// Sales by date.
    fn write_sales(&self) -> Result<(), Box<dyn Error>> {
        let partners = &self.partners;
        let customers = &self.customers;
        let lines = &self.lines;
        let as_of = day(AS_OF);
        let mut by_date: Vec<usize> = (0..lines.len()).collect();
        by_date.sort_by_key(|&i| (lines[i].date, i));
        let numbers: BTreeMap<usize, usize> = by_date.iter().enumerate().map(|(n, &i)| (i, n + 1)).collect();
        let number = |i: usize| numbers.get(&i).map(|n| format!("S{n:05}")).unwrap_or_default();
        let mut table = Table::new(&[
            "id",
            "order",
            "partner",
            "customer",
            "product",
            "seller",
            "date",
            "amount",
            "tax",
            "quantity",
            "basis",
            "channel",
            "ship_to",
            "return_of",
            "known_on",
        ]);
        for &i in &by_date {
            let l = &lines[i];
            table.row(&[
                number(i),
                l.order.clone(),
                partners[l.partner].id.clone(),
                l.customer.map(|c| customers[c].id.clone()).unwrap_or_default(),
                PRODUCTS[l.product].0.into(),
                l.seller.clone(),
                iso(l.date),
                money(l.amount),
                money(l.tax),
                l.quantity.to_string(),
                if l.sell_out { "sell_out" } else { "sell_in" }.into(),
                l.channel.into(),
                l.ship_to.clone(),
                l.return_of.map(number).unwrap_or_default(),
                opt(booked_late(l, i, as_of)),
            ])?;
        }
        table.write(&self.directory, "sales.csv")?;
        Ok(())
    }

    fn bought(&self) -> Result<Bought, Box<dyn Error>> {
        let mut bought: Bought = BTreeMap::new();
        for l in self.lines.iter().filter(|l| !l.sell_out) {
            let (y, m, _) = civil(l.date);
            let month = usize::try_from((y - 2025) * 12 + m - 1)?;
            *bought.entry((month, l.partner)).or_default() += l.amount + l.tax;
        }
        Ok(bought)
    }

    /// One statement per partner and month, and what was paid of it.
    fn write_receivables(&self, bought: &Bought, random: &mut Random) -> Result<(), Box<dyn Error>> {
        let partners = &self.partners;
        let as_of = day(AS_OF);
        let mut receivables = Table::new(&["id", "partner", "issued", "due", "paid", "amount", "days_late"]);
        let mut payments = Table::new(&["id", "partner", "receivable", "date", "amount"]);
        let (mut issued_count, mut payment_rows) = (0, Vec::new());
        for (&(month, index), &amount) in bought.iter().filter(|(_, amount)| **amount > 0) {
            let p = &partners[index];
            issued_count += 1;
            let id = format!("AR{issued_count:04}");
            let issued = month_start(month + 1) - 1;
            let due = issued + p.kind.term();
            let stuck = match p.habit {
                Habit::Troubled => month >= 14 && random.chance(420),
                Habit::Late => month >= 15 && random.chance(160),
                Habit::Fading | Habit::Stuffed => month >= 15 && random.chance(90),
                Habit::Star | Habit::Steady => false,
            };
            let paid = due + p.habit.lateness(random);
            let paid = (!stuck && paid <= as_of).then_some(paid);
            let late = paid.map(|date| (date - due).max(0).to_string()).unwrap_or_default();
            receivables.row(&[id.clone(), p.id.clone(), iso(issued), iso(due), opt(paid), money(amount), late])?;
            let first = random.between(30, 70) * amount / 100;
            match paid {
                Some(date) if random.chance(180) => {
                    payment_rows.push((date - random.between(3, 12), p.id.clone(), id.clone(), first));
                    payment_rows.push((date, p.id.clone(), id, amount - first));
                }
                Some(date) => payment_rows.push((date, p.id.clone(), id, amount)),
                // a part has come in, the statement stays open
                None if stuck && random.chance(300) => {
                    payment_rows.push(((due + random.between(5, 30)).min(as_of), p.id.clone(), id, first))
                }
                None => {}
            }
        }
        receivables.write(&self.directory, "receivables.csv")?;
        payment_rows.sort();
        for (n, (date, partner, receivable, amount)) in payment_rows.into_iter().enumerate() {
            payments.row(&[format!("PM{:04}", n + 1), partner, receivable, iso(date), money(amount)])?;
        }
        payments.write(&self.directory, "payments.csv")?;
        Ok(())
    }

    /// Certificates of people; some have run out, some were renewed.
    fn write_certificates(&self, random: &mut Random) -> Result<(), Box<dyn Error>> {
        let partners = &self.partners;
        let as_of = day(AS_OF);
        let mut table = Table::new(&["id", "partner", "person", "certificate", "issued", "expires"]);
        let (mut people, mut certificate) = (0usize, 0usize);
        for p in partners {
            let staff = match (p.kind, p.habit) {
                (Kind::Master, _) => 6,
                (Kind::Distributor, Habit::Star | Habit::Steady) => 4,
                (Kind::Distributor, _) => 2,
                (Kind::SubWholesaler, Habit::Star) => 4,
                (Kind::SubWholesaler, Habit::Steady) => 2,
                (Kind::Retailer, Habit::Star) => 3,
                (Kind::SubWholesaler, Habit::Troubled) | (Kind::Retailer, Habit::Troubled | Habit::Fading) => 0,
                _ => 1,
            };
            for n in 0..staff {
                people += 1;
                let person = format!("E{people:03} {}{}", SURNAMES[people * 7 % 20], GIVEN[(people * 3 + people / 20) % 20]);
                let kind = ["installer", "product_consultant", "commercial_designer"][n % 3];
                let issued = day((2024, 4, 1)) + random.between(0, 760);
                let expires = issued + 730;
                certificate += 1;
                table.row(&[format!("Z{certificate:03}"), p.id.clone(), person.clone(), kind.into(), iso(issued), iso(expires)])?;
                if expires <= as_of && random.chance(480) {
                    certificate += 1;
                    let again = expires - random.between(4, 40);
                    table.row(&[format!("Z{certificate:03}"), p.id.clone(), person, kind.into(), iso(again), iso(again + 730)])?;
                }
            }
        }
        table.write(&self.directory, "certificates.csv")?;
        Ok(())
    }

    /// Targets of the year and of the quarters; the newest partners have none.
    fn write_targets(&self, bought: &Bought, random: &mut Random) -> Result<(), Box<dyn Error>> {
        let partners = &self.partners;
        let mut table = Table::new(&["partner", "target", "from", "until", "amount"]);
        for (index, p) in partners.iter().enumerate().take(44) {
            let last_year: i64 = bought.iter().filter(|((m, i), _)| *i == index && *m < 12).map(|(_, a)| a * 100 / 113).sum();
            for (year, low, high) in [(2025, 920, 1060), (2026, 1020, 1180)] {
                let goal = last_year * random.between(low, high) / 1000 / 1_000_000 * 1_000_000;
                table.row(&[p.id.clone(), "annual_sales".into(), format!("{year}-01-01"), format!("{}-01-01", year + 1), money(goal)])?;
                for (q, share) in [21, 28, 25, 26].into_iter().enumerate() {
                    let first = usize::try_from((year - 2025) * 12)? + q * 3;
                    table.row(&[
                        p.id.clone(),
                        "quarter_sales".into(),
                        iso(month_start(first)),
                        iso(month_start(first + 3)),
                        money(goal * share / 100),
                    ])?;
                }
            }
        }
        table.write(&self.directory, "targets.csv")?;
        Ok(())
    }

    /// Visits and other contacts.
    fn write_activities(&self, random: &mut Random) -> Result<(), Box<dyn Error>> {
        let partners = &self.partners;
        let mut rows = Vec::new();
        for (index, p) in partners.iter().enumerate() {
            let rate = match (p.kind, p.habit) {
                (Kind::Master | Kind::Distributor, _) => 1900,
                (_, Habit::Star) => 1300,
                (_, Habit::Troubled | Habit::Fading) => 350,
                _ => 800,
            };
            for month in 9..MONTHS {
                if month_start(month + 1) <= p.joined || p.left.is_some_and(|left| month_start(month) >= left) {
                    continue;
                }
                for _ in 0..rate / 1000 + i64::from(random.chance(rate % 1000)) {
                    let date = month_start(month) + random.between(0, 27);
                    let kind = match random.between(0, 9) {
                        0 => "training",
                        1 => "stocktake",
                        2 => "phone",
                        _ => "visit",
                    };
                    if date >= p.joined {
                        let who = usize::try_from(random.between(0, 1))? + index % 4 * 2;
                        rows.push((date, index, kind, format!("V{:02} {}{}", who + 1, SURNAMES[(who * 3 + 1) % 20], GIVEN[who * 5 % 20])));
                    }
                }
            }
        }
        rows.sort();
        let mut table = Table::new(&["id", "partner", "kind", "date", "person"]);
        for (n, (date, index, kind, person)) in rows.into_iter().enumerate() {
            table.row(&[format!("A{:04}", n + 1), partners[index].id.clone(), kind.into(), iso(date), person])?;
        }
        table.write(&self.directory, "activities.csv")?;
        Ok(())
    }

    /// The claims of the list, and others that meet nobody.
    fn write_registrations(&self, random: &mut Random) -> Result<(), Box<dyn Error>> {
        let partners = &self.partners;
        let customers = &self.customers;
        let as_of = day(AS_OF);
        let mut rows: Vec<[String; 8]> = CLAIMS
            .iter()
            .map(|(partner, customer, product, opportunity, registered, completed, withdrawn, yuan)| {
                [*registered, *partner, *customer, *product, *opportunity, *completed, *withdrawn, &money(yuan * 100)].map(str::to_owned)
            })
            .collect();
        let taken: BTreeSet<&str> = CLAIMS.iter().map(|c| c.1).collect();
        let projects = ["直饮水项目", "净水改造", "饮水设备采购", "开荒配套"];
        for (n, c) in customers.iter().filter(|c| !taken.contains(c.id.as_str())).enumerate().filter(|(n, _)| n % 2 == 0).take(40) {
            let date = day((2025, 11, 3)) + random.between(0, 325);
            let (hour, minute) = (random.between(8, 17), random.between(0, 59));
            let completed = date + random.between(0, 4);
            let product = pick(random, true, date);
            let withdrawn = (n % 14 == 6).then(|| completed + random.between(10, 40)).filter(|d| *d <= as_of);
            rows.push([
                format!("{}T{hour:02}:{minute:02}:00+08:00", iso(date)),
                partners[c.partner].id.clone(),
                c.id.clone(),
                PRODUCTS[product].0.into(),
                projects[n % 4].into(),
                format!("{}T{:02}:{:02}:00+08:00", iso(completed.min(as_of)), 18, minute),
                opt(withdrawn),
                money(random.between(24, 260) * 100_000),
            ]);
        }
        rows.sort();
        let mut table =
            Table::new(&["id", "partner", "customer", "product", "opportunity", "registered_at", "completed_at", "withdrawn_on", "amount"]);
        for (n, [registered, partner, customer, product, opportunity, completed, withdrawn, amount]) in rows.into_iter().enumerate() {
            table.row(&[format!("REG{:03}", n + 1), partner, customer, product, opportunity, registered, completed, withdrawn, amount])?;
        }
        table.write(&self.directory, "registrations.csv")
    }
}
