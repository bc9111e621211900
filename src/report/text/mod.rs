//! Every sentence and word that a user reads, in Chinese and English.
//!
//! The rest of the program knows codes, terms and whole numbers; here they
//! become words. One file per subject.

pub mod bench;
pub mod bench_roads;
pub mod bench_site;
mod causes;
pub mod compare;
pub mod corridor;
pub mod doctor;
pub mod drone;
pub mod findings;
pub mod flights;
mod format;
pub mod generate;
pub mod import;
pub mod inspect;
pub mod page;
mod reasons;
pub mod relays;
pub mod serve;
pub mod sheet;
pub mod site;
pub mod steps;
mod terms;
pub mod violations;

pub use format::{clock, count, distance, grouped, mass, money, percent, plural, span, yuan};
pub use reasons::{more_room, reason, reason_short, remedy};
pub use terms::{action, class, label, name, season, term};

/// The language of an output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    /// The one of two texts that is in this language.
    #[must_use]
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// For the `lang` attribute of a page.
    #[must_use]
    pub fn tag(self) -> &'static str {
        self.pick("zh-CN", "en")
    }
}

/// A fixed text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    pub zh: &'static str,
    pub en: &'static str,
}

impl Words {
    #[must_use]
    pub const fn new(zh: &'static str, en: &'static str) -> Words {
        Words { zh, en }
    }

    #[must_use]
    pub fn say(self, lang: Lang) -> &'static str {
        lang.pick(self.zh, self.en)
    }
}
