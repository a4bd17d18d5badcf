//! Texts that are secrets by their own looks, whatever they are called: keys of known providers, tokens that sign themselves,
//! private keys, URLs with a password or a key in them, the addresses of webhooks, connection strings, headers.

use super::REDACTED;
use super::names::{Kind, kind_in_headers, kind_of};
use std::collections::BinaryHeap;

/// With these begin keys of known providers, and how many more characters follow at least.
const PREFIXES: [(&str, usize); 44] = [
    ("sk-", 16),
    ("sk_live_", 8),
    ("sk_test_", 8),
    ("rk_live_", 8),
    ("rk_test_", 8),
    ("whsec_", 16),
    ("pk_live_sk_", 8),
    ("ghp_", 16),
    ("gho_", 16),
    ("ghu_", 16),
    ("ghs_", 16),
    ("ghr_", 16),
    ("github_pat_", 16),
    ("glpat-", 16),
    ("xoxb-", 10),
    ("xoxp-", 10),
    ("xoxa-", 10),
    ("xoxs-", 10),
    ("xapp-", 10),
    ("AKIA", 16),
    ("ASIA", 16),
    ("AIza", 30),
    ("ya29.", 16),
    ("GOCSPX-", 16),
    ("hf_", 16),
    ("gsk_", 16),
    ("xai-", 16),
    ("pplx-", 16),
    ("r8_", 16),
    ("tvly-", 10),
    ("lsv2_pt_", 16),
    ("lsv2_sk_", 16),
    ("ls__", 16),
    ("SG.", 20),
    ("key-", 32),
    ("npm_", 30),
    ("pypi-", 30),
    ("dop_v1_", 16),
    ("shpat_", 16),
    ("ntn_", 16),
    ("secret_", 30),
    ("fc-", 30),
    ("sbp_", 16),
    ("eyJhbGciOi", 20),
];

/// Hosts, and the path below which whoever knows the rest may post.
const WEBHOOKS: [(&str, &str); 14] = [
    ("hooks.slack.com", "/"),
    ("discord.com", "/api/webhooks/"),
    ("discordapp.com", "/api/webhooks/"),
    (".webhook.office.com", "/"),
    ("outlook.office.com", "/webhook"),
    (".logic.azure.com", "/workflows/"),
    ("hooks.zapier.com", "/hooks/"),
    ("mcp.zapier.com", "/api/mcp/"),
    ("actions.zapier.com", "/mcp/"),
    ("maker.ifttt.com", "/trigger/"),
    (".make.com", "/"),
    ("api.telegram.org", "/bot"),
    (".pipedream.net", "/"),
    ("open.feishu.cn", "/open-apis/bot/"),
];

/// Between these, a text has pieces that are looked at one by one.
const BETWEEN: [char; 14] = ['"', '\'', '`', '<', '>', '(', ')', ',', '[', ']', '|', '*', '“', '”'];

/// What is left of a text without its secrets; `None` where it has none.
pub(super) fn without_secrets(text: &str) -> Option<String> {
    if is_secret_whole(text.trim()) {
        return Some(REDACTED.to_owned());
    }
    let mut left = without_private_keys(text);
    let rest = left.as_deref().unwrap_or(text);
    let is_between = |char: char| char.is_whitespace() || BETWEEN.contains(&char);
    // The longest first: one may be the beginning of another.
    let mut found = BinaryHeap::new();
    for piece in rest.split(is_between) {
        // The full stop of the sentence around it is none of it.
        let piece = piece.trim_end_matches(['.', ';', ':', '!', '?']);
        if is_secret_piece(piece) {
            found.push((piece.len(), piece));
        }
    }
    if !found.is_empty() {
        let mut hidden = rest.to_owned();
        while let Some((_, piece)) = found.pop() {
            hidden = hidden.replace(piece, REDACTED);
        }
        left = Some(hidden);
    }
    left
}

/// Whether a text under a secret's name is one: a blank, and a place to be filled from elsewhere, are none.
pub(super) fn may_be_secret(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let last = text.split_whitespace().next_back().unwrap_or_default();
    // "Bearer ${TOKEN}" comes from elsewhere, too.
    words > 0 && !is_reference(text.trim()) && !(words == 2 && is_reference(last))
}

/// Whether a text says where a secret comes from: `${API_KEY}`, `{{secrets.key}}`, `$API_KEY`, `<your key>`, an ARN.
fn is_reference(text: &str) -> bool {
    let lies_between = |start: &str, end: &str, marks: &str| {
        text.strip_prefix(start).and_then(|rest| rest.strip_suffix(end)).is_some_and(|name| {
            let is_of_name =
                |char: char| char.is_alphanumeric() || " _.-".contains(char) || marks.contains(char);
            let is_key = || name.split([' ', ':']).any(has_prefix);
            !name.is_empty() && name.len() <= 80 && name.chars().all(is_of_name) && !is_key()
        })
    };
    let is_variable = |name: &str| {
        !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
    };
    // What stands there if there is no such variable may be a secret: `${API_KEY:-…}`.
    let has_other = || [":-", ":=", ":+"].iter().any(|mark| text.contains(mark));
    (lies_between("${", "}", ":/#?") && !has_other())
        || lies_between("${{", "}}", "[]'\"")
        || lies_between("{{", "}}", "[]()|'\"")
        || lies_between("{", "}", "")
        || lies_between("<", ">", "'")
        || lies_between("%", "%", "")
        || ["$", "env:", "process.env.", "$env:"]
            .iter()
            .any(|start| text.strip_prefix(start).is_some_and(is_variable))
        || is_in_keeping(text)
}

/// Whether a text names a secret that somebody else keeps: AWS, Google, Azure, 1Password.
fn is_in_keeping(text: &str) -> bool {
    !text.contains(char::is_whitespace)
        && (["arn:", "op://", "@Microsoft.KeyVault("].iter().any(|start| text.starts_with(start))
            || (text.starts_with("projects/") && text.contains("/secrets/")))
}

/// Whether a text is a UUID, which names a record.
pub(super) fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// Whether all of a text is a secret: a header's value, a header with its name, a connection string, assignments.
fn is_secret_whole(text: &str) -> bool {
    let (scheme, credential) = text.split_once(' ').unwrap_or_default();
    let credential = credential.trim();
    let is_one_word = !credential.is_empty() && !credential.contains(char::is_whitespace);
    let is_scheme = |known: &[&str]| known.iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let is_word_for_it = ["token", "auth", "authentication", "authorization", "scheme"]
        .iter()
        .any(|word| credential.eq_ignore_ascii_case(word));
    if is_one_word && !is_word_for_it && may_be_secret(credential) {
        // "Token exchange" is none; what has digits and is long is no word.
        let is_no_word = credential.len() >= 16 && credential.bytes().any(|byte| byte.is_ascii_digit());
        if is_scheme(&["bearer", "basic"])
            || (is_no_word && is_scheme(&["token", "bot", "apikey", "key", "digest"]))
        {
            return true;
        }
    }
    may_be_secret(text) && (is_assignment(text, ':') || holds_assignments(text))
}

/// Whether a text is a name that is a secret's, this mark, and a value.
fn is_assignment(text: &str, mark: char) -> bool {
    let Some((name, value)) = text.split_once(mark) else { return false };
    let (name, value) = (name.trim(), value.trim());
    let is_name = !name.is_empty()
        && name.len() <= 60
        && name.chars().all(|char| char.is_ascii_alphanumeric() || "-_. ".contains(char));
    let words = value.split_whitespace().count();
    // A word and its weight: `token:2`.
    let is_weight = value.len() <= 2 && value.bytes().all(|byte| byte.is_ascii_digit());
    let is_header =
        mark == ':' && words == 2 && ["bearer ", "basic "].iter().any(|start| starts_with(value, start));
    is_name
        && (words == 1 || is_header)
        && !value.starts_with("//")
        && !is_weight
        && may_be_secret(value.split_whitespace().next_back().unwrap_or_default())
        && kind_of(name).max(if mark == ':' { kind_in_headers(name) } else { Kind::Innocent })
            > Kind::Innocent
}

/// Whether a text is nothing but assignments, with a secret's among them: a connection string, a `.env`.
fn holds_assignments(text: &str) -> bool {
    let all = |between: &[char]| {
        let mut pieces =
            text.split(between).map(str::trim).filter(|piece| !piece.is_empty() && !piece.starts_with('#'));
        let mut found = false;
        pieces.all(|piece| {
            found |= is_assignment(piece, '=');
            piece.contains('=')
        }) && found
    };
    text.contains('=') && (all(&[';', '\n', '\r']) || all(&[' ', '\n', '\r', '\t']) || all(&[',']))
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|begins| begins.eq_ignore_ascii_case(start))
}

/// The text without the private keys in it.
fn without_private_keys(text: &str) -> Option<String> {
    let (mut left, mut rest, mut found) = (String::new(), text, false);
    while let Some((before, begun)) = rest.split_once("-----BEGIN ") {
        let Some((kind, body)) = begun.split_once("-----") else { break };
        left.push_str(before);
        if kind.contains("PRIVATE KEY") {
            found = true;
            left.push_str(REDACTED);
            let after = body.split_once("-----END ").and_then(|(_, after)| after.split_once("-----"));
            // One that is cut off goes with all behind it.
            rest = after.map_or("", |(_, after)| after);
        } else {
            left.push_str("-----BEGIN ");
            rest = begun;
        }
    }
    left.push_str(rest);
    found.then_some(left)
}

/// Whether a piece of a text is a secret.
fn is_secret_piece(piece: &str) -> bool {
    // As the value of something: `key=sk-…`, `x-api-key:sk-…`.
    let values = || piece.split(['=', ':']).skip(1);
    has_prefix(piece)
        || is_signed_token(piece)
        || is_secret_url(piece)
        || (!piece.contains("://") && values().any(|value| has_prefix(value) || is_signed_token(value)))
        || (piece.starts_with("--") && is_assignment(piece.trim_start_matches('-'), '='))
}

fn has_prefix(piece: &str) -> bool {
    PREFIXES.iter().any(|(prefix, least)| {
        piece.strip_prefix(prefix).is_some_and(|rest| {
            let is_part = |byte: u8| {
                byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'=' | b'/' | b'+')
            };
            // Words behind such a beginning are no key.
            rest.len() >= *least
                && rest.bytes().all(is_part)
                && rest.bytes().any(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        })
    })
}

/// Whether a piece is a JSON Web Token, of three parts (signed) or five (encrypted).
fn is_signed_token(piece: &str) -> bool {
    let is_part = |part: &str| {
        part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'='))
    };
    let parts = piece.split('.').count();
    piece.starts_with("eyJ") && piece.len() >= 30 && matches!(parts, 3 | 5) && piece.split('.').all(is_part)
}

/// Whether a piece is a URL that lets in whoever has it.
fn is_secret_url(piece: &str) -> bool {
    let Some((scheme, rest)) = piece.split_once("://") else { return false };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let is_web = scheme.ends_with("http") || scheme.ends_with("https");
    let has_password = match user.split_once(':') {
        Some((_, password)) => may_be_secret(password),
        // A token may stand there alone; a user's name does so for databases and for ssh.
        None => is_web && may_be_secret(user),
    };
    let (path, query) = behind.split_once(['?', '#']).unwrap_or((behind, ""));
    let is_secret_parameter = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or_default();
        let is_function = name == "code" && host.ends_with(".azurewebsites.net");
        (matches!(name, "key" | "sig" | "signature") || is_function || kind_of(name) > Kind::Innocent)
            && may_be_secret(value)
    };
    let is_webhook = |(of, below): &(&str, &str)| {
        let is_host = if of.starts_with('.') {
            host.ends_with(of) && (*of != ".make.com" || host.starts_with("hook"))
        } else {
            host == *of
        };
        is_host && path.strip_prefix(below).is_some_and(|rest| !rest.is_empty())
    };
    has_password
        || query.split(['&', '#', ';', '?']).any(is_secret_parameter)
        || WEBHOOKS.iter().any(is_webhook)
        || path.split('/').any(|segment| has_prefix(segment) || is_signed_token(segment))
}
