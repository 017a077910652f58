//! What part of the world an article is about: the tree of regions, and the finder by rules.
//!
//! The tables come from CLDR, GeoNames and our own lists; `tools/make_regions.py` writes them
//! and `NOTICE` names their licences.

mod find;
mod tree;

pub use find::RuleRegions;
pub use tree::{Node, NodeKind, Regions};
