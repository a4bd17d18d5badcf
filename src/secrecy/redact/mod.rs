//! Taking secrets out of a document: those that stand under a telling name (`names.rs`), those that look like one (`looks.rs`),
//! and the credentials of the call itself. `tests/leaks/settings.json` shows what goes, and what stays.

mod looks;
mod names;

use super::secrets::Secrets;
use crate::host::{document_text, parse_json};
use crate::http::Json;
use looks::without_secrets;
use names::{
    Kind, is_flag, is_label, is_name, is_value, kind_in_headers, kind_of, names_credential,
    names_environment, names_headers, names_reference,
};
use serde_json::Map;

/// What stands in a secret's place.
const REDACTED: &str = "[redacted]";

/// Takes every secret out of a document and adds where to `redacted`, as JSON Pointers that begin with `name`.
pub(crate) fn redact(document: &mut Json, name: &str, secrets: &Secrets, redacted: &mut Vec<String>) {
    Walk { secrets, redacted }.walk(document, "", name, Place::default());
}

/// What the names above a value say of it.
#[derive(Clone, Copy, Default)]
struct Place {
    kind: Kind,
    /// Whether it is a member of something that holds headers.
    in_headers: bool,
    /// Whether it is an item of a list.
    in_list: bool,
    /// Whether it says where a secret is kept, as in `{"secretRef": {"name": "…"}}`.
    in_reference: bool,
}

impl Place {
    /// What a name says here.
    fn kind_of(self, name: &str) -> Kind {
        kind_of(name).max(if self.in_headers { kind_in_headers(name) } else { Kind::Innocent })
    }

    /// The place of a member. `named` is what the object's own label says of its value.
    fn of_member(self, name: &str, member: &Json, named: Option<Kind>) -> Self {
        let is_scalar = !(member.is_object() || member.is_array());
        // The headers may be a list, or stand in a schema.
        let in_headers =
            names_headers(name) || (self.in_headers && (member.is_array() || name == "properties"));
        let in_reference = self.in_reference || names_reference(name);
        let kind = match (self.kind_of(name), named) {
            _ if in_reference => Kind::Innocent,
            // The label of a pair, and what else says what a secret is.
            (_, Some(_)) if is_scalar && is_name(name) => Kind::Innocent,
            (own, Some(named)) if is_value(name) => own.max(named).max(self.kind),
            (Kind::Tree, _) if is_scalar && names_environment(name) && !holds_document(member) => self.kind,
            (own, _) if own > Kind::Innocent => own.max(self.kind),
            // What has items is no map from names to secrets: its members are called as somebody thought them up.
            _ if (self.kind < Kind::Tree || self.in_list) && !member.is_object() && is_label(name) => {
                Kind::Innocent
            }
            _ => self.kind,
        };
        Self { kind, in_headers, in_list: false, in_reference }
    }
}

/// What a pair such as `{"name": "API_KEY", "value": "…"}` says of its value by its label. `None` where it is no pair.
fn label_of(members: &Map<String, Json>, place: Place) -> Option<Kind> {
    members.keys().find(|name| is_value(name))?;
    let label = members.iter().find_map(|(name, label)| label.as_str().filter(|_| is_name(name)))?;
    Some(place.kind_of(label))
}

/// Whether a text looks like a document.
fn holds_document(value: &Json) -> bool {
    value.as_str().is_some_and(|text| text.trim_ascii_start().starts_with(['{', '[']))
}

/// Whether an object is nothing but the place of a secret in the platform's own keeping.
fn is_locator(members: &Map<String, Json>) -> bool {
    members.len() == 1 && members.keys().all(|name| matches!(name.as_str(), "secret_id" | "secretId"))
}

/// The JSON Pointer to a member.
fn pointer_to(above: &str, name: &str) -> String {
    format!("{above}/{}", name.replace('~', "~0").replace('/', "~1"))
}

struct Walk<'w> {
    secrets: &'w Secrets,
    redacted: &'w mut Vec<String>,
}

impl Walk<'_> {
    /// Takes the secrets out of the value of this name in what `above` points to.
    fn walk(&mut self, value: &mut Json, above: &str, name: &str, place: Place) {
        let pointer = pointer_to(above, name);
        match value {
            Json::Object(members) => {
                self.rename(members, &pointer);
                let named = label_of(members, place);
                let place = Place { in_reference: place.in_reference || is_locator(members), ..place };
                for (name, member) in members {
                    let place = place.of_member(name, member, named);
                    self.walk(member, &pointer, name, place);
                }
            }
            Json::Array(items) => self.walk_items(items, &pointer, place),
            Json::String(text) => {
                // Of a credential another record may hold, only that record's id is named.
                let is_named = place.kind == Kind::Scalars && names_credential(name) && looks::is_uuid(text);
                let is_secret = place.kind > Kind::Innocent && !is_named && looks::may_be_secret(text);
                let hidden = if is_secret {
                    Some(REDACTED.to_owned())
                } else {
                    self.text_without_secrets(text, place)
                };
                if let Some(hidden) = hidden {
                    *text = hidden;
                    self.redacted.push(pointer);
                }
            }
            Json::Number(_) if place.kind >= Kind::Scalars => {
                *value = Json::String(REDACTED.to_owned());
                self.redacted.push(pointer);
            }
            Json::Number(_) | Json::Null | Json::Bool(_) => {}
        }
    }

    /// Takes the call's own credential out of the members' names.
    fn rename(&mut self, members: &mut Map<String, Json>, pointer: &str) {
        if !members.keys().any(|name| self.secrets.are_in(name)) {
            return;
        }
        let hide = |(name, member): (String, Json)| {
            let Some(hidden) = self.secrets.hidden_in_document(&name, REDACTED) else {
                return (name, member);
            };
            self.redacted.push(pointer_to(pointer, &hidden));
            (hidden, member)
        };
        *members = std::mem::take(members).into_iter().map(hide).collect();
    }

    fn walk_items(&mut self, items: &mut [Json], pointer: &str, place: Place) {
        // A pair such as ["Authorization", "Bearer …"] is a member written as a list.
        let is_pair =
            items.len() == 2 && items.iter().all(Json::is_string) && (place.in_headers || place.in_list);
        let mut before = Kind::Innocent;
        for (index, item) in items.iter_mut().enumerate() {
            let kind = place.kind.max(before);
            // The argument behind a flag such as "--api-key" is the flag's value.
            before = match item.as_str() {
                Some(text) if is_flag(text) || (is_pair && index == 0) => place.kind_of(text),
                _ => Kind::Innocent,
            };
            let is_name = is_pair && index == 0 && before > Kind::Innocent;
            let kind = if is_name { Kind::Innocent } else { kind };
            self.walk(item, pointer, &index.to_string(), Place { kind, in_list: true, ..place });
        }
    }

    /// What is left of a text that is none as a whole; `None` where it is all there.
    fn text_without_secrets(&self, text: &str, place: Place) -> Option<String> {
        let without_ours = self.secrets.hidden_in_document(text, REDACTED);
        let rest = without_ours.as_deref().unwrap_or(text);
        self.document_without_secrets(rest, place).or_else(|| without_secrets(rest)).or(without_ours)
    }

    /// The same of a text that is a JSON document. It goes on as one, so that only its secrets are lost.
    fn document_without_secrets(&self, text: &str, place: Place) -> Option<String> {
        let is_document = text.trim_ascii_start().starts_with(['{', '[']);
        let mut document = is_document.then(|| parse_json(text)).flatten()?;
        let mut redacted = Vec::new();
        Walk { secrets: self.secrets, redacted: &mut redacted }.walk(&mut document, "", "", place);
        let is_whole = redacted.is_empty();
        // What can't be written again is not kept.
        (!is_whole).then(|| document_text(&document).unwrap_or_else(|| REDACTED.to_owned()))
    }
}
