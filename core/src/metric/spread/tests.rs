use super::*;
use crate::facts::NO_CODE;
use crate::metric::plan::Source;
use crate::metric::state;

fn lane(action: Action) -> Lane {
    Lane { slot: 0, source: Source::One, action, before: false }
}

#[test]
fn ranges_add_up_to_what_single_additions_do() {
    const PARTNERS: usize = 100_000;
    const ADDITIONS: u32 = 1_000_000;
    let lanes = [lane(Action::Add(0)), lane(Action::Keep(0)), lane(Action::Add(1))];
    let mut spread = Spread::new(&lanes, 0b111, PARTNERS, 2);
    assert!(spread.ranges.len() > 1 && spread.fetches);
    let new = || {
        let mut groups = state::Groups::new(PARTNERS);
        groups.reserve(4);
        (Cells::new(2, PARTNERS), vec![Rich::Groups(groups)])
    };
    let ((mut cells, mut rich), (mut single, mut single_rich)) = (new(), new());
    let (mut masks, mut partners, mut values, mut codes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for at in 0..ADDITIONS {
        let mixed = at.wrapping_mul(2_654_435_761);
        masks.push(u64::from(mixed >> 3 & 0b111));
        partners.push(mixed % 99_991);
        // sums of a few partners leave 64 bits
        values.push(if mixed % 99_991 < 8 { i64::MAX / 3 } else { i64::from(mixed >> 8) - 8_000_000 });
        codes.push(if mixed % 7 == 0 { NO_CODE } else { mixed % 70 });
    }
    for chunk in 0..ADDITIONS as usize / 1_000 {
        let of = chunk * 1_000..(chunk + 1) * 1_000;
        let (Some(masks), Some(partners), Some(values), Some(codes)) =
            (masks.get(of.clone()), partners.get(of.clone()), values.get(of.clone()), codes.get(of))
        else {
            continue;
        };
        assert!(spread.take(0b111, &Chunk { start: 0, masks, partners, values }, codes, &mut cells, &mut rich));
    }
    spread.settle(&mut cells, &mut rich);
    for (((mask, partner), value), code) in masks.iter().zip(&partners).zip(&values).zip(&codes) {
        for (lane, cell) in [(0, 0), (2, 1)] {
            if mask & bit(lane) != 0 {
                assert!(single.add(*partner as usize, cell, i128::from(*value)).is_ok());
            }
        }
        if let (true, Some(Rich::Groups(groups))) = (mask & bit(1) != 0, single_rich.first_mut()) {
            assert!(groups.add(*partner, *code, i128::from(*value)));
        }
    }
    assert!(matches!((rich.first(), single_rich.first()), (Some(Rich::Groups(_)), Some(Rich::Groups(_)))));
    let (Some(Rich::Groups(groups)), Some(Rich::Groups(expected))) = (rich.first(), single_rich.first()) else { return };
    let sparse: [Vec<state::SparseGroup>; 2] = [groups.sparse_by_partner(), expected.sparse_by_partner()];
    assert!(!single.spilled.is_empty());
    for partner in 0..PARTNERS {
        assert_eq!([cells.get(partner, 0), cells.get(partner, 1)], [single.get(partner, 0), single.get(partner, 1)]);
        let row = u32::try_from(partner).unwrap_or(NO_CODE);
        assert_eq!(groups.of(row, &sparse[0]), expected.of(row, &sparse[1]));
    }
}
