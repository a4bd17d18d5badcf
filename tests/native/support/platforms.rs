//! The five platforms, as the tests address them.

use super::json;
use agent_delete::{Backend, Reply};

/// The credential of every test. Nothing that is shown or kept may hold it.
pub const KEY: &str = "sk-hunter2-7f3a";

/// Where each platform's API is.
pub const BASES: [(Backend, &str); 5] = [
    (Backend::Charm, "https://charm.example.com"),
    (Backend::Langchain, "https://api.smith.langchain.com/v1/deepagents"),
    (Backend::Foundry, "https://acct.services.ai.azure.com/api/projects/demo"),
    (Backend::Eliza, "https://eliza.example.com/api"),
    (Backend::Kortix, "https://api.kortix.com/v1"),
];

pub fn base_url(backend: Backend) -> &'static str {
    BASES.iter().find(|(of, _)| *of == backend).unwrap().1
}

/// An agent's id that the platform takes.
pub fn id_of(backend: Backend) -> &'static str {
    match backend {
        Backend::Charm => "agent_123",
        Backend::Foundry => "support-bot",
        _ => "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
    }
}

/// Another agent's.
pub fn other_id(backend: Backend) -> &'static str {
    match backend {
        Backend::Charm => "agent_124",
        Backend::Foundry => "support-bot-2",
        _ => "3f2504e0-4f89-41d3-9a0c-0305e82c3302",
    }
}

/// The body of a 200 to a read of the agent, idle and unprotected.
pub fn agent_json(backend: Backend) -> String {
    agent_json_with(backend, id_of(backend), "")
}

/// The same with another id, and with more members, each ending in a comma. One of them stands in place of its like.
pub fn agent_json_with(backend: Backend, id: &str, more: &str) -> String {
    match backend {
        Backend::Charm => {
            format!(r#"{{{more}"id":"{id}","user_id":"u","name":"Bot","version":"1","config":{{}}}}"#)
        }
        Backend::Langchain => {
            format!(r#"{{{more}"id":"{id}","name":"Bot","description":"helps","revision":"r1"}}"#)
        }
        Backend::Foundry => format!(
            r#"{{{more}"object":"agent","id":"{id}","name":"{id}","versions":{{"latest":{{"version":"1","status":"active","definition":{{"kind":"prompt"}}}}}}}}"#
        ),
        Backend::Eliza => format!(
            r#"{{"success":true,"data":{{{more}"id":"{id}","name":"Bot","status":"inactive","enabled":true,"createdAt":1709683200000}}}}"#
        ),
        // Of two members with one name the last counts.
        _ => format!(r#"{{"is_default":false,{more}"agent_id":"{id}","name":"Bot","metadata":{{}}}}"#),
    }
}

/// The platform's own "this agent is not there".
pub fn missing(backend: Backend) -> Reply {
    let body = match backend {
        Backend::Langchain => {
            r#"{"type":"about:blank","code":"agent_not_found","detail":"gone","status":404}"#
        }
        Backend::Foundry => r#"{"error":{"code":"not_found","message":"Agent doesn't exist"}}"#,
        Backend::Eliza => r#"{"success":false,"error":{"code":"NOT_FOUND","message":"Agent not found"}}"#,
        Backend::Kortix => r#"{"detail":"Worker not found"}"#,
        _ => r#"{"detail":"Agent not found"}"#,
    };
    json(404, body)
}
