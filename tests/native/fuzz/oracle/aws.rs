//! What both of Amazon's platforms have in common: the type of an error stands in a header.

use super::Said;
use super::content::Content;
use super::known;
use super::platform::Answer;
use super::sure::Sure::{self, No, Perhaps, Yes};
use super::words::any_text;
use agent_delete::ErrorCode::Unauthenticated;

const NO_CREDENTIAL: [&str; 4] = [
    "UnrecognizedClientException",
    "InvalidSignatureException",
    "ExpiredTokenException",
    "MissingAuthenticationTokenException",
];

/// Whether the error is of one of these types. The body's word for it leaves it open.
fn is_type(answer: &Answer<'_>, types: &[&str]) -> Sure {
    let cut = |text: &str| {
        text.split(':').next().unwrap_or_default().rsplit('#').next().unwrap_or_default().trim().to_owned()
    };
    let named = answer.headers("x-amzn-errortype");
    match named.as_slice() {
        [name] if types.contains(&cut(name).as_str()) => match *name == name.trim() {
            true => Yes,
            false => Perhaps,
        },
        [_] => No,
        [_, ..] if named.iter().any(|name| types.contains(&cut(name).as_str())) => Perhaps,
        _ => match answer.content {
            Content::Json(body) => any_text(body, &|text| {
                if types.iter().any(|kind| text.contains(kind)) { Perhaps } else { No }
            }),
            _ => No,
        },
    }
}

/// A 403 about who asks, and not about what may be done.
pub fn unauthenticated(answer: &Answer<'_>) -> (Sure, Vec<Said>) {
    let sure = is_type(answer, &NO_CREDENTIAL);
    // A page in its place is another's.
    (if answer.body().is_some() { sure } else { sure.and(Perhaps) }, known(Unauthenticated))
}

pub fn is_missing(answer: &Answer<'_>) -> Sure {
    let sure = is_type(answer, &["ResourceNotFoundException"]);
    match answer.text("message") {
        Some(_) => sure,
        None => sure.and(Perhaps),
    }
}
