//! Letta, the V1 server. Facts: measured on server 0.16.8 with Postgres, and the sources of 0.6.54 to 0.16.4.
//!
//! The deletion of an agent with sleeptime agents takes those along, and their group; that of a sleeptime agent takes the group,
//! and changes the main agent: so it is read first, and needs `force`.
//! The words of a missing agent hold the record of whoever asked, and are not shown. A list whose cursor is deleted meanwhile
//! begins anew.

use super::verdict::Fault;
use super::{
    Asked, Capabilities, Extras, Facts, ForceSupport, IdRule, List, Means, Next, Parameter, Part, PartKind, Platform,
    ReadsFirst, Saying, Template, Word, part::is_list,
};
use crate::agent::Agent;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Json, Members};

pub(super) struct Letta;

static FACTS: Facts = Facts {
    title: "Letta",
    aliases: &["memgpt", "letta-cloud"],
    capabilities: Capabilities {
        force: ForceSupport::Client,
        stop: false,
        list: true,
        export: true,
        cascade: &[],
        destroys: &["the agent", "its messages and conversations", "its environment variables"],
        keeps: &[
            "memory blocks, also those made with it",
            "archives with their passages",
            "tools, folders, sources and identities",
            "groups of which it is a member: they go on naming it",
        ],
    },
    // The cloud's answers are not known.
    default_base_url: None,
    base_url_example: "http://localhost:8283/v1",
    usual_base_ends: &["/v1"],
    auth: &["bearer", "apiKey"],
    default_api_version: None,
    api_key_header: "Authorization",
    id: IdRule::new(
        |text| AgentId::prefixed_uuid("agent-", text),
        "\"agent-\" and a UUID (8-4-4-4-12 hexadecimal digits)",
        "agent-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    ),
    id_member: "id",
    agent_path: "/agents/{}",
    stop_path: None,
    list: List::at(Template::get("/agents/"))
        .with(&[
            Parameter::new("limit", Asked::Size).or("100"),
            Parameter::new("after", Asked::Cursor),
            Parameter::new("query_text", Asked::Search),
        ])
        .paged(Next::LastRow { member: "id", more: None, restarts: true }),
    parts: &PARTS,
    sayings: &[
        Saying::deleted(200, &[Word::Is("/message", "Agent id={} successfully deleted")]),
        Saying::new(404, &[Word::Begins("/detail", "Agent not found with id='['{}']'")], MISSING),
        Saying::new(404, &[Word::Begins("/detail", "Agent agent_id={} not found for ")], MISSING),
        Saying::missing(404, &[Word::Is("/detail", "Agent with ID {} not found")]),
        // What hangs on an agent is asked for by its id.
        Saying::new(
            400,
            &[Word::Begins("/detail", "Failed to hard delete Agent with ID ")],
            Means::Failed(Fault::doubtful(ErrorCode::BackendFailure, "the server failed in the midst of the deletion")),
        ),
        // What breaks off may have been about to say so.
        Saying::new(
            400,
            &[Word::Broken],
            Means::Failed(Fault::doubtful(ErrorCode::BackendFailure, "it answered 400 with a body that can't be read")),
        ),
        // It always says why; whoever left that out may have left out those words.
        Saying::new(
            400,
            &[Word::Empty],
            Means::Failed(Fault::doubtful(ErrorCode::BackendFailure, "it answered 400 without a word, as Letta never does")),
        ),
        Saying::new(409, &[Word::Begins("/detail", "The resource is currently locked")], BUSY),
        Saying::new(409, &[Word::Begins("/detail", "A database deadlock was detected")], BUSY),
    ],
    hints: &[
        (ErrorCode::WrongEndpoint, "baseUrl should end in /v1, as in http://host:8283/v1."),
        (ErrorCode::Unauthenticated, "Pass the server's password, or the key of Letta Cloud, as auth.bearer."),
        (ErrorCode::NotFound, "Another organization's agent is told in the same words."),
        (ErrorCode::Conflict, "An agent that manages a group can be deleted once that group is."),
    ],
    empty_200_is_proof: false,
    deleted_means_existed: true,
    // Another organization's agent is told in the same words.
    missing_is_certain: false,
    missing_proves_gone: true,
    read_tells_deletable: false,
    extras: Extras { reads_first: ReadsFirst::WithoutForce, ..Extras::NONE },
};

const MISSING: Means = Means::Failed(Fault::MISSING_IN_PRIVATE);

const BUSY: Means = Means::Failed(
    Fault::refused(ErrorCode::Conflict, "another operation has the agent locked").worth_repeating(),
);

static PARTS: [Part; 5] = [
    Part::new("export", PartKind::Export, "/agents/{}/export").that(|export| export.get("agents").is_some()),
    Part::new("agent", PartKind::Agent, "/agents/{}"),
    Part::new("blocks", PartKind::Extra, "/agents/{}/core-memory/blocks").that(is_list),
    Part::new("passages", PartKind::Extra, "/agents/{}/archival-memory?limit=1000").that(is_list),
    Part::new("messages", PartKind::Extra, "/agents/{}/messages?limit=1000").that(is_list),
];

impl Platform for Letta {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn takes_along(&self, agent: &Agent) -> Option<String> {
        let group = ["managed_group", "multi_agent_group"].iter().find_map(|name| {
            let is_sleeptime =
                |group: &&Json| matches!(group.text("manager_type"), Some("sleeptime" | "voice_sleeptime"));
            agent.raw.get(name).filter(is_sleeptime)
        });
        if let Some(group) = group {
            let ids = group.get("agent_ids").and_then(Json::as_array);
            let ids: Vec<_> = ids.into_iter().flatten().filter_map(Json::as_str).collect();
            return Some(format!("its sleeptime agents and their group ({})", ids.join(", ")));
        }
        // Of one that manages two groups, the server names none.
        if agent.raw.flag("enable_sleeptime") == Some(true) {
            return Some("its sleeptime agents, which the server does not name".to_owned());
        }
        matches!(agent.raw.text("agent_type"), Some("sleeptime_agent" | "voice_sleeptime_agent"))
            .then(|| "the sleeptime group that it works in, and so its main agent's sleeptime".to_owned())
    }
}
