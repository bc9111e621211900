//! `mabang doctor`: what is there, what is missing, and how to mend it.

use crate::app::doctor::{Check, DoctorRequest, Health, State, doctor};
use crate::report::text::Lang;
use crate::report::text::doctor as words;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Say what is missing on this machine, and how to mend it
///
/// Example: mabang doctor maps/wushan
///
/// Exit codes: 0 ready to plan; 1 something essential is missing.
#[derive(Debug, clap::Args)]
pub struct DoctorArgs {
    /// County folder to look at as well, for example `maps/wushan`
    county: Option<PathBuf>,
    /// Folder that plans are going to be written to
    #[arg(long, value_name = "DIR", default_value = "out")]
    out: PathBuf,
}

/// # Errors
/// If the output cannot be written.
pub fn run(args: DoctorArgs, lang: Lang, output: &mut impl Write) -> io::Result<ExitCode> {
    let health = doctor(&DoctorRequest { county: args.county, out: args.out });
    write(&health, lang, output)?;
    Ok(if health.is_well() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn write(health: &Health, lang: Lang, output: &mut impl Write) -> io::Result<()> {
    for (title, checks) in [(words::TO_RUN, &health.to_run), (words::TO_BUILD, &health.to_build)] {
        writeln!(output, "{}", title.say(lang))?;
        for check in checks {
            line(check, lang, output)?;
        }
        writeln!(output)?;
    }
    let verdict = if health.is_well() { words::ALL_WELL } else { words::NOT_WELL };
    writeln!(output, "{}", verdict.say(lang))
}

fn line(check: &Check, lang: Lang, output: &mut impl Write) -> io::Result<()> {
    let nothing = if check.state == State::Good { words::NOT_KNOWN } else { words::NOT_FOUND };
    let found = check.found.as_deref().unwrap_or(nothing.say(lang));
    let state = padded(check.state.name(lang), 8);
    writeln!(output, "  {state}{}{found}", padded(check.subject.name(lang), 18))?;
    if check.state != State::Good {
        writeln!(output, "  {}{}{}", padded("", 8), words::FIX.say(lang), check.subject.fix(lang))?;
    }
    Ok(())
}

/// Filled up with blanks to a width; Chinese characters are two columns wide.
fn padded(text: &str, width: usize) -> String {
    let wide: usize = text.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum();
    format!("{text}{}", " ".repeat(width.saturating_sub(wide).max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::doctor::Subject;

    fn shown(state: State, lang: Lang) -> String {
        let check =
            |subject, found: Option<&str>, state| Check { subject, state, found: found.map(str::to_owned) };
        let health = Health {
            to_run: vec![check(Subject::Solver, Some("HiGHS 1.15.1"), State::Good)],
            to_build: vec![check(Subject::Cmake, None, state)],
        };
        let mut output = Vec::new();
        write(&health, lang, &mut output).unwrap();
        String::from_utf8(output).unwrap()
    }

    #[test]
    fn what_is_missing_comes_with_its_remedy() {
        let text = shown(State::Missing, Lang::En);
        assert!(text.contains("  ok      LP/MIP solver     HiGHS 1.15.1\n"), "{text}");
        assert!(text.contains("  MISSING cmake             not found\n          fix: only needed"), "{text}");
        assert!(text.ends_with("First mend what is MISSING.\n"));
    }

    #[test]
    fn what_only_helps_does_not_stop_and_chinese_lines_up() {
        let text = shown(State::Weak, Lang::Zh);
        assert!(text.contains("  正常    LP/MIP 求解器     HiGHS 1.15.1\n"), "{text}");
        assert!(text.contains("  注意    cmake             没有找到\n          办法："), "{text}");
        assert!(text.ends_with("可以开始规划。\n"));
    }
}
