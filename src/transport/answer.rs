//! Reading what `fetch` gave.

use super::{body, foreign};
use crate::http::{Body, Cause, Headers, READ_HEADERS, Reply, SendFailure};
use gloo_net::http::Response;
use wasm_bindgen::prelude::*;
use web_sys::ResponseType;

#[wasm_bindgen]
extern "C" {
    type Claimed;

    #[wasm_bindgen(catch, method, getter)]
    fn headers(this: &Claimed) -> Result<JsValue, JsValue>;
}

/// Reads an answer to its end.
pub(super) async fn read(answer: JsValue, max_bytes: usize) -> Result<Reply, SendFailure> {
    if !is_genuine(&answer) {
        return foreign::read(answer, max_bytes).await;
    }
    let response = Response::from(web_sys::Response::from(answer.clone()));
    let status = response.status();
    if status == 0 {
        return hidden(response.type_());
    }
    if response.redirected() {
        let reason = "fetch followed a redirect, so the answer is not from where the request was sent";
        return Err(SendFailure::NotAResponse { reason: reason.to_owned() });
    }
    let headers = response.headers();
    let headers =
        Headers(wanted(status).filter_map(|name| Some((name.to_owned(), headers.get(name)?))).collect());
    let body = body::read(answer.unchecked_ref(), status, max_bytes).await?;
    Ok(Reply { status, headers, body })
}

/// The headers that an answer with this status is asked for: a success asks nobody to wait.
pub(super) fn wanted(status: u16) -> impl Iterator<Item = &'static str> {
    let is_success = (200..300).contains(&status);
    READ_HEADERS.into_iter().filter(move |name| !(is_success && name.contains("retry")))
}

/// Whether this is a `Response` whose fields can be read. A proxy of one, or an object made from its prototype, throws.
fn is_genuine(answer: &JsValue) -> bool {
    let claimed: &Claimed = answer.unchecked_ref();
    answer.is_instance_of::<web_sys::Response>()
        && claimed.headers().is_ok_and(|headers| headers.is_instance_of::<web_sys::Headers>())
}

/// What status 0 stands for.
pub(super) fn hidden(kind: ResponseType) -> Result<Reply, SendFailure> {
    match kind {
        ResponseType::Opaqueredirect => {
            Ok(Reply { status: 0, headers: Headers::default(), body: Body::Bytes(Vec::new()) })
        }
        ResponseType::Opaque => Err(SendFailure::NotAResponse {
            reason: "fetch gave an opaque response, which hides its status and body".to_owned(),
        }),
        _ => Err(SendFailure::Network { status: None, cause: Cause::new("fetch gave Response.error()") }),
    }
}
