//! Findings in words: what is wrong, where, and what to do.

use super::causes::cause;
use super::{Lang, plural};
use crate::finding::{Code, Finding, Severity, Spot};
use std::fmt;
use std::sync::OnceLock;
use toml::Table;

/// One finding as three lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    pub lang: Lang,
    pub severity: Severity,
    pub code: &'static str,
    pub headline: String,
    pub spot: String,
    pub fix: String,
}

/// As on the terminal:
/// `error[E210]: ...`, `  at: orders.csv, row 42, column `x``, `  fix: ...`.
impl fmt::Display for Phrase {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.severity {
            Severity::Error => self.lang.pick("错误", "error"),
            Severity::Warning => self.lang.pick("提示", "warning"),
        };
        let (at, fix) = self.lang.pick(("位置：", "处理："), ("at: ", "fix: "));
        let colon = self.lang.pick("：", ": ");
        writeln!(out, "{kind}[{}]{colon}{}", self.code, self.headline)?;
        writeln!(out, "  {at}{}", self.spot)?;
        write!(out, "  {fix}{}", self.fix)
    }
}

/// A finding in a language.
#[must_use]
pub fn phrase(finding: &Finding, lang: Lang) -> Phrase {
    let code = finding.code.name();
    Phrase {
        lang,
        severity: finding.code.severity(),
        code,
        headline: fill(template(code, lang.pick("zh", "en")), finding, lang),
        spot: spot(&finding.spot, lang),
        fix: fill(template(code, lang.pick("zh_fix", "en_fix")), finding, lang),
    }
}

/// How many there are.
#[must_use]
pub fn count(errors: usize, warnings: usize, lang: Lang) -> String {
    match (lang, errors) {
        (Lang::Zh, 0) => format!("{warnings} 条提示"),
        (Lang::Zh, _) => format!("{errors} 个错误，{warnings} 条提示；未计算任何结果"),
        (Lang::En, 0) => plural(warnings, "warning"),
        (Lang::En, _) => {
            format!("{}, {}; nothing was computed", plural(errors, "error"), plural(warnings, "warning"))
        }
    }
}

/// The sentence of a code; `key` is `zh`, `zh_fix`, `en` or `en_fix`.
fn template(code: &str, key: &str) -> &'static str {
    static TEXTS: OnceLock<Table> = OnceLock::new();
    let texts = TEXTS
        .get_or_init(|| include_str!("findings.toml").parse().expect("a test parses the embedded sentences"));
    let text = texts.get(code).and_then(|section| section.get(key)).and_then(|text| text.as_str());
    text.expect("a test finds a sentence for each code")
}

/// Puts values in their `{name}` places; a part in [brackets] goes away with its value.
fn fill(template: &str, finding: &Finding, lang: Lang) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some(open) = rest.find('[') {
        let Some(close) = rest[open..].find(']').map(|close| open + close) else { break };
        text.push_str(&replaced(&rest[..open], finding, lang));
        let part = replaced(&rest[open + 1..close], finding, lang);
        if !part.contains(MISSING) && !part.contains("``") && !part.contains("“”") {
            text.push_str(&part);
        }
        rest = &rest[close + 1..];
    }
    text.push_str(&replaced(rest, finding, lang));
    text.replace(MISSING, "?")
}

/// Marks a place whose value is not there.
const MISSING: char = '\u{1}';

fn replaced(template: &str, finding: &Finding, lang: Lang) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        text.push_str(before);
        match finding.values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => {
                text.push_str(&cause(&value.to_string(), lang).replace(char::is_control, " "))
            }
            None => text.push(MISSING),
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

fn spot(spot: &Spot, lang: Lang) -> String {
    let mut parts = vec![spot.file.clone()];
    if let Some(sheet) = &spot.sheet {
        parts.push(lang.pick(format!("工作表“{sheet}”"), format!("sheet `{sheet}`")));
    }
    if let Some(row) = spot.row {
        parts.push(lang.pick(format!("第 {row} 行"), format!("row {row}")));
    }
    if let Some(column) = &spot.column {
        parts.push(lang.pick(format!("列“{column}”"), format!("column `{column}`")));
    }
    if let Some(feature) = &spot.feature {
        parts.push(lang.pick(format!("要素：{}", cause(feature, lang)), format!("feature {feature}")));
    }
    parts.join(lang.pick("，", ", ")).replace(char::is_control, " ")
}

/// Names of the `{name}` places that a code's sentences cannot do without.
#[must_use]
pub fn needed(code: Code) -> Vec<String> {
    let mut names = Vec::new();
    for key in ["zh", "zh_fix", "en", "en_fix"] {
        let mut depth = 0;
        let mut name: Option<String> = None;
        for letter in template(code.name(), key).chars() {
            match (letter, name.as_mut()) {
                ('[', _) => depth += 1,
                (']', _) => depth -= 1,
                ('{', _) if depth == 0 => name = Some(String::new()),
                ('}', _) => names.extend(name.take()),
                (_, Some(name)) => name.push(letter),
                _ => {}
            }
        }
    }
    names.sort();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_sentences_in_both_languages() {
        for code in Code::ALL {
            for key in ["zh", "zh_fix", "en", "en_fix"] {
                assert!(!template(code.name(), key).is_empty());
            }
        }
    }

    #[test]
    fn no_sentence_stands_for_a_code_that_is_gone() {
        let texts: Table = include_str!("findings.toml").parse().unwrap();
        for code in texts.keys() {
            assert!(Code::ALL.iter().any(|known| known.name() == code), "{code}");
        }
    }

    #[test]
    fn a_finding_says_what_where_and_what_to_do() {
        let spot = Spot::file("orders/2026-07-08.csv").row(42).column("kg");
        let finding = Finding::new(Code::E204, spot).with("found", "12kg");

        assert_eq!(
            phrase(&finding, Lang::En).to_string(),
            "error[E204]: `12kg` is not a number\n  at: orders/2026-07-08.csv, row 42, column `kg`\n  fix: write digits only, for example 12.5; the unit is in the heading"
        );
        assert!(
            phrase(&finding, Lang::Zh).to_string().starts_with("错误[E204]：“12kg”不是数字\n  位置：orders/")
        );
    }

    #[test]
    fn a_part_in_brackets_goes_with_its_value() {
        let with = Finding::new(Code::E104, Spot::file("a")).with("cause", "torn");
        let without = Finding::new(Code::E104, Spot::file("a"));
        assert_eq!(phrase(&with, Lang::En).headline, "the file cannot be read: torn");
        assert_eq!(phrase(&without, Lang::En).headline, "the file cannot be read");
    }
}
