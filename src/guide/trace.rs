//! A leg as it is driven: every point, what each stretch takes, and the junctions on it.

use super::phantom::part;
use super::{Atlas, Cost, Engine, Leg, Profile, Span};
use crate::network::lines::{Heading, LineId, grid};

/// Between two neighbouring points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub cost: Cost,
    /// Number of the road in the atlas.
    pub road: u32,
    /// Ids of the nodes of the map before and after it.
    pub nodes: [i64; 2],
}

/// A junction that is passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passed {
    /// Which of the points.
    pub at: usize,
    pub junction: u32,
    pub from: (LineId, Heading),
    pub to: (LineId, Heading),
    /// Milliseconds for the turn.
    pub turning: i64,
}

/// Points, stretches between them, junctions on the way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// In 1e-7 degrees; one more than stretches, at least two.
    pub points: Vec<[i32; 2]>,
    pub stretches: Vec<Stretch>,
    pub passed: Vec<Passed>,
}

impl Trace {
    /// What a range of stretches takes, with the turns where it begins and on the way.
    #[must_use]
    pub fn cost(&self, stretches: std::ops::Range<usize>) -> Cost {
        let turns = self.passed.partition_point(|passed| passed.at < stretches.start)
            ..self.passed.partition_point(|passed| passed.at < stretches.end);
        let millis = self.passed[turns].iter().map(|passed| passed.turning).sum();
        let turning = Cost { millis, decimetres: 0 };
        self.stretches[stretches].iter().fold(turning, |sum, stretch| sum + stretch.cost)
    }
}

/// Draws a leg. What its stretches and turns cost sums up to what the leg costs.
#[must_use]
pub fn trace(atlas: &Atlas, profile: &Profile, engine: &dyn Engine, leg: &Leg) -> Trace {
    let mut trace = Trace::default();
    let mut after = leg.after;
    for (number, span) in leg.spans.iter().enumerate() {
        if let Some(before) = number.checked_sub(1).map(|before| leg.spans[before])
            && before.to.is_none()
            && span.from.is_none()
        {
            let turning = engine.turning_after(before.arc, span.arc, after);
            after += turning;
            trace.passed.push(Passed {
                at: trace.points.len().saturating_sub(1),
                junction: atlas.ends(span.arc).0,
                from: (before.line, before.heading),
                to: (span.line, span.heading),
                turning,
            });
        }
        after += draw(atlas, profile, span, (engine, after), &mut trace);
    }
    trace
}

/// Appends what is driven of one line, begun so many milliseconds after setting out. Returns how
/// many it takes.
fn draw(
    atlas: &Atlas,
    profile: &Profile,
    span: &Span,
    (engine, after): (&dyn Engine, i64),
    trace: &mut Trace,
) -> i64 {
    let Some(whole) = profile.cost(span.arc) else { return 0 };
    let course = Course::of(atlas, span);
    let (first, last) = (course.place(span.from.as_ref(), 0.0), course.place(span.to.as_ref(), 1.0));
    if trace.points.is_empty() {
        trace.points.push(first.1);
    }
    let begun = part(whole, first.0);
    let mut done = begun;
    // At hours the stretches are driven at the speed of their moments.
    let at =
        |so_far: Cost| engine.drive(span.arc, so_far.millis - begun.millis, after).unwrap_or(i64::MAX / 4);
    let mut driven = 0;
    // The stretches from the one that holds the beginning to the one that holds the end.
    let count = course.behind.len();
    let from = span.from.as_ref().map_or(0, |phantom| course.turned(phantom.stretch as usize));
    let to = span.to.as_ref().map_or(count - 1, |phantom| course.turned(phantom.stretch as usize));
    for stretch in from..=to.max(from) {
        let (share, point) = if stretch >= to { last } else { course.end(stretch) };
        let so_far = part(whole, share);
        let millis = at(so_far);
        let cost = Cost { millis: millis - driven, decimetres: so_far.decimetres - done.decimetres };
        (done, driven) = (so_far, millis);
        let road = atlas.road_at(span.line, course.turned(stretch) as u32);
        let nodes = [course.node(stretch), course.node(stretch + 1)];
        trace.points.push(point);
        trace.stretches.push(Stretch { cost, road, nodes });
    }
    driven
}

/// A line in the direction it is driven.
struct Course<'a> {
    points: &'a [[i32; 2]],
    /// As they are drawn, like the points.
    nodes: Vec<i64>,
    heading: Heading,
    /// Metres from the beginning to the end of each stretch, in the direction it is driven.
    behind: Vec<f64>,
}

impl<'a> Course<'a> {
    fn of(atlas: &'a Atlas, span: &Span) -> Course<'a> {
        let mut metres: Vec<f64> = atlas.lines().stretches(span.line).collect();
        if span.heading == Heading::Against {
            metres.reverse();
        }
        let mut sum = 0.0;
        let behind = metres.iter().map(|metres| {
            sum += metres;
            sum
        });
        Course {
            points: atlas.lines().points(span.line),
            nodes: atlas.nodes(span.line),
            heading: span.heading,
            behind: behind.collect(),
        }
    }

    /// The number of a stretch counted from the other end, if it is driven against the line.
    fn turned(&self, stretch: usize) -> usize {
        match self.heading {
            Heading::Along => stretch,
            Heading::Against => self.behind.len() - 1 - stretch,
        }
    }

    fn point(&self, index: usize) -> [i32; 2] {
        match self.heading {
            Heading::Along => self.points[index],
            Heading::Against => self.points[self.points.len() - 1 - index],
        }
    }

    fn node(&self, index: usize) -> i64 {
        match self.heading {
            Heading::Along => self.nodes[index],
            Heading::Against => self.nodes[self.nodes.len() - 1 - index],
        }
    }

    /// How much lies behind at the end of a stretch, and where that is.
    fn end(&self, stretch: usize) -> (f64, [i32; 2]) {
        let whole = self.behind[self.behind.len() - 1];
        let share = if whole > 0.0 { self.behind[stretch] / whole } else { 1.0 };
        (share, self.point(stretch + 1))
    }

    /// The same at a phantom, or at an end of the line.
    fn place(&self, phantom: Option<&super::Phantom>, otherwise: f64) -> (f64, [i32; 2]) {
        match phantom {
            Some(phantom) => (phantom.behind(self.heading), grid(phantom.point)),
            None if otherwise < 0.5 => (0.0, self.point(0)),
            None => (1.0, self.point(self.points.len() - 1)),
        }
    }
}
