//! A list of all agents, page by page, as the ids of those to delete.

use agent_delete::{AgentList, Cause, GivenId, IdSource};
use std::cell::RefCell;
use std::rc::Rc;

/// Clones share the list.
#[derive(Clone)]
pub struct Listed(Rc<RefCell<AgentList>>);

impl Listed {
    pub fn new(list: AgentList) -> Self {
        Self(Rc::new(RefCell::new(list)))
    }
}

impl IdSource for Listed {
    // Nobody asks for the next before the last has come.
    #[allow(clippy::await_holding_refcell_ref)]
    async fn next(&self) -> Option<Result<GivenId, Cause>> {
        let next = self.0.borrow_mut().next().await?;
        Some(next.map(|agent| GivenId::Text(agent.id)).map_err(|error| Cause::new(error.message.clone())))
    }

    fn close(&self) {
        if let Ok(mut list) = self.0.try_borrow_mut() {
            list.close();
        }
    }

    fn total(&self) -> Option<u32> {
        None
    }

    fn is_immediate(&self) -> bool {
        false
    }
}
