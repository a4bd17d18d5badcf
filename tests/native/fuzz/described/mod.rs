//! Arbitrary descriptions of platforms, and arbitrary answers: of each is said what the description declares, and no more.

mod draw;
mod pages;

use super::case::{line_of, reply_of_line, verified};
use super::mutate::Maker;
use super::oracle::{Declared, Platform, Read, Said, Sure, allowed_by, may_pass_by, read_by};
use super::seeds::{Seed, Seeds};
use crate::support::*;
use agent_delete::{
    Auth, Backend, CallOptions, Client, ClientOptions, DeleteOptions, Deletion, Description, Error,
    ErrorCode, IfMissing, ListOptions, Outcome, Reply,
};
use draw::{Draw, LISTS, instance, instances_with_agents, readings};
use serde_json::{Value, json as value};
use std::time::Duration;

/// How many answers each description meets.
pub const ANSWERS: u64 = 20;

/// Whose words fill the answers. The described platform's agent has the id of theirs.
const LIKE: Backend = Backend::Openai;

/// What is called, and which of its requests is answered with the made reply.
const CALLS: [&str; 6] = ["delete", "ignore", "get", "verify", "wait", "list"];

/// A call on a described platform, of which one request is answered with a made reply.
pub struct Told {
    document: Value,
    call: &'static str,
    forced: bool,
    pub reply: Reply,
}

/// What the platform of this number is said to have done, answer by answer. `Err` is the story of what it did not declare.
pub fn check(number: u64, seeds: &Seeds) -> Result<Vec<String>, String> {
    let document = right_document(&Dice::new(number));
    let made = (0..ANSWERS).map(|answer| {
        let dice = Dice::new(number.wrapping_mul(1009).wrapping_add(answer));
        let told = Told::drawn(document.clone(), dice, seeds);
        told.check().map_err(|fault| format!("description {number}: {fault}\n  {}", told.line()))
    });
    made.collect()
}

/// The first description of many that is right: some say too little to be one.
pub fn right_document(dice: &Dice) -> Value {
    let documents = std::iter::repeat_with(|| Draw(dice).document());
    documents.take(100).find(|document| Description::from_json(document).is_ok()).unwrap()
}

impl Told {
    /// Any call on it, with any reply.
    pub fn drawn(document: Value, dice: Dice, seeds: &Seeds) -> Self {
        let call = match dice.roll(16) {
            0..=7 => "delete",
            8..=9 => "ignore",
            10..=11 => "get",
            12 => "verify",
            13 => "wait",
            _ if document.get("list").is_some() => "list",
            _ => "delete",
        };
        let forced = document.pointer("/delete/force").is_some() && dice.roll(2) == 0;
        // One as the description has it, or what is made of one.
        let own = own(&document, call);
        let reply = match dice.roll(4) {
            0 => own[dice.roll(own.len() as u64) as usize].reply(),
            _ => Maker { dice, backend: LIKE, own: &own, all: &seeds.all }.reply(),
        };
        Self { document, call, forced, reply }
    }

    /// The same with one change: of the description, of the call, or of the reply.
    pub fn changed(mut self, dice: Dice, seeds: &Seeds) -> Self {
        match dice.roll(40) {
            0 => {
                let (list, _) = *Draw(&dice).pick(&LISTS);
                let mut document = self.document.clone();
                document[list] = Draw(&dice).patterns(list);
                if Description::from_json(&document).is_ok() {
                    self.document = document;
                }
            }
            1..=3 => return Self::drawn(self.document, dice, seeds),
            4 => self.call = Draw(&dice).pick::<&str>(&CALLS),
            _ => {
                let own = own(&self.document, self.call);
                self.reply = Maker { dice, backend: LIKE, own: &own, all: &seeds.all }.changed(self.reply);
            }
        }
        self
    }

    /// The case, as `described.jsonl` has it.
    pub fn line(&self) -> Value {
        let mut line = value!({ "call": self.call });
        if self.forced {
            line["forced"] = value!(true);
        }
        line.as_object_mut().unwrap().extend(line_of(&self.reply));
        line["platform"] = self.document.clone();
        line
    }

    /// What [`Self::line`] wrote, if it is so.
    pub fn from_json(line: &Value) -> Option<Self> {
        let document = line["platform"].clone();
        Description::from_json(&document).ok()?;
        Some(Self {
            call: CALLS.iter().find(|call| line["call"] == **call)?,
            forced: line["forced"] == true && document.pointer("/delete/force").is_some(),
            reply: reply_of_line(line)?,
            document,
        })
    }

    /// Makes the call. `Err` says what is wrong with what came of it.
    pub fn check(&self) -> Result<String, String> {
        let declared = Declared(&self.document);
        let id = id_of(LIKE);
        let world = World::new();
        // What the call begins with, where the made reply is about something later.
        let first = match self.call {
            "verify" => self.first("proof", Said::Deleted),
            "wait" => self.first("accepted", Said::Accepted),
            _ => None,
        };
        let is_later = first.is_some();
        world.net.queue(first);
        let (made, mut asked) = (self.reply.clone(), 0);
        let (is_list, empty_page) = (self.call == "list", self.empty_page());
        world.net.answer(move |_| {
            asked += 1;
            if is_list && asked > 1 { empty_page.clone() } else { made.clone() }.into()
        });
        let backend = Description::from_json(&self.document).map_err(|error| error.to_string())?.into();
        let auth = Some(Auth::ApiKey(KEY.into()));
        let client = world.client_with(ClientOptions { auth, ..ClientOptions::new(backend) });
        let plain = CallOptions { max_retries: Some(0), ..CallOptions::default() };
        let said = match self.call {
            "list" => self.check_list(&world, &client)?,
            "get" => {
                let read = world.run(client.get_agent(id, plain));
                let said = read.as_ref().map_or_else(error_word, |_| "there".to_owned());
                if read.is_ok_and(|agent| !agent.id.eq_ignore_ascii_case(id)) {
                    return Err("it reads another agent".to_owned());
                }
                among(said, read_by(&declared, id, &self.reply).into_iter().map(read_word).collect())?
            }
            _ => {
                let result = world.run(client.delete_agent(id, self.options()));
                self.check_request(&world)?;
                if !is_later && let Err(error) = &result {
                    self.check_error(error)?;
                }
                self.check_existence(&result)?;
                among(word(&result), self.allowed(is_later))?
            }
        };
        match world.sent().iter().filter(|sent| sent.method == "DELETE").count() {
            0 | 1 => Ok(said),
            _ => Err("it deletes twice".to_owned()),
        }
    }

    fn options(&self) -> DeleteOptions {
        DeleteOptions {
            force: self.forced,
            if_missing: if self.call == "ignore" { IfMissing::Ignore } else { IfMissing::Error },
            verify: self.call == "verify",
            wait: Duration::from_millis(if self.call == "wait" { 3000 } else { 0 }),
            ..once()
        }
    }

    /// An answer to the deletion of which only this can be said.
    fn first(&self, list: &str, said: Said) -> Option<Reply> {
        let bare = (said == Said::Accepted).then(|| empty(202));
        let declared = self.document[list].as_array().into_iter().flatten();
        let replies = declared.map(|pattern| instance(pattern).reply()).chain(bare);
        let is_sure = |reply: &Reply| allowed_by(&Declared(&self.document), id_of(LIKE), reply) == [said];
        replies.into_iter().find(is_sure)
    }

    fn allowed(&self, is_later: bool) -> Vec<String> {
        let declared = Declared(&self.document);
        let words = |all: Vec<Said>| all.iter().map(ToString::to_string).collect::<Vec<_>>();
        if is_later {
            let reads = read_by(&declared, id_of(LIKE), &self.reply);
            let may_be_gone = declared.can_prove_gone() && reads.contains(&Read::Missing);
            let stays = if self.call == "wait" { Said::Accepted } else { Said::Deleted };
            let mut all = Vec::new();
            if may_be_gone {
                all.push(verified(Outcome::Deleted, true));
            }
            if !may_be_gone || reads != [Read::Missing] {
                all.push(stays.to_string());
            }
            // It was proved, and is still there: so it is under way at most.
            if reads.contains(&Read::There) {
                all.push(Said::Accepted.to_string());
            }
            return all;
        }
        let all = allowed_by(&declared, id_of(LIKE), &self.reply).into_iter();
        let all: Vec<_> = all
            .map(|said| match said {
                Said::Failed(ErrorCode::NotFound, false) if self.call == "ignore" => Said::Absent,
                said => said,
            })
            .collect();
        let mut words = words(all.clone());
        // What was taken on is read until the wait is over, and the same reply proves it gone or does not; so with a proof.
        if matches!(self.call, "verify" | "wait")
            && all.iter().any(|said| matches!(said, Said::Accepted | Said::Deleted))
        {
            let later = [Said::Deleted, Said::Accepted].map(|said| said.to_string());
            words.extend(later);
            words.push(verified(Outcome::Deleted, true));
        }
        words
    }

    fn check_existence(&self, result: &Result<Deletion, Error>) -> Result<(), String> {
        let Ok(deletion) = result else { return Ok(()) };
        let declared = Declared(&self.document);
        let may_exist: &[Option<bool>] = match deletion.outcome {
            Outcome::Absent if declared.missing_is_certain() => &[Some(false)],
            Outcome::Absent => &[None],
            _ if declared.tells_existence() => &[Some(true), None],
            _ => &[None],
        };
        if !may_exist.contains(&deletion.existed) {
            return Err(format!("it says that it existed: {:?}", deletion.existed));
        }
        if deletion.verified && !matches!(self.call, "verify" | "wait") {
            return Err("it claims to have verified it".to_owned());
        }
        Ok(())
    }

    fn check_error(&self, error: &Error) -> Result<(), String> {
        if error.status.unwrap_or(0) != self.reply.status {
            return Err(format!("it shows another status: {error:?}"));
        }
        match may_pass_by(&Declared(&self.document), id_of(LIKE), &self.reply, error.code) {
            Sure::Yes if !error.retryable => Err(format!("it calls it vain to try again: {error:?}")),
            Sure::No if error.retryable => Err(format!("it calls it worth another try: {error:?}")),
            _ => Ok(()),
        }
    }

    /// The deletion goes where the description says, with what it says.
    fn check_request(&self, world: &World) -> Result<(), String> {
        let text = |place: &str| self.document.pointer(place).and_then(Value::as_str);
        let mut url = format!("{}{}", text("/baseUrl").unwrap(), text("/delete/path").unwrap());
        url = url.replace("{id}", id_of(LIKE));
        if self.forced {
            url = format!(
                "{url}{}{}=true",
                if url.contains('?') { '&' } else { '?' },
                text("/delete/force").unwrap()
            );
        }
        let sent = world.sent();
        let Some(first) = sent.first() else { return Err("it sends nothing".to_owned()) };
        let method = text("/delete/method").unwrap_or("DELETE");
        if (first.method, &first.url) != (method, &url) {
            return Err(format!("it sends {} {} in place of {method} {url}", first.method, first.url));
        }
        let header = text("/auth/header").unwrap_or("Authorization");
        let usual = if header.eq_ignore_ascii_case("authorization") { "Bearer" } else { "" };
        let credential = match text("/auth/scheme").unwrap_or(usual) {
            "" => KEY.to_owned(),
            scheme => format!("{scheme} {KEY}"),
        };
        let fixed = self.document["headers"].as_object().into_iter().flatten();
        let fixed = fixed.filter_map(|(name, text)| Some((name.as_str(), text.as_str()?)));
        for (name, text) in fixed.chain([(header, credential.as_str())]) {
            if first.header(name) != Some(text) {
                return Err(format!("it sends {:?} as {name}", first.header(name)));
            }
        }
        Ok(())
    }

    fn check_list(&self, world: &World, client: &Client) -> Result<String, String> {
        if self.document.get("list").is_none() {
            return Ok("no list".to_owned());
        }
        let call = CallOptions { max_retries: Some(0), ..CallOptions::default() };
        let mut list = client
            .list_agents(ListOptions { call, ..ListOptions::default() })
            .map_err(|error| format!("it lists nothing: {error:?}"))?;
        let listed = world.run(async {
            let mut ids = Vec::new();
            while let Some(agent) = list.next().await {
                ids.push(agent?.id);
            }
            Ok::<_, Error>(ids)
        });
        pages::check(&self.document, &self.reply, &listed, &world.sent())?;
        Ok(listed.map_or_else(|error| error_word(&error), |_| "listed".to_owned()))
    }

    /// A page with nothing on it.
    fn empty_page(&self) -> Reply {
        let place = self.document.pointer("/list/in").and_then(Value::as_str);
        let names = place.into_iter().flat_map(|place| place.rsplit('.'));
        json(200, &names.fold(value!([]), |page, name| value!({ name: page })).to_string())
    }
}

/// The exchanges from which replies to a call come.
fn own(document: &Value, call: &str) -> Vec<Seed> {
    let patterns = LISTS.iter().flat_map(|(list, _)| document[*list].as_array().into_iter().flatten());
    let bare = value!({ "status": 204 });
    let mut own: Vec<_> = patterns.clone().chain([&bare]).map(instance).collect();
    own.extend(patterns.flat_map(|pattern| instances_with_agents(document, pattern)));
    match call {
        "get" => own.insert(0, readings(document).swap_remove(0)),
        "list" => own = readings(document).split_off(1),
        _ => {}
    }
    own
}

fn among(said: String, allowed: Vec<String>) -> Result<String, String> {
    let fault = || format!("it says {said}, where {} is allowed", allowed.join(" or "));
    allowed.contains(&said).then(|| said.clone()).ok_or_else(fault)
}

fn word(result: &Result<Deletion, Error>) -> String {
    match result {
        Ok(deletion) if deletion.verified => verified(deletion.outcome, true),
        Ok(deletion) => match deletion.outcome {
            Outcome::Deleted => Said::Deleted.to_string(),
            Outcome::Accepted => Said::Accepted.to_string(),
            Outcome::Absent => Said::Absent.to_string(),
        },
        Err(error) => Said::Failed(error.code, error.outcome_unknown).to_string(),
    }
}

fn error_word(error: &Error) -> String {
    match error.code {
        ErrorCode::NotFound => "missing".to_owned(),
        code => Said::Failed(code, error.outcome_unknown).to_string(),
    }
}

fn read_word(read: Read) -> String {
    match read {
        Read::There => "there".to_owned(),
        Read::Missing => "missing".to_owned(),
        Read::Failed(code) => Said::Failed(code, false).to_string(),
    }
}
