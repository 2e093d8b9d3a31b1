//! The order in which metrics can be measured and incentives decided, and the cycles in which they cannot.

/// Positions such that each comes after what it reads, and every cycle as a sorted list of positions.
pub(crate) fn order(reads: &[Vec<usize>]) -> (Vec<usize>, Vec<Vec<usize>>) {
    let order = finish_order(reads);
    let mut readers = vec![Vec::new(); reads.len()];
    for (reader, read) in reads.iter().enumerate() {
        for target in read {
            if let Some(list) = readers.get_mut(*target) {
                list.push(reader);
            }
        }
    }
    let mut cycles = components(&readers, &order);
    cycles.retain(|members| match members.as_slice() {
        [one] => reads.get(*one).is_some_and(|read| read.contains(one)),
        _ => true,
    });
    crate::order::sort(&mut cycles);
    (order, cycles)
}

/// Depth-first finishing order, with a stack of its own: a chain of metrics may be longer than the thread's.
fn finish_order(next: &[Vec<usize>]) -> Vec<usize> {
    let mut order = Vec::with_capacity(next.len());
    let mut seen = vec![false; next.len()];
    for start in 0..next.len() {
        let mut stack = vec![(start, 0)];
        if !enter(&mut seen, start) {
            continue;
        }
        while let Some((node, child)) = stack.pop() {
            match next.get(node).and_then(|list| list.get(child)) {
                Some(target) => {
                    stack.push((node, child + 1));
                    if enter(&mut seen, *target) {
                        stack.push((*target, 0));
                    }
                }
                None => order.push(node),
            }
        }
    }
    order
}

/// The strongly connected components (Kosaraju): from the last finished, against the edges.
fn components(readers: &[Vec<usize>], order: &[usize]) -> Vec<Vec<usize>> {
    let mut components = Vec::new();
    let mut seen = vec![false; readers.len()];
    for start in order.iter().rev() {
        if !enter(&mut seen, *start) {
            continue;
        }
        let mut members = Vec::new();
        let mut stack = vec![*start];
        while let Some(node) = stack.pop() {
            members.push(node);
            for reader in readers.get(node).into_iter().flatten() {
                if enter(&mut seen, *reader) {
                    stack.push(*reader);
                }
            }
        }
        crate::order::sort(&mut members);
        components.push(members);
    }
    components
}

fn enter(seen: &mut [bool], node: usize) -> bool {
    seen.get_mut(node).is_some_and(|seen| !std::mem::replace(seen, true))
}

#[cfg(test)]
mod tests {
    use super::order;

    #[test]
    fn orders_and_finds_cycles() {
        assert_eq!(order(&[vec![1], vec![2], vec![]]), (vec![2, 1, 0], vec![]));
        assert_eq!(order(&[vec![1], vec![0], vec![2], vec![0]]).1, vec![vec![0, 1], vec![2]]);
        let chain: Vec<Vec<usize>> = (0..100_000).map(|n| if n == 0 { vec![] } else { vec![n - 1] }).rev().collect();
        let reversed: Vec<Vec<usize>> = chain.iter().map(|read| read.iter().map(|n| 99_999 - n).collect()).collect();
        assert!(order(&reversed).1.is_empty());
    }
}
