//! The whole flow in a world of faults: a bad network, an impatient caller, functions that fail or never answer, and a
//! server of each platform that knows the truth. Every call must settle, and what it says must agree with that truth, or
//! say that it does not know.
//!
//! Each story comes from its number. A plain run plays a thousand; a long one says how many, from which number on:
//!
//! ```sh
//! SIM_RUNS=100000 SIM_FROM=1 cargo test --profile long --test native simulation::
//! SIM_RUNS=1 SIM_FROM=4711 cargo test --test native simulation::   # one story again
//! ```

mod described;
mod five;
mod listed;
mod model;
mod network;

use crate::support::*;
use agent_delete::{
    Auth, Backend, BackupWish, CancelToken, Cascade, Cause, ClientOptions, Confirm, DeleteManyOptions,
    DeleteOptions, Deletion, Error, ErrorCode, IfMissing, ListOptions, Outcome, Secret, Signer,
};
use described::Server;
use listed::Listed;
use model::{Kept, Model, Ways, What};
use network::Network;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::time::Duration;

/// How a function of the caller behaves.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Manner {
    /// There is none.
    Absent,
    Answers,
    /// It says no, or fails where it can't.
    Declines,
    Fails,
    Never,
}

/// When each of the caller's functions said yes, by agent.
#[derive(Default)]
struct Consent {
    confirmed: RefCell<Vec<String>>,
    saved: RefCell<Vec<String>>,
}

/// One story.
struct Story {
    world: World,
    backend: Backend,
    model: Rc<RefCell<Model>>,
    before: Vec<Kept>,
    named: Vec<String>,
    options: DeleteOptions,
    confirm: Manner,
    keep: Manner,
    concurrency: Option<usize>,
    /// Of how many agents a page is, where those to delete come from a list of all.
    listed: Option<u32>,
    /// What kind of credential, and from which time of asking on it is bad.
    auth: (u64, u64),
    consent: Rc<Consent>,
    /// Whether the list of those to delete ended in an error.
    broken_off: Cell<bool>,
    /// What the server had done, and the caller had agreed to, when each request left.
    told: Rc<RefCell<Vec<String>>>,
    faults: Rc<RefCell<Vec<String>>>,
}

impl Story {
    fn numbered(number: u64) -> Self {
        let dice = Dice::new(number);
        let roll = |sides| dice.roll(sides);
        let backend = Backend::ALL[roll(Backend::ALL.len() as u64) as usize];
        let backend = Server::platform(backend, number);
        let server = Server::of(backend);
        let world = World::new();
        world.set_random(roll(100) as f64 / 100.0);
        let mut agents: Vec<_> = (0..6)
            .map(|at| Kept {
                id: id_at(backend, at),
                present: at != 3,
                active: roll(2) == 0,
                default: backend == Backend::Kortix && at == roll(4),
                system: backend == Backend::Kortix && at == 5,
                threads: (0..roll(3))
                    .map(|thread| format!("7e57ed00-0000-4000-8000-00000000{at:02}{thread:02}"))
                    .collect(),
                guarded: server.is_some_and(Server::has_guard) && roll(3) == 0,
                along: server.is_some_and(Server::takes_along).then(|| id_at(backend, at + 6)),
            })
            .collect();
        // Whoever goes along stands behind the others.
        let along = |main: &Kept| (main.present && main.guarded).then(|| main.along.clone()).flatten();
        let more = agents.iter().filter_map(along).map(|id| Kept { id, ..Kept::plain() });
        agents.extend(more.collect::<Vec<_>>());
        let ways = Ways {
            documented: roll(3) == 0,
            slow: [None, None, Some(true), Some(false)][roll(4) as usize],
            filter_lost: roll(4) == 0,
            threads_nameless: roll(2) == 0,
            database_down: if roll(8) == 0 { roll(4) } else { 0 },
            no_export: roll(2) == 0,
            other_words: roll(2) == 0,
            breaks: roll(4) == 0,
        };
        let before = agents.clone();
        let model = Model {
            backend,
            agents,
            ways,
            changes: Vec::new(),
            taken: Vec::new(),
            promised: Vec::new(),
            lied: false,
            doubled: Vec::new(),
        };
        let model = Rc::new(RefCell::new(model));
        let (told, faults) = (Rc::<RefCell<Vec<String>>>::default(), Rc::<RefCell<Vec<String>>>::default());
        let many = roll(3) == 0;
        let first = roll(6);
        let count = if many { 1 + roll(5) } else { 1 };
        let listed = (many && server.is_some() && roll(2) == 0).then(|| 1 + roll(4) as u32);
        let named: Vec<_> = match listed {
            Some(_) => before.iter().filter(|agent| agent.present).map(|agent| agent.id.clone()).collect(),
            None => (0..count).map(|at| id_at(backend, (first + at) % 6)).collect(),
        };

        let consent = Rc::<Consent>::default();
        let manner = || match roll(16) {
            0..=9 => Manner::Absent,
            10..=12 => Manner::Answers,
            13 => Manner::Declines,
            14 => Manner::Fails,
            _ => Manner::Never,
        };
        let (confirm, keep) = (manner(), manner());
        let mut options = DeleteOptions {
            force: roll(2) == 0,
            if_missing: if roll(2) == 0 { IfMissing::Error } else { IfMissing::Ignore },
            verify: roll(3) == 0,
            wait: Duration::from_millis([0, 5000, 40_000][roll(3) as usize]),
            ..DeleteOptions::default()
        };
        if matches!(backend, Backend::Langchain | Backend::Langgraph) && roll(2) == 0 {
            options.cascade = vec![Cascade::Threads];
        }
        options.call.max_retries = [None, Some(0), Some(1), Some(4)][roll(4) as usize];
        options.call.timeout = [None, Some(Duration::from_millis(1000 + roll(20_000)))][roll(2) as usize];
        let clock = world.clock().clone();
        if confirm != Manner::Absent {
            let (consent, clock) = (Rc::clone(&consent), clock.clone());
            let late = Duration::from_millis(roll(4000));
            options.confirm = Some(Confirm(Rc::new(move |plan| {
                let (consent, clock, id) = (Rc::clone(&consent), clock.clone(), plan.agent_id.clone());
                Box::pin(async move {
                    clock.sleep(late).await;
                    match confirm {
                        Manner::Declines => Ok(Some(false)),
                        Manner::Fails => Err(Cause::new("confirm broke")),
                        Manner::Never => std::future::pending().await,
                        _ => {
                            consent.confirmed.borrow_mut().push(id);
                            Ok(Some(true))
                        }
                    }
                })
            })));
        }
        options.backup = match keep {
            Manner::Absent => BackupWish::No,
            Manner::Answers if roll(2) == 0 => BackupWish::Keep,
            keep => {
                let (consent, clock) = (Rc::clone(&consent), clock.clone());
                let late = Duration::from_millis(roll(4000));
                BackupWish::HandTo(Rc::new(move |backup| {
                    let (consent, clock, id) = (Rc::clone(&consent), clock.clone(), backup.agent_id.clone());
                    Box::pin(async move {
                        clock.sleep(late).await;
                        match keep {
                            Manner::Answers => consent.saved.borrow_mut().push(id),
                            Manner::Never => std::future::pending().await,
                            _ => return Err(Cause::new("the disk is full")),
                        }
                        Ok(())
                    })
                }))
            }
        };
        // Only an abort ends a wait for the caller's own function.
        let waits_for_ever = confirm == Manner::Never || keep == Manner::Never;
        if waits_for_ever || roll(3) == 0 {
            let token = CancelToken::new();
            options.call.cancel = Some(token.clone());
            clock.at(roll([3000, 60_000][roll(2) as usize]), move || {
                token.cancel(Cause::new("the user left"))
            });
        }

        let prefix = base_url(backend).split_once("://").unwrap().1;
        let prefix = prefix.find('/').map_or("", |at| &prefix[at..]).to_owned();
        let fault_in = [0, 2, 4, 12][roll(4) as usize];
        let story = Self {
            world,
            backend,
            model,
            before,
            named,
            options,
            confirm,
            keep,
            concurrency: many.then_some(1 + roll(4) as usize),
            listed,
            auth: (roll(9), 1 + roll(6)),
            consent,
            broken_off: Cell::new(false),
            told,
            faults,
        };
        let network = Network {
            dice,
            model: Rc::clone(&story.model),
            clock,
            fault_in,
            prefix,
            story: Rc::clone(&story.told),
        };
        let heard = story.listener();
        story.world.net.answer(move |sent| {
            heard(sent);
            network.carry(sent)
        });
        story
    }

    /// Looks at each request as it leaves: nothing is changed before everything was heard that may say no.
    fn listener(&self) -> impl Fn(&Sent) + 'static {
        let (consent, faults) = (Rc::clone(&self.consent), Rc::clone(&self.faults));
        let (confirm, keep, backup) = (self.confirm, self.keep, self.options.backup.clone());
        let single = (self.concurrency.is_none()).then(|| self.named[0].clone());
        let server = Server::of(self.backend);
        move |sent| {
            if sent.method == "GET" || server.is_some_and(|server| server.is_read(sent.method, sent.path())) {
                return;
            }
            let path = sent.path().split('?').next().unwrap().to_owned();
            let of = |id: &String| path.ends_with(&format!("/{id}")) || path.contains(&format!("/{id}/"));
            // A thread does not say whose it is: in a story about one agent it is that one's.
            let agreed = |ids: &RefCell<Vec<String>>| match &single {
                Some(id) => ids.borrow().contains(id),
                None => ids.borrow().iter().any(of) || path.contains("/threads/"),
            };
            if confirm != Manner::Absent && !agreed(&consent.confirmed) {
                faults.borrow_mut().push(format!("{} left without a yes", sent.line()));
            }
            if keep != Manner::Absent && matches!(backup, BackupWish::HandTo(_)) && !agreed(&consent.saved) {
                faults.borrow_mut().push(format!("{} left without a backup", sent.line()));
            }
        }
    }

    /// Plays it, and gives what each agent's call said in the end.
    fn play(&self) -> Vec<(String, Result<Deletion, Error>)> {
        let auth = self.credential();
        let client =
            self.world.client_with(ClientOptions { auth: Some(auth), ..World::options(self.backend) });
        let Some(concurrency) = self.concurrency else {
            let id = self.named[0].clone();
            let result = self.world.run(client.delete_agent(&id, self.options.clone()));
            return vec![(id, result)];
        };
        let options =
            DeleteManyOptions { concurrency, each: self.options.clone(), ..DeleteManyOptions::default() };
        let bulk = match self.listed {
            None => client.delete_agents(Ids::new(self.named.iter().cloned()), options),
            Some(size) => {
                let call = self.options.call.clone();
                let list = client.list_agents(ListOptions { page_size: Some(size), search: None, call });
                client.delete_agents(Listed::new(list.unwrap()), options)
            }
        };
        let bulk = bulk.unwrap();
        self.world.spawn(bulk.drive().unwrap());
        self.world.run(async {
            let mut results = Vec::new();
            while let Some(result) = bulk.next().await {
                match result {
                    Ok(result) => results.push((result.agent_id, result.result)),
                    // A list may break off.
                    Err(_) if self.listed.is_some() => self.broken_off.set(true),
                    Err(error) => panic!("{error:?}"),
                }
            }
            results
        })
    }

    /// A credential, or a function for it that may fail or never answer from some time on.
    fn credential(&self) -> Auth {
        let (kind, bad_from) = self.auth;
        let asked = Cell::new(0);
        let usual = World::options(self.backend).auth.unwrap();
        if let Auth::Sign(_) = usual {
            return Auth::Sign(Signer(Rc::new(move |_| {
                asked.set(asked.get() + 1);
                let bad = asked.get() >= bad_from;
                Box::pin(async move {
                    match kind {
                        7 if bad => Err(Cause::new("the keys are out of reach")),
                        8 if bad => std::future::pending().await,
                        _ => Ok(vec![("authorization".to_owned(), format!("TEST Signature={KEY}"))]),
                    }
                })
            })));
        }
        let secret = match kind {
            0..=5 => Secret::Fixed(KEY.to_owned()),
            kind => Secret::Asked(Rc::new(move || {
                asked.set(asked.get() + 1);
                let bad = asked.get() >= bad_from;
                Box::pin(async move {
                    match kind {
                        7 if bad => Err(Cause::new("the identity provider is down")),
                        8 if bad => std::future::pending().await,
                        _ => Ok(KEY.to_owned()),
                    }
                })
            })),
        };
        match usual {
            Auth::ApiKey(_) => Auth::ApiKey(secret),
            _ => Auth::Bearer(secret),
        }
    }

    /// Compares what was said with what is true.
    fn check(&self, results: &[(String, Result<Deletion, Error>)]) {
        let fault = |text: String| self.faults.borrow_mut().push(text);
        let mut said: Vec<_> = results.iter().map(|(id, _)| id.clone()).collect();
        let mut named = self.named.clone();
        said.sort();
        named.sort();
        // A list that breaks off, or that nobody waits for any more, does not name them all.
        let all_said = match self.listed {
            Some(_) if self.broken_off.get() || self.options.call.cancel.is_some() => {
                said.iter().all(|id| named.contains(id))
            }
            _ => said == named,
        };
        if !all_said {
            fault(format!("results for {said:?}"));
        }
        {
            let model = self.model.borrow();
            for (id, result) in results {
                match result {
                    Ok(deletion) => self.check_deletion(&model, id, deletion, &fault),
                    Err(error) => self.check_error(&model, id, error, &fault),
                }
                if js_of(result).contains(KEY) || format!("{result:?}").contains(KEY) {
                    fault(format!("the credential shows in what is said of {id}"));
                }
            }
        }
        // What was on its way still arrives.
        self.world.settle();
        self.model.borrow_mut().keep_promises();
        let model = self.model.borrow();
        for (id, result) in results {
            if let Err(error) = result
                && !error.outcome_unknown
                && model.deleted(id)
                && !(self.tells_of_the_second(error) && is_doubled(&model, id))
            {
                fault(format!("{id} was deleted in the end, and {:?} said that it was not", error.code));
            }
        }
        for change in &model.changes {
            // With force the others go along that the plan names.
            if !(self.named.contains(&change.id)
                || self.options.force && matches!(change.what, What::WentAlong | What::LostGroup))
            {
                fault(format!("{:?} happened to {}, which nobody named", change.what, change.id));
            }
            let guarded = |agent: &Kept| agent.id == change.id && agent.guarded;
            if change.what == What::Deleted && !self.options.force && self.before.iter().any(guarded) {
                fault(format!("{} was deleted without force", change.id));
            }
        }
    }

    fn check_deletion(&self, model: &Model, id: &str, deletion: &Deletion, fault: &impl Fn(String)) {
        // Whoever went along with another may not have been there any more at its own turn.
        let went = model.changes.iter().any(|change| change.what == What::WentAlong && change.id == id);
        let was_there = self.before.iter().any(|agent| agent.id == id && agent.present);
        match deletion.outcome {
            Outcome::Deleted if model.has(id) => fault(format!("{id} is called deleted, and is there")),
            Outcome::Absent if model.has(id) && !model.lied => {
                fault(format!("{id} is called absent, and is there"))
            }
            Outcome::Accepted if !model.taken.iter().any(|taken| taken == id) => {
                fault(format!("{id} was accepted by nobody"))
            }
            _ => {}
        }
        if deletion.verified && (model.has(id) || !model.can_prove_gone()) {
            fault(format!("{id} is called verified"));
        }
        let unread = self.keep == Manner::Absent && self.confirm == Manner::Absent;
        if deletion.existed == Some(!was_there) && !went && !(unread && is_doubled(model, id)) {
            fault(format!("existed is {:?} of {id}", deletion.existed));
        }
        if self.keep != Manner::Absent && deletion.outcome != Outcome::Absent && deletion.backup.is_none() {
            fault(format!("{id} was deleted, and its backup is lost"));
        }
        if deletion.agent_id != id {
            fault(format!("{} is called {}", id, deletion.agent_id));
        }
    }

    fn check_error(&self, model: &Model, id: &str, error: &Error, fault: &impl Fn(String)) {
        let deleted = model.deleted(id);
        // It says that the agent is not there, which is true.
        let is_gone = self.tells_of_the_second(error) && is_doubled(model, id);
        if deleted && !error.outcome_unknown && !is_gone {
            fault(format!("{id} was deleted, and {:?} says that it was not", error.code));
        }
        if error.code == ErrorCode::NotFound && model.has(id) && !model.lied {
            fault(format!("{id} is called not found, and is there"));
        }
        if error.code == ErrorCode::InvalidInput {
            fault(error.message.clone());
        }
        if deleted && self.keep != Manner::Absent && error.backup.is_none() {
            fault(format!("{id} was deleted, and its backup is lost"));
        }
        let was_default = self.before.iter().any(|agent| agent.id == id && agent.default);
        let lives = model.agents.iter().find(|agent| agent.id == id && agent.present);
        let told = format!("{} {}", error.message, error.hint.as_deref().unwrap_or_default());
        if was_default && lives.is_some_and(|agent| !agent.default) && !told.contains("default") {
            fault(format!("{id} is no longer the default agent, and nobody says so: {told}"));
        }
        let stopped = model.changes.iter().any(|change| change.what == What::Stopped && change.id == id);
        if stopped && !deleted && error.code == ErrorCode::Protected {
            fault(format!("{id} was stopped in vain"));
        }
    }

    /// Whether an error may be the answer to one of two deliveries of a deletion, of which the other did it.
    fn tells_of_the_second(&self, error: &Error) -> bool {
        match error.code {
            ErrorCode::NotFound => true,
            // Of an agent that is being deleted, and where no word for a missing one is known.
            ErrorCode::Conflict | ErrorCode::WrongEndpoint => Server::of(self.backend).is_some(),
            _ => false,
        }
    }

    fn tell(&self) -> String {
        let requests = self.told.borrow().join("\n    ");
        format!(
            "{} {:?}, confirm {:?}, backup {:?} ({:?}), many {:?}, force {}, {:?}, wait {:?}, verify {}, retries {:?}, timeout {:?}\n    {:?}\n    {requests}",
            self.backend,
            self.named,
            self.confirm,
            self.keep,
            self.options.backup,
            self.concurrency,
            self.options.force,
            self.options.if_missing,
            self.options.wait,
            self.options.verify,
            self.options.call.max_retries,
            self.options.call.timeout,
            self.model.borrow().ways,
        )
    }
}

/// Whether the deletion of this agent arrived twice, and only one of them was answered.
fn is_doubled(model: &Model, id: &str) -> bool {
    model.doubled.iter().any(|path| {
        path.split('?').next().is_some_and(|path| {
            path.trim_end_matches('/').ends_with(&format!("/{id}"))
                || Server::of(model.backend).is_some_and(|server| server.deletes(id, path))
        })
    })
}

fn js_of(result: &Result<Deletion, Error>) -> String {
    match result {
        Ok(deletion) => js(deletion),
        Err(error) => js(error),
    }
    .to_string()
}

/// One of six ids, of which the fourth is nobody's, or of those that go along with them.
fn id_at(backend: Backend, at: u64) -> String {
    if Server::of(backend).is_some() {
        let id = id_of(backend);
        return format!("{}{at:x}", &id[..id.len() - 1]);
    }
    match backend {
        Backend::Charm => format!("agent_{at}"),
        Backend::Foundry => format!("bot-{at}"),
        _ => format!("3f2504e0-4f89-41d3-9a0c-0305e82c330{at}"),
    }
}

#[test]
fn what_is_said_agrees_with_the_truth_or_says_that_it_does_not_know() {
    let setting = |name: &str, default: u64| {
        std::env::var(name)
            .map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name} is a number")))
    };
    let (from, runs) = (setting("SIM_FROM", 1), setting("SIM_RUNS", 1000));
    let mut faults = Vec::new();
    let mut said = BTreeMap::<String, u64>::new();
    let mut requests = 0;
    for number in from..from + runs {
        let story = Story::numbered(number);
        let played = catch_unwind(AssertUnwindSafe(|| {
            let results = story.play();
            story.check(&results);
            results
        }));
        let mut ended = Vec::new();
        match played {
            Ok(results) => {
                for (_, result) in results {
                    let word = match result {
                        Ok(deletion) => format!("{:?}", deletion.outcome),
                        Err(error) => {
                            format!("{:?}{}", error.code, if error.outcome_unknown { "?" } else { "" })
                        }
                    };
                    ended.push(word.clone());
                    *said.entry(word).or_default() += 1;
                }
            }
            Err(panic) => {
                let words = panic.downcast_ref::<String>().cloned();
                let words = words.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
                story.faults.borrow_mut().push(words.unwrap_or_default());
            }
        }
        requests += story.told.borrow().len();
        let wrong = story.faults.borrow();
        if !wrong.is_empty() && faults.len() < 10 {
            faults.push(format!(
                "story {number}: {}\n  {}\n  ended {ended:?}\n  again: SIM_RUNS=1 SIM_FROM={number} cargo test --test native simulation::",
                wrong.join("; "),
                story.tell()
            ));
        }
    }
    println!("{runs} stories from {from} on, {requests} requests: {said:?}");
    assert!(faults.is_empty(), "{} faults or more:\n{}", faults.len(), faults.join("\n"));
}
