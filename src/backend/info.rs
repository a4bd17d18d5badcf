//! What a person needs to know of a platform, to choose it and to connect to it.

use super::{Backend, Capabilities};
use serde::Serialize;

/// What a person needs to know of a platform, to choose it and to connect to it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlatformInfo {
    /// The platform.
    pub name: Backend,
    /// Its own name for people.
    pub title: &'static str,
    /// Other names by which people know it.
    pub aliases: &'static [&'static str],
    /// The base URL where the caller gives none; `None` where one must be given.
    pub default_base_url: Option<&'static str>,
    /// What a base URL looks like there.
    pub base_url_example: &'static str,
    /// What it takes in `auth`, of `"bearer"`, `"apiKey"` and `"sign"`, the usual one first.
    pub auth: &'static [&'static str],
    /// The header that carries an API key. A bearer token is always in `Authorization`.
    pub api_key_header: &'static str,
    /// What an agent's id must be, in words.
    pub id_rule: &'static str,
    /// What it can do, and what a deletion means there.
    pub capabilities: &'static Capabilities,
}

impl PlatformInfo {
    pub(super) fn of(name: Backend) -> Self {
        let facts = name.facts();
        Self {
            name,
            title: facts.title,
            aliases: facts.aliases,
            default_base_url: facts.default_base_url,
            base_url_example: facts.base_url_example,
            auth: facts.auth,
            api_key_header: facts.api_key_header,
            id_rule: facts.id.words,
            capabilities: &facts.capabilities,
        }
    }
}
