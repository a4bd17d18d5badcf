//! What a call was given, as the core takes it. The options are checked already, and in one list: what the call says stands
//! in it before what its client says.

use crate::deletion::{
    Call, Connection, Credential, Listing, Machine, Many, ManyWishes, Setup, Task, Terms, Wishes,
};
use crate::host::{Json, unpacked};
use crate::http::Scheme;
use crate::text::{Text, fill};
use crate::{Backend, Error};
use alloc::boxed::Box;
use alloc::vec::Vec;

/// The tasks, as options.js numbers them.
pub(super) const DELETE: u32 = 0;
pub(super) const STOP: u32 = 1;
pub(super) const MANY: u32 = 2;
pub(super) const PLAN: u32 = 3;
pub(super) const GET: u32 = 4;
pub(super) const BACKUP: u32 = 5;
pub(super) const LIST: u32 = 6;

/// The machine for a call.
pub(super) fn machine(packed: &str) -> Result<Box<dyn Machine>, Error> {
    let input = Input(unpacked(packed).unwrap_or(Json::Null));
    let link = Connection::new(input.setup())?;
    let task = match input.number(At::Task, MANY.into()) as u32 {
        DELETE => Task::Delete,
        STOP => Task::Stop,
        PLAN => Task::Plan,
        GET => Task::Get,
        BACKUP => Task::Backup,
        LIST => {
            let (size, search) = (input.count(At::PageSize), input.text(At::Search));
            return Ok(Listing::new(link, size, search, input.terms())?);
        }
        _ => return Ok(Many::new(link, input.many())?),
    };
    let id = input.text(At::Text).unwrap_or_default();
    if input.number(At::Number, 1.0) != 0.0 {
        let facts = link.platform().facts();
        let fault = "{} can't have such an agent: id must be {}, not {}";
        return Err(link.input_error(None, fill(fault, &[facts.title, facts.id.words, &id])));
    }
    let id = link.agent_id(&id)?;
    Ok(Box::new(Call::new(link, task, id, input.wishes())))
}

/// What there is of a call, in the order of `INPUT` in options.js.
#[derive(Clone, Copy)]
#[expect(dead_code, reason = "some are JavaScript's own")]
enum At {
    Task,
    Text,
    Number,
    Total,
    IsAsync,
    ClientRetries,
    Backend,
    BaseUrl,
    Auth,
    ApiVersion,
    Headers,
    TimeoutMs,
    MaxRetries,
    AllowInsecureHttp,
    OnStep,
    Fetch,
    Concurrency,
    StopOnError,
    OnProgress,
    Force,
    IfMissing,
    Backup,
    Cascade,
    Confirm,
    WaitMs,
    Verify,
    Signal,
    IncludeSecrets,
    PageSize,
    Search,
}

struct Input(Json);

impl Input {
    fn setup(&self) -> Setup {
        // The reader accepts no other name.
        let name = self.text(At::Backend).unwrap_or_default();
        let backend = Backend::from_name(&name).unwrap_or(Backend::Charm);
        let standard = Setup::new(backend);
        let mut headers = Vec::new();
        for (name, value) in self.members(At::Headers) {
            headers.push((name.clone(), text_of(value).unwrap_or_default()));
        }
        Setup {
            backend,
            base_url: self.text(At::BaseUrl),
            auth: self.members(At::Auth).first().map(|(name, secret)| Credential {
                scheme: if name == "bearer" { Scheme::Bearer } else { Scheme::ApiKey },
                fixed: text_of(secret),
            }),
            api_version: self.text(At::ApiVersion),
            headers,
            timeout: self.number(At::TimeoutMs, standard.timeout),
            max_retries: self.number(At::ClientRetries, standard.max_retries.into()) as u32,
            allow_insecure_http: self.flag(At::AllowInsecureHttp),
            watched: self.has(At::OnStep),
        }
    }

    fn wishes(&self) -> Wishes {
        let hands_over = self.has(At::Backup);
        Wishes {
            force: self.flag(At::Force),
            ignore_missing: self.text(At::IfMissing).is_some_and(|wish| wish == "ignore"),
            backs_up: hands_over || self.flag(At::Backup),
            hands_over,
            threads: self.flag(At::Cascade),
            confirms: self.has(At::Confirm),
            wait: self.number(At::WaitMs, 0.0),
            verify: self.flag(At::Verify),
            include_secrets: self.flag(At::IncludeSecrets),
            terms: self.terms(),
        }
    }

    /// Its timeout is in the client's place already.
    fn terms(&self) -> Terms {
        Terms { timeout: None, max_retries: self.count(At::MaxRetries) }
    }

    fn many(&self) -> ManyWishes {
        ManyWishes {
            concurrency: self.number(At::Concurrency, 4.0) as usize,
            stop_on_error: self.flag(At::StopOnError),
            total: self.count(At::Total),
            is_immediate: !self.flag(At::IsAsync),
            watched: self.has(At::OnProgress),
            each: self.wishes(),
        }
    }

    /// Whether a function is there.
    fn has(&self, at: At) -> bool {
        matches!(self.get(at), Some(Json::Array(_)))
    }

    fn flag(&self, at: At) -> bool {
        matches!(self.get(at), Some(Json::Bool(true)))
    }

    fn text(&self, at: At) -> Option<Text> {
        self.get(at).and_then(text_of)
    }

    fn count(&self, at: At) -> Option<u32> {
        self.get(at).and_then(Json::as_number).map(|count| count as u32)
    }

    fn number(&self, at: At, otherwise: f64) -> f64 {
        self.get(at).and_then(Json::as_number).unwrap_or(otherwise)
    }

    fn members(&self, at: At) -> &[(Text, Json)] {
        self.get(at).and_then(Json::as_object).unwrap_or_default()
    }

    fn get(&self, at: At) -> Option<&Json> {
        self.0.as_array()?.get(at as usize)
    }
}

fn text_of(value: &Json) -> Option<Text> {
    if let Json::String(text) = value { Some(text.clone()) } else { None }
}
