//! How results look.

pub(crate) mod article;
pub(crate) mod human;
pub(crate) mod paths;
