use super::encode::*;
use super::*;
use proptest::prelude::*;
use std::fs;

mod many_turns;
mod on_foot;
mod power_lines;

const WORDS: [&str; 7] = ["", "highway", "tertiary", "barrier", "gate", "bollard", "name"];
const LATS: [i64; 4] = [311_000_000, 311_100_000, 311_200_000, 311_300_000];
const LONS: [i64; 4] = [1_091_000_000, 1_091_100_000, 1_091_200_000, 1_091_300_000];

fn read_bytes(bytes: &[u8]) -> Read {
    read_for(Who::Drivers, bytes)
}

fn read_for(who: Who, bytes: &[u8]) -> Read {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("roads.osm.pbf");
    fs::write(&path, bytes).unwrap();
    read(who, &path, "roads.osm.pbf")
}

/// The finding of a file with this one fault: code, place and problem.
fn fault(bytes: &[u8]) -> (&'static str, String, String) {
    let read = read_bytes(bytes);
    assert_eq!(read.map, RoadMap::default(), "nothing is taken from a broken file");
    let [finding] = read.findings.as_slice() else { panic!("one finding: {:?}", read.findings) };
    let problem = finding.values.iter().map(|(_, value)| value.to_string()).collect();
    (finding.code.name(), finding.spot.feature.clone().unwrap_or_default(), problem)
}

/// A header, then one block.
fn file(block: &[Vec<u8>]) -> Vec<u8> {
    [usual_header(), data(&block.concat())].concat()
}

fn nodes() -> Vec<u8> {
    // A bollard on the third node.
    dense(&[1, 2, 3, 4], &LATS, &LONS, &[0, 0, 3, 5, 0, 0])
}

fn road() -> Vec<u8> {
    way(7, &[1], &[2], &[1, 2, 3, 4])
}

fn sound() -> Vec<u8> {
    file(&[strings(&WORDS), nodes(), road()])
}

#[test]
fn a_sound_file_gives_its_road() {
    let read = read_bytes(&sound());

    assert_eq!(read.findings, vec![]);
    assert_eq!(read.map.ways.len(), 1);
    assert_eq!((read.map.ways[0].id, read.map.ways[0].nodes.as_slice()), (7, [0, 1, 2, 3].as_slice()));
    assert_eq!(read.map.nodes[1].point, Point::new(109.11, 31.11));
    assert_eq!(read.map.nodes[2].barrier, Barrier::NarrowOnly);
}

#[test]
fn packed_blocks_and_unknown_blobs_are_read_and_skipped() {
    let block = [strings(&WORDS), nodes(), road()].concat();
    let zipped = framed("OSMData", &zlib(&block, block.len() as u64));

    let read = read_bytes(&[usual_header(), framed("Postscript", b"???"), zipped].concat());

    assert_eq!(read.map, read_bytes(&sound()).map);
}

#[test]
fn nodes_may_come_one_by_one() {
    let node = |id: u64, at: usize| {
        // Zigzag of a positive number is twice the number.
        let fields = [number(1, id * 2), number(8, LATS[at] as u64 * 2), number(9, LONS[at] as u64 * 2)];
        bytes(2, &bytes(1, &fields.concat()))
    };
    let read = read_bytes(&file(&[strings(&WORDS), node(1, 0), node(2, 1), way(7, &[1], &[2], &[1, 2])]));

    assert_eq!(read.map.nodes[1].point, Point::new(109.11, 31.11));
}

#[test]
fn a_file_cut_short_anywhere_is_found() {
    let sound = sound();
    let header = usual_header().len();

    for length in 1..sound.len() {
        let (code, ..) =
            if length == header { ("E501", String::new(), String::new()) } else { fault(&sound[..length]) };
        assert!(length == header || code == "E502", "{length} bytes: {code}");
    }
}

#[test]
fn faults_name_the_block_and_the_byte_where_it_begins() {
    let broken = [usual_header(), data(b"\x07")].concat();

    let (code, place, _) = fault(&broken);

    assert_eq!((code, place), ("E502", format!("block 2, byte {}", usual_header().len())));
}

#[test]
fn a_blob_header_of_0_bytes_or_more_than_64_kib_is_broken() {
    assert_eq!(fault(&[0, 0, 0, 0, 1]).0, "E502");
    assert_eq!(fault(&[0, 1, 0, 1, 1]).2, "a blob header that is empty or larger than 64 KiB");
}

#[test]
fn a_blob_header_without_type_or_size_is_broken() {
    let no_type = number(3, 0);
    let no_size = bytes(1, b"OSMHeader");
    for (header, problem) in [(no_type, "a blob without a type"), (no_size, "a blob without a size")] {
        let framed = [(header.len() as u32).to_be_bytes().to_vec(), header].concat();
        assert_eq!(fault(&framed).2, problem);
    }
}

#[test]
fn a_blob_larger_than_32_mib_is_refused_before_it_is_read() {
    let header = [bytes(1, b"OSMData"), number(3, 33 << 20)].concat();
    let framed = [(header.len() as u32).to_be_bytes().to_vec(), header].concat();
    assert_eq!(fault(&framed).2, "a blob larger than 32 MiB");
}

#[test]
fn data_before_the_header_and_no_header_are_broken() {
    assert_eq!(fault(&data(&strings(&WORDS))).2, "data before the header");
    assert_eq!(fault(&framed("Other", b"")).2, "no header");
}

#[test]
fn features_that_change_the_meaning_are_e503() {
    let history = [header(&["OsmSchema-V0.6", "HistoricalInformation"]), sound()].concat();
    let (code, _, problem) = fault(&history);
    assert_eq!((code, problem.as_str()), ("E503", "HistoricalInformation"));
}

#[test]
fn other_compressions_are_e503() {
    for (field, name) in [(4, "LZMA"), (6, "LZ4"), (7, "Zstandard")] {
        let (code, _, problem) = fault(&[usual_header(), framed("OSMData", &bytes(field, b"x"))].concat());
        assert_eq!((code, problem.as_str()), ("E503", name));
    }
}

#[test]
fn a_blob_of_another_size_than_it_says_is_broken() {
    let block = strings(&WORDS);
    for declared in [0, 1, block.len() as u64 - 1, block.len() as u64 + 1] {
        let file = [usual_header(), framed("OSMData", &zlib(&block, declared))].concat();
        assert_eq!(fault(&file).2, "a blob of another size than it says", "{declared}");
    }
    let lie = [raw(&block), number(2, 3)].concat();
    assert_eq!(fault(&[usual_header(), framed("OSMData", &lie)].concat()).0, "E502");
}

#[test]
fn a_bomb_is_not_unpacked() {
    let bomb = zlib(&vec![0; 40 << 20], 40 << 20);
    assert!(bomb.len() < 100_000);
    let file = [usual_header(), framed("OSMData", &bomb)].concat();
    assert_eq!(fault(&file).2, "a blob that unpacks to more than 32 MiB");
}

#[test]
fn roads_that_are_packed_to_nothing_do_not_fill_the_memory() {
    // 1,000 roads that go back and forth 5,000 times: 5 MB, packed to a hundredth.
    let back_and_forth: Vec<i64> = (0..5_000).map(|step| 1 + step % 2).collect();
    let ways: Vec<u8> = (1..=1_000).flat_map(|id| way(id, &[1], &[2], &back_and_forth)).collect();
    let block = [strings(&WORDS), nodes(), ways].concat();
    let bomb = [usual_header(), framed("OSMData", &zlib(&block, block.len() as u64))].concat();
    assert!(bomb.len() < 50_000, "{}", bomb.len());

    let (code, place, problem) = fault(&bomb);

    assert_eq!((code, place.starts_with("block 2, byte ")), ("E105", true));
    assert!(problem.ends_with(" road nodes"), "{problem}");
}

#[test]
fn roads_without_nodes_are_left_out_and_counted() {
    let read = read_bytes(&file(&[
        strings(&WORDS),
        nodes(),
        road(),
        way(8, &[1], &[2], &[]),
        way(9, &[1], &[2], &[3]),
    ]));

    assert_eq!(read.map.ways.len(), 1);
    assert_eq!(read.tally.out["nodes<2"].times, 2);
}

#[test]
fn noise_instead_of_packed_data_is_broken() {
    let noise = [number(2, 10), bytes(3, b"noise noise")].concat();
    assert_eq!(
        fault(&[usual_header(), framed("OSMData", &noise)].concat()).2,
        "packed data that does not unpack"
    );
    assert_eq!(fault(&[usual_header(), framed("OSMData", b"")].concat()).2, "a blob without data");
}

#[test]
fn dense_nodes_with_lists_of_different_lengths_are_broken() {
    for (ids, lats, lons) in [(3, 4, 4), (4, 3, 4), (4, 4, 3), (4, 0, 0)] {
        let uneven = dense(&[1, 2, 3, 4][..ids], &LATS[..lats], &LONS[..lons], &[]);
        let (_, _, problem) = fault(&file(&[strings(&WORDS), uneven, road()]));
        assert_eq!(problem, "dense nodes with lists of different lengths");
    }
}

#[test]
fn dense_tags_that_do_not_match_the_nodes_are_broken() {
    let tagged =
        |tags: &[u64]| fault(&file(&[strings(&WORDS), dense(&[1, 2, 3, 4], &LATS, &LONS, tags), road()])).2;
    assert_eq!(tagged(&[0, 0, 0]), "tags of fewer dense nodes than there are");
    assert_eq!(tagged(&[0, 0, 0, 0, 0]), "tags of more dense nodes than there are");
    assert_eq!(tagged(&[3]), "a key of a dense node without value");
    assert_eq!(tagged(&[3, 99, 0, 0, 0, 0]), "a tag that names a string that is not there");
}

#[test]
fn tags_that_name_strings_that_are_not_there_are_broken() {
    let (_, _, problem) = fault(&file(&[strings(&WORDS), nodes(), way(7, &[1], &[200], &[1, 2])]));
    assert_eq!(problem, "a tag that names a string that is not there");
    let (_, _, problem) = fault(&file(&[strings(&WORDS), nodes(), way(7, &[1, 6], &[2], &[1, 2])]));
    assert_eq!(problem, "more keys than values, or fewer");
}

#[test]
fn a_tag_that_is_not_utf8_is_broken() {
    let table = bytes(1, &[bytes(1, b""), bytes(1, b"highway"), bytes(1, b"\xff\xfe")].concat());
    let (_, _, problem) = fault(&file(&[table, nodes(), way(7, &[1], &[2], &[1, 2])]));
    assert_eq!(problem, "a tag that is not UTF-8");
}

#[test]
fn differences_that_overflow_are_broken() {
    // Zigzag of u64::MAX - 1 is i64::MAX; twice that does not fit.
    let refs = packed(&[u64::MAX - 1, u64::MAX - 1]);
    let tags = [bytes(2, &packed(&[1])), bytes(3, &packed(&[2]))].concat();
    let way = bytes(2, &bytes(3, &[number(1, 7), tags, bytes(8, &refs)].concat()));
    assert_eq!(fault(&file(&[strings(&WORDS), nodes(), way])).2, "differences that overflow");
}

#[test]
fn nodes_that_are_not_on_earth_are_broken() {
    let (_, _, problem) = fault(&file(&[
        strings(&WORDS),
        dense(&[1, 2], &[911_000_000, 0], &[0, 0], &[]),
        way(7, &[1], &[2], &[1, 2]),
    ]));
    assert_eq!(problem, "a node that is not on Earth");
    let far = [strings(&WORDS), nodes(), road(), number(20, i64::MAX as u64)];
    assert_eq!(fault(&file(&far)).2, "a node that is not on Earth");
    let scale = [strings(&WORDS), nodes(), road(), number(17, 0)];
    assert_eq!(fault(&file(&scale)).2, "a granularity that is not positive or absurd");
}

#[test]
fn varints_without_end_or_too_long_are_broken() {
    let endless = [usual_header(), data(&[0xff; 20])].concat();
    assert_eq!(fault(&endless).2, "a varint of more than 64 bits");
    let open = [usual_header(), data(&[0x80; 3])].concat();
    assert_eq!(fault(&open).2, "a varint without end");
}

#[test]
fn fields_of_the_wrong_kind_or_twice_are_broken() {
    let (_, _, problem) = fault(&file(&[strings(&WORDS), bytes(2, &number(3, 1))]));
    assert_eq!(problem, "a number where bytes belong");
    let (_, _, problem) = fault(&file(&[strings(&WORDS), strings(&WORDS)]));
    assert_eq!(problem, "a field stands twice");
    let (_, _, problem) = fault(&file(&[nodes()]));
    assert_eq!(problem, "a block without strings");
    let (_, _, problem) = fault(&file(&[vec![0x0b]]));
    assert_eq!(problem, "a field of unknown wire type");
}

#[test]
fn nodes_and_ways_that_stand_twice_are_broken() {
    assert_eq!(fault(&file(&[strings(&WORDS), nodes(), nodes(), road()])).2, "a node that stands twice");
    assert_eq!(fault(&file(&[strings(&WORDS), nodes(), road(), road()])).2, "a way that stands twice");
}

#[test]
fn a_few_missing_nodes_cut_a_way_and_many_are_e507() {
    let ids: Vec<i64> = (1..=30).collect();
    let lats: Vec<i64> = (0..30).map(|at| 311_000_000 + at * 1000).collect();
    let cut = file(&[
        strings(&WORDS),
        dense(&ids, &lats, &lats, &[]),
        way(7, &[1], &[2], &[1, 2, 3, 99, 4, 5]),
        way(8, &[1], &[2], &ids),
    ]);
    let read = read_bytes(&cut);
    let lengths: Vec<usize> = read.map.ways.iter().map(|way| way.nodes.len()).collect();
    assert_eq!(lengths, vec![3, 2, 30]);
    assert_eq!(read.tally.gaps.unwrap().times, 1);

    let (code, ..) = fault(&file(&[strings(&WORDS), nodes(), way(7, &[1], &[2], &[1, 50, 51, 52])]));
    assert_eq!(code, "E507");
}

#[test]
fn turn_restrictions_are_counted() {
    let words = ["", "type", "restriction", "no_left_turn"];
    let relation = |values: &[u64]| {
        let tags = [bytes(2, &packed(&[1, 2])), bytes(3, &packed(values))].concat();
        bytes(2, &bytes(4, &[number(1, 5), tags].concat()))
    };
    let read = read_bytes(&file(&[strings(&words), relation(&[2, 3]), relation(&[3, 3])]));
    assert_eq!((read.tally.turns, read.tally.signs.as_slice()), ([0, 0, 1], [5].as_slice()));
}

/// A restriction from way 7 over the third node to way 8, with these members' kinds.
fn turn(kinds: &[u64]) -> Vec<u8> {
    let tags = [bytes(2, &packed(&[3, 4])), bytes(3, &packed(&[4, 5]))].concat();
    let ids = [7_i64, 3 - 7, 8 - 3].map(|step| ((step << 1) ^ (step >> 63)) as u64);
    let members =
        [bytes(8, &packed(&[6, 7, 8])), bytes(9, &packed(&ids)), bytes(10, &packed(kinds))].concat();
    bytes(2, &bytes(4, &[number(1, 5), tags, members].concat()))
}

const TURN_WORDS: [&str; 9] =
    ["", "highway", "tertiary", "type", "restriction", "no_left_turn", "from", "via", "to"];

#[test]
fn a_turn_restriction_over_a_node_is_kept() {
    use crate::county::{Restriction, Rule, Subjects, Times, Via};
    let roads = |kinds: &[u64]| {
        let ids = [1, 2, 3, 4, 5];
        let ways = [way(7, &[1], &[2], &ids[..3]), way(8, &[1], &[2], &ids[2..])].concat();
        let points: Vec<i64> = (0..5).map(|step| 310_000_000 + step * 10_000).collect();
        read_bytes(&file(&[strings(&TURN_WORDS), dense(&ids, &points, &points, &[]), ways, turn(kinds)]))
    };

    let read = roads(&[1, 0, 1]);
    assert_eq!(read.findings, []);
    let (whom, times) = (Subjects::EVERYBODY, Times::default());
    let rule = Restriction { from: 7, via: Via::Node(2), to: 8, rule: Rule::No, whom, times };
    assert_eq!((&read.map.restrictions, read.tally.turns), (&vec![rule.clone()], [0; 3]));

    // As GeoJSON, which is what an import writes, it forbids the same.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("roads.geojson");
    crate::store::roads::write(&path, &read.map).unwrap();
    let again = crate::read::roads::read_whole(Who::Drivers, &path, "roads.geojson");
    assert_eq!((&again.map.restrictions, again.findings), (&read.map.restrictions, vec![]));
    assert_eq!(again.map.nodes[2].point, read.map.nodes[2].point);

    // Over a way instead of a node: its way 3 is no road of this file.
    let over_a_way = roads(&[1, 1, 1]);
    assert_eq!((over_a_way.map.restrictions, over_a_way.tally.turns), (vec![], [0, 1, 0]));
    // Lists of different lengths: a broken file.
    assert_eq!(roads(&[1, 0]).findings[0].code.name(), "E502");
}

#[test]
fn places_are_nodes_with_a_name() {
    let words = ["", "place", "village", "name", "双龙镇", "population", "1,200"];
    let bytes =
        file(&[strings(&words), dense(&[1, 2], &LATS[..2], &LONS[..2], &[1, 2, 3, 4, 5, 6, 0, 1, 2, 0])]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.osm.pbf");
    fs::write(&path, bytes).unwrap();

    let found = read_places(&path, "x.osm.pbf", &crate::read::roads::area::Area::Everything);

    let [place] = found.value.as_slice() else { panic!("the nameless one is left out") };
    assert_eq!(
        (place.name_zh.as_str(), place.kind.as_str(), place.population),
        ("双龙镇", "village", Some(1200))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn a_file_with_changed_bytes_is_never_a_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = sound();
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        let read = read_bytes(&bytes);
        prop_assert!(read.map.nodes.len() <= bytes.len() && read.map.ways.len() <= bytes.len());
    }
}
