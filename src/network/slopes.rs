//! Heights along roads, as likely as roads are built (M13).
//!
//! A height model is a coarse picture of the ground beside the road. So the
//! readings of the ground count by how much they can be trusted (`ground`),
//! the whole network takes the likeliest heights for roads whose grade changes
//! slowly (`profile`, `agree`), readings far off from that count less, and it
//! is done again. Bridges and tunnels take no readings and are straight. Only
//! what is still steeper than roads of its class are built is flattened.

use super::Heights;
use super::agree::{Tie, agree};
use super::ground::{self, Errors, Reading};
use super::links::{Link, Links};
use super::profile::{self, Stiffness, Wish};
use super::ruler::Line;
use crate::county::{RoadClass, RoadMap, Structure};
use crate::facts;
use rayon::prelude::*;

/// A piece of road is about as long as this, in metres.
const PIECE: f64 = 30.0;
/// Nothing is cut into more pieces than this.
const MOST_PIECES: f64 = 4_000.0;
/// Fits; after each but the last, readings far off from it count less.
const FITS: usize = 4;
/// A reading that is off by this many times its error counts half.
const FAR_OFF: f64 = 2.0;
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
    /// Of pieces that were too steep.
    pub(super) metres: f64,
    /// Rise over run before flattening.
    pub(super) steepest: f64,
}

/// How many pieces of equal length a link of this length is cut into.
pub(super) fn pieces(length: f64) -> usize {
    if length > 0.0 { (length / PIECE).round().clamp(1.0, MOST_PIECES) as usize } else { 0 }
}

pub(super) fn slopes(links: &Links, map: &RoadMap, heights: Heights) -> Slopes {
    let (grades, errors) = (Grades::load(), Errors::load());
    let kinds: Vec<Kind> = links.links.par_iter().map(|link| Kind::of(link, map, &grades)).collect();
    let mut read: Vec<Vec<Reading>> =
        links.links.par_iter().zip(&kinds).map(|(link, kind)| kind.read(link, heights, &errors)).collect();
    let mut junctions = guess(links, &read);
    let known = known(links, &kinds, &read);
    for fit in 0..FITS {
        junctions = agree(&ties(links, &kinds, &read), junctions);
        if fit + 1 < FITS {
            doubt(links, &kinds, &mut read, &junctions);
        }
    }
    for (junction, known) in junctions.iter_mut().zip(known) {
        if !known {
            *junction = f64::NAN;
        }
    }
    for (height, &point) in junctions.iter_mut().zip(&links.junctions) {
        if height.is_nan() {
            *height = heights(point).filter(|height| height.is_finite()).unwrap_or(f64::NAN);
        }
    }
    relax(links, &kinds, &mut junctions);
    finish(links, &kinds, &read, junctions)
}

fn finish(links: &Links, kinds: &[Kind], read: &[Vec<Reading>], junctions: Vec<f64>) -> Slopes {
    let done: Vec<(Vec<f32>, f64, f64)> = links
        .links
        .par_iter()
        .zip(kinds)
        .zip(read)
        .map(|((link, kind), read)| {
            let ends = (junctions[link.from as usize], junctions[link.to as usize]);
            let likely = kind.heights(read, ends);
            let (metres, steepest) = kind.too_steep(&likely);
            (kind.flatten(likely, ends), metres, steepest)
        })
        .collect();
    let mut flattened = Flattened::default();
    for (_, metres, steepest) in &done {
        flattened.links += usize::from(*metres > 0.0);
        flattened.metres += metres;
        flattened.steepest = flattened.steepest.max(*steepest);
    }
    Slopes { junctions, links: done.into_iter().map(|(heights, ..)| heights).collect(), flattened }
}

/// What matters of a link for its heights.
struct Kind {
    length: f64,
    pieces: usize,
    /// Takes its heights from the ground.
    ground: bool,
    /// The steepest its class is built, rise over run.
    grade: f64,
    stiffness: Stiffness,
}

impl Kind {
    fn of(link: &Link, map: &RoadMap, grades: &Grades) -> Kind {
        let way = &map.ways[link.way as usize];
        let length = Line::new(&link.points).length();
        let ground = way.structure == Structure::Ground && way.class != RoadClass::Ferry;
        let grade = grades.of(way.class);
        let stiffness = Stiffness { grade: grade * grades.typical, length: grades.length };
        Kind { length, pieces: pieces(length), ground, grade, stiffness }
    }

    fn step(&self) -> f64 {
        self.length / self.pieces.max(1) as f64
    }

    /// Nothing on bridges and in tunnels.
    fn read(&self, link: &Link, heights: Heights, errors: &Errors) -> Vec<Reading> {
        if !self.ground || self.pieces == 0 {
            return Vec::new();
        }
        let read = ground::read(link, self.pieces, heights, errors);
        if read.iter().all(|reading| reading.weight == 0.0) { Vec::new() } else { read }
    }

    /// `None` for roads on unknown ground: they tell nothing and hold nothing together.
    fn wish(&self, read: &[Reading]) -> Option<Wish> {
        if self.ground && self.pieces > 0 {
            return (!read.is_empty()).then(|| profile::wish(read, self.step(), self.stiffness));
        }
        Some(self.stiffness.straight(self.length))
    }

    /// Heights at the borders; straight where nothing is known between known ends.
    fn heights(&self, read: &[Reading], (start, end): (f64, f64)) -> Vec<f64> {
        if start.is_nan() || end.is_nan() {
            return vec![if start.is_nan() { end } else { start }; self.pieces + 1];
        }
        if !read.is_empty() {
            return profile::between(read, self.step(), self.stiffness, (start, end));
        }
        let share = |border: usize| border as f64 / self.pieces.max(1) as f64;
        (0..=self.pieces).map(|border| start + (end - start) * share(border)).collect()
    }

    /// Metres of pieces that are steeper than the class, and the steepest slope of these.
    fn too_steep(&self, heights: &[f64]) -> (f64, f64) {
        let slopes = heights.windows(2).map(|pair| (pair[1] - pair[0]).abs() / self.step().max(1e-9));
        let over = slopes.filter(|slope| *slope > self.grade + TOLERANCE);
        over.fold((0.0, 0.0), |(metres, most), slope| (metres + self.step(), most.max(slope)))
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

/// A first height for each junction: the mean of the readings there, or of all readings.
fn guess(links: &Links, read: &[Vec<Reading>]) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); links.junctions.len()];
    let mut all = (0.0, 0.0);
    for (link, read) in links.links.iter().zip(read) {
        for (junction, reading) in [(link.from, read.first()), (link.to, read.last())] {
            let Some(reading) = reading else { continue };
            for (sum, weights) in [&mut sums[junction as usize], &mut all] {
                *sum += reading.height * reading.weight;
                *weights += reading.weight;
            }
        }
    }
    let mean = |(sum, weights): (f64, f64)| if weights > 0.0 { sum / weights } else { f64::NAN };
    let all = Some(mean(all)).filter(|all| !all.is_nan()).unwrap_or(0.0);
    sums.into_iter().map(|sum| Some(mean(sum)).filter(|mean| !mean.is_nan()).unwrap_or(all)).collect()
}

/// By junction: true if a reading reaches it over links that hold together.
fn known(links: &Links, kinds: &[Kind], read: &[Vec<Reading>]) -> Vec<bool> {
    let mut groups = petgraph::unionfind::UnionFind::<u32>::new(links.junctions.len());
    for ((link, kind), read) in links.links.iter().zip(kinds).zip(read) {
        if !read.is_empty() || !kind.ground || kind.pieces == 0 {
            groups.union(link.from, link.to);
        }
    }
    let mut seen = vec![false; links.junctions.len()];
    for (link, _) in links.links.iter().zip(read).filter(|(_, read)| !read.is_empty()) {
        seen[groups.find_mut(link.from) as usize] = true;
    }
    (0..links.junctions.len() as u32).map(|junction| seen[groups.find_mut(junction) as usize]).collect()
}

fn ties(links: &Links, kinds: &[Kind], read: &[Vec<Reading>]) -> Vec<Tie> {
    let tie = |((link, kind), read): ((&Link, &Kind), &Vec<Reading>)| {
        Some(Tie { from: link.from, to: link.to, wish: kind.wish(read)? })
    };
    links.links.par_iter().zip(kinds).zip(read).filter_map(tie).collect()
}

/// Readings that are far off from the likeliest heights count less (Student's t with a few
/// degrees of freedom): cliffs, bridges that nobody tagged, spikes of the height model.
fn doubt(links: &Links, kinds: &[Kind], read: &mut [Vec<Reading>], junctions: &[f64]) {
    links.links.par_iter().zip(kinds).zip(read).for_each(|((link, kind), read)| {
        if read.is_empty() {
            return;
        }
        let ends = (junctions[link.from as usize], junctions[link.to as usize]);
        let likely = kind.heights(read, ends);
        for (reading, height) in read.iter_mut().zip(likely) {
            reading.doubt(height, FAR_OFF);
        }
    });
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
struct Grades {
    /// By class.
    most: [f64; 10],
    /// A usual grade as a share of the steepest.
    typical: f64,
    /// Metres over which grades change.
    length: f64,
}

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
        Grades {
            most: GRADES.map(facts::value),
            typical: facts::value("road.profile.typical"),
            length: facts::value("road.profile.length"),
        }
    }

    fn of(&self, class: RoadClass) -> f64 {
        self.most[match class {
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
