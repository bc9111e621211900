//! All corridors between pads.

use super::alternate::Landings;
use super::assess::{Refuge, assess};
use super::connect::{doors, parts};
use super::course::{Corridor, Course, Shut, course};
use super::flight::{Air, Flight, Hovers};
use super::lattice::{Lattice, Weights};
use super::plane::{apart, distance};
use super::pull::pull;
use super::refuse::{PadState, Refusal, Rule};
use super::rules::Rules;
use super::search::Scratch;
use super::sky::{Sky, block};
use crate::county::{Aloft, Place, Zone};
use crate::energy::drone::{Airframe, Battery, Day, Piece, Wind};
use crate::terrain::Dem;
use crate::units::{Fen, Point};
use rayon::prelude::*;

/// Where a drone takes off and lands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pad {
    pub point: Point,
}

/// Which pairs of pads are looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Which {
    /// All that are not farther apart than this, metres.
    Within(f64),
    /// All pairs of one pad with another that is not farther from it than this, metres.
    From(usize, f64),
    /// One pair.
    Pair(usize, usize),
}

/// What corridors are made from.
pub struct Terms<'a> {
    pub dem: &'a Dem,
    pub zones: &'a [Zone],
    pub aloft: &'a Aloft,
    pub places: &'a [Place],
    pub pads: &'a [Pad],
    pub which: Which,
    pub frame: &'a Airframe,
    pub rules: Rules,
    pub battery: Battery,
    /// Air of the day; its own wind does not count.
    pub day: Day,
    /// On a windy day, m/s.
    pub wind: f64,
    /// Per MWh.
    pub electricity: Fen,
}

impl Terms<'_> {
    pub(super) fn air(&self, wind: f64) -> Air {
        let day = Day { wind: Wind::default(), ..self.day };
        Air { day, wind, hovers: Hovers::usual() }
    }

    /// Wh that may be flown with batteries as cold as the air at a height.
    pub(super) fn usable(&self, height: f64) -> f64 {
        self.battery.usable(self.frame.capacity(), self.day.celsius_at(height))
    }

    /// Energy of a kilometre at a height above sea level, J.
    pub(super) fn kilometre(&self, payload: f64, rise: f64, height: f64) -> f64 {
        let piece = Piece { east: 0.0, north: 1000.0, rise, height };
        let day = Day { wind: Wind::default(), ..self.day };
        self.frame.fly(payload, &piece, &day).map_or(f64::INFINITY, |flown| flown.joules)
    }

    /// Metres that nobody can fly farther than.
    fn reach(&self, low: f64) -> f64 {
        self.usable(low) * 3600.0 / self.kilometre(0.0, 0.0, low) * 1000.0 * 1.1
    }

    /// Metres of level flight that a metre up and down again is worth, half loaded.
    fn hill(&self, height: f64) -> f64 {
        let half = self.frame.payload / 2.0;
        let level = self.kilometre(half, 0.0, height);
        let up_down = self.kilometre(half, 100.0, height) + self.kilometre(half, -100.0, height);
        let hill = (up_down - 2.0 * level) / 100.0;
        (hill / (level / 1000.0)).clamp(0.0, 20.0)
    }
}

/// What came out: corridors and refusals for every pair that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Corridors {
    pub pads: Vec<PadState>,
    pub corridors: Vec<Corridor>,
    pub refusals: Vec<Refusal>,
}

/// The sky, its lattice, and what is known of every pad.
struct Field<'a> {
    terms: &'a Terms<'a>,
    sky: Sky<'a>,
    lattice: Lattice,
    weights: Weights,
    /// Lowest and middle height of the model.
    low: f64,
    middle: f64,
    parts: Vec<u32>,
    landings: Landings,
    states: Vec<PadState>,
    cells: Vec<(usize, usize)>,
    doors: Vec<Vec<(usize, f32)>>,
}

/// Nothing blocks.
fn free(blocked: u8) -> bool {
    blocked == 0
}

/// Corridors between pads. Deterministic on any number of threads.
#[must_use]
pub fn plan(terms: &Terms) -> Corridors {
    let field = Field::new(terms);
    let found: Vec<Vec<Result<Corridor, Refusal>>> = (0..terms.pads.len())
        .into_par_iter()
        .map_init(|| Scratch::new(&field.lattice), |scratch, from| field.from(from, scratch))
        .collect();
    let mut all = Corridors { pads: field.states.clone(), corridors: Vec::new(), refusals: Vec::new() };
    for one in found.into_iter().flatten() {
        match one {
            Ok(corridor) => all.corridors.push(corridor),
            Err(refusal) => all.refusals.push(refusal),
        }
    }
    let blame = field.blame(&all.refusals);
    for (refusal, rule) in all.refusals.iter_mut().zip(blame) {
        refusal.rule = rule.unwrap_or_else(|| refusal.rule.clone());
    }
    all
}

impl<'a> Field<'a> {
    fn new(terms: &'a Terms<'a>) -> Field<'a> {
        let ground = (terms.dem, terms.zones, terms.places);
        let sky = Sky::new(ground, terms.aloft, &terms.rules, terms.frame.highest);
        let (low, high) = terms.dem.range().unwrap_or_default();
        let middle = f64::midpoint(low, high);
        let weights = Weights::new(&terms.rules, terms.hill(middle));
        let lattice = Lattice::new(&sky, weights, free);
        let parts = parts(&lattice);
        let landings = Landings::new(&sky, &lattice, terms.places);
        let cells: Vec<(usize, usize)> =
            terms.pads.iter().map(|pad| sky.at(pad.point).unwrap_or_default()).collect();
        let mut field = Field {
            terms,
            sky,
            lattice,
            weights,
            low,
            middle,
            parts,
            landings,
            states: Vec::new(),
            cells,
            doors: Vec::new(),
        };
        for at in 0..terms.pads.len() {
            let state = field.state(at);
            let doors = match state {
                PadState::Good => doors(&field.sky, &field.lattice, field.cells[at], weights, free),
                _ => Vec::new(),
            };
            let walled = state == PadState::Good && doors.is_empty();
            field.states.push(if walled { PadState::Walled } else { state });
            field.doors.push(doors);
        }
        field
    }

    fn state(&self, at: usize) -> PadState {
        let point = self.terms.pads[at].point;
        let Some(cell) = self.sky.at(point).filter(|_| self.terms.dem.grid().bounds().contains(point)) else {
            return PadState::Off;
        };
        if self.terms.dem.height(point).is_none() {
            return PadState::Void;
        }
        let blocked = self.sky.blocked[self.sky.index(cell)];
        let width = self.terms.rules.half_width;
        let shut = |zone: &Zone| zone.floor.unwrap_or(0.0) < self.terms.rules.clearance;
        let zones = self.terms.zones.iter();
        let inside = zones.clone().position(|zone| shut(zone) && apart(point, &zone.area) <= width);
        let near = || (0..self.terms.zones.len()).min_by(|one, other| self.nearer(point, *one, *other));
        match (inside, blocked) {
            (Some(zone), _) => PadState::Zone(zone),
            (None, 0) => PadState::Good,
            (None, bits) if bits & block::VOID != 0 => PadState::Void,
            (None, bits) if bits & block::ZONE != 0 => near().map_or(PadState::Walled, PadState::Zone),
            (None, bits) if bits & block::STEEP != 0 => PadState::Steep,
            (None, bits) if bits & block::WIRE != 0 => PadState::Wires,
            (None, _) => PadState::High,
        }
    }

    fn nearer(&self, point: Point, one: usize, other: usize) -> std::cmp::Ordering {
        let away = |zone: usize| apart(point, &self.terms.zones[zone].area);
        away(one).total_cmp(&away(other))
    }

    /// Corridors from a pad to all later ones.
    fn from(&self, from: usize, scratch: &mut Scratch) -> Vec<Result<Corridor, Refusal>> {
        let reach = self.terms.reach(self.low);
        let mut found: Vec<Result<Corridor, Refusal>> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        for to in self.targets(from) {
            match self.at_once(from, to, reach) {
                Some(rule) => found.push(Err(Refusal { ends: [from, to], rule })),
                None => open.push(to),
            }
        }
        if !open.is_empty() {
            let mut targets: Vec<usize> =
                open.iter().flat_map(|to| self.doors[*to].iter().map(|door| door.0)).collect();
            targets.sort_unstable();
            targets.dedup();
            scratch.search(&self.lattice, &self.doors[from], &targets);
        }
        for to in open {
            let corridor = self.corridor(from, to, scratch);
            found.push(corridor.map_err(|rule| Refusal { ends: [from, to], rule }));
        }
        found
    }

    fn targets(&self, from: usize) -> Vec<usize> {
        let pads = self.terms.pads;
        match self.terms.which {
            Which::Pair(one, other) if one.min(other) == from && one != other => vec![one.max(other)],
            Which::Pair(..) => Vec::new(),
            Which::From(one, metres) if from <= one => {
                let later = if from == one { from + 1..pads.len() } else { one..one + 1 };
                later
                    .filter(|to| *to < pads.len() && distance(pads[from].point, pads[*to].point) <= metres)
                    .collect()
            }
            Which::From(..) => Vec::new(),
            Which::Within(metres) => (from + 1..pads.len())
                .filter(|to| distance(pads[from].point, pads[*to].point) <= metres)
                .collect(),
        }
    }

    /// What stands against a pair before any search.
    fn at_once(&self, from: usize, to: usize, reach: f64) -> Option<Rule> {
        for pad in [from, to] {
            if self.states[pad] != PadState::Good {
                return Some(Rule::Pad(pad, self.states[pad]));
            }
        }
        let metres = distance(self.terms.pads[from].point, self.terms.pads[to].point);
        if metres <= 2.0 * self.terms.rules.half_width {
            return Some(Rule::Beside);
        }
        if metres > reach {
            let usable = self.terms.usable(self.terms.dem.height(self.terms.pads[from].point)?);
            return Some(Rule::Range { metres, needed: None, usable });
        }
        let part = |pad: usize| self.doors[pad].iter().map(|door| self.parts[door.0]);
        let together = part(from).any(|one| part(to).any(|other| one == other));
        // Which rule it is, is looked for once for all pairs.
        (!together).then_some(Rule::Several)
    }

    fn corridor(&self, from: usize, to: usize, scratch: &Scratch) -> Result<Corridor, Rule> {
        let last = self.doors[to].iter().copied().min_by(|one, other| {
            let cost = |door: &(usize, f32)| scratch.cost(door.0) + door.1;
            cost(one).total_cmp(&cost(other)).then(one.0.cmp(&other.0))
        });
        let Some((door, _)) = last.filter(|door| scratch.cost(door.0).is_finite()) else {
            return Err(Rule::Several);
        };
        let nodes = scratch.way(door);
        let mut way = vec![self.cells[from]];
        way.extend(nodes.into_iter().map(|node| self.lattice.cell(node)));
        way.push(self.cells[to]);
        way.dedup();
        let pulled = pull(&self.sky, &way, self.weights, &free);
        // Pulled straight it may pass a corner of a cell too closely; the way over the middles does not.
        let found = self.course(from, to, &pulled).or_else(|_| self.course(from, to, &way));
        let course = found.map_err(|shut| match shut {
            Shut::Void => Rule::Void,
            Shut::Narrow => Rule::Ceiling,
        })?;
        self.fly(from, to, course)
    }

    fn course(&self, from: usize, to: usize, way: &[(usize, usize)]) -> Result<Course, Shut> {
        let inner = way.len().saturating_sub(1).max(1);
        let mut corners = vec![self.terms.pads[from].point];
        corners.extend(way[1..inner].iter().map(|cell| self.sky.point(*cell)));
        corners.push(self.terms.pads[to].point);
        course(&self.sky, self.terms.frame, self.terms.zones, &corners)
    }

    fn fly(&self, from: usize, to: usize, course: Course) -> Result<Corridor, Rule> {
        let flight = |backwards: bool| Flight::new(&course.fixes, backwards).ok_or(Rule::Void);
        let (there, back) = (flight(false)?, flight(true)?);
        let found = self.landings.of(&self.sky, &self.lattice, &course);
        let refuge = |excess: f64| Refuge { excess, above: course.above.1, height: self.middle };
        let [ahead, behind] = found.excess.map(refuge);
        let ways = [
            assess(self.terms, &there, &back, [ahead, behind]),
            assess(self.terms, &back, &there, [behind, ahead]),
        ];
        if ways.iter().all(|way| way.calm.is_none()) {
            let lack = |way: &&super::Quality| way.loads[0].calm.unwrap_or(f64::INFINITY) - way.usable;
            let way = ways.iter().min_by(|one, other| lack(one).total_cmp(&lack(other))).unwrap_or(&ways[0]);
            let (needed, usable) = (way.loads[0].calm, way.usable);
            return Err(if lack(&way) <= 0.0 {
                Rule::Alternate { metres: found.farthest }
            } else {
                Rule::Range { metres: course.length, needed, usable }
            });
        }
        let (climb, descent) = course.rises();
        Ok(Corridor {
            ends: [from, to],
            fixes: course.fixes,
            profile: course.profile,
            length: course.length,
            above: course.above,
            climb,
            descent,
            people: course.people,
            zones: course.zones,
            crossings: course.crossings,
            unlinked: course.unlinked,
            alternates: found.told,
            farthest: found.farthest,
            ways,
        })
    }

    /// For each refusal that waits for it: the rule without which there would be a way.
    fn blame(&self, refusals: &[Refusal]) -> Vec<Option<Rule>> {
        let waits = |refusal: &Refusal| refusal.rule == Rule::Several;
        let mut rules: Vec<Option<Rule>> = refusals.iter().map(|_| None).collect();
        if !refusals.iter().any(waits) {
            return rules;
        }
        for bit in [block::ZONE, block::WIRE, block::STEEP, block::VOID, block::HIGH] {
            let open = move |blocked: u8| blocked & !bit == 0;
            let lattice = Lattice::new(&self.sky, self.weights, open);
            let parts = parts(&lattice);
            let doors = |pad: usize| doors(&self.sky, &lattice, self.cells[pad], self.weights, open);
            for (rule, refusal) in rules.iter_mut().zip(refusals) {
                if rule.is_some() || !waits(refusal) {
                    continue;
                }
                let ends = refusal.ends.map(doors);
                let part = |end: usize| ends[end].iter().map(|door| parts[door.0]);
                if part(0).any(|one| part(1).any(|other| one == other)) {
                    *rule = Some(match bit {
                        block::ZONE => Rule::Zones(self.crossed(&lattice, &ends)),
                        block::WIRE => Rule::Wires,
                        block::STEEP => Rule::Ceiling,
                        block::VOID => Rule::Void,
                        _ => Rule::Highest,
                    });
                }
            }
        }
        rules
    }

    /// Zones on the cheapest way that does not mind them.
    fn crossed(&self, lattice: &Lattice, ends: &[Vec<(usize, f32)>; 2]) -> Vec<usize> {
        let mut scratch = Scratch::new(lattice);
        let targets: Vec<usize> = ends[1].iter().map(|door| door.0).collect();
        scratch.search(lattice, &ends[0], &targets);
        let cost = |node: &usize| scratch.cost(*node);
        let Some(last) = targets.iter().copied().min_by(|one, other| cost(one).total_cmp(&cost(other)))
        else {
            return Vec::new();
        };
        let way: Vec<Point> =
            scratch.way(last).into_iter().map(|node| self.sky.point(lattice.cell(node))).collect();
        // A step may cross the widened border between two points of the lattice.
        let near = self.terms.rules.half_width + 2.0 * self.sky.cell.0.max(self.sky.cell.1);
        let hit = |zone: &Zone| way.iter().any(|point| apart(*point, &zone.area) <= near);
        self.terms.zones.iter().enumerate().filter(|(_, zone)| hit(zone)).map(|(at, _)| at).collect()
    }
}
