//! The servers of the five platforms whose truth is more than a table can hold.

use super::model::{Model, What};
use crate::support::*;
use agent_delete::{Backend, Reply};
use serde_json::{Value, json as value};

impl Model {
    /// Serves a request: path and query are those below the base URL.
    pub(super) fn serve_one_of_five(&mut self, method: &str, path: &str, body: Option<&str>) -> Reply {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let parts = if self.backend == Backend::Charm { parts.get(1..).unwrap_or_default() } else { &parts };
        if self.backend == Backend::Kortix && self.ways.database_down > 0 {
            self.ways.database_down -= 1;
            self.lied = true;
            return if method == "GET" {
                json(500, r#"{"detail":"Internal server error"}"#)
            } else {
                missing(self.backend)
            };
        }
        match (method, parts) {
            ("DELETE", ["agents", id]) => self.delete(id, query),
            ("GET", ["agents", id]) => self.show(id),
            ("PUT", ["agents", id]) if self.backend == Backend::Kortix => {
                self.put(id, body.unwrap_or_default())
            }
            ("POST", ["agents", id, "stop"]) if self.backend == Backend::Eliza => self.stop(id),
            ("GET", ["agents", id, "memories" | "rooms"]) if self.backend == Backend::Eliza => {
                match self.agents.iter().any(|agent| agent.id == *id && agent.present && agent.active) {
                    true => json(200, r#"{"success":true,"data":{"memories":[],"rooms":[]}}"#),
                    false => missing(self.backend),
                }
            }
            ("GET", ["agents", id, "export"]) if self.has(id) && !self.ways.no_export => {
                json(200, r#"{"tools":{},"metadata":{},"system_prompt":"s","name":"Bot"}"#)
            }
            ("GET", ["agents", _, "export"]) => json(500, r#"{"detail":"Internal server error"}"#),
            ("GET", ["agents", id, "versions"]) if self.has(id) => match self.backend {
                Backend::Foundry => json(200, r#"{"object":"list","data":[],"has_more":false}"#),
                _ => json(200, "[]"),
            },
            ("GET", ["versions", id]) if self.has(id) => json(200, "[]"),
            ("GET", ["agents", id, "endpoint", "sessions"]) if self.has(id) => {
                let active = self.agents.iter().any(|agent| agent.id == *id && agent.active);
                let data = if active {
                    value!([{"agent_session_id": "s1", "status": "active"}])
                } else {
                    value!([])
                };
                json(200, &value!({"data": data, "has_more": false}).to_string())
            }
            ("GET", ["threads"]) => self.threads(query),
            ("DELETE", ["threads", thread]) => {
                let owner =
                    self.agents.iter_mut().find(|agent| agent.threads.iter().any(|own| own == thread));
                if let Some(owner) = owner {
                    owner.threads.retain(|own| own != thread);
                    let id = owner.id.clone();
                    self.note(What::LostThread, &id);
                }
                empty(204)
            }
            _ => json(404, r#"{"detail":"Not Found"}"#),
        }
    }

    fn delete(&mut self, id: &str, query: &str) -> Reply {
        let Some(agent) = self.agents.iter().find(|agent| agent.id == id && agent.present).cloned() else {
            return if self.backend == Backend::Langchain { empty(204) } else { missing(self.backend) };
        };
        match self.backend {
            Backend::Foundry if agent.active && !query.contains("force=true") => {
                return json(
                    409,
                    r#"{"error":{"code":"active_sessions","message":"Agent has active sessions."}}"#,
                );
            }
            Backend::Eliza if self.ways.documented && agent.active => {
                return json(
                    409,
                    r#"{"success":false,"error":"Cannot delete a running agent. Stop the agent first."}"#,
                );
            }
            Backend::Eliza if self.ways.slow.is_some() => {
                self.taken.push(id.to_owned());
                if self.ways.slow == Some(true) {
                    self.promised.push(id.to_owned());
                }
                return json(
                    202,
                    r#"{"success":true,"partial":true,"message":"Agent deletion initiated but taking longer than expected."}"#,
                );
            }
            Backend::Kortix if agent.system => {
                return json(400, r#"{"detail":"Cannot delete Suna default agent"}"#);
            }
            Backend::Kortix if agent.default => {
                return json(400, r#"{"detail":"Cannot delete default agent"}"#);
            }
            _ => {}
        }
        self.remove(id);
        match self.backend {
            Backend::Foundry => {
                json(200, &value!({"object": "agent.deleted", "name": id, "deleted": true}).to_string())
            }
            Backend::Eliza if self.ways.documented => json(
                200,
                &value!({"success": true, "message": "Agent deleted successfully", "data": {"agentId": id}})
                    .to_string(),
            ),
            Backend::Kortix => json(200, r#"{"message":"Worker deleted successfully"}"#),
            _ => empty(204),
        }
    }

    fn show(&self, id: &str) -> Reply {
        let Some(agent) = self.agents.iter().find(|agent| agent.id == id && agent.present) else {
            return match self.backend {
                Backend::Kortix => json(
                    500,
                    &value!({"detail": format!("Failed to fetch agent: Agent {id} not found")}).to_string(),
                ),
                _ => missing(self.backend),
            };
        };
        let body = match self.backend {
            Backend::Eliza => value!({"success": true, "data": {
                "id": id, "name": "Bot", "status": if agent.active { "active" } else { "inactive" }}}),
            Backend::Kortix => value!({"agent_id": id, "name": "Bot", "is_default": agent.default,
                "metadata": {"is_suna_default": agent.system}}),
            Backend::Foundry => value!({"object": "agent", "id": id, "name": id, "versions": {"latest": {
                "version": "1", "status": "active", "definition": {"kind": "hosted"}}}}),
            _ => value!({"id": id, "name": "Bot", "user_id": "u", "version": "1", "config": {}}),
        };
        json(200, &body.to_string())
    }

    fn put(&mut self, id: &str, body: &str) -> Reply {
        let wanted = serde_json::from_str::<Value>(body).ok().and_then(|body| body["is_default"].as_bool());
        let Some(agent) = self.agents.iter_mut().find(|agent| agent.id == id && agent.present) else {
            return missing(self.backend);
        };
        if let Some(wanted) = wanted
            && agent.default != wanted
        {
            agent.default = wanted;
            self.note(if wanted { What::Restored } else { What::Unset }, id);
        }
        self.show(id)
    }

    fn stop(&mut self, id: &str) -> Reply {
        match self.agents.iter_mut().find(|agent| agent.id == id && agent.present && agent.active) {
            Some(agent) => {
                agent.active = false;
                self.note(What::Stopped, id);
                json(200, r#"{"success":true,"data":{"message":"Agent stopped"}}"#)
            }
            None => missing(self.backend),
        }
    }

    fn threads(&self, query: &str) -> Reply {
        let asked = query.split('&').find_map(|pair| pair.strip_prefix("agent_id=")).unwrap_or_default();
        let mut threads = Vec::new();
        // Every thread is of the first kind: none is a test run.
        if !query.contains("test_run=true") {
            for agent in self.agents.iter().filter(|agent| self.ways.filter_lost || agent.id == asked) {
                let named = if self.ways.threads_nameless { "" } else { agent.id.as_str() };
                threads.extend(agent.threads.iter().map(|thread| value!({"id": thread, "agent_id": named})));
            }
        }
        json(200, &value!({"threads": threads, "next_cursor": null}).to_string())
    }
}
