//! What was not sent has not been done: no doubt is told, and nothing is tried again that can't fare better.

use crate::support::*;
use agent_delete::{
    Backend, Client, ClientOptions, DeleteManyOptions, DeleteOptions, ErrorCode, Purpose, Reply, Request,
    SendFailure, Transport, Unsent,
};
use std::time::Duration;

/// Everything that keeps a request back, whether another attempt may fare better, and a word of the hint.
const REASONS: [(Unsent, bool, &str); 8] = [
    (Unsent::NoHost, true, "host in baseUrl"),
    (Unsent::NoConnection, true, "server runs"),
    (Unsent::NoTls, true, "https"),
    (Unsent::BadCertificate, false, "certificate"),
    (Unsent::BlockedPort, false, "another port"),
    (Unsent::Policy, false, "connect-src"),
    (Unsent::NoFetch, false, "options.fetch"),
    (Unsent::Refused, false, "refused"),
];

/// Each platform, with host and port.
const ADDRESSES: [(Backend, &str); 5] = [
    (Backend::Charm, "charm.example.com:443"),
    (Backend::Langchain, "api.smith.langchain.com:443"),
    (Backend::Foundry, "acct.services.ai.azure.com:443"),
    (Backend::Eliza, "eliza.example.com:443"),
    (Backend::Kortix, "api.kortix.com:443"),
];

fn plain(backend: Backend) -> DeleteOptions {
    DeleteOptions { force: backend == Backend::Eliza, ..DeleteOptions::default() }
}

fn kept_back(why: Unsent) -> Act {
    Act::NotSent(why, format!("no way\n{KEY}"))
}

#[test]
fn what_was_not_sent_leaves_no_doubt() {
    for (backend, address) in ADDRESSES {
        for (why, may_pass, hint) in REASONS {
            let world = World::answering(move |_| kept_back(why));
            let error =
                world.run(world.client(backend).delete_agent(id_of(backend), plain(backend))).unwrap_err();
            assert_eq!(
                (error.code, error.outcome_unknown, error.retryable, error.status),
                (ErrorCode::Network, false, may_pass, None),
                "{backend} {why:?}"
            );
            assert_eq!(world.sent().len(), if may_pass { 3 } else { 1 }, "{backend} {why:?}");
            assert_eq!(error.steps.len(), world.sent().len());
            let told = &error.message;
            assert!(told.contains("did not delete") && told.contains("nothing was sent"), "{told}");
            assert!(told.contains(address) && told.contains("(no way [credential])"), "{told}");
            let advice = error.hint.as_deref().unwrap();
            assert!(advice.contains(hint) && !advice.contains("CORS"), "{why:?}: {advice}");
        }
    }
}

#[test]
fn host_and_port_are_those_of_the_base_url() {
    for (base, address) in [
        ("http://localhost:3000/api", "localhost:3000"),
        ("http://127.0.0.1/api", "127.0.0.1:80"),
        ("https://[::1]:8443/api", "[::1]:8443"),
        ("https://e.com:443/x/api", "e.com:443"),
    ] {
        let world = World::with([kept_back(Unsent::NoConnection)]);
        let options = ClientOptions { base_url: Some(base.to_owned()), ..World::options(Backend::Eliza) };
        let work = world.client_with(options);
        let error = world.run(work.delete_agent(id_of(Backend::Eliza), once())).unwrap_err();
        assert!(error.message.contains(&format!(" {address} ")), "{}", error.message);
    }
}

#[test]
fn a_doubt_of_an_earlier_attempt_stays() {
    for (backend, _) in BASES {
        for (why, _, _) in REASONS {
            for doubt in [reset(), empty(503).into(), Act::Hang, Act::Network(Some(200), "cut".to_owned())] {
                let world = World::with([doubt, kept_back(why)]);
                world.net.answer(move |_| kept_back(why));
                let error = world
                    .run(world.client(backend).delete_agent(id_of(backend), plain(backend)))
                    .unwrap_err();
                assert_eq!(
                    (error.code, error.outcome_unknown),
                    (ErrorCode::Network, true),
                    "{backend} {why:?}"
                );
                assert!(error.message.contains("may or may not have deleted"), "{}", error.message);
                let both = "an earlier attempt may have been heard, and then nothing was sent";
                assert!(error.message.contains(both), "{}", error.message);
            }
        }
    }
}

#[test]
fn of_an_earlier_attempt_is_told_only_where_it_is_what_leaves_the_doubt() {
    let backend = Backend::Charm;
    let not_sent = || kept_back(Unsent::NoConnection);
    let delete = |acts: [Act; 3]| {
        let world = World::with(acts);
        world.run(world.client(backend).delete_agent(id_of(backend), plain(backend))).unwrap_err()
    };
    for (acts, tells, unknown) in [
        ([reset(), not_sent(), not_sent()], true, true),
        // The last attempt leaves a doubt of its own.
        ([not_sent(), reset(), reset()], false, true),
        // There is none.
        ([not_sent(), not_sent(), not_sent()], false, false),
        // The platform itself says what became of the last.
        ([not_sent(), reset(), empty(503).into()], false, true),
    ] {
        let error = delete(acts);
        assert_eq!(error.message.contains("an earlier attempt"), tells, "{}", error.message);
        assert_eq!(error.outcome_unknown, unknown, "{}", error.message);
    }
    // What changes nothing leaves none.
    let world = World::with([reset(), not_sent(), not_sent()]);
    let call = agent_delete::CallOptions::default();
    let error = world.run(world.client(backend).get_agent(id_of(backend), call)).unwrap_err();
    assert!(!error.message.contains("an earlier attempt"), "{}", error.message);
    assert!(!error.outcome_unknown);
}

#[test]
fn missing_after_what_was_not_sent_is_not_found() {
    for (backend, _) in BASES {
        let world = World::with([kept_back(Unsent::NoConnection), missing(backend).into()]);
        let error =
            world.run(world.client(backend).delete_agent(id_of(backend), plain(backend))).unwrap_err();
        assert_eq!((error.code, error.outcome_unknown), (ErrorCode::NotFound, false), "{backend}");
    }
}

#[test]
fn what_was_not_sent_on_the_way_stops_the_deletion_without_a_doubt() {
    // A default agent is made an ordinary one first; an agent that may run is read first.
    let default = agent_json_with(Backend::Kortix, id_of(Backend::Kortix), r#""is_default":true,"#);
    for (backend, first) in [(Backend::Kortix, Some(json(200, &default))), (Backend::Eliza, None)] {
        let world = World::with(first);
        world.net.answer(|_| kept_back(Unsent::BlockedPort));
        let options = DeleteOptions { force: backend == Backend::Kortix, ..once() };
        let error = world.run(world.client(backend).delete_agent(id_of(backend), options)).unwrap_err();
        assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Network, false), "{backend}: {error}");
        assert!(error.steps.iter().all(|step| step.purpose != Purpose::Delete));
    }
}

#[test]
fn a_bulk_tells_it_of_each() {
    let world = World::answering(|_| kept_back(Unsent::NoFetch));
    let client = world.client(Backend::Charm);
    let bulk = client.delete_agents(Ids::new(["a", "b", "c"]), DeleteManyOptions::default()).unwrap();
    world.spawn(bulk.drive().unwrap());
    let mut told = 0;
    while let Some(result) = world.run(bulk.next()) {
        let error = result.unwrap().result.unwrap_err();
        assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Network, false));
        told += 1;
    }
    assert_eq!((told, world.sent().len()), (3, 3));
}

#[test]
fn cors_is_spoken_of_only_where_reasons_are_hidden() {
    for (backend, _) in BASES {
        for (hidden, status, speaks) in
            [(false, None, false), (true, None, true), (true, Some(200), false), (false, Some(200), false)]
        {
            let world = World::answering(move |_| Act::Network(status, "Failed to fetch".to_owned()));
            if hidden {
                world.hide_reasons();
            }
            let options = DeleteOptions { force: backend == Backend::Eliza, ..once() };
            let error = world.run(world.client(backend).delete_agent(id_of(backend), options)).unwrap_err();
            assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Network, true));
            let hint = error.hint.as_deref().unwrap_or_default();
            assert_eq!(hint.contains("CORS"), speaks, "{backend} {hidden} {status:?}: {hint}");
        }
    }
}

/// A transport with no more than it must have.
#[derive(Clone)]
struct Least(Scripted);

impl Transport for Least {
    async fn send(&self, request: Request) -> Result<Reply, SendFailure> {
        Transport::send(&self.0, request).await
    }

    async fn sleep(&self, duration: Duration) {
        Transport::sleep(&self.0, duration).await;
    }

    fn now(&self) -> f64 {
        Transport::now(&self.0)
    }

    fn random(&self) -> f64 {
        Transport::random(&self.0)
    }
}

#[test]
fn a_transport_that_says_nothing_of_it_keeps_no_reason_to_itself() {
    let world = World::answering(|_| Act::Network(None, "Failed to fetch".to_owned()));
    world.hide_reasons();
    let options = World::options(Backend::Charm);
    let client = Client::with_transport(options, Least(world.net.clone())).unwrap();
    let error = world.run(client.delete_agent("agent_123", once())).unwrap_err();
    assert_eq!((error.code, error.outcome_unknown), (ErrorCode::Network, true));
    assert!(!error.hint.as_deref().unwrap_or_default().contains("CORS"));
}
