//! Limits and damage of unpacked streams.
//!
//! A stream that is cut off, damaged or too large ends as if it were over, so that what was
//! read before is kept; what happened is remembered, and told when the reading is done.

use std::cell::{Cell, RefCell};
use std::io::{Read, Result};
use std::rc::Rc;

use super::super::{ReadLimits, unreadable};
use crate::error;

/// Bytes taken from a packed stream up to now.
pub(in super::super) type Taken = Rc<Cell<u64>>;

/// A stream that counts what is taken from it.
pub(super) struct Counted<R> {
    stream: R,
    taken: Taken,
}

impl<R> Counted<R> {
    pub(super) fn new(stream: R) -> (Self, Taken) {
        let taken = Taken::default();
        (Counted { stream, taken: Rc::clone(&taken) }, taken)
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let count = self.stream.read(buffer)?;
        self.taken.set(self.taken.get() + count as u64);
        Ok(count)
    }
}

/// What ended a stream early.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct State {
    fault: Rc<RefCell<Option<String>>>,
    exhausted: Rc<Cell<bool>>,
    given: Rc<Cell<u64>>,
}

impl State {
    /// Whether the limit is reached: whatever else the archive holds is not read.
    pub(super) fn is_exhausted(&self) -> bool {
        self.exhausted.get()
    }

    /// The outcome of reading the stream: `read`, unless the stream ended early.
    pub(in super::super) fn outcome(&self, read: error::Result<()>) -> error::Result<()> {
        match self.fault.borrow_mut().take() {
            Some(fault) => Err(unreadable(fault)),
            None => read,
        }
    }
}

/// An unpacked stream that ends where it goes wrong.
pub(in super::super) struct Guard<R> {
    stream: R,
    taken: Taken,
    limits: ReadLimits,
    state: State,
    ended: bool,
}

impl<R: Read> Guard<R> {
    /// `taken` tells how much of the packed stream `stream` has used.
    pub(super) fn new(stream: R, taken: Taken, limits: &ReadLimits) -> (Self, State) {
        let state = State::default();
        (Guard::shared(stream, taken, limits, &state), state)
    }

    /// As `new`, with a state that other streams out of the same packed one count in as well:
    /// the entries of a zip archive may overlap.
    pub(in super::super) fn shared(
        stream: R,
        taken: Taken,
        limits: &ReadLimits,
        state: &State,
    ) -> Self {
        Guard { stream, taken, limits: *limits, state: state.clone(), ended: false }
    }

    fn end(&mut self, fault: String) -> usize {
        self.ended = true;
        self.state.fault.borrow_mut().get_or_insert(fault);
        0
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        if self.ended {
            return Ok(0);
        }
        let given = self.state.given.get();
        match self.stream.read(buffer) {
            Ok(count) => {
                let given = given + count as u64;
                self.state.given.set(given);
                let ratio = self.limits.unpacked_ratio;
                let allowed = self.taken.get().saturating_mul(ratio).max(self.limits.unpacked_free);
                if given > allowed {
                    self.state.exhausted.set(true);
                    let fault = format!("unpacks to more than {ratio} times its size: not read on");
                    return Ok(self.end(fault));
                }
                Ok(count)
            }
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => Err(error),
            Err(error) => {
                let error = match error.kind() {
                    std::io::ErrorKind::UnexpectedEof => "it is cut off".to_owned(),
                    _ => error.to_string(),
                };
                Ok(self.end(format!("is damaged after {given} unpacked bytes: {error}")))
            }
        }
    }
}
