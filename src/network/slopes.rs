//! Heights along roads, smoothed and made drivable (M13).
//!
//! A height model is a coarse picture of the ground beside the road. So:
//! bridges and tunnels take no heights from it and are straight between
//! their ends; heights are smoothed along the road, at junctions over all
//! roads that meet there; and where a road would still be steeper than roads
//! of its class are built, it is flattened without changing its ends, as
//! long as they allow that.

use super::Heights;
use super::links::{Link, Links};
use super::ruler::Line;
use crate::county::{RoadClass, RoadMap, Structure};
use crate::facts;
use rayon::prelude::*;

/// A piece of road is about as long as this, in metres.
const PIECE: f64 = 30.0;
/// Nothing is cut into more pieces than this.
const MOST_PIECES: f64 = 4_000.0;
/// Sweeps over the junctions; each halves what is still wrong, or better.
const SWEEPS: usize = 60;
/// Steeper than its class by less than this is left alone.
const TOLERANCE: f64 = 0.005;

/// What the heights of all links came to.
pub(super) struct Slopes {
    /// By junction; `NaN` where not known.
    pub(super) junctions: Vec<f64>,
    /// By link: heights at the borders of its pieces, `NaN` where not known.
    pub(super) links: Vec<Vec<f32>>,
    pub(super) flattened: Flattened,
}

/// How much false steepness there was.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Flattened {
    pub(super) links: usize,
    pub(super) metres: f64,
    /// Rise over run before flattening.
    pub(super) steepest: f64,
}

/// How many pieces of equal length a link of this length is cut into.
pub(super) fn pieces(length: f64) -> usize {
    if length > 0.0 { (length / PIECE).round().clamp(1.0, MOST_PIECES) as usize } else { 0 }
}

pub(super) fn slopes(links: &Links, map: &RoadMap, heights: Heights) -> Slopes {
    let window = facts::value("road.slope.window");
    let grades = Grades::load();
    let kinds: Vec<Kind> = links.links.par_iter().map(|link| Kind::of(link, map, &grades)).collect();
    let ground: Vec<Vec<f32>> =
        links.links.par_iter().zip(&kinds).map(|(link, kind)| kind.sample(link, heights)).collect();
    let mut junctions = met(links, &kinds, &ground, window);
    carry_over_structures(links, &kinds, &mut junctions);
    for (height, &point) in junctions.iter_mut().zip(&links.junctions) {
        if height.is_nan() {
            *height = heights(point).filter(|height| height.is_finite()).unwrap_or(f64::NAN);
        }
    }
    relax(links, &kinds, &mut junctions);
    let done: Vec<(Vec<f32>, f64)> = links
        .links
        .par_iter()
        .zip(&kinds)
        .zip(&ground)
        .map(|((link, kind), ground)| {
            let ends = (junctions[link.from as usize], junctions[link.to as usize]);
            let smooth = kind.smooth(ground, ends, window);
            let steepest = kind.steepest(&smooth);
            (kind.flatten(smooth, ends), steepest)
        })
        .collect();
    let mut flattened = Flattened::default();
    for (kind, (_, steepest)) in kinds.iter().zip(&done) {
        if *steepest > kind.grade + TOLERANCE {
            flattened.links += 1;
            flattened.metres += kind.length;
            flattened.steepest = flattened.steepest.max(*steepest);
        }
    }
    Slopes { junctions, links: done.into_iter().map(|(heights, _)| heights).collect(), flattened }
}

/// What matters of a link for its heights.
struct Kind {
    length: f64,
    pieces: usize,
    /// Takes its heights from the ground.
    ground: bool,
    /// The steepest its class is built, rise over run.
    grade: f64,
}

impl Kind {
    fn of(link: &Link, map: &RoadMap, grades: &Grades) -> Kind {
        let way = &map.ways[link.way as usize];
        let length = Line::new(&link.points).length();
        let ground = way.structure == Structure::Ground && way.class != RoadClass::Ferry;
        Kind { length, pieces: pieces(length), ground, grade: grades.of(way.class) }
    }

    fn step(&self) -> f64 {
        self.length / self.pieces.max(1) as f64
    }

    /// Heights of the ground at the borders of the pieces; nothing on bridges and in tunnels.
    fn sample(&self, link: &Link, heights: Heights) -> Vec<f32> {
        if !self.ground {
            return Vec::new();
        }
        let line = Line::new(&link.points);
        let known = |metres: f64| heights(line.at(metres)).filter(|height| height.is_finite());
        (0..=self.pieces)
            .map(|border| known(self.step() * border as f64).map_or(f32::NAN, |h| h as f32))
            .collect()
    }

    /// Weighted means along the road, tilted so that the ends are those of the junctions.
    fn smooth(&self, ground: &[f32], (start, end): (f64, f64), window: f64) -> Vec<f64> {
        let share = |border: usize| border as f64 / self.pieces.max(1) as f64;
        let straight = |border: usize| start + (end - start) * share(border);
        if start.is_nan() || end.is_nan() {
            return vec![if start.is_nan() { end } else { start }; self.pieces + 1];
        }
        let reach = (window / self.step().max(1e-9)).min(self.pieces as f64) as usize;
        let mean = |border: usize| {
            let near = border.saturating_sub(reach)..=(border + reach).min(self.pieces);
            weighted(near.filter_map(|other| {
                let weight = 1.0 - border.abs_diff(other) as f64 * self.step() / window;
                let height = f64::from(*ground.get(other)?);
                (!height.is_nan() && weight > 0.0).then_some((height, weight))
            }))
        };
        let means: Vec<Option<f64>> = (0..=self.pieces).map(mean).collect();
        let off = |border: usize| means[border].map_or(0.0, |mean| straight(border) - mean);
        let (first, last) = (off(0), off(self.pieces));
        let tilt = |border: usize| first + (last - first) * share(border);
        let mut smooth: Vec<f64> = (0..=self.pieces)
            .map(|border| means[border].map_or(straight(border), |mean| mean + tilt(border)))
            .collect();
        (smooth[0], smooth[self.pieces]) = (start, end);
        smooth
    }

    fn steepest(&self, heights: &[f64]) -> f64 {
        heights.windows(2).map(|pair| (pair[1] - pair[0]).abs() / self.step().max(1e-9)).fold(0.0, f64::max)
    }

    /// The middle between the lowest line above and the highest line below that are nowhere
    /// steeper than the class, held to the ends. Straight if the ends alone are too steep.
    fn flatten(&self, mut heights: Vec<f64>, (start, end): (f64, f64)) -> Vec<f32> {
        let rise = self.grade * self.step();
        if self.steepest(&heights) > self.grade {
            let (mut above, mut below) = (heights.clone(), heights.clone());
            for border in 1..heights.len() {
                above[border] = above[border].max(above[border - 1] - rise);
                below[border] = below[border].min(below[border - 1] + rise);
            }
            for border in (1..heights.len()).rev() {
                above[border - 1] = above[border - 1].max(above[border] - rise);
                below[border - 1] = below[border - 1].min(below[border] + rise);
            }
            for (border, height) in heights.iter_mut().enumerate() {
                let (gone, left) = (rise * border as f64, rise * (self.pieces - border) as f64);
                let lowest = (start - gone).max(end - left);
                let highest = (start + gone).min(end + left);
                let share = border as f64 / self.pieces.max(1) as f64;
                *height = if lowest <= highest {
                    f64::midpoint(above[border], below[border]).clamp(lowest, highest)
                } else {
                    start + (end - start) * share
                };
            }
        }
        heights.into_iter().map(|height| height as f32).collect()
    }
}

fn weighted(values: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let (sum, weights) =
        values.fold((0.0, 0.0), |(sum, weights), (value, weight)| (sum + value * weight, weights + weight));
    (weights > 0.0).then(|| sum / weights)
}

/// Heights of junctions: weighted means over the ground of all roads that meet there.
fn met(links: &Links, kinds: &[Kind], ground: &[Vec<f32>], window: f64) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); links.junctions.len()];
    for ((link, kind), heights) in links.links.iter().zip(kinds).zip(ground) {
        let mut add = |junction: u32, border: usize, height: f32| {
            let weight = 1.0 - border as f64 * kind.step() / window;
            if weight > 0.0 && !height.is_nan() {
                let (sum, weights) = &mut sums[junction as usize];
                *sum += f64::from(height) * weight;
                *weights += weight;
            }
            weight > 0.0
        };
        let _ = heights.iter().enumerate().all(|(border, &height)| add(link.from, border, height));
        let _ = heights.iter().rev().enumerate().all(|(border, &height)| add(link.to, border, height));
    }
    sums.into_iter().map(|(sum, weights)| if weights > 0.0 { sum / weights } else { f64::NAN }).collect()
}

/// Junctions that lie on bridges or in tunnels only: means of their neighbours, nearer ones
/// count more, until nothing changes.
fn carry_over_structures(links: &Links, kinds: &[Kind], junctions: &mut [f64]) {
    let floating: Vec<bool> = junctions.iter().map(|height| height.is_nan()).collect();
    let mut around: std::collections::BTreeMap<u32, Vec<(u32, f64)>> = std::collections::BTreeMap::new();
    for (link, kind) in links.links.iter().zip(kinds) {
        for (junction, other) in [(link.from, link.to), (link.to, link.from)] {
            if floating[junction as usize] && junction != other {
                around.entry(junction).or_default().push((other, 1.0 / kind.length.max(1.0)));
            }
        }
    }
    for _ in 0..4 * SWEEPS {
        let mut change = 0.0_f64;
        for (&junction, others) in &around {
            let known = others.iter().map(|&(other, weight)| (junctions[other as usize], weight));
            if let Some(mean) = weighted(known.filter(|(height, _)| !height.is_nan())) {
                let old = std::mem::replace(&mut junctions[junction as usize], mean);
                change = change.max(if old.is_nan() { f64::INFINITY } else { (old - mean).abs() });
            }
        }
        if change < 0.05 {
            break;
        }
    }
}

/// Moves junctions up and down until no link must be steeper than its class.
fn relax(links: &Links, kinds: &[Kind], junctions: &mut [f64]) {
    for _ in 0..SWEEPS {
        let mut worst = 0.0_f64;
        for (link, kind) in links.links.iter().zip(kinds) {
            let (from, to) = (junctions[link.from as usize], junctions[link.to as usize]);
            let excess = (to - from).abs() - kind.grade * kind.length;
            if excess > 0.05 {
                let half = excess / 2.0 * (to - from).signum();
                junctions[link.from as usize] += half;
                junctions[link.to as usize] -= half;
                worst = worst.max(excess);
            }
        }
        if worst < 0.1 {
            break;
        }
    }
}

/// The steepest grade that roads of a class are built with.
struct Grades([f64; 10]);

const GRADES: [&str; 10] = [
    "road.grade.motorway",
    "road.grade.trunk",
    "road.grade.primary",
    "road.grade.secondary",
    "road.grade.tertiary",
    "road.grade.unclassified",
    "road.grade.residential",
    "road.grade.service",
    "road.grade.track",
    "road.grade.path",
];

impl Grades {
    fn load() -> Grades {
        Grades(GRADES.map(facts::value))
    }

    fn of(&self, class: RoadClass) -> f64 {
        self.0[match class {
            RoadClass::Motorway => 0,
            RoadClass::Trunk => 1,
            RoadClass::Primary => 2,
            RoadClass::Secondary => 3,
            RoadClass::Tertiary => 4,
            RoadClass::Unclassified => 5,
            RoadClass::Residential | RoadClass::LivingStreet => 6,
            RoadClass::Service => 7,
            RoadClass::Track(_) => 8,
            RoadClass::Path | RoadClass::Ferry => 9,
        }]
    }
}
