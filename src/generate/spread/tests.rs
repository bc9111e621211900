use super::*;
use crate::generate::design;
use crate::generate::ground::{Ground, sample};
use crate::generate::lattice::Lattice;

/// Links of village roads between cells of the lattice.
fn links(ground: &Ground, sources: &[(i64, i64)], near: Option<f64>) -> Vec<Link> {
    let lattice = Lattice::new(ground);
    let extent = Extent { west: 0, north: 0, columns: lattice.columns, rows: lattice.rows };
    let mut window = Window::new(ground, &lattice, extent);
    if let Some(reach) = near {
        window.only_near(&sources[..1], reach, &lattice);
    }
    let design = design::village_road();
    let steps = Steps::new(&lattice, &design);
    let sources: Vec<(usize, u32)> =
        sources.iter().zip(0..).map(|(&cell, owner)| (extent.index(cell).unwrap(), owner)).collect();
    Spread::run(&window, &steps, &design, &sources, 1e6).links(&extent, &|_, _, _| true)
}

#[test]
fn on_level_ground_a_road_costs_its_length_and_goes_from_place_to_place() {
    let ground = sample(40, 20, &|_, _| 300.0);

    let links = links(&ground, &[(10, 20), (50, 20)], None);

    let [link] = &links[..] else { panic!("{} links", links.len()) };
    let straight = 40.0 * Lattice::new(&ground).sx;
    assert!((f64::from(link.cost) - straight).abs() < straight * 0.02, "{} for {straight}", link.cost);
    assert_eq!((link.cells[0], link.cells[link.cells.len() - 1]), ((10, 20), (50, 20)));
}

#[test]
fn the_place_between_two_others_keeps_them_apart() {
    let ground = sample(60, 8, &|_, _| 300.0);

    let links = links(&ground, &[(10, 8), (50, 8), (100, 8)], None);

    assert_eq!(links.iter().map(|link| (link.a, link.b)).collect::<Vec<_>>(), [(0, 1), (1, 2)]);
}

#[test]
fn up_a_steep_slope_a_road_turns_and_keeps_its_grade() {
    // The slope rises by 24 % to the south: 22.2 m for each row of about 92.7 m. Three cells
    // across and one up climb by 8.6 %, just within the limit of 9 %.
    let ground = sample(60, 40, &|_, row| 22.2 * row as f32);
    let lattice = Lattice::new(&ground);

    let links = links(&ground, &[(60, 15), (60, 60)], None);

    let place = |&(column, row): &(i32, i32)| lattice.place((i64::from(column), i64::from(row)));
    let (mut all, mut steep) = (0.0, 0.0);
    for pair in links[0].cells.windows(2).filter(|pair| pair[0] != pair[1]) {
        let (a, b) = (place(&pair[0]), place(&pair[1]));
        let length = ((a.0 - b.0).powi(2) + (a.1 - b.1).powi(2)).sqrt();
        let grade = (ground.height(a) - ground.height(b)).abs() / length;
        assert!(grade < 0.14, "{grade}");
        all += length;
        steep += if grade > 0.09 { length } else { 0.0 };
    }
    // Straight up are 45 rows; at 9 % of 24 % the way is 2.7 times as long.
    assert!(all > 2.4 * 45.0 * lattice.sy, "{all}");
    // Only where it turns may a move be steeper.
    assert!(steep < 0.1 * all, "{steep} of {all}");
}

#[test]
fn nothing_is_found_beyond_what_is_open() {
    let ground = sample(40, 20, &|_, _| 300.0);

    assert!(links(&ground, &[(10, 20), (50, 20)], Some(800.0)).is_empty());
    assert_eq!(links(&ground, &[(10, 20), (50, 20)], Some(3_000.0)).len(), 1);
}
