//! Writes the facts of the sample: one CSV per table, the same bytes on every run.
//!
//! ```text
//! generate_sample [DIRECTORY]        (default: core/report/sample/facts)
//! ```
//!
//! Companies, persons, places and products are invented. The flow of goods is built from the shops upwards: what a
//! retailer sells decides what it buys, which decides what the level above buys, so that the levels fit each other.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Months of data: 2025-01 … 2026-09.
const MONTHS: usize = 21;
/// 2026-09-30, the day the sample is reviewed.
const AS_OF: (i64, i64, i64) = (2026, 9, 30);

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    /// From `low` up to and with `high`.
    fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = high.saturating_sub(low).max(0).unsigned_abs() + 1;
        low + i64::try_from(self.next() % span).unwrap_or(0)
    }
    fn chance(&mut self, permille: i64) -> bool {
        self.between(0, 999) < permille
    }
}

/// Days since 1970-01-01.
fn day((year, month, day): (i64, i64, i64)) -> i64 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let yoe = y - era * 400;
    let doy = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z - era * 146_097;
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i64::from(month <= 2), month, doy - (153 * mp + 2) / 5 + 1)
}

fn iso(days: i64) -> String {
    let (y, m, d) = civil(days);
    format!("{y:04}-{m:02}-{d:02}")
}

/// First day of the month that is `index` months after 2025-01.
fn month_start(index: usize) -> i64 {
    let i = i64::try_from(index).unwrap_or(0);
    day((2025 + i / 12, i % 12 + 1, 1))
}

/// An amount in fen as text with two decimals.
fn money(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", fen.abs() / 100, fen.abs() % 100)
}

/// `value` × `numerator` ÷ `denominator`, half away from zero.
fn scaled(value: i64, numerator: i64, denominator: i64) -> i64 {
    let product = value * numerator;
    (2 * product.abs() + denominator) / (2 * denominator) * product.signum()
}

struct Table {
    text: String,
    width: usize,
}

impl Table {
    fn new(header: &[&str]) -> Self {
        Self { text: header.join(",") + "\n", width: header.len() }
    }
    fn row(&mut self, cells: &[String]) -> Result<(), Box<dyn Error>> {
        if cells.len() != self.width || cells.iter().any(|c| c.contains([',', '"', '\n'])) {
            return Err(format!("a row does not fit its table: {cells:?}").into());
        }
        writeln!(self.text, "{}", cells.join(","))?;
        Ok(())
    }
    fn write(&self, directory: &Path, name: &str) -> Result<(), Box<dyn Error>> {
        std::fs::write(directory.join(name), &self.text)?;
        Ok(())
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Master,
    Distributor,
    SubWholesaler,
    Retailer,
}

impl Kind {
    fn code(self) -> &'static str {
        match self {
            Self::Master => "master_distributor",
            Self::Distributor => "distributor",
            Self::SubWholesaler => "sub_wholesaler",
            Self::Retailer => "retailer",
        }
    }
    /// Price paid, in percent of the list price.
    fn price(self) -> i64 {
        match self {
            Self::Master => 54,
            Self::Distributor => 60,
            Self::SubWholesaler => 67,
            Self::Retailer => 76,
        }
    }
    /// Up to how much may be open.
    fn credit_limit(self) -> &'static str {
        match self {
            Self::Master => "5500000.00",
            Self::Distributor => "1150000.00",
            Self::SubWholesaler => "500000.00",
            Self::Retailer => "200000.00",
        }
    }
    /// Payment term in days.
    fn term(self) -> i64 {
        match self {
            Self::Master => 60,
            Self::Distributor => 45,
            Self::SubWholesaler | Self::Retailer => 30,
        }
    }
}

/// How a partner behaves; what the programme is to find out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Habit {
    Star,
    Steady,
    Fading,
    Late,
    Stuffed,
    Troubled,
}

impl Habit {
    /// Change of demand within a year, per mille.
    fn trend(self, random: &mut Random) -> i64 {
        match self {
            Self::Star => random.between(240, 420),
            Self::Steady => random.between(10, 150),
            Self::Fading => -random.between(220, 340),
            Self::Late => random.between(-60, 120),
            Self::Stuffed => random.between(60, 160),
            Self::Troubled => -random.between(360, 460),
        }
    }
    fn returns(self) -> i64 {
        match self {
            Self::Star => 12,
            Self::Steady => 22,
            Self::Fading | Self::Late => 30,
            Self::Stuffed => 70,
            Self::Troubled => 90,
        }
    }
    /// Days between due date and payment.
    fn lateness(self, random: &mut Random) -> i64 {
        match self {
            Self::Star => random.between(-16, -1),
            Self::Steady => random.between(-12, 4),
            Self::Fading => random.between(-6, 34),
            Self::Late => random.between(8, 52),
            Self::Stuffed => random.between(-2, 40),
            Self::Troubled => random.between(25, 120),
        }
    }
}

struct Partner {
    id: String,
    name: String,
    kind: Kind,
    parent: Option<usize>,
    territory: String,
    joined: i64,
    left: Option<i64>,
    exclusive: bool,
    habit: Habit,
    trend: i64,
    /// Demand of its own per month in fen: of users for a retailer, of outlets not listed here for the others.
    base: i64,
}

struct Line {
    date: i64,
    order: String,
    partner: usize,
    customer: Option<usize>,
    product: usize,
    seller: String,
    amount: i64,
    tax: i64,
    quantity: i64,
    sell_out: bool,
    channel: &'static str,
    ship_to: String,
    /// Index of the line that comes back.
    return_of: Option<usize>,
}

const NAME_A: [&str; 24] = [
    "砚汀", "岫禾", "霁芦", "浣石", "漪川", "沅荻", "屿蒲", "菖溪", "苇泠", "槿渡", "澹圃", "茗洲", "栎泉", "岑浦", "蓼汀", "棠渚", "沚岚",
    "筠溏", "芷堰", "桉澈", "芮泊", "蔚汐", "荇湄", "楸澜",
];
const PROVINCES: [(&str, [&str; 4]); 4] = [
    ("澜江省", ["栖河市", "望埠市", "青矶市", "石渡市"]),
    ("云泽省", ["泽口市", "雁浦市", "松圩市", "莲陂市"]),
    ("岚屿省", ["屿门市", "潮坪市", "鹭湾市", "榕塘市"]),
    ("赤松省", ["松关市", "赤岭市", "霜桥市", "麦垄市"]),
];
const SURNAMES: [&str; 20] =
    ["闻", "江", "郁", "岑", "祝", "桑", "简", "骆", "华", "宁", "翁", "褚", "柏", "单", "蓝", "詹", "沃", "解", "应", "纪"];
const GIVEN: [&str; 20] = [
    "知遥", "映舟", "砚青", "一楠", "听澜", "望舒", "予安", "景行", "若谷", "牧之", "南枝", "云起", "书禾", "怀瑾", "秋白", "清越", "子衿",
    "明夷", "观复", "疏影",
];
const CATEGORIES: [(&str, &str, &str); 10] = [
    ("purifier", "净水设备", ""),
    ("purifier.ro", "反渗透净水机", "purifier"),
    ("purifier.uf", "超滤净水机", "purifier"),
    ("purifier.pre", "前置过滤器", "purifier"),
    ("purifier.commercial", "商用净水设备", "purifier"),
    ("dispenser", "饮水设备", ""),
    ("dispenser.instant", "即热饮水机", "dispenser"),
    ("dispenser.pipeline", "管线饮水机", "dispenser"),
    ("consumable", "耗材", ""),
    ("consumable.cartridge", "滤芯", "consumable"),
];
/// Id, name, category, list price in yuan with tax, weight in the shops, weight in projects, launched.
type Product = (&'static str, &'static str, &'static str, i64, i64, i64, (i64, i64, i64));
const PRODUCTS: [Product; 22] = [
    ("XY-RO400", "溪砚 RO400 净水机", "purifier.ro", 1299, 9, 2, (2023, 3, 1)),
    ("XY-RO600", "溪砚 RO600 净水机", "purifier.ro", 1899, 12, 3, (2023, 3, 1)),
    ("XY-RO800", "溪砚 RO800 净水机", "purifier.ro", 2599, 10, 3, (2023, 9, 1)),
    ("XY-RO1000", "溪砚 RO1000 净水机", "purifier.ro", 3299, 6, 2, (2024, 3, 1)),
    ("XY-RO1200", "溪砚 RO1200 净水机", "purifier.ro", 4199, 5, 2, (2025, 3, 1)),
    ("XY-UF10", "溪砚 UF10 超滤机", "purifier.uf", 699, 6, 1, (2022, 5, 1)),
    ("XY-UF20", "溪砚 UF20 超滤机", "purifier.uf", 999, 5, 1, (2022, 5, 1)),
    ("XY-UF30", "溪砚 UF30 超滤机", "purifier.uf", 1399, 3, 1, (2024, 5, 1)),
    ("XY-PF3", "溪砚 PF3 前置过滤器", "purifier.pre", 459, 5, 0, (2022, 1, 1)),
    ("XY-PF5", "溪砚 PF5 前置过滤器", "purifier.pre", 759, 5, 1, (2023, 1, 1)),
    ("XY-PF8", "溪砚 PF8 自动冲洗前置过滤器", "purifier.pre", 1399, 3, 1, (2024, 9, 1)),
    ("XY-C1500", "溪砚 C1500 商用净水机", "purifier.commercial", 6800, 1, 7, (2023, 1, 1)),
    ("XY-C3000", "溪砚 C3000 商用净水机", "purifier.commercial", 9800, 1, 6, (2023, 6, 1)),
    ("XY-C6000", "溪砚 C6000 商用净水站", "purifier.commercial", 16800, 0, 4, (2024, 6, 1)),
    ("XY-D1", "溪砚 D1 台式即热饮水机", "dispenser.instant", 899, 5, 1, (2024, 1, 1)),
    ("XY-D3", "溪砚 D3 即热饮水机", "dispenser.instant", 1599, 5, 2, (2024, 9, 1)),
    ("XY-D5", "溪砚 D5 制冷即热饮水机", "dispenser.instant", 2399, 9, 3, (2026, 2, 15)),
    ("XY-P2", "溪砚 P2 管线机", "dispenser.pipeline", 1199, 4, 3, (2023, 4, 1)),
    ("XY-P4", "溪砚 P4 管线机", "dispenser.pipeline", 1799, 3, 4, (2024, 4, 1)),
    ("XY-F1", "溪砚 PP 复合滤芯", "consumable.cartridge", 129, 6, 1, (2022, 1, 1)),
    ("XY-F2", "溪砚 RO 膜滤芯", "consumable.cartridge", 399, 6, 1, (2022, 1, 1)),
    ("XY-F3", "溪砚 商用滤芯套装", "consumable.cartridge", 1280, 1, 3, (2023, 1, 1)),
];
/// Sales of a month against the mean, per mille; the index is the month.
const SEASON: [i64; 12] = [860, 620, 1080, 990, 1060, 1290, 960, 900, 1040, 1010, 1360, 830];

/// Parent of each sub-wholesaler (index of a distributor), its habit, and own demand per month in yuan.
const SUBS: [(usize, Habit, i64); 14] = [
    (0, Habit::Star, 168_000),
    (0, Habit::Steady, 124_000),
    (1, Habit::Steady, 96_000),
    (1, Habit::Late, 142_000),
    (2, Habit::Star, 58_000),
    (2, Habit::Fading, 88_000),
    (3, Habit::Steady, 46_000),
    (4, Habit::Steady, 132_000),
    (4, Habit::Stuffed, 74_000),
    (5, Habit::Star, 108_000),
    (5, Habit::Troubled, 92_000),
    (6, Habit::Steady, 66_000),
    (6, Habit::Late, 38_000),
    (7, Habit::Fading, 52_000),
];
/// Parent of each retailer (sub-wholesaler, or 100 + distributor), habit, sell-out per month in yuan.
const SHOPS: [(usize, Habit, i64); 22] = [
    (0, Habit::Star, 128_000),
    (0, Habit::Steady, 74_000),
    (1, Habit::Steady, 92_000),
    (2, Habit::Fading, 61_000),
    (3, Habit::Steady, 48_000),
    (3, Habit::Stuffed, 66_000),
    (4, Habit::Star, 83_000),
    (5, Habit::Steady, 42_000),
    (6, Habit::Late, 55_000),
    (7, Habit::Star, 112_000),
    (7, Habit::Steady, 69_000),
    (8, Habit::Troubled, 58_000),
    (9, Habit::Steady, 97_000),
    (10, Habit::Fading, 46_000),
    (11, Habit::Steady, 36_000),
    (100, Habit::Star, 145_000),
    (101, Habit::Steady, 104_000),
    (103, Habit::Late, 78_000),
    (104, Habit::Steady, 88_000),
    (106, Habit::Troubled, 52_000),
    (13, Habit::Steady, 40_000),
    (12, Habit::Steady, 30_000),
];

fn partners(random: &mut Random) -> Vec<Partner> {
    let mut all: Vec<Partner> = Vec::new();
    let mut add = |number: usize, prefix: &str, kind: Kind, parent: Option<usize>, place: (usize, usize), habit: Habit, yuan: i64| {
        let (province, cities) = PROVINCES[place.0 % 4];
        let city = cities[place.1 % 4];
        let index = all.len();
        let word = NAME_A[index % NAME_A.len()];
        let bare = city.trim_end_matches('市');
        let name = match kind {
            Kind::Master => format!("{}{word}净饮科技有限公司", province.trim_end_matches('省')),
            Kind::Distributor => format!("{bare}{word}环境设备有限公司"),
            Kind::SubWholesaler => format!("{bare}{word}净水器批发部"),
            Kind::Retailer => format!("{bare}{word}厨卫电器店"),
        };
        let trend = habit.trend(random);
        all.push(Partner {
            id: format!("{prefix}{number:02}"),
            name,
            kind,
            parent,
            territory: if kind == Kind::Master { province.to_owned() } else { format!("{province}/{city}") },
            joined: day((random.between(2018, 2023), random.between(1, 12), random.between(1, 28))),
            left: None,
            exclusive: kind == Kind::Master || (kind == Kind::Distributor && number % 3 == 1),
            habit,
            trend,
            base: yuan * 100,
        });
    };
    for n in 0..2 {
        add(n + 1, "M", Kind::Master, None, (n * 2, 0), [Habit::Steady, Habit::Late][n], [310_000, 180_000][n]);
    }
    let habits = [Habit::Star, Habit::Steady, Habit::Steady, Habit::Fading, Habit::Late, Habit::Steady, Habit::Stuffed, Habit::Troubled];
    let own = [150_000, 110_000, 84_000, 60_000, 126_000, 98_000, 57_000, 49_000];
    for n in 0..8 {
        add(n + 1, "D", Kind::Distributor, Some(n / 4), (n / 2, n % 2 * 2), habits[n], own[n]);
    }
    for (n, (above, habit, yuan)) in SUBS.into_iter().enumerate() {
        add(n + 1, "W", Kind::SubWholesaler, Some(2 + above), (above / 2, above % 2 * 2 + n % 2), habit, yuan);
    }
    for (n, (above, habit, yuan)) in SHOPS.into_iter().enumerate() {
        let (parent, distributor) = if above >= 100 { (2 + above - 100, above - 100) } else { (10 + above, SUBS[above].0) };
        add(n + 1, "R", Kind::Retailer, Some(parent), (distributor / 2, distributor % 2 * 2 + n % 2), habit, yuan);
    }
    // two that came during the second year, one that left
    all[44].joined = day((2026, 3, 1));
    all[45].joined = day((2026, 9, 10));
    all[23].left = Some(day((2026, 7, 1)));
    all
}

/// W09 changed from D05 to D06 with the new year.
const MOVED: (usize, usize, usize, usize) = (18, 6, 7, 12);

fn parent_in(partners: &[Partner], index: usize, month: usize) -> Option<usize> {
    if index == MOVED.0 && month >= MOVED.3 { Some(MOVED.2) } else { partners[index].parent }
}

/// R14 stopped buying in May 2026; R22 has not bought yet; nobody buys before joining or after leaving.
fn active(partners: &[Partner], index: usize, month: usize) -> bool {
    let start = month_start(month);
    start >= partners[index].joined && partners[index].left.is_none_or(|left| start < left) && index != 45 && !(index == 37 && month >= 17)
}

/// Sell-in and sell-out wanted per month and partner, in fen.
fn demand(partners: &[Partner], random: &mut Random) -> (Vec<Vec<i64>>, Vec<Vec<i64>>) {
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

fn pick(random: &mut Random, project: bool, date: i64) -> usize {
    let weight = |p: &Product| {
        if day(p.6) > date {
            0
        } else if project {
            p.5
        } else {
            p.4
        }
    };
    let total: i64 = PRODUCTS.iter().map(weight).sum();
    let mut left = random.between(0, total - 1);
    for (index, product) in PRODUCTS.iter().enumerate() {
        left -= weight(product);
        if left < 0 {
            return index;
        }
    }
    0
}

fn sales(partners: &[Partner], customers: &[Customer], random: &mut Random) -> Vec<Line> {
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

struct Customer {
    id: String,
    name: String,
    territory: String,
    segment: &'static str,
    partner: usize,
}

/// A few lines of the last days of a month reach the books only weeks later. This does not draw from the random numbers, so that
/// all other files stay as they are.
fn booked_late(line: &Line, number: usize, as_of: i64) -> Option<i64> {
    let (_, _, day_of_month) = civil(line.date);
    let (one_in, days) = if line.amount < 0 { (3, 24) } else { (19, 17) };
    let known = line.date + days;
    (day_of_month >= 18 && number.is_multiple_of(one_in) && known <= as_of).then_some(known)
}

fn customers(partners: &[Partner], random: &mut Random) -> Vec<Customer> {
    const SEGMENTS: [(&str, &str); 7] = [
        ("school", "实验学校"),
        ("hotel", "酒店"),
        ("catering", "餐饮管理公司"),
        ("office", "商务楼"),
        ("hospital", "康养中心"),
        ("property", "物业服务公司"),
        ("factory", "食品厂"),
    ];
    const NAME_B: [&str; 19] = [
        "鹤鸣", "栖岚", "听松", "晴皋", "望川", "梧庭", "枕流", "云岫", "青箬", "白蘋", "远樵", "朴园", "澄怀", "南亩", "折柳", "采薇",
        "长汀", "半亩", "归棹",
    ];
    let mut all: Vec<Customer> = Vec::new();
    for (index, p) in partners.iter().enumerate() {
        let count = match p.kind {
            Kind::Master => 0,
            Kind::Distributor => 4,
            Kind::SubWholesaler => 3,
            Kind::Retailer => 2,
        };
        let place = p.territory.rsplit('/').next().unwrap_or_default().trim_end_matches('市');
        for n in 0..count {
            let (segment, noun) = SEGMENTS[(index * 3 + n) % SEGMENTS.len()];
            let first = index * 5 + n * 7 + usize::from(random.chance(500));
            let name = (first..first + NAME_B.len())
                .map(|at| format!("{place}{}{noun}", NAME_B[at % NAME_B.len()]))
                .find(|name| all.iter().all(|c| c.name != *name))
                .unwrap_or_default();
            all.push(Customer { id: format!("C{:03}", all.len() + 1), name, territory: p.territory.clone(), segment, partner: index });
        }
    }
    all
}

/// Claims that meet others on purpose: partner, customer, product, opportunity, registered, completed, withdrawn, yuan.
type Claim = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str, i64);
const CLAIMS: [Claim; 21] = [
    // the second comes within the protection of the first, the third after it
    ("D01", "C003", "XY-C3000", "直饮水改造", "2026-03-02T09:12:00+08:00", "2026-03-02T16:40:00+08:00", "", 186_000),
    ("W02", "C003", "XY-C1500", "直饮水改造", "2026-04-11T10:05:00+08:00", "2026-04-12T09:30:00+08:00", "", 172_000),
    ("D02", "C003", "XY-C6000", "直饮水改造二期", "2026-06-20T14:00:00+08:00", "2026-06-21T11:15:00+08:00", "", 214_000),
    // the last protected day, and the first day that is free
    ("D03", "C009", "XY-RO800", "宿舍净水", "2026-04-01T08:30:00+08:00", "2026-04-01T08:55:00+08:00", "", 96_000),
    ("W05", "C009", "XY-RO600", "宿舍净水", "2026-06-29T17:20:00+08:00", "2026-06-29T18:00:00+08:00", "", 91_000),
    ("W06", "C009", "XY-RO1000", "宿舍净水", "2026-06-30T09:00:00+08:00", "2026-06-30T09:10:00+08:00", "", 99_000),
    // withdrawn: free again for the next one
    ("D05", "C017", "XY-C1500", "客房净水", "2026-05-06T11:00:00+08:00", "2026-05-07T10:00:00+08:00", "2026-06-02", 148_000),
    ("D06", "C017", "XY-C3000", "客房净水", "2026-05-25T15:30:00+08:00", "2026-05-26T09:45:00+08:00", "", 155_000),
    ("W10", "C017", "XY-C3000", "客房净水", "2026-06-02T09:05:00+08:00", "2026-06-02T10:20:00+08:00", "", 151_000),
    // the same instant written with two offsets: a tie
    ("D02", "C021", "XY-P4", "办公饮水", "2026-07-09T09:00:00+08:00", "2026-07-10T09:30:00+08:00", "", 64_000),
    ("W03", "C021", "XY-P2", "办公饮水", "2026-07-10T01:00:00Z", "2026-07-10T01:30:00Z", "", 61_000),
    // looks earlier, is later
    ("D07", "C029", "XY-C3000", "中央厨房用水", "2026-08-03T08:00:00+08:00", "2026-08-03T08:10:00+08:00", "", 133_000),
    ("W12", "C029", "XY-C1500", "中央厨房用水", "2026-08-03T00:05:00Z", "2026-08-03T00:20:00Z", "", 127_000),
    // never completed, without a product, too small
    ("W04", "C033", "XY-C1500", "门店用水", "2026-08-14T13:00:00+08:00", "", "", 88_000),
    ("D04", "C033", "XY-C1500", "门店用水", "2026-08-20T10:30:00+08:00", "2026-08-21T09:00:00+08:00", "", 84_000),
    ("W07", "C036", "", "整栋净水", "2026-07-22T10:00:00+08:00", "2026-07-23T10:00:00+08:00", "", 120_000),
    ("W08", "C041", "XY-D3", "茶水间", "2026-09-01T10:00:00+08:00", "2026-09-01T15:00:00+08:00", "", 12_000),
    ("D05", "C041", "XY-D5", "茶水间", "2026-09-04T10:00:00+08:00", "2026-09-04T12:00:00+08:00", "", 46_000),
    // its own partner once more while protected
    ("D06", "C024", "XY-RO1200", "公寓净水", "2026-07-15T09:00:00+08:00", "2026-07-15T11:00:00+08:00", "", 77_000),
    ("D06", "C024", "XY-RO1200", "公寓净水", "2026-09-18T09:00:00+08:00", "2026-09-18T11:00:00+08:00", "", 79_000),
    // another category of the same customer: no clash
    ("W02", "C003", "XY-P4", "教学楼饮水", "2026-04-15T09:00:00+08:00", "2026-04-15T09:40:00+08:00", "", 58_000),
];

fn main() -> Result<(), Box<dyn Error>> {
    let directory = std::env::args().nth(1).map_or_else(|| PathBuf::from("core/report/sample/facts"), PathBuf::from);
    std::fs::create_dir_all(&directory)?;
    let mut random = Random(20_260_930);
    let as_of = day(AS_OF);
    let opt = |date: Option<i64>| date.map(iso).unwrap_or_default();
    let partners = partners(&mut random);
    let customers = customers(&partners, &mut random);

    let mut table = Table::new(&["id", "name", "kind", "parent", "territory", "joined", "left", "exclusive", "credit_limit"]);
    for p in &partners {
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
    table.write(&directory, "partners.csv")?;

    let mut table = Table::new(&["partner", "parent", "from", "until"]);
    let (moved, before, after, month) = MOVED;
    table.row(&[partners[moved].id.clone(), partners[before].id.clone(), "2023-01-01".into(), iso(month_start(month))])?;
    table.row(&[partners[moved].id.clone(), partners[after].id.clone(), iso(month_start(month)), String::new()])?;
    table.write(&directory, "relationships.csv")?;

    let mut table = Table::new(&["id", "name", "parent"]);
    for (id, name, parent) in CATEGORIES {
        table.row(&[id.into(), name.into(), parent.into()])?;
    }
    table.write(&directory, "categories.csv")?;

    let mut table = Table::new(&["id", "name", "category", "launched"]);
    for (id, name, category, _, _, _, launched) in PRODUCTS {
        table.row(&[id.into(), name.into(), category.into(), iso(day(launched))])?;
    }
    table.write(&directory, "products.csv")?;

    let mut table = Table::new(&["id", "name", "territory", "segment"]);
    for c in &customers {
        table.row(&[c.id.clone(), c.name.clone(), c.territory.clone(), c.segment.into()])?;
    }
    table.write(&directory, "customers.csv")?;

    // sales, by date
    let lines = sales(&partners, &customers, &mut random);
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
    table.write(&directory, "sales.csv")?;

    // receivables: one statement per partner and month, tax included; payments
    let mut bought: BTreeMap<(usize, usize), i64> = BTreeMap::new();
    for l in lines.iter().filter(|l| !l.sell_out) {
        let (y, m, _) = civil(l.date);
        let month = usize::try_from((y - 2025) * 12 + m - 1)?;
        *bought.entry((month, l.partner)).or_default() += l.amount + l.tax;
    }
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
        let paid = due + p.habit.lateness(&mut random);
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
            None if stuck && random.chance(300) => payment_rows.push(((due + random.between(5, 30)).min(as_of), p.id.clone(), id, first)),
            None => {}
        }
    }
    receivables.write(&directory, "receivables.csv")?;
    payment_rows.sort();
    for (n, (date, partner, receivable, amount)) in payment_rows.into_iter().enumerate() {
        payments.row(&[format!("PM{:04}", n + 1), partner, receivable, iso(date), money(amount)])?;
    }
    payments.write(&directory, "payments.csv")?;

    // certificates of people; some have run out, some were renewed
    let mut table = Table::new(&["id", "partner", "person", "certificate", "issued", "expires"]);
    let (mut people, mut certificate) = (0usize, 0usize);
    for p in &partners {
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
    table.write(&directory, "certificates.csv")?;

    // targets: of the year, and of the quarters; the newest partners have none
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
    table.write(&directory, "targets.csv")?;

    // visits and other contacts
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
    table.write(&directory, "activities.csv")?;

    // registrations: those above, and others that meet nobody
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
        let product = pick(&mut random, true, date);
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
    table.write(&directory, "registrations.csv")
}
