//! When to try again, and how long to wait before it. Lengths of time are in milliseconds.

use super::Reply;
use super::date::parse_http_date;

/// How often a request is repeated, and how the pauses grow.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RetryPolicy {
    /// Attempts after the first.
    pub(crate) max_retries: u32,
}

const FIRST_PAUSE: u32 = 500;
/// A server that asks for more than this is not waited for.
pub(crate) const LONGEST_WAIT: f64 = 60_000.0;
/// A pause is shortened by up to this share, so that many clients do not come back together.
const JITTER: f64 = 0.25;

impl RetryPolicy {
    /// The pause after attempt `attempt` (the first is 1), or `None` when it was the last. `asked` is the wait that the
    /// server asked for, which makes the pause longer and never shorter; `random` lies in 0..1.
    pub(crate) fn pause(self, attempt: u32, asked: Option<f64>, random: f64) -> Option<f64> {
        let asked = asked.unwrap_or_default();
        let goes_on = attempt <= self.max_retries && asked <= LONGEST_WAIT;
        goes_on.then(|| asked.max(back_off(attempt - 1, random)))
    }
}

/// 0.5 s · 2ⁿ, at most 8 s, less the jitter.
pub(crate) fn back_off(n: u32, random: f64) -> f64 {
    let pause = f64::from(FIRST_PAUSE << n.min(4));
    f64::from((pause * (1.0 - JITTER * random.clamp(0.0, 1.0))) as u32)
}

/// Statuses after which the same request may succeed: those that speak of a passing state, the edge's own (520 to 530) among
/// them. 501, 505 and 511 are there to stay.
pub(crate) fn is_transient(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500 | 502..=504 | 506..=510 | 512..=599)
}

/// The wait that a reply asks for: `retry-after-ms`, `x-ms-retry-after-ms`, or `Retry-After` in seconds or as a date.
/// Such a date is read against the reply's own `Date`: this machine's clock may be years off.
pub(crate) fn asked_wait(reply: &Reply, now_ms: f64) -> Option<f64> {
    let header = |name| reply.headers.get(name);
    for (name, unit) in [("retry-after-ms", 1.0), ("x-ms-retry-after-ms", 1.0), ("retry-after", 1000.0)] {
        if let Some(number) = header(name).and_then(plain_number) {
            return Some(number * unit);
        }
    }
    let until = first_date(header("retry-after")?)?;
    let now = header("date").and_then(first_date).unwrap_or(now_ms);
    Some((until - now).max(0.0))
}

/// A number in digits, with a fraction perhaps; the first where a proxy has put several side by side.
fn plain_number(text: &str) -> Option<f64> {
    let first = text.split(',').next()?.trim_ascii();
    let (whole, fraction) = first.split_once('.').unwrap_or((first, ""));
    let whole = number(whole)?;
    // Thousandths are as fine as a wait can be.
    let thousandths = format!("{fraction:0<3.3}");
    if fraction.is_empty() { Some(whole) } else { Some(whole + number(&thousandths)? / 1000.0) }
}

/// A whole number in digits; one beyond what fits is a very long wait.
fn number(digits: &str) -> Option<f64> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse::<u64>().unwrap_or(u64::MAX) as f64)
}

/// A date, which has a comma of its own; the first of several.
fn first_date(text: &str) -> Option<f64> {
    let (first, _) = text.split_once("GMT")?;
    parse_http_date(&format!("{}GMT", first.trim_ascii_start()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::{Body, Headers};

    /// 2015-10-21T07:27:50Z
    const NOW: f64 = 1_445_412_470_000.0;

    fn wait_of(headers: &[(&str, &str)]) -> Option<f64> {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        asked_wait(&Reply { status: 429, headers: Headers(headers), body: Body::Bytes(Vec::new()) }, NOW)
    }

    #[test]
    fn reads_every_form_of_wait() {
        for (name, value, wait) in [
            ("retry-after-ms", "250", Some(250.0)),
            ("x-ms-retry-after-ms", "250", Some(250.0)),
            ("retry-after", "890", Some(890_000.0)),
            ("retry-after", "99999999999999999999999", Some(u64::MAX as f64 * 1000.0)),
            ("retry-after", "2.12345", Some(2123.0)),
            ("retry-after", "1.", Some(1000.0)),
            ("retry-after", "1.x", None),
            ("retry-after", ".5", None),
            ("retry-after", " 0.5", Some(500.0)),
            ("retry-after", "7, 7", Some(7000.0)),
            ("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT", Some(10_000.0)),
            ("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT, Wed, 21 Oct 2015 07:29:00 GMT", Some(10_000.0)),
            ("retry-after", "Wed, 21 Oct 2015 07:00:00 GMT", Some(0.0)),
            ("retry-after", "-1", None),
            ("retry-after", "NaN", None),
            ("retry-after", "inf", None),
            ("retry-after", "1e400", None),
            ("retry-after", ".", None),
            ("retry-after", "soon", None),
            ("retry-after", "", None),
        ] {
            assert_eq!(wait_of(&[(name, value)]), wait, "{name}: {value}");
        }
    }

    #[test]
    fn a_date_is_read_against_the_reply_s_own() {
        for (now, until) in [
            ("Wed, 18 Sep 2019 05:33:23 GMT", "Wed, 18 Sep 2019 05:34:00 GMT"),
            ("Wed, 18 Sep 2069 05:33:23 GMT", "Wed, 18 Sep 2069 05:34:00 GMT"),
        ] {
            assert_eq!(wait_of(&[("date", now), ("retry-after", until)]), Some(37_000.0), "{now}");
        }
        assert_eq!(
            wait_of(&[("date", "soon"), ("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT")]),
            Some(10_000.0)
        );
    }

    #[test]
    fn knows_what_passes() {
        for status in 100..600 {
            let passes =
                matches!(status, 408 | 425 | 429) || (status >= 500 && ![501, 505, 511].contains(&status));
            assert_eq!(is_transient(status), passes, "{status}");
        }
    }

    #[test]
    fn pauses_double_to_eight_seconds_and_jitter_shortens_them() {
        let policy = RetryPolicy { max_retries: 9 };
        let pauses: Vec<_> = (1..=6).filter_map(|attempt| policy.pause(attempt, None, 0.0)).collect();
        assert_eq!(pauses, [500.0, 1000.0, 2000.0, 4000.0, 8000.0, 8000.0]);
        assert_eq!(policy.pause(1, None, 1.0), Some(375.0));
        assert_eq!(policy.pause(10, None, 0.0), None);
    }

    #[test]
    fn a_server_is_waited_for_up_to_a_minute_and_shortens_no_pause() {
        let policy = RetryPolicy { max_retries: 1 };
        assert_eq!(policy.pause(1, Some(60_000.0), 0.5), Some(60_000.0));
        assert_eq!(policy.pause(1, Some(60_001.0), 0.5), None);
        for asked in [0.0, 1.0, 374.0] {
            assert_eq!(policy.pause(1, Some(asked), 1.0), Some(375.0), "{asked}");
        }
    }
}
