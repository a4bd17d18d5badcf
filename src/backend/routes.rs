//! Every kind of request that is sent to a platform, and the headers of its own, told to whoever stands in between and lets nothing
//! else through.

use super::{Facts, Template};
use crate::http::Method;

/// A line for each: see [`Backend::routes`](super::Backend::routes).
pub(super) fn routes(facts: &Facts) -> String {
    let extras = &facts.extras;
    let mut lines = Lines(String::new());
    lines.add("get", Method::Get, facts.agent_path, &[]);
    if let Some(second) = &extras.second_read {
        lines.of("get", second, &[]);
    }
    if facts.capabilities.list {
        let (list, parameters) = facts.list.request();
        lines.of("list", list, &parameters);
    }
    for part in facts.parts {
        let (at, cursor) = part.request();
        lines.of("backup", at, &[cursor]);
    }
    for list in extras.session_lists.iter().chain(extras.thread_lists) {
        lines.of("list", list, &[extras.cursor_parameter]);
    }
    if let Some(path) = facts.stop_path {
        lines.add("stop", Method::Post, path, &[]);
    }
    if let Some((unset, restore)) = extras.default_bodies {
        for (purpose, body) in [("unset-default", unset), ("restore-default", restore)] {
            lines.add(purpose, Method::Put, facts.agent_path, &[]);
            lines.carrying(body);
        }
    }
    if let Some(path) = extras.thread_path {
        lines.add("delete-dependent", Method::Delete, path, &[]);
    }
    let delete_path = extras.delete_path.unwrap_or(facts.agent_path);
    lines.add("delete", extras.delete_method, delete_path, &[]);
    if let Some(parameter) = extras.force_parameter {
        lines.add("delete", extras.delete_method, delete_path, &[]);
        lines.with(&[if delete_path.contains('?') { "&" } else { "?" }, parameter, "=true"]);
    }
    if let Some(path) = extras.operation_path {
        lines.add("verify", Method::Get, path, &[]);
    }
    for (name, value) in extras.headers {
        lines.with(&["\nheader ", name, ": ", value]);
    }
    for name in extras.answer_headers {
        lines.with(&["\nanswer ", name]);
    }
    lines.0.push('\n');
    lines.0
}

struct Lines(String);

impl Lines {
    /// Begins a line. An empty parameter is none.
    fn add(&mut self, purpose: &str, method: Method, path: &str, parameters: &[&str]) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.with(&[purpose, " ", method.as_str(), " ", path]);
        let mut mark = if path.contains('?') { "&" } else { "?" };
        for parameter in parameters.iter().filter(|name| !name.is_empty()) {
            self.with(&[mark, parameter, "=*"]);
            mark = "&";
        }
    }

    /// Begins a line with a request whose parameters are in its body, if it has one.
    fn of(&mut self, purpose: &str, at: &Template, parameters: &[&str]) {
        match at.body_with(parameters) {
            Some(body) => {
                self.add(purpose, at.method(), at.path(), &[]);
                self.carrying(&body);
            }
            None => self.add(purpose, at.method(), at.path(), parameters),
        }
    }

    fn carrying(&mut self, body: &str) {
        self.with(&[" ", body]);
    }

    fn with(&mut self, texts: &[&str]) {
        for text in texts {
            self.0.push_str(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Backend;

    #[test]
    fn each_kind_of_request_has_a_line() {
        let lines = Backend::Kortix.routes();
        assert_eq!(
            lines.lines().collect::<Vec<_>>(),
            [
                "get GET /agents/{}",
                "list GET /agents?page=*&limit=*&search=*",
                "backup GET /agents/{}/export",
                "backup GET /agents/{}",
                "backup GET /agents/{}/versions",
                r#"unset-default PUT /agents/{} {"is_default":false}"#,
                r#"restore-default PUT /agents/{} {"is_default":true}"#,
                "delete DELETE /agents/{}",
            ]
        );
        let lines = Backend::Langchain.routes();
        assert!(lines.contains("\nlist GET /threads?agent_id={}&page_size=20&test_run=true&cursor=*\n"));
        assert!(lines.contains("\ndelete-dependent DELETE /threads/{}\n"));
        let lines = Backend::Langgraph.routes();
        assert!(
            lines.contains(
                "\nlist POST /assistants/search {\"limit\":\"*\",\"offset\":\"*\",\"name\":\"*\"}\n"
            )
        );
        assert!(lines.contains("\nget POST /assistants/{}/versions {\"limit\":1000}\n"));
        let lines = Backend::Retell.routes();
        assert!(lines.contains("\nlist POST /v2/list-agents?limit=*&pagination_key=*\n"));
        assert!(lines.contains("\ndelete DELETE /delete-agent/{}\n"));
        assert!(Backend::Openai.routes().ends_with("\nheader OpenAI-Beta: agents=v1\n"));
        assert!(Backend::Bedrock.routes().ends_with("\nanswer x-amzn-errortype\nanswer x-amzn-requestid\n"));
        assert!(Backend::Vertex.routes().ends_with("?force=true\nverify GET /operations/{}\n"));
        let lines = Backend::Foundry.routes();
        assert!(lines.contains("\nstop POST /agents/{}:disable\n"));
        assert!(lines.contains("\ndelete DELETE /agents/{}\ndelete DELETE /agents/{}?force=true\n"));
    }
}
