//! LangGraph Agent Server (LangSmith Deployment): assistants. Facts: measured on langgraph-api 0.16.7 (Python) and on
//! @langchain/langgraph-api 1.5.1 (JavaScript), which answer differently.
//!
//! A read of a missing assistant is answered like an unknown route, so the list of its versions, a POST, tells. The default
//! assistants, one a graph, are not protected by the server, and every call that names the graph fails without its own: so they
//! are read first and protected here. To the JavaScript server a graph's name is an id, too, and deletes another assistant: only
//! UUIDs are taken.

use super::{
    Asked, Capabilities, Cascade, Extras, Facts, ForceSupport, IdRule, List, Next, Parameter, Part, PartKind, Platform,
    ReadsFirst, Saying, Template, Threads, Word, part::is_list,
};
use crate::agent::Agent;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Json, Members, typed};
use serde::Deserialize;

pub(super) struct Langgraph;

const VERSIONS: Template = Template::post("/assistants/{}/versions").with_body(r#"{"limit":1000}"#);

/// How many threads a page holds.
const THREADS: usize = 1000;

static FACTS: Facts = Facts {
    title: "LangGraph Agent Server",
    aliases: &["langgraph-server", "langgraph-platform", "langsmith-deployment", "langgraph-api"],
    capabilities: Capabilities {
        force: ForceSupport::Client,
        stop: false,
        list: true,
        export: false,
        cascade: &[Cascade::Threads],
        destroys: &["the assistant", "all its versions", "its cron jobs"],
        keeps: &[
            "its threads, with their runs and checkpoints: new runs of this assistant on them fail (cascade: [\"threads\"] deletes them first)",
            "a run in flight: it goes on",
            "the store",
        ],
    },
    default_base_url: None,
    base_url_example: "https://my-deployment.us.langgraph.app",
    usual_base_ends: &[],
    auth: &["apiKey", "bearer"],
    default_api_version: None,
    api_key_header: "X-Api-Key",
    id: IdRule::UUID,
    id_member: "assistant_id",
    agent_path: "/assistants/{}",
    stop_path: None,
    list: List::at(Template::post("/assistants/search").with_body("{}"))
        .with(&[
            Parameter::new("limit", Asked::Size).or("100"),
            Parameter::new("offset", Asked::Cursor),
            Parameter::new("name", Asked::Search),
        ])
        .paged(Next::Offset),
    parts: &PARTS,
    sayings: &[
        Saying::deleted(200, &[Word::OnlyId]),
        Saying::missing(404, &[Word::Missing(super::MESSAGE, "assistant")]),
        Saying::refused(403, &[Word::Is("/detail", "Missing authentication headers")], ErrorCode::Unauthenticated),
        Saying::refused(403, &[Word::Is("/detail", "Invalid token")], ErrorCode::Unauthenticated),
    ],
    hints: &[
        (ErrorCode::WrongEndpoint, "baseUrl should be the deployment's own address, without /v1."),
        (
            ErrorCode::Unauthenticated,
            "Pass a LangSmith API key as auth.apiKey, or the credential that the deployment's own code asks for.",
        ),
        (
            ErrorCode::Forbidden,
            "The API key must be of the workspace that owns the deployment, or allowed to delete by the deployment's own code.",
        ),
    ],
    empty_200_is_proof: false,
    deleted_means_existed: true,
    missing_is_certain: true,
    missing_proves_gone: true,
    read_tells_deletable: true,
    extras: Extras {
        reads_first: ReadsFirst::WithoutForce,
        second_read: Some(VERSIONS),
        thread_lists: &[
            Template::post("/threads/search").with_body(r#"{"metadata":{"assistant_id":"{}"},"limit":1000}"#),
        ],
        thread_path: Some("/threads/{}"),
        cursor_parameter: "offset",
        ..Extras::NONE
    },
};

static PARTS: [Part; 2] = [
    Part::new("agent", PartKind::Agent, "/assistants/{}"),
    Part::at("versions", PartKind::Extra, VERSIONS).that(is_list),
];

impl Platform for Langgraph {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn read_agent(&self, body: &Json) -> Option<Agent> {
        let mut agent = FACTS.agent(body)?;
        let made_by = body.place("/metadata/created_by").and_then(Json::as_str);
        agent.is_default = Some(made_by == Some("system"));
        Some(agent)
    }

    fn read_threads(&self, id: &AgentId, body: &Json, found: &mut Threads) -> Option<String> {
        let page: Vec<Thread> = typed(body)?;
        let count = page.len();
        for thread in page {
            // A thread that several assistants used names the last one.
            match thread.metadata.as_ref().and_then(|metadata| metadata.text("assistant_id")) {
                None => found.by_filter_alone = true,
                Some(named) if id.names(named) => {}
                Some(_) => {
                    found.names_another = true;
                    return None;
                }
            }
            found.add(AgentId::token(&thread.thread_id)?);
        }
        Some(if count < THREADS { String::new() } else { found.ids.len().to_string() })
    }

    fn is_missing_thread(&self, thread: &AgentId, answer: &super::Answer) -> bool {
        let says = |said: String| {
            said == "Thread not found" || said == format!("Thread with ID {thread} not found")
        };
        answer.status == 404 && answer.message().is_some_and(says)
    }
}

#[derive(Deserialize)]
struct Thread {
    thread_id: String,
    metadata: Option<Json>,
}
