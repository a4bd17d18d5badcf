//! A network that does to a request what networks do: late, twice, cut, lost on the way there or on the way back.

use super::model::Model;
use crate::support::*;
use agent_delete::Body;
use std::cell::RefCell;
use std::rc::Rc;

/// What the network does, and what it did.
pub struct Network {
    pub dice: Dice,
    pub model: Rc<RefCell<Model>>,
    pub clock: Clock,
    /// Of so many requests one meets a fault; 0 for none.
    pub fault_in: u64,
    /// The path of the base URL, which comes before the platform's own.
    pub prefix: String,
    /// A line for each request.
    pub story: Rc<RefCell<Vec<String>>>,
}

impl Network {
    /// What becomes of a request.
    pub fn carry(&self, sent: &Sent) -> Act {
        let path = sent.path().strip_prefix(&self.prefix).unwrap_or(sent.path()).to_owned();
        let serve = {
            let (model, method, path, body) =
                (Rc::clone(&self.model), sent.method, path.clone(), sent.body.clone());
            move || model.borrow_mut().serve(method, &path, body.as_deref())
        };
        let fault =
            if self.fault_in > 0 && self.dice.roll(self.fault_in) == 0 { 1 + self.dice.roll(15) } else { 0 };
        let late = self.dice.roll(if fault == 1 { 90_000 } else { 1500 });
        let page = || html([200, 404, 502][self.dice.roll(3) as usize]);
        let gateway = || empty([500, 502, 503, 504, 408][self.dice.roll(5) as usize]);
        let (name, act): (&str, Act) = match fault {
            0 => ("", serve().into()),
            1 => ("late", serve().into()),
            2 => ("lost on the way there", reset()),
            3 | 4 => {
                serve();
                ("lost on the way back", reset())
            }
            5 => {
                let first = serve();
                let second = serve();
                let is_first = self.dice.roll(2) == 0;
                // The answer to one of them, where the other did it.
                if !is_first || first.status >= 400 {
                    self.model.borrow_mut().doubled.push(path.clone());
                }
                ("twice", if is_first { first } else { second }.into())
            }
            6 => {
                let mut reply = serve();
                if let Body::Bytes(bytes) = &mut reply.body {
                    // A refusal without any body says no, by HTTP alone.
                    let least = if (400..500).contains(&reply.status) { 1 } else { 0 };
                    bytes.truncate(least + self.dice.roll(bytes.len() as u64 + 1) as usize);
                }
                ("cut", reply.into())
            }
            7 => {
                let status = serve().status;
                ("broken off", Act::Network(Some(status), "cut".to_owned()))
            }
            8 => ("429", busy(["0", "1", "30", "90"][self.dice.roll(4) as usize]).into()),
            9 => ("gateway before", gateway().into()),
            10 => {
                serve();
                ("gateway after", gateway().into())
            }
            11 => {
                serve();
                ("page after", page().into())
            }
            12 => ("page before", page().into()),
            13 => ("nothing", Act::Hang),
            14 => {
                serve();
                ("nothing comes back", Act::Hang)
            }
            _ => {
                // The server gets to it when nobody waits any more.
                let at = self.clock.elapsed() as u64 + self.dice.roll(80_000);
                self.clock.at(at, move || drop(serve()));
                ("acts later", Act::Hang)
            }
        };
        self.model.borrow_mut().keep_some_promises(&self.dice);
        self.story.borrow_mut().push(format!(
            "{:>8} ms  {} {path}  {name} → {}",
            self.clock.elapsed(),
            sent.method,
            shown(&act)
        ));
        act.after(late)
    }
}

fn shown(act: &Act) -> String {
    match act {
        Act::Answer(reply) => match &reply.body {
            Body::Bytes(bytes) => format!("{} {:.90}", reply.status, String::from_utf8_lossy(bytes)),
            Body::TooLong => format!("{} too long", reply.status),
        },
        other => format!("{other:?}"),
    }
}
