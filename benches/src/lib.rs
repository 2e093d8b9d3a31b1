//! Records for the benchmarks, made from a seed: the W1 workload (`README.md`) in columns.

use std::borrow::Cow;

use qudao::{AsOf, BatchColumn, CodedDictionary, Engine, Facts, FactsBuilder, Partial, Programme, Review, epoch_days, parse_date};

/// The W1 programme document.
pub const W1: &str = include_str!("../w1/programme.json");
/// Lines of a batch.
pub const BATCH: usize = 1 << 14;
const PRODUCTS: usize = 5_000;

/// Sales lines and invoices of W1 in memory.
#[derive(Debug)]
pub struct Records {
    partners: Vec<String>,
    lines: Lines,
    invoices: Invoices,
    ids: CodedDictionary,
    products: CodedDictionary,
    regions: CodedDictionary,
}

#[derive(Debug, Default)]
struct Lines {
    day: Vec<i32>,
    partner: Vec<u32>,
    product: Vec<u32>,
    quantity: Vec<i64>,
    cents: Vec<i128>,
    region: Vec<u32>,
}

#[derive(Debug, Default)]
struct Invoices {
    partner: Vec<u32>,
    issued: Vec<i32>,
    due: Vec<i32>,
    paid: Vec<i32>,
    cents: Vec<i128>,
}

fn day(text: &str) -> i32 {
    parse_date(text).map_or(0, epoch_days)
}

impl Records {
    /// `lines` sales lines over `partners` partners and a tenth as many invoices.
    #[must_use]
    pub fn new(lines: usize, partners: usize) -> Records {
        let mut random = fastrand::Rng::with_seed(41);
        let ids: Vec<String> = (0..partners).map(|row| format!("P{row:07}")).collect();
        let (first, last) = (day("2024-01-01"), day("2026-01-01"));
        let mut sales = Lines::default();
        // squaring a uniform number makes few partners large, as sales are
        let partner = |random: &mut fastrand::Rng| {
            let at = random.u64(0..1 << 32);
            u32::try_from((((at * at) >> 32) * partners as u64) >> 32).unwrap_or(0)
        };
        for line in 0..lines {
            let back = random.u32(0..100) < 3;
            let sign = if back { -1 } else { 1 };
            sales.day.push(first + i32::try_from(line * 731 / lines).unwrap_or(0).min(last - first - 1));
            sales.partner.push(partner(&mut random));
            sales.product.push(random.u32(0..PRODUCTS as u32));
            sales.quantity.push(sign * random.i64(1..50));
            sales.cents.push(i128::from(sign * random.i64(500..2_000_000)));
            sales.region.push(random.u32(0..8));
        }
        let mut invoices = Invoices::default();
        for _ in 0..lines / 10 {
            let issued = random.i32(first..last);
            let due = issued + [30, 45, 60][random.usize(0..3)];
            invoices.partner.push(partner(&mut random));
            invoices.issued.push(issued);
            invoices.due.push(due);
            invoices.paid.push(if random.u32(0..100) < 3 { qudao::NO_DAY } else { due + random.i32(-20..40) });
            invoices.cents.push(i128::from(random.i64(100_000..20_000_000)));
        }
        Records {
            ids: CodedDictionary::new(&ids),
            partners: ids,
            lines: sales,
            invoices,
            products: CodedDictionary::new((0..PRODUCTS).map(|row| format!("SKU{row:05}"))),
            regions: CodedDictionary::new((0..8).map(|row| format!("R{row}"))),
        }
    }

    /// Partners and products, and the promise that sales and receivables are streamed.
    ///
    /// # Panics
    /// When the library refuses them, which would be a fault of the benchmark.
    #[must_use]
    pub fn dimensions(&self, programme: &Programme) -> Facts {
        let mut builder = FactsBuilder::new(programme);
        let certificates = (0..self.partners.len()).map(|row| (row % 9) as i64).collect::<Vec<i64>>();
        builder.add_batch(
            "partners",
            self.partners.len(),
            vec![
                ("id".to_owned(), BatchColumn::Texts(self.partners.iter().map(|id| Some(id.as_str())).collect::<Vec<_>>())),
                ("certs".to_owned(), BatchColumn::Integers(Cow::Owned(certificates))),
            ],
        );
        let products: Vec<String> = (0..PRODUCTS).map(|row| format!("SKU{row:05}")).collect();
        let categories = CodedDictionary::new(["A", "B", "C", "D", "S"]);
        let codes: Vec<u32> = (0..PRODUCTS as u32).map(|row| row % 5).collect();
        builder.add_batch(
            "products",
            PRODUCTS,
            vec![
                ("id".to_owned(), BatchColumn::Texts(products.iter().map(|id| Some(id.as_str())).collect::<Vec<_>>())),
                ("category".to_owned(), BatchColumn::Coded { codes: Cow::Owned(codes), dictionary: categories }),
            ],
        );
        builder.stream("sales");
        builder.stream("receivables");
        builder.finish().unwrap_or_else(|report| panic!("{report}"))
    }

    /// Measures all records batch by batch.
    ///
    /// # Panics
    /// When the library refuses them.
    #[must_use]
    pub fn measure(&self, engine: &Engine, facts: &mut Facts) -> Partial {
        let as_of = AsOf::on(parse_date("2025-12-31").unwrap_or_default());
        let mut measurement = engine.measurement(facts, &as_of).unwrap_or_else(|error| panic!("{error}"));
        let lines = &self.lines;
        for start in (0..lines.day.len()).step_by(BATCH) {
            let end = lines.day.len().min(start + BATCH);
            let columns = vec![
                (
                    "partner".to_owned(),
                    BatchColumn::Coded { codes: Cow::Borrowed(&lines.partner[start..end]), dictionary: self.ids.clone() },
                ),
                (
                    "product".to_owned(),
                    BatchColumn::Coded { codes: Cow::Borrowed(&lines.product[start..end]), dictionary: self.products.clone() },
                ),
                (
                    "ship_to".to_owned(),
                    BatchColumn::Coded { codes: Cow::Borrowed(&lines.region[start..end]), dictionary: self.regions.clone() },
                ),
                ("date".to_owned(), BatchColumn::Days(Cow::Borrowed(&lines.day[start..end]))),
                ("amount".to_owned(), BatchColumn::Decimals { mantissas: Cow::Borrowed(&lines.cents[start..end]), scale: 2 }),
                ("quantity".to_owned(), BatchColumn::Integers(Cow::Borrowed(&lines.quantity[start..end]))),
                ("basis".to_owned(), BatchColumn::Constant("sell_in")),
            ];
            let table = facts.read_batch("sales", end - start, columns).unwrap_or_else(|report| panic!("{report}"));
            measurement.add(facts, "sales", &table).unwrap_or_else(|error| panic!("{error}"));
        }
        let invoices = &self.invoices;
        for start in (0..invoices.due.len()).step_by(BATCH) {
            let end = invoices.due.len().min(start + BATCH);
            let columns = vec![
                (
                    "partner".to_owned(),
                    BatchColumn::Coded { codes: Cow::Borrowed(&invoices.partner[start..end]), dictionary: self.ids.clone() },
                ),
                ("issued".to_owned(), BatchColumn::Days(Cow::Borrowed(&invoices.issued[start..end]))),
                ("due".to_owned(), BatchColumn::Days(Cow::Borrowed(&invoices.due[start..end]))),
                ("paid".to_owned(), BatchColumn::Days(Cow::Borrowed(&invoices.paid[start..end]))),
                ("amount".to_owned(), BatchColumn::Decimals { mantissas: Cow::Borrowed(&invoices.cents[start..end]), scale: 2 }),
            ];
            let table = facts.read_batch("receivables", end - start, columns).unwrap_or_else(|report| panic!("{report}"));
            measurement.add(facts, "receivables", &table).unwrap_or_else(|error| panic!("{error}"));
        }
        measurement.finish(facts)
    }

    /// The whole of W1: dimensions, measuring, deciding.
    ///
    /// # Panics
    /// When the library refuses them.
    #[must_use]
    pub fn review(&self, programme: &Programme) -> Review {
        let engine = Engine::compile(programme);
        let mut facts = self.dimensions(programme);
        let partial = self.measure(&engine, &mut facts);
        engine.decide(&facts, &partial).unwrap_or_else(|error| panic!("{error}"))
    }
}
