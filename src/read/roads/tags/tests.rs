use super::*;

fn tags(pairs: &[(&str, &str)]) -> Tags {
    Tags(pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect())
}

fn road(pairs: &[(&str, &str)]) -> Way {
    way(1, &tags(pairs), &mut Tally::default()).expect("this is a road")
}

fn reason(pairs: &[(&str, &str)]) -> String {
    let mut tally = Tally::default();
    assert_eq!(way(1, &tags(pairs), &mut tally), None);
    tally.out.into_keys().next().unwrap_or_default()
}

#[test]
fn links_count_as_the_road_they_belong_to() {
    assert_eq!(road(&[("highway", "trunk_link")]).class, RoadClass::Trunk);
    assert_eq!(road(&[("highway", "road")]).class, RoadClass::Unclassified);
}

#[test]
fn a_road_keeps_its_number_beside_its_name_and_what_a_driver_sees_of_it() {
    let ramp = road(&[("highway", "motorway_link"), ("ref", "G42"), ("toll", "yes")]);
    assert_eq!(ramp.sign, Sign { number: "G42".to_owned(), link: true, roundabout: false, toll: true });
    assert_eq!(ramp.name, "G42");
    let circle = road(&[("highway", "tertiary"), ("junction", "roundabout"), ("name", "环岛")]);
    assert_eq!(circle.sign, Sign { roundabout: true, ..Sign::default() });
}

#[test]
fn tracks_have_the_third_grade_unless_tagged() {
    assert_eq!(road(&[("highway", "track")]).class, RoadClass::Track(3));
    assert_eq!(road(&[("highway", "track"), ("tracktype", "grade5")]).class, RoadClass::Track(5));
}

#[test]
fn stairs_paths_and_roads_that_are_not_built_are_left_out_with_the_reason() {
    assert_eq!(reason(&[("highway", "steps")]), "highway=steps");
    assert_eq!(reason(&[("highway", "path")]), "highway=path");
    assert_eq!(reason(&[("highway", "construction")]), "highway=construction");
    assert_eq!(reason(&[("highway", "tertiary"), ("access", "no")]), "access=no");
    assert_eq!(reason(&[("highway", "service"), ("service", "parking_aisle")]), "service=parking_aisle");
    assert_eq!(reason(&[("building", "yes")]), "");
}

#[test]
fn a_path_is_passable_for_narrow_vehicles_if_wide_or_allowed() {
    assert_eq!(road(&[("highway", "path"), ("width", "1.8")]).class, RoadClass::Path);
    assert_eq!(road(&[("highway", "footway"), ("motor_vehicle", "destination")]).class, RoadClass::Path);
    assert_eq!(reason(&[("highway", "path"), ("width", "1 m")]), "highway=path");
    assert_eq!(reason(&[("highway", "path"), ("width", "2"), ("motor_vehicle", "no")]), "highway=path");
}

#[test]
fn the_more_special_access_tag_decides() {
    let open = road(&[("highway", "service"), ("access", "no"), ("motor_vehicle", "yes")]);
    assert!(!open.destination_only);
    let private = road(&[("highway", "service"), ("access", "private")]);
    assert!(private.destination_only);
    let farm = road(&[("highway", "track"), ("motor_vehicle", "agricultural;forestry")]);
    assert!(farm.destination_only);
    assert_eq!(reason(&[("highway", "track"), ("motor_vehicle", "no")]), "motor_vehicle=no");
}

#[test]
fn roundabouts_and_motorways_are_oneway_unless_they_say_otherwise() {
    assert_eq!(road(&[("highway", "tertiary"), ("junction", "roundabout")]).oneway, Oneway::Forward);
    assert_eq!(road(&[("highway", "motorway")]).oneway, Oneway::Forward);
    assert_eq!(road(&[("highway", "motorway"), ("oneway", "no")]).oneway, Oneway::No);
    assert_eq!(road(&[("highway", "primary"), ("oneway", "-1")]).oneway, Oneway::Backward);
    assert_eq!(reason(&[("highway", "primary"), ("oneway", "reversible")]), "oneway=reversible");
}

#[test]
fn a_road_closed_to_lorries_has_a_mass_limit() {
    assert_eq!(road(&[("highway", "tertiary"), ("hgv", "no")]).limits.mass, Some(3500.0));
    let lighter = road(&[("highway", "tertiary"), ("hgv", "no"), ("maxweight", "2.5")]);
    assert_eq!(lighter.limits.mass, Some(2500.0));
}

#[test]
fn values_that_are_not_understood_are_counted_and_not_used() {
    let mut tally = Tally::default();

    let read = way(7, &tags(&[("highway", "tertiary"), ("maxspeed", "signals")]), &mut tally);

    assert_eq!(read.unwrap().maxspeed, None);
    let odd = tally.odd[&("maxspeed".to_owned(), "signals".to_owned())];
    assert_eq!((odd.times, odd.first), (1, 7));
}

#[test]
fn seasonal_roads_are_closed_when_the_tags_say_so() {
    let pass = road(&[("highway", "secondary"), ("motor_vehicle:conditional", "no @ (Nov 15-May 31)")]);
    assert_eq!(pass.closure.seasons, [true, false, false, true]);
    let summer = road(&[
        ("highway", "track"),
        ("motor_vehicle", "no"),
        ("motor_vehicle:conditional", "yes @ (Jun-Aug)"),
    ]);
    assert_eq!(summer.closure.seasons, [true, false, true, true]);
}

#[test]
fn bridges_and_tunnels_do_not_follow_the_ground_but_passages_do() {
    assert_eq!(road(&[("highway", "primary"), ("bridge", "viaduct")]).structure, Structure::Bridge);
    assert_eq!(road(&[("highway", "primary"), ("tunnel", "yes")]).structure, Structure::Tunnel);
    assert_eq!(road(&[("highway", "primary"), ("tunnel", "building_passage")]).structure, Structure::Ground);
}

#[test]
fn a_mixed_surface_counts_as_its_worst_part() {
    assert_eq!(road(&[("highway", "track"), ("surface", "asphalt;gravel")]).surface, Some(Surface::Gravel));
}

#[test]
fn width_lanes_and_passing_places_are_read_and_odd_ones_counted() {
    let narrow =
        road(&[("highway", "unclassified"), ("width", "3.5"), ("lanes", "1"), ("passing_places", "yes")]);
    assert_eq!(narrow.breadth, Breadth { width: Some(3.5), lanes: Some(1), passing_places: true });

    let mut tally = Tally::default();
    let odd = tags(&[("highway", "tertiary"), ("width", "narrow"), ("lanes", "-3"), ("passing_places", "?")]);
    assert_eq!(way(1, &odd, &mut tally).unwrap().breadth, Breadth::default());
    assert_eq!(tally.odd.len(), 3);
}

#[test]
fn ferries_carry_their_minutes() {
    let ferry = road(&[("route", "ferry"), ("duration", "00:20"), ("motor_vehicle", "yes")]);
    assert_eq!((ferry.class, ferry.minutes), (RoadClass::Ferry, Some(20.0)));
    assert_eq!(reason(&[("route", "ferry"), ("motor_vehicle", "no")]), "motor_vehicle=no");
}

#[test]
fn barriers_let_through_what_their_kind_and_tags_allow() {
    use crate::county::Barrier;
    let read = |pairs: &[(&str, &str)]| access::barrier(&tags(pairs));

    assert_eq!(read(&[("barrier", "gate")]), Some(Barrier::Open));
    assert_eq!(read(&[("barrier", "gate"), ("access", "no")]), Some(Barrier::Closed));
    assert_eq!(read(&[("barrier", "bollard")]), Some(Barrier::NarrowOnly));
    assert_eq!(read(&[("barrier", "block")]), Some(Barrier::Closed));
    assert_eq!(read(&[("barrier", "block"), ("motor_vehicle", "yes")]), Some(Barrier::Open));
    assert_eq!(read(&[("highway", "crossing")]), None);
}
