//! What part of the world an article is about: the tree of regions, and the finder.
//!
//! The tables come from CLDR, GeoNames and our own lists; `tools/make_regions.py`,
//! `tools/make_gazetteer.py` and `tools/train_regions` write them and `NOTICE` names their licences.

mod find;
mod forms;
pub mod gazetteer;
mod names;
pub mod scorer;
mod tally;
mod tree;

pub use find::{Candidate, RuleRegions};
pub use tree::{Node, NodeKind, Regions};
