//! Each format in a few lines, and what is wrong with a broken one.

use super::*;
use crate::instance::Variant;

/// Codes, rows and causes of what is wrong with a text.
fn wrong(text: &str) -> (Code, u64) {
    let wrong = parse(text, "x", None).expect_err(text);
    (wrong.code, wrong.row)
}

const CVRP: &str = "NAME : toy\nTYPE : CVRP\nDIMENSION : 3\nEDGE_WEIGHT_TYPE : EUC_2D\nCAPACITY : 10\n\
NODE_COORD_SECTION\n1 0 0\n2 3 4\n3 6 8\nDEMAND_SECTION\n1 0\n2 4\n3 5\nDEPOT_SECTION\n1\n-1\nEOF\n";

const SOLOMON: &str = "C1\n\nVEHICLE\nNUMBER     CAPACITY\n 2 200\n\nCUSTOMER\n\
CUST NO. XCOORD. YCOORD. DEMAND READY DUE SERVICE\n\n0 0 0 0 0 100 0\n1 1 1 10 5 50 9\n";

#[test]
fn a_vrplib_file_is_read() {
    let toy = parse(CVRP, "x", None).unwrap();
    assert_eq!((toy.name.as_str(), toy.variant, toy.depots), ("toy", Variant::Cvrp, 1));
    assert_eq!((toy.distance(0, 1), toy.distance(1, 2), toy.distance(2, 0)), (5, 5, 10));
    assert_eq!(toy.nodes[2].demand, 5);
    // No number of vehicles: as many as customers.
    assert_eq!((toy.fleets.len(), toy.fleets[0].vehicles.len(), toy.fleets[0].capacity), (1, 2, 10));
    assert!(!toy.is_timed());
}

#[test]
fn a_matrix_may_stand_in_several_layouts() {
    let with = |format: &str, numbers: &str| {
        let head = CVRP.split("NODE_COORD_SECTION").next().unwrap().replace("EUC_2D", "EXPLICIT");
        let demand = CVRP.split("DEMAND_SECTION").nth(1).unwrap();
        parse(
            &format!(
                "{head}EDGE_WEIGHT_FORMAT : {format}\nEDGE_WEIGHT_SECTION\n{numbers}\nDEMAND_SECTION{demand}"
            ),
            "x",
            None,
        )
    };
    let same = [
        with("FULL_MATRIX", "0 7 8\n7 0 9\n8 9 0"),
        with("LOWER_ROW", "7\n8 9"),
        with("LOWER_DIAG_ROW", "0 7 0 8 9 0"),
        with("UPPER_ROW", "7 8\n9"),
        with("UPPER_DIAG_ROW", "0 7 8 0 9 0"),
    ];
    for instance in same {
        let instance = instance.unwrap();
        assert_eq!((instance.distance(0, 1), instance.distance(2, 0), instance.distance(1, 2)), (7, 8, 9));
    }
    assert_eq!(with("LOWER_ROW", "7 8").unwrap_err().code, Code::E701);
    assert_eq!(with("LOWER_COL", "7 8 9").unwrap_err().code, Code::E702);
}

#[test]
fn a_fleet_is_grouped_by_what_is_alike() {
    let text = CVRP.replace("TYPE : CVRP", "TYPE : HFVRP").replace("CAPACITY : 10", "VEHICLES : 3").replace(
        "DEPOT_SECTION",
        "CAPACITY_SECTION\n1 10\n2 20\n3 10\nVEHICLES_FIXED_COST_SECTION\n1 500\n2 900\n3 500\n\
VEHICLES_UNIT_DISTANCE_COST_SECTION\n1 100\n2 120\n3 100\nDEPOT_SECTION",
    );
    let mixed = parse(&text, "x", None).unwrap();
    assert_eq!(mixed.fleets.len(), 2);
    assert_eq!((&mixed.fleets[0].vehicles[..], mixed.fleets[1].unit), (&[0, 2][..], 120));
    // A tour of 10 to the first customer and back with the first vehicle: 5.00 + 10 x 1.00.
    let tours =
        [(0, 1), (2, 2)].map(|(vehicle, node)| crate::instance::Tour { vehicle, trips: vec![vec![node]] });
    let cost = crate::instance::verify(&mixed, &tours).unwrap();
    assert_eq!(mixed.cost(cost), 5.0 + 10.0 + 5.0 + 20.0);
}

#[test]
fn solomons_files_are_truncated_to_one_decimal() {
    let one = parse(SOLOMON, "x", None).unwrap();
    assert_eq!((one.name.as_str(), one.variant, one.distance(0, 1)), ("C1", Variant::Vrptw, 14));
    assert_eq!((one.nodes[1].window, one.nodes[1].service), (Some((50, 500)), 90));
    assert_eq!(parse(SOLOMON, "x", Some(Rounding::Exact)).unwrap().distance(0, 1), 1414);
}

#[test]
fn pairs_are_read_from_both_sides() {
    let text = "2 50 1\n0 0 0 0 0 100 0 0 0\n1 1 0 7 0 90 5 0 2\n2 2 0 -7 0 90 5 1 0\n";
    let paired = parse(text, "pairs", None).unwrap();
    assert_eq!(
        (paired.variant, &paired.pairs[..], paired.distance(0, 2)),
        (Variant::Pdptw, &[(1, 2)][..], 2000)
    );
    assert_eq!(wrong(&text.replace("5 1 0", "5 0 0")), (Code::E701, 3));
    assert_eq!(wrong(&text.replace("-7", "-6")), (Code::E701, 3));
}

#[test]
fn fleets_stand_before_points_or_a_matrix() {
    let points = "// by hand\n2 2 9 0 1 1\n1 20 50 1.0\n3 30 80 1.2\n0 0\n3 4 10\n6 8 11\n";
    let taillard = parse(points, "t", None).unwrap();
    assert_eq!(
        (taillard.fleets[1].vehicles.len(), taillard.fleets[1].unit, taillard.fleets[1].fixed),
        (3, 12, 800_000)
    );
    assert_eq!(taillard.distance(0, 2), 10_000);
    let matrix = "2 1 9 0 0\n3 30 80 1.2\n1\n0 5000 7000\n5000 0 9000\n7000 9000 0\n0 4\n2 5\n";
    let metres = parse(matrix, "m", None).unwrap();
    // Place 1 is the depot, then places 0 and 2.
    assert_eq!((metres.distance(0, 1), metres.distance(0, 2), metres.distance(1, 2)), (5_000, 9_000, 7_000));
}

#[test]
fn depots_stand_behind_customers_in_cordeaus_files() {
    let text = "6 1 2 2\n300 80\n300 80\n1 0 1 10 5 1 1 1 7 90\n2 5 0 10 6 1 1 1 8 80\n3 0 0 0 0 0 0 0 200\n4 9 0 0 0 0 0 0 200\n";
    let two = parse(text, "pr", None).unwrap();
    assert_eq!((two.depots, two.fleets.len(), two.fleets[1].depot), (2, 2, 1));
    assert_eq!(two.fleets[0].longest, Some(300_000));
    assert_eq!((two.nodes[2].demand, two.nodes[2].window), (5, Some((7_000, 90_000))));
    assert_eq!((two.distance(0, 1), two.distance(1, 3)), (9_000, 4_000));
}

#[test]
fn what_is_broken_is_told_with_its_row() {
    assert_eq!(wrong("hello"), (Code::E701, 1));
    assert_eq!(wrong(&CVRP.replace("3 6 8", "3 6")), (Code::E701, 9));
    assert_eq!(wrong(&CVRP.replace("3 6 8", "3 6 nan")), (Code::E701, 9));
    assert_eq!(wrong(&CVRP.replace("3 6 8\n", "")).0, Code::E701);
    assert_eq!(wrong(&CVRP.replace("2 4\n", "2 -4\n")).0, Code::E701);
    assert_eq!(wrong(&CVRP.replace("TYPE : CVRP", "TYPE : ATSP")), (Code::E702, 1));
    assert_eq!(wrong(&CVRP.replace("EUC_2D", "GEO")), (Code::E702, 1));
    assert_eq!(wrong(&CVRP.replace("DIMENSION : 3", "DIMENSION : 3000000")).0, Code::E702);
    assert_eq!(wrong(&SOLOMON.replace("5 50 9", "50 5 9")), (Code::E701, 11));
    assert_eq!(
        wrong(&CVRP.replace("DEMAND_SECTION", "MUTUALLY_EXCLUSIVE_GROUP_SECTION\n1 2\nDEMAND_SECTION")).0,
        Code::E702
    );
}

#[test]
fn no_cut_of_a_file_makes_reading_panic() {
    for text in [CVRP, SOLOMON] {
        for end in 0..text.len() {
            let _ = parse(&text[..end], "x", None);
        }
    }
}

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

const PLACES: (&str, &str) = ("tbl_locations.csv", "% node\n0, 0, 30, 110, 0, -1\n1, 1, 30.01, 110, 0, 5\n");
const WAYS: (&str, &str) = ("tbl_truck_travel_data_PG.csv", "0, 1, 100.5, 2000\n1, 0, 90, 2000\n");
const VEHICLES: (&str, &str) = (
    "tbl_vehicles_7.csv",
    "% fleet\n1,1,-1,-1,-1,-1,-1,-1,-1,-1,30,-1,NA\n2,2,10,20,5,360,50,5,60,30,60,500000,low\n\
3,2,10,20,5,360,50,4,60,30,60,500000,low\n",
);

#[test]
fn a_folder_of_several_drones_is_one_instance_for_each_number_of_them() {
    let folder = folder(&[PLACES, WAYS, VEHICLES]);

    let all = sorties(&folder.path().join("tbl_locations.csv")).unwrap();

    let Kind::Team("mFSTSP", team) = &all[1].kind else { panic!("{all:?}") };
    assert_eq!((all.len(), team.nodes, team.models.len()), (2, 2, 2));
    assert_eq!((team.way(0, 1), team.service[1]), (1_005_000, 300_000));
    // Five pounds: the second drone carries four.
    assert_eq!([team.models[0].carries[1], team.models[1].carries[1]], [true, false]);
    // 50 m up at 10 m/s and down at 5, and 1113.2 m at 20 m/s: 70.66 s.
    assert_eq!(team.models[0].fly[1] / 10_000, 70);
    assert!(team.models[0].out[1] > team.models[0].back[1]);
}

#[test]
fn a_flying_sidekick_has_the_depot_twice() {
    let square = "0,2,5,0\n2,0,4,3\n5,4,0,6\n0,0,0,0\n";
    let folder = folder(&[("tau.csv", square), ("tauprime.csv", square), ("Cprime.csv", "1\n")]);

    let all = sorties(folder.path()).unwrap();

    let Kind::Team("FSTSP", team) = &all[0].kind else { panic!("{all:?}") };
    assert_eq!((all.len(), team.way(1, 0), team.way(0, 2)), (2, 30_000, 50_000));
    assert_eq!(team.models[0].carries, [false, true, false]);
}

#[test]
fn what_is_wrong_in_a_folder_is_told_with_its_file_and_row() {
    let told = |files: &[(&str, &str)]| {
        let folder = folder(files);
        let found = sorties(folder.path()).expect_err("it is broken").remove(0);
        (found.code, found.spot.row)
    };
    let ways = |text| ("tbl_truck_travel_data_PG.csv", text);

    assert_eq!(told(&[PLACES, ways("0, 1, 100, 1\n"), VEHICLES]), (Code::E701, Some(1)));
    assert_eq!(told(&[PLACES, ways("0, 1, x, 1\n"), VEHICLES]), (Code::E701, Some(1)));
    assert_eq!(told(&[PLACES, ways("0, 1, 9, 1\n0, 2, 9, 1\n"), VEHICLES]), (Code::E701, Some(2)));
    assert_eq!(told(&[PLACES, WAYS]), (Code::E701, Some(1)));
    assert_eq!(told(&[PLACES, VEHICLES]).0, Code::E104);
    assert_eq!(
        told(&[PLACES, WAYS, ("tbl_vehicles_1.csv", "1,2,0,20,5,0,50,5,60,30,60,9,x\n")]).0,
        Code::E701
    );
    assert_eq!(told(&[("tbl_locations.csv", "0,0,30,110,0,0\n0,0,30,110,0,0\n"), WAYS]).1, Some(2));
    assert_eq!(told(&[("tau.csv", "0,1\n1\n0,0\n")]).0, Code::E701);
}
