//! Vapi assistants. Facts: the vendor's SDKs (vapi_server_sdk 3.0.0, @vapi-ai/server-sdk 2.0.1), its OpenAPI document, public
//! reports.
//!
//! A deletion is answered with the whole assistant as it was. How the platform says that one is missing is not known, so no 404
//! means that, and nothing is ever verified.

use super::{
    Asked, Capabilities, Extras, Facts, ForceSupport, IdRule, List, Next, Parameter, Part, PartKind, Platform, Saying,
    Template, Word,
};
use crate::error_code::ErrorCode;

pub(super) struct Vapi;

static FACTS: Facts = Facts {
    title: "Vapi",
    aliases: &["vapi-ai", "vapiai"],
    capabilities: Capabilities {
        force: ForceSupport::None,
        stop: false,
        list: true,
        export: false,
        cascade: &[],
        destroys: &["the assistant", "its drafts"],
        keeps: &["calls and recordings", "phone numbers, tools and files", "squads that name it"],
    },
    default_base_url: Some("https://api.vapi.ai"),
    base_url_example: "https://api.vapi.ai",
    usual_base_ends: &[],
    auth: &["bearer", "apiKey"],
    default_api_version: None,
    api_key_header: "Authorization",
    id: IdRule::UUID,
    id_member: "id",
    agent_path: "/assistant/{}",
    stop_path: None,
    // Neither a cursor nor an order is documented: a page is of the largest size that it gives.
    list: List::at(Template::get("/assistant"))
        .with(&[Parameter::new("limit", Asked::Size).or("1000"), Parameter::new("createdAtLt", Asked::Cursor)])
        .paged(Next::LastRow { member: "createdAt", more: None, restarts: false }),
    parts: &PARTS,
    sayings: &[Saying::deleted(200, &[Word::Id("/id"), Word::Given("/orgId"), Word::Given("/createdAt")])],
    hints: &[
        (ErrorCode::WrongEndpoint, "baseUrl should be https://api.vapi.ai. A missing assistant may be told so, too."),
        (ErrorCode::Unauthenticated, "Pass the private key as auth.bearer; a public one is refused."),
        (ErrorCode::Conflict, "Where it is pinned to a phone number, give that number another assistant first."),
    ],
    empty_200_is_proof: false,
    deleted_means_existed: true,
    missing_is_certain: false,
    missing_proves_gone: false,
    read_tells_deletable: false,
    extras: Extras::NONE,
};

static PARTS: [Part; 1] = [Part::new("agent", PartKind::Agent, "/assistant/{}")];

impl Platform for Vapi {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }
}
