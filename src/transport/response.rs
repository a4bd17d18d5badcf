//! Reading what `fetch` gave: a `Response` of this realm, or one of another making.

use super::body::{self, unusable};
use super::value::{kind_of, member, tag_of};
use crate::http::{Body, Cause, Headers, READ_HEADERS, Reply, SendFailure};
use gloo_net::http::Response;
use js_sys::Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The names of an object's own members.
    #[wasm_bindgen(catch, js_namespace = Object, js_name = getOwnPropertyNames)]
    fn own_names(object: &JsValue) -> Result<Array, JsValue>;

    /// What is made of the prototype of `Response`, perhaps without being one.
    type MadeOfResponse;

    #[wasm_bindgen(catch, method, getter)]
    fn headers(this: &MadeOfResponse) -> Result<JsValue, JsValue>;

    /// Anything that headers can be asked of, such as a `Headers` or a `Map`.
    type Bag;

    #[wasm_bindgen(catch, method)]
    fn get(this: &Bag, name: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, constructor, js_class = "Headers")]
    fn new(record: &JsValue) -> Result<Bag, JsValue>;
}

/// The headers that say how long to wait, and the date that one of them may be read against.
const ABOUT_WAITING: [&str; 4] = ["retry-after", "retry-after-ms", "x-ms-retry-after-ms", "date"];

/// Reads an answer to its end, or to a limit. Status 0 is a redirect that was not followed.
pub(super) async fn read(
    answer: &JsValue,
    more: &'static [&'static str],
    max_bytes: usize,
) -> Result<Reply, SendFailure> {
    match genuine(answer) {
        Some((response, headers)) => read_genuine(&response, &headers, more, max_bytes).await,
        None => read_foreign(answer, more, max_bytes).await,
    }
}

/// A `Response` of this realm with nothing of its own in it, so that reading its fields can't throw, and its headers. An object
/// made from its prototype has none of the fields.
fn genuine(answer: &JsValue) -> Option<(Response, gloo_net::http::Headers)> {
    let response = answer.clone().dyn_into::<web_sys::Response>().ok()?;
    let headers =
        answer.unchecked_ref::<MadeOfResponse>().headers().ok()?.dyn_into::<web_sys::Headers>().ok()?;
    let is_as_made = own_names(answer).ok()?.length() == 0;
    is_as_made.then(|| (Response::from(response), gloo_net::http::Headers::from_raw(headers)))
}

async fn read_genuine(
    response: &Response,
    bag: &gloo_net::http::Headers,
    more: &'static [&'static str],
    max_bytes: usize,
) -> Result<Reply, SendFailure> {
    let status = response.status();
    check(status, || JsValue::from(response.type_()).as_string(), || response.redirected())?;
    let headers = wanted(status, more, &|name| bag.get(name));
    let body = match response.body() {
        None => Body::Bytes(Vec::new()),
        Some(_) if response.body_used() => return Err(body::used()),
        Some(stream) => body::read_stream(&stream, status, max_bytes).await?,
    };
    Ok(Reply { status, headers, body })
}

/// Reads a response of another realm, or of a library such as undici or node-fetch. Each calls itself so by its tag; an old
/// Cloudflare worker's own has none, nor have those of whatwg-fetch, React Native and Expo, which are known by what they can
/// do. A bare object that merely has a status proves nothing.
async fn read_foreign(
    answer: &JsValue,
    more: &'static [&'static str],
    max_bytes: usize,
) -> Result<Reply, SendFailure> {
    let calls_itself_so =
        || answer.is_instance_of::<web_sys::Response>() || tag_of(answer).as_deref() == Some("Response");
    if !(calls_itself_so() || acts_as_response(answer)) {
        return Err(no_response(kind_of(answer)));
    }
    let status = member(answer, "status").and_then(|status| status.as_f64());
    let status = status.filter(|status| (0.0..600.0).contains(status) && status.fract() == 0.0);
    let status = status.ok_or_else(no_status)? as u16;
    check(
        status,
        || member(answer, "type")?.as_string(),
        || member(answer, "redirected").is_some_and(|redirected| redirected.is_truthy()),
    )?;
    if status == 0 {
        return Ok(Reply { status, headers: Headers::default(), body: Body::Bytes(Vec::new()) });
    }
    let bag = member(answer, "headers").filter(JsValue::is_object).and_then(bag_of);
    let bag = bag.ok_or_else(|| no_response("an object without headers"))?;
    let headers = wanted(status, more, &|name| bag.get(name).ok()?.as_string());
    let body = body::read_foreign(answer, status, max_bytes).await?;
    Ok(Reply { status, headers, body })
}

/// Whether an object can do what is asked of a response: headers that can be asked for one, and a body that can be read.
fn acts_as_response(answer: &JsValue) -> bool {
    member(answer, "status").is_some_and(|status| status.as_f64().is_some())
        && member(answer, "headers").is_some_and(|headers| body::offers(&headers, "get"))
        && (body::offers(answer, "arrayBuffer") || body::offers(answer, "text"))
}

/// Refuses an answer that hides what it says, or that does not come from where the request was sent.
fn check(
    status: u16,
    kind: impl FnOnce() -> Option<String>,
    redirected: impl FnOnce() -> bool,
) -> Result<(), SendFailure> {
    if status == 0 {
        match kind().as_deref() {
            Some("opaqueredirect") => return Ok(()),
            Some("opaque") => return Err(unusable("an opaque response, which hides its status and body")),
            Some("error") => {
                let cause = Cause::new("fetch gave Response.error()");
                return Err(SendFailure::Network { status: None, cause });
            }
            _ => {}
        }
    }
    if redirected() {
        let reason = "fetch followed a redirect, so the answer is not from where the request was sent";
        return Err(SendFailure::NotAResponse { reason: reason.to_owned() });
    }
    if (200..600).contains(&status) { Ok(()) } else { Err(no_status()) }
}

/// The headers that an answer with this status is asked for, by `get`: a success asks nobody to wait, and until when is
/// what its date would be for. `more` are those that this platform has besides.
fn wanted(status: u16, more: &[&str], get: &dyn Fn(&str) -> Option<String>) -> Headers {
    let names = READ_HEADERS.into_iter().filter(|name| status >= 300 || !ABOUT_WAITING.contains(name));
    let names = names.chain(more.iter().copied());
    Headers(names.filter_map(|name| Some((name.to_owned(), get(name)?))).collect())
}

/// From anything with a `get`, or from a plain object.
fn bag_of(given: JsValue) -> Option<Bag> {
    if body::offers(&given, "get") { Some(given.unchecked_into()) } else { Bag::new(&given).ok() }
}

fn no_response(what: &str) -> SendFailure {
    unusable(&format!("{what}, not a Response"))
}

fn no_status() -> SendFailure {
    no_response("an object whose status is not from 200 to 599")
}
