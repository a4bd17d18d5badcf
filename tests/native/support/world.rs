//! One test's world: its transport, its clock, and an executor that panics where a program would hang.

use super::{Act, BASES, Clock, Further, KEY, Scripted, Sent, base_url};
use agent_delete::{Auth, Backend, Client, ClientOptions, Error, Signer};
use futures_executor::LocalPool;
use futures_util::task::LocalSpawnExt;
use std::cell::RefCell;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

/// A world in which nothing happens but what the test says.
#[derive(Default)]
pub struct World {
    pub net: Scripted,
    pool: RefCell<LocalPool>,
}

struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl World {
    pub fn new() -> Self {
        Self::default()
    }

    /// A world where the next requests are answered so.
    pub fn with(acts: impl IntoIterator<Item = impl Into<Act>>) -> Self {
        let world = Self::new();
        world.net.queue(acts);
        world
    }

    /// A world where every request is answered so.
    pub fn answering(answerer: impl FnMut(&Sent) -> Act + 'static) -> Self {
        let world = Self::new();
        world.net.answer(answerer);
        world
    }

    pub fn clock(&self) -> &Clock {
        &self.net.0.clock
    }

    /// The options of a client with a base URL and a credential.
    pub fn options(backend: Backend) -> ClientOptions {
        let auth = match backend {
            Backend::Langchain | Backend::Eliza => Auth::ApiKey(KEY.into()),
            _ if BASES.iter().any(|(of, _)| *of == backend) => Auth::Bearer(KEY.into()),
            _ => match Further::of(backend).data["credential"].as_str().unwrap() {
                "bearer" => Auth::Bearer(KEY.into()),
                "apiKey" => Auth::ApiKey(KEY.into()),
                _ => Auth::Sign(Signer(Rc::new(|_| {
                    Box::pin(async {
                        Ok(vec![("authorization".to_owned(), format!("TEST Signature={KEY}"))])
                    })
                }))),
            },
        };
        ClientOptions {
            base_url: Some(base_url(backend).to_owned()),
            auth: Some(auth),
            ..ClientOptions::new(backend)
        }
    }

    pub fn client(&self, backend: Backend) -> Client {
        self.client_with(Self::options(backend))
    }

    pub fn client_with(&self, options: ClientOptions) -> Client {
        self.try_client_with(options).unwrap()
    }

    pub fn try_client_with(&self, options: ClientOptions) -> Result<Client, Error> {
        Client::with_transport(options, self.net.clone())
    }

    /// What `random()` gives from now on. 0 unless set: no jitter.
    pub fn set_random(&self, random: f64) {
        self.net.0.random.set(random);
    }

    /// From now on the surroundings keep to themselves why no answer came, as a browser does.
    pub fn hide_reasons(&self) {
        self.net.0.hides_reasons.set(true);
    }

    /// Lets a future run beside the others.
    pub fn spawn(&self, work: impl Future<Output = ()> + 'static) {
        self.pool.borrow().spawner().spawn_local(work).unwrap();
    }

    /// Runs a future to its end, moving the clock when nothing else can be done. Panics when nothing ever can.
    pub fn run<F: Future>(&self, work: F) -> F::Output {
        let mut work = pin!(work);
        let flag = Arc::new(Flag(AtomicBool::new(true)));
        let waker = Waker::from(Arc::clone(&flag));
        loop {
            if flag.0.swap(false, Ordering::SeqCst)
                && let Poll::Ready(output) = work.as_mut().poll(&mut Context::from_waker(&waker))
            {
                return output;
            }
            self.pool.borrow_mut().run_until_stalled();
            if !flag.0.load(Ordering::SeqCst) {
                assert!(self.clock().advance(), "it hangs: nothing can go on, and nothing is waited for");
            }
        }
    }

    /// Lets what was spawned come to its end.
    pub fn settle(&self) {
        loop {
            self.pool.borrow_mut().run_until_stalled();
            if !self.clock().advance() {
                return;
            }
        }
    }

    /// The requests that left.
    pub fn sent(&self) -> Vec<Sent> {
        self.net.0.sent.borrow().clone()
    }

    /// The requests that left, a line each.
    pub fn lines(&self) -> Vec<String> {
        self.net.lines()
    }

    /// When each request left, in milliseconds since the test began.
    pub fn times(&self) -> Vec<f64> {
        self.net.0.sent.borrow().iter().map(|sent| sent.at).collect()
    }

    /// The most requests that were under way at one moment.
    pub fn most_under_way(&self) -> usize {
        self.net.0.most_under_way.get()
    }
}
