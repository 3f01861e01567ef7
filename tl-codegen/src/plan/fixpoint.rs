//! The one fix-point loop of the planner. It knows nothing about schemas.
//!
//! Callers keep their own state and must change it monotonically; then the loop ends and its result does not depend on
//! the order of the nodes.

use std::collections::BTreeSet;

/// Updates every node in `start`, and then every node that an update returns, until no node is left.
///
/// The work list is a stack, so the last node of `start` is updated first.
pub(super) fn update_until_stable<N>(start: impl IntoIterator<Item = N>, mut update: impl FnMut(N) -> Vec<N>) {
    let mut work_list: Vec<N> = start.into_iter().collect();
    while let Some(node) = work_list.pop() {
        work_list.extend(update(node));
    }
}

/// The nodes in `start` and all nodes that can be reached from them.
pub(super) fn reachable_nodes<N: Copy + Ord, I: IntoIterator<Item = N>>(
    start: impl IntoIterator<Item = N>,
    successors: impl Fn(N) -> I,
) -> BTreeSet<N> {
    let mut reached: BTreeSet<N> = start.into_iter().collect();
    update_until_stable(reached.clone(), |node| {
        successors(node).into_iter().filter(|next| reached.insert(*next)).collect()
    });
    reached
}

#[cfg(test)]
mod tests {
    use super::reachable_nodes;

    #[test]
    fn each_node_of_a_cycle_is_visited_once() {
        let successors = |node: u32| if node < 4 { vec![(node + 1) % 4] } else { vec![] };
        assert_eq!(reachable_nodes([1, 7], successors).into_iter().collect::<Vec<_>>(), [0, 1, 2, 3, 7]);
        assert!(reachable_nodes([], successors).is_empty());
    }
}
