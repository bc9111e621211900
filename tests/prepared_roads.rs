//! Prepared roads on disk: written whole, refused when they are not what they should be.

use mabang::app::prepared::{kept, key};
use mabang::county::{Bounds, Season, SiteId, preset};
use mabang::finding::{Code, Finding};
use mabang::hierarchy::Turns;
use mabang::network::Network;
use mabang::read::roads::read_roads;
use mabang::store::prepared::{read, write};
use mabang::wire::prepared::Prepared;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const EVERYWHERE: Bounds = Bounds { west: -180.0, south: -85.0, east: 180.0, north: 85.0 };

fn roads() -> (Network, Prepared) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/tiny");
    let map = read_roads(&folder, EVERYWHERE).value.expect("the county has roads");
    let network = Network::build(&map, &|_| None).value;
    let turns = Turns::new(&network);
    let skeleton = turns.hierarchy(&network);
    let van = preset::vehicle("van", SiteId(0)).expect("a preset").running;
    let weights = BTreeMap::from([("van".to_owned(), network.weigh(&van, Season::Spring).arcs)]);
    (network, Prepared { turns: Some(turns), skeleton, weights })
}

fn codes(findings: &[Finding]) -> Vec<Code> {
    findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn prepared_roads_come_back_as_they_were() {
    let (network, prepared) = roads();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/roads.prepared");

    assert_eq!(read(&path, key(&network)).findings, vec![]);
    write(&path, &prepared, key(&network)).unwrap();

    let found = read(&path, key(&network));
    assert_eq!(found.findings, vec![]);
    assert!(found.value == Some(prepared));
    // Nothing is left beside it.
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn w508_prepared_roads_that_are_torn_stale_or_foreign() {
    let (network, prepared) = roads();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("roads.prepared");
    write(&path, &prepared, key(&network)).unwrap();
    let whole = fs::read(&path).unwrap();

    let other = read(&path, key(&network) + 1);
    assert_eq!((other.value.is_none(), codes(&other.findings)), (true, vec![Code::W508]));
    for (content, cause) in [
        (&whole[..whole.len() / 2], "it ends too early or was changed"),
        (&b"PK\x03\x04 a workbook"[..], "it is no file of prepared roads"),
        (&b""[..], "it is no file of prepared roads"),
    ] {
        fs::write(&path, content).unwrap();
        let found = read(&path, key(&network));
        assert!(found.value.is_none());
        assert_eq!(codes(&found.findings), [Code::W508]);
        assert_eq!(found.findings[0].values[0].1.to_string(), cause);
    }
    // A folder in its place.
    assert_eq!(codes(&read(folder.path(), 0).findings), [Code::W508]);
}

#[test]
fn other_roads_have_another_key() {
    let (network, _) = roads();
    let mut folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/tiny");
    assert_eq!(key(&network), key(&roads().0));

    folder.pop();
    folder.push("leishan");
    let map = read_roads(&folder, EVERYWHERE).value.expect("the county has roads");

    assert_ne!(key(&network), key(&Network::build(&map, &|_| None).value));
}

#[test]
fn a_hierarchy_is_kept_and_made_again_when_the_roads_change_or_the_file_is_torn() {
    let (network, _) = roads();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("junctions.prepared");

    let first = kept(&path, &network);
    let whole = fs::read(&path).unwrap();
    let again = kept(&path, &network);
    assert_eq!((first.findings, again.findings), (vec![], vec![]));
    assert!(first.value == again.value);

    // Half a file is told, and written anew.
    fs::write(&path, &whole[..whole.len() - 1]).unwrap();
    let torn = kept(&path, &network);
    assert_eq!(codes(&torn.findings), [Code::W508]);
    assert!(torn.value == first.value);
    assert_eq!(fs::read(&path).unwrap(), whole);
}
