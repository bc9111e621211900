//! All corridors between 100 pads on a model of 60 x 60 km at 30 m: how long, and is each sound?
//!
//! `cargo run --release --example corridors [AIRFRAME]`

use mabang::corridor::{Pad, Rules, Terms, Which, plan, verify::verify};
use mabang::energy::drone::{Battery, Day, Wind, airframe};
use mabang::terrain::{Dem, Grid};
use mabang::units::{Fen, Point};

const CELLS: usize = 2_000;
/// Degrees of 30 m at 31 degrees north.
const STEP: (f64, f64) = (0.000_315, 0.000_27);

/// Ridges and valleys of every size from 100 m to 10 km, 1,700 m from lowest to highest.
fn height(x: f64, y: f64) -> f64 {
    let large = 500.0 * (x / 97.0).sin() * (y / 131.0).cos() + 250.0 * ((x + 2.0 * y) / 71.0).sin();
    900.0 + large + 120.0 * ((3.0 * x - y) / 41.0).cos() + 20.0 * (x / 7.0).sin() * (y / 9.0).sin()
}

/// 100 pads within 18 x 18 km, so that all pairs are within 25 km.
fn pads() -> Vec<Pad> {
    let mut state = 12_345_u64;
    let mut share = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / (1_u64 << 31) as f64
    };
    let mut cell = || CELLS as f64 * (0.5 + 0.295 * (share() - 0.5));
    (0..100).map(|_| Pad { point: Point::new(109.0 + STEP.0 * cell(), 31.5 - STEP.1 * cell()) }).collect()
}

fn main() {
    let code = std::env::args().nth(1).unwrap_or_else(|| "flycart30".to_owned());
    let Some(frame) = airframe(&code) else { return eprintln!("no airframe `{code}`") };
    let grid =
        Grid { west: 109.0, north: 31.5, step_lon: STEP.0, step_lat: STEP.1, columns: CELLS, rows: CELLS };
    let at = |index: usize| height((index % CELLS) as f64, (index / CELLS) as f64) as f32;
    let dem = Dem::new(grid, (0..CELLS * CELLS).map(at).collect()).expect("the grid fits its heights");
    let pads = pads();
    let clear = mabang::county::Aloft::default();
    let terms = Terms {
        dem: &dem,
        zones: &[],
        aloft: &clear,
        places: &[],
        pads: &pads,
        which: Which::Within(25_000.0),
        frame: &frame,
        rules: Rules::usual(&frame),
        battery: Battery::default(),
        day: Day { celsius: 20.0, reference: 500.0, lapse: 6.5, wind: Wind::default() },
        wind: 6.0,
        electricity: Fen(80_000),
    };
    let start = std::time::Instant::now();
    let all = plan(&terms);
    let planned = start.elapsed().as_secs_f64();
    let (found, refused) = (all.corridors.len(), all.refusals.len());
    println!("{code}: {found} corridors, {refused} refused, {planned:.1} s");
    let faulty = all.corridors.iter().filter(|corridor| !verify(&terms, corridor).is_empty()).count();
    println!("judged in {:.1} s: {faulty} faulty", start.elapsed().as_secs_f64() - planned);
}
