//! An agent as every platform's is shown.

use crate::host::{Json, Members, iso_date};
use serde::Serialize;
use std::borrow::Cow;
use std::fmt;

/// An agent, reduced to what the platforms have in common. `Debug` leaves out `raw`.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Agent {
    /// The id by which it is deleted (foundry: its name).
    pub id: String,
    /// What people call it.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Whether it runs, where the platform says so.
    pub status: Option<AgentStatus>,
    /// Whether it is its owner's default agent, where the platform has such a thing.
    pub is_default: Option<bool>,
    /// Whether it is the platform's own and can't be deleted, where there is such a thing.
    pub is_protected: Option<bool>,
    /// When it was made, in ISO 8601, where the platform says so. Foundry dates versions alone: there it is when the latest one
    /// was made, which the agent itself is no younger than.
    pub created_at: Option<String>,
    /// When it was last changed, in ISO 8601, where the platform says so.
    pub updated_at: Option<String>,
    /// The platform's own object. It may carry secrets.
    pub raw: Json,
}

/// Whether an agent runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgentStatus {
    /// Running, or ready to take work.
    Active,
    /// Stopped.
    Inactive,
}

/// Where an agent's members stand: their names, or paths such as `/meta/name`. Of several the first that says something counts.
#[derive(Debug)]
pub(crate) struct AgentPlaces {
    pub(crate) name: &'static str,
    pub(crate) description: &'static [&'static str],
    /// None where the platform does not say whether an agent runs.
    pub(crate) status: Option<StatusPlace>,
    pub(crate) created_at: &'static [&'static str],
    pub(crate) updated_at: &'static [&'static str],
}

/// Where an agent says whether it runs, and in which words; `true`, `false` and whole numbers are words, too.
#[derive(Debug)]
pub(crate) struct StatusPlace {
    pub(crate) place: &'static str,
    pub(crate) active: &'static [&'static str],
    pub(crate) inactive: &'static [&'static str],
}

impl AgentPlaces {
    /// Where most platforms have them.
    pub(crate) const USUAL: Self = Self {
        name: "name",
        description: &["description"],
        status: None,
        created_at: &["created_at", "createdAt", "createTime", "createdDate"],
        updated_at: &["updated_at", "updatedAt", "updateTime", "updatedDate"],
    };
}

impl StatusPlace {
    fn read(&self, agent: &Json) -> Option<AgentStatus> {
        let said = word(agent.member(self.place)?)?;
        let is_one_of = |words: &[&str]| words.contains(&said.as_ref());
        if is_one_of(self.active) {
            Some(AgentStatus::Active)
        } else if is_one_of(self.inactive) {
            Some(AgentStatus::Inactive)
        } else {
            None
        }
    }
}

/// A text, a truth value or a whole number, as a text.
pub(crate) fn word(json: &Json) -> Option<Cow<'_, str>> {
    Some(match json {
        Json::String(text) => text.into(),
        Json::Bool(flag) => if *flag { "true" } else { "false" }.into(),
        json => json.as_i64()?.to_string().into(),
    })
}

impl fmt::Debug for Agent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Agent")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

impl Agent {
    /// The agent of this id, as far as its platform says in these places what it is.
    pub(crate) fn from_json(raw: &Json, id: &str, places: &AgentPlaces) -> Self {
        let text = |place: &&str| raw.member(place).and_then(Json::as_str).map(str::to_owned);
        let first = |places: &[&str]| places.iter().find_map(|place| date(raw, place));
        Self {
            id: id.to_owned(),
            name: text(&places.name),
            description: places.description.iter().find_map(text),
            status: places.status.as_ref().and_then(|status| status.read(raw)),
            is_default: None,
            is_protected: None,
            created_at: first(places.created_at),
            updated_at: first(places.updated_at),
            raw: raw.clone(),
        }
    }
}

/// The date in a place, in ISO 8601. Numbers are seconds or milliseconds since 1970, also where they come as text.
fn date(raw: &Json, place: &str) -> Option<String> {
    let number = match raw.member(place)? {
        Json::String(text) => match text.trim_ascii().parse::<u64>() {
            // Four digits are a year.
            Ok(number) if number > 9999 => number as f64,
            _ => return as_iso_date(text.trim_ascii()),
        },
        Json::Number(number) => number.as_f64()?,
        _ => return None,
    };
    /// Larger numbers of seconds than this lie beyond the year 5000: they are milliseconds.
    const SECONDS_END: f64 = 1e11;
    /// The first moment of 2000. An earlier one is no agent's, but a nought or the like.
    const EARLIEST: f64 = 946_684_800_000.0;
    let millis = if number < SECONDS_END { number * 1000.0 } else { number };
    if millis < EARLIEST { None } else { iso_date(millis) }
}

/// The text, if it is an ISO 8601 date, with or without a time. A blank in place of the `T`, as databases write it, becomes one.
fn as_iso_date(text: &str) -> Option<String> {
    let (day, time) = text.split_once(['T', ' ']).unwrap_or((text, ""));
    let in_bounds = |at: usize, first: &str, last: &str| {
        day.get(at..at + 2).is_none_or(|number| first <= number && number <= last)
    };
    let days = if time.is_empty() { &["0000", "0000-00", "0000-00-00"][..] } else { &["0000-00-00"] };
    if !days.iter().any(|shape| fits(day, shape)) || !in_bounds(5, "01", "12") || !in_bounds(8, "01", "31") {
        return None;
    }
    if day.len() == text.len() {
        return Some(day.to_owned());
    }
    is_time(time).then(|| format!("{day}T{time}"))
}

/// Whether a text is a time of ISO 8601: to the minute or finer, perhaps with a zone.
fn is_time(text: &str) -> bool {
    let (time, zone) =
        text.split_at_checked(text.find(['Z', '+', '-']).unwrap_or(text.len())).unwrap_or_default();
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let is_zone = match zone.strip_prefix(['+', '-']) {
        Some(offset) => ["00", "0000", "00:00"].iter().any(|shape| fits(offset, shape)),
        None => matches!(zone, "" | "Z"),
    };
    let is_clock = fits(time, "00:00:00") || (fits(time, "00:00") && fraction == "0");
    is_clock && time < "24:00:01" && is_fraction && is_zone
}

/// Whether a text has this shape, in which a nought stands for any digit.
fn fits(text: &str, shape: &str) -> bool {
    let fits = |(byte, like): (u8, u8)| if like == b'0' { byte.is_ascii_digit() } else { byte == like };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_iso_8601_or_nothing() {
        let read = |given: &str| {
            let raw = crate::host::parse_json(&format!(r#"{{"at":{given}}}"#)).unwrap_or_default();
            date(&raw, "at")
        };
        let march = Some("2024-03-06T00:00:00.000Z".to_owned());
        for given in
            ["1709683200", "1709683200.0", "1709683200000", r#""1709683200""#, r#"" 1709683200000 ""#]
        {
            assert_eq!(read(given), march, "{given}");
        }
        for text in [
            "2024",
            "2024-03",
            "2024-03-06",
            "2024-03-06T09:00",
            "2024-03-06T09:00Z",
            "2024-03-06T09:00:00Z",
            "2024-03-06T09:00:00.123456",
            "2024-03-06T09:00:00.5+01:00",
            "2024-03-06T09:00:00-0530",
            "2024-12-31T23:59:59+00",
            // At the bounds.
            "9999",
            "2024-01-01T24:00:00",
        ] {
            assert_eq!(read(&format!("\"{text}\"")).as_deref(), Some(text));
        }
        assert_eq!(read(r#""2024-03-06 09:00:00.12+00""#).as_deref(), Some("2024-03-06T09:00:00.12+00"));
        assert_eq!(read("946684800").as_deref(), Some("2000-01-01T00:00:00.000Z"));
        for none in [
            "946684799",
            "100000000000",
            r#""2024-03-06T24:00:01""#,
            "null",
            "true",
            "{}",
            "0",
            "-1",
            "1709683200000000",
            "1e300",
            r#""""#,
            r#""0""#,
            r#""yesterday""#,
            r#""Wed, 06 Mar 2024 09:00:00 GMT""#,
            r#""06.03.2024""#,
            r#""03/06/2024""#,
            r#""2024-13-06""#,
            r#""2024-00-06""#,
            r#""2024-03-32""#,
            r#""2024-3-6""#,
            r#""2024-03T09:00""#,
            r#""2024-03-06T""#,
            r#""2024-03-06T9:00""#,
            r#""2024-03-06T25:00""#,
            r#""2024-03-06T09:00:00.""#,
            r#""2024-03-06T09:00:00 Berlin""#,
            r#""2024-03-06T09:00:00+1""#,
            r#""<b>2024</b>""#,
            r#""２０２４""#,
        ] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
