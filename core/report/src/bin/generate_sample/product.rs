//! What is sold.

use crate::calendar::day;
use crate::random::Random;

pub const CATEGORIES: [(&str, &str, &str); 10] = [
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
pub type Product = (&'static str, &'static str, &'static str, i64, i64, i64, (i64, i64, i64));

pub const PRODUCTS: [Product; 22] = [
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

pub fn pick(random: &mut Random, project: bool, date: i64) -> usize {
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
