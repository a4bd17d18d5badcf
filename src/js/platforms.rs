//! What the platforms are: for whoever chooses one, and for whoever stands between a client and one.

use super::described::described;
use super::options;
use super::result::{error_to_js, to_js};
use crate::{Backend, PlatformInfo, READ_HEADERS};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// What a platform can do, by its name or description.
#[expect(unreachable_pub, reason = "wasm-bindgen exports nothing else")]
#[wasm_bindgen(unchecked_return_type = "Capabilities")]
pub fn capabilities(
    #[wasm_bindgen(unchecked_param_type = "ClientOptions[\"backend\"]")] backend: &JsValue,
) -> Result<JsValue, JsValue> {
    let backend = options::backend(backend).map_err(|error| error_to_js(&error))?;
    Ok(to_js(backend.capabilities()))
}

/// What is sent to a platform, for whoever stands in between.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Sent {
    name: Backend,
    /// What its ids look like, as `Backend::id_pattern` says it.
    id: &'static str,
    api_version: Option<&'static str>,
    /// The headers that are read of any answer.
    read_headers: &'static [&'static str],
    /// As `Backend::routes` tells them.
    routes: String,
}

impl Sent {
    fn to(backend: Backend) -> Self {
        Self {
            name: backend,
            id: backend.id_pattern(),
            api_version: backend.facts().default_api_version,
            read_headers: &READ_HEADERS,
            routes: backend.routes(),
        }
    }
}

/// What is sent to each platform.
#[expect(unreachable_pub, reason = "wasm-bindgen exports nothing else")]
#[wasm_bindgen(unchecked_return_type = "unknown[]")]
pub fn routes() -> JsValue {
    let all: Vec<_> = Backend::ALL.iter().map(|backend| Sent::to(*backend)).collect();
    to_js(&all)
}

/// A described platform, as a person needs to know it, and what is sent there.
#[derive(Serialize)]
struct Told {
    platform: PlatformInfo,
    sent: Sent,
}

/// Checks a description, and tells the platform. Throws an "AgentError" with the code `invalid-input` where something is wrong.
#[expect(unreachable_pub, reason = "wasm-bindgen exports nothing else")]
#[wasm_bindgen(unchecked_return_type = "{ platform: unknown; sent: unknown }")]
pub fn describe(
    #[wasm_bindgen(unchecked_param_type = "PlatformDescription")] description: &JsValue,
) -> Result<JsValue, JsValue> {
    let backend = described(description).map_err(|error| error_to_js(&error))?;
    Ok(to_js(&Told { platform: backend.info(), sent: Sent::to(backend) }))
}

/// Every platform: what a person needs to know to choose it and to connect to it.
#[expect(unreachable_pub, reason = "wasm-bindgen exports nothing else")]
#[wasm_bindgen(unchecked_return_type = "Platform[]")]
pub fn platforms() -> JsValue {
    let all: Vec<_> = Backend::ALL.iter().map(|backend| backend.info()).collect();
    to_js(&all)
}
