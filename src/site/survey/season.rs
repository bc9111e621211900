//! Four seasons of one county: their days, air, and how much of everything there is.

use crate::cold::Air;
use crate::county::{County, Goods, Season};
use crate::facts;
use crate::units::Celsius;

pub const SEASONS: [Season; 4] = [Season::Spring, Season::Summer, Season::Autumn, Season::Winter];

fn word(season: Season) -> &'static str {
    match season {
        Season::Spring => "spring",
        Season::Summer => "summer",
        Season::Autumn => "autumn",
        Season::Winter => "winter",
    }
}

/// The county in a season: its roads' closures, and its air by what seasons differ by.
#[must_use]
pub fn seasonal(county: &County, season: Season) -> County {
    let mean = |season: Season| facts::value(&format!("siting.air.{}", word(season)));
    let shift = mean(season) - mean(county.season);
    let air = Air { mean: Celsius(county.air.mean.0 + shift), ..county.air };
    County { season, air, ..county.clone() }
}

/// How many times as much as on the sample day there is on a mean day of a season.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Times {
    pub days: f64,
    season: Season,
    sample: Season,
}

impl Times {
    #[must_use]
    pub fn new(season: Season, sample: Season) -> Times {
        Times { days: facts::value("siting.days") / SEASONS.len() as f64, season, sample }
    }

    /// Of what is delivered.
    #[must_use]
    pub fn parcels(&self) -> f64 {
        let of = |season: Season| facts::value(&format!("siting.parcels.{}", word(season)));
        of(self.season) / of(self.sample)
    }

    /// Of a harvest, which the sample day shows on a day of picking. Goods of which no calendar is
    /// known are picked in the season of the sample day only.
    #[must_use]
    pub fn harvest(&self, goods: &Goods) -> f64 {
        match facts::get(&format!("siting.harvest.{}.{}", goods.code, word(self.season))) {
            Some(share) => share.value,
            None if self.season == self.sample => 1.0,
            None => 0.0,
        }
    }
}
