//! Does the driver rest when the shift says so? (M17)

use super::replay::Day;
use super::{Rule, Violations, Where, report};
use crate::county::Break;
use crate::plan::Rest;

pub(super) fn check(day: &Day, found: &mut Violations) {
    let mut open: Vec<Break> = day.kind.shift.breaks.clone();
    open.sort_by_key(|pause| (pause.latest, pause.earliest));
    for run in &day.trips {
        let stops = run.visits.iter().enumerate();
        let before_stops =
            stops.map(|(index, visit)| (run.stop_at(index), visit.stop.rest, visit.drove.left));
        let before_home = std::iter::once((run.home_at(), run.trip.rest, run.home.left));
        for (at, rest, left) in before_stops.chain(before_home) {
            let Some(rest) = rest else { continue };
            if rest.start < left {
                report(found, at, Rule::RestBeforeEnd { rest: rest.start, end: left });
            }
            match open.iter().position(|pause| serves(rest, pause)) {
                Some(index) => drop(open.remove(index)),
                None => {
                    let length = rest.end - rest.start;
                    report(found, at, Rule::RestUnknown { start: rest.start, length });
                }
            }
        }
    }
    let Some((first, last)) = day.trips.first().zip(day.trips.last()) else { return };
    for pause in open {
        if first.trip.load_start <= pause.latest && last.back() > pause.latest {
            let rule = Rule::RestMissing { earliest: pause.earliest, latest: pause.latest };
            report(found, Where::Round(day.index), rule);
        }
    }
}

fn serves(rest: Rest, pause: &Break) -> bool {
    rest.end - rest.start == pause.duration && pause.earliest <= rest.start && rest.start <= pause.latest
}
