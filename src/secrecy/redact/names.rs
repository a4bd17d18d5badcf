//! What the name of a setting says of its value.

/// How much of a value is secret.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// What its name says nothing of.
    #[default]
    Innocent,
    /// Texts: a number under such a name counts tokens, it is none.
    Texts,
    /// Texts and numbers.
    Scalars,
    /// Everything in it, however deep, whatever it is called.
    Tree,
}

/// Everything below these names is secret.
const TREES: [&str; 2] = ["secrets", "credentials"];

/// Everything below a name that ends so is, too, but for what is a plain text or number there: `env: "production"` is none.
const ENVIRONMENTS: [&str; 3] = ["environmentvariables", "environmentvars", "envvars"];

/// A name that ends so, or in the plural of it, is a secret's, however it is written.
const ENDINGS: [&str; 20] = [
    "apikey",
    "accesskey",
    "accesskeyid",
    "privatekey",
    "secretkey",
    "signingkey",
    "subscriptionkey",
    "accountkey",
    "encryptionkey",
    "masterkey",
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "authorization",
    "connectionstring",
    "cookie",
    "webhookurl",
    "credential",
    "secret",
];

/// The same as whole words only; as the end of another word they mean much else.
const WORDS: [&str; 5] = ["pass", "jwt", "pat", "auth", "bearer"];

/// A secret, whatever else the name says.
const ANYWHERE: [&str; 2] = ["secret", "secrets"];

/// What is said of a secret in place of the secret itself, as the last word.
const OF_A_SECRET: [&str; 5] = ["name", "arn", "ref", "reference", "version"];

/// Tokens that are counted, or that a text is made of, or that lead to a next page.
const NO_TOKEN: [&str; 26] = [
    "max",
    "min",
    "num",
    "number",
    "count",
    "total",
    "input",
    "output",
    "prompt",
    "completion",
    "context",
    "budget",
    "limit",
    "stop",
    "start",
    "end",
    "eos",
    "bos",
    "pad",
    "unk",
    "sep",
    "mask",
    "special",
    "next",
    "page",
    "continuation",
];

/// Keys that lock nothing.
const NO_KEY: [&str; 12] = [
    "public",
    "publishable",
    "sort",
    "primary",
    "partition",
    "foreign",
    "cache",
    "object",
    "idempotency",
    "group",
    "hot",
    "routing",
];

/// Whose keys are secrets, in names such as `openaiKey`.
const KEEPERS: [&str; 50] = [
    "access",
    "account",
    "admin",
    "anthropic",
    "api",
    "app",
    "auth",
    "aws",
    "azure",
    "brave",
    "client",
    "cohere",
    "composio",
    "decryption",
    "deepgram",
    "deepseek",
    "deploy",
    "elevenlabs",
    "encryption",
    "exa",
    "firecrawl",
    "function",
    "functions",
    "gemini",
    "github",
    "google",
    "groq",
    "host",
    "huggingface",
    "langsmith",
    "license",
    "master",
    "mistral",
    "openai",
    "openrouter",
    "perplexity",
    "pinecone",
    "private",
    "server",
    "serper",
    "service",
    "shared",
    "signing",
    "slack",
    "ssh",
    "storage",
    "stripe",
    "supabase",
    "tavily",
    "webhook",
];

/// In headers, a word like these makes a name a secret's.
const IN_HEADERS: [&str; 8] =
    ["key", "auth", "token", "secret", "signature", "session", "cookie", "credential"];

/// Members that say what a secret is, or whose, and are none; by the last word of their name.
const LABELS: [&str; 30] = [
    "url",
    "uri",
    "domain",
    "host",
    "hostname",
    "allowlist",
    "origin",
    "origins",
    "region",
    "name",
    "header",
    "headername",
    "type",
    "kind",
    "scheme",
    "in",
    "location",
    "provider",
    "method",
    "username",
    "user",
    "scope",
    "scopes",
    "description",
    "id",
    "enabled",
    "required",
    "audience",
    "realm",
    "title",
];

/// What the name of a pair such as `{"name": "API_KEY", "value": "…"}` stands under, and what its value does.
const NAMES: [&str; 8] = ["name", "key", "header", "headername", "parameter", "variable", "field", "option"];
const VALUES: [&str; 5] = ["value", "val", "defaultvalue", "default", "content"];

/// What a member's name says of its value.
pub(super) fn kind_of(name: &str) -> Kind {
    let plain = plain(name);
    if TREES.contains(&plain.as_str()) || names_environment(name) {
        return Kind::Tree;
    }
    let mut words = words(name);
    // What was encrypted is a secret all the same.
    if words.len() > 1 && words.last().is_some_and(|word| matches!(word.as_str(), "enc" | "encrypted")) {
        return Kind::Texts;
    }
    // The name of a secret is none.
    if words.last().is_some_and(|word| OF_A_SECRET.contains(&word.as_str())) {
        words.retain(|word| !ANYWHERE.contains(&word.as_str()));
    }
    let (last, before) = words.split_last().map_or(("", &[][..]), |(last, before)| (last.as_str(), before));
    let last = last.strip_suffix('s').filter(|short| *short != "pas").unwrap_or(last);
    let is_before = |known: &[&str]| before.last().is_some_and(|word| known.contains(&word.as_str()));
    // None of the endings is a plural.
    let singular = plain.strip_suffix('s').unwrap_or(&plain);
    let is_shouted = name.ends_with("_KEY") && !name.bytes().any(|byte| byte.is_ascii_lowercase());
    if singular.ends_with("token") {
        let is_counted = before.iter().any(|word| NO_TOKEN.contains(&word.as_str()));
        return if is_counted { Kind::Innocent } else { Kind::Texts };
    }
    if WORDS.contains(&last)
        || ENDINGS.iter().any(|ending| singular.ends_with(ending))
        || words.iter().any(|word| ANYWHERE.contains(&word.as_str()))
        || (last == "key" && !is_before(&NO_KEY) && (is_shouted || is_before(&KEEPERS)))
    {
        return Kind::Scalars;
    }
    Kind::Innocent
}

/// The same of a header's name.
pub(super) fn kind_in_headers(name: &str) -> Kind {
    let is_secret = |word: &String| IN_HEADERS.contains(&word.as_str());
    if words(name).iter().any(is_secret) { Kind::Texts } else { Kind::Innocent }
}

/// Whether a name is that of something that holds headers. What says which are let through holds their names alone.
pub(super) fn names_headers(name: &str) -> bool {
    const LET_THROUGH: [&str; 8] =
        ["allow", "allowed", "expose", "exposed", "forward", "forwarded", "pass", "passthrough"];
    plain(name).ends_with("headers") && !words(name).iter().any(|word| LET_THROUGH.contains(&word.as_str()))
}

/// Whether a name is that of an environment of a program.
pub(super) fn names_environment(name: &str) -> bool {
    let plain = plain(name);
    ENVIRONMENTS.iter().any(|ending| plain.ends_with(ending))
        || words(name).last().is_some_and(|word| word == "env")
}

/// Whether a name is that of a credential, and of nothing more special.
pub(super) fn names_credential(name: &str) -> bool {
    words(name).last().is_some_and(|word| word == "credential")
}

/// Whether a member says where a secret is kept, in its members.
pub(super) fn names_reference(name: &str) -> bool {
    const KEPT: [&str; 6] = ["secret", "credential", "key", "password", "token", "field"];
    match words(name).as_slice() {
        [.., kept, last] => matches!(last.as_str(), "ref" | "reference") && KEPT.contains(&kept.as_str()),
        _ => false,
    }
}

/// Whether a member says what a secret is, rather than being it.
pub(super) fn is_label(name: &str) -> bool {
    words(name).last().is_some_and(|word| LABELS.contains(&word.as_str()))
}

/// Whether a text is a command's flag.
pub(super) fn is_flag(text: &str) -> bool {
    text.starts_with('-') && !text.contains(char::is_whitespace)
}

/// Whether a member names what another member of the same object is.
pub(super) fn is_name(member: &str) -> bool {
    NAMES.contains(&plain(member).as_str())
}

/// Whether a member is what another one names.
pub(super) fn is_value(member: &str) -> bool {
    VALUES.contains(&plain(member).as_str())
}

fn plain(name: &str) -> String {
    name.to_ascii_lowercase().replace(['-', '_', '.', ' '], "")
}

/// The words of a name, in lower case: `maxTokens`, `max-tokens` and `MAX_TOKENS` have the same.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for char in name.chars() {
        let starts = !char.is_ascii_alphanumeric() || (was_small && char.is_ascii_uppercase());
        if starts {
            words.push(String::new());
        }
        if char.is_ascii_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.push(char.to_ascii_lowercase());
        }
        was_small = char.is_ascii_lowercase() || char.is_ascii_digit();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_the_same_words_however_it_is_written() {
        for name in ["maxTokens", "max-tokens", "MAX_TOKENS", "--max.tokens", "Max tokens"] {
            assert_eq!(words(name), ["max", "tokens"], "{name}");
        }
        assert!(words("").is_empty() && words("é").is_empty());
    }
}
