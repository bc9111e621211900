//! Durations and distances between many phantoms.

use super::phantom::HEADINGS;
use super::{Atlas, Cost, Engine, Leg, Phantom, Profile};

/// Costs from each source to each target, row by row; `None` where there is no way. Each entry is
/// that of the route between the two alone; without `distances` their milliseconds only.
#[must_use]
pub fn table(
    atlas: &Atlas,
    profile: &Profile,
    engine: &dyn Engine,
    sources: &[Phantom],
    targets: &[Phantom],
    distances: bool,
) -> Vec<Option<Cost>> {
    let leave: Vec<_> = sources.iter().map(|phantom| phantom.rest(atlas, profile, None)).collect();
    let arrive: Vec<_> = targets.iter().map(|phantom| phantom.begin(atlas, profile, None)).collect();
    let mut costs = engine.table(&leave, &arrive, distances);
    // Those on one line may stay on it.
    let mut by_line: Vec<(u32, u32)> =
        targets.iter().enumerate().map(|(number, target)| (target.line.0, number as u32)).collect();
    by_line.sort_unstable();
    for (row, source) in sources.iter().enumerate() {
        let first = by_line.partition_point(|&(line, _)| line < source.line.0);
        for &(_, number) in by_line[first..].iter().take_while(|(line, _)| *line == source.line.0) {
            let target = &targets[number as usize];
            let ahead = HEADINGS
                .into_iter()
                .filter_map(|heading| {
                    Leg::ahead(atlas, profile, source, target, heading)?.at_hours(engine, 0)
                })
                .map(|leg| leg.cost)
                .min();
            let cost = &mut costs[row * targets.len() + number as usize];
            // Around a long slow line there may be a faster way.
            *cost = ahead.into_iter().chain(*cost).min();
        }
    }
    costs
}
