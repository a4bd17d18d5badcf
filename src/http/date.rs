//! Dates as text.

/// ISO 8601 in UTC with milliseconds, from milliseconds since 1970. `None` for what is no date.
pub(crate) fn iso_date(epoch_ms: f64) -> Option<String> {
    crate::host::iso_date(epoch_ms)
}

/// Milliseconds since 1970, from an HTTP date such as `Wed, 21 Oct 2015 07:28:00 GMT`.
pub(super) fn parse_http_date(text: &str) -> Option<f64> {
    crate::host::parse_http_date(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_and_reads() {
        assert_eq!(iso_date(1_709_683_200_000.0).as_deref(), Some("2024-03-06T00:00:00.000Z"));
        assert_eq!(iso_date(-1.0), None);
        assert_eq!(iso_date(f64::NAN), None);
        assert_eq!(iso_date(1e300), None);
        assert_eq!(parse_http_date("Wed, 21 Oct 2015 07:28:00 GMT"), Some(1_445_412_480_000.0));
        assert_eq!(parse_http_date("soon"), None);
    }
}
