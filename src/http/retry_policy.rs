//! When to try again, and how long to wait before it. Lengths of time are in milliseconds.

use super::Reply;
use super::date::parse_http_date;
use crate::text::{before, whole_number};

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
    /// The pause after attempt `attempt` (the first is 1), or `None` when it was the last.
    /// `asked` is the wait that the server asked for; `random` lies in 0..1.
    pub(crate) fn pause(self, attempt: u32, asked: Option<f64>, random: f64) -> Option<f64> {
        if attempt > self.max_retries || asked.is_some_and(|wait| wait > LONGEST_WAIT) {
            return None;
        }
        Some(asked.unwrap_or_else(|| back_off(attempt - 1, random)))
    }
}

/// 0.5 s · 2ⁿ, at most 8 s, less the jitter.
pub(crate) fn back_off(n: u32, random: f64) -> f64 {
    let pause = f64::from(FIRST_PAUSE << n.min(4));
    f64::from((pause * (1.0 - JITTER * random.clamp(0.0, 1.0))) as u32)
}

/// Statuses after which the same request may succeed: a server's faults, those of the edge (520 to 530) among them, but not
/// what it will never be able to do (501, 505) nor a network that wants a login (511).
pub(crate) fn is_transient(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500..=599) && !matches!(status, 501 | 505 | 511)
}

/// The wait that a reply asks for: `retry-after-ms`, `x-ms-retry-after-ms`, or `Retry-After` in seconds or as a date.
pub(crate) fn asked_wait(reply: &Reply, now_ms: f64) -> Option<f64> {
    for (name, unit) in &[("retry-after-ms", 1.0), ("x-ms-retry-after-ms", 1.0), ("retry-after", 1000.0)] {
        if let Some(text) = reply.headers.text(name)
            // Any fraction is cut off.
            && let Some(number) = whole_number(before(text.trim_ascii(), "."))
        {
            return Some(f64::from(number) * unit);
        }
    }
    let date = parse_http_date(reply.headers.text("retry-after")?.trim_ascii())?;
    Some((date - now_ms).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::{Body, Headers};
    use alloc::vec::Vec;

    fn wait(name: &str, value: &str) -> Option<f64> {
        let headers = Headers(vec![(name.into(), value.into())]);
        let reply = Reply { status: 429, headers, body: Body::Bytes(Vec::new()) };
        asked_wait(&reply, 1_445_412_470_000.0)
    }

    #[test]
    fn reads_every_form_of_wait() {
        assert_eq!(wait("retry-after-ms", "250"), Some(250.0));
        assert_eq!(wait("x-ms-retry-after-ms", "250"), Some(250.0));
        assert_eq!(wait("retry-after", "890"), Some(890_000.0));
        assert_eq!(wait("retry-after", "99999999999"), Some(f64::from(u32::MAX) * 1000.0));
        assert_eq!(wait("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT"), Some(10_000.0));
        assert_eq!(wait("retry-after", "Wed, 21 Oct 2015 07:00:00 GMT"), Some(0.0));
        for useless in ["-1", "NaN", "inf", "1e400", "soon", ""] {
            assert_eq!(wait("retry-after", useless), None, "{useless}");
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
    fn a_server_is_waited_for_up_to_a_minute() {
        let policy = RetryPolicy { max_retries: 1 };
        assert_eq!(policy.pause(1, Some(60_000.0), 0.5), Some(60_000.0));
        assert_eq!(policy.pause(1, Some(60_001.0), 0.5), None);
    }
}
