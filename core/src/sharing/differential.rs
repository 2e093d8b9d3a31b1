//! The level differential (级差): of every sale below, what a partner's own rate is above the best rate on the way.

use crate::amount::{Exact, Overflow};
use crate::facts::Hierarchy;

/// What each partner brings: its own rate and its own sales.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seller {
    /// 0 where it is unknown.
    pub(crate) rate: Exact,
    /// 0 where they are unknown.
    pub(crate) sales: Exact,
}

/// What the sales of one partner pay to one above it, or to itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Source {
    /// Whose sales, by row.
    pub(crate) partner: u32,
    /// Its sales.
    pub(crate) sales: Exact,
    /// The highest rate below the one that is paid; 0 for its own sales.
    pub(crate) rate_below: Exact,
    /// What the rate that is paid is above it.
    pub(crate) difference: Exact,
    /// What is paid.
    pub(crate) contribution: Exact,
}

/// What every partner is paid, by row: each seller's way up, with the highest rate so far.
///
/// # Errors
/// The row of a partner whose sum leaves 128 bits.
pub(crate) fn all(hierarchy: &Hierarchy, sellers: &[Seller], levels: usize) -> Result<Vec<Exact>, (u32, Overflow)> {
    let mut paid = vec![Exact::ZERO; sellers.len()];
    for (row, seller) in (0u32..).zip(sellers).filter(|(_, seller)| !seller.sales.is_zero()) {
        let mut highest = Exact::ZERO;
        for above in std::iter::once(row).chain(hierarchy.ancestors(row).take(levels)) {
            let at = above as usize;
            let (Some(sum), Some(own)) = (paid.get_mut(at), sellers.get(at)) else { continue };
            if own.rate > highest {
                let more = own.rate.checked_sub(highest).and_then(|difference| seller.sales.checked_mul(difference));
                *sum = more.and_then(|more| sum.checked_add(more)).map_err(|fault| (above, fault))?;
                highest = own.rate;
            }
        }
    }
    Ok(paid)
}

/// What one partner is paid and for whose sales: its own first, then those below it, branch by branch.
///
/// # Errors
/// A product leaves 128 bits.
pub(crate) fn sources(hierarchy: &Hierarchy, sellers: &[Seller], levels: usize, partner: u32) -> Result<Vec<Source>, Overflow> {
    let seller = |row: u32| sellers.get(row as usize).copied().unwrap_or(Seller { rate: Exact::ZERO, sales: Exact::ZERO });
    let rate = seller(partner).rate;
    let mut sources = Vec::new();
    // whose sales, the highest rate from there up to just below the partner, and how many levels are left below
    let mut waiting = vec![(partner, Exact::ZERO, levels)];
    while let Some((row, rate_below, levels)) = waiting.pop() {
        let sales = seller(row).sales;
        // a rate as high as the partner's own takes everything from here down
        if rate <= rate_below {
            continue;
        }
        if !sales.is_zero() {
            let difference = rate.checked_sub(rate_below)?;
            sources.push(Source { partner: row, sales, rate_below, difference, contribution: sales.checked_mul(difference)? });
        }
        if let Some(levels) = levels.checked_sub(1) {
            waiting.extend(hierarchy.children(row).iter().map(|below| (*below, rate_below.max(seller(*below).rate), levels)));
        }
    }
    Ok(sources)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn seller(rate: i64, sales: i64) -> Seller {
        Seller { rate: Exact::from(rate), sales: Exact::from(sales) }
    }

    fn tree(parents: &[Option<usize>]) -> Hierarchy {
        Hierarchy::of(parents.iter().map(|parent| parent.map_or(crate::facts::NO_CODE, |row| u32::try_from(row).expect("few"))).collect())
    }

    fn check(parents: &[Option<usize>], sellers: &[Seller], levels: usize, expected: &[i64]) {
        let paid = all(&tree(parents), sellers, levels).expect("small");
        assert_eq!(paid, expected.iter().copied().map(Exact::from).collect::<Vec<_>>());
    }

    #[test]
    fn each_gets_the_difference_to_the_best_rate_below() {
        // 0 above 1 above 2
        let chain = [None, Some(0), Some(1)];
        check(&chain, &[seller(10, 100), seller(6, 10), seller(2, 1)], 9, &[1000 + 40 + 4, 60 + 4, 2]);
        check(&chain, &[seller(10, 100), seller(6, 10), seller(2, 1)], 1, &[1000 + 40, 60 + 4, 2]);
    }

    #[test]
    fn a_higher_rate_below_leaves_nothing() {
        let chain = [None, Some(0), Some(1)];
        check(&chain, &[seller(5, 0), seller(8, 10), seller(2, 1)], 9, &[0, 80 + 6, 2]);
        // the one in between has less than the seller
        check(&chain, &[seller(5, 0), seller(1, 0), seller(2, 10)], 9, &[30, 0, 20]);
    }

    #[test]
    fn a_return_takes_back_what_the_sale_gave() {
        check(&[None, Some(0)], &[seller(5, 0), seller(2, -10)], 9, &[-30, -20]);
    }

    proptest! {
        #[test]
        fn from_above_is_the_same_as_from_below(
            people in proptest::collection::vec((0usize..100, 0i64..6, -20i64..50), 1..25), levels in 1usize..5,
        ) {
            let parents: Vec<Option<usize>> =
                people.iter().enumerate().map(|(row, (parent, ..))| row.checked_sub(1).map(|_| parent % row).filter(|_| parent % 5 > 0)).collect();
            let sellers: Vec<Seller> = people.iter().map(|(_, rate, sales)| seller(*rate, *sales)).collect();
            let hierarchy = tree(&parents);
            let paid = all(&hierarchy, &sellers, levels).expect("small");
            for (row, paid) in (0u32..).zip(paid) {
                let sum = sources(&hierarchy, &sellers, levels, row)
                    .expect("small")
                    .iter()
                    .try_fold(Exact::ZERO, |sum, source| sum.checked_add(source.contribution));
                prop_assert_eq!(sum, Ok(paid));
            }
        }
    }
}
