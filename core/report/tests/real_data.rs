//! A programme on sales that somebody else recorded: resellers of bicycles, where the data are at hand.

use std::collections::BTreeMap;
use std::path::Path;

use qudao::{AsOf, Cell, Engine, Exact, Locale, parse_date};
use qudao_report::{Material, html, input};

#[test]
#[expect(clippy::disallowed_methods, reason = "where the data are is told by the environment; the core reads none")]
fn bicycle_resellers() {
    let Ok(root) = std::env::var("QUDAO_REAL_DATA") else {
        eprintln!("QUDAO_REAL_DATA is unset: the bicycle review was not run");
        return;
    };
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("bicycles");
    let data = Path::new(&root).join("adventureworks");
    let (programme, facts) = input::files(&own.join("programme.json"), &own.join("mapping.json"), &data).expect("accepted");

    let (_, sales) = facts.table_named("sales").expect("there are sales");
    let rows = u32::try_from(sales.rows()).expect("few");
    let amounts = (0..rows).map(|row| match facts.cell("sales", "amount", row) {
        Cell::Number(amount) => amount,
        other => panic!("an amount, not {other:?}"),
    });
    let sum = amounts.fold(Exact::ZERO, |sum, amount| sum.checked_add(amount).expect("small"));
    assert_eq!(sum.to_fixed(2).as_deref(), Some("77548570.20"));

    let as_of = AsOf { on: parse_date("2020-05-31").expect("a date"), known_on: None };
    let review = Engine::compile(&programme).review(&facts, &as_of).expect("reviewed");
    let material = Material::gather(&facts, &review).expect("gathered");
    let mut tiers = BTreeMap::new();
    for member in &material.partners {
        *tiers.entry(member.decision.standing.as_ref().expect("there are tiers").tier.as_ref()).or_insert(0) += 1;
    }
    assert_eq!(tiers, BTreeMap::from([("bronze", 111), ("gold", 64), ("registered", 405), ("silver", 121)]));
    assert_eq!(material.total.to_string(), "742298.72");

    let page = html(&facts, &review, Locale::En).expect("made");
    eprintln!("the bicycle review was run: {rows} lines, {} partners, a page of {} bytes", material.partners.len(), page.len());
    assert!(page.len() < 12_000_000, "{} bytes", page.len());
}
