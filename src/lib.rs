//! dateline
pub mod article;
pub mod error;
pub mod extract;
pub mod query;
pub mod read;
pub mod text;
pub use error::{Error, ErrorKind, Result};
