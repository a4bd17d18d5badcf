//! Ids and base URLs: no request leaves but to the agent's own path.

use crate::support::*;
use agent_delete::{
    Auth, Backend, BackupOptions, CallOptions, Client, ClientOptions, DeleteManyOptions, DeleteOptions,
    ErrorCode, ListOptions,
};
use std::time::Duration;

/// Texts that are trouble in a path.
fn corpus() -> Vec<String> {
    let mut corpus: Vec<String> = [
        "",
        ".",
        "..",
        "...",
        "/",
        "//",
        "\\",
        "a/b",
        "a\\b",
        "../x",
        "x/..",
        "./x",
        "%",
        "%2e",
        "%2E%2E",
        "%2e.",
        "%2f",
        "%252e",
        "%252E%252e",
        "a%5cb",
        "a%252Fb",
        "a%25252fb",
        "x%2f..%2Fagent_123",
        "x/../agent_123",
        "./agent_123",
        "../agents/agent_123",
        "../../anything/else",
        "..;x",
        "%3Bx",
        "a%0ab",
        "a%e2%80%8b",
        "a%ff",
        "%20a",
        "50%",
        "a%20b",
        "agent_123\u{2060}",
        "agent\u{202e}_123",
        "agent_123\u{fe0f}",
        "agent_123\u{e0041}",
        "\u{3000}a",
        "%00",
        "a%2Fb",
        "x/memories",
        "x?force=true",
        "?",
        "#",
        "x#y",
        "a b",
        " ",
        " a",
        "a ",
        "\t",
        "\n",
        "a\nb",
        "\r\n",
        "\u{0}",
        "a\u{0}",
        "\u{7f}",
        "\u{85}",
        "\u{a0}",
        "\u{200b}",
        "\u{feff}",
        "\u{2028}",
        "\u{2024}\u{2024}",
        "．．",
        "é",
        "e\u{301}",
        "😀",
        "ＡＢ",
        ";",
        "a;b=c",
        ":",
        "a:stop",
        "@",
        "a@b",
        "&",
        "=",
        "+",
        "*",
        "(",
        "'",
        "\"",
        "<script>",
        "{id}",
        "null",
        "undefined",
        "NaN",
        "0",
        "-",
        "--",
        "-a",
        "a-",
        "_",
        "~",
        "!",
        "$",
        ",",
        "|",
        "^",
        "`",
        "agents",
        "v1",
        "http://evil.example.com",
        "//evil.example.com",
        "javascript:alert(1)",
        "a.b",
        ".a",
        "a.",
        "3f2504e0-4f89-41d3-9a0c-0305e82c330",
        "3f2504e0-4f89-41d3-9a0c-0305e82c33011",
        "3f2504e04f8941d39a0c0305e82c3301",
        "{3f2504e0-4f89-41d3-9a0c-0305e82c3301}",
        "urn:uuid:3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        " 3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "3f2504e0-4f89-41d3-9a0c-0305e82c3301/",
        "3f2504e0-4f89-41d3-9a0c-0305e82c3301/memories",
        "3f2504e0-4f89-41d3-9a0c-0305e82c3301?x",
        "3f2504e0-4f89-41d3-9a0c-0305e82c330g",
        "3f2504e0_4f89_41d3_9a0c_0305e82c3301",
        "３f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "522b276a-356b-0f39-813d-fabea2cd43e1",
        "00000000-0000-0000-0000-000000000000",
        "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
    ]
    .map(str::to_owned)
    .into();
    corpus.extend(["a".repeat(63), "a".repeat(64), "a".repeat(5000), "é".repeat(3000), "../".repeat(2000)]);
    corpus.extend((0..=0x2ff).filter_map(char::from_u32).map(|c| format!("a{c}b")));
    corpus
}

/// Whether the id is one by the platform's rule, said a second time and differently.
fn is_id(backend: Backend, id: &str) -> bool {
    let hex = |text: &str| text.bytes().all(|b| b.is_ascii_hexdigit());
    match backend {
        Backend::Charm => {
            // The corpus holds no deeper escapes and no other invisible characters than these.
            let dots = ["", ".", "..", "%2e", "%2E%2E", "%2e.", "%252e", "%252E%252e", ";", "..;x", "%3Bx"];
            let escaped = ["%2f", "%2F", "%5c", "%5C", "%25252f", "%252F", "%00", "%0a", "%e2%80%8b", "%ff"];
            let unseen = "/\\\u{ad}\u{200b}\u{feff}\u{2028}\u{2060}\u{202e}\u{fe0f}\u{e0041}";
            !dots.contains(&id)
                && !escaped.iter().any(|part| id.contains(part))
                && id.trim() == id
                && !id.starts_with("%20")
                && id.chars().all(|c| c >= ' ' && !('\u{7f}'..='\u{9f}').contains(&c) && !unseen.contains(c))
        }
        Backend::Foundry => {
            let bytes = id.as_bytes();
            (1..=63).contains(&bytes.len())
                && bytes.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
                && bytes[0] != b'-'
                && bytes[bytes.len() - 1] != b'-'
        }
        _ => {
            id.len() == 36
                && id.is_ascii()
                && [8, 13, 18, 23].iter().all(|at| id.as_bytes()[*at] == b'-')
                && hex(&id.replace('-', ""))
                && id.matches('-').count() == 4
        }
    }
}

/// `encodeURIComponent`, said a second time.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            _ if "-_.!~*'()".contains(char::from(byte)) => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[test]
fn an_id_becomes_exactly_one_segment_or_no_request_leaves() {
    for (backend, base) in BASES {
        let (mut taken, mut refused) = (0, 0);
        for id in corpus() {
            let world = World::answering(|_| empty(204).into());
            let client = world.client(backend);
            let options = DeleteOptions { force: backend == Backend::Eliza, ..once() };
            let ended = world.run(client.delete_agent(&id, options));
            if !is_id(backend, &id) {
                refused += 1;
                let error = ended.unwrap_err();
                assert_eq!(error.code, ErrorCode::InvalidInput, "{backend} {id:?}");
                assert_eq!(error.agent_id.as_deref(), Some(id.as_str()));
                assert!(error.message.len() < 600 && !error.message.chars().any(char::is_control));
                assert!(world.sent().is_empty(), "{backend} {id:?} sent {:?}", world.lines());
                assert!(error.steps.is_empty() && !error.outcome_unknown && !error.retryable);
                continue;
            }
            taken += 1;
            let deletion = ended.unwrap_or_else(|error| panic!("{backend} {id:?}: {error}"));
            let uuid = !matches!(backend, Backend::Charm | Backend::Foundry);
            let sent_id = if uuid { id.to_ascii_lowercase() } else { id.clone() };
            let (below, query) = match backend {
                Backend::Charm => ("/v1/agents/", ""),
                Backend::Foundry => ("/agents/", "?api-version=v1"),
                _ => ("/agents/", ""),
            };
            let sent = world.sent();
            assert_eq!(sent.len(), 1);
            assert_eq!(sent[0].url, format!("{base}{below}{}{query}", encoded(&sent_id)), "{backend} {id:?}");
            assert_eq!(sent[0].method, "DELETE");
            assert_eq!(deletion.agent_id, sent_id);
            assert_eq!(deletion.steps[0].path, sent[0].path());
        }
        assert!(taken > 3 && refused > 30, "{backend}: {taken} taken, {refused} refused");
    }
}

#[test]
fn every_method_checks_the_id() {
    for (backend, _) in BASES {
        let world = World::new();
        let client = world.client(backend);
        for id in ["", ".", "..", "a\u{0}"] {
            let call = CallOptions::default;
            let errors = [
                world.run(client.delete_agent(id, forced())).unwrap_err(),
                world.run(client.plan_deletion(id, forced())).unwrap_err(),
                world.run(client.get_agent(id, call())).unwrap_err(),
                world.run(client.backup_agent(id, BackupOptions::default())).unwrap_err(),
                world.run(client.stop_agent(id, call())).unwrap_err(),
            ];
            assert!(errors.iter().all(|error| error.code == ErrorCode::InvalidInput), "{backend} {id:?}");
            assert!(errors.iter().all(|error| error.backend == Some(backend)));
        }
        assert!(world.sent().is_empty());
    }
}

fn connect(
    backend: Backend,
    base: &str,
    auth: Option<Auth>,
    insecure: bool,
) -> Result<Client, agent_delete::Error> {
    let options = ClientOptions {
        base_url: Some(base.to_owned()),
        auth,
        allow_insecure_http: insecure,
        ..ClientOptions::new(backend)
    };
    Client::with_transport(options, Scripted::default())
}

#[test]
fn a_header_that_carries_a_credential_goes_over_plain_http_to_loopback_alone() {
    let connect = |base: &str, name: &str| {
        let headers = vec![(name.to_owned(), "hunter2".to_owned())];
        let base_url = Some(base.to_owned());
        let options = ClientOptions { base_url, headers, ..ClientOptions::new(Backend::Charm) };
        Client::with_transport(options, Scripted::default())
    };
    for (name, is_secret) in [
        ("Authorization", true),
        ("Proxy-Authorization", true),
        ("X-Api-Key", true),
        ("api-key", true),
        ("xi-api-key", true),
        ("X-Goog-Api-Key", true),
        ("Ocp-Apim-Subscription-Key", true),
        ("X-Amz-Security-Token", true),
        ("X-BARE-PASSWORD", true),
        ("X-Vapi-Secret", true),
        ("X-Auth", true),
        ("Cookie", true),
        ("X-Tenant-Id", false),
        ("Idempotency-Key", false),
        ("User-Agent", false),
        ("X-Keyword", false),
    ] {
        assert_eq!(connect("http://charm.example.com", name).is_err(), is_secret, "{name}");
        assert!(connect("http://localhost:3000", name).is_ok(), "{name}");
        assert!(connect("https://charm.example.com", name).is_ok(), "{name}");
    }
}

#[test]
fn a_base_url_that_is_none_is_refused_without_repeating_it() {
    for (backend, _) in BASES {
        for bad in [
            "",
            " ",
            "/",
            "/api",
            "api",
            "example.com",
            "example.com/api",
            "//example.com",
            "http://",
            "https://",
            "ftp://example.com",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "data:text/plain,x",
            "blob:https://example.com/x",
            "ws://example.com",
            "mailto:a@example.com",
            "https://example.com?hunter2",
            "https://example.com/?",
            "https://example.com/#",
            "https://example.com/api?x=hunter2",
            "https://example.com/api#hunter2",
            "https://user:hunter2@example.com",
            "https://hunter2@example.com",
            "https://:hunter2@example.com",
            "https://exa mple.com",
            "https://[::1",
            "https://example.com:99999",
            "https://%zz",
            "https://a%00b.com",
            "https://example.com/api/%2e%2e/",
            "https://example.com/api/%2E%2e",
            "https://example.com/api/.%2e/v1",
            "https://example.com/api/%2e/v1",
            "https://example.com/api/%252e%252e/v1",
            "https://example.com/api%2f..%2fv1",
            "https://example.com/api/..%5cv1",
            "https://example.com/api/%2\ne%2e",
            "https://example.com/api/..;x/v1",
            "https://example.com/%ff/%2e%2e",
        ] {
            let error = connect(backend, bad, None, true).map(|_| ()).unwrap_err();
            assert_eq!(error.code, ErrorCode::InvalidInput, "{backend} {bad:?}");
            assert!(error.message.contains("baseUrl"), "{}", error.message);
            assert!(!format!("{error:?}").contains("hunter2"));
            assert_eq!((error.backend, error.agent_id.as_deref()), (Some(backend), None));
        }
    }
}

#[test]
fn requests_stay_below_the_base_path() {
    for (base, url) in [
        ("https://e.com", "https://e.com/agents/"),
        ("https://e.com/", "https://e.com/agents/"),
        ("https://e.com///", "https://e.com/agents/"),
        ("https://E.com:443/api", "https://e.com/api/agents/"),
        ("http://localhost:3000/api/", "http://localhost:3000/api/agents/"),
        ("https://e.com/a/../b", "https://e.com/b/agents/"),
        ("https://e.com/a/./b", "https://e.com/a/b/agents/"),
        ("https://e.com/a//b", "https://e.com/a//b/agents/"),
        ("https://e.com/a b/é", "https://e.com/a%20b/%C3%A9/agents/"),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]/x/agents/"),
        ("https://bücher.example/x", "https://xn--bcher-kva.example/x/agents/"),
    ] {
        let world = World::with([empty(204)]);
        let client = world
            .client_with(ClientOptions { base_url: Some(base.to_owned()), ..World::options(Backend::Eliza) });
        let id = id_of(Backend::Eliza);
        world.run(client.delete_agent(id, forced())).unwrap();
        assert_eq!(world.sent()[0].url, format!("{url}{id}"), "{base}");
    }
}

#[test]
fn a_credential_goes_over_plain_http_only_to_this_machine() {
    let key = || Some(Auth::Bearer("hunter2".into()));
    for local in [
        "http://localhost",
        "http://LOCALHOST:3000/api",
        "http://a.localhost",
        "http://127.0.0.1:1",
        "http://127.9.9.9",
        "http://[::1]:3000",
        "http://2130706433",
        "http://0x7f.1",
    ] {
        assert!(connect(Backend::Eliza, local, key(), false).is_ok(), "{local}");
    }
    for open in [
        "http://example.com",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://10.0.0.1",
        "http://192.168.1.1",
        "http://0.0.0.0",
        "http://[::2]",
        "http://[::ffff:10.0.0.1]",
        "http://notlocalhost",
        "http://127.example.com",
        "http://127.0.0.1x.com",
    ] {
        let error = connect(Backend::Eliza, open, key(), false).map(|_| ()).unwrap_err();
        assert_eq!(error.code, ErrorCode::InvalidInput, "{open}");
        assert!(error.message.contains("allowInsecureHttp") && !format!("{error:?}").contains("hunter2"));
        assert!(connect(Backend::Eliza, open, key(), true).is_ok(), "{open}");
        assert!(connect(Backend::Eliza, open, None, false).is_ok(), "no credential, no danger");
        for name in ["Authorization", "cookie", "X-API-KEY", "api-key", "Proxy-Authorization"] {
            let options = ClientOptions {
                base_url: Some(open.to_owned()),
                headers: vec![(name.to_owned(), "hunter2".to_owned())],
                ..ClientOptions::new(Backend::Eliza)
            };
            let error = Client::with_transport(options, Scripted::default()).map(|_| ()).unwrap_err();
            assert_eq!(error.code, ErrorCode::InvalidInput, "{name}");
        }
    }
    // A platform's own header is one there, and any other is none.
    for (backend, name, travels) in [
        (Backend::Elevenlabs, "XI-API-Key", false),
        (Backend::Vertex, "x-goog-api-key", false),
        (Backend::Letta, "x-goog-api-key", true),
        (Backend::Elevenlabs, "x-trace", true),
        (Backend::Eliza, "x-trace", true),
    ] {
        let base = base_url(backend).replace("https://", "http://");
        let options = ClientOptions {
            base_url: Some(base),
            headers: vec![(name.to_owned(), "hunter2".to_owned())],
            ..ClientOptions::new(backend)
        };
        assert_eq!(Client::with_transport(options, Scripted::default()).is_ok(), travels, "{backend} {name}");
    }
}

#[test]
fn langchains_other_product_is_never_reached() {
    for bad in [
        "https://api.smith.langchain.com/api/v1",
        "https://api.smith.langchain.com/api/v1/",
        "https://e.com/x/api/v1",
        "https://e.com/API/V1//",
        "https://e.com/api/v1/.",
        "https://e.com/api/x/../v1",
        "https://e.com/%61pi/v1",
        "https://e.com/api//v1",
        "https://e.com/api/v1/agents",
        "https://e.com/api;x/v1;y",
    ] {
        let error = connect(Backend::Langchain, bad, None, false).map(|_| ()).unwrap_err();
        assert!(error.code == ErrorCode::InvalidInput && error.message.contains("/api/v1"), "{bad}");
    }
    let world = World::with([empty(204)]);
    let client = world.client_with(ClientOptions { base_url: None, ..World::options(Backend::Langchain) });
    world.run(client.delete_agent(id_of(Backend::Langchain), once())).unwrap();
    assert_eq!(
        world.sent()[0].url,
        "https://api.smith.langchain.com/v1/deepagents/agents/3f2504e0-4f89-41d3-9a0c-0305e82c3301"
    );
}

#[test]
fn options_that_cannot_be_used_are_refused() {
    let refused = |options: ClientOptions, word: &str| {
        let error = Client::with_transport(options, Scripted::default()).map(|_| ()).unwrap_err();
        assert_eq!(error.code, ErrorCode::InvalidInput);
        assert!(error.message.contains(word), "{}", error.message);
    };
    for backend in [Backend::Charm, Backend::Foundry, Backend::Eliza, Backend::Kortix] {
        refused(ClientOptions::new(backend), "baseUrl");
    }
    for (backend, _) in BASES.iter().filter(|(backend, _)| *backend != Backend::Foundry) {
        refused(
            ClientOptions { api_version: Some("v1".to_owned()), ..World::options(*backend) },
            "apiVersion",
        );
    }
    let foundry = || World::options(Backend::Foundry);
    refused(ClientOptions { api_version: Some(String::new()), ..foundry() }, "apiVersion");
    refused(ClientOptions { timeout: Duration::ZERO, ..foundry() }, "timeoutMs");
    for name in ["", "a b", "a\n", "é", "a:b"] {
        refused(ClientOptions { headers: vec![(name.to_owned(), "v".to_owned())], ..foundry() }, "headers");
    }
    for value in ["a\nb", "a\r", "\u{0}", "ж"] {
        refused(
            ClientOptions { headers: vec![("X-A".to_owned(), value.to_owned())], ..foundry() },
            "headers",
        );
    }
}

#[test]
fn foundrys_version_is_in_every_query() {
    let world = World::answering(|_| empty(204).into());
    let client = world.client_with(ClientOptions {
        api_version: Some("2026-01-01 preview&x".to_owned()),
        ..World::options(Backend::Foundry)
    });
    world.run(client.delete_agent("a", forced())).unwrap();
    assert_eq!(
        world.lines(),
        ["DELETE /api/projects/demo/agents/a?api-version=2026-01-01%20preview%26x&force=true"]
    );
}

#[test]
fn a_list_and_a_bulk_check_their_options() {
    let world = World::new();
    let client = world.client(Backend::Charm);
    for page_size in [0, 101, u32::MAX] {
        let options = ListOptions { page_size: Some(page_size), ..ListOptions::default() };
        assert_eq!(client.list_agents(options).unwrap_err().code, ErrorCode::InvalidInput);
    }
    let options = DeleteManyOptions { concurrency: 0, ..DeleteManyOptions::default() };
    assert_eq!(client.delete_agents(Ids::new(["a"]), options).unwrap_err().code, ErrorCode::InvalidInput);
}
