//! Partners, and how they behave.

use crate::calendar::{day, month_start};
use crate::random::Random;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Master,
    Distributor,
    SubWholesaler,
    Retailer,
}

impl Kind {
    pub fn code(self) -> &'static str {
        match self {
            Self::Master => "master_distributor",
            Self::Distributor => "distributor",
            Self::SubWholesaler => "sub_wholesaler",
            Self::Retailer => "retailer",
        }
    }
    /// Price paid, in percent of the list price.
    pub fn price(self) -> i64 {
        match self {
            Self::Master => 54,
            Self::Distributor => 60,
            Self::SubWholesaler => 67,
            Self::Retailer => 76,
        }
    }
    /// Up to how much may be open.
    pub fn credit_limit(self) -> &'static str {
        match self {
            Self::Master => "5500000.00",
            Self::Distributor => "1150000.00",
            Self::SubWholesaler => "500000.00",
            Self::Retailer => "200000.00",
        }
    }
    /// Payment term in days.
    pub fn term(self) -> i64 {
        match self {
            Self::Master => 60,
            Self::Distributor => 45,
            Self::SubWholesaler | Self::Retailer => 30,
        }
    }
}

/// How a partner behaves; what the programme is to find out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    Star,
    Steady,
    Fading,
    Late,
    Stuffed,
    Troubled,
}

impl Habit {
    /// Change of demand within a year, per mille.
    pub fn trend(self, random: &mut Random) -> i64 {
        match self {
            Self::Star => random.between(240, 420),
            Self::Steady => random.between(10, 150),
            Self::Fading => -random.between(220, 340),
            Self::Late => random.between(-60, 120),
            Self::Stuffed => random.between(60, 160),
            Self::Troubled => -random.between(360, 460),
        }
    }
    pub fn returns(self) -> i64 {
        match self {
            Self::Star => 12,
            Self::Steady => 22,
            Self::Fading | Self::Late => 30,
            Self::Stuffed => 70,
            Self::Troubled => 90,
        }
    }
    /// Days between due date and payment.
    pub fn lateness(self, random: &mut Random) -> i64 {
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

pub struct Partner {
    pub id: String,
    pub name: String,
    pub kind: Kind,
    pub parent: Option<usize>,
    pub territory: String,
    pub joined: i64,
    pub left: Option<i64>,
    pub exclusive: bool,
    pub habit: Habit,
    pub trend: i64,
    /// Demand of its own per month in fen: of users for a retailer, of outlets not listed here for the others.
    pub base: i64,
}

pub const NAME_A: [&str; 24] = [
    "砚汀", "岫禾", "霁芦", "浣石", "漪川", "沅荻", "屿蒲", "菖溪", "苇泠", "槿渡", "澹圃", "茗洲", "栎泉", "岑浦", "蓼汀", "棠渚", "沚岚",
    "筠溏", "芷堰", "桉澈", "芮泊", "蔚汐", "荇湄", "楸澜",
];

pub const PROVINCES: [(&str, [&str; 4]); 4] = [
    ("澜江省", ["栖河市", "望埠市", "青矶市", "石渡市"]),
    ("云泽省", ["泽口市", "雁浦市", "松圩市", "莲陂市"]),
    ("岚屿省", ["屿门市", "潮坪市", "鹭湾市", "榕塘市"]),
    ("赤松省", ["松关市", "赤岭市", "霜桥市", "麦垄市"]),
];

/// Parent of each sub-wholesaler (index of a distributor), its habit, and own demand per month in yuan.
pub const SUBS: [(usize, Habit, i64); 14] = [
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
pub const SHOPS: [(usize, Habit, i64); 22] = [
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

pub fn partners(random: &mut Random) -> Vec<Partner> {
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
pub const MOVED: (usize, usize, usize, usize) = (18, 6, 7, 12);

pub fn parent_in(partners: &[Partner], index: usize, month: usize) -> Option<usize> {
    if index == MOVED.0 && month >= MOVED.3 { Some(MOVED.2) } else { partners[index].parent }
}

/// R14 stopped buying in May 2026; R22 has not bought yet; nobody buys before joining or after leaving.
pub fn active(partners: &[Partner], index: usize, month: usize) -> bool {
    let start = month_start(month);
    start >= partners[index].joined && partners[index].left.is_none_or(|left| start < left) && index != 45 && !(index == 37 && month >= 17)
}
