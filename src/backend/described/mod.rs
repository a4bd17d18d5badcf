//! A platform that this crate does not know, described as data. What arrives is checked whole and becomes `Facts`, as a
//! platform of this crate is, and from then on there is no difference.

mod answers;
mod facts;
mod kept;
mod rules;
mod schema;
mod shape;
mod words;

use super::{Answer, Backend, Facts, Platform, Verdict};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{AgentId, Json, Members};
use crate::step::Purpose;
use schema::DESCRIPTION;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Mutex, PoisonError};

/// A platform by its description. What its members are, `PlatformDescription` of the npm package's types says; it is the same here.
///
/// ```
/// use agent_delete::{Backend, Description};
/// use serde_json::json;
///
/// let acme = Description::from_json(&json!({
///     "name": "acme",
///     "baseUrl": "https://api.acme.example/v1",
///     "delete": { "path": "/agents/{id}" },
///     "proof": [{ "status": 204 }],
///     "missing": [{ "status": 404, "body": { "code": "agent_not_found" } }],
/// }))?;
/// let backend = Backend::from(acme);
/// assert_eq!(backend.name(), "acme");
/// assert!(backend.agent_id("../users/7").is_none());
///
/// let fault = Description::from_json(&json!({ "name": "acme", "delete": { "path": "/agents" }, "proof": [] })).unwrap_err();
/// assert!(fault.message.contains("backend.delete.path must hold {id} exactly once"));
/// # Ok::<_, agent_delete::Error>(())
/// ```
///
/// Two that say the same are equal, and kept once for the life of the program.
#[derive(Clone, Copy)]
pub struct Description(&'static Described);

#[derive(Debug)]
struct Described {
    name: &'static str,
    facts: &'static Facts,
    /// Where a success that has an error's code is none.
    refusal: Option<&'static str>,
}

/// Each description that there is, once.
static KNOWN: Mutex<Vec<(Json, &'static Described)>> = Mutex::new(Vec::new());

impl Description {
    /// The platform that a document describes.
    ///
    /// # Errors
    /// `invalid-input`, naming the member that is wrong.
    pub fn from_json(document: &Json) -> Result<Self, Error> {
        // What broke off in another thread left the list as it was.
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, described)) = known.iter().find(|(of, _)| of == document) {
            return Ok(Self(described));
        }
        if let Some(fault) = DESCRIPTION.fault(document, "backend").or_else(|| rules::fault(document)) {
            return Err(Error::input(fault));
        }
        let name = kept::text(document.text("name").unwrap_or_default());
        let described = kept::one(Described {
            name,
            facts: kept::one(facts::facts(document)),
            refusal: answers::refusal_place(document),
        });
        known.push((document.clone(), described));
        Ok(Self(described))
    }

    pub(super) fn name(self) -> &'static str {
        self.0.name
    }

    pub(super) fn platform(self) -> &'static dyn Platform {
        self.0
    }
}

/// The items of a list, none where there is no such list.
fn items<'a>(of: &'a Json, name: &str) -> &'a [Json] {
    of.get(name).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default()
}

impl From<Description> for Backend {
    fn from(description: Description) -> Self {
        Self::Described(description)
    }
}

impl PartialEq for Description {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Description {}

impl Hash for Description {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::ptr::hash(self.0, state);
    }
}

impl fmt::Debug for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Description").field(&self.0.name).finish()
    }
}

impl Platform for Described {
    fn facts(&self) -> &'static Facts {
        self.facts
    }

    /// By its description; but where the agent's id stands, nothing but this agent's may stand, and no success has an error's
    /// code: then what it says of the rest counts.
    fn judge(&self, purpose: Purpose, id: Option<&AgentId>, answer: &Answer) -> Option<Verdict> {
        let names_another = || {
            let named = self.facts.payload(answer.body()?).member(self.facts.id_member)?;
            let is_this = named.as_str().is_some_and(|named| id.is_some_and(|id| id.names(named)));
            Some(!named.is_null() && !is_this)
        };
        let refuses = || Some(!answers::is_no_failure(answer.body()?.member(self.refusal?)?));
        let stands = |said: &Verdict| match said {
            Verdict::Deleted(_) | Verdict::Accepted { .. } => {
                names_another() != Some(true) && refuses() != Some(true)
            }
            // The plain `id` of an error is often the error's own.
            Verdict::Failed(fault) if fault.code == ErrorCode::NotFound && self.facts.id_member != "id" => {
                names_another() != Some(true)
            }
            Verdict::Failed(_) => true,
        };
        let fitting = self.facts.sayings.iter().filter(|saying| saying.fits(purpose, id, answer));
        fitting.map(|saying| saying.verdict(answer)).find(stands)
    }
}
