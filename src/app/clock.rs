//! Where real time and Ctrl-C enter: as a [`Stop`] for the search.

use crate::units::Stop;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
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

    /// Ends after a part of the time that is left.
    #[must_use]
    pub fn share(&self, part: f64) -> Deadline {
        let now = Instant::now();
        let end = self.end.map(|end| now + end.saturating_duration_since(now).mul_f64(part.clamp(0.0, 1.0)));
        Deadline { end, interrupt: self.interrupt.clone() }
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

/// Time that has been spent: of the processor, so that a busy machine does not count, or on the
/// clock.
#[derive(Clone, Copy, Debug)]
pub struct Spent {
    start: Instant,
    /// Seconds of processor time at the start, if that is what counts.
    processor: Option<f64>,
}

impl Spent {
    /// Counts the process's processor time where asked for and where the system tells it.
    #[must_use]
    pub fn start(processor: bool) -> Spent {
        Spent { start: Instant::now(), processor: if processor { processor_time() } else { None } }
    }

    #[must_use]
    pub fn seconds(&self) -> f64 {
        let on_clock = || self.start.elapsed().as_secs_f64();
        self.processor.and_then(|before| Some(processor_time()? - before)).unwrap_or_else(on_clock)
    }

    /// Stops once so many seconds are spent, or when interrupted.
    #[must_use]
    pub fn limit(self, seconds: f64, interrupt: Interrupt) -> Limit {
        Limit { spent: self, seconds, interrupt, asked: AtomicU32::new(0), is_over: AtomicBool::new(false) }
    }
}

/// See [`Spent::limit`].
pub struct Limit {
    spent: Spent,
    seconds: f64,
    interrupt: Interrupt,
    asked: AtomicU32,
    is_over: AtomicBool,
}

/// Asking for processor time is a call of the system: once in so many questions is enough.
const RARELY: u32 = 16;

impl Stop for Limit {
    fn now(&self) -> bool {
        if self.interrupt.is_set() || self.is_over.load(Ordering::Relaxed) {
            return true;
        }
        if !self.asked.fetch_add(1, Ordering::Relaxed).is_multiple_of(RARELY) {
            return false;
        }
        let over = self.spent.seconds() >= self.seconds;
        self.is_over.store(over, Ordering::Relaxed);
        over
    }

    fn remaining(&self) -> Option<f64> {
        if self.interrupt.is_set() {
            return Some(0.0);
        }
        Some((self.seconds - self.spent.seconds()).max(0.0))
    }
}

/// Seconds of processor time of this process, all threads together; `None` where the system does
/// not tell.
#[must_use]
pub fn processor_time() -> Option<f64> {
    #[cfg(unix)]
    {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
        Some(time.tv_sec as f64 + time.tv_nsec as f64 / 1e9)
    }
    #[cfg(not(unix))]
    None
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
    fn a_share_ends_before_the_whole_and_at_once_where_nothing_is_left() {
        let whole = Deadline::after(Some(Duration::from_secs(3600)), Interrupt::default());
        let left = whole.share(0.25).remaining().unwrap_or(0.0);
        assert!((890.0..=900.0).contains(&left), "{left}");

        let over = Deadline::after(Some(Duration::ZERO), Interrupt::default());
        assert!(over.share(1.0).now());
    }

    #[test]
    fn a_limit_of_processor_time_ends_work_and_not_sleep() {
        let spent = Spent::start(true);
        let limit = spent.limit(0.05, Interrupt::default());
        std::thread::sleep(Duration::from_millis(120));
        assert!(limit.remaining() > Some(0.0) || spent.processor.is_none());

        let mut work = 0_u64;
        while !limit.now() {
            work = std::hint::black_box(work + 1);
        }

        assert!(spent.seconds() >= 0.05 && limit.remaining() == Some(0.0));
    }

    #[test]
    fn without_a_limit_nothing_stops_and_no_time_is_named() {
        let deadline = Deadline::after(None, Interrupt::default());

        assert!(!deadline.now());
        assert_eq!(deadline.remaining(), None);
    }
}
