//! Amazon Bedrock Agents ("Agents Classic"). Facts: the service model of botocore 1.44.8, the API reference, terraform's provider.
//!
//! Requests are signed by the caller. A deletion is only ever accepted: that an agent is gone is told by a read, whose 404 names
//! its type in a header. Versions and aliases are deleted with a like answer, which proves nothing about the agent.

use super::verdict::Fault;
use super::{
    Asked, Capabilities, Extras, Facts, ForceSupport, IdRule, List, Means, Next, Parameter, Part, PartKind, Platform,
    Saying, Template, Word,
};
use crate::agent::AgentPlaces;
use crate::error_code::ErrorCode;
use crate::http::AgentId;

pub(super) struct Bedrock;

static FACTS: Facts = Facts {
    title: "Amazon Bedrock Agents",
    aliases: &["aws", "aws-bedrock", "amazon-bedrock", "bedrock-agent", "bedrock-agents"],
    capabilities: Capabilities {
        force: ForceSupport::Server,
        stop: false,
        list: true,
        export: false,
        cascade: &[],
        destroys: &["the agent", "its versions, aliases and action groups"],
        keeps: &["its IAM role and lambdas", "knowledge bases and guardrails", "log groups"],
    },
    default_base_url: None,
    base_url_example: "https://bedrock-agent.us-east-1.amazonaws.com",
    usual_base_ends: &[],
    auth: &["sign"],
    default_api_version: None,
    api_key_header: "Authorization",
    id: IdRule::new(id, "ten letters and digits", "[A-Za-z0-9]{10}"),
    id_member: "agentId",
    // A mistaken slash or method means something else there: a POST prepares the agent.
    agent_path: "/agents/{}/",
    stop_path: None,
    list: List::at(Template::post("/agents/").with_body("{}"))
        .with(&[Parameter::new("maxResults", Asked::Size), Parameter::new("nextToken", Asked::Cursor)])
        .in_member("agentSummaries")
        .paged(Next::Named { cursor: "nextToken", more: None }),
    parts: &PARTS,
    sayings: &[
        Saying::new(202, &[Word::Given("/agentAliasId")], OF_A_PART),
        Saying::new(202, &[Word::Given("/agentVersion")], OF_A_PART),
        Saying::new(202, &[Word::Id("/agentId"), Word::Is("/agentStatus", "DELETING")], Means::Accepted),
        Saying::new(202, &[], OF_A_PART),
        Saying::new(204, &[], Means::UNDOCUMENTED_204),
        Saying::missing(404, &[Word::Code("ResourceNotFoundException")]),
        Saying::refused(403, &[Word::Code("UnrecognizedClientException")], ErrorCode::Unauthenticated),
        Saying::refused(403, &[Word::Code("InvalidSignatureException")], ErrorCode::Unauthenticated),
        Saying::refused(403, &[Word::Code("ExpiredTokenException")], ErrorCode::Unauthenticated),
        Saying::refused(403, &[Word::Code("MissingAuthenticationTokenException")], ErrorCode::Unauthenticated),
    ],
    hints: &[
        (ErrorCode::WrongEndpoint, "baseUrl should be https://bedrock-agent.{region}.amazonaws.com."),
        (
            ErrorCode::Unauthenticated,
            "auth.sign must sign for the service \"bedrock\" and the region in baseUrl, with credentials that are still valid and a clock that is right.",
        ),
        (ErrorCode::Forbidden, "The identity needs the permission bedrock:DeleteAgent."),
        (ErrorCode::NotFound, "Another account or region does not see it."),
        (ErrorCode::Conflict, "Where something uses it, force: true deletes it all the same; where it is being changed, wait."),
    ],
    empty_200_is_proof: false,
    deleted_means_existed: true,
    missing_is_certain: true,
    missing_proves_gone: true,
    read_tells_deletable: false,
    extras: Extras {
        answer_headers: &["x-amzn-errortype", "x-amzn-requestid"],
        force_parameter: Some("skipResourceInUseCheck"),
        envelope: Some("agent"),
        agent: AgentPlaces { name: "agentName", ..AgentPlaces::USUAL },
        ..Extras::NONE
    },
};

/// What a 202 means that is not about the whole of this agent.
const OF_A_PART: Means = Means::Failed(Fault::doubtful(
    ErrorCode::UnexpectedResponse,
    "it answered 202, but the body does not say that this agent is being deleted",
));

static PARTS: [Part; 3] = [
    Part::new("agent", PartKind::Agent, "/agents/{}/"),
    Part::at("versions", PartKind::Extra, Template::post("/agents/{}/agentversions/").with_body(r#"{"maxResults":100}"#))
        .in_member("agentVersionSummaries")
        .paged_by("nextToken", NEXT, "agentVersion"),
    Part::at("aliases", PartKind::Extra, Template::post("/agents/{}/agentaliases/").with_body(r#"{"maxResults":100}"#))
        .in_member("agentAliasSummaries")
        .paged_by("nextToken", NEXT, "agentAliasId"),
];

const NEXT: Next = Next::Named { cursor: "nextToken", more: None };

fn id(text: &str) -> Option<AgentId> {
    let fits = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if fits { AgentId::token(text) } else { None }
}

impl Platform for Bedrock {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }
}
