//! What each platform says of itself, in its own words. What all have in common is the table's.

use super::Said;
use super::content::Content;
use super::sure::Sure::{self, No, Yes};
use super::words::is_uuid;
use agent_delete::{Backend, Reply};
use serde_json::{Map, Value};

/// An answer, as one of the ways to read it has it.
pub struct Answer<'a> {
    /// The agent that was asked about.
    pub id: &'a str,
    pub status: u16,
    pub reply: &'a Reply,
    pub content: &'a Content,
}

impl Answer<'_> {
    /// Its body, where that is a JSON object.
    pub fn body(&self) -> Option<&Map<String, Value>> {
        match self.content {
            Content::Json(Value::Object(body)) => Some(body),
            _ => None,
        }
    }

    /// A text of its body.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.body()?.get(key)?.as_str()
    }

    /// An object of its body.
    pub fn object(&self, key: &str) -> Option<&Map<String, Value>> {
        self.body()?.get(key)?.as_object()
    }

    /// All headers of this name.
    pub fn headers(&self, name: &str) -> Vec<&str> {
        self.reply.headers.0.iter().filter(|(key, _)| key == name).map(|(_, text)| text.as_str()).collect()
    }
}

/// One platform's truth.
pub trait Platform {
    /// What may be said of an answer to a deletion where the platform has a meaning of its own for it, and how sure that is.
    /// Where it is not, the table speaks as well.
    fn says(&self, _: &Answer<'_>) -> (Sure, Vec<Said>) {
        (No, Vec::new())
    }

    /// Whether a 404 to a deletion is its own word that this agent is not there.
    fn is_missing(&self, _: &Answer<'_>) -> Sure {
        No
    }

    /// Whether a 200 of JSON has its shape of a deletion, and names this agent, if any.
    fn is_deletion(&self, _: &Answer<'_>, _: &Map<String, Value>) -> Sure {
        No
    }

    /// Whether a word in a sentence can only be an agent's id.
    fn is_id(&self, word: &str) -> bool {
        is_uuid(word)
    }

    /// Whether a sentence names an agent, and it is another one.
    fn names_another(&self, id: &str, text: &str) -> bool {
        let mut words = super::words::words(text);
        !words.clone().any(|word| word.eq_ignore_ascii_case(id)) && words.any(|word| self.is_id(word))
    }

    /// Whether an answer to a read is its word that this agent is not there.
    fn is_missing_to_a_read(&self, answer: &Answer<'_>) -> Sure {
        if answer.status == 404 { self.is_missing(answer) } else { No }
    }

    /// Where a body that was read names its agent.
    fn name_in<'a>(&self, body: &'a Value) -> Option<&'a Value> {
        body.get("id")
    }

    /// Whether words of a missing agent are about this one, by the agent that is named beside them.
    fn misses_this(&self, answer: &Answer<'_>) -> Sure {
        super::misses_this(answer)
    }

    /// The members of an answer to a deletion that hold an agent's name.
    fn name_keys(&self) -> &'static [&'static str] {
        &["agentId", "agent_id", "id"]
    }

    /// Whether a body that was read is this agent.
    fn shows(&self, id: &str, body: &Value) -> Sure {
        match self.name_in(body) {
            Some(Value::String(name)) if name == id => Yes,
            Some(Value::String(name)) if name.eq_ignore_ascii_case(id) => Sure::Perhaps,
            _ => No,
        }
    }

    /// Whether a read can prove at all that an agent is gone.
    fn can_prove_gone(&self) -> bool {
        true
    }

    /// Whether its answer to a deletion says that the agent was there.
    fn tells_existence(&self) -> bool {
        true
    }

    /// Whether its "not there" is certain: neither another account's agent nor a broken database looks the same.
    fn missing_is_certain(&self) -> bool {
        true
    }

    /// Whether a server's failure may pass by itself.
    fn failure_passes(&self) -> Sure {
        Yes
    }

    /// Whether trying again is worth while, where the platform says so of this very answer.
    fn may_pass(&self, _: &Answer<'_>, _: agent_delete::ErrorCode) -> Option<Sure> {
        None
    }

    /// Whether a conflict may pass by itself.
    fn conflict_passes(&self, _: &Answer<'_>) -> Sure {
        No
    }
}

/// The truth of a platform.
pub fn platform(backend: Backend) -> &'static dyn Platform {
    use super::{
        agentcore, bedrock, charm, elevenlabs, eliza, flowise, foundry, kortix, langchain, langgraph, letta,
        mistral, openai, retell, vapi, vertex,
    };
    match backend {
        Backend::Charm => &charm::Charm,
        Backend::Langchain => &langchain::Langchain,
        Backend::Foundry => &foundry::Foundry,
        Backend::Eliza => &eliza::Eliza,
        Backend::Kortix => &kortix::Kortix,
        Backend::Openai => &openai::Openai,
        Backend::Flowise => &flowise::Flowise,
        Backend::Langgraph => &langgraph::Langgraph,
        Backend::Letta => &letta::Letta,
        Backend::Vertex => &vertex::Vertex,
        Backend::Bedrock => &bedrock::Bedrock,
        Backend::Agentcore => &agentcore::Agentcore,
        Backend::Retell => &retell::Retell,
        Backend::Elevenlabs => &elevenlabs::Elevenlabs,
        Backend::Vapi => &vapi::Vapi,
        Backend::Mistral => &mistral::Mistral,
        other => panic!("no truth is known of {other}"),
    }
}
