//! Where words stand: phrases, distance and order over positions, in the index and in text.
//!
//! The same tree decides which articles match (over the positions of the postings) and what a
//! snippet marks (over the words of the stored text), so that the two cannot disagree.
//!
//! A span is `(first position, position after the last)`, counted in words. Lists of spans are
//! sorted and without doubles.

/// First position and the position after the last.
pub(crate) type Span = (u32, u32);

/// A condition on the places of words. Leaves are numbered; what a leaf stands for is kept
/// beside the tree.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum SpanNode {
    /// The places of leaf number so and so.
    Leaf(usize),
    /// A row of `width` characters of a script without spaces: the places of these leaves, each so
    /// far from the first character.
    Run {
        /// Number of the leaf, and its distance.
        leaves: Vec<(usize, u32)>,
        /// Number of characters.
        width: u32,
    },
    /// Any one word, inside a sequence.
    Gap,
    /// In a row.
    Sequence(Vec<SpanNode>),
    /// In any order, with at most `slop` other words between.
    Within {
        /// What has to stand there.
        parts: Vec<SpanNode>,
        /// Other words between, in all.
        slop: u32,
    },
    /// In this order, with fewer than `distance` other words between neighbours.
    Ordered {
        /// What has to stand there.
        parts: Vec<SpanNode>,
        /// `1` is side by side.
        distance: u32,
    },
    /// Any of these.
    Any(Vec<SpanNode>),
}

impl SpanNode {
    /// Whether no condition on places is left: a leaf, or a choice of leaves.
    pub(crate) fn is_choice(&self) -> bool {
        match self {
            SpanNode::Leaf(_) => true,
            SpanNode::Run { leaves, .. } => leaves.len() == 1,
            SpanNode::Any(parts) => parts.iter().all(SpanNode::is_choice),
            _ => false,
        }
    }

    /// Number of parts that a reader has to see: those of a distance, else one.
    pub(crate) fn part_count(&self) -> usize {
        match self {
            SpanNode::Within { parts, .. } | SpanNode::Ordered { parts, .. } => parts.len().max(1),
            _ => 1,
        }
    }

    /// Number of [`SpanNode::spans`], without making them where two words stand in a row or near
    /// each other: most conditions on places are such, and most articles that have both words
    /// are looked at for nothing.
    pub(crate) fn count<'p>(&self, places: &dyn Fn(usize) -> &'p [u32]) -> usize {
        let pair = |parts: &[SpanNode]| match parts {
            [SpanNode::Leaf(a), SpanNode::Leaf(b)] => Some((places(*a), places(*b))),
            _ => None,
        };
        match self {
            SpanNode::Leaf(leaf) => places(*leaf).len(),
            SpanNode::Sequence(parts) => match pair(parts) {
                Some((first, second)) => followed(first, second),
                None => self.spans(places).len(),
            },
            SpanNode::Within { parts, slop } => match pair(parts) {
                Some((first, second)) => windows(first, second, *slop),
                None => self.spans(places).len(),
            },
            _ => self.spans(places).len(),
        }
    }

    /// The spans that are marked, sorted, each with the number of its part: words and rows of
    /// words; of parts near each other these parts, and not what is between them.
    pub(crate) fn marked_spans<'p>(
        &self,
        places: &dyn Fn(usize) -> &'p [u32],
    ) -> Vec<(Span, usize)> {
        let mut marked: Vec<(Span, usize)> = match self {
            SpanNode::Leaf(_) | SpanNode::Run { .. } | SpanNode::Gap | SpanNode::Sequence(_) => {
                self.spans(places).into_iter().map(|span| (span, 0)).collect()
            }
            SpanNode::Any(parts) => {
                let marked = parts.iter().flat_map(|part| part.marked_spans(places));
                marked.map(|(span, _)| (span, 0)).collect()
            }
            SpanNode::Within { parts, .. } | SpanNode::Ordered { parts, .. } => {
                let found = self.spans(places);
                // How far the spans reach that begin up to so and so.
                let mut reach: Vec<Span> = Vec::with_capacity(found.len());
                for (start, end) in found {
                    let before = reach.last().map_or(0, |(_, end)| *end);
                    reach.push((start, end.max(before)));
                }
                let inside = |span: Span| {
                    let after = reach.partition_point(|(start, _)| *start <= span.0);
                    after.checked_sub(1).is_some_and(|at| span.1 <= reach[at].1)
                };
                let marked = parts.iter().enumerate().flat_map(|(number, part)| {
                    part.marked_spans(places).into_iter().map(move |(span, _)| (span, number))
                });
                marked.filter(|(span, _)| inside(*span)).collect()
            }
        };
        marked.sort_unstable();
        marked.dedup();
        marked
    }

    /// The spans in one field of one article. `places` gives the sorted positions of a leaf.
    pub(crate) fn spans<'p>(&self, places: &dyn Fn(usize) -> &'p [u32]) -> Vec<Span> {
        match self {
            SpanNode::Leaf(leaf) => places(*leaf).iter().map(|&at| (at, at + 1)).collect(),
            SpanNode::Run { leaves, width } => run(leaves, *width, places),
            SpanNode::Gap => Vec::new(),
            SpanNode::Any(parts) => {
                sorted(parts.iter().flat_map(|part| part.spans(places)).collect())
            }
            SpanNode::Sequence(parts) => sequence(parts, places),
            SpanNode::Ordered { parts, distance } => ordered(parts, *distance, places),
            SpanNode::Within { parts, slop } => {
                let lists: Vec<Vec<Span>> = parts.iter().map(|part| part.spans(places)).collect();
                within(&lists, *slop)
            }
        }
    }
}

fn run<'p>(leaves: &[(usize, u32)], width: u32, places: &dyn Fn(usize) -> &'p [u32]) -> Vec<Span> {
    let Some(((first, distance), others)) = leaves.split_first() else { return Vec::new() };
    let starts = places(*first).iter().filter_map(|at| at.checked_sub(*distance));
    starts
        .filter(|start| {
            others
                .iter()
                .all(|(leaf, distance)| places(*leaf).binary_search(&(start + distance)).is_ok())
        })
        .map(|start| (start, start + width))
        .collect()
}

fn sorted(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    spans.dedup();
    spans
}

fn sequence<'p>(parts: &[SpanNode], places: &dyn Fn(usize) -> &'p [u32]) -> Vec<Span> {
    let mut gap = 0;
    let mut found: Option<Vec<Span>> = None;
    for part in parts {
        if matches!(part, SpanNode::Gap) {
            gap += 1;
            continue;
        }
        let spans = part.spans(places);
        found = Some(match found {
            None => spans,
            Some(before) => {
                let mut joined = Vec::new();
                for (start, end) in before {
                    let from = spans.partition_point(|span| span.0 < end + gap);
                    let here = spans[from..].iter().take_while(|span| span.0 == end + gap);
                    joined.extend(here.map(|span| (start, span.1)));
                }
                sorted(joined)
            }
        });
        gap = 0;
        if found.as_ref().is_some_and(Vec::is_empty) {
            return Vec::new();
        }
    }
    found.unwrap_or_default()
}

fn ordered<'p>(
    parts: &[SpanNode],
    distance: u32,
    places: &dyn Fn(usize) -> &'p [u32],
) -> Vec<Span> {
    let mut lists = parts.iter().map(|part| part.spans(places));
    let mut found = lists.next().unwrap_or_default();
    for spans in lists {
        let mut joined = Vec::new();
        for (start, end) in found {
            // The nearest that follows is enough: the span is only marked and counted.
            let next = spans.partition_point(|span| span.0 < end);
            if let Some(span) = spans.get(next).filter(|span| span.0 - end < distance) {
                joined.push((start, span.1));
            }
        }
        found = sorted(joined);
    }
    found
}

/// How many places of `first` have one of `second` right behind them.
fn followed(first: &[u32], second: &[u32]) -> usize {
    let mut next = 0;
    let mut count = 0;
    for place in first {
        while second.get(next).is_some_and(|other| *other <= *place) {
            next += 1;
        }
        count += usize::from(second.get(next).is_some_and(|other| *other == place + 1));
    }
    count
}

/// As many windows as [`within`] finds for two words.
fn windows(first: &[u32], second: &[u32], slop: u32) -> usize {
    let (mut a, mut b) = (0, 0);
    let mut count = 0;
    while let (Some(&one), Some(&other)) = (first.get(a), second.get(b)) {
        let apart = one.abs_diff(other);
        count += usize::from(apart > 0 && apart - 1 <= slop);
        // Of two words in the same place, the one moves that can.
        if one < other || (one == other && a + 1 < first.len()) {
            a += 1;
        } else {
            b += 1;
        }
    }
    count
}

/// The smallest windows that hold one span of every list, none overlapping, with at most `slop`
/// words between. Walks every list once.
fn within(lists: &[Vec<Span>], slop: u32) -> Vec<Span> {
    let mut found = Vec::new();
    if lists.is_empty() || lists.iter().any(Vec::is_empty) {
        return found;
    }
    let mut at = vec![0_usize; lists.len()];
    let mut current: Vec<(Span, usize)> = Vec::with_capacity(lists.len());
    loop {
        current.clear();
        let here = at.iter().zip(lists).enumerate();
        current.extend(here.map(|(list, (at, spans))| (spans[*at], list)));
        current.sort_unstable();
        let start = current[0].0.0;
        let end = current.iter().map(|(span, _)| span.1).max().unwrap_or(start);
        let words: u32 = current.iter().map(|(span, _)| span.1 - span.0).sum();
        let apart = current.windows(2).all(|pair| pair[0].0.1 <= pair[1].0.0);
        if apart && end - start <= words + slop {
            found.push((start, end));
        }
        // Only a later start of the first part can make the window smaller. Of two parts in
        // the same place, the one moves that can.
        let same_start = current.iter().take_while(|(span, _)| span.0 == start);
        let movable =
            same_start.map(|(_, list)| *list).find(|list| at[*list] + 1 < lists[*list].len());
        match movable {
            Some(list) => at[list] += 1,
            None => return sorted(found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(node: &SpanNode, text: &str, expected: &[Span]) {
        let words: Vec<&str> = text.split(' ').collect();
        let leaves: Vec<Vec<u32>> = ["a", "b", "c"]
            .iter()
            .map(|leaf| (0..).zip(&words).filter(|(_, w)| *w == leaf).map(|(at, _)| at).collect())
            .collect();
        assert_eq!(node.spans(&|leaf| &leaves[leaf]), expected, "{text}");
    }

    #[test]
    fn pairs_are_counted_as_they_are_found() {
        // Every text of eight words out of three, each counted both ways.
        for number in 0..3_usize.pow(8) {
            let mut rest = number;
            let mut lists: [Vec<u32>; 3] = Default::default();
            for at in 0..8 {
                lists[rest % 3].push(at);
                rest /= 3;
            }
            let places = |leaf: usize| lists[leaf].as_slice();
            let parts = vec![SpanNode::Leaf(0), SpanNode::Leaf(1)];
            let same = vec![SpanNode::Leaf(0), SpanNode::Leaf(0)];
            for node in [
                SpanNode::Sequence(parts.clone()),
                SpanNode::Within { parts: parts.clone(), slop: 0 },
                SpanNode::Within { parts: parts.clone(), slop: 2 },
                SpanNode::Within { parts, slop: 9 },
                SpanNode::Within { parts: same.clone(), slop: 2 },
                SpanNode::Sequence(same),
            ] {
                assert_eq!(node.count(&places), node.spans(&places).len(), "{node:?} {lists:?}");
            }
        }
    }

    #[test]
    fn of_parts_near_each_other_the_parts_are_marked() {
        use SpanNode::{Any, Leaf, Ordered, Sequence, Within};
        let check = |node: &SpanNode, text: &str, expected: &[(Span, usize)]| {
            let words: Vec<&str> = text.split(' ').collect();
            let leaves = ["a", "b", "c"].map(|leaf| {
                let here = (0..).zip(&words).filter(|(_, word)| **word == leaf);
                here.map(|(at, _)| at).collect::<Vec<u32>>()
            });
            assert_eq!(node.marked_spans(&|leaf| &leaves[leaf]), expected, "{text}");
        };
        let phrase = Sequence(vec![Leaf(0), Leaf(1)]);
        let near = Within { parts: vec![phrase.clone(), Leaf(2)], slop: 2 };
        check(&near, "a x c b a b a", &[((2, 3), 1), ((4, 6), 0)]);
        let in_order = Ordered { parts: vec![Leaf(0), Leaf(2)], distance: 2 };
        check(&in_order, "a x x a x c c a", &[((3, 4), 0), ((5, 6), 1)]);
        check(
            &Any(vec![phrase, in_order]),
            "c a b x a c",
            &[((1, 3), 0), ((4, 5), 0), ((5, 6), 0)],
        );
    }

    #[test]
    fn places_are_found_in_rows_and_windows() {
        use SpanNode::{Any, Gap, Leaf, Ordered, Sequence, Within};
        let phrase = Sequence(vec![Leaf(0), Leaf(1)]);
        check(&phrase, "a b x a x b b a", &[(0, 2)]);
        check(&Sequence(vec![Leaf(0), Gap, Leaf(1)]), "a b a x b a b", &[(2, 5)]);
        let near = |slop| Within { parts: vec![Leaf(0), Leaf(1)], slop };
        check(&near(1), "a x b x x b a", &[(0, 3), (5, 7)]);
        check(&near(0), "a x b x x b a", &[(5, 7)]);
        check(&Within { parts: vec![Leaf(0), Leaf(0)], slop: 1 }, "a x x a x a", &[(3, 6)]);
        let in_order = |distance| Ordered { parts: vec![Leaf(0), Leaf(1)], distance };
        check(&in_order(2), "a x b x b a", &[(0, 3)]);
        check(&in_order(1), "a x b", &[]);
        let run = SpanNode::Run { leaves: vec![(0, 0), (1, 2)], width: 4 };
        check(&run, "a x b x a b b x", &[(0, 4), (4, 8)]);
        check(&Sequence(vec![run, Leaf(2)]), "a x b x c a c b x x", &[(0, 5)]);
        check(&Within { parts: vec![phrase.clone(), Leaf(2)], slop: 2 }, "c x x a b", &[(0, 5)]);
        check(
            &Sequence(vec![Any(vec![Leaf(0), Leaf(1)]), Leaf(2)]),
            "a c b c a",
            &[(0, 2), (2, 4)],
        );
    }
}
