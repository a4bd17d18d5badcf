//! What is told to people: on one line, in the right name, and with advice that fits.

use crate::support::*;
use agent_delete::{Backend, ClientOptions, DeleteOptions, Error, ErrorCode};

fn delete(backend: Backend, reply: impl Into<Act>) -> Error {
    failed(World::options(backend), reply)
}

fn failed(options: ClientOptions, reply: impl Into<Act>) -> Error {
    let backend = options.backend;
    let world = World::with([reply.into()]);
    // A conflict of Foundry is looked into.
    world.net.answer(|_| json(200, r#"{"data":[],"has_more":false}"#).into());
    let options = world.client_with(options);
    let wish = DeleteOptions { force: backend == Backend::Eliza, ..once() };
    world.run(options.delete_agent(id_of(backend), wish)).unwrap_err()
}

/// A platform's error with these words.
fn says(status: u16, words: &str) -> Act {
    let body = serde_json::json!({ "error": { "code": "c", "message": words } });
    json(status, &body.to_string()).into()
}

#[test]
fn a_page_that_refuses_is_not_the_platform() {
    let codes = [
        (400, ErrorCode::InvalidRequest),
        (401, ErrorCode::Unauthenticated),
        (403, ErrorCode::Forbidden),
        (407, ErrorCode::InvalidRequest),
        (408, ErrorCode::Timeout),
        (409, ErrorCode::Conflict),
        (422, ErrorCode::InvalidRequest),
        (429, ErrorCode::RateLimited),
        (451, ErrorCode::InvalidRequest),
        (500, ErrorCode::BackendFailure),
        (502, ErrorCode::BackendFailure),
        (503, ErrorCode::BackendFailure),
        (522, ErrorCode::BackendFailure),
    ];
    for (backend, base) in BASES {
        for (status, code) in codes {
            for page in [html(status), typed(status, "text/plain", "<html><h1>No</h1></html>")] {
                let error = delete(backend, page);
                assert_eq!((error.code, error.status), (code, Some(status)), "{backend}");
                assert_eq!(error.outcome_unknown, status >= 500 || status == 408, "{backend} {status}");
                let told = format!("a web page answered, not the platform ({status})");
                assert!(error.message.ends_with(&told), "{}", error.message);
                let hint = error.hint.as_deref().unwrap();
                assert!(hint.contains("firewall") && hint.contains(base), "{backend} {status}: {hint}");
                for wrong in ["credential", "role", "token", "API key", "force"] {
                    assert!(!hint.contains(wrong), "{backend} {status}: {hint}");
                }
            }
        }
    }
}

#[test]
fn a_wrong_endpoint_names_what_was_asked() {
    for (backend, base) in BASES {
        for reply in [empty(404), html(404), html(200), empty(405), empty(301), empty(302), empty(511)] {
            let status = reply.status;
            let error = delete(backend, reply);
            assert_eq!(error.code, ErrorCode::WrongEndpoint, "{backend} {status}");
            let hint = error.hint.as_deref().unwrap();
            let asked = format!("{base}{}", error.steps[0].path.strip_prefix(path_of(base)).unwrap());
            assert!(hint.contains(&format!("DELETE {asked}")), "{backend} {status}: {hint}");
            // The base URL ends as it should already.
            for advice in ["should", "lack"] {
                assert!(!hint.contains(advice), "{backend} {status}: {hint}");
            }
        }
    }
}

fn path_of(base: &str) -> &str {
    let rest = base.split_once("://").unwrap().1;
    rest.find('/').map_or("", |at| &rest[at..])
}

#[test]
fn a_base_url_of_another_shape_is_told_the_usual_one() {
    for (backend, base, advice) in [
        (Backend::Langchain, "https://e.com", "baseUrl should end in /v1/deepagents"),
        (Backend::Langchain, "https://e.com/v1", "baseUrl should end in /v1/deepagents"),
        (Backend::Foundry, "https://e.com", "/api/projects/{project}"),
        (Backend::Foundry, "https://e.com/api/projects", "/api/projects/{project}"),
        (Backend::Foundry, "https://e.com/api/projects/p/agents", "/api/projects/{project}"),
        (Backend::Eliza, "https://e.com", "lack /api?"),
        (Backend::Kortix, "https://e.com", "should end in /v1"),
    ] {
        let options = ClientOptions { base_url: Some(base.to_owned()), ..World::options(backend) };
        let error = failed(options, empty(404));
        let hint = error.hint.as_deref().unwrap();
        assert!(
            hint.contains(advice) && hint.contains(&format!("DELETE {base}/")),
            "{backend} {base}: {hint}"
        );
    }
    for (backend, base) in [
        (Backend::Langchain, "https://e.com/x/v1/deepagents/"),
        (Backend::Foundry, "https://e.com/api/projects/p/"),
        (Backend::Eliza, "http://localhost:3000/api/"),
        (Backend::Kortix, "https://e.com/api"),
        (Backend::Kortix, "https://e.com/v1//"),
    ] {
        let options = ClientOptions { base_url: Some(base.to_owned()), ..World::options(backend) };
        let hint = failed(options, empty(404)).hint.clone().unwrap();
        assert!(!hint.contains("should end") && !hint.contains("lack"), "{backend} {base}: {hint}");
    }
}

#[test]
fn what_an_elizaos_without_its_web_page_forbids_is_outside_its_api() {
    let error = delete(Backend::Eliza, typed(403, "text/plain", "Forbidden"));
    assert_eq!(error.code, ErrorCode::Forbidden);
    assert!(error.hint.as_deref().unwrap().contains("outside of /api"), "{:?}", error.hint);
}

#[test]
fn a_sentence_is_one_line_and_readable() {
    for (backend, _) in BASES {
        for (said, told) in [
            ("one\r\ntwo\tthree\u{0}\u{1b}[2Jfour", "one two three [2Jfour"),
            ("a\u{202e}b\u{2066}c\u{2028}d\u{200b}e\u{feff}", "abc de"),
            ("Busy.\r\n\r\n{\r\n \"code\": \"conflict\"\r\n}", "Busy."),
            ("{\"error\":{\"message\":\"inner words\"}}", "inner words"),
            ("Use {this} form", "Use {this} form"),
        ] {
            for status in [400, 409, 501] {
                let error = delete(backend, says(status, said));
                assert!(error.message.ends_with(&format!(": {told}")), "{backend}: {}", error.message);
                let whole = said.trim_matches(['\r', '\n', ' ']);
                assert_eq!(error.backend_message.as_deref(), Some(whole), "{backend}");
            }
        }
        let long = "word ".repeat(2000);
        let error = delete(backend, says(400, &long));
        assert!(error.message.chars().count() < 450 && error.message.ends_with('…'), "{}", error.message);
        assert_eq!(error.backend_message.as_deref(), Some(long.trim_ascii()));
        let error = delete(backend, Act::Network(None, format!("a\nb\u{202e}{long}")));
        assert!(error.message.contains("(ab word") || error.message.contains("(a b"), "{}", error.message);
        assert!(error.message.chars().count() < 450 && !error.message.contains(['\n', '\u{202e}']));
    }
}

#[test]
fn what_a_success_says_is_one_line_too() {
    let body = r#"{"message":"taken\r\non\u202e board"}"#;
    let world = World::with([json(202, body)]);
    let deletion = world.run(world.client(Backend::Charm).delete_agent("a", once())).unwrap();
    assert_eq!(deletion.message.as_deref(), Some("taken on board"));
}

#[test]
fn an_id_is_shown_as_it_is() {
    for (id, shown) in [
        ("agent_123\u{200b}", r"agent_123\u{200b}"),
        ("\u{feff}agent_123", r"\u{feff}agent_123"),
        ("agent\u{a0}", r"agent\u{a0}"),
        ("a\u{202e}b", r"a\u{202e}b"),
        ("a\r\nb", r"a\u{d}\u{a}b"),
        ("a\u{0}", r"a\u{0}"),
        (" a", " a"),
    ] {
        for (backend, _) in BASES {
            let world = World::new();
            let error = world.run(world.client(backend).delete_agent(id, once())).unwrap_err();
            assert_eq!(error.code, ErrorCode::InvalidInput, "{backend} {id:?}");
            assert!(error.message.contains(&format!("\"{shown}\"")), "{}", error.message);
            assert_eq!(error.agent_id.as_deref(), Some(id));
        }
    }
}
