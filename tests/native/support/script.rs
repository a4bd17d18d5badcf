//! A transport that answers by a script and remembers what it was asked.

use super::Clock;
use agent_delete::{Cause, Reply, Request, SendFailure, Transport, Unsent};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::pending;
use std::rc::Rc;
use std::time::Duration;

/// More requests than any test means to send: a loop without an end.
const ENDLESS: usize = 200_000;

/// What becomes of a request.
#[derive(Debug, Clone)]
pub enum Act {
    /// It is answered.
    Answer(Reply),
    /// The connection breaks, perhaps after a status had come.
    Network(Option<u16>, String),
    /// Nothing is sent.
    NotSent(Unsent, String),
    /// What comes is not a response.
    NotAResponse,
    /// Nothing ever comes.
    Hang,
    /// So many milliseconds pass first.
    After(u64, Box<Act>),
}

impl From<Reply> for Act {
    fn from(reply: Reply) -> Self {
        Act::Answer(reply)
    }
}

impl Act {
    /// The same, later.
    pub fn after(self, millis: u64) -> Self {
        Act::After(millis, Box::new(self))
    }
}

/// A request that left.
#[derive(Debug, Clone)]
pub struct Sent {
    pub method: &'static str,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
    pub max_reply_bytes: usize,
    /// Milliseconds since the test began.
    pub at: f64,
    /// Whether it was aborted: given up before its answer.
    pub aborted: bool,
}

impl Sent {
    /// Path and query.
    pub fn path(&self) -> &str {
        let rest = self.url.split_once("://").unwrap().1;
        rest.find('/').map_or("/", |at| &rest[at..])
    }

    /// `METHOD /path?query`
    pub fn line(&self) -> String {
        format!("{} {}", self.method, self.path())
    }

    /// A header, its name in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "the header {name} was sent twice");
        value
    }
}

type Answerer = Box<dyn FnMut(&Sent) -> Act>;

#[derive(Default)]
pub(super) struct Script {
    pub(super) clock: Clock,
    queue: RefCell<VecDeque<Act>>,
    answerer: RefCell<Option<Answerer>>,
    pub(super) sent: RefCell<Vec<Sent>>,
    pub(super) under_way: Cell<usize>,
    pub(super) most_under_way: Cell<usize>,
    pub(super) random: Cell<f64>,
    pub(super) hides_reasons: Cell<bool>,
}

/// The scripted transport. Clones share the script.
#[derive(Clone, Default)]
pub struct Scripted(pub(super) Rc<Script>);

impl Scripted {
    /// Answers the next requests so, in order, before any answerer is asked.
    pub fn queue(&self, acts: impl IntoIterator<Item = impl Into<Act>>) {
        self.0.queue.borrow_mut().extend(acts.into_iter().map(Into::into));
    }

    /// Answers every request so for which nothing is queued.
    pub fn answer(&self, answerer: impl FnMut(&Sent) -> Act + 'static) {
        self.0.answerer.replace(Some(Box::new(answerer)));
    }

    /// How many queued answers were not used.
    pub fn unused(&self) -> usize {
        self.0.queue.borrow().len()
    }

    /// The requests that left, a line each.
    pub fn lines(&self) -> Vec<String> {
        self.0.sent.borrow().iter().map(Sent::line).collect()
    }

    fn act(&self, sent: &Sent) -> Act {
        if let Some(act) = self.0.queue.borrow_mut().pop_front() {
            return act;
        }
        // The answerer may start another request, or look at those sent; it must not be borrowed meanwhile.
        let taken = self.0.answerer.borrow_mut().take();
        let mut answerer = taken.unwrap_or_else(|| panic!("nobody expected {}", sent.line()));
        let act = answerer(sent);
        self.0.answerer.borrow_mut().get_or_insert(answerer);
        act
    }
}

/// Marks a request as aborted unless it came to its end.
struct UnderWay<'a> {
    script: &'a Script,
    index: usize,
    ended: bool,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.script.under_way.set(self.script.under_way.get() - 1);
        if !self.ended {
            self.script.sent.borrow_mut()[self.index].aborted = true;
        }
    }
}

impl Transport for Scripted {
    async fn send(&self, request: Request) -> Result<Reply, SendFailure> {
        let script = &*self.0;
        let sent = Sent {
            method: request.method.as_str(),
            url: request.url,
            headers: request.headers,
            body: request.body,
            max_reply_bytes: request.max_reply_bytes,
            at: script.clock.elapsed(),
            aborted: false,
        };
        let index = script.sent.borrow().len();
        assert!(index < ENDLESS, "requests without end: {}", sent.line());
        script.sent.borrow_mut().push(sent.clone());
        script.under_way.set(script.under_way.get() + 1);
        script.most_under_way.set(script.most_under_way.get().max(script.under_way.get()));
        let mut guard = UnderWay { script, index, ended: false };
        let mut act = self.act(&sent);
        let ended = loop {
            match act {
                Act::Answer(reply) => break Ok(reply),
                Act::Network(status, text) => {
                    break Err(SendFailure::Network { status, cause: Cause::new(text) });
                }
                Act::NotSent(why, text) => {
                    break Err(SendFailure::NotSent { why, cause: Cause::new(text) });
                }
                Act::NotAResponse => {
                    break Err(SendFailure::NotAResponse { reason: "fetch gave a plain object".into() });
                }
                Act::Hang => pending().await,
                Act::After(millis, then) => {
                    script.clock.sleep(Duration::from_millis(millis)).await;
                    act = *then;
                }
            }
        };
        guard.ended = true;
        ended
    }

    async fn sleep(&self, duration: Duration) {
        self.0.clock.sleep(duration).await;
    }

    fn now(&self) -> f64 {
        self.0.clock.now()
    }

    fn random(&self) -> f64 {
        self.0.random.get()
    }

    fn hides_reasons(&self) -> bool {
        self.0.hides_reasons.get()
    }
}
