//! LangChain Managed Deep Agents. Facts: its published OpenAPI document and SDK sources.
//!
//! Deleting is idempotent: a missing agent is answered with 204 too, so a 204 does not say that the agent was there.
//! Threads stay behind unless they are deleted first.

use super::{
    Answer, Asked, Capabilities, Cascade, Facts, ForceSupport, IdRule, PageQuery, Parameter, Part, PartKind,
    Platform,
};
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Auth, Json, Method, Route};
use crate::step::Purpose;
use crate::text::{before, pieces, split_once};
use alloc::string::String;
use alloc::vec::Vec;

pub(super) struct Langchain;

static FACTS: Facts = Facts {
    title: "LangChain Managed Deep Agents",
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
    default_api_version: None,
    api_key_header: "X-Api-Key",
    id: IdRule::UUID,
    id_member: "id",
    agent_path: "/agents/{}",
    stop_path: None,
    list_path: "/agents",
    list_parameters: &[
        Parameter::new("page_size", Asked::Size),
        Parameter::new("cursor", Asked::Cursor),
        Parameter::new("name", Asked::Search),
    ],
    list_member: Some("items"),
    parts: &PARTS,
    empty_200_is_proof: true,
    // A missing agent is answered with 204 too.
    deleted_means_existed: false,
    missing_is_certain: true,
    missing_proves_gone: true,
    read_tells_deletable: true,
};

static PARTS: [Part; 1] = [Part::new("export", PartKind::Agent, "/agents/{}?include_files=true")];

impl Platform for Langchain {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn base_path_fault(&self, path: &str) -> Option<&'static str> {
        // DELETE /api/v1/agents/{slug} on the same host destroys environments, runtimes and tracing projects.
        let path = lenient(path);
        path.strip_suffix("/agents").unwrap_or(&path).ends_with("/api/v1").then_some(
            "baseUrl must not end in /api/v1, which is another LangChain product; it ends in /v1/deepagents",
        )
    }

    fn is_missing(&self, _purpose: Purpose, answer: &Answer) -> bool {
        answer.status == 404 && answer.said.code_is("agent_not_found")
    }

    fn hint(&self, code: ErrorCode, _answer: &Answer, auth: Option<&Auth>) -> Option<&'static str> {
        match (code, auth) {
            (ErrorCode::Unauthenticated, None | Some(Auth::Bearer(_))) => {
                Some("Pass a LangSmith API key as auth.apiKey.")
            }
            (ErrorCode::Forbidden, _) => {
                Some("The API key needs access to the workspace that owns the agent.")
            }
            (ErrorCode::WrongEndpoint, _) => Some("baseUrl should end in /v1/deepagents."),
            _ => None,
        }
    }

    fn next_page(&self, _query: &PageQuery, body: &Json, _count: usize) -> Option<Option<String>> {
        cursor(body)
    }

    fn thread_lists(&self) -> &'static [&'static str] {
        // Without test_run the platform leaves out the threads of test runs, and with it all others.
        &["false", "true"]
    }

    fn threads_route(&self, id: &AgentId, list: &str, cursor: Option<&str>) -> Option<Route> {
        // The largest page that the platform gives.
        let route = Route::of(Method::Get, "/threads?agent_id={}&page_size=20", id);
        Some(route.query("test_run", list).query_if("cursor", cursor))
    }

    fn read_threads(&self, id: &AgentId, body: &Json) -> Option<(Vec<AgentId>, Option<String>)> {
        let thread_id = |thread: &Json| {
            // The field may be empty; naming another agent, it says that the query was not heeded.
            let another = thread.text("agent_id").is_some_and(|named| !named.is_empty() && !id.names(named));
            if another { None } else { AgentId::token(thread.text("id")?) }
        };
        Some((body.get("threads")?.read_items(thread_id)?, cursor(body)?))
    }

    fn delete_thread_route(&self, thread: &AgentId) -> Option<Route> {
        Some(Route::of(Method::Delete, "/threads/{}", thread))
    }
}

/// The cursor of the next page; an error where it is anything but a text.
fn cursor(body: &Json) -> Option<Option<String>> {
    match body.get("next_cursor") {
        None | Some(Json::Null) => Some(None),
        Some(Json::String(cursor)) => Some(Some(cursor.clone()).filter(|cursor| !cursor.is_empty())),
        Some(_) => None,
    }
}

/// The path as a lenient server would read it: decoded, in lower case, without parameters and empty segments; a slash
/// before each.
fn lenient(path: &str) -> String {
    let (mut decoded, mut rest) = (String::new(), path);
    while let Some((before, after)) = split_once(rest, "%") {
        decoded.push_str(before);
        rest = after;
        if let Some((hex, behind)) = after.split_at_checked(2)
            && let Ok(byte) = u8::from_str_radix(hex, 16)
        {
            decoded.push(char::from(byte));
            rest = behind;
        }
    }
    decoded.push_str(rest);
    let mut plain = String::new();
    for segment in pieces(&decoded, "/") {
        let segment = before(segment, ";");
        if !segment.is_empty() {
            plain.push('/');
            plain.push_str(segment);
        }
    }
    plain.make_ascii_lowercase();
    plain
}
