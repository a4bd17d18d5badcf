//! Azure AI Foundry Agents (v2). Facts: its published TypeSpec and recorded SDK traffic.
//!
//! A deletion is answered with `{"object":"agent.deleted","name":…,"deleted":true}`; the vendor's own tool also takes an
//! empty 200. A missing role is a 401 that means forbidden, and a 409 may mean sessions or a change by somebody else.

use alloc::string::String;
use alloc::boxed::Box;
use alloc::borrow::ToOwned;
use super::{Answer, Capabilities, ForceSupport, PageQuery, Part, PartKind, PartPage, Platform, Proof, Sessions};
use super::Saved;
use super::part::document;
use crate::agent::{Agent, AgentStatus};
use crate::step::Purpose;
use crate::text::decimal;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Auth, Content, Json, Method, Route};

pub(super) struct Foundry;

static CAPABILITIES: Capabilities = Capabilities {
    force: ForceSupport::Server,
    stop: true,
    list: true,
    export: false,
    cascade: &[],
    destroys: &["the agent", "all its versions", "with force, the sessions of a hosted agent"],
    keeps: &["conversations and files of the project"],
};

const LONGEST_NAME: usize = 63;

static PARTS: [Part; 3] = [
    Part::new("agent", PartKind::Agent, |id, _| agent(Method::Get, id)),
    Part::new("versions", PartKind::Extra, |id, after| {
        Route::new(Method::Get, &["agents", id.as_str(), "versions"]).query_if("after", after)
    })
    .read_by(|content| {
        let body = document(content)?;
        Some(PartPage { next: next_page(&body)?, saved: Saved::Json(body.get("data")?.clone()) })
    }),
    // The archive that a hosted agent's latest version runs.
    Part::new("code", PartKind::Extra, |id, _| {
        Route::new(Method::Get, &["agents", id.as_str(), "code"]).action(":download")
    })
    .read_by(|content| match content {
        Content::Other(bytes) => Some(PartPage { saved: Saved::Bytes(bytes), next: None }),
        _ => None,
    })
    .only_of(is_hosted),
];

fn is_hosted(agent: &Agent) -> bool {
    definition(&agent.raw).and_then(|definition| definition.text("kind")) == Some("hosted")
}

fn agent(method: Method, id: &AgentId) -> Route {
    Route::new(method, &["agents", id.as_str()])
}

impl Platform for Foundry {
    fn capabilities(&self) -> &'static Capabilities {
        &CAPABILITIES
    }

    fn title(&self) -> &'static str {
        "Azure AI Foundry"
    }

    fn default_api_version(&self) -> Option<&'static str> {
        Some("v1")
    }

    fn credential_header(&self, auth: &Auth) -> (&'static str, &'static str) {
        match auth {
            Auth::Bearer(_) => ("Authorization", "Bearer "),
            Auth::ApiKey(_) => ("api-key", ""),
        }
    }

    fn agent_id(&self, text: &str) -> Option<AgentId> {
        AgentId::name(text, LONGEST_NAME)
    }

    fn id_rule(&self) -> &'static str {
        "an agent name: at most 63 letters, digits and hyphens, beginning and ending with a letter or digit"
    }

    fn delete_route(&self, id: &AgentId, force: bool) -> Route {
        agent(Method::Delete, id).query_if("force", force.then_some("true"))
    }

    fn proof(&self, id: &AgentId, body: &Json) -> Option<Proof> {
        // OpenAI's own `agent.deleted` carries `id` in place of `name`.
        let named = body.get("name").or_else(|| body.get("id"))?.as_str()?;
        let proves = body.text("object") == Some("agent.deleted") && body.flag("deleted")? && named == id.as_str();
        proves.then(Proof::default)
    }

    fn is_missing(&self, _purpose: Purpose, answer: &Answer) -> bool {
        let code = answer.body().and_then(|body| body.get("error")?.text("code"));
        answer.status == 404 && code == Some("not_found")
    }

    fn reclassify(&self, answer: &Answer) -> Option<ErrorCode> {
        (answer.status == 401 && answer.said.code_is("PermissionDenied")).then_some(ErrorCode::Forbidden)
    }

    fn is_transient(&self, answer: &Answer) -> bool {
        // "modified concurrently. Please retry."
        answer.status == 409 && answer.said.code_is("conflict")
    }

    fn hint(&self, code: ErrorCode, answer: &Answer, auth: Option<&Auth>) -> Option<&'static str> {
        match code {
            ErrorCode::Unauthenticated if matches!(auth, Some(Auth::ApiKey(_))) => {
                Some("Foundry expects a Microsoft Entra token as auth.bearer; not every project takes an API key.")
            }
            ErrorCode::Unauthenticated => {
                Some("The token must be fresh and for the scope https://ai.azure.com/.default; pass auth.bearer as a function so that it is renewed.")
            }
            ErrorCode::Forbidden => Some("The identity lacks a role with the data action Microsoft.CognitiveServices/accounts/AIServices/agents/delete."),
            ErrorCode::WrongEndpoint => Some("baseUrl should be https://{account}.services.ai.azure.com/api/projects/{project}."),
            ErrorCode::Conflict if self.is_transient(answer) => Some("Somebody changed the agent at the same moment; try again."),
            _ => None,
        }
    }

    fn sessions_route(&self, id: &AgentId, after: Option<&str>) -> Option<Route> {
        Some(Route::new(Method::Get, &["agents", id.as_str(), "endpoint", "sessions"]).query_if("after", after))
    }

    fn has_sessions(&self, agent: &Agent) -> bool {
        is_hosted(agent)
    }

    fn read_sessions(&self, body: &Json) -> Option<Sessions> {
        let in_use = |session: &&Json| matches!(session.text("status"), Some("creating" | "active" | "idle" | "updating"));
        Some(Sessions { in_use: body.get("data")?.as_array()?.iter().filter(in_use).count(), next: next_page(body)? })
    }

    fn agent_route(&self, id: &AgentId) -> Route {
        agent(Method::Get, id)
    }

    fn read_agent(&self, body: &Json) -> Option<Box<Agent>> {
        // An agent is deleted by its name.
        let mut agent = Agent::from_json(body, "name")?;
        let latest = body.get("versions").and_then(|versions| versions.get("latest"));
        let description = || latest?.text("description").map(str::to_owned);
        agent.description = agent.description.or_else(description);
        agent.status = latest.and_then(|version| version.text("status")).and_then(|status| match status {
            "active" => Some(AgentStatus::Active),
            "disabled" | "inactive" => Some(AgentStatus::Inactive),
            _ => None,
        });
        Some(agent)
    }

    fn list_route(&self, query: &PageQuery) -> Route {
        Route::new(Method::Get, &["agents"])
            .query_if("limit", query.size.map(|size| decimal(size.into())).as_deref())
            .query_if("after", query.cursor.as_deref())
    }

    fn agents<'a>(&self, body: &'a Json) -> Option<&'a Json> {
        body.get("data")
    }

    fn next_page(&self, _query: &PageQuery, body: &Json, _count: usize) -> Option<Option<String>> {
        next_page(body)
    }

    fn stop_route(&self, id: &AgentId) -> Option<Route> {
        // Drains the agent: it takes no new session.
        Some(agent(Method::Post, id).action(":disable"))
    }

    fn parts(&self) -> &'static [Part] {
        &PARTS
    }
}

fn definition(agent: &Json) -> Option<&Json> {
    agent.get("versions")?.get("latest")?.get("definition")
}

/// The cursor of the next page; an error where there is one and the platform does not say which.
fn next_page(body: &Json) -> Option<Option<String>> {
    if body.flag("has_more") != Some(true) {
        return Some(None);
    }
    Some(Some(body.text("last_id")?.to_owned()))
}
