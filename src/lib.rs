//! A full-text search engine over folders of news articles, by date, region and people.
//!
//! Index a folder, then ask:
//!
//! ```
//! use dateline::index::{IndexOptions, update};
//! use dateline::query::Query;
//! use dateline::search::{SearchBackend as _, SearchRequest, Searcher};
//! use jiff::civil::date;
//!
//! # let folder = tempfile::tempdir()?;
//! # std::fs::write(
//! #     folder.path().join("a.txt"),
//! #     "Ferry talks resume\n\n4 March 2019\n\nThe talks went on in Norway until noon.\n",
//! # )?;
//! let news = folder.path();
//! let index = news.join(".dateline");
//! update(&index, &[news.to_path_buf()], &IndexOptions::default(), &())?;
//!
//! let searcher = Searcher::open(&index)?;
//! // The library reads no clock: this is the day that `today` and `7d` count from.
//! let request = SearchRequest::new(Query::parse("talks region:europe"), date(2026, 11, 24));
//! let answer = searcher.search(&request)?;
//! assert_eq!(answer.total, 1);
//! assert_eq!(answer.hits[0].date.as_deref(), Some("2019-03-04"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The way of an article: [`walk`] finds files, [`read`] decodes them, [`extract`] works out
//! what they say, [`index`] makes them searchable. The way of a query: [`query`] reads it,
//! [`search`] answers it, [`names`] knows who is who. [`dating`] tells when an article was published
//! and nothing else, at a fraction of the time. [`article`] is the data, [`text`] the one reading of words.
//!
//! Without the feature `cli` nothing of a terminal is in the tree.

pub mod article;
pub mod dating;
pub mod error;
pub mod extract;
pub mod index;
pub mod names;
pub mod query;
pub mod read;
pub mod search;
pub mod text;
pub mod walk;

pub use error::{Error, ErrorKind, Result};
