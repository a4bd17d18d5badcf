//! Azure AI Foundry Agents (v2). Facts: its published TypeSpec and recorded SDK traffic.
//!
//! A deletion is answered with `{"object":"agent.deleted","name":…,"deleted":true}`; the vendor's own tool also takes an
//! empty 200. A missing role is a 401 that means forbidden, and a 409 may mean sessions or a change by somebody else.

use super::missing::says_missing;
use super::{
    Answer, Asked, Capabilities, Extras, Facts, Fault, ForceSupport, IdRule, List, Next, Parameter, Part, PartKind,
    Platform, Sessions, Template, Verdict,
};
use crate::agent::{Agent, AgentPlaces, StatusPlace};
use crate::error_code::ErrorCode;
use crate::http::{AgentId, ErrorPlaces, Json, Members, Scheme, typed};
use crate::step::Purpose;
use serde::Deserialize;

pub(super) struct Foundry;

static FACTS: Facts = Facts {
    title: "Azure AI Foundry",
    aliases: &["azure", "azure-ai", "azure-foundry", "azure-ai-foundry", "ai-foundry", "microsoft-foundry"],
    capabilities: Capabilities {
        force: ForceSupport::Server,
        stop: true,
        list: true,
        export: false,
        cascade: &[],
        destroys: &["the agent", "all its versions", "with force, the sessions of a hosted agent"],
        keeps: &["conversations and files of the project"],
    },
    default_base_url: None,
    base_url_example: "https://{account}.services.ai.azure.com/api/projects/{project}",
    usual_base_ends: &[],
    auth: &["bearer", "apiKey"],
    default_api_version: Some("v1"),
    api_key_header: "api-key",
    id: IdRule::new(
        |text| AgentId::name(text, 63),
        "an agent name: at most 63 letters, digits and hyphens, beginning and ending with a letter or digit",
        "(?!-)[A-Za-z0-9-]{1,63}(?<!-)",
    ),
    // An agent is deleted by its name.
    id_member: "name",
    agent_path: "/agents/{}",
    // Drains the agent: it takes no new session.
    stop_path: Some("/agents/{}:disable"),
    list: List::at(Template::get("/agents"))
        .with(&[Parameter::new("limit", Asked::Size), Parameter::new("after", Asked::Cursor)])
        .in_member("data")
        .paged(NEXT),
    parts: &PARTS,
    sayings: &[],
    hints: &[],
    empty_200_is_proof: true,
    deleted_means_existed: true,
    missing_is_certain: true,
    missing_proves_gone: true,
    read_tells_deletable: true,
    extras: Extras {
        errors: ErrorPlaces { request_id: Some("/error/additionalInfo/request_id"), ..ErrorPlaces::USUAL },
        agent: AgentPlaces {
            description: &["description", "/versions/latest/description"],
            status: Some(StatusPlace {
                place: "/versions/latest/status",
                active: &["active"],
                inactive: &["disabled", "inactive"],
            }),
            // Only versions have a date.
            created_at: &["created_at", LATEST_MADE],
            updated_at: &["updated_at", LATEST_MADE],
            ..AgentPlaces::USUAL
        },
        force_parameter: Some("force"),
        session_lists: &[Template::get("/agents/{}/endpoint/sessions")],
        cursor_parameter: "after",
        ..Extras::NONE
    },
};

/// What leads from page to page of any list there.
const NEXT: Next = Next::Named { cursor: "last_id", more: Some("has_more") };

const LATEST_MADE: &str = "/versions/latest/created_at";

static PARTS: [Part; 3] = [
    Part::new("agent", PartKind::Agent, "/agents/{}"),
    Part::new("versions", PartKind::Extra, "/agents/{}/versions")
        .in_member("data")
        .paged_by("after", NEXT, "version"),
    // The archive that a hosted agent's latest version runs.
    Part::new("code", PartKind::Extra, "/agents/{}/code:download").file().only_of(is_hosted),
];

fn is_hosted(agent: &Json) -> bool {
    agent.at(&["versions", "latest", "definition"]).is_some_and(|definition| definition.says("kind", "hosted"))
}

impl Platform for Foundry {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn is_usual_base(&self, path: &str) -> bool {
        path.split_once("/api/projects/").is_some_and(|(_, project)| !project.is_empty() && !project.contains('/'))
    }

    fn judge(&self, purpose: Purpose, id: Option<&AgentId>, answer: &Answer) -> Option<Verdict> {
        match answer.status {
            200 if purpose == Purpose::Delete => {
                let body = answer.body()?;
                is_proof(id?, body).then(|| Verdict::deleted(body))
            }
            401 if answer.code_is("PermissionDenied") => Some(Verdict::refused(ErrorCode::Forbidden)),
            // A missing project or an unknown endpoint comes with the same code.
            404 => says_missing(answer.error("not_found")?, id).then_some(Verdict::MISSING),
            409 if is_race(answer) => {
                let fault = Fault::refused(ErrorCode::Conflict, "somebody changed the agent meanwhile (409)");
                Some(Verdict::Failed(fault.worth_repeating()))
            }
            _ => None,
        }
    }

    fn hint(&self, code: ErrorCode, answer: &Answer, auth: Option<Scheme>) -> Option<&'static str> {
        match code {
            ErrorCode::Unauthenticated if says(answer, &["api endpoint"]) => Some(
                "Check baseUrl as well as the credential: it should be https://{account}.services.ai.azure.com/api/projects/{project}.",
            ),
            ErrorCode::Unauthenticated if matches!(auth, Some(Scheme::ApiKey)) => Some(
                "Foundry expects a Microsoft Entra token as auth.bearer; not every project takes an API key.",
            ),
            ErrorCode::Unauthenticated if auth.is_some() => Some(
                "The token must be fresh and for the scope https://ai.azure.com/.default; pass auth.bearer as a function so that it is renewed.",
            ),
            ErrorCode::Forbidden if says(answer, &["network", "firewall", "public access", "private endpoint"]) => {
                Some("The resource's network rules keep this machine out: let it in, or come by the private endpoint.")
            }
            ErrorCode::Forbidden if says(answer, &["quota"]) => {
                Some("The quota of calls is used up; try again when it is replenished.")
            }
            ErrorCode::Forbidden => Some(
                "The identity may lack a role with the data action Microsoft.CognitiveServices/accounts/AIServices/agents/delete.",
            ),
            ErrorCode::WrongEndpoint => {
                Some("baseUrl should be https://{account}.services.ai.azure.com/api/projects/{project}.")
            }
            ErrorCode::Conflict if is_race(answer) => {
                Some("Somebody changed the agent at the same moment; try again.")
            }
            _ => None,
        }
    }

    fn has_sessions(&self, agent: &Agent) -> bool {
        is_hosted(&agent.raw)
    }

    fn read_sessions(&self, body: &Json, found: &mut Sessions) -> Option<String> {
        for session in typed::<SessionPage>(body)?.data {
            let id = session.agent_session_id.as_ref().and_then(Json::as_str);
            found.add(id, session.is_in_use());
        }
        NEXT.named_in(body)
    }
}

/// Whether the answer's words speak of one of these.
fn says(answer: &Answer, words: &[&str]) -> bool {
    let said = answer.message().unwrap_or_default().to_ascii_lowercase();
    words.iter().any(|word| said.contains(word))
}

fn is_proof(id: &AgentId, body: &Json) -> bool {
    // OpenAI's own `agent.deleted` carries `id` in place of `name`.
    let named = body.get("name").or_else(|| body.get("id")).and_then(Json::as_str);
    body.says("object", "agent.deleted") && body.flag("deleted") == Some(true) && named == Some(id.as_str())
}

/// "modified concurrently. Please retry."
fn is_race(answer: &Answer) -> bool {
    answer.status == 409 && answer.code_is("conflict")
}

/// A page of an agent's sessions.
#[derive(Deserialize)]
struct SessionPage {
    data: Vec<Session>,
}

#[derive(Deserialize)]
struct Session {
    agent_session_id: Option<Json>,
    status: Option<String>,
}

impl Session {
    fn is_in_use(&self) -> bool {
        matches!(self.status.as_deref(), Some("creating" | "active" | "idle" | "updating"))
    }
}
