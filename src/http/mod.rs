//! HTTP, free of any platform: what a request and a reply are, where they may go, how long to wait
//! and when to try again. Nothing here sends anything; whoever implements [`Transport`] does.

mod agent_id;
mod base_url;
mod cancel;
mod cause;
mod credential;
mod date;
mod envelope;
mod fingerprint;
mod pace;
mod percent;
mod reply;
mod request;
mod retry_policy;
mod route;
mod text;
mod transport;
mod turns;

pub use crate::host::Json;
pub(crate) use crate::host::{Members, json_text, typed};
pub use agent_id::AgentId;
pub use cancel::CancelToken;
pub use cause::Cause;
pub use credential::{AskSecret, Auth, Secret, Sign, Signer, ToSign};
pub use envelope::Detail;
pub(crate) use envelope::ErrorPlaces;
pub use reply::{Body, Headers, READ_HEADERS, Reply};
pub use request::{Method, Request, SendFailure, Unsent};
pub use transport::Transport;

pub(crate) use base_url::BaseUrl;
pub(crate) use cancel::Cancels;
pub(crate) use credential::{Scheme, header_fault, is_credential_header, is_header_name};
pub(crate) use date::iso_date;
pub(crate) use fingerprint::Fingerprint;
pub(crate) use pace::{Heard, Pace};
pub(crate) use reply::Content;
pub(crate) use retry_policy::{RetryPolicy, asked_wait, back_off, is_transient};
pub(crate) use route::{Route, Target};
pub(crate) use text::{cut, escaped, one_line};
pub(crate) use transport::Carrier;
pub(crate) use turns::{Turn, Turns};
