//! When to try again, and how long to wait before it.

use super::Reply;
use super::date::parse_http_date;
use crate::text::{before, whole_number};
use core::time::Duration;

/// How often a request is repeated, and how the pauses grow.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RetryPolicy {
    /// Attempts after the first.
    pub(crate) max_retries: u32,
}

const FIRST_PAUSE_MS: u32 = 500;
const LONGEST_PAUSE_MS: u32 = 8000;
/// A server that asks for more than this is not waited for.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// A pause is shortened by up to this share, so that many clients do not come back together.
const JITTER: f64 = 0.25;

impl RetryPolicy {
    /// The pause after attempt `attempt` (the first is 1), or `None` when it was the last.
    /// `asked` is the wait that the server asked for; `random` lies in 0..1.
    pub(crate) fn pause(self, attempt: u32, asked: Option<Duration>, random: f64) -> Option<Duration> {
        if attempt > self.max_retries || asked.is_some_and(|wait| wait > LONGEST_WAIT) {
            return None;
        }
        Some(asked.unwrap_or_else(|| back_off(attempt - 1, random)))
    }
}

/// 0.5 s · 2ⁿ, at most 8 s, less the jitter.
pub(crate) fn back_off(n: u32, random: f64) -> Duration {
    let pause = FIRST_PAUSE_MS.saturating_mul(2_u32.saturating_pow(n)).min(LONGEST_PAUSE_MS);
    let kept = 1.0 - JITTER * random.clamp(0.0, 1.0);
    Duration::from_millis((f64::from(pause) * kept) as u64)
}

/// At least this many milliseconds, in whole ones.
pub(crate) fn at_least(millis: f64) -> Duration {
    let whole = millis as u64;
    Duration::from_millis(whole.saturating_add(u64::from((whole as f64) < millis)))
}

/// Statuses after which the same request may succeed.
pub(crate) fn is_transient(status: u16) -> bool {
    matches!(status, 408 | 429 | 500 | 502 | 503 | 504)
}

/// The wait that a reply asks for: `retry-after-ms`, `x-ms-retry-after-ms`, or `Retry-After` in seconds or as a date.
pub(crate) fn asked_wait(reply: &Reply, now_ms: f64) -> Option<Duration> {
    let number = |name| reply.headers.get(name).and_then(|text| whole(text.trim_ascii()));
    let after = || {
        let text = reply.headers.get("retry-after")?.trim_ascii();
        let seconds = whole(text).map(Duration::from_secs);
        seconds.or_else(|| Some(Duration::from_millis((parse_http_date(text)? - now_ms) as u64)))
    };
    let millis = number("retry-after-ms").or_else(|| number("x-ms-retry-after-ms"));
    millis.map(Duration::from_millis).or_else(after)
}

/// A number as headers have them, any fraction cut off.
fn whole(text: &str) -> Option<u64> {
    whole_number(before(text, ".")).map(u64::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::{Body, Headers};
    use alloc::borrow::ToOwned;
    use alloc::vec::Vec;

    fn wait(name: &str, value: &str) -> Option<u128> {
        let headers = Headers(vec![(name.to_owned(), value.to_owned())]);
        let reply = Reply { status: 429, headers, body: Body::Bytes(Vec::new()) };
        asked_wait(&reply, 1_445_412_470_000.0).map(|wait| wait.as_millis())
    }

    #[test]
    fn reads_every_form_of_wait() {
        assert_eq!(wait("retry-after-ms", "250"), Some(250));
        assert_eq!(wait("x-ms-retry-after-ms", "250"), Some(250));
        assert_eq!(wait("retry-after", "890"), Some(890_000));
        assert_eq!(wait("retry-after", "99999999999"), Some(u128::from(u32::MAX) * 1000));
        assert_eq!(wait("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT"), Some(10_000));
        assert_eq!(wait("retry-after", "Wed, 21 Oct 2015 07:00:00 GMT"), Some(0));
        for useless in ["-1", "NaN", "inf", "1e400", "soon", ""] {
            assert_eq!(wait("retry-after", useless), None, "{useless}");
        }
    }

    #[test]
    fn pauses_double_to_eight_seconds_and_jitter_shortens_them() {
        let policy = RetryPolicy { max_retries: 9 };
        let pauses: Vec<_> =
            (1..=6).filter_map(|attempt| policy.pause(attempt, None, 0.0)).map(|p| p.as_millis()).collect();
        assert_eq!(pauses, [500, 1000, 2000, 4000, 8000, 8000]);
        assert_eq!(policy.pause(1, None, 1.0), Some(Duration::from_millis(375)));
        assert_eq!(policy.pause(10, None, 0.0), None);
    }

    #[test]
    fn a_server_is_waited_for_up_to_a_minute() {
        let policy = RetryPolicy { max_retries: 1 };
        assert_eq!(policy.pause(1, Some(Duration::from_secs(60)), 0.5), Some(Duration::from_secs(60)));
        assert_eq!(policy.pause(1, Some(Duration::from_secs(61)), 0.5), None);
    }
}
