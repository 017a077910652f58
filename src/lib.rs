//! dateline
pub mod article;
pub mod error;
pub mod extract;
pub mod index;
pub mod query;
pub mod read;
pub mod search;
pub mod text;
pub mod walk;
pub use error::{Error, ErrorKind, Result};
