//! Replies of every kind: real ones, real ones changed, and arbitrary ones.

use super::seeds::Seed;
use crate::support::*;
use agent_delete::{Backend, Body, Headers, Reply};
use serde_json::{Map, Value, json as value};

const STATUSES: [u16; 36] = [
    0, 100, 101, 199, 200, 200, 200, 200, 200, 201, 202, 203, 204, 205, 206, 301, 302, 303, 304, 307, 308,
    400, 401, 403, 404, 404, 404, 405, 408, 409, 410, 422, 425, 429, 500, 511,
];

const LABELS: [&str; 16] = [
    "application/json",
    "application/json; charset=utf-8",
    "text/html",
    "TEXT/HTML; charset=utf-8",
    "text/html;charset=latin1",
    "text/plain",
    "application/problem+json",
    "application/xhtml+xml",
    "application/octet-stream",
    "",
    "text/html, application/json",
    " text/html ",
    "text/json",
    "application/jsonhtml",
    "multipart/mixed; boundary=x",
    "image/png",
];

/// Names of members that mean something to some platform, or nearly.
const NAMES: [&str; 56] = [
    "error",
    "message",
    "detail",
    "code",
    "success",
    "deleted",
    "data",
    "agentId",
    "agent_id",
    "id",
    "name",
    "object",
    "status",
    "partial",
    "jobId",
    "job_id",
    "deletedAt",
    "type",
    "statusCode",
    "error_code",
    "details",
    "errors",
    "additionalInfo",
    "result",
    "Success",
    "Deleted",
    "agentid",
    "existed",
    "version",
    "loc",
    "msg",
    "agent",
    "request_id",
    "__proto__",
    "constructor",
    "",
    "affected",
    "raw",
    "assistant_id",
    "agentId",
    "agentStatus",
    "agentAliasId",
    "agentVersion",
    "agentRuntimeId",
    "agentRuntimeVersion",
    "endpointName",
    "done",
    "response",
    "metadata",
    "@type",
    "partialFailures",
    "genericMetadata",
    "orgId",
    "createdAt",
    "stack",
    "__type",
];

/// Sentences, `{id}` this agent and `{other}` another.
const SENTENCES: [&str; 113] = [
    "Agent not found",
    "Worker not found",
    "Agent {id} not found",
    "Agent '{id}' does not exist",
    "Agent {id} doesn't exist",
    "Agent {other} doesn't exist",
    "Agent {other} not found",
    "Agent with id \"{other}\" not found",
    "Not Found",
    "Project not found",
    "Project {id} not found",
    "Organization not found",
    "API endpoint not found",
    "Resource not found",
    "Route not found",
    "Thread not found",
    "User not found",
    "No agent",
    "agent not found",
    "AGENT NOT FOUND",
    "Agent found",
    "Page not found",
    "Agents endpoint not found",
    "Subscription not found",
    "not found",
    "Agent deleted successfully",
    "Worker deleted successfully",
    "Agent deleted",
    "Agent {id} deleted",
    "Agent {other} deleted",
    "Agent {other} deleted successfully",
    "Agent not deleted",
    "Agent could not be deleted",
    "Agent will be deleted",
    "Agent was deleted already",
    "Thread deleted successfully",
    "Memories deleted successfully",
    "Agent version deleted successfully",
    "Failed: agent deleted successfully? no",
    "undeleted",
    "Agent queued to be deleted",
    "Worker deleted",
    "Agent stopped",
    "Agent disabled successfully",
    "deleted",
    "Deleted",
    "Cannot delete default agent",
    "Cannot delete Suna default agent",
    "Cannot delete agent",
    "default agent",
    "Unable to delete agent - permission denied or agent not found",
    "Unable to delete thread",
    "PermissionDenied",
    "agent.deleted",
    "agent.version.deleted",
    "assistant.deleted",
    "Agent.Deleted",
    "agent.deleted ",
    "not_found",
    "NOT_FOUND",
    "agent_not_found",
    "Agent deletion initiated but taking longer than expected. The operation will continue in the background.",
    "Error: chatflowsService.deleteChatflow - Chatflow {id} not found in the database!",
    "Error: chatflowsService.deleteChatflow - Chatflow {other} not found in the database!",
    "Chatflow {id} not found in the database!",
    "Error: chatflowsService.deleteChatflow - Invalid Chatflow ID",
    "Error: chatflowsService.deleteChatflow - You do not have permission to delete this chatflow type",
    "Error: chatflowsService.deleteChatflow - Could not delete",
    "Assistant with ID {id} not found",
    "Assistant with ID {other} not found",
    "Assistant {id} not found",
    "Assistant \"{id}\" not found.",
    "Assistant not found",
    "Thread or assistant not found.",
    "Missing authentication headers",
    "Invalid token",
    "Invalid tenant ID",
    "Agent id={id} successfully deleted",
    "Agent id={other} successfully deleted",
    "Agent id={id} successfully deleted?",
    "Agent not found with id='['{id}']', access level in ['read'] for actor='x'",
    "Agent not found with id='['{other}']', access level in ['read'] for actor='{id}'",
    "Agent agent_id={id} not found for user_id=u.",
    "Agent with ID {id} not found",
    "Failed to hard delete Agent with ID {id}: x",
    "The resource is currently locked by another operation. Please retry shortly.",
    "The ReasoningEngine does not exist.",
    "Session (projectNumber: 1, reasoningEngineId: {id}, sessionId: 1) not found.",
    "The ReasoningEngine \"{id}\" contains child resources: sessions.",
    "FAILED_PRECONDITION",
    "projects/1/locations/us-central1/operations/9",
    "projects/1/locations/us-central1/reasoningEngines/{id}/operations/9",
    "projects/1/locations/us-central1/reasoningEngines/{other}/operations/9",
    "projects/123456789012/locations/us-central1/operations/77",
    "type.googleapis.com/google.cloud.aiplatform.v1.DeleteOperationMetadata",
    "type.googleapis.com/google.cloud.aiplatform.v1.CreateReasoningEngineOperationMetadata",
    "type.googleapis.com/google.protobuf.Empty",
    "DELETING",
    "DELETE_FAILED",
    "READY",
    "ResourceNotFoundException",
    "Item {id} not found from agent",
    "Item {other} not found from agent",
    "Cannot find requested asset under given api key.",
    "Document with id {id} not found.",
    "Document with id {other} not found.",
    "document_not_found",
    "voice_not_found",
    "missing_permissions",
    "not_found_error",
    "model_not_found",
    "agent.session.deleted",
    "NOT_FOUND",
];

const BODIES: [&str; 30] = [
    "",
    " ",
    "\u{feff}",
    "null",
    "true",
    "\"deleted\"",
    "0",
    "[]",
    "{}",
    "<!doctype html><html><title>Welcome</title></html>",
    "\n\n<HTML><body>Agent deleted successfully</body></HTML>",
    "<?xml version=\"1.0\"?><deleted>true</deleted>",
    "<b>",
    "deleted",
    "OK",
    "{\"deleted\":true}",
    "{\"success\":true}",
    "[{\"deleted\":true}]",
    "<html>{\"success\":true}",
    "{\"a\":1e999}",
    "{\"message\":\"Agent deleted successfully\",\"x\":\"\\ud800\"}",
    "Unauthorized: Invalid or missing X-API-KEY",
    "Assistant not found",
    "404 Not Found",
    "[\"3f2504e0-4f89-41d3-9a0c-0305e82c3301\"]",
    "[\"3f2504e0-4f89-41d3-9a0c-0305e82c3302\"]",
    "{\"raw\":[],\"affected\":1}",
    "{\"raw\":[],\"affected\":0}",
    "{\"raw\":[],\"affected\":1.0}",
    "{\"affected\":\"1\"}",
];

/// What makes one reply: the dice, the platform it comes from, that platform's real exchanges, and everybody's.
pub struct Maker<'a> {
    pub dice: Dice,
    pub backend: Backend,
    pub own: &'a [Seed],
    pub all: &'a [Seed],
}

impl Maker<'_> {
    fn one_in(&self, sides: u64) -> bool {
        self.dice.roll(sides) == 0
    }

    fn below(&self, sides: usize) -> usize {
        self.dice.roll(sides.max(1) as u64) as usize
    }

    fn pick<'t, T>(&self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }

    /// A reply to the deletion of the platform's usual agent.
    pub fn reply(&self) -> Reply {
        let seed = self.pick(if self.one_in(6) { self.all } else { self.own });
        let id = id_of(self.backend);
        let mut status = seed.status;
        let mut headers = seed.headers.clone();
        let mut body = seed.body.replace(id_of(seed.backend), id).into_bytes();
        if self.one_in(12) {
            status = self.dice.roll(1000) as u16;
            headers.clear();
            body = (0..self.dice.roll(64)).map(|_| self.dice.roll(256) as u8).collect();
        }
        let changes = self.dice.roll(6);
        for _ in 0..changes {
            self.change(&mut status, &mut headers, &mut body);
        }
        self.keep_to_own(&mut headers);
        let body = if self.one_in(300) { Body::TooLong } else { Body::Bytes(body) };
        Reply { status, headers: Headers(headers), body }
    }

    /// The same reply with one change more.
    pub fn changed(&self, mut reply: Reply) -> Reply {
        let mut bytes = match reply.body {
            Body::Bytes(bytes) => bytes,
            Body::TooLong => Vec::new(),
        };
        self.change(&mut reply.status, &mut reply.headers.0, &mut bytes);
        self.keep_to_own(&mut reply.headers.0);
        Reply { body: Body::Bytes(bytes), ..reply }
    }

    fn change(&self, status: &mut u16, headers: &mut Vec<(String, String)>, body: &mut Vec<u8>) {
        match self.dice.roll(12) {
            0 => *status = *self.pick(&STATUSES),
            1 if self.one_in(4) => *status = self.dice.roll(1000) as u16,
            1 => *status = 200,
            2 => self.relabel(headers),
            3 => self.change_headers(headers),
            4 => self.change_bytes(body),
            5 if self.one_in(3) => *body = self.pick(&BODIES).as_bytes().to_vec(),
            _ => self.change_json(body),
        }
    }

    /// Where others than the two have AWS's header, it is a gateway's.
    fn keep_to_own(&self, headers: &mut Vec<(String, String)>) {
        if !matches!(self.backend, Backend::Bedrock | Backend::Agentcore) {
            headers.retain(|(name, _)| name != "x-amzn-errortype");
        }
    }

    fn relabel(&self, headers: &mut Vec<(String, String)>) {
        if !self.one_in(5) {
            headers.retain(|(name, _)| name != "content-type");
        }
        if !self.one_in(5) {
            headers.push(("content-type".into(), (*self.pick(&LABELS)).into()));
        }
    }

    fn change_headers(&self, headers: &mut Vec<(String, String)>) {
        let name = *self.pick(&[
            "x-request-id",
            "apim-request-id",
            "retry-after",
            "retry-after-ms",
            "x-ms-retry-after-ms",
            "age",
            "date",
            "location",
            "x-amzn-errortype",
            "x-amzn-errortype",
        ]);
        let text = *self.pick(&[
            "",
            "0",
            "7",
            "61",
            "-1",
            "1e3",
            "soon",
            "9999999999999999999",
            "Tue, 14 Nov 2023 22:13:50 GMT",
            "3, 4",
            KEY,
            "r-1",
            "ResourceNotFoundException",
            "ResourceNotFoundException:http://internal.amazon.com/",
            "com.amazonaws.bedrock#ResourceNotFoundException",
            "UnknownOperationException",
            "ExpiredTokenException",
            "ConflictException",
            "\u{e9}\u{7}",
        ]);
        if self.one_in(4) {
            headers.retain(|(other, _)| other != name);
        }
        headers.push((name.into(), text.into()));
    }

    fn change_bytes(&self, body: &mut Vec<u8>) {
        let at = self.below(body.len() + 1);
        let to = (at + self.below(12)).min(body.len());
        match self.dice.roll(9) {
            0 if at < body.len() => body[at] ^= 1 << self.dice.roll(8),
            1 => body.truncate(at),
            2 => drop(body.drain(at..to)),
            3 => body.insert(at, self.dice.roll(256) as u8),
            4 => drop(body.splice(at..at, body[at..to].to_vec())),
            5 => {
                drop(body.splice(
                    0..0,
                    self.pick(&["\u{feff}", " \n", "<html>", ")]}',\n", "data: ", "\0"]).bytes(),
                ))
            }
            6 => body.extend(
                self.pick(&[" ", "\n", "\0", "}", "<html></html>", "{\"deleted\":true}", ","]).bytes(),
            ),
            7 => {
                drop(body.splice(
                    at..at,
                    self.pick(&["\"", "\\", "{", "[", "\\u0000", "\u{200b}", "not "]).bytes(),
                ))
            }
            _ => *body = [body.as_slice(), body.as_slice()].concat(),
        }
    }

    fn change_json(&self, body: &mut Vec<u8>) {
        let Ok(mut json) = serde_json::from_slice::<Value>(body) else {
            if self.one_in(2) {
                *body = self.value(2).to_string().into_bytes();
            }
            return;
        };
        match self.dice.roll(10) {
            0 => {
                let other = serde_json::from_str(&self.pick(self.all).body).unwrap_or(Value::Null);
                if let (Value::Object(members), Value::Object(more)) = (&mut json, other) {
                    members.extend(more);
                }
            }
            1 => {
                json = self
                    .pick(&[
                        value!({"data": json}),
                        value!([json]),
                        value!({"result": json}),
                        value!({"error": json}),
                        value!(json.to_string()),
                    ])
                    .clone()
            }
            2 => {
                let other = [
                    other_id(self.backend).to_owned(),
                    id_of(self.backend).to_ascii_uppercase(),
                    format!("{}0", id_of(self.backend)),
                    String::new(),
                ];
                json = serde_json::from_str(
                    &json.to_string().replace(id_of(self.backend), self.pick::<String>(&other)),
                )
                .unwrap();
            }
            _ => self.change_node(&mut json),
        }
        *body = json.to_string().into_bytes();
    }

    /// Changes something at a random place.
    fn change_node(&self, node: &mut Value) {
        match node {
            Value::Object(members) if !members.is_empty() && !self.one_in(4) => {
                let key = members.keys().nth(self.below(members.len())).unwrap().clone();
                match self.dice.roll(5) {
                    0 => drop(members.remove(&key)),
                    1 => {
                        let moved = members.remove(&key).unwrap();
                        members.insert((*self.pick(&NAMES)).to_owned(), moved);
                    }
                    2 => drop(members.insert(key, self.value(1))),
                    _ => self.change_node(&mut members[&key]),
                }
            }
            Value::Object(members) => self.add(members),
            Value::Array(items) if !items.is_empty() && self.one_in(2) => {
                let at = self.below(items.len());
                self.change_node(&mut items[at]);
            }
            _ => *node = self.value(1),
        }
    }

    fn add(&self, members: &mut Map<String, Value>) {
        members.insert((*self.pick(&NAMES)).to_owned(), self.value(2));
    }

    /// A value, of so many levels at most.
    fn value(&self, levels: u32) -> Value {
        let sides = if levels == 0 { 9 } else { 12 };
        match self.dice.roll(sides) {
            0 => value!(true),
            1 => value!(false),
            2 => Value::Null,
            3 => self
                .pick(&[
                    value!(0),
                    value!(1),
                    value!(404),
                    value!(-1),
                    value!(1.5),
                    value!(1709683200000u64),
                    value!(1e300),
                ])
                .clone(),
            4 => value!(*self.pick(&[
                "", "true", "false", "0", "404", "null", KEY, "pending", "deleted", "failed", "ok", "\u{0}"
            ])),
            5 => value!(id_of(self.backend)),
            6 => value!(
                self.pick(&[other_id(self.backend).to_owned(), id_of(self.backend).to_ascii_uppercase()])
            ),
            7 | 8 => value!(
                self.pick(&SENTENCES)
                    .replace("{id}", id_of(self.backend))
                    .replace("{other}", other_id(self.backend))
            ),
            9 => Value::Array((0..self.dice.roll(3)).map(|_| self.value(levels - 1)).collect()),
            _ => {
                let mut members = Map::new();
                for _ in 0..self.dice.roll(4) {
                    members.insert((*self.pick(&NAMES)).to_owned(), self.value(levels - 1));
                }
                Value::Object(members)
            }
        }
    }
}
