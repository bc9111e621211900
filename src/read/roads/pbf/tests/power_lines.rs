use super::*;
use crate::county::Bounds;
use crate::read::roads::area::Area;

const WORDS: [&str; 9] =
    ["", "power", "line", "minor_line", "cable", "voltage", "220000;110000", "highway", "tertiary"];

fn lines_of(block: &[Vec<u8>], area: &Area) -> crate::finding::Found<Vec<crate::county::PowerLine>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("all.osm.pbf");
    fs::write(&path, file(block)).unwrap();
    read_power(&path, "all.osm.pbf", area)
}

#[test]
fn lines_in_the_air_are_taken_with_their_voltage() {
    let plain = dense(&[1, 2, 3, 4], &LATS, &LONS, &[]);
    let lines = [
        way(5, &[1, 5], &[2, 6], &[1, 2, 3]),
        way(6, &[1], &[3], &[3, 4]),
        way(7, &[1], &[4], &[1, 4]),
        way(8, &[7], &[8], &[1, 4]),
    ];

    let found = lines_of(&[vec![strings(&WORDS), plain], lines.to_vec()].concat(), &Area::Everything);

    assert_eq!(found.findings, vec![]);
    let told: Vec<_> = found
        .value
        .iter()
        .map(|it| (it.id, it.kind.as_str(), it.voltage.as_deref(), it.pylons.len()))
        .collect();
    assert_eq!(told, [(5, "line", Some("220000;110000"), 3), (6, "minor_line", None, 2)]);
    assert_eq!(found.value[0].pylons[1], Point::new(109.11, 31.11));
}

#[test]
fn lines_far_from_the_area_are_left_out_and_spans_over_its_edge_kept() {
    let plain = dense(&[1, 2, 3, 4], &LATS, &LONS, &[]);
    let blocks = [strings(&WORDS), plain, way(5, &[1], &[2], &[1, 2]), way(6, &[1], &[2], &[3, 4])];
    // Some 3 km from the first pylon, 5 km from the third.
    let area = Area::Box(Bounds { west: 109.06, south: 31.06, east: 109.075, north: 31.075 });

    let found = lines_of(&blocks, &area);

    assert_eq!(found.value.iter().map(|line| line.id).collect::<Vec<_>>(), [5]);
}

#[test]
fn a_line_is_cut_where_a_pylon_is_missing_and_a_file_without_most_is_broken() {
    let ids: Vec<i64> = (1..=20).collect();
    let line: Vec<i64> = (1..=21).collect();
    let lats: Vec<i64> = ids.iter().map(|id| 311_000_000 + id * 1000).collect();
    let around: Vec<i64> = [&line[..10], &[99], &line[10..20]].concat();
    let blocks = |line: &[i64]| [strings(&WORDS), dense(&ids, &lats, &lats, &[]), way(5, &[1], &[2], line)];

    let cut = lines_of(&blocks(&around), &Area::Everything);
    let broken = lines_of(&blocks(&[1, 77, 78, 79]), &Area::Everything);

    assert_eq!(cut.value.iter().map(|line| line.pylons.len()).collect::<Vec<_>>(), [10, 10]);
    assert_eq!(broken.findings.iter().map(|it| it.code).collect::<Vec<_>>(), [Code::E507]);
    assert!(broken.value.is_empty());
}
