//! What is asked: service, profile, coordinates, options.

use super::form;
use super::refusal::Refusal;
use super::url::{coordinates, pairs, unescape};
use crate::units::Point;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Service {
    Route,
    Table,
    Nearest,
    Trip,
}

/// A request, taken apart. Options are looked at by the services.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Request {
    pub(super) service: Service,
    pub(super) profile: String,
    pub(super) coordinates: Vec<Point>,
    pub(super) options: Vec<(String, String)>,
}

impl Request {
    /// Reads `/service/v1/profile/coordinates?options`; a body of a POST adds to the options and
    /// may hold the coordinates.
    pub(super) fn read(target: &str, body: Option<(&str, &[u8])>) -> Result<Request, Refusal> {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let path = unescape(path, false).ok_or_else(|| Refusal::new("InvalidUrl", "URL string malformed"))?;
        let mut parts = path.trim_start_matches('/').splitn(4, '/');
        let mut part = || parts.next().filter(|part| !part.is_empty());
        let (service, version, profile) = (part(), part(), part());
        let service = service_of(service.unwrap_or_default())?;
        let malformed =
            || Refusal::new("InvalidUrl", "URL is not /service/v1/profile/lon,lat;lon,lat?options");
        match version {
            Some("v1") => {}
            Some(_) => {
                return Err(Refusal::new("InvalidVersion", "Service version not supported: only v1 is"));
            }
            None => return Err(malformed()),
        }
        let profile = profile.ok_or_else(malformed)?.to_owned();
        let mut options = pairs(query)?;
        if let Some((kind, body)) = body.filter(|(_, body)| !body.is_empty()) {
            options.extend(form::read(kind, body)?);
        }
        let mut text = part().map(str::to_owned);
        if let Some(place) = options.iter().position(|(name, _)| name == "coordinates") {
            let (_, given) = options.swap_remove(place);
            text = Some(text.unwrap_or(given));
        }
        let text = without_format(&text.ok_or_else(malformed)?)?.to_owned();
        Ok(Request { service, profile, coordinates: coordinates(&text)?, options })
    }
}

fn service_of(name: &str) -> Result<Service, Refusal> {
    match name {
        "route" => Ok(Service::Route),
        "table" => Ok(Service::Table),
        "nearest" => Ok(Service::Nearest),
        "trip" => Ok(Service::Trip),
        "match" | "tile" => {
            Err(Refusal::new("NotImplemented", format!("Service {name} is not offered here")))
        }
        "" => Err(Refusal::new("InvalidUrl", "URL string malformed: no service is named")),
        _ => {
            let short: String = name.chars().take(40).collect();
            Err(Refusal::new("InvalidService", format!("Service {short} not found!")))
        }
    }
}

/// Answers are JSON only.
fn without_format(text: &str) -> Result<&str, Refusal> {
    if text.ends_with(".flatbuffers") {
        return Err(Refusal::options("Only the format json is offered"));
    }
    Ok(text.strip_suffix(".json").unwrap_or(text))
}
