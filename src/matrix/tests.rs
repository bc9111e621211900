use super::*;

#[test]
fn a_matrix_made_by_hand_says_what_it_was_told_and_zero_on_its_diagonal() {
    let one_way = |from: Location, to: Location| {
        (from <= to).then(|| Leg { duration: Seconds(60), distance: Metres(500), ..Leg::default() })
    };

    let matrix = Matrix::from_legs(2, one_way, &[vec![0, 70, 0, 0]]);

    assert_eq!(matrix.leg(Location(0), Location(1)).map(|leg| leg.duration), Some(Seconds(60)));
    assert_eq!(matrix.leg(Location(1), Location(0)), None);
    assert_eq!(matrix.leg(Location(1), Location(1)), Some(Leg::default()));
    assert_eq!(matrix.warmth(0, Location(0), Location(1)), Seconds(70));
}
