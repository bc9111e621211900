//! Options, read as what they are. Each is taken once; what is left over at the end is unknown.

use super::refusal::Refusal;
use super::url::number;

/// The options of a request that nobody has taken yet.
pub(super) struct Options {
    left: Vec<(String, String)>,
}

impl Options {
    pub(super) fn new(options: &[(String, String)]) -> Options {
        Options { left: options.to_vec() }
    }

    /// The text of an option. The last one counts where it stands several times.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        let mut found = None;
        self.left.retain_mut(|(key, value)| {
            let is_it = key == name;
            if is_it {
                found = Some(std::mem::take(value));
            }
            !is_it
        });
        found
    }

    pub(super) fn is_true(&mut self, name: &str, otherwise: bool) -> Result<bool, Refusal> {
        self.word(name, &[("true", true), ("false", false)], otherwise)
    }

    /// One of some words.
    pub(super) fn word<T: Copy>(
        &mut self,
        name: &str,
        words: &[(&str, T)],
        otherwise: T,
    ) -> Result<T, Refusal> {
        let Some(text) = self.text(name) else { return Ok(otherwise) };
        let known = words.iter().find(|(word, _)| *word == text).map(|&(_, value)| value);
        known.ok_or_else(|| {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            Refusal::query(format!("`{name}` is one of {}", words.join(", ")))
        })
    }

    /// A number within limits.
    pub(super) fn number(&mut self, name: &str, least: f64, most: f64) -> Result<Option<f64>, Refusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let read = number(&text).filter(|number| (least..=most).contains(number));
        read.map(Some).ok_or_else(|| Refusal::query(format!("`{name}` is a number from {least} to {most}")))
    }

    /// A list with an entry for each coordinate; empty entries are `None`.
    pub(super) fn by_coordinate<T>(
        &mut self,
        name: &str,
        count: usize,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Vec<Option<T>>, Refusal> {
        let Some(text) = self.text(name) else { return Ok((0..count).map(|_| None).collect()) };
        let parts: Vec<&str> = text.split(';').collect();
        if parts.len() != count {
            return Err(Refusal::options(format!(
                "Number of elements in {name} size {} does not match coordinate size {count}",
                parts.len()
            )));
        }
        let entry = |part: &&str| match *part {
            "" => Ok(None),
            part => read(part).map(Some).ok_or_else(|| {
                let short: String = part.chars().take(40).collect();
                Refusal::query(format!("`{short}` is not understood in `{name}`"))
            }),
        };
        parts.iter().map(entry).collect()
    }

    /// A list of indices of coordinates; all of them for `all` or if it is not given.
    pub(super) fn indices(&mut self, name: &str, count: usize) -> Result<Vec<usize>, Refusal> {
        let text = self.text(name).filter(|text| text != "all");
        let Some(text) = text else { return Ok((0..count).collect()) };
        let index = |part: &str| -> Result<usize, Refusal> {
            let index = part
                .parse()
                .map_err(|_| Refusal::query(format!("`{name}` is `all` or a list of indices like 0;2;3")))?;
            if index < count {
                Ok(index)
            } else {
                Err(Refusal::options(format!("`{name}` holds {index}, but there are {count} coordinates")))
            }
        };
        text.split(';').map(index).collect()
    }

    /// Refuses what nobody took.
    pub(super) fn finish(self) -> Result<(), Refusal> {
        match self.left.first() {
            None => Ok(()),
            Some((name, _)) => {
                let short: String = name.chars().take(40).collect();
                Err(Refusal::query(format!("Option `{short}` is not known here")))
            }
        }
    }
}
