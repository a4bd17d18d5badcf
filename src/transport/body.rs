//! Reading a body, to its end or to the limit.

use super::cause::cause_of;
use super::promise::{ignore, settle};
use super::value::{bytes_of, member};
use crate::http::{Body, SendFailure};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Anything that has a body to read.
    type HasBody;

    #[wasm_bindgen(catch, method, getter)]
    fn body(this: &HasBody) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, method, js_name = arrayBuffer)]
    fn array_buffer(this: &HasBody) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, method)]
    fn text(this: &HasBody) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, method, js_name = clone)]
    fn copy(this: &HasBody) -> Result<HasBody, JsValue>;

    /// A `ReadableStream`, of whatever making, and its reader.
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

/// Reads the body of a response of another making.
pub(super) async fn read_foreign(
    answer: &JsValue,
    status: u16,
    max_bytes: usize,
) -> Result<Body, SendFailure> {
    let response: &HasBody = answer.unchecked_ref();
    let broken = |thrown| SendFailure::Network { status: Some(status), cause: cause_of(thrown) };
    if member(answer, "bodyUsed").is_some_and(|used| used.is_truthy()) {
        return Err(used());
    }
    let stream = response.body().map_err(broken)?;
    if stream.is_null() {
        return Ok(Body::Bytes(Vec::new()));
    }
    if member(&stream, "getReader").is_some_and(|reader| reader.is_function()) {
        return read_stream(&stream, status, max_bytes).await;
    }
    // No stream of the web's kind: whatwg-fetch and React Native have none at all, node-fetch has Node's. An old React Native
    // has an arrayBuffer() that always fails, after which the body is used up; so a copy is kept for its text. A copy of a
    // stream would have to be read, too.
    let has_copy = stream.is_undefined() && offers(answer, "text") && offers(answer, "clone");
    let copy = if has_copy { response.copy().ok() } else { None };
    let read = if offers(answer, "arrayBuffer") {
        match read_bytes(response).await {
            Err(thrown) => match &copy {
                Some(copy) => read_text(copy).await.map_err(|_| thrown),
                None => Err(thrown),
            },
            read => read,
        }
    } else if offers(answer, "text") {
        read_text(response).await
    } else {
        Ok(Err("no body, no arrayBuffer() and no text()"))
    };
    let whole = read.map_err(broken)?;
    let whole = whole.map_err(|what| unusable(&format!("a response that has {what}")))?;
    Ok(if whole.len() > max_bytes { Body::TooLong } else { Body::Bytes(whole) })
}

/// All of a body at once, or what is wrong with it.
type Whole = Result<Vec<u8>, &'static str>;

async fn read_bytes(response: &HasBody) -> Result<Whole, JsValue> {
    let bytes = bytes_of(&settle(response.array_buffer()?).await?);
    Ok(bytes.map(|bytes| bytes.to_vec()).ok_or("an arrayBuffer() that gives no ArrayBuffer"))
}

async fn read_text(response: &HasBody) -> Result<Whole, JsValue> {
    let text = settle(response.text()?).await?.as_string();
    Ok(text.map(String::into_bytes).ok_or("a text() that gives no string"))
}

/// Reads chunk by chunk, so that a body without end is not gathered first.
pub(super) async fn read_stream(
    stream: &JsValue,
    status: u16,
    max_bytes: usize,
) -> Result<Body, SendFailure> {
    let broken = |thrown| SendFailure::Network { status: Some(status), cause: cause_of(thrown) };
    let stream: &Stream = stream.unchecked_ref();
    let mut reader = Reader { stream: stream.get_reader().map_err(broken)?, at_end: false };
    let mut bytes = Vec::new();
    loop {
        let chunk = settle(reader.stream.read().map_err(broken)?).await.map_err(broken)?;
        if !chunk.is_object() {
            return Err(unusable("a response that has a body that can't be read"));
        }
        let chunk: &Chunk = chunk.unchecked_ref();
        if chunk.done().map_err(broken)?.is_truthy() {
            reader.at_end = true;
            return Ok(Body::Bytes(bytes));
        }
        let part = bytes_of(&chunk.value().map_err(broken)?)
            .ok_or_else(|| unusable("a response that has a body of something other than bytes"))?;
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

/// The failure of an answer that can't be read.
pub(super) fn unusable(what: &str) -> SendFailure {
    SendFailure::NotAResponse { reason: format!("fetch gave {what}") }
}

/// The failure of a body of which nothing is left: it would look empty, and an empty body means something.
pub(super) fn used() -> SendFailure {
    unusable("a response that had its body read before")
}

/// Whether an object has a method of this name.
pub(super) fn offers(object: &JsValue, name: &str) -> bool {
    member(object, name).is_some_and(|member| member.is_function())
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
            ignore(cancelled);
        }
    }
}
