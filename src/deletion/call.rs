//! One call about one agent, from its beginning to its end.

use super::action::{Driver, Event, Item, Key, Machine, Moment, WHOLE};
use super::flow::{Flow, Stop};
use super::session::Session;
use super::{Connection, Task, Wishes, delete_agent, plan_deletion, read_agent, stop_agent, take_backup};
use crate::error::{Error, Failure};
use crate::http::AgentId;
use crate::step::Purpose;
use alloc::rc::Rc;

/// One call about one agent.
pub(crate) struct Call {
    flow: Flow,
    task: Task,
    wishes: Wishes,
}

impl Call {
    pub(crate) fn new(link: Rc<Connection>, task: Task, id: AgentId, wishes: Wishes) -> Self {
        let session = Session::new(link, Some(id.clone()), wishes.terms);
        Self { flow: Flow::new(session, id), task, wishes }
    }

    pub(super) fn session(&mut self) -> &mut Session {
        &mut self.flow.session
    }

    /// Takes an event in. What the call came to, when it has ended. It has still to report what it wants.
    pub(super) fn take(
        &mut self,
        key: Key,
        event: Event,
        moment: Moment,
        driver: &mut dyn Driver,
    ) -> Option<Result<Item, Error>> {
        if !self.session().hear(key, &event, moment, driver) {
            return None;
        }
        let mut ended = self.go_on(event)?;
        let session = self.session();
        session.tell(driver);
        let (steps, backup) = match &mut ended {
            Ok(Item::Deletion(deletion)) => (&mut deletion.steps, &mut deletion.backup),
            // It may be the only copy, should the agent be gone all the same.
            Err(error) => {
                let Failure { steps, backup, .. } = &mut **error;
                (steps, backup)
            }
            Ok(_) => return Some(ended),
        };
        *steps = session.receipt();
        *backup = session.backup.take().map(|backup| *backup);
        Some(ended)
    }

    fn go_on(&mut self, mut event: Event) -> Option<Result<Item, Error>> {
        loop {
            if !self.flow.take(event) {
                event = self.session().cut_off()?;
                continue;
            }
            match self.run() {
                Ok(item) => return Some(Ok(item)),
                Err(Stop) => match self.flow.failure() {
                    Some(error) => return Some(Err(error)),
                    None => event = Event::Begin,
                },
            }
        }
    }

    /// Runs the flow from its beginning.
    fn run(&self) -> Result<Item, Stop> {
        let (flow, wishes) = (&self.flow, &self.wishes);
        Ok(match self.task {
            Task::Delete => Item::Deletion(delete_agent(flow, wishes)?),
            Task::Plan => Item::Plan(plan_deletion(flow, wishes)?),
            Task::Get => Item::Agent(read_agent(flow, Purpose::Get)?),
            Task::Backup => Item::Backup(take_backup(flow, wishes.include_secrets)?),
            Task::Stop => {
                stop_agent(flow)?;
                Item::Nothing
            }
        })
    }
}

impl Machine for Call {
    fn next(&mut self, _key: Key, event: Event, moment: Moment, driver: &mut dyn Driver) {
        let ended = self.take(WHOLE, event, moment, driver);
        self.session().report(WHOLE, driver);
        match ended {
            Some(Ok(item)) => driver.give(WHOLE, item),
            Some(Err(error)) => driver.end(Some(error)),
            None => {}
        }
    }
}
