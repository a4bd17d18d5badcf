//! Reading a body, to its end or to the limit.

use super::bytes::bytes_of;
use super::settle::{ignore, settle};
use super::thrown::cause_of;
use crate::http::{Body, SendFailure};
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use web_sys::ReadableStream;

#[wasm_bindgen]
extern "C" {
    /// Anything that has a body to read.
    pub(super) type HasBody;

    #[wasm_bindgen(catch, method, getter, js_name = bodyUsed)]
    fn body_used(this: &HasBody) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, method, getter)]
    fn body(this: &HasBody) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, method, js_name = arrayBuffer)]
    fn array_buffer(this: &HasBody) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, method)]
    fn text(this: &HasBody) -> Result<JsValue, JsValue>;

    /// A `ReadableStream` and its reader.
    type Stream;

    #[wasm_bindgen(catch, method, js_name = getReader)]
    fn get_reader(this: &Stream) -> Result<Stream, JsValue>;

    #[wasm_bindgen(catch, method)]
    fn read(this: &Stream) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, method)]
    fn cancel(this: &Stream) -> Result<JsValue, JsValue>;

    /// What a reader's `read` gives.
    type Chunk;

    #[wasm_bindgen(catch, method, getter)]
    fn done(this: &Chunk) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, method, getter)]
    fn value(this: &Chunk) -> Result<JsValue, JsValue>;
}

/// Reads the body of a response with this status.
pub(super) async fn read(response: &HasBody, status: u16, max_bytes: usize) -> Result<Body, SendFailure> {
    let broken = |thrown| SendFailure::Network { status: Some(status), cause: cause_of(thrown) };
    if response.body_used().is_ok_and(|used| used.is_truthy()) {
        return Err(not_readable("had its body read before"));
    }
    let stream = response.body().map_err(broken)?;
    if stream.is_null() {
        return Ok(Body::Bytes(Vec::new()));
    }
    if stream.is_instance_of::<ReadableStream>() || (stream.is_object() && offers(&stream, "getReader")) {
        return read_stream(stream.unchecked_ref(), status, max_bytes).await;
    }
    // No stream of the web's kind: React Native has none at all, node-fetch has Node's.
    let reading =
        read_whole(response).ok_or_else(|| not_readable("has no body, no arrayBuffer() and no text()"))?;
    let given = settle(reading.map_err(broken)?).await.map_err(broken)?;
    let whole = whole_bytes(response, &given)?;
    Ok(if whole.len() > max_bytes { Body::TooLong } else { Body::Bytes(whole) })
}

/// Reads chunk by chunk, so that a body without end is not gathered first.
async fn read_stream(stream: &Stream, status: u16, max_bytes: usize) -> Result<Body, SendFailure> {
    let broken = |thrown| SendFailure::Network { status: Some(status), cause: cause_of(thrown) };
    let mut reader = Reader { stream: stream.get_reader().map_err(broken)?, at_end: false };
    let mut bytes = Vec::new();
    loop {
        let chunk = settle(reader.stream.read().map_err(broken)?).await.map_err(broken)?;
        if !chunk.is_object() {
            return Err(not_readable("has a body that can't be read"));
        }
        let chunk: &Chunk = chunk.unchecked_ref();
        if chunk.done().map_err(broken)?.is_truthy() {
            reader.at_end = true;
            return Ok(Body::Bytes(bytes));
        }
        let value = chunk.value().map_err(broken)?;
        let part =
            bytes_of(&value).ok_or_else(|| not_readable("has a body of something other than bytes"))?;
        if part.length() as usize > max_bytes - bytes.len() {
            return Ok(Body::TooLong);
        }
        let part = part.to_vec();
        if bytes.is_empty() {
            bytes = part;
        } else {
            bytes.extend_from_slice(&part);
        }
    }
}

/// Begins to read a body whole, by whichever way there is.
fn read_whole(response: &HasBody) -> Option<Result<JsValue, JsValue>> {
    if offers(response, "arrayBuffer") {
        Some(response.array_buffer())
    } else if offers(response, "text") {
        Some(response.text())
    } else {
        None
    }
}

/// The bytes of what that gave.
fn whole_bytes(response: &HasBody, given: &JsValue) -> Result<Vec<u8>, SendFailure> {
    if offers(response, "arrayBuffer") {
        let bytes = bytes_of(given).map(|bytes| bytes.to_vec());
        bytes.ok_or_else(|| not_readable("has an arrayBuffer() that gives no ArrayBuffer"))
    } else {
        let text = given.as_string().map(String::into_bytes);
        text.ok_or_else(|| not_readable("has a text() that gives no string"))
    }
}

fn offers(object: &JsValue, name: &str) -> bool {
    Reflect::has(object, &JsValue::from_str(name)).unwrap_or_default()
}

fn not_readable(fault: &str) -> SendFailure {
    let mut reason = "fetch gave a response that ".to_owned();
    reason.push_str(fault);
    SendFailure::NotAResponse { reason }
}

/// A reader that cancels its stream when it is dropped before the end.
struct Reader {
    stream: Stream,
    at_end: bool,
}

impl Drop for Reader {
    fn drop(&mut self) {
        if !self.at_end
            && let Ok(cancelled) = self.stream.cancel()
        {
            ignore(&cancelled);
        }
    }
}
