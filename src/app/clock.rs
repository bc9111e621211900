//! Where real time and Ctrl-C enter: as a [`Stop`] for the search.

use crate::units::Stop;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Set by Ctrl-C; work ends with the best it has.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    #[must_use]
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Stops at a deadline, if there is one, or when interrupted.
pub struct Deadline {
    end: Option<Instant>,
    interrupt: Interrupt,
}

impl Deadline {
    #[must_use]
    pub fn after(limit: Option<Duration>, interrupt: Interrupt) -> Deadline {
        Deadline { end: limit.and_then(|limit| Instant::now().checked_add(limit)), interrupt }
    }
}

impl Stop for Deadline {
    fn now(&self) -> bool {
        self.interrupt.is_set() || self.end.is_some_and(|end| Instant::now() >= end)
    }

    fn remaining(&self) -> Option<f64> {
        if self.interrupt.is_set() {
            return Some(0.0);
        }
        self.end.map(|end| end.saturating_duration_since(Instant::now()).as_secs_f64())
    }
}

/// The largest memory this process has held, in bytes; `None` where the system does not tell.
#[must_use]
pub fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interrupt_stops_at_once_and_leaves_no_time() {
        let interrupt = Interrupt::default();
        let deadline = Deadline::after(Some(Duration::from_secs(3600)), interrupt.clone());
        assert!(!deadline.now());

        interrupt.set();

        assert!(deadline.now());
        assert_eq!(deadline.remaining(), Some(0.0));
    }

    #[test]
    fn without_a_limit_nothing_stops_and_no_time_is_named() {
        let deadline = Deadline::after(None, Interrupt::default());

        assert!(!deadline.now());
        assert_eq!(deadline.remaining(), None);
    }
}
