//! dateline
pub mod article;
pub mod error;
pub use error::{Error, ErrorKind, Result};
