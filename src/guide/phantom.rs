//! The place on a road that stands for a point beside it.

use super::{Atlas, Cost, Profile, Seed};
use crate::network::lines::{Heading, LineId, degrees, metres};
use crate::network::nearest::Hit;
use crate::units::Point;

pub const HEADINGS: [Heading; 2] = [Heading::Along, Heading::Against];

/// On which side of the road the point may lie when it is reached or left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Approach {
    #[default]
    Unrestricted,
    /// On the side where one drives: the right.
    Curb,
    /// On the other side.
    Opposite,
}

/// A point, and what its place on a road must be like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ask {
    pub point: Point,
    /// Metres; infinite if any distance will do.
    pub radius: f64,
    /// Degrees from north in which it is driven, and how far off it may be.
    pub bearing: Option<(f64, f64)>,
    pub approach: Approach,
    /// On ferries too.
    pub anywhere: bool,
}

impl Ask {
    /// Any road, however far.
    #[must_use]
    pub fn at(point: Point) -> Ask {
        let approach = Approach::Unrestricted;
        Ask { point, radius: f64::INFINITY, bearing: None, approach, anywhere: false }
    }
}

/// A place on a line, and which ways it may be driven there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Phantom {
    pub line: LineId,
    pub stretch: u32,
    /// Of the stretch, from its first point.
    pub share: f64,
    /// Of the whole line by length, from its first point: 0 to 1.
    pub along: f64,
    pub point: Point,
    /// Metres from the point that was asked about.
    pub away: f64,
    /// By [`Heading`].
    pub open: [bool; 2],
}

impl Phantom {
    /// How much of the arc lies behind when it is driven this way, 0 to 1.
    #[must_use]
    pub fn behind(&self, heading: Heading) -> f64 {
        match heading {
            Heading::Along => self.along,
            Heading::Against => 1.0 - self.along,
        }
    }

    /// The ways it may be driven, and what the whole arc costs.
    pub fn ways<'a>(
        &'a self,
        atlas: &'a Atlas,
        profile: &'a Profile,
    ) -> impl Iterator<Item = (Heading, Seed)> + 'a {
        HEADINGS.into_iter().filter(|&heading| self.open[heading as usize]).filter_map(move |heading| {
            let arc = atlas.lines().arc(self.line, heading)?;
            Some((heading, Seed { arc, cost: profile.cost(arc)? }))
        })
    }

    /// To leave from here: the rest of each arc.
    #[must_use]
    pub fn rest(&self, atlas: &Atlas, profile: &Profile, only: Option<Heading>) -> Vec<Seed> {
        let ways = self.ways(atlas, profile).filter(|(heading, _)| only.is_none_or(|only| only == *heading));
        ways.map(|(heading, seed)| {
            let before = part(seed.cost, self.behind(heading));
            let cost = Cost {
                millis: seed.cost.millis - before.millis,
                decimetres: seed.cost.decimetres - before.decimetres,
            };
            Seed { cost, ..seed }
        })
        .collect()
    }

    /// To arrive here: the beginning of each arc.
    #[must_use]
    pub fn begin(&self, atlas: &Atlas, profile: &Profile, only: Option<Heading>) -> Vec<Seed> {
        let ways = self.ways(atlas, profile).filter(|(heading, _)| only.is_none_or(|only| only == *heading));
        ways.map(|(heading, seed)| Seed { cost: part(seed.cost, self.behind(heading)), ..seed }).collect()
    }
}

/// A share of an arc's cost, rounded. Parts that follow each other are differences of these, so
/// that they sum up to the whole.
pub(super) fn part(cost: Cost, share: f64) -> Cost {
    let of = |whole: i64| (whole as f64 * share).round() as i64;
    Cost { millis: of(cost.millis), decimetres: of(cost.decimetres) }
}

/// The nearest places for a point: of all, and of those on roads that one can be sent to and come
/// back from. Often they are the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    pub any: Phantom,
    /// The part of the network that `any` is in, if its arcs hang together.
    part: Option<u32>,
    pub large: Option<Phantom>,
}

/// Finds the place for one point. `None` if there is no road like that.
#[must_use]
pub fn snap(atlas: &Atlas, profile: &Profile, ask: &Ask) -> Option<Choice> {
    let usable = |hit: Hit| usable(atlas, profile, ask, &hit);
    let any = atlas.near(ask.point, ask.radius).find_map(usable)?;
    let part = part_of(atlas, profile, &any);
    let is_large =
        |phantom: &Phantom| part_of(atlas, profile, phantom).is_some_and(|part| profile.is_large(part));
    if is_large(&any) {
        return Some(Choice { any, part, large: Some(any) });
    }
    // Islands between the point and the rest are passed unseen.
    let large = profile.near_large(atlas, ask.point, ask.radius).filter_map(usable).find(is_large);
    Some(Choice { any, part, large })
}

/// The place that an earlier answer named, without any search. `None` if it is none, or one that may
/// not be used as asked.
#[must_use]
pub fn recall(
    atlas: &Atlas,
    profile: &Profile,
    ask: &Ask,
    (line, stretch, share): (LineId, u32, f64),
) -> Option<Choice> {
    let count = (line.index() < atlas.lines().len()).then(|| atlas.lines().points(line).len())?;
    if stretch as usize + 1 >= count || !(0.0..=1.0).contains(&share) {
        return None;
    }
    let (from, to) =
        (atlas.lines().points(line)[stretch as usize], atlas.lines().points(line)[stretch as usize + 1]);
    let (from, to) = (degrees(from), degrees(to));
    let between = |from: f64, to: f64| from + (to - from) * share;
    let point = Point::new(between(from.x(), to.x()), between(from.y(), to.y()));
    let hit = Hit { line, stretch, share, away: metres(ask.point, point), point };
    if hit.away > ask.radius {
        return None;
    }
    let phantom = usable(atlas, profile, ask, &hit)?;
    let part = part_of(atlas, profile, &phantom);
    let large = part.is_some_and(|part| profile.is_large(part)).then_some(phantom);
    Some(Choice { any: phantom, part, large })
}

/// For each point the place to take: the nearest ones if they all lie in one part of the network,
/// else those in large parts.
#[must_use]
pub fn choose(choices: &[Choice]) -> Vec<Phantom> {
    let together = choices.iter().all(|choice| choice.part.is_some() && choice.part == choices[0].part);
    choices
        .iter()
        .map(|choice| if together { choice.any } else { choice.large.unwrap_or(choice.any) })
        .collect()
}

/// The nearest places on different roads, nearest first.
#[must_use]
pub fn nearest(atlas: &Atlas, profile: &Profile, ask: &Ask, number: usize) -> Vec<Phantom> {
    let mut found: Vec<Phantom> = Vec::new();
    for hit in atlas.near(ask.point, ask.radius) {
        if found.len() >= number {
            break;
        }
        if found.iter().all(|known| known.line != hit.line) {
            found.extend(usable(atlas, profile, ask, &hit));
        }
    }
    found
}

fn part_of(atlas: &Atlas, profile: &Profile, phantom: &Phantom) -> Option<u32> {
    let (_, seed) = phantom.ways(atlas, profile).next()?;
    profile.part(atlas, seed.arc)
}

/// The place of a hit, if the vehicle may be there as it is asked to.
fn usable(atlas: &Atlas, profile: &Profile, ask: &Ask, hit: &Hit) -> Option<Phantom> {
    let kind = atlas.kind(hit.line);
    if kind.ferry && !ask.anywhere {
        return None;
    }
    let costs = HEADINGS
        .map(|heading| atlas.lines().arc(hit.line, heading).is_some_and(|arc| profile.cost(arc).is_some()));
    if costs == [false; 2] {
        return None;
    }
    let towards = bearing_at(atlas, hit);
    let faces = |heading: Heading| {
        ask.bearing.is_none_or(|(wanted, range)| {
            let own = if heading == Heading::Along { towards } else { towards + 180.0 };
            turn(wanted, own).abs() <= range
        })
    };
    let right = is_right(atlas, hit, ask.point);
    let sided = |heading: Heading| match (ask.approach, costs) {
        // A oneway road is left and reached as it goes.
        (Approach::Unrestricted, _) | (_, [true, false] | [false, true]) => true,
        (Approach::Curb, _) => right == (heading == Heading::Along),
        (Approach::Opposite, _) => right != (heading == Heading::Along),
    };
    let open = HEADINGS.map(|heading| costs[heading as usize] && faces(heading) && sided(heading));
    (open != [false; 2]).then(|| phantom(atlas, hit, open))
}

fn phantom(atlas: &Atlas, hit: &Hit, open: [bool; 2]) -> Phantom {
    let (mut before, mut whole) = (0.0, 0.0);
    for (stretch, metres) in atlas.lines().stretches(hit.line).enumerate() {
        before += match (stretch as u32).cmp(&hit.stretch) {
            std::cmp::Ordering::Less => metres,
            std::cmp::Ordering::Equal => metres * hit.share,
            std::cmp::Ordering::Greater => 0.0,
        };
        whole += metres;
    }
    let along = if whole > 0.0 { (before / whole).clamp(0.0, 1.0) } else { 0.0 };
    Phantom {
        line: hit.line,
        stretch: hit.stretch,
        share: hit.share,
        along,
        point: hit.point,
        away: hit.away,
        open,
    }
}

/// Degrees from north of the stretch that was hit, as the line is drawn.
fn bearing_at(atlas: &Atlas, hit: &Hit) -> f64 {
    let points = atlas.lines().points(hit.line);
    bearing(points[hit.stretch as usize], points[hit.stretch as usize + 1])
}

/// True if the point lies on the right of the line as it is drawn.
fn is_right(atlas: &Atlas, hit: &Hit, point: Point) -> bool {
    let away = [(point.x() - hit.point.x()) * 1e7, (point.y() - hit.point.y()) * 1e7];
    let to = [away[0].round() as i32, away[1].round() as i32];
    let stretch = bearing_at(atlas, hit);
    // The cosine of the latitude in both keeps the angle true.
    let scale = point.y().to_radians().cos();
    turn(stretch, (f64::from(to[0]) * scale).atan2(f64::from(to[1])).to_degrees()) > 0.0
}

/// Degrees from north, 0 to 360, from one place of the grid to another near it.
#[must_use]
pub(super) fn bearing(from: [i32; 2], to: [i32; 2]) -> f64 {
    let middle = (f64::midpoint(f64::from(from[1]), f64::from(to[1])) * 1e-7).to_radians();
    let (east, north) = (f64::from(to[0]) - f64::from(from[0]), f64::from(to[1]) - f64::from(from[1]));
    (east * middle.cos()).atan2(north).to_degrees().rem_euclid(360.0)
}

/// Degrees from one bearing to another, right is positive: above -180, up to 180.
#[must_use]
pub(super) fn turn(from: f64, to: f64) -> f64 {
    let turn = (to - from).rem_euclid(360.0);
    if turn > 180.0 { turn - 360.0 } else { turn }
}
