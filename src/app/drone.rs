//! Questions about one drone: how far it gets, and what constant a spec sheet gives it.

use super::AppError;
use crate::energy::drone::{
    AIRFRAMES, Airframe, Battery, Claim, Day, FitError, Range, Wind, airframe, fitted, range, spec_range,
};
use crate::finding::{Code, Finding, Spot};

/// What is asked about a range.
#[derive(Clone, Debug)]
pub struct RangeRequest {
    pub airframe: String,
    /// kg
    pub payload: f64,
    /// Metres above sea level of both pads.
    pub altitude: f64,
    /// Metres above the pads.
    pub transit: f64,
    /// degC at the altitude.
    pub temperature: f64,
    /// m/s against the drone on its way out.
    pub wind: f64,
    pub battery: Battery,
    /// `None`: all.
    pub batteries: Option<u32>,
}

/// A range and what it was asked of.
#[derive(Clone, Debug)]
pub struct RangeAnswer {
    pub frame: Airframe,
    pub request: RangeRequest,
    /// `None`: it cannot even take off, land and keep the reserve.
    pub range: Option<Range>,
}

/// How far a drone gets.
///
/// # Errors
/// Findings: `E801` no such airframe, `E802` payload, `E803` wind, `E804` cold or heat, `E805` height.
pub fn range_of(request: RangeRequest) -> Result<RangeAnswer, AppError> {
    let all = known(&request.airframe, "--airframe").map_err(|finding| AppError::Findings(vec![finding]))?;
    let frame = request.batteries.map_or_else(|| all.clone(), |count| all.with_batteries(count));
    let top = request.altitude + request.transit;
    let mut findings = limits(&frame, request.payload, request.wind, request.temperature);
    if top > frame.highest {
        let finding = Finding::new(Code::E805, Spot::file("--altitude")).with("found", plain(top));
        findings.push(finding.with("limit", plain(frame.highest)).with("airframe", frame.code.clone()));
    }
    if !findings.is_empty() {
        return Err(AppError::Findings(findings));
    }
    let wind = Wind::from(request.wind, 0.0);
    let day = Day { celsius: request.temperature, reference: request.altitude, lapse: 6.5, wind };
    let heights = (request.altitude, request.transit);
    let range = range(&frame, request.payload, heights, &day, &request.battery);
    Ok(RangeAnswer { frame, request, range })
}

/// The airframe of a code.
///
/// # Errors
/// `E801` with all codes that are known.
#[expect(clippy::result_large_err, reason = "asked once for a command")]
pub fn known(code: &str, asked: &str) -> Result<Airframe, Finding> {
    airframe(code).ok_or_else(|| {
        let found: String = code.chars().filter(|letter| !letter.is_control()).take(40).collect();
        Finding::new(Code::E801, Spot::file(asked)).with("found", found).with("known", AIRFRAMES.join(", "))
    })
}

/// What of a day lies beyond an airframe's limits: `E802` payload, `E803` wind, `E804` cold or heat.
#[must_use]
pub fn limits(frame: &Airframe, payload: f64, wind: f64, celsius: f64) -> Vec<Finding> {
    let over = |code: Code, asked: &str, found: f64, limit: f64| {
        let finding = Finding::new(code, Spot::file(asked)).with("found", plain(found));
        finding.with("limit", plain(limit)).with("airframe", frame.code.clone())
    };
    let mut findings = Vec::new();
    if payload > frame.payload {
        findings.push(over(Code::E802, "--payload", payload, frame.payload));
    }
    if wind.abs() > frame.wind {
        findings.push(over(Code::E803, "--wind", wind, frame.wind));
    }
    if celsius < frame.coldest {
        findings.push(over(Code::E804, "--temperature", celsius, frame.coldest));
    }
    if celsius > frame.hottest {
        findings.push(over(Code::E804, "--temperature", celsius, frame.hottest));
    }
    findings
}

/// As short as the number allows.
#[must_use]
pub fn plain(value: f64) -> String {
    format!("{}", (value * 1000.0).round() / 1000.0)
}

/// A fitted airframe, and every claim with the range that the model gives in metres. The first
/// claim is the one fitted on.
#[derive(Clone, Debug)]
pub struct Fitted {
    pub frame: Airframe,
    pub claims: Vec<(Claim, f64)>,
}

/// Fits an airframe's constant on the first claim and predicts the others.
///
/// # Errors
/// `E806` if no constant meets the first claim, `E802` for a payload beyond the take-off mass.
pub fn fit(base: &Airframe, claims: &[Claim]) -> Result<Fitted, AppError> {
    let findings: Vec<Finding> = claims.iter().filter_map(|claim| too_heavy(base, claim)).collect();
    if !findings.is_empty() {
        return Err(AppError::Findings(findings));
    }
    let Some(first) = claims.first() else {
        return Err(AppError::Findings(vec![unfit("no range is given")]));
    };
    let frame = fitted(base, first).map_err(|error| {
        AppError::Findings(vec![unfit(match error {
            FitError::Range => "the range is not positive",
            FitError::NothingLeft => "the avionics alone draw more than the range leaves",
            FitError::AboveOne(_) => "more than all energy would have to reach the air",
        })])
    })?;
    let claims = claims.iter().map(|claim| (*claim, spec_range(&frame, claim))).collect();
    Ok(Fitted { frame, claims })
}

fn unfit(cause: &str) -> Finding {
    Finding::new(Code::E806, Spot::file("--range")).with("cause", cause)
}

fn too_heavy(base: &Airframe, claim: &Claim) -> Option<Finding> {
    let flown = claim.airframe(base);
    // Makers round: one kilogram more than the take-off mass is let pass, five percent at most.
    let most = (flown.gross * 1.05 - flown.mass).max(0.0);
    (claim.payload > most || claim.payload < 0.0).then(|| {
        let finding = Finding::new(Code::E802, Spot::file("--range")).with("found", plain(claim.payload));
        finding.with("limit", plain(most.floor())).with("airframe", base.code.clone())
    })
}

/// Every shipped airframe.
#[must_use]
pub fn all() -> Vec<Airframe> {
    AIRFRAMES.iter().filter_map(|code| airframe(code)).collect()
}

#[cfg(test)]
mod tests;
