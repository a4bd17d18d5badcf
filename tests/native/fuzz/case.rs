//! One case: a call of which one request is answered with a made reply, and what may come of it.

use super::mutate::Maker;
use super::oracle::{Read, Said, Sure, allowed, may_pass, platform, read, settled};
use super::seeds::Seeds;
use crate::support::*;
use agent_delete::{
    Backend, Body, CallOptions, DeleteOptions, Deletion, DeletionPlan, Error, ErrorCode, Headers, IfMissing,
    Outcome, Reply,
};
use serde_json::{Map, Value, json as value};
use std::time::Duration;

/// What is called, and which of its requests is answered with the made reply.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Call {
    /// `deleteAgent`: the deletion.
    Delete,
    /// `deleteAgent` with `ifMissing: "ignore"`: the deletion.
    Ignore,
    /// `getAgent`: the read.
    Get,
    /// `planDeletion`: the read.
    Plan,
    /// `deleteAgent` with `verify`, after a deletion that is proved: every read.
    Verify,
    /// `deleteAgent` with `waitMs`, after a deletion that is accepted: every question about it.
    Wait,
}

pub const CALLS: [(Call, &str); 6] = [
    (Call::Delete, "delete"),
    (Call::Ignore, "ignore"),
    (Call::Get, "get"),
    (Call::Plan, "plan"),
    (Call::Verify, "verify"),
    (Call::Wait, "wait"),
];

/// The operation that a deletion on vertex is.
const OPERATION: &str = "projects/123456789012/locations/us-central1/operations/77";

/// LangGraph's own words for a route that is not there, and for a read of an assistant that is not.
const CANNOT_TELL: &str = r#"{"detail":"Not Found"}"#;

pub struct Case {
    pub backend: Backend,
    pub call: Call,
    /// langgraph: the made reply answers the second read, which can tell.
    pub second: bool,
    pub reply: Reply,
}

impl Case {
    pub fn numbered(number: u64, seeds: &Seeds) -> Self {
        let dice = Dice::new(number);
        let backend = Backend::ALL[dice.roll(Backend::ALL.len() as u64) as usize];
        let call = match dice.roll(16) {
            0..=7 => Call::Delete,
            8..=9 => Call::Ignore,
            10..=11 => Call::Get,
            12 => Call::Plan,
            13 => Call::Verify,
            _ => Call::Wait,
        };
        let second = dice.roll(2) == 0 && backend == Backend::Langgraph && !call.is_deletion();
        Self { backend, call, second, reply: maker(backend, call, dice, seeds).reply() }
    }

    /// The same with one change more of its reply.
    pub fn changed(self, dice: Dice, seeds: &Seeds) -> Self {
        let maker = maker(self.backend, self.call, dice, seeds);
        Self { reply: maker.changed(self.reply), ..self }
    }

    /// Whether the made reply is all that the call is about, so that the package can be asked in as many words.
    pub fn is_of_one_answer(&self) -> bool {
        self.call.is_deletion() || self.call == Call::Get && self.backend != Backend::Langgraph
    }

    fn id(&self) -> &'static str {
        id_of(self.backend)
    }

    /// All that may be said, in words.
    pub fn allowed(&self) -> Vec<String> {
        let words = |all: Vec<Said>| all.iter().map(ToString::to_string).collect::<Vec<_>>();
        match self.call {
            Call::Delete | Call::Ignore => words(self.deletions()),
            Call::Get | Call::Plan => self.reads().into_iter().map(read_word).collect(),
            Call::Verify => self.gone().into_iter().map(|gone| verified(Outcome::Deleted, gone)).collect(),
            Call::Wait => {
                let mut all = Vec::new();
                if self.backend == Backend::Vertex {
                    all.extend(words(settled(self.id(), OPERATION, &self.reply)));
                }
                all.extend(self.gone().into_iter().map(|gone| match gone {
                    true => verified(Outcome::Deleted, true),
                    false => Said::Accepted.to_string(),
                }));
                all
            }
        }
    }

    /// All that may be said of the deletion, where the made reply answers that.
    fn deletions(&self) -> Vec<Said> {
        let said = |said| match (self.call, said) {
            (Call::Ignore, Said::Failed(ErrorCode::NotFound, false)) => Said::Absent,
            (_, said) => said,
        };
        match self.call.is_deletion() {
            true => allowed(self.backend, self.id(), &self.reply).into_iter().map(said).collect(),
            false => Vec::new(),
        }
    }

    /// What may be known of the agent by the read.
    fn reads(&self) -> Vec<Read> {
        let mut all = read(self.backend, self.id(), &self.reply);
        if self.second {
            // Whether there is a route, and not whether there is an agent.
            all.retain(|read| *read == Read::Missing);
            all.push(Read::Failed(ErrorCode::WrongEndpoint));
            if all[0] != Read::Missing || all.len() > 2 {
                all.extend(
                    read(self.backend, self.id(), &self.reply)
                        .into_iter()
                        .filter(|read| *read != Read::There),
                );
            }
        } else if self.backend == Backend::Langgraph && self.reply.status == 404 {
            all.push(Read::Failed(ErrorCode::WrongEndpoint));
            all.push(Read::Failed(ErrorCode::BackendFailure));
        }
        all
    }

    /// Whether the read may prove the agent gone, and whether it may not.
    fn gone(&self) -> Vec<bool> {
        let reads = self.reads();
        match platform(self.backend).can_prove_gone() {
            false => vec![false],
            true if reads == [Read::Missing] => vec![true],
            true if reads.contains(&Read::Missing) => vec![true, false],
            true => vec![false],
        }
    }

    /// Makes the call. `Err` says what is wrong with what came of it.
    pub fn check(&self) -> Result<String, String> {
        let world = World::new();
        let first = match self.call {
            Call::Delete | Call::Ignore => Some(self.reply.clone()),
            Call::Get | Call::Plan => None,
            Call::Verify if matches!(self.backend, Backend::Bedrock | Backend::Agentcore) => {
                Some(accepted(self.backend))
            }
            Call::Verify => Some(empty(204)),
            Call::Wait => Some(accepted(self.backend)),
        };
        world.net.queue(first);
        let (backend, call, second, made) = (self.backend, self.call, self.second, self.reply.clone());
        world.net.answer(move |sent| match (call, sent.method) {
            // What a 409 makes the client look at or stop.
            (Call::Delete | Call::Ignore, "GET") if backend == Backend::Foundry => {
                json(200, r#"{"data":[],"has_more":false}"#).into()
            }
            (Call::Delete | Call::Ignore, _) => json(500, r#"{"error":"not to be asked"}"#).into(),
            (_, "GET") if second => json(404, CANNOT_TELL).into(),
            (_, "POST") if !second => json(500, r#"{"error":"not to be asked"}"#).into(),
            _ => made.clone().into(),
        });
        let client = world.client(self.backend);
        let reads_first = FURTHER.iter().any(|further| further.backend == backend && further.reads_first());
        let options = DeleteOptions {
            force: self.backend == Backend::Eliza || reads_first,
            if_missing: if self.call == Call::Ignore { IfMissing::Ignore } else { IfMissing::Error },
            verify: self.call == Call::Verify,
            wait: Duration::from_millis(if self.call == Call::Wait { 3000 } else { 0 }),
            ..once()
        };
        let plain = CallOptions { max_retries: Some(0), ..CallOptions::default() };
        let (said, shown) = match self.call {
            Call::Get => {
                let read = world.run(client.get_agent(self.id(), plain));
                if let Ok(agent) = &read
                    && !agent.id.eq_ignore_ascii_case(self.id())
                {
                    return Err(format!("it reads another agent: {}", agent.id));
                }
                (read_word(read_of(read.as_ref().err())), shown(&read))
            }
            Call::Plan => {
                let plan = world.run(client.plan_deletion(self.id(), options));
                (read_word(plan.as_ref().map_or_else(|error| read_of(Some(error)), planned)), shown(&plan))
            }
            _ => {
                let result = world.run(client.delete_agent(self.id(), options));
                self.check_deletion(&world, &result)?;
                (self.word(&result), shown(&result))
            }
        };
        let allowed = self.allowed();
        if !allowed.contains(&said) {
            return Err(format!("it says {said}, where {} is allowed", allowed.join(" or ")));
        }
        if shown.contains(KEY) {
            return Err("it shows the credential".to_owned());
        }
        if let Some(change) = world.sent().iter().skip(1).find(|sent| sent.method == "DELETE") {
            return Err(format!("it changed more: {}", change.line()));
        }
        Ok(said)
    }

    fn word(&self, result: &Result<Deletion, Error>) -> String {
        match result {
            Ok(deletion)
                if deletion.outcome == Outcome::Deleted && matches!(self.call, Call::Verify | Call::Wait) =>
            {
                verified(Outcome::Deleted, deletion.verified)
            }
            // Bedrock's own deletion is never more than accepted.
            Ok(deletion) if self.call == Call::Verify => verified(Outcome::Deleted, deletion.verified),
            Ok(deletion) => match deletion.outcome {
                Outcome::Deleted => Said::Deleted,
                Outcome::Accepted => Said::Accepted,
                Outcome::Absent => Said::Absent,
            }
            .to_string(),
            Err(error) => Said::Failed(error.code, error.outcome_unknown).to_string(),
        }
    }

    /// What a result holds beside its outcome.
    fn check_deletion(&self, world: &World, result: &Result<Deletion, Error>) -> Result<(), String> {
        let shown = match result {
            Ok(deletion) => js(deletion),
            Err(error) => js(error),
        };
        let own = world.sent()[0].path().split('?').next().unwrap().to_owned();
        if self.call.is_deletion()
            && let Some(stray) = world.sent().iter().find(|sent| !sent.path().starts_with(&own))
        {
            return Err(format!("it asked {}", stray.line()));
        }
        if shown["agentId"] != self.id() || shown["steps"][0]["purpose"] != "delete" {
            return Err(format!("it is about another agent: {shown}"));
        }
        match result {
            Ok(deletion) => {
                if !self.may_have_existed(deletion.outcome).contains(&deletion.existed) {
                    return Err(format!("it says that it existed: {:?}", deletion.existed));
                }
                if deletion.verified && self.call.is_deletion() {
                    return Err("it claims to have verified it".to_owned());
                }
            }
            Err(error) if self.call.is_deletion() => {
                if shown["status"].as_u64().unwrap_or(0) != u64::from(self.reply.status) {
                    return Err(format!("it shows another status: {shown}"));
                }
                if let (Some(wait), ErrorCode::RateLimited) = (self.plain_wait(), error.code)
                    && shown["retryAfterMs"].as_f64() != Some(wait)
                {
                    return Err(format!("it does not show the wait of {wait} ms: {shown}"));
                }
                match self.may_be_retryable(error.code) {
                    [true] if !error.retryable => {
                        return Err(format!("it calls it vain to try again: {shown}"));
                    }
                    [false] if error.retryable => {
                        return Err(format!("it calls it worth another try: {shown}"));
                    }
                    _ => {}
                }
            }
            Err(_) => {}
        }
        Ok(())
    }

    /// What may be said of whether there was an agent.
    fn may_have_existed(&self, outcome: Outcome) -> &'static [Option<bool>] {
        let platform = platform(self.backend);
        match outcome {
            Outcome::Absent if platform.missing_is_certain() => &[Some(false), None],
            Outcome::Absent => &[None],
            _ if platform.tells_existence() => &[Some(true), None],
            _ => &[None],
        }
    }

    /// What may be said of whether a deletion that failed so may fare better later.
    fn may_be_retryable(&self, code: ErrorCode) -> &'static [bool] {
        match may_pass(self.backend, self.id(), &self.reply, code) {
            Sure::Yes => &[true],
            Sure::No => &[false],
            Sure::Perhaps => &[true, false],
        }
    }

    /// Of each outcome of a deletion what may be said of `existed`, and of each failure what of `retryable`.
    fn besides(&self) -> Value {
        let mut all = Map::new();
        for said in self.deletions() {
            let besides = match said {
                Said::Deleted => value!(self.may_have_existed(Outcome::Deleted)),
                Said::Accepted => value!(self.may_have_existed(Outcome::Accepted)),
                Said::Absent => value!(self.may_have_existed(Outcome::Absent)),
                Said::Failed(code, _) => value!(self.may_be_retryable(code)),
            };
            all.insert(said.to_string(), besides);
        }
        all.into()
    }

    /// The wait that a reply asks for in the plainest way.
    fn plain_wait(&self) -> Option<f64> {
        let waits: Vec<_> =
            self.reply.headers.0.iter().filter(|(name, _)| name.contains("retry-after")).collect();
        match waits.as_slice() {
            [(name, text)] if name == "retry-after" && !text.is_empty() && text.len() < 9 => {
                text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<f64>().unwrap() * 1000.0)
            }
            _ => None,
        }
    }

    /// The case with what is allowed of it, as `corpus.jsonl` and the package's tests have it.
    pub fn to_json(&self) -> Value {
        let mut line = self.line();
        line["id"] = value!(self.id());
        line["second"] = value!(self.second);
        line["headers"] = value!(self.reply.headers.0);
        line["tooLong"] = value!(matches!(self.reply.body, Body::TooLong));
        line["allowed"] = value!(self.allowed());
        line["besides"] = value!(self.besides());
        line["retryAfterMs"] = value!(self.plain_wait());
        line
    }

    /// The case alone, in few words.
    pub fn line(&self) -> Value {
        let call = CALLS.iter().find(|(call, _)| *call == self.call).unwrap().1;
        let mut line = value!({ "backend": self.backend.to_string(), "call": call });
        if self.second {
            line["second"] = value!(true);
        }
        line.as_object_mut().unwrap().extend(line_of(&self.reply));
        line
    }

    /// What [`Self::line`] wrote, if it is so.
    pub fn from_json(line: &Value) -> Option<Self> {
        Some(Self {
            backend: Backend::from_name(line["backend"].as_str()?)?,
            call: CALLS.iter().find(|(_, name)| line["call"] == *name)?.0,
            second: line["second"] == true,
            reply: reply_of_line(line)?,
        })
    }
}

/// A reply as members of a line: its body is a character for each byte.
pub fn line_of(reply: &Reply) -> Map<String, Value> {
    let mut line = Map::from_iter([("status".to_owned(), value!(reply.status))]);
    if !reply.headers.0.is_empty() {
        line.insert("headers".to_owned(), value!(reply.headers.0));
    }
    let body = match &reply.body {
        Body::Bytes(bytes) => bytes.iter().map(|byte| char::from(*byte)).collect(),
        Body::TooLong => String::new(),
    };
    line.insert("body".to_owned(), value!(body));
    if let Body::TooLong = reply.body {
        line.insert("tooLong".to_owned(), value!(true));
    }
    line
}

pub fn reply_of_line(line: &Value) -> Option<Reply> {
    let text = |value: &Value| Some(value.as_str()?.to_owned());
    let body = match line["tooLong"] == true {
        true => Body::TooLong,
        false => Body::Bytes(
            line["body"].as_str()?.chars().map(|char| u8::try_from(char).ok()).collect::<Option<_>>()?,
        ),
    };
    let headers = line["headers"].as_array().into_iter().flatten();
    let headers = headers.map(|pair| Some((text(&pair[0])?, text(&pair[1])?))).collect::<Option<_>>()?;
    Some(Reply { status: u16::try_from(line["status"].as_u64()?).ok()?, headers: Headers(headers), body })
}

impl Call {
    /// Whether the made reply answers the deletion itself.
    fn is_deletion(self) -> bool {
        matches!(self, Self::Delete | Self::Ignore)
    }
}

fn maker(backend: Backend, call: Call, dice: Dice, seeds: &Seeds) -> Maker<'_> {
    Maker { dice, backend, own: seeds.of(backend, !call.is_deletion()), all: &seeds.all }
}

/// The platform's answer to a deletion that it takes, and will carry out later.
fn accepted(backend: Backend) -> Reply {
    let id = id_of(backend);
    match backend {
        Backend::Eliza => json(
            202,
            r#"{"success":true,"partial":true,"message":"Agent deletion initiated but taking longer than expected."}"#,
        ),
        Backend::Bedrock => json(202, &value!({"agentId": id, "agentStatus": "DELETING"}).to_string()),
        Backend::Agentcore => json(202, &value!({"agentRuntimeId": id, "status": "DELETING"}).to_string()),
        Backend::Vertex => json(
            200,
            &value!({"name": OPERATION, "metadata": {"@type": "type.googleapis.com/google.cloud.aiplatform.v1.DeleteOperationMetadata"}})
                .to_string(),
        ),
        _ => empty(202),
    }
}

pub fn verified(outcome: Outcome, verified: bool) -> String {
    match (outcome, verified) {
        (Outcome::Deleted, true) => "deleted, verified".to_owned(),
        _ => "deleted".to_owned(),
    }
}

fn read_word(read: Read) -> String {
    match read {
        Read::There => "there".to_owned(),
        Read::Missing => "missing".to_owned(),
        Read::Failed(code) => Said::Failed(code, false).to_string(),
    }
}

fn read_of(error: Option<&Error>) -> Read {
    match error {
        None => Read::There,
        Some(error) if error.outcome_unknown => panic!("a read changes nothing: {error:?}"),
        Some(error) if error.code == ErrorCode::NotFound => Read::Missing,
        Some(error) => Read::Failed(error.code),
    }
}

/// What a plan knows of the agent.
fn planned(plan: &DeletionPlan) -> Read {
    let blocked = plan.blockers.iter().find_map(|blocker| match js(&blocker.code).as_str() {
        Some("not-found") => Some(Read::Missing),
        Some("forbidden") => Some(Read::Failed(ErrorCode::Forbidden)),
        _ => None,
    });
    match (blocked, &plan.agent) {
        (None, Some(_)) => Read::There,
        (Some(read), None) if plan.deletable == Some(false) && plan.requests.is_empty() => read,
        _ => panic!("a plan of nothing, or that deletes what is not there: {plan:?}"),
    }
}

fn shown<T: serde::Serialize + std::fmt::Debug>(result: &Result<T, Error>) -> String {
    let json = match result {
        Ok(made) => js(made),
        Err(error) => js(error),
    };
    // What a platform holds of an agent may be anything, and is given as it is.
    format!("{json}")
}
