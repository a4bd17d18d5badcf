//! Whether a platform's words say that an agent is not there, and not something else: a project, a route or an organisation
//! is missed in the same code and in much the same words.

use crate::http::AgentId;

/// What it ends with where that agent is not there. Of two that fit, the longer comes first.
const ENDS: [&str; 8] = [
    "was not found",
    "is not found",
    "could not be found",
    "cannot be found",
    "not found",
    "doesn't exist",
    "doesn’t exist",
    "does not exist",
];

/// What may stand before the agent's name.
const BEFORE_NAME: [&str; 5] = ["with", "the", "id", "name", "named"];

/// Whether a sentence says that an agent is not there: this one, where it names one. "Agent not found", "Agent support-bot
/// doesn't exist", "The agent with id 'x' was not found." What it says besides makes it a sentence about something else.
pub(super) fn says_missing(sentence: &str, id: Option<&AgentId>) -> bool {
    names_missing("agent", sentence, id)
}

/// The same by the platform's own word for an agent.
pub(super) fn names_missing(noun: &str, sentence: &str, id: Option<&AgentId>) -> bool {
    let sentence = sentence.trim();
    let sentence = sentence.strip_suffix(".").unwrap_or(sentence);
    let sentence = without_prefix(sentence, "the ").unwrap_or(sentence);
    let Some(rest) = without_prefix(sentence, noun).filter(|rest| begins_anew(rest)) else { return false };
    let before = |end: &&str| without_suffix(rest, end).filter(|named| !named.ends_with(is_of_word));
    let Some(named) = ENDS.iter().find_map(before) else { return false };
    let named = name_in(named);
    named.is_empty() || id.is_some_and(|id| id.names(named))
}

/// Whether a sentence names something by a UUID that is not this one's, whatever marks stand around it.
pub(super) fn names_another(sentence: &str, id: Option<&AgentId>) -> bool {
    let words = sentence.split(|char: char| !(char.is_ascii_alphanumeric() || char == '-'));
    words.filter_map(|word| AgentId::uuid(word.trim_matches('-'))).any(|named| id != Some(&named))
}

/// What stands between "agent" and "not found", without the words around a name and without quotation marks.
fn name_in(mut text: &str) -> &str {
    loop {
        text = text.trim_start_matches([' ', ':', '=']);
        let after = |word: &&str| without_prefix(text, word).filter(|rest| begins_anew(rest));
        let Some(rest) = BEFORE_NAME.iter().find_map(after) else { break };
        text = rest;
    }
    text.trim().trim_matches(['\'', '"', '`'])
}

/// Whether an id ends where this begins. What joins words, as in `a.b` or `a/b`, joins it to what follows.
pub(super) fn begins_apart(text: &str) -> bool {
    begins_anew(text.trim_start_matches(JOINS))
}

/// The same from the other side: whether an id begins where this ends.
pub(super) fn ends_apart(text: &str) -> bool {
    !text.trim_end_matches(JOINS).ends_with(is_of_word)
}

const JOINS: [char; 8] = ['.', ':', '/', '@', '+', '~', '%', '$'];

/// Whether a word ends where this begins.
fn begins_anew(text: &str) -> bool {
    !text.starts_with(is_of_word)
}

fn is_of_word(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '-' | '_') || !char.is_ascii()
}

fn without_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

fn without_suffix<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
    let (rest, end) = text.split_at_checked(text.len().checked_sub(suffix.len())?)?;
    end.eq_ignore_ascii_case(suffix).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_agent_can_be_missing() {
        let id = AgentId::name("support-bot", 63);
        for yes in [
            "Agent not found",
            "agent not found.",
            "The agent was not found",
            "Agent doesn't exist",
            "Agent support-bot doesn't exist",
            "Agent 'support-bot' not found.",
            "Agent with name \"support-bot\" does not exist",
            "Agent with id: support-bot could not be found",
            "Agent name=support-bot not found",
        ] {
            assert!(says_missing(yes, id.as_ref()), "{yes}");
        }
        for no in [
            "",
            "Not Found",
            "Agent",
            "Agent found",
            "Agent other-bot doesn't exist",
            "Agent support-bot-2 doesn't exist",
            "Agent support-botnot found",
            "Agentsupport-bot not found",
            "Agent support doesn't exist",
            "Agents not found",
            "Agentic route not found",
            "Agent Service not found",
            "Agent endpoint not found",
            "Agent support-bot of project proj doesn't exist",
            "Agent version 2 not found",
            "Project proj doesn't exist",
            "The project of agent support-bot doesn't exist",
            "Route not found",
            "Organization not found",
            "Route /agents/support-bot not found",
            "Thread not found",
            "Worker not found",
            "Agent not found, or project not found",
            "Agent not found. Is the project right?",
            "é not found",
        ] {
            assert!(!says_missing(no, id.as_ref()), "{no}");
        }
        assert!(says_missing("Agent not found", None) && !says_missing("Agent x not found", None));
    }

    #[test]
    fn an_id_that_is_one_of_the_words_is_still_an_id() {
        for name in ["name", "the", "id", "not", "agent"] {
            let id = AgentId::name(name, 63);
            assert!(!says_missing("Agent other not found", id.as_ref()), "{name}");
        }
    }
}
