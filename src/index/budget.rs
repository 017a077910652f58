//! The memory that articles on their way may take.
//!
//! Every article holds a [`Permit`] from the moment it is read until the engine has taken it
//! in. This bounds memory whatever the sizes of articles are (the engine's own queue counts
//! documents, not bytes), and tells when nothing is on its way, which is when a commit leaves
//! no file half written.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

#[derive(Debug)]
pub(crate) struct Budget {
    limit: u64,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    used: u64,
    paused: bool,
}

/// A share of the budget; dropped, it is given back.
#[derive(Debug)]
pub(crate) struct Permit {
    budget: Arc<Budget>,
    bytes: u64,
}

impl Budget {
    pub(crate) fn new(limit: u64) -> Arc<Budget> {
        Arc::new(Budget { limit, state: Mutex::default(), changed: Condvar::new() })
    }

    /// Waits until `bytes` are free. An article larger than the whole budget goes alone.
    pub(crate) fn acquire(self: &Arc<Self>, bytes: u64) -> Permit {
        let mut state = self.lock();
        while state.paused || (state.used > 0 && state.used + bytes > self.limit) {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        // At least one byte, so that `used == 0` means that nothing is on its way.
        let bytes = bytes.max(1);
        state.used += bytes;
        Permit { budget: Arc::clone(self), bytes }
    }

    /// Lets nothing new start, waits until nothing is on its way, and runs `action`.
    pub(crate) fn while_empty<T>(&self, action: impl FnOnce() -> T) -> T {
        let mut state = self.lock();
        state.paused = true;
        while state.used > 0 {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        drop(state);
        let result = action();
        self.lock().paused = false;
        self.changed.notify_all();
        result
    }

    // A panic in another thread leaves a number behind, which is never half written.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.budget.lock().used -= self.bytes;
        self.budget.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_oversized_article_goes_alone_and_an_empty_budget_is_waited_for() {
        let budget = Budget::new(10);
        let large = budget.acquire(100);
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| drop(budget.acquire(1)));
            assert!(!waiting.is_finished());
            drop(large);
            waiting.join().unwrap();
        });
        let small = budget.acquire(5);
        std::thread::scope(|scope| {
            let commit = scope.spawn(|| budget.while_empty(|| budget.lock().used));
            std::thread::sleep(std::time::Duration::from_millis(5));
            drop(small);
            assert_eq!(commit.join().unwrap(), 0);
        });
    }
}
