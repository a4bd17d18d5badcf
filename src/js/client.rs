//! The class `AgentClient`, for whoever uses what wasm-bindgen or wasm-pack makes of the crate, without the npm package. All
//! it does it hands on to `client.js`.

use super::input::{BACKUP, DELETE, GET, LIST, MANY, PLAN, STOP};
use super::machine::Machine;
use super::platforms::platforms;
use alloc::string::String;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/client.js")]
extern "C" {
    #[derive(Debug)]
    type Bare;

    #[wasm_bindgen(constructor, catch)]
    fn new(machine: Machine, platforms: &str, options: &JsValue) -> Result<Bare, JsValue>;

    #[wasm_bindgen(method, getter)]
    fn backend(this: &Bare) -> String;

    #[wasm_bindgen(method, getter)]
    fn capabilities(this: &Bare) -> JsValue;

    #[wasm_bindgen(method)]
    fn one(this: &Bare, task: u32, id: &JsValue, options: &JsValue) -> JsValue;

    #[wasm_bindgen(method, catch)]
    fn some(this: &Bare, task: u32, ids: &JsValue, options: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_name = capabilitiesOf)]
    fn capabilities_of(platforms: &str, backend: &JsValue) -> Result<JsValue, JsValue>;
}

/// A client of one agent platform.
///
/// Every method that asks the platform gives a promise, which rejects with an `Error` named "AgentError" that has the
/// fields of `AgentErrorFields`.
#[wasm_bindgen]
#[derive(Debug)]
pub struct AgentClient(Bare);

#[wasm_bindgen]
impl AgentClient {
    /// Checks the options and sends nothing. Throws an "AgentError" with the code `invalid-input` for bad ones.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "ClientOptions")] options: &JsValue,
    ) -> Result<AgentClient, JsValue> {
        Bare::new(Machine::new(""), &platforms(), options).map(Self)
    }

    /// The platform's name.
    #[wasm_bindgen(getter, unchecked_return_type = "BackendName")]
    pub fn backend(&self) -> String {
        self.0.backend()
    }

    /// What the platform can do, and what a deletion destroys and keeps there.
    #[wasm_bindgen(getter, unchecked_return_type = "Capabilities")]
    pub fn capabilities(&self) -> JsValue {
        self.0.capabilities()
    }

    /// Deletes an agent. Never says so unless the platform proved it.
    #[wasm_bindgen(js_name = deleteAgent, unchecked_return_type = "Promise<Deletion>")]
    pub fn delete_agent(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "DeleteOptions")] options: &JsValue,
    ) -> JsValue {
        self.0.one(DELETE, id, options)
    }

    /// Deletes many agents, and gives a result for every id as it settles. Nothing is sent before the first is asked for.
    #[wasm_bindgen(js_name = deleteAgents, unchecked_return_type = "Stream<DeletionResult>")]
    pub fn delete_agents(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Iterable<string> | AsyncIterable<string>")] ids: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "DeleteManyOptions")] options: &JsValue,
    ) -> Result<JsValue, JsValue> {
        self.0.some(MANY, ids, options)
    }

    /// What `deleteAgent` would do, and whether the platform would let it. Changes nothing.
    #[wasm_bindgen(js_name = planDeletion, unchecked_return_type = "Promise<DeletionPlan>")]
    pub fn plan_deletion(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "DeleteOptions")] options: &JsValue,
    ) -> JsValue {
        self.0.one(PLAN, id, options)
    }

    /// Reads an agent.
    #[wasm_bindgen(js_name = getAgent, unchecked_return_type = "Promise<Agent>")]
    pub fn get_agent(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> JsValue {
        self.0.one(GET, id, options)
    }

    /// The platform's agents, every page fetched as it is reached.
    #[wasm_bindgen(js_name = listAgents, unchecked_return_type = "Stream<Agent>")]
    pub fn list_agents(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "ListOptions")] options: &JsValue,
    ) -> Result<JsValue, JsValue> {
        self.0.some(LIST, &JsValue::UNDEFINED, options)
    }

    /// Saves all that the platform gives of an agent.
    #[wasm_bindgen(js_name = backupAgent, unchecked_return_type = "Promise<AgentBackup>")]
    pub fn backup_agent(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "BackupOptions")] options: &JsValue,
    ) -> JsValue {
        self.0.one(BACKUP, id, options)
    }

    /// Stops an agent. One that is stopped already is left so.
    #[wasm_bindgen(js_name = stopAgent, unchecked_return_type = "Promise<void>")]
    pub fn stop_agent(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> JsValue {
        self.0.one(STOP, id, options)
    }
}

/// What a platform can do, by its name.
#[expect(unreachable_pub, reason = "wasm-bindgen exports nothing else")]
#[wasm_bindgen(unchecked_return_type = "Capabilities")]
pub fn capabilities(
    #[wasm_bindgen(unchecked_param_type = "BackendName")] backend: &JsValue,
) -> Result<JsValue, JsValue> {
    capabilities_of(&platforms(), backend)
}
