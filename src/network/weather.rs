//! What season and weather do to a road, below and above the line of frost (M10).

use super::State;
use crate::county::{Season, Weather};
use crate::facts;
use std::sync::OnceLock;

/// Metres per second in one km/h.
const KMH: f64 = 1.0 / 3.6;

/// How a piece of road may be driven.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Grip {
    /// Share of the usual speed.
    pub(super) flow: f64,
    /// Nobody drives faster, m/s.
    pub(super) cap: f64,
    /// `127 (friction + superelevation)`: km/h squared per metre of radius.
    pub(super) curve: f64,
    /// Share of the usual speeding up and slowing down.
    pub(super) pull: f64,
}

/// The day's roads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sky {
    /// Where it does not freeze.
    mild: Grip,
    /// Where it does.
    frozen: Grip,
    /// Metres above sea level from which on it freezes.
    line: f64,
    /// Height that stands for an unknown one.
    usual: f64,
    /// Share of the usual speed on roads that are not paved.
    pub(super) loose: f64,
}

struct Rules {
    seasons: [f64; 4],
    dry: f64,
    tilt: f64,
    frost: f64,
    frost_flow: f64,
    rain: (f64, f64),
    loose: f64,
    fog: (f64, f64),
    snow: (f64, f64),
    ice: (f64, f64),
    frost_friction: f64,
}

fn pair(one: &str, other: &str) -> (f64, f64) {
    (facts::value(one), facts::value(other))
}

fn rules() -> &'static Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    facts::derived(&RULES, || Rules {
        seasons: ["spring", "summer", "autumn", "winter"]
            .map(|season| facts::value(&format!("road.season.{season}"))),
        dry: facts::value("road.curve.friction"),
        tilt: facts::value("road.curve.superelevation"),
        frost: facts::value("road.frost.below"),
        frost_flow: facts::value("road.frost.flow"),
        frost_friction: facts::value("road.frost.friction"),
        rain: pair("road.rain.flow", "road.rain.friction"),
        loose: facts::value("road.rain.loose"),
        fog: pair("road.fog.flow", "road.fog.speed"),
        snow: pair("road.snow.speed", "road.snow.friction"),
        ice: pair("road.ice.speed", "road.ice.friction"),
    })
}

impl Sky {
    pub(super) fn new(state: State) -> Sky {
        let rules = rules();
        let grip = |flow: f64, cap: f64, friction: f64| Grip {
            flow: flow * rules.seasons[state.season as usize],
            cap: cap * KMH,
            curve: 127.0 * (friction + rules.tilt),
            pull: (friction / rules.dry).min(1.0),
        };
        let fair = grip(1.0, f64::INFINITY, rules.dry);
        let rain = grip(rules.rain.0, f64::INFINITY, rules.rain.1);
        let snow = grip(1.0, rules.snow.0, rules.snow.1);
        let ice = grip(1.0, rules.ice.0, rules.ice.1);
        let frost = match state.season {
            Season::Winter => grip(rules.frost_flow, f64::INFINITY, rules.frost_friction),
            _ => fair,
        };
        let (mild, frozen) = match state.weather {
            Weather::Fair => (fair, frost),
            Weather::Rain => (rain, rain),
            Weather::Fog => {
                let fog = grip(rules.fog.0, rules.fog.1, rules.dry);
                (fog, fog)
            }
            // Below the line it is rain or slush.
            Weather::Snow => (rain, snow),
            Weather::Ice => (rain, ice),
        };
        let loose = if state.weather == Weather::Rain { rules.loose } else { 1.0 };
        Sky { mild, frozen, line: frozen_line(state), usual: usual(state), loose }
    }

    pub(super) fn on(&self, height: Option<f64>) -> &Grip {
        if height.unwrap_or(self.usual) >= self.line { &self.frozen } else { &self.mild }
    }
}

fn usual(state: State) -> f64 {
    state.air.map_or(0.0, |air| air.reference_height)
}

/// Metres above sea level where the mean of the day reaches freezing. Without any air: everywhere if the weather says
/// that it freezes, else nowhere.
#[must_use]
pub fn frozen_line(state: State) -> f64 {
    let frost = rules().frost;
    let Some(air) = state.air else {
        let freezes = matches!(state.weather, Weather::Snow | Weather::Ice);
        return if freezes { f64::NEG_INFINITY } else { f64::INFINITY };
    };
    let above = air.mean.0 - frost;
    if air.lapse.0 <= 0.0 {
        return if above <= 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    air.reference_height + above / air.lapse.0 * 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cold::Air;
    use crate::network::sample::AIR;
    use crate::units::Celsius;

    fn sky(season: Season, weather: Weather, mean: f64) -> Sky {
        let air = Air { mean: Celsius(mean), ..AIR };
        Sky::new(State { season, weather, air: Some(air), day: None })
    }

    #[test]
    fn roads_freeze_above_the_line_where_the_air_is_at_zero() {
        // 6 degrees at 400 m, 6 degrees less for each 1,000 m: zero at 1,400 m.
        let icy = sky(Season::Winter, Weather::Ice, 6.0);

        assert!(icy.on(Some(1_300.0)).cap.is_infinite());
        assert!((icy.on(Some(1_500.0)).cap - facts::value("road.ice.speed") * KMH).abs() < 1e-9);
        assert!(icy.on(Some(1_500.0)).curve < icy.on(Some(1_300.0)).curve);
        assert_eq!(icy.on(None), icy.on(Some(400.0)));
    }

    #[test]
    fn a_fair_winter_is_slower_above_the_line_and_a_fair_summer_is_not() {
        let winter = sky(Season::Winter, Weather::Fair, 6.0);
        let summer = sky(Season::Summer, Weather::Fair, 6.0);

        assert!(winter.on(Some(1_500.0)).flow < winter.on(Some(1_300.0)).flow);
        assert_eq!(summer.on(Some(1_500.0)), summer.on(Some(1_300.0)));
    }

    #[test]
    fn no_weather_is_faster_than_fair() {
        let fair = *sky(Season::Summer, Weather::Fair, 20.0).on(Some(500.0));
        for weather in [Weather::Rain, Weather::Fog, Weather::Snow, Weather::Ice] {
            for height in [500.0, 4_500.0] {
                let other = sky(Season::Summer, weather, 20.0);
                let grip = other.on(Some(height));
                assert!(grip.flow <= fair.flow && grip.cap <= fair.cap && grip.curve <= fair.curve);
                assert_ne!((*grip, other.loose), (fair, 1.0), "{weather:?}");
            }
        }
    }
}
