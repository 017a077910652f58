//! The program and the samples, end to end. One binary: each further one links the engine again.

mod program;
mod samples;
mod tree;
