//! The class `AgentClient`.

use super::bulk::DeletionStream;
use super::error::to_js as error_to_js;
use super::fields::Fault;
use super::id::agent_id;
use super::list::AgentList;
use super::options::{self, Watched};
use super::result::{settled, to_js};
use super::turns::promise;
use crate::transport::{Fetch, kind_of};
use crate::{Backend, Client, Error};
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
        Ok(Self { client: client.map_err(|error| error_to_js(&error))? })
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
        let (client, input) = (self.client.clone(), self.about_one(id, options, options::delete));
        promise(Box::pin(async move {
            let (id, (options, _watch)) = input?;
            settled(client.delete_agent(&id, options).await)
        }))
    }

    /// Deletes many agents, and gives a result for every id as it settles.
    #[wasm_bindgen(js_name = deleteAgents)]
    pub fn delete_agents(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Iterable<string> | AsyncIterable<string>")] ids: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "DeleteManyOptions")] options: &JsValue,
    ) -> Result<DeletionStream, JsValue> {
        let input = self.checked(options::delete_many(options));
        let stream = input.and_then(|input| DeletionStream::start(&self.client, ids, input));
        stream.map_err(|error| error_to_js(&error))
    }

    /// What `deleteAgent` would do, and whether the platform would let it. Changes nothing.
    #[wasm_bindgen(js_name = planDeletion, unchecked_return_type = "Promise<DeletionPlan>")]
    pub fn plan_deletion(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "DeleteOptions")] options: &JsValue,
    ) -> Promise {
        let (client, input) = (self.client.clone(), self.about_one(id, options, options::delete));
        promise(Box::pin(async move {
            let (id, (options, _watch)) = input?;
            settled(client.plan_deletion(&id, options).await)
        }))
    }

    /// Reads an agent.
    #[wasm_bindgen(js_name = getAgent, unchecked_return_type = "Promise<Agent>")]
    pub fn get_agent(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        let (client, input) = (self.client.clone(), self.about_one(id, options, options::call));
        promise(Box::pin(async move {
            let (id, (options, _watch)) = input?;
            settled(client.get_agent(&id, options).await)
        }))
    }

    /// The platform's agents, every page fetched as it is reached.
    #[wasm_bindgen(js_name = listAgents)]
    pub fn list_agents(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "ListOptions")] options: &JsValue,
    ) -> Result<AgentList, JsValue> {
        let input = self.checked(options::list(options));
        let list = input.and_then(|input| AgentList::start(&self.client, input));
        list.map_err(|error| error_to_js(&error))
    }

    /// Saves all that the platform gives of an agent.
    #[wasm_bindgen(js_name = backupAgent, unchecked_return_type = "Promise<AgentBackup>")]
    pub fn backup_agent(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "BackupOptions")] options: &JsValue,
    ) -> Promise {
        let (client, input) = (self.client.clone(), self.about_one(id, options, options::backup));
        promise(Box::pin(async move {
            let (id, (options, _watch)) = input?;
            settled(client.backup_agent(&id, options).await)
        }))
    }

    /// Stops an agent. One that is stopped already is left so.
    #[wasm_bindgen(js_name = stopAgent, unchecked_return_type = "Promise<void>")]
    pub fn stop_agent(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        let (client, input) = (self.client.clone(), self.about_one(id, options, options::call));
        promise(Box::pin(async move {
            let (id, (options, _watch)) = input?;
            client.stop_agent(&id, options).await?;
            Ok(JsValue::UNDEFINED)
        }))
    }
}

type Read<T> = fn(&JsValue) -> Result<Watched<T>, Fault>;

impl AgentClient {
    /// The input of a call about one agent, read before the call returns.
    fn about_one<T>(
        &self,
        id: &JsValue,
        options: &JsValue,
        read: Read<T>,
    ) -> Result<(String, Watched<T>), Error> {
        let id = agent_id(&self.client, id)?;
        Ok((id, self.checked(read(options))?))
    }

    fn checked<T>(&self, read: Result<T, Fault>) -> Result<T, Error> {
        read.map_err(|fault| fault.into_error(|message| self.client.input_error(None, message)))
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
            let shown = name.as_deref().unwrap_or_else(|| kind_of(backend));
            Err(error_to_js(&Error::input(["there is no backend ", shown].concat())))
        }
    }
}
