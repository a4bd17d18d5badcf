//! LangChain Managed Deep Agents. Facts: its published OpenAPI document and SDK sources.
//!
//! Deleting is idempotent: a missing agent is answered with 204 too, so a 204 does not say that the agent was there.
//! Threads stay behind unless they are deleted first. A thread's own field may not name its agent; then only the query says
//! whose it is, and a proxy may have dropped that.

use super::missing::names_another;
use super::{
    Answer, Asked, Capabilities, Cascade, Extras, Facts, ForceSupport, IdRule, List, Next, Parameter, Part, PartKind,
    Platform, Template, Threads, Verdict,
};
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Json, Members, Scheme, typed};
use crate::step::Purpose;
use serde::Deserialize;

pub(super) struct Langchain;

static FACTS: Facts = Facts {
    title: "LangChain Managed Deep Agents",
    aliases: &["langsmith", "deepagents", "langchain-deep-agents"],
    capabilities: Capabilities {
        force: ForceSupport::None,
        stop: false,
        list: true,
        export: true,
        cascade: &[Cascade::Threads],
        destroys: &["the agent with its instructions, tools, subagents, skills and files"],
        keeps: &[
            "its threads: readable, but new runs on them fail with 502 (cascade: [\"threads\"] deletes them first)",
            "the tracing project",
            "the Context Hub repository",
        ],
    },
    default_base_url: Some("https://api.smith.langchain.com/v1/deepagents"),
    base_url_example: "https://api.smith.langchain.com/v1/deepagents",
    usual_base_ends: &["/v1/deepagents"],
    auth: &["apiKey"],
    default_api_version: None,
    api_key_header: "X-Api-Key",
    id: IdRule::UUID,
    id_member: "id",
    agent_path: "/agents/{}",
    stop_path: None,
    list: List::at(Template::get("/agents"))
        .with(&[
            Parameter::new("page_size", Asked::Size),
            Parameter::new("cursor", Asked::Cursor),
            Parameter::new("name", Asked::Search),
        ])
        .in_member("items")
        .paged(Next::Named { cursor: "next_cursor", more: None }),
    parts: &PARTS,
    sayings: &[],
    hints: &[],
    empty_200_is_proof: false,
    // A missing agent is answered with 204 too.
    deleted_means_existed: false,
    missing_is_certain: true,
    missing_proves_gone: true,
    read_tells_deletable: true,
    extras: Extras {
        // Without test_run the platform leaves out the threads of test runs, and with it all others. Pages are of the
        // largest size that it gives.
        thread_lists: &[
            Template::get("/threads?agent_id={}&page_size=20&test_run=false"),
            Template::get("/threads?agent_id={}&page_size=20&test_run=true"),
        ],
        thread_path: Some("/threads/{}"),
        cursor_parameter: "cursor",
        ..Extras::NONE
    },
};

static PARTS: [Part; 1] = [Part::new("export", PartKind::Agent, "/agents/{}?include_files=true")];

impl Platform for Langchain {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn base_path_fault(&self, path: &str) -> Option<&'static str> {
        // DELETE /api/v1/agents/{slug} on the same host destroys environments, runtimes and tracing projects.
        let path = lenient(path);
        (path.ends_with("/api/v1") || path.ends_with("/api/v1/agents")).then_some(
            "baseUrl must not end in /api/v1, which is another LangChain product; it ends in /v1/deepagents",
        )
    }

    fn judge(&self, _purpose: Purpose, id: Option<&AgentId>, answer: &Answer) -> Option<Verdict> {
        says_missing(answer, "agent_not_found", id).then_some(Verdict::MISSING)
    }

    fn hint(&self, code: ErrorCode, _answer: &Answer, auth: Option<Scheme>) -> Option<&'static str> {
        match (code, auth) {
            (ErrorCode::Unauthenticated, None | Some(Scheme::Bearer)) => {
                Some("Pass a LangSmith API key as auth.apiKey.")
            }
            (ErrorCode::Unauthenticated, Some(Scheme::ApiKey)) => Some(
                "auth.apiKey must be a LangSmith API key that is still valid; one of a whole organisation needs headers: { \"X-Tenant-Id\": … } with the workspace's id, too.",
            ),
            (ErrorCode::Forbidden, _) => {
                Some("The API key needs access to the workspace that owns the agent.")
            }
            (ErrorCode::WrongEndpoint, _) => Some("baseUrl should end in /v1/deepagents."),
            _ => None,
        }
    }

    fn read_threads(&self, id: &AgentId, body: &Json, found: &mut Threads) -> Option<String> {
        let page: ThreadPage = typed(body)?;
        for thread in page.threads {
            match thread.agent_id.as_deref() {
                None | Some("") => found.by_filter_alone = true,
                Some(named) if id.names(named) => {}
                Some(_) => {
                    found.names_another = true;
                    return None;
                }
            }
            found.add(AgentId::token(&thread.id)?);
        }
        Some(page.next_cursor.unwrap_or_default())
    }

    fn is_missing_thread(&self, thread: &AgentId, answer: &Answer) -> bool {
        says_missing(answer, "thread_not_found", Some(thread))
    }
}

/// Whether a 404 says by this code that something is not there. The code itself says what; an id that the words name besides
/// must be this one.
fn says_missing(answer: &Answer, code: &str, id: Option<&AgentId>) -> bool {
    answer.status == 404
        && answer.body().is_some_and(|body| {
            body.says("code", code) && !names_another(body.text("detail").unwrap_or_default(), id)
        })
}

/// A page of an agent's threads.
#[derive(Deserialize)]
struct ThreadPage {
    threads: Vec<Thread>,
    next_cursor: Option<String>,
}

#[derive(Deserialize)]
struct Thread {
    id: String,
    agent_id: Option<String>,
}

/// The path as a lenient server would read it: decoded, in lower case, without parameters and empty segments; a slash
/// before each.
fn lenient(path: &str) -> String {
    let (mut plain, mut rest) = (String::new(), path.as_bytes());
    let (mut begins, mut in_parameters) = (true, false);
    while let [byte, after @ ..] = rest {
        let mut byte = *byte;
        rest = after;
        if byte == b'%' {
            let [high, low, behind @ ..] = after else { continue };
            let (Some(high), Some(low)) = (hexadecimal(*high), hexadecimal(*low)) else { continue };
            byte = high << 4 | low;
            rest = behind;
        }
        match byte {
            b'/' => (begins, in_parameters) = (true, false),
            b';' => in_parameters = true,
            _ if in_parameters => {}
            _ => {
                if begins {
                    plain.push('/');
                    begins = false;
                }
                plain.push(char::from(byte.to_ascii_lowercase()));
            }
        }
    }
    plain
}

fn hexadecimal(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}
