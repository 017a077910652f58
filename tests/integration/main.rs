//! The program and the samples, end to end. One binary: each further one links the engine again.

#![expect(clippy::unwrap_used, reason = "a test fails where it stands")]

mod ask;
mod dates;
mod highlights;
mod languages;
mod people;
mod program;
mod relevance;
mod samples;
mod tree;
