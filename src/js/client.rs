//! The class `AgentClient`.

use super::ids::{Ids, agent_id};
use super::options::{self, Task};
use super::promise::promise;
use super::result::{of_backup, of_deletion, of_error, to_js};
use super::stream;
use crate::deletion::{delete_agent, plan_deletion, read_agent, run, stop_agent, take_backup};
use crate::text::concat;
use crate::transport::Fetch;
use crate::{Backend, Client, Error, Purpose};
use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use core::task::{Poll, ready};
use js_sys::Promise;
use wasm_bindgen::prelude::*;

/// A client of one agent platform.
///
/// Every method that asks the platform gives a promise, which rejects with an `Error` named "AgentError" that has the
/// fields of `AgentErrorFields`.
#[wasm_bindgen]
#[derive(Debug)]
pub struct AgentClient {
    client: Client<Fetch>,
}

#[wasm_bindgen]
impl AgentClient {
    /// Checks the options and sends nothing. Throws an "AgentError" with the code `invalid-input` for bad ones.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "ClientOptions")] options: &JsValue,
    ) -> Result<AgentClient, JsValue> {
        let client =
            options::client(options).and_then(|(options, fetch)| Client::with_transport(options, fetch));
        Ok(Self { client: client.map_err(|error| of_error(&error))? })
    }

    /// The platform's name.
    #[wasm_bindgen(getter, unchecked_return_type = "BackendName")]
    pub fn backend(&self) -> String {
        self.client.backend().name().to_owned()
    }

    /// What the platform can do, and what a deletion destroys and keeps there.
    #[wasm_bindgen(getter, unchecked_return_type = "Capabilities")]
    pub fn capabilities(&self) -> JsValue {
        to_js(self.client.capabilities())
    }

    /// Deletes an agent. Never says so unless the platform proved it.
    #[wasm_bindgen(js_name = deleteAgent, unchecked_return_type = "Promise<Deletion>")]
    pub fn delete_agent(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "DeleteOptions")] options: &JsValue,
    ) -> Promise {
        self.one(Task::Delete, id, options)
    }

    /// Deletes many agents, and gives a result for every id as it settles. Nothing is sent before the first is asked for.
    #[wasm_bindgen(js_name = deleteAgents, unchecked_return_type = "Stream<DeletionResult>")]
    pub fn delete_agents(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Iterable<string> | AsyncIterable<string>")] ids: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "DeleteManyOptions")] options: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let results = options::many(options).and_then(|(options, watch)| {
            Ok(stream::of_results(self.client.delete_agents(Ids::of(ids)?, options)?, watch))
        });
        self.own(results).map_err(|error| of_error(&error))
    }

    /// What `deleteAgent` would do, and whether the platform would let it. Changes nothing.
    #[wasm_bindgen(js_name = planDeletion, unchecked_return_type = "Promise<DeletionPlan>")]
    pub fn plan_deletion(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "DeleteOptions")] options: &JsValue,
    ) -> Promise {
        self.one(Task::Plan, id, options)
    }

    /// Reads an agent.
    #[wasm_bindgen(js_name = getAgent, unchecked_return_type = "Promise<Agent>")]
    pub fn get_agent(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        self.one(Task::Get, id, options)
    }

    /// The platform's agents, every page fetched as it is reached.
    #[wasm_bindgen(js_name = listAgents, unchecked_return_type = "Stream<Agent>")]
    pub fn list_agents(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "ListOptions")] options: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let agents = options::list(options)
            .and_then(|(options, watch)| Ok(stream::of_agents(self.client.list_agents(options)?, watch)));
        self.own(agents).map_err(|error| of_error(&error))
    }

    /// Saves all that the platform gives of an agent.
    #[wasm_bindgen(js_name = backupAgent, unchecked_return_type = "Promise<AgentBackup>")]
    pub fn backup_agent(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "BackupOptions")] options: &JsValue,
    ) -> Promise {
        self.one(Task::Backup, id, options)
    }

    /// Stops an agent. One that is stopped already is left so.
    #[wasm_bindgen(js_name = stopAgent, unchecked_return_type = "Promise<void>")]
    pub fn stop_agent(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        self.one(Task::Stop, id, options)
    }
}

impl AgentClient {
    /// A call about one agent. Its input is read before the call returns.
    fn one(&self, task: Task, id: &JsValue, options: &JsValue) -> Promise {
        let input =
            agent_id(&self.client, id).and_then(|id| Ok((id, self.own(options::one(task, options))?)));
        let client = self.client.clone();
        promise(Box::pin(async move {
            let (id, options) = input?;
            let id = client.agent_id(&id)?;
            let session = client.session(&options.delete.call, Some(&id));
            run(&session, &id, |flow| {
                Poll::Ready(Ok(match task {
                    Task::Delete => of_deletion(&*ready!(delete_agent(flow, &options.delete))?),
                    Task::Plan => to_js(&*ready!(plan_deletion(flow, &options.delete))?),
                    Task::Get => to_js(&*ready!(read_agent(flow, Purpose::Get))?),
                    Task::Backup => of_backup(&ready!(take_backup(flow, options.include_secrets))?),
                    Task::Stop => {
                        ready!(stop_agent(flow))?;
                        JsValue::UNDEFINED
                    }
                }))
            })
            .await
        }))
    }

    /// An error that knows the platform.
    fn own<T>(&self, read: Result<T, Error>) -> Result<T, Error> {
        read.map_err(|error| error.of_backend(self.client.backend()))
    }
}

/// What a platform can do, by its name.
#[expect(unreachable_pub, reason = "wasm-bindgen exports nothing else")]
#[wasm_bindgen(unchecked_return_type = "Capabilities")]
pub fn capabilities(
    #[wasm_bindgen(unchecked_param_type = "BackendName")] backend: &JsValue,
) -> Result<JsValue, JsValue> {
    let name = backend.as_string();
    match name.as_deref().and_then(Backend::from_name) {
        Some(backend) => Ok(to_js(backend.capabilities())),
        None => {
            let shown = name.as_deref().unwrap_or("whose name is no string");
            Err(of_error(&Error::input(concat(&["there is no backend ", shown]))))
        }
    }
}
