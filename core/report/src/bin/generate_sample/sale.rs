//! Sell-in and sell-out, from the shops upwards.

use crate::calendar::{AS_OF, MONTHS, civil, day, month_start};
use crate::customer::Customer;
use crate::money::scaled;
use crate::partner::{Habit, Kind, Partner, active, parent_in};
use crate::product::{PRODUCTS, pick};
use crate::random::Random;

pub struct Line {
    pub date: i64,
    pub order: String,
    pub partner: usize,
    pub customer: Option<usize>,
    pub product: usize,
    pub seller: String,
    pub amount: i64,
    pub tax: i64,
    pub quantity: i64,
    pub sell_out: bool,
    pub channel: &'static str,
    pub ship_to: String,
    /// Index of the line that comes back.
    pub return_of: Option<usize>,
}

/// Sales of a month against the mean, per mille; the index is the month.
pub const SEASON: [i64; 12] = [860, 620, 1080, 990, 1060, 1290, 960, 900, 1040, 1010, 1360, 830];

/// Sell-in and sell-out wanted per month and partner, in fen.
pub fn demand(partners: &[Partner], random: &mut Random) -> (Vec<Vec<i64>>, Vec<Vec<i64>>) {
    let mut buys = vec![vec![0i64; MONTHS]; partners.len()];
    let mut sells = vec![vec![0i64; MONTHS]; partners.len()];
    for month in 0..MONTHS {
        let m = i64::try_from(month).unwrap_or(0);
        // the highest index is the lowest level: children come before their parents
        for index in (0..partners.len()).rev() {
            let p = &partners[index];
            if !active(partners, index, month) {
                continue;
            }
            let drift = (1000 + p.trend * m / 12).max(150);
            let noise = random.between(880, 1120);
            let own = p.base * SEASON[month % 12] / 1000 * drift / 1000 * noise / 1000;
            let below: i64 = (index + 1..partners.len())
                .filter(|&c| parent_in(partners, c, month) == Some(index))
                .map(|c| buys[c][month] * p.kind.price() / partners[c].kind.price())
                .sum();
            let stock = match p.habit {
                Habit::Stuffed if month % 3 == 2 => 1620,
                Habit::Stuffed => 1080,
                Habit::Troubled => 1120,
                _ => 1000,
            };
            let (out, bought) = if p.kind == Kind::Retailer { (own, own * p.kind.price() / 100) } else { (own * 18 / 100, own + below) };
            sells[index][month] = out;
            buys[index][month] = bought * stock / 1000;
        }
    }
    (buys, sells)
}

pub fn sales(partners: &[Partner], customers: &[Customer], random: &mut Random) -> Vec<Line> {
    let (buys, sells) = demand(partners, random);
    let mut lines: Vec<Line> = Vec::new();
    let as_of = day(AS_OF);
    for month in 0..MONTHS {
        let start = month_start(month);
        let length = month_start(month + 1) - start;
        for (index, p) in partners.iter().enumerate() {
            for sell_out in [false, true] {
                let wanted = if sell_out { sells[index][month] } else { buys[index][month] };
                if wanted == 0 || (sell_out && p.kind == Kind::Master) {
                    continue;
                }
                let count = match (p.kind, sell_out) {
                    (Kind::Master, _) => 7,
                    (Kind::Distributor, false) => 5,
                    (Kind::SubWholesaler, false) => 4,
                    (Kind::Retailer, false) => 3,
                    (Kind::Retailer, true) => 4,
                    (_, true) => 1,
                };
                let dates = [start + random.between(0, 13), start + random.between(14, length - 1)];
                for n in 0..count {
                    let late = n * 2 >= count;
                    let date = if sell_out { start + random.between(0, length - 1) } else { dates[usize::from(late)] };
                    let project = sell_out && (p.kind != Kind::Retailer || random.chance(240));
                    let bulk = project || (!sell_out && random.chance(160));
                    let product = pick(random, bulk, date);
                    let discount = random.between(965, 1000);
                    let level = if !sell_out {
                        p.kind.price()
                    } else if project {
                        84
                    } else {
                        100
                    };
                    // list prices contain 13 % tax
                    let unit = scaled(scaled(PRODUCTS[product].3 * 100, 100, 113), level * discount, 100_000);
                    let share = wanted / count * random.between(600, 1400) / 1000;
                    let quantity = ((share + unit / 2) / unit).max(1);
                    let amount = unit * quantity;
                    let customer = if project {
                        let mine: Vec<usize> = (0..customers.len()).filter(|&c| customers[c].partner == index).collect();
                        // the first customer of a partner buys more often than the others
                        let at = random.between(0, 2 + i64::try_from(mine.len()).unwrap_or(0) * 2) - 2;
                        mine.get(usize::try_from(at.max(0) / 2).unwrap_or(0)).copied()
                    } else {
                        None
                    };
                    let channel = if project {
                        "project"
                    } else if sell_out && random.chance(280) {
                        "online"
                    } else if sell_out {
                        "store"
                    } else {
                        "order"
                    };
                    let ship_to = customer.map_or_else(|| p.territory.clone(), |c| customers[c].territory.clone());
                    let seller = if sell_out {
                        p.id.clone()
                    } else {
                        parent_in(partners, index, month).map_or_else(|| "XY".to_owned(), |a| partners[a].id.clone())
                    };
                    let (y, m, _) = civil(start);
                    let order = if sell_out { String::new() } else { format!("PO{:02}{m:02}-{}-{}", y % 100, p.id, 1 + u8::from(late)) };
                    lines.push(Line {
                        date,
                        order,
                        partner: index,
                        customer,
                        product,
                        seller,
                        amount,
                        tax: scaled(amount, 13, 100),
                        quantity,
                        sell_out,
                        channel,
                        ship_to,
                        return_of: None,
                    });
                    if random.chance(p.habit.returns()) {
                        let back = date + random.between(5, 26);
                        let back_quantity = random.between((quantity + 2) / 3, quantity);
                        let back_amount = unit * back_quantity;
                        let of = lines.len() - 1;
                        if back <= as_of {
                            let (order, seller, ship_to) = (lines[of].order.clone(), lines[of].seller.clone(), lines[of].ship_to.clone());
                            lines.push(Line {
                                date: back,
                                order,
                                partner: index,
                                customer,
                                product,
                                seller,
                                amount: -back_amount,
                                tax: -scaled(back_amount, 13, 100),
                                quantity: -back_quantity,
                                sell_out,
                                channel,
                                ship_to,
                                return_of: Some(of),
                            });
                        }
                    }
                }
            }
        }
    }
    lines
}

/// A few lines of the last days of a month reach the books only weeks later. This does not draw from the random numbers, so that
/// all other files stay as they are.
pub fn booked_late(line: &Line, number: usize, as_of: i64) -> Option<i64> {
    let (_, _, day_of_month) = civil(line.date);
    let (one_in, days) = if line.amount < 0 { (3, 24) } else { (19, 17) };
    let known = line.date + days;
    (day_of_month >= 18 && number.is_multiple_of(one_in) && known <= as_of).then_some(known)
}
