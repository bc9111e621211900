//! Do the points look as if another datum had been declared for them?
//!
//! Villages and customers lie at roads. Read in the wrong datum they lie some
//! hundred metres beside them, all to the same side.

use super::Network;
use super::snap::{FARTHEST, Snapper, Use};
use crate::county::datum::Datum;
use crate::units::Point;

/// Fewer points may lie off the roads by chance.
const FEWEST: usize = 5;
/// Points that are closer to a road than this, in the middle, are as they should be; in metres.
const NEAR: f64 = 150.0;
/// The other datum must bring the middle distance below this share of what it was.
const SHRUNK: f64 = 1.0 / 3.0;
/// And bring more than this share of the points closer.
const CLOSER: f64 = 0.6;

/// The datum that points seem to be in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Suspect {
    pub datum: Datum,
    /// Of the points, those that it brings closer to a road, in percent.
    pub percent: i64,
}

/// Whether `points` (WGS-84, turned into that from the datum `declared`) look as if they had been
/// in another one: they then lie much closer to roads.
#[must_use]
pub fn suspect(network: &Network, points: &[Point], declared: Datum) -> Option<Suspect> {
    if points.len() < FEWEST {
        return None;
    }
    let uses = vec![Use::Everybody; network.graph().edge_count()];
    let snapper = Snapper::new(network, &uses);
    let as_declared = distances(&snapper, points);
    let before = median(&as_declared);
    if before <= NEAR {
        return None;
    }
    let others = [Datum::Wgs84, Datum::Gcj02, Datum::Bd09].into_iter().filter(|other| *other != declared);
    let judged = others.filter_map(|datum| {
        let shifted: Vec<Point> =
            points.iter().map(|point| datum.to_wgs(declared.from_wgs(*point))).collect();
        let away = distances(&snapper, &shifted);
        let closer = as_declared.iter().zip(&away).filter(|(before, after)| after < before).count();
        let share = closer as f64 / points.len() as f64;
        let after = median(&away);
        let percent = (share * 100.0).floor() as i64;
        (after < before * SHRUNK && share > CLOSER).then_some((after, Suspect { datum, percent }))
    });
    judged.min_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, suspect)| suspect)
}

/// Metres from each point to the nearest road, at most [`FARTHEST`].
fn distances(snapper: &Snapper, points: &[Point]) -> Vec<f64> {
    points.iter().map(|point| snapper.nearest(*point).unwrap_or(FARTHEST).min(FARTHEST)).collect()
}

/// The upper one of two middle values.
fn median(metres: &[f64]) -> f64 {
    let mut sorted = metres.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}
