//! The client in a real JavaScript engine, in Node and in Chrome: against the emulated platforms over real HTTP, and
//! against replacements of `fetch` that misbehave in every way that JavaScript allows.
//!
//! The sandbox's origin is compiled in from `AGENT_DELETE_SANDBOX`. Every test uses agents of its own.

#![cfg(target_arch = "wasm32")]

use agent_delete::transport::Fetch;
use agent_delete::{
    Auth, Backend, CancelToken, Cause, Client, ClientOptions, DeleteOptions, Deletion, Error, ErrorCode,
    Method, Outcome, Purpose, Request, SendFailure, Transport, Unsent,
};
use futures_util::FutureExt;
use futures_util::future::join;
use js_sys::{Function, Reflect, global};
use std::fmt::Debug;
use std::time::Duration;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const SANDBOX: &str = match option_env!("AGENT_DELETE_SANDBOX") {
    Some(origin) => origin,
    None => panic!("set AGENT_DELETE_SANDBOX to the origin of a served sandbox, as npm test does"),
};

const UUID: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

fn bearer(token: &str) -> Option<Auth> {
    Some(Auth::Bearer(token.into()))
}

fn api_key(key: &str) -> Option<Auth> {
    Some(Auth::ApiKey(key.into()))
}

/// The options of a client whose credential the sandbox accepts.
fn options(backend: Backend) -> ClientOptions {
    let (path, auth) = match backend {
        Backend::Charm => ("/charm", bearer("sandbox-charm-token")),
        Backend::Langchain => ("/langchain/v1/deepagents", api_key("sandbox-langchain-key")),
        Backend::Foundry => ("/foundry/api/projects/demo", bearer("sandbox-foundry-token")),
        Backend::Eliza => ("/eliza/api", api_key("sandbox-eliza-key")),
        _ => ("/kortix/v1", bearer("sandbox.kortix-user.signature")),
    };
    ClientOptions { base_url: Some([SANDBOX, path].concat()), auth, ..ClientOptions::new(backend) }
}

fn client(options: ClientOptions) -> Client {
    client_with(options, Fetch::default())
}

fn client_with(options: ClientOptions, fetch: Fetch) -> Client {
    must(Client::with_transport(options, fetch))
}

fn must<T, E: Debug>(result: Result<T, E>) -> T {
    result.unwrap_or_else(|error| unreachable!("{error:?}"))
}

fn failure(result: Result<Deletion, Error>) -> Error {
    match result {
        Ok(deletion) => unreachable!("it resolved: {deletion:?}"),
        Err(error) => error,
    }
}

fn force() -> DeleteOptions {
    DeleteOptions { force: true, ..DeleteOptions::default() }
}

fn purposes(deletion: &Deletion) -> Vec<Purpose> {
    deletion.steps.iter().map(|step| step.purpose).collect()
}

/// A replacement of `fetch`. In its body, `seen` is an object of this test's own, also found by [`seen`].
fn fetch(test: &str, body: &str) -> Fetch {
    let body = ["const seen = globalThis.", test, " ??= {}; ", body].concat();
    Fetch::with(Function::new_with_args("url, init", &body))
}

fn seen(test: &str, name: &str) -> JsValue {
    let seen = must(Reflect::get(&global(), &test.into()));
    must(Reflect::get(&seen, &name.into()))
}

fn in_browser() -> bool {
    must(Reflect::has(&global(), &"document".into()))
}

// The five platforms over real HTTP.

#[wasm_bindgen_test]
async fn charm_deletes_once() {
    let client = client(options(Backend::Charm));
    let deletion = must(client.delete_agent("agent_123", force()).await);
    assert_eq!((deletion.outcome, purposes(&deletion)), (Outcome::Deleted, vec![Purpose::Delete]));
    assert_eq!(deletion.steps.first().and_then(|step| step.status), Some(204));
    let again = failure(client.delete_agent("agent_123", force()).await);
    assert_eq!((again.code, again.status), (ErrorCode::NotFound, Some(404)));
}

#[wasm_bindgen_test]
async fn charm_deletes_an_id_that_needs_escaping() {
    let deletion = must(client(options(Backend::Charm)).delete_agent("team ü?#1", force()).await);
    assert_eq!(deletion.outcome, Outcome::Deleted);
    assert_eq!(
        deletion.steps.first().map(|step| step.path.as_str()),
        Some("/charm/v1/agents/team%20%C3%BC%3F%231")
    );
}

#[wasm_bindgen_test]
async fn langchain_does_not_say_whether_it_was_there() {
    let client = client(options(Backend::Langchain));
    for _ in 0..2 {
        let deletion = must(client.delete_agent(UUID, DeleteOptions::default()).await);
        assert_eq!((deletion.outcome, deletion.existed), (Outcome::Deleted, None));
    }
}

#[wasm_bindgen_test]
async fn foundry_proves_it_in_the_body() {
    let deletion = must(client(options(Backend::Foundry)).delete_agent("support-bot", force()).await);
    assert_eq!((deletion.outcome, purposes(&deletion)), (Outcome::Deleted, vec![Purpose::Delete]));
    assert!(deletion.request_id.is_some(), "the header is exposed to browsers");
}

#[wasm_bindgen_test]
async fn eliza_keeps_a_running_agent_unless_forced() {
    let client = client(options(Backend::Eliza));
    let kept = failure(client.delete_agent(UUID, DeleteOptions::default()).await);
    assert_eq!(kept.code, ErrorCode::Conflict);
    assert!(kept.hint.as_ref().is_some_and(|hint| hint.contains("force")), "{:?}", kept.hint);
    assert_eq!(must(client.delete_agent(UUID, force()).await).outcome, Outcome::Deleted);
}

#[wasm_bindgen_test]
async fn kortix_unsets_a_default_agent_first() {
    let client = client(options(Backend::Kortix));
    let id = "50000000-0000-4000-8000-000000000002";
    assert_eq!(failure(client.delete_agent(id, DeleteOptions::default()).await).code, ErrorCode::Protected);
    let deletion = must(client.delete_agent(id, force()).await);
    assert_eq!(purposes(&deletion), [Purpose::Get, Purpose::UnsetDefault, Purpose::Delete]);
}

#[wasm_bindgen_test]
async fn a_list_follows_every_page() {
    let client = client(options(Backend::Kortix));
    let mut list =
        must(client.list_agents(agent_delete::ListOptions { page_size: Some(1), ..Default::default() }));
    let mut ids = Vec::new();
    while let Some(agent) = list.next().await {
        ids.push(must(agent).id);
    }
    assert!(ids.iter().any(|id| id == UUID) && ids.len() > 1, "{ids:?}");
}

// Errors over real HTTP.

#[wasm_bindgen_test]
async fn a_wrong_credential_is_refused() {
    for backend in [Backend::Charm, Backend::Langchain, Backend::Foundry, Backend::Eliza, Backend::Kortix] {
        let wrong = match options(backend).auth {
            Some(Auth::ApiKey(_)) => api_key("wrong"),
            _ => bearer("wrong.kind.of"),
        };
        let id = if backend == Backend::Foundry { "live-agent" } else { UUID };
        let client = client(ClientOptions { auth: wrong, ..options(backend) });
        let error = failure(client.delete_agent(id, force()).await);
        // The platform behind langchain answers an unknown key with 403.
        let code =
            if backend == Backend::Langchain { ErrorCode::Forbidden } else { ErrorCode::Unauthenticated };
        assert_eq!(error.code, code, "{backend}: {error}");
        assert!(!error.outcome_unknown, "{backend}");
    }
}

#[wasm_bindgen_test]
async fn a_page_instead_of_an_answer_is_a_wrong_endpoint() {
    let base_url = Some([SANDBOX, "/eliza"].concat());
    let client = client(ClientOptions { base_url, ..options(Backend::Eliza) });
    let error = failure(client.delete_agent(UUID, force()).await);
    assert_eq!((error.code, error.outcome_unknown), (ErrorCode::WrongEndpoint, true));
    assert!(error.hint.as_ref().is_some_and(|hint| hint.contains("/api")), "{:?}", error.hint);
}

#[wasm_bindgen_test]
async fn nobody_at_the_address_is_a_network_error_with_its_cause() {
    let base_url = Some("http://127.0.0.1:1".to_owned());
    let client = client(ClientOptions { base_url, max_retries: 0, ..options(Backend::Charm) });
    let error = failure(client.delete_agent("agent_gone", force()).await);
    // Port 1 is one that fetch blocks, so nothing was sent.
    assert_eq!((error.code, error.outcome_unknown, error.status), (ErrorCode::Network, false, None));
    assert!(error.message.contains("127.0.0.1:1"), "{error}");
    assert!(error.cause.as_ref().and_then(|cause| cause.value::<JsValue>()).is_some());
}

#[wasm_bindgen_test]
async fn a_header_that_cors_forbids_is_a_network_error_in_browsers() {
    let headers = vec![("X-Not-Allowed-There".to_owned(), "1".to_owned())];
    let client = client(ClientOptions { headers, max_retries: 0, ..options(Backend::Eliza) });
    let id = "e1000000-0000-4000-8000-000000000003";
    let result = client.delete_agent(id, force()).await;
    if in_browser() {
        let error = failure(result);
        assert_eq!(error.code, ErrorCode::Network);
        assert!(error.hint.as_ref().is_some_and(|hint| hint.contains("CORS")), "{:?}", error.hint);
    } else {
        assert_eq!(must(result).outcome, Outcome::Deleted);
    }
}

// Retries and aborts.

#[wasm_bindgen_test]
async fn an_answer_of_503_is_tried_again() {
    let flaky = fetch(
        "retried",
        "seen.count = (seen.count ?? 0) + 1;
         return seen.count === 1 ? new Response('busy', { status: 503, headers: { 'retry-after-ms': '1' } }) : fetch(url, init);",
    );
    let client = client_with(options(Backend::Charm), flaky);
    let deletion = must(client.delete_agent("agent_daemon", force()).await);
    let statuses: Vec<_> = deletion.steps.iter().map(|step| (step.attempt, step.status)).collect();
    assert_eq!(statuses, [(1, Some(503)), (2, Some(204))]);
    assert_eq!(deletion.outcome, Outcome::Deleted);
}

#[wasm_bindgen_test]
async fn a_request_under_way_is_aborted() {
    let token = CancelToken::new();
    let mut delete = force();
    delete.call.cancel = Some(token.clone());
    let client = client(options(Backend::Langchain));
    let id = "1a000000-0000-4000-8000-000000000003";
    // The request leaves when the first of the two is polled; the second runs right after.
    let (result, ()) =
        join(client.delete_agent(id, delete), async { token.cancel(Cause::new("enough")) }).await;
    let error = failure(result);
    assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Aborted, true));
    assert_eq!(error.cause.as_ref().map(Cause::text), Some("enough"));
    assert_eq!(error.steps.iter().map(|step| step.status).collect::<Vec<_>>(), [None]);
}

#[wasm_bindgen_test]
async fn an_aborted_call_sends_nothing() {
    let token = CancelToken::new();
    token.cancel(Cause::new("before"));
    let mut delete = force();
    delete.call.cancel = Some(token);
    let client =
        client_with(options(Backend::Charm), fetch("unsent", "seen.sent = true; return fetch(url, init);"));
    assert_eq!(failure(client.delete_agent("agent_daemon", delete).await).code, ErrorCode::Aborted);
    assert!(must(Reflect::get(&global(), &"unsent".into())).is_undefined());
}

fn request() -> Request {
    let url = [SANDBOX, "/charm/v1/agents/agent_none"].concat();
    Request {
        method: Method::Get,
        url,
        headers: Vec::new(),
        body: None,
        read_headers: &[],
        max_reply_bytes: 1 << 20,
    }
}

#[wasm_bindgen_test]
async fn dropping_a_request_aborts_it() {
    let hanging = fetch("dropped", "seen.signal = init.signal; return new Promise(() => {});");
    assert!(hanging.send(request()).now_or_never().is_none());
    assert_eq!(must(Reflect::get(&seen("dropped", "signal"), &"aborted".into())), JsValue::TRUE);
}

#[wasm_bindgen_test]
async fn a_request_that_ended_is_not_aborted() {
    let kept = fetch("ended", "seen.signal = init.signal; return fetch(url, init);");
    assert_eq!(must(kept.send(request()).await).status, 401);
    assert_eq!(must(Reflect::get(&seen("ended", "signal"), &"aborted".into())), JsValue::FALSE);
}

#[wasm_bindgen_test]
async fn a_header_that_http_does_not_allow_is_a_failure_and_no_panic() {
    for (name, value) in [("x-a", "b\nc"), ("x-a", "b\0"), ("x-a", "\u{65e5}"), ("a b", "c")] {
        let wrong = Request { headers: vec![(name.to_owned(), value.to_owned())], ..request() };
        let sent = Fetch::default().send(wrong).await;
        let why = match sent {
            Err(SendFailure::NotSent { why, .. }) => Some(why),
            _ => None,
        };
        assert_eq!(why, Some(Unsent::Refused), "{name:?}: {value:?}");
    }
}

#[wasm_bindgen_test]
async fn the_request_is_a_plain_object_with_its_body() {
    let noting = fetch(
        "plain",
        "seen.init = JSON.stringify({ ...init, signal: 0, headers: { ...init.headers } }); return new Response();",
    );
    let headers = vec![("x-a".to_owned(), "1".to_owned())];
    let sent = Request { method: Method::Put, headers, body: Some("{}".to_owned()), ..request() };
    assert_eq!(must(noting.send(sent).await).status, 200);
    assert_eq!(
        seen("plain", "init"),
        r#"{"method":"PUT","headers":{"x-a":"1"},"redirect":"manual","body":"{}","signal":0}"#
    );
}

#[wasm_bindgen_test]
async fn only_what_workers_accept_is_sent() {
    let noting = fetch(
        "noted",
        "seen.init = Object.keys({ ...init }).sort().join(); return new Response(null, { status: 204 });",
    );
    let client = client_with(options(Backend::Charm), noting);
    assert_eq!(must(client.delete_agent("agent_1", force()).await).outcome, Outcome::Deleted);
    assert_eq!(seen("noted", "init"), "headers,method,redirect,signal");
}

// Replacements of fetch that misbehave.

/// What a deletion comes to when `fetch` has this body. Foundry proves a deletion by its body alone.
async fn outcome_of(body: &str) -> Result<Deletion, Error> {
    let quick =
        ClientOptions { max_retries: 0, timeout: Duration::from_millis(50), ..options(Backend::Foundry) };
    client_with(quick, fetch("hostile", body)).delete_agent("support-bot", force()).await
}

const PROOF: &str =
    "const proof = JSON.stringify({ object: 'agent.deleted', name: 'support-bot', deleted: true }); ";

#[wasm_bindgen_test]
async fn what_is_thrown_is_a_network_error() {
    for body in [
        "throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } })",
        "throw 'a text'",
        "throw undefined",
        "throw new Proxy({}, { get() { throw 1; } })",
        "return Promise.reject('a text')",
        "return Promise.reject(undefined)",
        "return Promise.reject(null)",
        "return { then() { throw 1; } }",
        "return { get then() { throw 1; } }",
        "return Response.error()",
        "return new Response(new ReadableStream({ pull(c) { c.error('broken'); } }))",
        "return new Response(new ReadableStream({ pull() { throw undefined; } }))",
    ] {
        let error = failure(outcome_of(body).await);
        assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Network, true), "{body}: {error}");
    }
}

#[wasm_bindgen_test]
async fn what_proves_that_nothing_was_sent_leaves_no_doubt() {
    let body = "throw new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } })";
    let error = failure(outcome_of(body).await);
    assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Network, false), "{error}");
}

#[wasm_bindgen_test]
async fn a_promise_is_awaited_whatever_its_own_then_does() {
    let body = "return Object.defineProperty(Promise.resolve(), 'then', { get() { throw 1; } })";
    let error = failure(outcome_of(body).await);
    assert_eq!((error.code, error.outcome_unknown), (ErrorCode::UnexpectedResponse, true), "{error}");
}

#[wasm_bindgen_test]
async fn what_is_no_response_proves_nothing() {
    for body in [
        "return undefined",
        "return null",
        "return 204",
        "return 'deleted'",
        "return () => 204",
        "return [204]",
        "return {}",
        "return { status: 204 }",
        "return { status: 200, ok: true, headers: {}, text: async () => proof }",
        "return { [Symbol.toStringTag]: 'Response', status: 200, headers: {} }",
        "return { [Symbol.toStringTag]: 'Response', status: 99, headers: {}, text: async () => proof }",
        "return { [Symbol.toStringTag]: 'Response', status: 200, text: async () => proof }",
        "return { [Symbol.toStringTag]: 'Response', status: 200, headers: {}, text: async () => 7 }",
        "return { [Symbol.toStringTag]: 'Response', status: 200, headers: {}, arrayBuffer: async () => undefined }",
        "return { [Symbol.toStringTag]: 'Response', status: 200, headers: {}, arrayBuffer: async () => 8 }",
        "return Object.create(Response.prototype)",
        "return new Response(new ReadableStream({ start(c) { c.enqueue('text'); c.close(); } }))",
        "return Object.defineProperty(new Response(proof), 'status', { get() { throw 1; } })",
        "return Object.defineProperty(new Response(proof), 'headers', { get() { throw 1; } })",
        "const read = new Response(proof); await read.text(); return read",
    ] {
        let body = ["return (async () => { ", PROOF, body, " })()"].concat();
        let error = failure(outcome_of(&body).await);
        assert_eq!(
            (error.code, error.outcome_unknown),
            (ErrorCode::UnexpectedResponse, true),
            "{body}: {error}"
        );
    }
}

#[wasm_bindgen_test]
async fn a_proxy_of_a_response_is_read_where_the_engine_can() {
    // Node's Response keeps its state in properties, which a proxy passes on; a browser's keeps it inside.
    let result = outcome_of(&[PROOF, "return new Proxy(new Response(proof), {})"].concat()).await;
    if in_browser() {
        assert_eq!(failure(result).code, ErrorCode::UnexpectedResponse);
    } else {
        assert_eq!(must(result).outcome, Outcome::Deleted);
    }
}

#[wasm_bindgen_test]
async fn a_response_of_another_making_is_read() {
    for body in [
        "return { then(resolve) { resolve(new Response(proof)); } }",
        "return { [Symbol.toStringTag]: 'Response', status: 200, headers: new Map(), text: async () => proof }",
        "return { [Symbol.toStringTag]: 'Response', status: 200, headers: {}, arrayBuffer: async () => new TextEncoder().encode(proof).buffer }",
        "return { [Symbol.toStringTag]: 'Response', status: 200, headers: new Headers(), body: new Response(proof).body }",
    ] {
        let body = [PROOF, body].concat();
        assert_eq!(must(outcome_of(&body).await).outcome, Outcome::Deleted, "{body}");
    }
}

#[wasm_bindgen_test]
async fn a_response_of_another_realm_is_read() {
    let body = "if (typeof document === 'undefined') return fetch(url, init);
        const frame = document.body.appendChild(document.createElement('iframe'));
        return frame.contentWindow.fetch(url, init);";
    let client = client_with(options(Backend::Foundry), fetch("realm", body));
    assert_eq!(must(client.delete_agent("hosted-idle", force()).await).outcome, Outcome::Deleted);
}

#[wasm_bindgen_test]
fn a_fetch_says_whose_it_is_and_no_more() {
    assert_eq!(format!("{:?}", Fetch::default()), "Fetch(global)");
    assert_eq!(format!("{:?}", fetch("secret", "return 1;")), "Fetch(replacement)");
}

#[wasm_bindgen_test]
async fn what_never_ends_times_out() {
    for body in [
        "return new Promise(() => {})",
        "return { then() {} }",
        "return new Response(new ReadableStream({ pull() { return new Promise(() => {}); }, cancel() { seen.cancelled = true; } }))",
    ] {
        let error = failure(outcome_of(body).await);
        assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Timeout, true), "{body}: {error}");
    }
    assert_eq!(seen("hostile", "cancelled"), JsValue::TRUE);
}

#[wasm_bindgen_test]
async fn an_endless_body_is_cancelled() {
    let body = "const chunk = new Uint8Array(65536).fill(32);
        return new Response(new ReadableStream({ pull(c) { c.enqueue(chunk.slice()); }, cancel() { seen.stopped = true; } }));";
    let error = failure(outcome_of(body).await);
    assert_eq!((error.code, error.outcome_unknown), (ErrorCode::UnexpectedResponse, true));
    assert_eq!(seen("hostile", "stopped"), JsValue::TRUE);
}
