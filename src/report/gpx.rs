//! Routes for navigation devices: GPX 1.1, one track per courier, one segment
//! per trip, one waypoint per stop.
//!
//! Times stand in the waypoints' descriptions and not in the track: a planned
//! time in a track point would be taken for a recorded one.

use super::ReportError;
use super::text::{self, Lang};
use super::view::View;
use crate::county::County;
use crate::plan::{Plan, Round, Stop, Trip};
use crate::units::Point;
use geo::{LineString, Simplify};
use gpx::{Gpx, GpxVersion, Metadata, Track, TrackSegment, Waypoint};

/// Tracks may be off by this many degrees, about 5 m: less than a road's width and a receiver's error.
const TOLERANCE: f64 = 0.000_05;

pub(super) fn routes(plan: &Plan, county: &County, lang: Lang) -> Result<Vec<u8>, ReportError> {
    let view = View { plan, county, lang };
    let title = format!("{} {}", view.county_name(), plan.date);
    let file = Gpx {
        version: GpxVersion::Gpx11,
        creator: Some("mabang".to_owned()),
        metadata: Some(Metadata { name: Some(clean(&title)), ..Metadata::default() }),
        waypoints: plan.rounds.iter().flat_map(|round| waypoints(&view, round)).collect(),
        tracks: plan.rounds.iter().map(|round| track(&view, round)).collect(),
        routes: Vec::new(),
    };
    let mut bytes = Vec::new();
    gpx::write(&file, &mut bytes)?;
    Ok(bytes)
}

fn track(view: &View, round: &Round) -> Track {
    let mut track = Track::new();
    track.name = Some(clean(&view.vehicle(round)));
    track.description = Some(format!(
        "{} {}, {}",
        round.stops().count(),
        text::label::STOPS.say(view.lang),
        text::distance(round.distance())
    ));
    track.segments = round.trips.iter().map(|trip| segment(view, trip)).collect();
    track
}

fn segment(view: &View, trip: &Trip) -> TrackSegment {
    let thin = |line: Vec<Point>| LineString::from(line).simplify(TOLERANCE).into_points();
    let mut points: Vec<Point> = view.lines(trip).into_iter().flat_map(thin).collect();
    points.dedup();
    let mut segment = TrackSegment::new();
    segment.points = points.into_iter().map(Waypoint::new).collect();
    segment
}

fn waypoints(view: &View, round: &Round) -> Vec<Waypoint> {
    let trips = round.trips.iter().enumerate();
    let stops = trips.flat_map(|(trip, of_trip)| of_trip.stops.iter().map(move |stop| (trip, stop)));
    let numbered = stops.enumerate().filter_map(|(k, (trip, stop))| Some((k, trip, stop, view.door(stop)?)));
    numbered
        .map(|(k, trip, stop, door)| {
            let mut waypoint = Waypoint::new(door.point);
            waypoint.name = Some(clean(&format!("{}. {}", k + 1, view.place(stop))));
            waypoint.description = Some(clean(&describe(view, round, trip, stop)));
            waypoint
        })
        .collect()
}

fn describe(view: &View, round: &Round, trip: usize, stop: &Stop) -> String {
    let order = view.order(stop.order);
    let parts = [
        view.vehicle(round),
        format!("{} {}", text::label::TRIP.say(view.lang), trip + 1),
        text::clock(stop.arrive, view.lang),
        text::action(stop.action, view.lang).to_owned(),
        view.goods(stop.order).to_owned(),
        text::mass(order.mass),
        format!("{} {}", text::label::ORDER.say(view.lang), order.code),
    ];
    parts.join(" · ")
}

/// Control characters are not allowed in XML at all, escaped or not.
fn clean(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}
