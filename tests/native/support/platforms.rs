//! The platforms, as the tests address them: five by hand, the others by their data in `tests/platforms/`.

use super::{empty, json, with};
use agent_delete::{Backend, Body, Description, Reply};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The credential of every test. Nothing that is shown or kept may hold it.
pub const KEY: &str = "sk-hunter2-7f3a";

/// The folder `tests`, also for the guided fuzzer, which shares these modules and has its manifest beside it.
pub fn tests() -> PathBuf {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    above.map(|folder| folder.join("tests")).find(|tests| tests.join("wire").is_dir()).unwrap()
}

/// Where the API is of each of the five that most tests go through.
pub const BASES: [(Backend, &str); 5] = [
    (Backend::Charm, "https://charm.example.com"),
    (Backend::Langchain, "https://api.smith.langchain.com/v1/deepagents"),
    (Backend::Foundry, "https://acct.services.ai.azure.com/api/projects/demo"),
    (Backend::Eliza, "https://eliza.example.com/api"),
    (Backend::Kortix, "https://api.kortix.com/v1"),
];

pub fn base_url(backend: Backend) -> &'static str {
    match BASES.iter().find(|(of, _)| *of == backend) {
        Some((_, base)) => base,
        None => Further::of(backend).data["baseUrl"].as_str().unwrap(),
    }
}

/// An agent's id that the platform takes.
pub fn id_of(backend: Backend) -> &'static str {
    match backend {
        Backend::Charm => "agent_123",
        Backend::Foundry => "support-bot",
        _ if !BASES.iter().any(|(of, _)| *of == backend) => Further::of(backend).data["id"].as_str().unwrap(),
        _ => "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
    }
}

/// Another agent's.
pub fn other_id(backend: Backend) -> &'static str {
    match backend {
        Backend::Charm => "agent_124",
        Backend::Foundry => "support-bot-2",
        _ if !BASES.iter().any(|(of, _)| *of == backend) => {
            Further::of(backend).data["otherId"].as_str().unwrap()
        }
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
        Backend::Kortix => {
            format!(r#"{{"is_default":false,{more}"agent_id":"{id}","name":"Bot","metadata":{{}}}}"#)
        }
        _ => {
            let mut agent = Further::of(backend).data["agent"].clone();
            let more: Value = serde_json::from_str(&format!("{{{}}}", more.trim_end_matches(','))).unwrap();
            let members = match Further::of(backend).envelope() {
                Some(envelope) => &mut agent[envelope],
                None => &mut agent,
            };
            members.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            agent.to_string()
        }
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

/// A platform that its data in `tests/platforms/` describes.
#[derive(Debug)]
pub struct Further {
    pub backend: Backend,
    pub data: Value,
}

/// All of those, in the order of their names.
pub static FURTHER: LazyLock<Vec<Further>> = LazyLock::new(|| {
    let folder = tests().join("platforms");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let read = |path: &PathBuf| {
        let backend = Backend::from_name(path.file_stem().unwrap().to_str().unwrap()).unwrap();
        let data = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        Further { backend, data }
    };
    files.iter().map(read).collect()
});

/// The platforms of this crate that are given as descriptions as well, in `tests/descriptions/`: each with its twin's data.
pub static TWINS: LazyLock<Vec<Further>> = LazyLock::new(|| {
    let folder = tests().join("descriptions");
    let twin = |of: &Further| {
        let text = fs::read_to_string(folder.join(format!("{}.json", of.backend))).ok()?;
        let description = Description::from_json(&serde_json::from_str(&text).unwrap()).unwrap();
        Some(Further { backend: description.into(), data: of.data.clone() })
    };
    let twins: Vec<_> = FURTHER.iter().filter_map(twin).collect();
    assert_eq!(
        twins.len(),
        fs::read_dir(folder).unwrap().count(),
        "a description of each of these, and no other"
    );
    twins
});

/// A platform that deletes by POST, as none that this crate knows does: Retell, described so.
pub static BY_POST: LazyLock<Further> = LazyLock::new(|| {
    let text = include_str!("../../descriptions/retell.json");
    let mut description: Value = serde_json::from_str(text).unwrap();
    description["name"] = "by-post".into();
    description["delete"]["method"] = "POST".into();
    let backend = Description::from_json(&description).unwrap().into();
    let mut data = Further::of(Backend::Retell).data.clone();
    data["delete"] = "POST /delete-agent/{}".into();
    Further { backend, data }
});

impl Further {
    /// All of those, the twins among them.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        FURTHER.iter().chain(TWINS.iter())
    }

    pub fn of(backend: Backend) -> &'static Self {
        let found = Self::all().find(|further| further.backend == backend);
        found.unwrap_or_else(|| Some(&*BY_POST).filter(|further| further.backend == backend).unwrap())
    }

    /// The name of the platform whose data it is.
    pub fn kind(&self) -> &'static str {
        self.backend.name().trim_end_matches("-twin")
    }

    pub fn id(&self) -> String {
        self.data["id"].as_str().unwrap().to_owned()
    }

    /// The request line that the data has under this name, for an id.
    pub fn line(&self, name: &str, id: &str) -> String {
        self.data[name].as_str().unwrap().replace("{}", id)
    }

    /// Whether the agent is read before it is deleted without `force`.
    pub fn reads_first(&self) -> bool {
        self.data["readsFirst"] == true
    }

    /// The member in which the agent stands, where it does not stand alone.
    pub fn envelope(&self) -> Option<&str> {
        let mut members = self.data["agent"].as_object().unwrap().iter();
        match (members.next(), members.next()) {
            (Some((name, agent)), None) if agent.is_object() => Some(name),
            _ => None,
        }
    }

    pub fn is_signed(&self) -> bool {
        self.data["credential"] == "sign"
    }
}

/// A reply as data has it. A body that is no text is JSON.
pub fn reply_of(data: &Value) -> Reply {
    let mut reply = empty(data["status"].as_u64().unwrap() as u16);
    reply.body = Body::Bytes(match &data["body"] {
        Value::String(text) => text.clone().into_bytes(),
        Value::Null => Vec::new(),
        body => body.to_string().into_bytes(),
    });
    for (name, value) in data["headers"].as_object().into_iter().flatten() {
        reply = with(reply, &name.to_ascii_lowercase(), value.as_str().unwrap());
    }
    reply
}
