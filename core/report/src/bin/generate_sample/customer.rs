//! Who is sold to.

use crate::partner::{Kind, Partner};
use crate::random::Random;

pub struct Customer {
    pub id: String,
    pub name: String,
    pub territory: String,
    pub segment: &'static str,
    pub partner: usize,
}

pub fn customers(partners: &[Partner], random: &mut Random) -> Vec<Customer> {
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
