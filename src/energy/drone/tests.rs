use super::*;

fn spec(frame: &Airframe, payload: f64, batteries: Option<u32>) -> f64 {
    spec_range(frame, &Claim { metres: 0.0, payload, batteries }) / 1000.0
}

#[test]
fn flycart_30_fitted_on_30_kg_over_16_km_meets_its_two_other_ranges_within_five_percent() {
    let frame = airframe("flycart30").unwrap();

    println!("efficiency {:.3}", frame.efficiency);
    println!(
        "empty {:.2} km, 40 kg on one battery {:.2} km",
        spec(&frame, 0.0, None),
        spec(&frame, 40.0, Some(1))
    );
    assert!((spec(&frame, 30.0, None) - 16.0).abs() < 1e-6);
    assert!((spec(&frame, 0.0, None) / 28.0 - 1.0).abs() < 0.05);
    assert!((spec(&frame, 40.0, Some(1)) / 8.0 - 1.0).abs() < 0.05);
}

/// What is said of the FlyCart 100 does not fit together: 26 km without load are far less than
/// momentum theory gives for a mass that falls from 149 to 69 kg. It is not tuned away.
#[test]
fn flycart_100_fitted_on_80_kg_over_12_km_meets_one_battery_but_not_the_empty_range() {
    let frame = airframe("flycart100").unwrap();

    let (empty, single) = (spec(&frame, 0.0, None), spec(&frame, 100.0, Some(1)));
    println!("empty {empty:.2} km, 100 kg on one battery {single:.2} km");
    assert!((single / 6.0 - 1.0).abs() < 0.06);
    assert!((30.0..40.0).contains(&empty));
}

/// 15 kg straight up from 5,364 m by 1,700 m at the maker's 5 m/s: 43 % were reported to be left.
/// The flights of those days were between 15 and -5 degC; how far they flew meanwhile is not known.
#[test]
fn the_climb_at_everest_leaves_what_was_reported_within_five_points() {
    let frame = airframe("flycart30").unwrap();
    let left = |celsius: f64| {
        let day = Day { celsius, reference: 5_364.0 + 850.0, lapse: 0.0, wind: Wind::default() };
        let flown = frame.lift(15.0, 1_700.0, 5_364.0, &day);
        1.0 - flown.joules / 3600.0 / Battery::spec().full(frame.capacity(), celsius)
    };

    println!("left {:.3} at -5, {:.3} at 5, {:.3} at 15 degC", left(-5.0), left(5.0), left(15.0));
    assert!((left(5.0) - 0.43).abs() < 0.05, "{}", left(5.0));
    assert!(left(-5.0) < 0.43 && left(15.0) > 0.40);
}

#[test]
fn every_shipped_airframe_is_sound() {
    for code in AIRFRAMES {
        let frame = airframe(code).unwrap();
        assert!(frame.efficiency > 0.3 && frame.efficiency < 1.0, "{code}: {}", frame.efficiency);
        assert!(frame.mass + frame.payload <= frame.gross + 0.1, "{code}");
        let single = frame.with_batteries(1);
        assert!(single.mass + single.payload <= frame.gross + 0.1, "{code}");
        if let Lift::Wings(ratio) = frame.lift {
            println!("{code}: lift over drag {ratio:.1}");
            assert!((3.0..12.0).contains(&ratio), "{code}: {ratio}");
        }
        let range = range(&frame, frame.payload, (300.0, 60.0), &Day::spec(), &Battery::default()).unwrap();
        println!(
            "{code}: {:.1} km, cruise {:.0} W, hover {:.0} W",
            range.metres / 1000.0,
            range.cruise,
            range.hover
        );
        assert!(range.metres > 1_000.0);
    }
    assert!(airframe("pigeon").is_none());
}

#[test]
fn classes_follow_the_take_off_mass() {
    let class = |code: &str| airframe(code).unwrap().class();
    assert_eq!(class("postal10"), Class::Small);
    assert_eq!(class("ark40"), Class::Medium);
    assert_eq!(class("flycart30"), Class::Medium);
    assert_eq!(class("flycart100"), Class::Medium);
}

#[test]
fn height_load_cold_and_headwind_shorten_a_range() {
    let frame = airframe("flycart30").unwrap();
    let battery = Battery::default();
    let at = |payload: f64, height: f64, celsius: f64, wind: Wind| {
        let day = Day { celsius, reference: height, lapse: 6.5, wind };
        range(&frame, payload, (height, 60.0), &day, &battery).unwrap().metres
    };
    let calm = Wind::default();

    let best = at(10.0, 300.0, 20.0, calm);
    assert!(at(20.0, 300.0, 20.0, calm) < best);
    assert!(at(10.0, 2_500.0, 20.0, calm) < best);
    assert!(at(10.0, 300.0, -10.0, calm) < best);
    // The range is flown northwards: a north wind is a headwind, a south wind helps.
    assert!(at(10.0, 300.0, 20.0, Wind::from(8.0, 0.0)) < best);
    assert!(at(10.0, 300.0, 20.0, Wind::from(8.0, 180.0)) > best);
    // A wind across costs a little.
    assert!(at(10.0, 300.0, 20.0, Wind::from(8.0, 90.0)) < best);
}

#[test]
fn a_wind_as_strong_as_the_drone_is_fast_lets_nothing_fly() {
    let frame = airframe("flycart30").unwrap();
    let day = Day { wind: Wind::from(15.0, 0.0), ..Day::spec() };
    assert!(range(&frame, 0.0, (0.0, 60.0), &day, &Battery::default()).is_none());
    let across = Day { wind: Wind::from(16.0, 90.0), ..Day::spec() };
    assert!(range(&frame, 0.0, (0.0, 60.0), &across, &Battery::default()).is_none());
}

#[test]
fn steep_pieces_are_flown_as_slowly_as_the_climb_takes() {
    let frame = airframe("flycart30").unwrap();
    let day = Day::spec();
    let piece = |rise: f64| Piece { east: 300.0, north: 0.0, rise, height: 500.0 };

    // 300 m at 15 m/s are 20 s, in which 100 m are climbed at 5 m/s. 200 m take 40 s.
    assert!((frame.fly(10.0, &piece(100.0), &day).unwrap().seconds - 20.0).abs() < 1e-9);
    assert!((frame.fly(10.0, &piece(200.0), &day).unwrap().seconds - 40.0).abs() < 1e-9);
    // Down at 3 m/s: 120 m take 40 s.
    assert!((frame.fly(10.0, &piece(-120.0), &day).unwrap().seconds - 40.0).abs() < 1e-9);
}

/// What `corridor` relies on for its lowest-energy profile: energy is a convex function of rise.
#[test]
fn the_energy_of_a_piece_is_convex_in_its_rise() {
    for code in AIRFRAMES {
        let frame = airframe(code).unwrap();
        let joules = |rise: f64| {
            let piece = Piece { east: 30.0, north: 0.0, rise, height: 800.0 };
            frame.fly(frame.payload / 2.0, &piece, &Day::spec()).unwrap().joules
        };
        for step in -30..30 {
            let rise = f64::from(step);
            let bend = joules(rise - 1.0) - 2.0 * joules(rise) + joules(rise + 1.0);
            assert!(bend > -0.02 * joules(0.0), "{code} at {rise}: {bend}");
        }
    }
}

#[test]
fn air_is_thinner_where_it_is_warmer_or_higher() {
    // ISO 2533: 1.225 at sea level and 15 degC, 0.9091 at 3,000 m and -4.5 degC.
    assert!((density(0.0, 15.0) - 1.225).abs() < 1e-3);
    assert!((density(3_000.0, -4.5) - 0.9091).abs() < 2e-3);
    assert!(density(0.0, 35.0) < density(0.0, 15.0));
}

#[test]
fn claims_that_cannot_be_are_refused() {
    let frame = airframe("flycart30").unwrap();
    let claim = |metres: f64| Claim { metres, payload: 30.0, batteries: None };
    assert_eq!(efficiency(&frame, &claim(0.0)), Err(FitError::Range));
    assert_eq!(efficiency(&frame, &claim(f64::NAN)), Err(FitError::Range));
    assert!(matches!(efficiency(&frame, &claim(60_000.0)), Err(FitError::AboveOne(_))));
    assert_eq!(efficiency(&frame, &claim(1e7)), Err(FitError::NothingLeft));
}

#[test]
fn a_winged_drone_that_hovers_in_wind_hovers_on_its_rotors() {
    let frame = airframe("ark40").unwrap();
    let hover = |wind: f64| {
        let day = Day { wind: Wind::from(wind, 0.0), ..Day::spec() };
        frame.hover(frame.payload, 1.0, 300.0, &day).joules
    };
    let cruise = |wind: f64| {
        range(
            &frame,
            5.0,
            (300.0, 60.0),
            &Day { wind: Wind::from(wind, 0.0), ..Day::spec() },
            &Battery::default(),
        )
    };

    assert!(hover(12.0) > 3_000.0);
    assert!(cruise(11.9).unwrap().metres > cruise(12.0).unwrap().metres);
}
