//! Progress on stderr: a bar while searching, one line per finished step.

use crate::app::{Follow, Step};
use crate::report::text::{Lang, steps};
use crate::units::Progress;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::Duration;

/// Shows steps and the current best. Without a terminal only finished steps are printed, and how far
/// one has come that has parts.
pub struct Bar {
    lang: Lang,
    quiet: bool,
    /// For the bar's length; the search itself keeps the time.
    limit: Option<Duration>,
    current: Mutex<Option<(ProgressBar, std::time::Instant)>>,
}

impl Bar {
    #[must_use]
    pub fn new(lang: Lang, quiet: bool, limit: Option<Duration>) -> Bar {
        Bar { lang, quiet, limit, current: Mutex::new(None) }
    }

    /// Takes the bar off the screen.
    pub fn clear(&self) {
        if let Ok(mut current) = self.current.lock()
            && let Some((bar, _)) = current.take()
        {
            bar.finish_and_clear();
        }
    }

    fn style() -> ProgressStyle {
        ProgressStyle::with_template("{spinner} {prefix} [{bar:24}] {elapsed} {msg}")
            .expect("the template is a constant")
            .progress_chars("━╸ ")
    }
}

impl Follow for Bar {
    fn begin(&self, step: Step) {
        if self.quiet {
            return;
        }
        let bar = ProgressBar::new(1_000).with_style(Bar::style()).with_prefix(steps::name(step, self.lang));
        bar.enable_steady_tick(Duration::from_millis(120));
        if let Ok(mut current) = self.current.lock() {
            *current = Some((bar, std::time::Instant::now()));
        }
    }

    fn end(&self, step: Step, seconds: f64, peak: Option<u64>) {
        self.clear();
        if !self.quiet {
            eprintln!("{}", steps::done(step, seconds, peak, self.lang));
        }
    }

    fn search(&self, progress: Progress) {
        let Ok(current) = self.current.lock() else { return };
        let Some((bar, since)) = current.as_ref() else { return };
        let share = match (progress.of, self.limit) {
            (Some(of), _) if of > 0 => progress.iteration as f64 / of as f64,
            (_, Some(limit)) => since.elapsed().as_secs_f64() / limit.as_secs_f64(),
            _ => 0.0,
        };
        bar.set_position((share.clamp(0.0, 1.0) * 1_000.0) as u64);
        bar.set_message(steps::best(progress, self.lang));
    }

    fn part(&self, done: usize, of: usize) {
        // Without a terminal no bar is drawn: a line for each twentieth.
        let twentieth = |done: usize| done * 20 / of.max(1);
        if !self.quiet && !std::io::stderr().is_terminal() && twentieth(done) > twentieth(done.max(1) - 1) {
            eprintln!("{}", steps::parts(done, of, self.lang));
        }
        let Ok(current) = self.current.lock() else { return };
        let Some((bar, _)) = current.as_ref() else { return };
        bar.set_position((done as f64 / of.max(1) as f64 * 1_000.0) as u64);
        bar.set_message(format!("{done}/{of}"));
    }
}
