//! The platforms, one file each, pure: they build requests and read replies. What they have in common, the meaning of
//! a status above all, is in `verdict`; the words for an agent that is not there in `missing`.
//!
//! A new platform is one file and one line in the list below. Most of it is data: `Facts` (with `List`, `Part` and `Template`), and
//! rows of `Saying` for what it says. What a platform does by itself is a method of `Platform`. A platform that this crate does not
//! know can be given as data alone, and becomes the same `Facts`: `described`.

mod answer;
mod capabilities;
mod dependants;
mod described;
mod facts;
mod info;
mod list;
mod missing;
mod part;
mod platform;
mod routes;
mod saying;
mod template;
mod verdict;

use crate::http::AgentId;
use serde::{Serialize, Serializer};
use std::fmt;

pub use capabilities::{Capabilities, Cascade, ForceSupport};
pub use described::Description;
pub use info::PlatformInfo;
pub use part::Saved;

pub(crate) use answer::Answer;
pub(crate) use dependants::{Known, Sessions, Threads};
pub(crate) use facts::{Extras, Facts, IdRule, ReadsFirst};
pub(crate) use list::{Asked, List, Next, PageQuery, Parameter};
pub(crate) use part::{Part, PartKind};
pub(crate) use platform::{Page, Platform};
pub(crate) use saying::{MESSAGE, Means, Saying, Word};
pub(crate) use template::Template;
pub(crate) use verdict::{Fault, Proof, Verdict, fault, judge_deletion};

macro_rules! platforms {
    ($($(#[$doc:meta])* $module:ident :: $name:ident,)+) => {
        $(mod $module;)+

        /// A platform.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Backend {
            $($(#[$doc])* $name,)+
            /// Any other, by its description.
            Described(Description),
        }

        impl Backend {
            /// Every platform that this crate knows.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The platform's name in the API, such as `"eliza"`.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($module),)+
                    Self::Described(description) => description.name(),
                }
            }

            pub(crate) fn platform(self) -> &'static dyn Platform {
                match self {
                    $(Self::$name => &$module::$name,)+
                    Self::Described(description) => description.platform(),
                }
            }
        }
    };
}

platforms! {
    /// Charm Cloud Runner.
    charm::Charm,
    /// LangChain Managed Deep Agents.
    langchain::Langchain,
    /// Azure AI Foundry Agents (v2).
    foundry::Foundry,
    /// elizaOS.
    eliza::Eliza,
    /// Kortix, also known as Suna.
    kortix::Kortix,
    /// OpenAI Agents (beta).
    openai::Openai,
    /// Flowise.
    flowise::Flowise,
    /// LangGraph Agent Server: assistants.
    langgraph::Langgraph,
    /// Letta.
    letta::Letta,
    /// Google Vertex AI Agent Engine.
    vertex::Vertex,
    /// Amazon Bedrock Agents (Classic).
    bedrock::Bedrock,
    /// Amazon Bedrock AgentCore runtimes.
    agentcore::Agentcore,
    /// Retell AI.
    retell::Retell,
    /// ElevenLabs agents.
    elevenlabs::Elevenlabs,
    /// Vapi assistants.
    vapi::Vapi,
    /// Mistral agents.
    mistral::Mistral,
}

impl Backend {
    /// The platform of this name, of those that this crate knows.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|backend| backend.name() == name)
    }

    pub(crate) fn facts(self) -> &'static Facts {
        self.platform().facts()
    }

    /// What it can do, and what a deletion destroys and keeps there.
    pub fn capabilities(self) -> &'static Capabilities {
        &self.facts().capabilities
    }

    /// What a person needs to know to choose it and to connect to it.
    pub fn info(self) -> PlatformInfo {
        PlatformInfo::of(self)
    }

    /// Every kind of request that this crate sends there, a line each, for whoever stands in between and lets nothing else
    /// through: what it is for, the method, and the path below the base URL with its query. `{}` stands for the agent's id, or the
    /// thread's or the operation's; `*` for any value. A parameter may be missing. Where JSON goes along, it comes last; its members with
    /// the value `*` are its parameters. Then a line for each header that goes along, `header NAME: VALUE`, and for each that is read
    /// of an answer beside [`READ_HEADERS`](crate::READ_HEADERS), `answer NAME`.
    pub fn routes(self) -> String {
        routes::routes(self.facts())
    }

    /// What an agent's id is there, as a regular expression of JavaScript over the whole id before it is encoded. Where the rule is
    /// more than one can say, as that a charm id stays one segment however often it is decoded, it is said in part.
    pub fn id_pattern(self) -> &'static str {
        self.facts().id.pattern
    }

    /// Checks an id by this platform's rule. `None` when it can't be an agent's id there.
    ///
    /// ```
    /// use agent_delete::Backend;
    /// assert!(Backend::Foundry.agent_id("support-bot").is_some());
    /// assert!(Backend::Eliza.agent_id("..").is_none());
    /// ```
    pub fn agent_id(self, text: &str) -> Option<AgentId> {
        self.facts().id.id(text)
    }
}

impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Its name.
impl Serialize for Backend {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
