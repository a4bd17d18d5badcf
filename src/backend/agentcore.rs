//! Amazon Bedrock AgentCore runtimes. Facts: the service model of botocore 1.44.8, terraform's provider, the vendor's samples.
//!
//! Signed and answered as Bedrock's Agents are. A 202 that names a version is about that version alone. A 403 may stand for a
//! runtime that does not exist, and proves nothing.

use super::verdict::Fault;
use super::{
    Asked, Capabilities, Extras, Facts, ForceSupport, IdRule, List, Means, Next, Parameter, Part, PartKind, Platform,
    Saying, Template, Word,
};
use crate::agent::AgentPlaces;
use crate::error_code::ErrorCode;
use crate::http::AgentId;

pub(super) struct Agentcore;

static FACTS: Facts = Facts {
    title: "Amazon Bedrock AgentCore",
    aliases: &["aws-agentcore", "bedrock-agentcore", "agent-core", "agentcore-runtime"],
    capabilities: Capabilities {
        force: ForceSupport::None,
        stop: false,
        list: true,
        export: false,
        cascade: &[],
        destroys: &["the runtime", "all its versions", "its endpoint DEFAULT"],
        keeps: &[
            "other endpoints: they must be deleted first",
            "memories, gateways and workload identities",
            "its image or code, log groups and IAM role",
        ],
    },
    default_base_url: None,
    base_url_example: "https://bedrock-agentcore-control.us-east-1.amazonaws.com",
    usual_base_ends: &[],
    auth: &["sign"],
    default_api_version: None,
    api_key_header: "Authorization",
    id: IdRule::new(
        id,
        "a name, a hyphen and ten letters and digits, as in support_bot-Ab12Cd34Ef",
        "[A-Za-z][A-Za-z0-9_]{0,99}-[A-Za-z0-9]{10}",
    ),
    id_member: "agentRuntimeId",
    agent_path: "/runtimes/{}/",
    stop_path: None,
    // A POST with its parameters in the query, and no body.
    list: List::at(Template::post("/runtimes/"))
        .with(&[Parameter::new("maxResults", Asked::Size), Parameter::new("nextToken", Asked::Cursor)])
        .in_member("agentRuntimes")
        .paged(NEXT),
    parts: &PARTS,
    sayings: &[
        Saying::new(202, &[Word::Given("/agentRuntimeVersion")], OF_A_PART),
        Saying::new(202, &[Word::Given("/endpointName")], OF_A_PART),
        Saying::new(202, &[Word::Id("/agentRuntimeId"), Word::Is("/status", "DELETING")], Means::Accepted),
        Saying::new(202, &[Word::Given("/agentRuntimeId")], OF_A_PART),
        Saying::new(202, &[Word::Is("/status", "DELETING")], Means::Accepted),
        Saying::new(202, &[], OF_A_PART),
        Saying::new(204, &[], Means::UNDOCUMENTED_204),
        Saying::missing(404, &[Word::Code("ResourceNotFoundException")]),
        Saying::refused(403, &[Word::Code("UnrecognizedClientException")], ErrorCode::Unauthenticated),
        Saying::refused(403, &[Word::Code("InvalidSignatureException")], ErrorCode::Unauthenticated),
        Saying::refused(403, &[Word::Code("ExpiredTokenException")], ErrorCode::Unauthenticated),
        Saying::refused(403, &[Word::Code("MissingAuthenticationTokenException")], ErrorCode::Unauthenticated),
    ],
    hints: &[
        (ErrorCode::WrongEndpoint, "baseUrl should be https://bedrock-agentcore-control.{region}.amazonaws.com."),
        (
            ErrorCode::Unauthenticated,
            "auth.sign must sign for the service \"bedrock-agentcore\" and the region in baseUrl, with credentials that are still valid and a clock that is right.",
        ),
        (
            ErrorCode::Forbidden,
            "The identity needs the permission bedrock-agentcore:DeleteAgentRuntime; or there is no such runtime, of which the platform says the same.",
        ),
        (ErrorCode::Conflict, "Delete its endpoints first; where it is being deleted already, read it to see when it is gone."),
    ],
    empty_200_is_proof: false,
    deleted_means_existed: true,
    missing_is_certain: true,
    missing_proves_gone: true,
    read_tells_deletable: false,
    extras: Extras {
        answer_headers: &["x-amzn-errortype", "x-amzn-requestid"],
        agent: AgentPlaces {
            name: "agentRuntimeName",
            updated_at: &["lastUpdatedAt"],
            ..AgentPlaces::USUAL
        },
        ..Extras::NONE
    },
};

/// What a 202 means that is not about the whole of this runtime.
const OF_A_PART: Means = Means::Failed(Fault::doubtful(
    ErrorCode::UnexpectedResponse,
    "it answered 202, but the body does not say that this runtime is being deleted",
));

const NEXT: Next = Next::Named { cursor: "nextToken", more: None };

static PARTS: [Part; 3] = [
    Part::new("agent", PartKind::Agent, "/runtimes/{}/"),
    Part::at("versions", PartKind::Extra, Template::post("/runtimes/{}/versions/"))
        .in_member("agentRuntimes")
        .paged_by("nextToken", NEXT, "agentRuntimeVersion"),
    Part::at("endpoints", PartKind::Extra, Template::post("/runtimes/{}/runtime-endpoints/"))
        .in_member("runtimeEndpoints")
        .paged_by("nextToken", NEXT, "name"),
];

/// A name of at most a hundred letters, digits and underscores that begins with a letter, a hyphen, ten letters and digits.
fn id(text: &str) -> Option<AgentId> {
    let (name, end) = text.split_once('-')?;
    let fits = (1..=100).contains(&name.len())
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && end.len() == 10
        && end.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if fits { AgentId::token(text) } else { None }
}

impl Platform for Agentcore {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }
}
