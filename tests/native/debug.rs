//! What `Debug` prints: what a thing is and which, and nothing of what it holds.

use crate::support::*;
use agent_delete::{
    Backend, BackupOptions, BackupWish, CancelToken, Cause, ConfirmAll, DeleteManyOptions, ListOptions,
    Method, OnProgress, OnStep, Request, Saved, Secret, Signer,
};
use std::rc::Rc;

#[test]
fn debug_names_the_thing() {
    let world = World::answering(|_| json(200, &agent_json(Backend::Charm)).into());
    let client = world.client(Backend::Charm);
    let agent = world.run(client.get_agent("agent_123", once().call)).unwrap();
    let error = world.run(client.get_agent("agent_124", once().call)).unwrap_err();
    let backup = world.run(client.backup_agent("agent_123", BackupOptions::default())).unwrap();
    let bulk = client.delete_agents(Ids::new(["a"]), DeleteManyOptions::default()).unwrap();
    let on_step = OnStep(Rc::new(|_| {}));
    let on_progress = OnProgress(Rc::new(|_| {}));
    let confirm_all = ConfirmAll(Rc::new(|_| Box::pin(async { Ok(Some(true)) })));
    let list = client.list_agents(ListOptions::default()).unwrap();
    let mut closed = client.list_agents(ListOptions::default()).unwrap();
    closed.close();
    let request = Request {
        method: Method::Get,
        url: "https://e.com".into(),
        headers: vec![("Authorization".into(), format!("Bearer {KEY}"))],
        body: None,
        read_headers: &[],
        max_reply_bytes: 1,
    };
    let signer = Signer(Rc::new(|_| Box::pin(async { Ok(vec![("a".to_owned(), KEY.to_owned())]) })));
    let thrown = CancelToken::new();
    thrown.cancel(Cause::new("enough"));
    for (shown, begins) in [
        (format!("{agent:?}"), "Agent { id: \"agent_123\", name: Some(\"Bot\")"),
        (format!("{error:?}"), "Failure { code: UnexpectedResponse"),
        (format!("{:?}", backup.content), "BackupContent([(\"agent\", JSON)"),
        (format!("{:?}", Saved::Bytes(vec![1, 2])), "2 bytes"),
        (format!("{client:?}"), "Client(Connection { options: ClientOptions { backend: Charm, auth: Some("),
        (format!("{list:?}"), "AgentList { fetched: 0, ended: false }"),
        (format!("{closed:?}"), "AgentList { fetched: 0, ended: true }"),
        (format!("{bulk:?}"), "Bulk { waiting: 0, ended: false }"),
        (format!("{on_step:?}"), "OnStep"),
        (format!("{on_progress:?}"), "OnProgress"),
        (format!("{confirm_all:?}"), "ConfirmAll"),
        (format!("{:?}", confirm(|_| Ok(true))), "Some(Confirm"),
        (format!("{:?} {:?}", BackupWish::No, BackupWish::Keep), "No Keep"),
        (format!("{:?}", keep(|_| Ok(()))), "HandTo"),
        (format!("{request:?}"), "Request { method: Get, url: \"https://e.com\""),
        (format!("{:?}", Secret::from(KEY)), "Secret"),
        (format!("{signer:?}"), "Signer"),
        (format!("{:?}", CancelToken::new()), "CancelToken(None)"),
        (format!("{thrown:?}"), "CancelToken(Some(Cause(\"enough\")))"),
    ] {
        assert!(shown.starts_with(begins), "{shown}");
        assert!(!shown.contains(KEY), "{shown}");
    }
}

#[test]
fn a_cause_holds_its_words_and_the_very_value_that_was_thrown() {
    let cause = Cause::with_value("it broke", 7_u8);
    assert_eq!((cause.text(), cause.to_string()), ("it broke", "it broke".to_owned()));
    assert_eq!((cause.value::<u8>(), cause.value::<u16>()), (Some(&7), None));
    assert_eq!(Cause::new("it broke").value::<u8>(), None);
}
