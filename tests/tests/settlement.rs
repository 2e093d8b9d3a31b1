//! Laws of settlement on generated histories: sales and returns that become known sooner or later, two revisions, and everything
//! that a host can do with a ledger, in any order.

use std::collections::BTreeMap;

use qudao::settlement::{Closing, Entry, Ledger, Line, PartnerBalances, Posting, PostingKind, Programmes, settle};
use qudao::{AsOf, Date, Engine, Facts, Period, Programme, parse_date};
use serde_json::{Value, json};

const PARTNERS: [&str; 3] = ["A", "B", "C"];
const HISTORIES: u64 = 60;

fn day(text: &str) -> Date {
    parse_date(text).expect("a date")
}

fn programme(revision: u32, rate: &str, confirmation: &str) -> Programme {
    let sum = |unit: &str| {
        json!({"sum": "sales.amount", "tax": "excluded", "returns": "include", "basis": "sell_in", "date": "date",
            "window": {"period": unit, "part": "to_date"}, "scope": "own"})
    };
    let document = json!({
        "schema": "qudao/programme/1", "id": "cn", "revision": revision, "currency": "CNY", "document": "C-1",
        "effective": {"from": "2026-01-01"}, "calendar": {"year_starts": "01-01"}, "rounding": {"scale": 2, "mode": "half_up"},
        "metrics": {"month_sales": sum("month"), "quarter_sales": sum("quarter")},
        "incentives": [
            {"id": "volume", "period": "month", "pays": [{"percent_of": "month_sales", "bands": {"method": "whole_amount", "by": "month_sales",
                "boundary": "from_included", "levels": [{"from": "0", "rate": "0.01"}, {"from": "500", "rate": rate}, {"from": "1500", "rate": "0.03"}]}}]},
            {"id": "quarterly", "period": "quarter", "pays": [{"percent_of": "quarter_sales", "rate": "0.005", "when_negative": "deduct"}]}],
        "settlement": {"confirmation": confirmation, "valid": {"months": 3}, "order_share": "0.6", "smallest_payment": "5.00",
            "redemption": [{"id": "some", "where": {"quantity": {"at_least": "3", "unknown": "fails"}}, "share": "0.5", "most": "40.00"},
                {"id": "rest", "share": "0.2"}]}
    });
    Programme::from_json(&document.to_string()).unwrap_or_else(|report| panic!("{report}"))
}

struct History {
    random: fastrand::Rng,
    sales: Vec<Value>,
}

impl History {
    fn of(seed: u64) -> History {
        let mut history = History { random: fastrand::Rng::with_seed(seed), sales: Vec::new() };
        for _ in 0..history.random.usize(5..30) {
            let sale = history.sale(1..6);
            history.sales.push(sale);
        }
        history
    }

    /// A sale or return of some month; half of them become known later than they happened.
    fn sale(&mut self, months: std::ops::Range<u32>) -> Value {
        let (month, date) = (self.random.u32(months), self.random.u32(1..29));
        let cents = self.random.i64(1..90_000);
        let amount = if self.random.u8(0..4) == 0 { -cents } else { cents };
        let sign = if amount < 0 { "-" } else { "" };
        let mut sale = json!({"id": format!("S{}", self.sales.len()), "partner": PARTNERS[self.random.usize(0..3)], "order": format!("O{}", self.random.u8(0..6)),
            "date": format!("2026-{month:02}-{date:02}"), "amount": format!("{sign}{}.{:02}", cents / 100, cents % 100), "basis": "sell_in",
            "quantity": self.random.u8(1..6).to_string()});
        if self.random.bool() {
            sale["known_on"] = json!(format!("2026-{:02}-{:02}", self.random.u32(month..9), self.random.u32(1..29)));
        }
        sale
    }

    fn facts(&self, programmes: &Programmes) -> Facts {
        read(programmes, &self.sales)
    }
}

fn read(programmes: &Programmes, sales: &[Value]) -> Facts {
    let partners: Vec<Value> = PARTNERS.iter().map(|id| json!({"id": id})).collect();
    let text = json!({"schema": "qudao/facts/1", "partners": partners, "sales": sales}).to_string();
    Facts::from_json(programmes.latest(), &text).unwrap_or_else(|report| panic!("{report}"))
}

fn accrued(postings: &[Posting]) -> BTreeMap<Line, i128> {
    let mut sums = BTreeMap::new();
    for posting in postings.iter().filter(|posting| posting.kind.is_accrual()) {
        *sums.entry(posting.line.clone()).or_default() += posting.amount.minor();
    }
    sums
}

/// What each partner has been accrued, was granted and has used, but for partners with nothing.
fn balances(ledger: &Ledger) -> BTreeMap<String, [i128; 3]> {
    let sums = |partner: &PartnerBalances| {
        let each = partner.units.iter().map(|(_, unit)| [unit.accrued.minor(), unit.granted.minor(), unit.used.minor()]);
        each.fold([0; 3], |sums, unit| [sums[0] + unit[0], sums[1] + unit[1], sums[2] + unit[2]])
    };
    let all = ledger.balances(None).expect("sums");
    all.iter().map(|partner| (partner.partner.clone(), sums(partner))).filter(|(_, sums)| *sums != [0; 3]).collect()
}

/// What a review says is owed for a line that is decided on `as_of`, with what was known on `on`.
fn owed(programme: &Programme, facts: &Facts, line: &Line, as_of: Date, on: Date) -> i128 {
    let last = line.period().and_then(|period| period.until).and_then(|until| until.pred_opt()).map_or(as_of, |last| last.min(as_of));
    let review = Engine::compile(programme).review(facts, &AsOf { on: last, known_on: Some(on) }).expect("reviews");
    let decision = review.partner(&line.partner).expect("decides");
    decision.awards.iter().find(|award| Some(award.incentive.as_ref()) == line.incentive()).expect("an award").amount.minor()
}

/// What has to hold of every ledger.
fn check(ledger: &Ledger, programmes: &Programmes, seed: u64) {
    ledger.verify().unwrap_or_else(|error| panic!("seed {seed}: {error}"));
    let again = Ledger::from_json(&ledger.to_json()).unwrap_or_else(|report| panic!("seed {seed}: {report}"));
    assert_eq!(again, *ledger, "seed {seed}");
    let mut left: BTreeMap<String, (i128, i128)> = BTreeMap::new();
    for posting in ledger.postings() {
        let Some(document) = &posting.document else { continue };
        let (made, left) = left.entry(document.clone()).or_insert((posting.amount.minor(), 0));
        *left += posting.amount.minor();
        assert!(*left == 0 || left.signum() == made.signum(), "seed {seed}: {document} has {left} left of {made}");
    }
    let mut orders: BTreeMap<(&str, &str, &str), (i128, i128)> = BTreeMap::new();
    for posting in ledger.postings().iter().filter(|posting| posting.kind == PostingKind::Redeem) {
        let order = (posting.line.partner.as_str(), posting.order.as_deref().expect("an order"), posting.posted_on.to_string());
        let sums = orders.entry((order.0, order.1, Box::leak(order.2.into_boxed_str()))).or_default();
        sums.0 += posting.amount.minor();
        sums.1 += posting.lines.iter().map(|line| line.amount.minor()).sum::<i128>();
    }
    assert!(orders.values().all(|(documents, lines)| -documents == *lines), "seed {seed}: {orders:?}");
    for partner in ledger.balances(None).expect("sums") {
        let (from, middle, until) = (day("2026-01-01"), day("2026-04-15"), day("2027-12-31"));
        let of = |from, until| ledger.statement(programmes, None, &partner.partner, (from, until)).expect("a statement").units.remove(0);
        let (first, second, whole) = (of(from, middle), of(middle, until), of(from, until));
        assert_eq!((first.closing, whole.closing), (second.opening, second.closing), "seed {seed}");
        let moved = |kinds: &dyn Fn(PostingKind) -> bool| -> i128 {
            let counts = |posting: &&Posting| {
                let undone = posting.reverses.and_then(|number| ledger.posting(number)).map_or(posting.kind, |undone| undone.kind);
                kinds(undone)
            };
            second.movements.iter().filter(counts).map(|posting| posting.amount.minor()).sum()
        };
        assert_eq!(second.opening.accrued.minor() + moved(&PostingKind::is_accrual), second.closing.accrued.minor(), "seed {seed}");
        assert_eq!(second.opening.used.minor() + moved(&PostingKind::is_use), second.closing.used.minor(), "seed {seed}");
        let is_confirm = |kind: PostingKind| kind == PostingKind::Confirm;
        assert_eq!(second.opening.granted.minor() + moved(&is_confirm), second.closing.granted.minor(), "seed {seed}");
    }
}

#[test]
fn whatever_happens_the_books_hold() {
    for seed in 0..HISTORIES {
        let mut history = History::of(seed);
        let confirmation = if history.random.bool() { "required" } else { "automatic" };
        let (first, second) = (programme(1, "0.02", confirmation), programme(2, "0.025", confirmation));
        let revisions = if history.random.bool() { vec![first] } else { vec![first, second] };
        let programmes = Programmes::new(revisions).expect("revisions");
        let mut ledger = Ledger::new(programmes.latest());
        let mut on = day("2026-01-20");
        for _ in 0..history.random.usize(4..25) {
            on = on.checked_add_days(chrono_days(history.random.u64(0..12))).expect("a date");
            let before = ledger.postings().to_vec();
            let partner = PARTNERS[history.random.usize(0..3)];
            let facts = history.facts(&programmes);
            match history.random.u8(0..10) {
                0..3 => {
                    let back = chrono_days(history.random.u64(0..15));
                    settle_and_check(&programmes, &facts, &mut ledger, (on.checked_sub_days(back).expect("a date"), on), seed);
                }
                3 => {
                    let _ = ledger.confirm(&programmes, partner, Entry::on(on));
                }
                4 => {
                    let _ = ledger.pay(&programmes, partner, Entry { on, note: Some("bank") });
                }
                5 => {
                    let order = format!("O{}", history.random.u8(0..6));
                    let _ = ledger.redeem(&programmes, &facts, partner, &order, None, Entry::on(on));
                }
                6 => {
                    let number = history.random.u64(1..40);
                    let _ = ledger.reverse(number, Entry::on(on));
                }
                7 => {
                    let _ = ledger.expire(Entry::on(on));
                }
                8 => {
                    let _ = ledger.claw_back(partner, Entry::on(on));
                }
                _ => {
                    let sale = history.sale(1..7);
                    history.sales.push(sale);
                    let _ = ledger.lock(on);
                }
            }
            assert_eq!(ledger.postings().get(..before.len()), Some(before.as_slice()), "seed {seed}: postings only append");
            check(&ledger, &programmes, seed);
        }
    }
}

fn settle_and_check(programmes: &Programmes, facts: &Facts, ledger: &mut Ledger, (as_of, on): (Date, Date), seed: u64) {
    let closing = Closing::of(as_of, on);
    let settlement = settle(programmes, facts, ledger, closing).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
    for posting in settlement.postings().iter().filter(|posting| posting.kind.is_accrual()) {
        let causes: i128 = posting.causes.iter().map(|cause| cause.amount.minor()).sum();
        assert_eq!(causes, posting.amount.minor(), "seed {seed}: {posting:?}");
        assert!(posting.causes.iter().all(|cause| cause.amount.minor() != 0), "seed {seed}: {posting:?}");
        assert!(ledger.locked_until().is_none_or(|locked| posting.booked_on >= locked), "seed {seed}");
    }
    ledger.append(settlement).expect("the next");
    let again = settle(programmes, facts, ledger, closing).expect("settles");
    assert!(again.postings().is_empty(), "seed {seed}: {:?}", again.postings());
    for (line, sum) in accrued(ledger.postings()) {
        if line.period().is_some_and(|period| period.from <= as_of) {
            assert_eq!(sum, owed(programmes.latest(), facts, &line, as_of, on), "seed {seed}: {line:?}");
        }
    }
}

fn chrono_days(days: u64) -> chrono::Days {
    chrono::Days::new(days)
}

#[test]
fn the_order_of_records_does_not_matter() {
    for seed in 0..HISTORIES {
        let mut history = History::of(seed);
        let programmes = Programmes::new([programme(1, "0.02", "automatic")]).expect("one");
        let ledger = Ledger::new(programmes.latest());
        let closing = Closing::of(day("2026-05-31"), day("2026-06-10"));
        let first = settle(&programmes, &history.facts(&programmes), &ledger, closing).expect("settles").to_json();
        let mut sales = std::mem::take(&mut history.sales);
        history.random.shuffle(&mut sales);
        assert_eq!(settle(&programmes, &read(&programmes, &sales), &ledger, closing).expect("settles").to_json(), first, "seed {seed}");
    }
}

#[test]
fn a_return_undone_restores_what_was_owed() {
    for seed in 0..HISTORIES {
        let history = History::of(seed);
        let programmes = Programmes::new([programme(1, "0.02", "required")]).expect("one");
        let mut ledger = Ledger::new(programmes.latest());
        let mut post = |sales: &[Value], on: &str| {
            let settlement =
                settle(&programmes, &read(&programmes, sales), &ledger, Closing::of(day("2026-05-31"), day(on))).expect("settles");
            ledger.append(settlement).expect("the next");
            (accrued(ledger.postings()), balances(&ledger))
        };
        let (before, balances) = post(&history.sales, "2026-09-01");
        let goods = |id: &str, amount: &str, known_on: &str| json!({"id": id, "partner": "A", "date": "2026-03-03", "amount": amount, "basis": "sell_in", "known_on": known_on});
        let mut sales = history.sales.clone();
        sales.push(goods("R1", "-450", "2026-09-05"));
        let (returned, _) = post(&sales, "2026-09-10");
        assert_ne!(before, returned, "seed {seed}");
        sales.push(goods("R2", "450", "2026-09-15"));
        let (undone, now) = post(&sales, "2026-09-20");
        assert!(undone.iter().all(|(line, sum)| before.get(line).copied().unwrap_or_default() == *sum), "seed {seed}");
        // the awards of a review, and what the ledger says of each partner, are those of before
        let amounts = |sales: &[Value]| -> Vec<Vec<(String, i128)>> {
            let review =
                Engine::compile(programmes.latest()).review(&read(&programmes, sales), &AsOf::on(day("2026-05-31"))).expect("reviews");
            let of = |award: &qudao::Award| (award.incentive.to_string(), award.amount.minor());
            review.partners().map(|decision| decision.expect("decides").awards.iter().map(of).collect()).collect()
        };
        assert_eq!(amounts(&sales), amounts(&history.sales), "seed {seed}");
        assert!(balances == now, "seed {seed}: {balances:?}, then {now:?}");
        let causes = |on: &str| -> Vec<&str> {
            let of = ledger.postings().iter().filter(|posting| posting.posted_on == day(on)).flat_map(|posting| &posting.causes);
            of.map(|cause| cause.cause.as_str()).collect()
        };
        assert!(causes("2026-09-10").iter().all(|cause| ["earned", "return", "re_rate"].contains(cause)), "seed {seed}");
        assert!(causes("2026-09-20").iter().all(|cause| ["earned", "late_record", "re_rate"].contains(cause)), "seed {seed}");
    }
}

#[test]
fn an_edit_of_any_posting_breaks_the_chain() {
    for seed in 0..HISTORIES {
        let mut history = History::of(seed);
        let programmes = Programmes::new([programme(1, "0.02", "automatic")]).expect("one");
        let mut ledger = Ledger::new(programmes.latest());
        let facts = history.facts(&programmes);
        ledger
            .append(settle(&programmes, &facts, &ledger, Closing::of(day("2026-05-31"), day("2026-06-10"))).expect("settles"))
            .expect("next");
        let text = ledger.to_json();
        let postings = text.find("\"postings\"").expect("postings");
        for _ in 0..30 {
            let at = history.random.usize(postings + 12..text.len() - 2);
            let mut bytes = text.clone().into_bytes();
            bytes[at] = history.random.u8(32..127);
            let edited = String::from_utf8(bytes).expect("ASCII");
            let read = Ledger::from_json(&edited);
            assert!(
                edited == text || read.is_err() || read.as_ref() == Ok(&ledger),
                "seed {seed}: {}",
                &edited[at.saturating_sub(40)..at + 10]
            );
        }
    }
}

#[test]
fn a_sample_hits_every_position_once() {
    for seed in 0..HISTORIES {
        let mut history = History::of(seed);
        let programmes = Programmes::new([programme(1, "0.02", "required")]).expect("one");
        let mut ledger = Ledger::new(programmes.latest());
        let facts = history.facts(&programmes);
        ledger
            .append(settle(&programmes, &facts, &ledger, Closing::of(day("2026-05-31"), day("2026-06-10"))).expect("settles"))
            .expect("next");
        let interval = history.random.i128(1..500);
        let start = history.random.i128(1..=interval);
        let amount = |minor: i128| qudao::Amount::from_minor(minor, 2);
        let sample = ledger.sample(amount(interval), amount(start), &Period::ALL_TIME).expect("draws");
        let population = sample.population.minor();
        let positions = if population < start { 0 } else { (population - start) / interval + 1 };
        assert_eq!(sample.items.iter().map(|item| item.hits).sum::<i128>(), positions, "seed {seed}");
    }
}
