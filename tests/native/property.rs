//! Random platforms, options, replies, faults and aborts: what must hold whatever happens.

use crate::support::*;
use agent_delete::{
    Backend, BackupWish, Body, CallOptions, CancelToken, Cascade, Cause, DeleteManyOptions, DeleteOptions,
    ErrorCode, IfMissing, Outcome, Purpose, Reply,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::time::Duration;

/// The same cases every time, and no file left behind.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0x000a_9e47),
        max_shrink_iters: 2000,
        ..ProptestConfig::default()
    }
}

/// What a reply is to a deletion, said by whoever made it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Means {
    Deleted,
    Accepted,
    /// The platform's own "not there".
    Missing,
    /// A definite no.
    No,
    /// Anything may have happened.
    Doubt,
}

#[derive(Debug, Clone)]
struct Made {
    act: Act,
    means: Means,
    /// Whether a read would prove by it that the agent is gone, and whether it shows the agent.
    gone: bool,
    shows: bool,
}

/// One random answer: what kind, which of that kind, and how late.
type Roll = (u8, u8, u16);

const STATUSES: [u16; 29] = [
    0, 100, 199, 200, 200, 200, 201, 202, 203, 204, 206, 301, 302, 304, 307, 400, 401, 403, 404, 405, 408,
    409, 410, 422, 429, 500, 503, 511, 600,
];

/// A body, and the platforms on which a 200 with it proves a deletion.
fn body(backend: Backend, which: u8) -> (String, &'static str, bool) {
    let id = id_of(backend);
    let other = other_id(backend);
    let json = "application/json";
    match which % 16 {
        0 => (String::new(), "", backend == Backend::Foundry),
        1 => ("<!doctype html><html></html>".to_owned(), "text/html", false),
        2 => (
            format!(r#"{{"object":"agent.deleted","name":"{id}","deleted":true}}"#),
            json,
            backend == Backend::Foundry,
        ),
        3 => (format!(r#"{{"object":"agent.deleted","name":"{other}","deleted":true}}"#), json, false),
        4 => (format!(r#"{{"success":true,"data":{{"agentId":"{id}"}}}}"#), json, backend == Backend::Eliza),
        5 => (format!(r#"{{"success":true,"data":{{"agentId":"{other}"}}}}"#), json, false),
        6 => (r#"{"message":"Worker deleted successfully"}"#.to_owned(), json, backend == Backend::Kortix),
        7 => (r#"{"message":"Thread deleted successfully"}"#.to_owned(), json, false),
        8 => (
            r#"{"success":false,"error":"Cannot delete a running agent. Stop the agent first."}"#.to_owned(),
            json,
            false,
        ),
        9 => (r#"{"deleted":false}"#.to_owned(), json, false),
        10 => (r#"{"error":{"code":"conflict","message":"modified concurrently"}}"#.to_owned(), json, false),
        11 => (r#"{"deleted":tr"#.to_owned(), json, false),
        12 => (format!(r#"{{"detail":"{KEY} was refused"}}"#), json, false),
        13 => (agent_json(backend), json, false),
        14 => ("[]".to_owned(), json, false),
        _ => (r#"{"detail":"Not Found"}"#.to_owned(), json, false),
    }
}

/// Whether a 200 with this body says no in so many words.
fn says_no(which: u8) -> bool {
    matches!(which % 16, 8 | 9)
}

/// Whether HTTP says by this status that the request was not carried out.
fn is_definite(status: u16) -> bool {
    matches!(status, 301 | 307 | 308 | 400..=499 | 511) && status != 408
}

fn nasty(backend: Backend, which: u8, more: u8) -> Made {
    let plain = |act, means| Made { act, means, gone: false, shows: false };
    match which % 40 {
        0 => plain(reset(), Means::Doubt),
        1 => plain(Act::Network(Some(200), format!("cut {KEY}")), Means::Doubt),
        2 => plain(Act::Hang, Means::Doubt),
        3 => plain(Act::NotAResponse, Means::Doubt),
        4 | 5 => Made {
            act: missing(backend).into(),
            means: Means::Missing,
            gone: backend != Backend::Kortix,
            shows: false,
        },
        6 => {
            let status = STATUSES[usize::from(more) % STATUSES.len()];
            let refused = is_definite(status) && status != 404;
            plain(too_long(status).into(), if refused { Means::No } else { Means::Doubt })
        }
        7 => plain(busy(["0", "1", "30", "61", "soon"][usize::from(more) % 5]).into(), Means::No),
        other => {
            let status = STATUSES[(usize::from(other) + usize::from(more)) % STATUSES.len()];
            let (text, media, proves) = body(backend, more);
            let reply = Reply {
                body: Body::Bytes(text.into_bytes()),
                ..with(typed(status, media, ""), "x-request-id", &format!("r-{KEY}"))
            };
            let means = match status {
                204 => Means::Deleted,
                // A page proves nothing.
                200..=299 | 404 if more % 16 == 1 => Means::Doubt,
                202 => Means::Accepted,
                200 if proves => Means::Deleted,
                200 if says_no(more) => Means::No,
                status if is_definite(status) => Means::No,
                _ => Means::Doubt,
            };
            // A body that names the agent by "name" reads like a foundry agent, whatever else it says.
            let names_it = more % 16 == 13 || backend == Backend::Foundry && more % 16 == 2;
            Made { act: reply.into(), means, gone: false, shows: (200..300).contains(&status) && names_it }
        }
    }
}

/// What a platform in good health would answer.
fn healthy(backend: Backend, sent: &Sent, more: u8) -> Made {
    let id = id_of(backend);
    let made = |reply: Reply, means| Made { act: reply.into(), means, gone: false, shows: false };
    let path = sent.path();
    if sent.method == "DELETE" {
        return match (backend, more % 4) {
            (_, 0) => made(empty(202), Means::Accepted),
            (Backend::Eliza, 1) => made(json(409, &body(backend, 8).0), Means::No),
            (Backend::Kortix, _) => made(json(200, &body(backend, 6).0), Means::Deleted),
            _ => made(empty(204), Means::Deleted),
        };
    }
    let reply = if sent.method != "GET" {
        empty(200)
    } else if path.contains("agent_id=00000000-") {
        json(200, r#"{"threads":[],"next_cursor":null}"#)
    } else if path.contains("/threads") {
        let next = ["null", "null", r#""a""#, r#""b""#][usize::from(more) % 4];
        // Some name their agent, some do not.
        let named = if more.is_multiple_of(2) { format!(r#","agent_id":"{id}""#) } else { String::new() };
        let thread = if path.contains(id) { format!(r#"{{"id":"t{more}"{named}}}"#) } else { String::new() };
        json(200, &format!(r#"{{"threads":[{thread}],"next_cursor":{next}}}"#))
    } else if path.contains("/sessions") || path.contains("/versions?") {
        let sessions = [r#"{"data":[]}"#, r#"{"data":[{"status":"active"}],"has_more":true,"last_id":"s"}"#];
        json(200, sessions[usize::from(more) % 2])
    } else if path.contains("/memories") {
        json(200, r#"{"success":true,"data":{"memories":[]}}"#)
    } else if path.contains("/rooms") {
        json(200, r#"{"success":true,"data":{"rooms":[]}}"#)
    } else if path.contains("/versions") {
        json(200, "[]")
    } else if path.contains("/export") {
        json(200, r#"{"name":"Bot","tools":{}}"#)
    } else {
        let agent = match (backend, more % 4) {
            (Backend::Kortix, 0 | 1) => agent_json_with(backend, id, r#""is_default":true,"#),
            (Backend::Kortix, 2) => agent_json(backend).replace("{}", r#"{"is_suna_default":true}"#),
            (Backend::Eliza, 0) => agent_json(backend).replace("inactive", "active"),
            (Backend::Foundry, 0) => agent_json(backend).replace("prompt", "hosted"),
            _ => agent_json(backend),
        };
        return Made { act: json(200, &agent).into(), means: Means::Doubt, gone: false, shows: true };
    };
    made(reply, Means::Doubt)
}

#[derive(Debug, Clone)]
struct Scenario {
    backend: Backend,
    force: bool,
    ignore: bool,
    /// 0: no backup; 1: kept; 2: handed over; 3: handed over to a function that fails.
    backup: u8,
    /// 0: none; 1: yes; 2: no; 3: fails.
    confirm: u8,
    cascade: bool,
    wait: u64,
    verify: bool,
    retries: u32,
    rolls: Vec<Roll>,
    abort_at: Option<u64>,
}

fn backend() -> impl Strategy<Value = Backend> {
    (0..5_usize).prop_map(|n| BASES[n].0)
}

fn scenario() -> impl Strategy<Value = Scenario> {
    let flags = (any::<bool>(), any::<bool>(), 0..4_u8, 0..4_u8, any::<bool>(), any::<bool>());
    let rest = (
        prop_oneof![Just(0), Just(100), Just(3000), Just(20_000)],
        0..3_u32,
        vec((any::<u8>(), any::<u8>(), 0..400_u16), 0..16),
        prop_oneof![2 => Just(None), 3 => (0..4000_u64).prop_map(Some)],
    );
    (backend(), flags, rest).prop_map(|(backend, flags, (wait, retries, rolls, abort_at))| {
        let (force, ignore, backup, confirm, cascade, verify) = flags;
        let cascade = cascade && backend == Backend::Langchain;
        Scenario { backend, force, ignore, backup, confirm, cascade, wait, verify, retries, rolls, abort_at }
    })
}

/// The path of the agent itself, without a query.
fn own_path(backend: Backend) -> String {
    let base = base_url(backend).splitn(4, '/').nth(3).unwrap_or_default();
    let base = if base.is_empty() { String::new() } else { format!("/{base}") };
    let version = if backend == Backend::Charm { "/v1" } else { "" };
    format!("{base}{version}/agents/{}", id_of(backend))
}

/// Whether a request touches nothing but this agent and what belongs to it.
fn is_own(backend: Backend, sent: &Sent) -> bool {
    let own = own_path(backend);
    let path = sent.path().split('?').next().unwrap().to_owned();
    match sent.method {
        "GET" => {
            path == own
                || path.strip_prefix(&own).is_some_and(|rest| {
                    ["/memories", "/rooms", "/export", "/versions", "/endpoint/sessions", "/code:download"]
                        .contains(&rest)
                })
                || backend == Backend::Charm && path == "/v1/versions/agent_123"
                || backend == Backend::Langchain
                    && [id_of(backend), "00000000-0000-0000-0000-000000000000"]
                        .iter()
                        .any(|id| sent.path().starts_with(&format!("/v1/deepagents/threads?agent_id={id}&")))
        }
        "DELETE" => {
            path == own || backend == Backend::Langchain && path.starts_with("/v1/deepagents/threads/t")
        }
        "PUT" => backend == Backend::Kortix && path == own,
        "POST" => backend == Backend::Eliza && path == format!("{own}/stop"),
        _ => false,
    }
}

fn check(scenario: &Scenario) -> Result<(), TestCaseError> {
    let backend = scenario.backend;
    let answers: Rc<RefCell<Vec<Made>>> = Rc::default();
    let (made, rolls, next) = (Rc::clone(&answers), scenario.rolls.clone(), Cell::new(0));
    let world = World::answering(move |sent| {
        let (kind, which, late) = rolls.get(next.get()).copied().unwrap_or((255, 3, 10));
        next.set(next.get() + 1);
        let answer = if kind < 90 { nasty(backend, kind, which) } else { healthy(backend, sent, which) };
        made.borrow_mut().push(answer.clone());
        answer.act.after(u64::from(late))
    });
    let unchanged = {
        let net = world.net.clone();
        move || net.lines().iter().all(|line| line.starts_with("GET "))
    };
    let token = CancelToken::new();
    if let Some(at) = scenario.abort_at {
        let switch = token.clone();
        world.clock().at(at, move || switch.cancel(Cause::new(format!("enough of {KEY}"))));
    }
    let asked = Rc::new(Cell::new(0));
    let kept = Rc::new(Cell::new(0));
    let (count_asked, count_kept) = (Rc::clone(&asked), Rc::clone(&kept));
    let (before_confirm, before_backup) = (unchanged.clone(), unchanged.clone());
    let answer = scenario.confirm;
    let fails = scenario.backup == 3;
    let options = DeleteOptions {
        force: scenario.force,
        if_missing: if scenario.ignore { IfMissing::Ignore } else { IfMissing::Error },
        backup: match scenario.backup {
            0 => BackupWish::No,
            1 => BackupWish::Keep,
            _ => keep(move |_| {
                assert!(before_backup(), "changed before the backup was kept");
                count_kept.set(count_kept.get() + 1);
                if fails { Err(Cause::new("the disk is full")) } else { Ok(()) }
            }),
        },
        confirm: if answer == 0 {
            None
        } else {
            confirm(move |_| {
                assert!(before_confirm(), "changed before it was confirmed");
                count_asked.set(count_asked.get() + 1);
                if answer == 3 { Err(Cause::new("the dialog crashed")) } else { Ok(answer == 1) }
            })
        },
        cascade: if scenario.cascade { vec![Cascade::Threads] } else { vec![] },
        wait: Duration::from_millis(scenario.wait),
        verify: scenario.verify,
        call: CallOptions { cancel: Some(token.clone()), timeout: None, max_retries: Some(scenario.retries) },
    };
    let ended = world.run(world.client(backend).delete_agent(id_of(backend), options));

    let sent = world.sent();
    let answers = answers.borrow();
    prop_assert_eq!(sent.len(), answers.len());
    // Nothing is asked twice, and nothing changes unless confirm and backup agreed.
    prop_assert!(asked.get() <= 1 && kept.get() <= 1);
    if scenario.confirm > 1 || scenario.confirm == 1 && asked.get() == 0 {
        prop_assert!(unchanged(), "changed without being confirmed");
    }
    if scenario.backup == 3 || scenario.backup == 2 && kept.get() == 0 {
        prop_assert!(unchanged(), "changed without a backup");
    }
    for request in &sent {
        prop_assert!(is_own(backend, request), "{}", request.line());
    }
    // The receipt shows every exchange, and every change after the backup.
    let steps = match &ended {
        Ok(deletion) => &deletion.steps,
        Err(error) => &error.steps,
    };
    prop_assert_eq!(steps.len(), sent.len());
    for (step, request) in steps.iter().zip(&sent) {
        prop_assert_eq!(format!("{} {}", step.method, step.path), request.line());
        prop_assert_eq!(step.purpose.changes(), request.method != "GET");
    }
    let last_backup = steps.iter().rposition(|step| step.purpose == Purpose::Backup);
    let first_change = steps.iter().position(|step| step.purpose.changes());
    if let (Some(backup), Some(change)) = (last_backup, first_change) {
        prop_assert!(backup < change);
    }
    // What the deletions of the agent itself were answered, an aborted one not at all.
    let deletions: Vec<Means> = (0..sent.len())
        .filter(|index| steps[*index].purpose == Purpose::Delete)
        .map(|index| if sent[index].aborted { Means::Doubt } else { answers[index].means })
        .collect();
    let read_back = |holds: fn(&Made) -> bool| {
        (0..sent.len()).any(|n| steps[n].purpose == Purpose::Verify && !sent[n].aborted && holds(&answers[n]))
    };
    let doubt = deletions.contains(&Means::Doubt);
    let last = deletions.last().copied();
    match &ended {
        Ok(deletion) => {
            let shown = js(deletion).to_string();
            prop_assert!(!shown.contains(KEY), "{}", shown);
            match deletion.outcome {
                Outcome::Deleted => {
                    let proved = last == Some(Means::Deleted)
                        || last == Some(Means::Accepted) && read_back(|made| made.gone);
                    prop_assert!(proved, "deleted after {deletions:?}");
                    prop_assert!(
                        !read_back(|made| made.shows) || last == Some(Means::Accepted) || deletion.verified
                    );
                }
                Outcome::Accepted => {
                    let seen_alive = last == Some(Means::Deleted) && read_back(|made| made.shows);
                    prop_assert!(last == Some(Means::Accepted) || seen_alive, "accepted after {deletions:?}");
                }
                Outcome::Absent => {
                    prop_assert!(matches!(last, None | Some(Means::Missing)));
                    prop_assert!(scenario.ignore || doubt);
                    if doubt || backend == Backend::Kortix {
                        prop_assert_ne!(deletion.existed, Some(false));
                    }
                }
            }
            prop_assert!(!deletion.verified || read_back(|made| made.gone));
        }
        Err(error) => {
            let shown = format!("{error} {error:?} {} {:?}", js(error), error.cause);
            prop_assert!(!shown.contains(KEY), "{}", shown);
            let unknown = doubt || last == Some(Means::Accepted);
            prop_assert_eq!(error.outcome_unknown, unknown, "{:?} after {:?}", error.code, deletions);
            prop_assert!(last != Some(Means::Deleted), "a proved deletion is no error");
            prop_assert!(error.code != ErrorCode::Aborted || token.is_cancelled());
            prop_assert!(!error.message.is_empty() && error.backend == Some(backend));
        }
    }
    // The default is always set back unless the agent went or may go.
    let did = |purpose| steps.iter().any(|step| step.purpose == purpose);
    let seen_alive = last == Some(Means::Deleted) && read_back(|made| made.shows);
    let went = matches!(&ended, Ok(deletion) if deletion.outcome != Outcome::Absent) && !seen_alive;
    prop_assert_eq!(did(Purpose::RestoreDefault), did(Purpose::UnsetDefault) && !went);
    // After an abort only the default is set back.
    if token.is_cancelled() {
        let at = scenario.abort_at.unwrap() as f64;
        for (request, step) in sent.iter().zip(steps) {
            prop_assert!(request.at <= at || step.purpose == Purpose::RestoreDefault, "{}", request.line());
        }
    }
    prop_assert_eq!(
        world.clock().waiting(),
        usize::from(scenario.abort_at.is_some() && !token.is_cancelled())
    );
    Ok(())
}

proptest! {
    #![proptest_config(config(6000))]

    #[test]
    fn one_deletion_keeps_every_promise(scenario in scenario()) {
        check(&scenario)?;
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn many_deletions_give_each_id_one_result(
        ids in vec(0..60_u32, 0..120),
        rolls in vec((any::<u8>(), any::<u8>(), 0..300_u16), 1..40),
        concurrency in 1..12_usize,
        stop_on_error in any::<bool>(),
        retries in 0..3_u32,
        abort_at in prop_oneof![Just(None), (0..6000_u64).prop_map(Some)],
    ) {
        let backend = Backend::Charm;
        let next = Cell::new(0_usize);
        let proved: Rc<RefCell<HashMap<String, u32>>> = Rc::default();
        let proofs = Rc::clone(&proved);
        let world = World::answering(move |sent| {
            let (kind, which, late) = rolls[next.get() % rolls.len()];
            next.set(next.get() + 1);
            let made = if kind < 60 { nasty(backend, kind, which) } else { healthy(backend, sent, which) };
            assert_eq!(proofs.borrow().get(sent.path()), None, "deleted once more after the proof");
            if made.means == Means::Deleted {
                proofs.borrow_mut().insert(sent.path().to_owned(), 1);
            }
            made.act.after(u64::from(late))
        });
        let token = CancelToken::new();
        if let Some(at) = abort_at {
            let switch = token.clone();
            world.clock().at(at, move || switch.cancel(Cause::new("enough")));
        }
        let mut options = DeleteManyOptions { concurrency, stop_on_error, ..DeleteManyOptions::default() };
        options.each.call = CallOptions { cancel: Some(token), max_retries: Some(retries), timeout: None };
        let distinct: HashSet<_> = ids.iter().copied().collect();
        let source = Ids::new(ids.iter().map(|id| format!("a{id}")));
        let bulk = world.client(backend).delete_agents(source, options).unwrap();
        world.spawn(bulk.drive().unwrap());
        let results = world.run(async {
            let mut results = Vec::new();
            while let Some(result) = bulk.next().await {
                results.push(result.unwrap());
            }
            results
        });
        let named: HashSet<_> = results.iter().map(|result| result.agent_id.clone()).collect();
        prop_assert_eq!((results.len(), named.len()), (ids.len(), distinct.len()));
        prop_assert_eq!(results.iter().filter(|result| !result.duplicate).count(), distinct.len());
        prop_assert!(world.most_under_way() <= concurrency);
        let sent = world.sent();
        prop_assert!(sent.iter().all(|sent| abort_at.is_none_or(|at| sent.at <= at as f64)));
        for result in &results {
            let path = format!("/v1/agents/{}", result.agent_id);
            let sent = sent.iter().filter(|sent| sent.path() == path).count();
            let left = if result.duplicate { 0 } else { sent };
            match &result.result {
                Ok(deletion) => {
                    prop_assert_eq!(deletion.steps.len(), left);
                    let proof = proved.borrow().contains_key(&path);
                    prop_assert_eq!(deletion.outcome == Outcome::Deleted, proof);
                }
                Err(error) => {
                    prop_assert_eq!(error.steps.len(), left);
                    prop_assert!(sent > 0 || !error.outcome_unknown);
                    prop_assert!(!proved.borrow().contains_key(&path));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(config(4000))]

    #[test]
    fn any_text_is_one_segment_or_no_request(backend in backend(), text in vec(any::<char>(), 0..24)) {
        let id: String = text.into_iter().collect();
        let world = World::answering(|_| empty(204).into());
        let options = DeleteOptions { force: backend == Backend::Eliza, ..once() };
        let ended = world.run(world.client(backend).delete_agent(&id, options));
        let own = own_path(backend);
        let folder = &own[..own.rfind('/').unwrap() + 1];
        match ended {
            Ok(_) => {
                let sent = world.sent();
                prop_assert_eq!(sent.len(), 1);
                let path = sent[0].path().split('?').next().unwrap().to_owned();
                let segment = path.strip_prefix(folder).unwrap();
                prop_assert!(!segment.is_empty() && segment != "." && segment != "..");
                prop_assert!(segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.!~*'()%".contains(&byte)));
            }
            Err(error) => {
                prop_assert_eq!(error.code, ErrorCode::InvalidInput);
                prop_assert!(world.sent().is_empty());
            }
        }
    }
}
