//! How routes are told apart, also by people who see few colours and on
//! black-and-white prints: nine hues (after Okabe and Ito 2008, darkened for
//! the relief), then the same with five patterns of dashes and dots.

/// Stroke colour and dash pattern of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink {
    pub colour: &'static str,
    /// For `stroke-dasharray`; `none` for a solid line.
    pub dash: &'static str,
}

const COLOURS: [&str; 9] =
    ["#0064a8", "#c94a00", "#007a5a", "#a8327e", "#3d3d3d", "#6a3fb5", "#8a5a00", "#0090b8", "#b3122f"];
const DASHES: [&str; 6] = ["none", "7 5", "1 5", "12 4 1 4", "14 8", "4 3 4 8"];

/// Of the route with this index.
pub fn ink(route: usize) -> Ink {
    let dash = DASHES[route / COLOURS.len() % DASHES.len()];
    Ink { colour: COLOURS[route % COLOURS.len()], dash }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifty_four_routes_look_different() {
        let mut inks: Vec<_> = (0..54).map(ink).map(|ink| (ink.colour, ink.dash)).collect();
        inks.sort_unstable();
        inks.dedup();
        assert_eq!(inks.len(), 54);
    }
}
