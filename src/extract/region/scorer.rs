//! The scorer: how likely an article is about a country that it names, a logistic regression over
//! the features of `tally`. The weights are in `scorer.tsv`, which `tools/train_regions` writes.

use std::sync::LazyLock;

pub use super::tally::feature_names;

/// Weights by feature, and what decides.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scorer {
    weights: Vec<f32>,
}

/// A country with at least this probability is what the article is about.
pub const ABOUT: f32 = 0.5;
/// The likeliest country is what the article is about from this probability.
pub const ABOUT_IF_FIRST: f32 = 0.35;

impl Scorer {
    /// The scorer with these weights, in the order of [`feature_names`].
    pub fn new(weights: Vec<f32>) -> Scorer {
        Scorer { weights }
    }

    /// Reads lines of a feature and its weight; a feature that has none weighs nothing.
    pub fn read(table: &str) -> Scorer {
        let rows: Vec<(&str, f32)> = table
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .filter_map(|(name, weight)| Some((name, weight.parse().ok()?)))
            .collect();
        let weight = |name: String| {
            rows.iter().find(|(known, _)| *known == name).map_or(0.0, |(_, weight)| *weight)
        };
        Scorer { weights: feature_names().into_iter().map(weight).collect() }
    }

    /// The scorer that comes with dateline.
    pub fn embedded() -> &'static Scorer {
        static SCORER: LazyLock<Scorer> =
            LazyLock::new(|| Scorer::read(include_str!("scorer.tsv")));
        &SCORER
    }

    /// The probability, 0 to 1, that the article is about the country with these features.
    pub fn probability(&self, features: &[f32]) -> f32 {
        let sum: f32 =
            self.weights.iter().zip(features).map(|(weight, value)| weight * value).sum();
        1.0 / (1.0 + (-sum).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_weight_for_each_feature_and_no_other() {
        let table = include_str!("scorer.tsv");
        let mut known: Vec<&str> =
            table.lines().filter_map(|line| line.split_once('\t')).map(|(name, _)| name).collect();
        let mut names = feature_names();
        known.sort_unstable();
        names.sort_unstable();
        assert_eq!(known, names, "train it anew: cargo run --release -p train-regions");
    }
}
