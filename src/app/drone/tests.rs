use super::*;

fn request() -> RangeRequest {
    RangeRequest {
        airframe: "flycart30".to_owned(),
        payload: 20.0,
        altitude: 2_500.0,
        transit: 60.0,
        temperature: -5.0,
        wind: 8.0,
        battery: Battery::default(),
        batteries: None,
    }
}

fn codes(request: RangeRequest) -> Vec<Code> {
    match range_of(request) {
        Err(AppError::Findings(findings)) => findings.iter().map(|finding| finding.code).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn a_cold_windy_day_in_the_mountains_leaves_some_kilometres() {
    let answer = range_of(request()).unwrap().range.unwrap();
    assert!((3_000.0..9_000.0).contains(&answer.metres), "{}", answer.metres);
    assert!((answer.ground_speed - 7.0).abs() < 1e-9);
}

#[test]
fn what_lies_beyond_a_limit_is_a_finding_each() {
    assert_eq!(codes(RangeRequest { airframe: "pigeon".to_owned(), ..request() }), [Code::E801]);
    assert_eq!(codes(RangeRequest { payload: 41.0, ..request() }), [Code::E802]);
    assert_eq!(codes(RangeRequest { wind: 13.0, ..request() }), [Code::E803]);
    assert_eq!(codes(RangeRequest { temperature: -30.0, ..request() }), [Code::E804]);
    assert_eq!(codes(RangeRequest { altitude: 5_990.0, ..request() }), [Code::E805]);
    let all = RangeRequest { payload: 41.0, wind: -13.0, temperature: 50.0, ..request() };
    assert_eq!(codes(all), [Code::E802, Code::E803, Code::E804]);
}

#[test]
fn a_fit_meets_its_claim_and_what_cannot_be_fitted_is_a_finding() {
    let base = airframe("flycart30").unwrap();
    let claim = |km: f64, payload: f64, batteries| Claim { metres: km * 1000.0, payload, batteries };

    let fitted = fit(&base, &[claim(16.0, 30.0, None), claim(8.0, 40.0, Some(1))]).unwrap();
    assert!((fitted.claims[0].1 - 16_000.0).abs() < 1e-3);
    assert!((fitted.claims[1].1 / 8_000.0 - 1.0).abs() < 0.05);
    let code = |claims: &[Claim]| match fit(&base, claims) {
        Err(AppError::Findings(findings)) => findings.first().map(|finding| finding.code),
        _ => None,
    };
    assert_eq!(code(&[]), Some(Code::E806));
    assert_eq!(code(&[claim(60.0, 30.0, None)]), Some(Code::E806));
    assert_eq!(code(&[claim(16.0, 80.0, None)]), Some(Code::E802));
}
