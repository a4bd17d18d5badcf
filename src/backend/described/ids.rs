//! What an agent's id must be.

use super::keep::Keep;
use super::members::{Member, Read};
use super::places::LONGEST_NAME;
use crate::backend::IdRule;
use crate::http::AgentId;

pub(super) fn id_rule(given: &Member<'_>, keep: Keep) -> Read<IdRule> {
    let kind = |given: &Member<'_>| {
        let name = given.choice(&[("uuid", 0), ("token", 1), ("text", 2)])?;
        Ok(match name {
            0 => IdRule::UUID,
            1 => IdRule::TOKEN,
            _ => IdRule::SEGMENT,
        })
    };
    if given.is_text_or_object("\"uuid\", \"token\", \"text\" or { kind, reserved }")? {
        return kind(given);
    }
    let id = given.object(&["kind", "reserved"])?;
    let rule = id.read("kind", kind)?.unwrap_or(IdRule::TOKEN);
    let mut words = Vec::new();
    for word in id.items("reserved", 20)? {
        let text = word.text(LONGEST_NAME)?;
        if AgentId::token(text).is_none() {
            return word.must("be a word of letters, digits, hyphens and underscores");
        }
        words.push(text);
    }
    if words.is_empty() {
        return Ok(rule);
    }
    let sentence = format!("{}, and none of the words {}, which are routes", rule.words, words.join(", "));
    let pattern = format!("(?!({})$){}", words.join("|"), rule.pattern);
    let reserved = words.into_iter().map(|word| keep.text(word)).collect();
    Ok(rule.except(keep.list(reserved), keep.text(sentence), keep.text(pattern)))
}
