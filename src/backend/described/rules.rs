//! What must be right about a description beside the shape of its members: what goes with what.

use super::words::query_names;
use super::{answers, items};
use crate::http::{Json, Members};

/// What is wrong with one whose members are all as they must be.
pub(super) fn fault(given: &Json) -> Option<String> {
    let is_post = |place: &str| given.place(place).and_then(Json::as_str) == Some("POST");
    let has = |place: &str| given.place(place).is_some();
    if is_post("/delete/method") && !has("/get") {
        return Some("backend.get must be given where delete.method is \"POST\"".to_owned());
    }
    if has("/list/body") && !is_post("/list/method") {
        return Some("backend.list.body must be left out: only a POST carries one".to_owned());
    }
    let text = |place: &str| given.place(place).and_then(Json::as_str);
    if let (Some(path), Some(force)) = (text("/delete/path"), text("/delete/force"))
        && query_names(path).any(|fixed| fixed == force)
    {
        return Some("backend.delete.force must be another parameter than those of delete.path".to_owned());
    }
    if is_post("/delete/method") && text("/stop/path") == text("/delete/path") {
        return Some("backend.stop.path must be another than delete.path: a POST there deletes".to_owned());
    }
    credential_fault(given)
        .or_else(|| pages_fault(given))
        .or_else(|| parts_fault(given))
        .or_else(|| status_fault(given))
        .or_else(|| missing_fault(given))
        .or_else(|| answers::fault(given))
}

fn credential_fault(given: &Json) -> Option<String> {
    let header = given.place("/auth/header")?.as_str()?;
    let fixed = given.get("headers")?.as_object()?.keys().find(|name| name.eq_ignore_ascii_case(header))?;
    Some(format!(
        "backend.headers.{fixed} must be left out: it is the credential's, which has no place in a description"
    ))
}

fn pages_fault(given: &Json) -> Option<String> {
    let parameter = |place: &str| given.place(place).and_then(Json::as_str);
    let [size, next, search] =
        ["/list/size/parameter", "/list/next/parameter", "/list/search"].map(parameter);
    if [(size, next), (size, search), (next, search)].iter().any(|(one, other)| one.is_some() && one == other)
    {
        return Some("backend.list must have another parameter for each of size, next and search".to_owned());
    }
    let fixed = given.place("/list/body").and_then(Json::as_object);
    let is_fixed = |name: &str| {
        fixed.is_some_and(|body| body.contains_key(name))
            || parameter("/list/path").is_some_and(|path| query_names(path).any(|fixed| fixed == name))
    };
    if [size, next, search].into_iter().flatten().any(is_fixed) {
        return Some("backend.list must have no fixed member or query of the name of a parameter".to_owned());
    }
    let by = given.place("/list/next/by")?.as_str()?;
    let is_told = by == "cursor"
        || given.place("/list/next/more").is_some()
        || given.place("/list/size/default").is_some();
    (!is_told).then(|| {
        "backend.list.next must go with a size that has a default, or with more: a full page can't be told without"
            .to_owned()
    })
}

fn parts_fault(given: &Json) -> Option<String> {
    let mut names = vec!["agent"];
    items(given, "backup").iter().enumerate().find_map(|(place, part)| {
        let name = part.text("name")?;
        let is_there = names.contains(&name);
        names.push(name);
        is_there.then(|| {
            format!("backend.backup[{place}].name must be another: a part of this name is there already")
        })
    })
}

fn status_fault(given: &Json) -> Option<String> {
    let status = given.place("/agent/status")?;
    let [active, inactive] = ["active", "inactive"].map(|name| items(status, name));
    let is_right = active.len() + inactive.len() > 0 && !active.iter().any(|word| inactive.contains(word));
    (!is_right)
        .then(|| "backend.agent.status must have words in active or inactive, and none in both".to_owned())
}

/// What "missing" means besides, nobody can say where it is not said what that is.
fn missing_fault(given: &Json) -> Option<String> {
    let says = !items(given, "missing").is_empty();
    let claimed =
        ["missingIsCertain", "missingProvesGone"].into_iter().find(|name| given.flag(name) == Some(true));
    let name = claimed.filter(|_| !says)?;
    Some(format!("backend.{name} must be false or left out where missing says nothing"))
}
