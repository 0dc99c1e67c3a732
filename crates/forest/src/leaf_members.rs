//! The members of a regression's leaves: the distinct targets in each leaf with their weights, for quantiles.

use serde::{Deserialize, Serialize};

/// The most members per leaf. A leaf with more distinct targets keeps this many, evenly spread over its weight, so that
/// no cumulative share moves by more than 1 / 256 and a leaf takes at most 1 KB. A member takes 8 bytes.
const MOST: usize = 128;

/// Weights that are not whole numbers are rounded to this fraction of their leaf's weight.
const STEPS: f64 = (1u32 << 31) as f64;

/// The members of several leaves.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct LeafMembersTable {
    /// Leaf `i` has the entries `ends[i - 1]..ends[i]` of the other two.
    pub ends: Vec<u32>,
    /// Targets as ranks among the distinct ones, ascending in each leaf.
    pub ranks: Vec<u32>,
    /// The cumulative weight of a leaf's members, ascending. The last one is the leaf's weight.
    pub reached: Vec<u32>,
}

/// The members of one leaf.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct LeafMembers<'a> {
    pub ranks: &'a [u32],
    pub reached: &'a [u32],
}

impl LeafMembersTable {
    pub fn get(&self, leaf: u32) -> LeafMembers<'_> {
        let leaf = leaf as usize;
        let start = if leaf == 0 { 0 } else { self.ends[leaf - 1] };
        let range = start as usize..self.ends[leaf] as usize;
        LeafMembers {
            ranks: &self.ranks[range.clone()],
            reached: &self.reached[range],
        }
    }

    pub fn push(&mut self, leaf: LeafMembers) {
        self.ranks.extend_from_slice(leaf.ranks);
        self.reached.extend_from_slice(leaf.reached);
        self.ends.push(self.ranks.len() as u32);
    }

    /// Checks that there are as many leaves, and that each has members among `targets` distinct targets.
    pub fn validate(&self, leaves: usize, targets: usize) -> Result<(), String> {
        let Self {
            ends,
            ranks,
            reached,
        } = self;
        let end = ends.last().map_or(0, |end| *end as usize);
        if ends.len() != leaves || end != ranks.len() || end != reached.len() {
            return Err("The leaves' tables differ in length.".into());
        }
        let mut start = 0;
        for (leaf, end) in ends.iter().enumerate() {
            let range = start..*end as usize;
            start = *end as usize;
            let held = ranks.get(range.clone()).zip(reached.get(range));
            let sane = held.is_some_and(|(ranks, reached)| {
                let known = ranks.last().is_some_and(|rank| (*rank as usize) < targets);
                let ascending = |numbers: &[u32]| numbers.is_sorted_by(|a, b| a < b);
                known && reached[0] > 0 && ascending(ranks) && ascending(reached)
            });
            if !sane {
                return Err(format!("Leaf {leaf} holds no targets that ascend."));
            }
        }
        Ok(())
    }

    /// Returns the size in memory, in bytes.
    pub fn bytes(&self) -> u64 {
        4 * (self.ends.len() + self.ranks.len() + self.reached.len()) as u64
    }
}

impl LeafMembers<'_> {
    /// Returns the share of the leaf's weight with ranks up to and including `rank`.
    pub fn share(self, rank: u32) -> f64 {
        let below = self.ranks.partition_point(|member| *member <= rank);
        match (below.checked_sub(1), self.reached.last()) {
            (Some(place), Some(whole)) => f64::from(self.reached[place]) / f64::from(*whole),
            _ => 0.0,
        }
    }
}

/// Collects the members of one leaf at a time, with buffers that are used again.
#[derive(Default)]
pub(super) struct MemberCollector {
    /// The leaf's distinct targets as ranks, with cumulative weights.
    sums: Vec<(u32, f64)>,
    ranks: Vec<u32>,
    reached: Vec<u32>,
}

impl MemberCollector {
    /// Collects ranks with their weights. The ranks must ascend; equal ones become one member.
    pub fn collect(&mut self, members: impl Iterator<Item = (u32, f64)>) -> LeafMembers<'_> {
        let Self {
            sums,
            ranks,
            reached,
        } = self;
        sums.clear();
        let mut whole = 0.0;
        for (rank, weight) in members {
            whole += weight;
            match sums.last_mut() {
                Some((last, sum)) if *last == rank => *sum = whole,
                _ => sums.push((rank, whole)),
            }
        }
        let counted = whole <= STEPS && sums.iter().all(|(_, sum)| sum.fract() == 0.0);
        let steps = match counted {
            _ if sums.len() > MOST => Some(MOST as f64),
            true => None,
            false => Some(STEPS),
        };
        ranks.clear();
        reached.clear();
        for (rank, sum) in sums {
            let sum = steps.map_or(*sum, |steps| (*sum / whole * steps).round()) as u32;
            // A member whose weight is rounded to 0 is left out.
            if sum > reached.last().copied().unwrap_or(0) {
                ranks.push(*rank);
                reached.push(sum);
            }
        }
        LeafMembers { ranks, reached }
    }
}

#[cfg(test)]
mod tests {
    use super::{LeafMembers, LeafMembersTable, MOST, MemberCollector, STEPS};

    #[test]
    fn leaves_must_have_members_that_ascend() {
        let two = || {
            let mut members = LeafMembersTable::default();
            for (ranks, reached) in [(&[0, 4][..], &[1, 2][..]), (&[2, 3, 4], &[2, 5, 6])] {
                members.push(LeafMembers { ranks, reached });
            }
            members
        };
        assert_eq!(two().validate(2, 5), Ok(()));
        assert_eq!(LeafMembersTable::default().validate(0, 0), Ok(()));
        assert!(two().validate(1, 5).is_err());
        assert!(two().validate(3, 5).is_err());
        assert!(two().validate(2, 4).is_err());
        let refused = |change: &dyn Fn(&mut LeafMembersTable)| {
            let mut members = two();
            change(&mut members);
            assert!(members.validate(2, 5).is_err(), "{members:?}");
        };
        for end in [0, 3, 5, 6, u32::MAX] {
            refused(&|members| members.ends[0] = end);
        }
        for end in [0, 2, 4, 6, u32::MAX] {
            refused(&|members| members.ends[1] = end);
        }
        refused(&|members| members.ends.clear());
        for (at, rank) in [(0, 4), (1, 0), (1, 5), (1, u32::MAX), (3, 2), (3, 4)] {
            refused(&|members| members.ranks[at] = rank);
        }
        refused(&|members| members.ranks.push(4));
        refused(&|members| members.ranks.clear());
        for (at, reached) in [(0, 0), (1, 1), (2, 0), (3, 2), (3, 6)] {
            refused(&|members| members.reached[at] = reached);
        }
        refused(&|members| members.reached.clear());
    }

    #[test]
    fn equal_targets_are_one_member() {
        let mut collector = MemberCollector::default();
        let leaf = collector.collect([(2, 1.0), (5, 2.0), (5, 1.0), (9, 4.0)].into_iter());
        assert_eq!((leaf.ranks, leaf.reached), (&[2, 5, 9][..], &[1, 4, 8][..]));
        let shares = [0, 1, 2, 4, 5, 8, 9, 10].map(|rank| leaf.share(rank));
        assert_eq!(shares, [0.0, 0.0, 0.125, 0.125, 0.5, 0.5, 1.0, 1.0]);
    }

    #[test]
    fn real_weights_become_steps() {
        let mut collector = MemberCollector::default();
        let members = [(0, 1e-300), (1, 0.25), (2, 0.75), (3, 1e-12)];
        let leaf = collector.collect(members.into_iter());
        assert_eq!(leaf.ranks, [1, 2]);
        assert_eq!(leaf.reached, [(STEPS / 4.0) as u32, STEPS as u32]);
    }

    #[test]
    fn large_leaves_keep_evenly_spread_members() {
        // As many as are kept at most, and more; the last one outweighs half of the others.
        for count in [MOST as u32, MOST as u32 + 1, 1000, 100_000] {
            let weight = |rank| if rank == count - 1 { count / 2 } else { 1 };
            let members = (0..count).map(|rank| (rank, f64::from(weight(rank))));
            let mut collector = MemberCollector::default();
            let leaf = collector.collect(members);
            assert!(leaf.ranks.len() <= MOST);
            assert!(leaf.ranks.is_sorted_by(|a, b| a < b));
            assert!(leaf.reached.is_sorted_by(|a, b| a < b));
            let whole = f64::from(count - 1 + count / 2);
            let bound = if count as usize > MOST {
                1.0 / 256.0
            } else {
                0.0
            };
            let mut worst = 0.0f64;
            for rank in 0..count - 1 {
                let exact = f64::from(rank + 1) / whole;
                worst = worst.max((leaf.share(rank) - exact).abs());
            }
            assert!(worst <= bound + 1e-12, "{count}: {worst}");
            assert_eq!(leaf.share(count - 1), 1.0);
        }
    }
}
