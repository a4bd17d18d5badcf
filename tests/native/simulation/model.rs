//! A platform's server, which knows the truth: who is there, and who changed what.

use super::described::{self, Server};
use crate::support::*;
use agent_delete::{Backend, Reply};

/// An agent on the server.
#[derive(Debug, Clone)]
pub struct Kept {
    pub id: String,
    pub present: bool,
    /// Running (eliza), or with sessions in use (foundry).
    pub active: bool,
    /// The account's default agent (kortix).
    pub default: bool,
    /// The platform's own agent, which it never deletes (kortix).
    pub system: bool,
    /// Its threads (langchain, langgraph).
    pub threads: Vec<String>,
    /// Something keeps it from being deleted, as the platform's description says.
    pub guarded: bool,
    /// The agent that its deletion takes along, if it is guarded (letta).
    pub along: Option<String>,
}

impl Kept {
    /// One that is there, and has nothing particular.
    pub fn plain() -> Self {
        Self {
            id: String::new(),
            present: true,
            active: false,
            default: false,
            system: false,
            threads: Vec::new(),
            guarded: false,
            along: None,
        }
    }
}

/// What happened to an agent, and which.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub what: What,
    pub id: String,
}

/// What can happen to an agent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum What {
    Deleted,
    Stopped,
    Unset,
    Restored,
    LostThread,
    /// It was deleted along with another (letta).
    WentAlong,
    /// The agent that would have gone along with it was deleted (letta).
    LostGroup,
}

/// How this server is in this story.
#[derive(Debug, Clone, Default)]
pub struct Ways {
    /// eliza as its page documents it: a 409 for a running agent, and a 200 with an envelope.
    pub documented: bool,
    /// eliza, vertex, bedrock, agentcore: accepted, and the deletion happens later (`Some(true)`) or never.
    pub slow: Option<bool>,
    /// langchain: the list of threads does not heed `agent_id`, as behind a proxy that drops the query.
    pub filter_lost: bool,
    /// langchain: a thread does not name its agent.
    pub threads_nameless: bool,
    /// kortix: the next so many requests find no database, and are told "not found". letta: the next so many deletions meet
    /// a lock.
    pub database_down: u64,
    /// kortix: the export always fails.
    pub no_export: bool,
    /// It answers in the other of the ways that its description has for something.
    pub other_words: bool,
    /// Its deletions are carried out, and answered as failures (flowise, letta).
    pub breaks: bool,
}

/// The server.
#[derive(Debug)]
pub struct Model {
    pub backend: Backend,
    pub agents: Vec<Kept>,
    pub ways: Ways,
    pub changes: Vec<Change>,
    /// Deletions that it took.
    pub taken: Vec<String>,
    /// Deletions that it took and will carry out later.
    pub promised: Vec<String>,
    /// Whether it ever said "not there" of an agent that is.
    pub lied: bool,
    /// Deletions that arrived twice, and only one of them was answered: no client can know of the other.
    pub doubled: Vec<String>,
}

impl Model {
    /// Whether this agent is there.
    pub fn has(&self, id: &str) -> bool {
        self.agents.iter().any(|agent| agent.id == id && agent.present)
    }

    /// Whether a request of ours deleted this agent.
    pub fn deleted(&self, id: &str) -> bool {
        self.changes.contains(&Change { what: What::Deleted, id: id.to_owned() })
    }

    pub fn note(&mut self, what: What, id: &str) {
        self.changes.push(Change { what, id: id.to_owned() });
    }

    /// Carries out what was promised.
    pub fn keep_promises(&mut self) {
        for id in std::mem::take(&mut self.promised) {
            self.remove(&id);
        }
    }

    /// Now and then carries out what was promised.
    pub fn keep_some_promises(&mut self, dice: &Dice) {
        if dice.roll(3) == 0 {
            self.keep_promises();
        }
    }

    pub fn remove(&mut self, id: &str) -> bool {
        let Some(agent) = self.agents.iter_mut().find(|agent| agent.id == id && agent.present) else {
            return false;
        };
        agent.present = false;
        let (along, guarded) = (agent.along.clone(), agent.guarded);
        self.note(What::Deleted, id);
        if let Some(along) = along.filter(|_| guarded) {
            self.lose(&along);
        }
        // Whoever it belonged to loses its group.
        let main = self.agents.iter_mut().find(|main| main.guarded && main.along.as_deref() == Some(id));
        if let Some(main) = main.filter(|main| main.present) {
            main.guarded = false;
            let main = main.id.clone();
            self.note(What::LostGroup, &main);
        }
        true
    }

    fn lose(&mut self, id: &str) {
        if let Some(agent) = self.agents.iter_mut().find(|agent| agent.id == id && agent.present) {
            agent.present = false;
            self.note(What::WentAlong, id);
        }
    }

    /// Serves a request: path and query are those below the base URL.
    pub fn serve(&mut self, method: &str, path: &str, body: Option<&str>) -> Reply {
        match Server::of(self.backend) {
            Some(server) => described::serve(server, self, method, path, body),
            None => self.serve_one_of_five(method, path, body),
        }
    }

    /// Whether its word that an agent is not there proves that.
    pub fn can_prove_gone(&self) -> bool {
        match Server::of(self.backend) {
            Some(server) => !server.missing_is_unknown(),
            None => self.backend != Backend::Kortix,
        }
    }
}
