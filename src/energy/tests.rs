use super::*;

const KMH: f64 = 1.0 / 3.6;

fn climbs(vehicle: Resistance, watts: f64, expected: [(f64, f64); 4], within: f64) {
    for (slope, kmh) in expected {
        let speed = vehicle.speed_at(watts, Slope(slope), air_density(0.0), 200.0 * KMH) / KMH;
        assert!((speed - kmh).abs() < within, "{slope}: {speed} km/h, not {kmh}");
    }
}

#[test]
fn an_18_tonne_truck_climbs_as_fast_as_its_160_kw_allow() {
    // 160 kW at the engine, about 138 kW at the wheel.
    let truck = Resistance { mass: 18_000.0, rolling: 0.01, drag_area: 5.0 };
    climbs(truck, 138_000.0, [(0.03, 63.0), (0.06, 39.0), (0.08, 31.0), (0.10, 26.0)], 1.0);
}

#[test]
fn a_loaded_e_trike_climbs_ten_per_cent_at_ten_kmh() {
    // 3 kW, about 2.65 kW at the wheel.
    let trike = Resistance { mass: 900.0, rolling: 0.01, drag_area: 1.0 };
    climbs(trike, 2_650.0, [(0.03, 25.0), (0.06, 15.0), (0.08, 12.0), (0.10, 10.0)], 0.6);
}

#[test]
fn diesel_on_the_flat_is_of_the_size_that_bektas_and_laporte_compute() {
    // F = lambda (k N V d / v + gamma beta d v^2 + gamma alpha w d) litres, lambda = 1 / (44 * 737),
    // k N V = 0.2 * 33 * 5, gamma = 1/360, beta = 0.5 * 0.7 * 1.2041 * 3.912, alpha = 9.81 * 0.01.
    let (distance, speed, mass) = (100_000.0, 60.0 * KMH, 6_350.0);
    let (lambda, gamma, beta) = (1.0 / (44.0 * 737.0), 1.0 / 360.0, 0.5 * 0.7 * 1.2041 * 3.912);
    let engine = 33.0 * distance / speed;
    let litres = lambda * (engine + gamma * distance * (beta * speed * speed + 9.81 * 0.01 * mass));

    let truck = Resistance { mass, rolling: 0.01, drag_area: 0.7 * 3.912 };
    let work = truck.force(Slope(0.0), speed, 1.2041) * distance;
    let drive = Drivetrain { efficiency: 0.36, regeneration: 0.0 };
    // Their engine friction takes 3.7 litres an hour; ours has a lower efficiency and 8 kW that always run.
    let ours = (drive.drawn(work) + 8_000.0 * distance / speed) / 3.6e6 / 9.96;

    assert!((0.5..2.0).contains(&(ours / litres)), "{ours} against {litres} litres per 100 km");
}

#[test]
fn thin_air_drags_less() {
    assert!((air_density(0.0) - 1.225).abs() < 0.001);
    // The standard atmosphere has 1.007 kg/m3 at 2,000 m.
    assert!((air_density(2_000.0) - 1.007).abs() < 0.002);
}

#[test]
fn braking_charges_a_battery_and_heats_a_diesels_brakes() {
    let electric = Drivetrain { efficiency: 0.8, regeneration: 0.5 };
    let diesel = Drivetrain { efficiency: 0.4, regeneration: 0.0 };
    assert_eq!((electric.drawn(-1_000.0), electric.drawn(800.0)), (-500.0, 1_000.0));
    assert_eq!((diesel.drawn(-1_000.0), diesel.drawn(800.0)), (0.0, 2_000.0));
}

#[test]
fn a_steeper_slope_and_a_heavier_load_never_take_less_force() {
    let vehicle = |mass: f64| Resistance { mass, rolling: 0.012, drag_area: 3.0 };
    for step in -10..10 {
        let (slope, steeper) = (Slope(f64::from(step) / 50.0), Slope(f64::from(step + 1) / 50.0));
        assert!(vehicle(4_000.0).force(steeper, 9.0, 1.2) > vehicle(4_000.0).force(slope, 9.0, 1.2));
    }
    assert!(vehicle(4_500.0).force(Slope(0.04), 9.0, 1.2) > vehicle(4_000.0).force(Slope(0.04), 9.0, 1.2));
}
