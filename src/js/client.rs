//! The class `AgentClient`.

use super::ids::{Ids, given_id};
use super::options;
use super::planned::planned_ids;
use super::reader::{DeletionReader, ResultReader};
use super::result::{
    agent_to_js, backup_to_js, deletion_to_js, error_to_js, plan_of_many_to_js, plan_to_js, to_js,
};
use super::signal::Signal;
use super::sources::{Agents, Deletions};
use crate::{Client, Error, GivenId};
use futures_util::future::LocalBoxFuture;
use js_sys::Promise;
use std::future::Future;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// A client of one agent platform.
///
/// Every method that asks the platform gives a promise, which rejects with an `Error` named "AgentError" that has the
/// fields of `AgentErrorFields`.
#[wasm_bindgen]
#[derive(Debug)]
pub struct AgentClient(Client);

#[wasm_bindgen]
impl AgentClient {
    /// Checks the options and sends nothing. Throws an "AgentError" with the code `invalid-input` for bad ones.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "ClientOptions")] options: &JsValue,
    ) -> Result<AgentClient, JsValue> {
        let client =
            options::client(options).and_then(|(options, fetch)| Client::with_transport(options, fetch));
        client.map(Self).map_err(|error| error_to_js(&error))
    }

    /// The platform's name.
    #[wasm_bindgen(getter, unchecked_return_type = "BackendName")]
    pub fn backend(&self) -> String {
        self.0.backend().name().to_owned()
    }

    /// What the platform can do, and what a deletion destroys and keeps there.
    #[wasm_bindgen(getter, unchecked_return_type = "Capabilities")]
    pub fn capabilities(&self) -> JsValue {
        to_js(self.0.capabilities())
    }

    /// Deletes an agent. Never says so unless the platform proved it.
    #[wasm_bindgen(js_name = deleteAgent, unchecked_return_type = "Promise<Deletion>")]
    pub fn delete_agent(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "DeleteOptions")] options: &JsValue,
    ) -> Promise {
        self.call(id, options::delete(options), async |client, id, options| {
            Ok(deletion_to_js(&client.delete_agent(&id, options).await?))
        })
    }

    /// Deletes many agents: ids, agents, or those of a plan. Gives a result for every id as it settles, or all together where
    /// it is awaited. Nothing is sent before the first is asked for.
    #[wasm_bindgen(js_name = deleteAgents, unchecked_return_type = "DeletionStream")]
    pub fn delete_agents(
        &self,
        #[wasm_bindgen(
            unchecked_param_type = "Iterable<AgentLike> | AsyncIterable<AgentLike> | DeletionsPlan"
        )]
        ids: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "DeleteManyOptions")] options: &JsValue,
    ) -> Result<DeletionReader, JsValue> {
        self.read(|| {
            let (options, signal) = options::many(options)?;
            let bulk = match planned_ids(ids, &self.0) {
                Some(planned) => self.0.delete_planned(planned?, options)?,
                None => self.0.delete_agents(Ids::of(ids)?, options)?,
            };
            Ok(DeletionReader::of(Deletions::new(self.0.clone(), bulk, signal)))
        })
    }

    /// One plan for many: what `deleteAgents` would do. Changes nothing.
    #[wasm_bindgen(js_name = planDeletions, unchecked_return_type = "Promise<DeletionsPlan>")]
    pub fn plan_deletions(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Iterable<AgentLike> | AsyncIterable<AgentLike>")]
        ids: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "DeleteManyOptions")] options: &JsValue,
    ) -> Promise {
        let input = options::many(options).and_then(|(options, signal)| Ok((Ids::of(ids)?, options, signal)));
        self.answer(input, async |client, ids, options| {
            Ok(plan_of_many_to_js(&client.plan_deletions(ids, options).await?))
        })
    }

    /// What `deleteAgent` would do, and whether the platform would let it. Changes nothing.
    #[wasm_bindgen(js_name = planDeletion, unchecked_return_type = "Promise<DeletionPlan>")]
    pub fn plan_deletion(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "DeleteOptions")] options: &JsValue,
    ) -> Promise {
        self.call(id, options::delete(options), async |client, id, options| {
            Ok(plan_to_js(&client.plan_deletion(&id, options).await?))
        })
    }

    /// Reads an agent.
    #[wasm_bindgen(js_name = getAgent, unchecked_return_type = "Promise<Agent>")]
    pub fn get_agent(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        self.call(id, options::call(options), async |client, id, options| {
            Ok(agent_to_js(&client.get_agent(&id, options).await?))
        })
    }

    /// The platform's agents, every page fetched as it is reached.
    #[wasm_bindgen(js_name = listAgents, unchecked_return_type = "Stream<Agent>")]
    pub fn list_agents(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "ListOptions")] options: &JsValue,
    ) -> Result<ResultReader, JsValue> {
        self.read(|| {
            let (options, signal) = options::list(options)?;
            Ok(ResultReader::of(Agents::new(self.0.list_agents(options)?, signal)))
        })
    }

    /// Saves all that the platform gives of an agent.
    #[wasm_bindgen(js_name = backupAgent, unchecked_return_type = "Promise<AgentBackup>")]
    pub fn backup_agent(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "BackupOptions")] options: &JsValue,
    ) -> Promise {
        self.call(id, options::backup(options), async |client, id, options| {
            Ok(backup_to_js(&client.backup_agent(&id, options).await?))
        })
    }

    /// Stops an agent. One that is stopped already is left so.
    #[wasm_bindgen(js_name = stopAgent, unchecked_return_type = "Promise<void>")]
    pub fn stop_agent(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        self.call(id, options::call(options), async |client, id, options| {
            client.stop_agent(&id, options).await?;
            Ok(JsValue::UNDEFINED)
        })
    }
}

impl AgentClient {
    /// A call about one agent.
    fn call<O: 'static, F: Future<Output = Result<JsValue, Error>> + 'static>(
        &self,
        id: &JsValue,
        options: Result<(O, Option<Signal>), Error>,
        make: impl FnOnce(Client, String, O) -> F,
    ) -> Promise {
        let input = options.and_then(|(options, signal)| Ok((self.id(id)?, options, signal)));
        self.answer(input, make)
    }

    /// A call. Its input is read before it returns, and its signal listened to until it has ended.
    fn answer<I, O, F: Future<Output = Result<JsValue, Error>> + 'static>(
        &self,
        input: Result<(I, O, Option<Signal>), Error>,
        make: impl FnOnce(Client, I, O) -> F,
    ) -> Promise {
        match self.own(input) {
            Ok((ids, options, signal)) => {
                // One kind of future for all calls: each would else be compiled with all that a promise needs.
                let call: LocalBoxFuture<'static, _> = Box::pin(make(self.0.clone(), ids, options));
                future_to_promise(async {
                    let ended = call.await;
                    drop(signal);
                    ended.map_err(|error| error_to_js(&error))
                })
            }
            Err(error) => Promise::reject(&error_to_js(&error)),
        }
    }

    fn read<R>(&self, open: impl FnOnce() -> Result<R, Error>) -> Result<R, JsValue> {
        self.own(open()).map_err(|error| error_to_js(&error))
    }

    /// The id of a call about one agent.
    fn id(&self, value: &JsValue) -> Result<String, Error> {
        match given_id(value) {
            GivenId::Text(text) => Ok(text),
            GivenId::NotText(kind) => {
                let facts = self.0.backend().facts();
                let (title, rule) = (facts.title, facts.id.words);
                let fault = format!("{title} can't have such an agent: id must be {rule}, not {kind}");
                Err(self.0.input_error(None, fault))
            }
        }
    }

    /// An error that knows the platform.
    fn own<T>(&self, read: Result<T, Error>) -> Result<T, Error> {
        read.map_err(|error| error.of_backend(self.0.backend()))
    }
}
