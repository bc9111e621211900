//! Bodies of POST requests: the same options as in a URL, for what is too long for one.

use super::refusal::Refusal;
use super::url::{pairs, unescape};
use serde_json::Value;

/// Options of a body by its type: a form, JSON, or the bare coordinates as text.
pub(super) fn read(kind: &str, body: &[u8]) -> Result<Vec<(String, String)>, Refusal> {
    let text = std::str::from_utf8(body).map_err(|_| Refusal::query("The body is not UTF-8"))?;
    match kind.split(';').next().unwrap_or_default().trim() {
        "application/json" => json(text),
        "application/x-www-form-urlencoded" => pairs(text.trim()),
        "text/plain" | "" => {
            let plain =
                unescape(text.trim(), false).ok_or_else(|| Refusal::query("The body is malformed"))?;
            Ok(vec![("coordinates".to_owned(), plain)])
        }
        _ => Err(Refusal::with_status(
            415,
            "InvalidQuery",
            "The body must be application/json, application/x-www-form-urlencoded or text/plain",
        )),
    }
}

fn json(text: &str) -> Result<Vec<(String, String)>, Refusal> {
    let broken = || Refusal::query("The body is no JSON object of options");
    let value: Value = serde_json::from_str(text).map_err(|_| broken())?;
    let options = value.as_object().ok_or_else(broken)?;
    options
        .iter()
        .map(|(name, value)| {
            let text = if name == "coordinates" { places(value) } else { plain(value, ";") };
            Ok((name.clone(), text.ok_or_else(broken)?))
        })
        .collect()
}

/// `[[lon, lat], …]`, or the text as it stands in a URL.
fn places(value: &Value) -> Option<String> {
    let Some(list) = value.as_array() else { return plain(value, ";") };
    let texts: Option<Vec<String>> = list.iter().map(|pair| plain(pair, ",")).collect();
    Some(texts?.join(";"))
}

fn plain(value: &Value, between: &str) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Null => Some(String::new()),
        Value::Array(list) => {
            let texts: Option<Vec<String>> =
                list.iter().filter(|item| !item.is_object()).map(|item| plain(item, ",")).collect();
            Some(texts?.join(between))
        }
        Value::Object(_) => None,
    }
}
