//! What a description may hold. What its members mean, the type `PlatformDescription` of the npm package says.

use super::answers::{body_fault, noun_fault, words_fault};
use super::shape::{Field, Shape};
use super::words::{
    agent_path, base_url, fixed_header, header, list_member, name, parameter, place, places, plain_path,
    reserved, scheme, status_word,
};
use Shape::{Flag, List, Object, OneOf, Open, Own, Tagged, Text, TextOr, Whole, Word};

const SENTENCE: Shape = Text(300);

pub(super) const DESCRIPTION: Shape = Object(&[
    Field::needed("name", "what results and errors call the platform", Word(name)),
    Field::new("title", Text(60)),
    Field::new("baseUrl", Word(base_url)),
    Field::new("baseUrlExample", SENTENCE),
    Field::new("auth", TextOr(&OneOf(&["bearer", "sign"]), AUTH)),
    Field::new("headers", Open(fixed_header)),
    Field::new("id", TextOr(&OneOf(KINDS), ID)),
    Field::needed("delete", "{ path } of the deletion", Object(DELETE)),
    Field::new("get", Object(PATH)),
    Field::new("agent", Object(AGENT)),
    Field::new("list", Object(LIST)),
    Field::new("stop", Object(PATH)),
    Field::new("backup", List(20, &Object(PART))),
    Field::needed("proof", PROOF, List(MOST_PATTERNS, &Object(SUCCESS))),
    Field::new("accepted", List(MOST_PATTERNS, &Object(SUCCESS))),
    Field::new("missing", List(MOST_PATTERNS, &Object(MISSING))),
    Field::new("failures", List(MOST_PATTERNS, &Object(FAILURE))),
    Field::new("errors", Object(ERRORS)),
    Field::new("missingIsCertain", Flag),
    Field::new("missingProvesGone", Flag),
    Field::new("deletedMeansExisted", Flag),
    Field::new("readTellsDeletable", Flag),
    Field::new("hints", Object(HINTS)),
    Field::new("destroys", List(20, &SENTENCE)),
    Field::new("keeps", List(20, &SENTENCE)),
]);

const PROOF: &str =
    "the answers that prove a deletion, as [{ status: 204 }]; nothing else is ever \"deleted\"";

const MOST_PATTERNS: usize = 50;

const AUTH: &[Field] = &[
    Field::needed("header", "the header that carries the credential, as \"X-Api-Key\"", Word(header)),
    Field::new("scheme", Own(scheme)),
];

const KINDS: &[&str] = &["uuid", "token", "text"];

const ID: &[Field] = &[Field::new("kind", OneOf(KINDS)), Field::new("reserved", List(20, &Word(reserved)))];

const OWN_PATH: Field =
    Field::needed("path", "with {id} as a whole segment, as \"/agents/{id}\"", Word(agent_path));

const PATH: &[Field] = &[OWN_PATH];

const DELETE: &[Field] =
    &[OWN_PATH, Field::new("method", OneOf(&["DELETE", "POST"])), Field::new("force", Word(parameter))];

const AGENT: &[Field] = &[
    Field::new("in", Word(place)),
    Field::new("id", Word(place)),
    Field::new("name", Word(place)),
    Field::new("description", Own(places)),
    Field::new("status", Object(STATUS)),
    Field::new("createdAt", Own(places)),
    Field::new("updatedAt", Own(places)),
];

const STATUS: &[Field] = &[
    Field::needed("in", "the place that says whether an agent runs", Word(place)),
    Field::new("active", List(20, &Own(status_word))),
    Field::new("inactive", List(20, &Own(status_word))),
];

const PART: &[Field] = &[
    Field::needed("name", "what the part is called in a backup", Text(100)),
    OWN_PATH,
    Field::new("in", Word(place)),
];

const LIST: &[Field] = &[
    Field::needed("path", "where the agents are listed, as \"/agents\"", Word(plain_path)),
    Field::new("method", OneOf(&["GET", "POST"])),
    Field::new("body", Open(list_member)),
    Field::new("in", Word(place)),
    Field::new("size", Object(&[PARAMETER, Field::new("default", Whole(1, 10_000))])),
    Field::new("search", Word(parameter)),
    Field::new("next", Tagged("by", NEXT)),
];

const PARAMETER: Field =
    Field::needed("parameter", "the name of the parameter, as \"limit\"", Word(parameter));

const MORE: Field = Field::new("more", Word(place));

const NEXT: &[(&str, &[Field])] = &[
    ("cursor", &[Field::needed("in", "the place of the next page's cursor", Word(place)), PARAMETER, MORE]),
    (
        "lastRow",
        &[Field::needed("member", "what of the last agent is the cursor", Word(place)), PARAMETER, MORE],
    ),
    ("offset", &[PARAMETER]),
    ("page", &[PARAMETER, MORE]),
];

const BODY: Field = Field::new("body", Own(body_fault));
const EMPTY: Field = Field::new("empty", Flag);
const CODE: Field = Field::new("backendCode", Text(100));
const MESSAGE: Field = Field::new("message", Word(words_fault));
const NOUN: Field = Field::new("notFound", Word(noun_fault));

/// A status from the one to the other.
const fn status(least: i64, most: i64) -> Field {
    Field::needed("status", "the HTTP status of the answer", Whole(least, most))
}

const SUCCESS: &[Field] = &[status(200, 299), BODY, EMPTY, CODE, MESSAGE];

const MISSING: &[Field] = &[status(200, 599), BODY, EMPTY, CODE, MESSAGE, NOUN];

const FAILURE: &[Field] = &[
    status(100, 599),
    Field::needed("code", "what the failure is, as \"conflict\"", OneOf(CODES)),
    BODY,
    EMPTY,
    CODE,
    MESSAGE,
    NOUN,
    Field::new("outcomeUnknown", Flag),
    Field::new("retry", Flag),
];

const ERRORS: &[Field] = &[
    Field::new("code", Word(place)),
    Field::new("message", Word(place)),
    Field::new("requestId", Word(place)),
];

/// The errors that an answer can be, but for the one that `missing` tells.
const CODES: &[&str] = &[
    "unauthenticated",
    "forbidden",
    "conflict",
    "protected",
    "invalid-request",
    "rate-limited",
    "refused",
    "backend-failure",
    "wrong-endpoint",
    "unexpected-response",
    "timeout",
];

const HINTS: &[Field] = &[
    Field::new("unauthenticated", SENTENCE),
    Field::new("forbidden", SENTENCE),
    Field::new("not-found", SENTENCE),
    Field::new("conflict", SENTENCE),
    Field::new("protected", SENTENCE),
    Field::new("invalid-request", SENTENCE),
    Field::new("rate-limited", SENTENCE),
    Field::new("refused", SENTENCE),
    Field::new("backend-failure", SENTENCE),
    Field::new("wrong-endpoint", SENTENCE),
    Field::new("unexpected-response", SENTENCE),
    Field::new("timeout", SENTENCE),
];
