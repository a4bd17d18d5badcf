//! Telling from what `fetch` threw that nothing was sent. Only what proves it counts: an error's code, or words that a
//! runtime has for nothing else. Whatever is not known here may have arrived.
//!
//! A replacement of `fetch` that repeats requests by itself and then throws the last attempt's error misleads this: it knows
//! of attempts that nobody else has seen.

use super::value::{is_array, member, text_of};
use crate::http::Unsent;
use js_sys::Reflect;
use wasm_bindgen::prelude::*;

/// How many errors behind one another are looked at.
const DEEPEST: usize = 8;

/// How many side by side. A host has no more addresses.
const MOST: u32 = 64;

/// What kept the request from being sent, where what was thrown proves that something did.
pub(super) fn unsent(thrown: &JsValue) -> Option<Unsent> {
    look(thrown, DEEPEST)
}

fn look(thrown: &JsValue, depth: usize) -> Option<Unsent> {
    let depth = depth.checked_sub(1)?;
    // An AggregateError: each address that a name has was tried in turn. One doubt among them is a doubt.
    if let Some(errors) = member(thrown, "errors").filter(is_array) {
        let count = member(&errors, "length").and_then(|length| length.as_f64()).unwrap_or_default() as u32;
        let mut found = None;
        if count > MOST {
            return None;
        }
        for index in 0..count {
            found = Some(look(&Reflect::get_u32(&errors, index).ok()?, depth)?);
        }
        if found.is_some() {
            return found;
        }
    }
    let text = |name| text_of(thrown, name).unwrap_or_default();
    let (code, message) = (text("code"), text("message"));
    by_code(&code, &text("syscall"), &message)
        .or_else(|| by_words(&text("name"), &message))
        .or_else(|| look(&member(thrown, "cause")?, depth))
}

/// By the codes of Node, which Bun and libraries share.
fn by_code(code: &str, syscall: &str, message: &str) -> Option<Unsent> {
    Some(match code {
        "" => return None,
        "ENOTFOUND" | "EAI_AGAIN" | "EAI_FAIL" | "EAI_NODATA" | "EAI_NONAME" | "DNSResolveFailed" => {
            Unsent::NoHost
        }
        _ if syscall.starts_with("getaddrinfo") || syscall.starts_with("query") => Unsent::NoHost,
        "ECONNREFUSED" | "ConnectionRefused" | "FailedToOpenSocket" | "UND_ERR_CONNECT_TIMEOUT" => {
            Unsent::NoConnection
        }
        _ if syscall == "connect" => Unsent::NoConnection,
        "ECONNRESET" if message.contains("before secure TLS connection was established") => Unsent::NoTls,
        // Node says so of what was still waiting to be encrypted.
        "EPROTO" if !speaks_of(&LATER_FAULTS, code, message) => Unsent::NoTls,
        _ if code.starts_with("ERR_SSL_") => {
            return speaks_of(&HANDSHAKE_FAULTS, code, message).then_some(Unsent::NoTls);
        }
        "ERR_TLS_HANDSHAKE_TIMEOUT" => Unsent::NoTls,
        "ERR_INVALID_CHAR" | "ERR_HTTP_INVALID_HEADER_VALUE" | "ERR_INVALID_HTTP_TOKEN" => Unsent::Refused,
        _ if is_certificate_fault(code) => Unsent::BadCertificate,
        _ => return None,
    })
}

/// What OpenSSL says of a handshake; it says other things of a connection in use.
const HANDSHAKE_FAULTS: [&str; 21] = [
    "wrong version number",
    "unsupported protocol",
    "protocol version",
    "version too low",
    "handshake failure",
    "unrecognized name",
    "certificate",
    "unknown ca",
    "packet length too long",
    "no protocols available",
    "no application protocol",
    "insufficient security",
    "no shared cipher",
    "no ciphers available",
    "wrong cipher returned",
    "dh key too small",
    "inappropriate fallback",
    "unsafe legacy renegotiation disabled",
    "http request",
    "https proxy request",
    "bad extension",
];

/// What it says only of one in use.
const LATER_FAULTS: [&str; 3] = ["bad record mac", "bad decrypt", "unexpected eof"];

fn speaks_of(words: &[&str], code: &str, message: &str) -> bool {
    let code = code.replace('_', " ").to_ascii_lowercase();
    let message = message.to_ascii_lowercase();
    words.iter().any(|words| code.contains(words) || message.contains(words))
}

/// The codes of X.509, as Node and Bun have them from OpenSSL.
fn is_certificate_fault(code: &str) -> bool {
    code.split('_').any(|word| matches!(word, "CERT" | "CRL" | "CERTIFICATE"))
        || matches!(
            code,
            "UNABLE_TO_VERIFY_LEAF_SIGNATURE"
                | "HOSTNAME_MISMATCH"
                | "INVALID_CA"
                | "INVALID_PURPOSE"
                | "PATH_LENGTH_EXCEEDED"
                | "ERROR_IN_CERT_NOT_AFTER_FIELD"
                | "ERROR_IN_CERT_NOT_BEFORE_FIELD"
                | "UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY"
        )
}

/// By words, where a runtime has no code.
fn by_words(name: &str, message: &str) -> Option<Unsent> {
    let says = |words: &str| message.contains(words);
    // Node's, Deno's.
    if message == "bad port" || (says("Requests to port ") && message.ends_with(" are blocked")) {
        return Some(Unsent::BlockedPort);
    }
    // Bun's.
    if says("Unable to connect. Is the computer able to access the url?") {
        return Some(Unsent::NoConnection);
    }
    if matches!(name, "ReferenceError" | "TypeError") && is_no_fetch(message) {
        return Some(Unsent::NoFetch);
    }
    // Chromium's.
    if says("Content Security Policy") {
        return Some(Unsent::Policy);
    }
    if let Some((_, fault)) = message.split_once("net::ERR_") {
        return by_chromium(fault);
    }
    // Deno's, from hyper.
    if says("client error (Connect)") || says("error trying to connect: ") {
        return Some(if says("invalid peer certificate") {
            Unsent::BadCertificate
        } else if says("dns error") {
            Unsent::NoHost
        } else if ["tls handshake", "received corrupt message", "received fatal alert"].into_iter().any(says)
        {
            Unsent::NoTls
        } else {
            Unsent::NoConnection
        });
    }
    (name == "TypeError" && is_refusal(message)).then_some(Unsent::Refused)
}

/// Electron says what Chromium keeps from a page.
fn by_chromium(fault: &str) -> Option<Unsent> {
    let word = fault.split(|char: char| !(char.is_ascii_uppercase() || char == '_')).next()?;
    Some(match word {
        "NAME_NOT_RESOLVED" | "NAME_RESOLUTION_FAILED" => Unsent::NoHost,
        "CONNECTION_REFUSED"
        | "CONNECTION_FAILED"
        | "ADDRESS_UNREACHABLE"
        | "INTERNET_DISCONNECTED"
        | "CONNECTION_TIMED_OUT"
        | "PROXY_CONNECTION_FAILED" => Unsent::NoConnection,
        "UNSAFE_PORT" => Unsent::BlockedPort,
        "BLOCKED_BY_CSP" => Unsent::Policy,
        _ if word.starts_with("CERT_") => Unsent::BadCertificate,
        _ => return None,
    })
}

fn is_no_fetch(message: &str) -> bool {
    // Safari adds what it evaluated.
    let message = message.split(" (").next().unwrap_or_default();
    let message =
        ["globalThis.", "window.", "self."].iter().find_map(|of| message.strip_prefix(of)).unwrap_or(message);
    matches!(message, "fetch is not defined" | "fetch is not a function" | "Can't find variable: fetch")
}

/// Whether a TypeError says that a part of the request was not accepted: with such words a request is looked at, before
/// anything is done about it.
fn is_refusal(message: &str) -> bool {
    refuses_signal_in(message)
        || refuses_cache_in(message)
        || [
            "RequestInit:",
            "Request constructor:",
            "Failed to construct 'Request'",
            "Failed to execute 'fetch'",
            "Headers.append:",
            "Headers constructor:",
            "Headers.set:",
            "Window.fetch:",
            "WorkerGlobalScope.fetch:",
            "Cannot convert argument to a ByteString",
            "Invalid header value",
            "Header '",
            "Invalid character in header content",
        ]
        .iter()
        .any(|start| message.starts_with(start))
}

/// Whether it is the signal that was not accepted: one of another realm, as where jsdom has put its own `AbortController` in
/// place of the one that belongs to `fetch`.
pub(super) fn refuses_signal(thrown: &JsValue) -> bool {
    is_type_error(thrown) && refuses_signal_in(&text_of(thrown, "message").unwrap_or_default())
}

fn refuses_signal_in(message: &str) -> bool {
    message.contains("AbortSignal") || message.contains("member signal") || message.contains("'signal'")
}

/// Whether it is the member `cache` that was not accepted, as in workers of an old compatibility date.
pub(super) fn refuses_cache(thrown: &JsValue) -> bool {
    refuses_cache_in(&text_of(thrown, "message").unwrap_or_default())
}

fn refuses_cache_in(message: &str) -> bool {
    message.contains("'cache' field") || message.contains("Unsupported cache mode")
}

/// What browsers say of everything that they keep to themselves, and others of much else.
pub(super) fn is_type_error(thrown: &JsValue) -> bool {
    text_of(thrown, "name").as_deref() == Some("TypeError")
}
