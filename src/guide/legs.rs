//! One leg: from a phantom to the next, as stretches of lines in order.

use super::phantom::part;
use super::{Atlas, Cost, Engine, Phantom, Profile, Run};
use crate::network::lines::{Heading, LineId};
use petgraph::graph::EdgeIndex;

/// A line, or a part of it, in the direction it is driven.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    pub line: LineId,
    pub heading: Heading,
    pub arc: EdgeIndex,
    /// Where on the line it begins and ends, if not at an end of it.
    pub from: Option<Phantom>,
    pub to: Option<Phantom>,
}

/// A way from one phantom to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Leg {
    /// At least one.
    pub spans: Vec<Span>,
    pub cost: Cost,
    /// Milliseconds after setting out at which it begins; they matter where roads have hours.
    pub after: i64,
}

impl Leg {
    /// The way that stays on one line, if the target lies ahead when it is driven this way.
    #[must_use]
    pub fn ahead(
        atlas: &Atlas,
        profile: &Profile,
        from: &Phantom,
        to: &Phantom,
        heading: Heading,
    ) -> Option<Leg> {
        let open = from.open[heading as usize] && to.open[heading as usize];
        if from.line != to.line || !open || from.behind(heading) > to.behind(heading) {
            return None;
        }
        let arc = atlas.lines().arc(from.line, heading)?;
        let whole = profile.cost(arc)?;
        let (before, after) = (part(whole, from.behind(heading)), part(whole, to.behind(heading)));
        let cost =
            Cost { millis: after.millis - before.millis, decimetres: after.decimetres - before.decimetres };
        let span = Span { line: from.line, heading, arc, from: Some(*from), to: Some(*to) };
        Some(Leg { spans: vec![span], cost, after: 0 })
    }

    /// The way that an engine found between seeds on these two arcs.
    #[must_use]
    pub fn over(atlas: &Atlas, from: (&Phantom, EdgeIndex), to: (&Phantom, EdgeIndex), run: &Run) -> Leg {
        let span = |arc: EdgeIndex| {
            let (line, heading) = atlas.lines().of(arc);
            Span { line, heading, arc, from: None, to: None }
        };
        let first = Span { from: Some(*from.0), ..span(from.1) };
        let last = Span { to: Some(*to.0), ..span(to.1) };
        let spans = [first].into_iter().chain(run.arcs.iter().copied().map(span)).chain([last]).collect();
        Leg { spans, cost: run.cost, after: 0 }
    }

    /// The same at the hours at which it is driven; `None` if it never ends.
    pub(super) fn at_hours(self, engine: &dyn Engine, after: i64) -> Option<Leg> {
        let millis = engine.drive(self.spans[0].arc, self.cost.millis, after)?;
        Some(Leg { cost: Cost { millis, ..self.cost }, after, ..self })
    }

    /// Which way it sets out.
    #[must_use]
    pub fn sets_out(&self) -> Heading {
        self.spans[0].heading
    }

    /// Which way it arrives.
    #[must_use]
    pub fn arrives(&self) -> Heading {
        self.spans[self.spans.len() - 1].heading
    }
}
