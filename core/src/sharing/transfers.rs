//! Payments that settle what several owe one another.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Payments (from, to, amount) after which nobody owes anything: who owes most pays who is owed most, again and again; equal ones by
/// position. `nets` are what each is owed, below 0 what it owes, and sum to 0.
pub(crate) fn settle(nets: &[i128]) -> Vec<(usize, usize, i128)> {
    let heap = |sign: i128| -> BinaryHeap<(i128, Reverse<usize>)> {
        nets.iter().enumerate().filter(|(_, net)| net.signum() == sign).map(|(position, net)| (net * sign, Reverse(position))).collect()
    };
    let (mut owing, mut owed) = (heap(-1), heap(1));
    let mut transfers = Vec::new();
    while let (Some((debt, Reverse(from))), Some((credit, Reverse(to)))) = (owing.pop(), owed.pop()) {
        let amount = debt.min(credit);
        transfers.push((from, to, amount));
        for (rest, position, heap) in [(debt - amount, from, &mut owing), (credit - amount, to, &mut owed)] {
            if rest > 0 {
                heap.push((rest, Reverse(position)));
            }
        }
    }
    transfers
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::settle;

    #[test]
    fn who_owes_most_pays_who_is_owed_most() {
        assert_eq!(settle(&[-50, 30, -10, 30]), [(0, 1, 30), (0, 3, 20), (2, 3, 10)]);
        // 3 owes most of all once 0 has paid
        assert_eq!(settle(&[-60, 50, 40, -30]), [(0, 1, 50), (3, 2, 30), (0, 2, 10)]);
        assert_eq!(settle(&[0, 0]), []);
        assert_eq!(settle(&[]), []);
    }

    proptest! {
        #[test]
        fn nobody_owes_anything_afterwards(mut nets in proptest::collection::vec(-1_000i128..1_000, 0..30)) {
            nets.push(-nets.iter().sum::<i128>());
            let transfers = settle(&nets);
            prop_assert!(transfers.len() < nets.len());
            for (from, to, amount) in transfers {
                prop_assert!(amount > 0 && from != to);
                nets[from] += amount;
                nets[to] -= amount;
            }
            prop_assert!(nets.iter().all(|net| *net == 0));
        }
    }
}
