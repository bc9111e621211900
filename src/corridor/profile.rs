//! The profile of least energy between two bounds: a taut string. (M100)

/// Heights at evenly spaced places, each within `low..=high`, first and last as given, that make
/// the sum of any convex function of the rises from place to place least.
///
/// A string that is pulled tight between the bounds does so for all convex functions at once, so
/// that load, airframe and direction do not matter. `None` if the bounds cross, or an end lies
/// outside of them. Returns the corners of the string: place and height.
#[must_use]
pub fn taut(low: &[f64], high: &[f64], (first, last): (f64, f64)) -> Option<Vec<(usize, f64)>> {
    let count = low.len();
    let sound = count >= 2 && high.len() == count && low.iter().zip(high).all(|(low, high)| low <= high);
    let inside = |at: usize, height: f64| low[at] - 1e-9 <= height && height <= high[at] + 1e-9;
    if !sound || !inside(0, first) || !inside(count - 1, last) {
        return None;
    }
    let mut corners = vec![(0, first)];
    let (mut at, mut height) = (0, first);
    while at + 1 < count {
        let (to, reached) = next(low, high, (at, height), last);
        corners.push((to, reached));
        (at, height) = (to, reached);
    }
    Some(corners)
}

/// Where the string from a corner bends next: the funnel of slopes that stay between the bounds
/// narrows until a place asks for more than another allows.
fn next(low: &[f64], high: &[f64], (at, height): (usize, f64), last: f64) -> (usize, f64) {
    let end = low.len() - 1;
    let (mut least, mut most) = (f64::NEG_INFINITY, f64::INFINITY);
    let (mut floor, mut ceiling) = (at + 1, at + 1);
    for place in at + 1..=end {
        let (bottom, top) = if place == end { (last, last) } else { (low[place], high[place]) };
        let length = (place - at) as f64;
        let (up, down) = ((bottom - height) / length, (top - height) / length);
        if up > most {
            return (ceiling, high[ceiling].min(if ceiling == end { last } else { f64::INFINITY }));
        }
        if down < least {
            return (floor, low[floor].max(if floor == end { last } else { f64::NEG_INFINITY }));
        }
        if up >= least {
            (least, floor) = (up, place);
        }
        if down <= most {
            (most, ceiling) = (down, place);
        }
    }
    (end, last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Heights at all places.
    fn heights(corners: &[(usize, f64)]) -> Vec<f64> {
        let mut all = vec![corners[0].1];
        for pair in corners.windows(2) {
            let ((from, low), (to, high)) = (pair[0], pair[1]);
            all.extend(
                (from + 1..=to).map(|at| low + (high - low) * (at - from) as f64 / (to - from) as f64),
            );
        }
        all
    }

    /// The least sum over heights in whole metres, by trying all of them.
    fn tried(low: &[f64], high: &[f64], ends: (f64, f64), cost: &dyn Fn(f64) -> f64) -> f64 {
        let span = |at: usize| low[at] as i64..=high[at] as i64;
        let mut best: Vec<(i64, f64)> = vec![(ends.0 as i64, 0.0)];
        for at in 1..low.len() {
            let places = if at + 1 == low.len() { ends.1 as i64..=ends.1 as i64 } else { span(at) };
            best = places
                .map(|height| {
                    let each = best.iter().map(|(from, sum)| sum + cost((height - from) as f64));
                    (height, each.fold(f64::INFINITY, f64::min))
                })
                .collect();
        }
        best[0].1
    }

    #[test]
    fn over_a_hill_the_string_bends_only_at_its_top() {
        // A hill of 60 m in the middle, a ceiling far above: up to its top and straight down.
        let low = [0.0, 10.0, 60.0, 10.0, 0.0];
        let corners = taut(&low, &[200.0; 5], (0.0, 0.0)).unwrap();
        assert_eq!(corners, [(0, 0.0), (2, 60.0), (4, 0.0)]);
    }

    #[test]
    fn under_a_ceiling_that_falls_the_string_bends_down() {
        let high = [100.0, 100.0, 20.0, 100.0, 100.0];
        let corners = taut(&[0.0; 5], &high, (80.0, 80.0)).unwrap();
        assert_eq!(corners, [(0, 80.0), (2, 20.0), (4, 80.0)]);
    }

    #[test]
    fn bounds_that_cross_or_ends_outside_have_no_profile() {
        assert!(taut(&[0.0, 5.0, 0.0], &[9.0, 4.0, 9.0], (1.0, 1.0)).is_none());
        assert!(taut(&[0.0, 0.0], &[9.0, 9.0], (10.0, 1.0)).is_none());
        assert!(taut(&[0.0], &[9.0], (1.0, 1.0)).is_none());
    }

    proptest! {
        #[test]
        fn no_profile_costs_less_for_any_of_several_convex_costs(
            band in proptest::collection::vec((0_i32..30, 0_i32..12), 2..12), share in 0.0..1.0_f64, end in 0.0..1.0_f64,
        ) {
            let low: Vec<f64> = band.iter().map(|(low, _)| f64::from(*low)).collect();
            let high: Vec<f64> = band.iter().map(|(low, room)| f64::from(low + room)).collect();
            let pick = |at: usize, share: f64| (low[at] + (high[at] - low[at]) * share).round();
            let ends = (pick(0, share), pick(low.len() - 1, end));

            let corners = taut(&low, &high, ends).unwrap();
            let heights = heights(&corners);

            prop_assert_eq!(heights.len(), low.len());
            for at in 0..low.len() {
                prop_assert!(heights[at] >= low[at] - 1e-9 && heights[at] <= high[at] + 1e-9);
            }
            let costs: [&dyn Fn(f64) -> f64; 3] =
                [&|rise| rise.max(0.0) * 3.0, &|rise| rise * rise, &|rise| if rise > 5.0 { 9.0 * rise - 40.0 } else { rise.max(-0.5 * rise) }];
            for cost in costs {
                let ours: f64 = heights.windows(2).map(|pair| cost(pair[1] - pair[0])).sum();
                prop_assert!(ours <= tried(&low, &high, ends, cost) + 1e-6);
            }
        }
    }
}
