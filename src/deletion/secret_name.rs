//! Which names stand for a secret. Names are compared in lower case, without `-` and `_`.

use crate::text::{Text, contains, is_one_of, pieces, replaced};

/// Under these names everything is secret, however deep it lies.
const TREES: &str = "secrets environmentvariables credentials credential env";

/// A name that ends so, or in the plural of it, is a secret's.
const ENDINGS: &str = "apikey token password passwd passphrase authorization privatekey accesskey accesskeyid \
    signingkey subscriptionkey connectionstring cookie webhookurl";

/// These names are a secret's when they stand alone; as a part of a name they mean much else.
const WHOLE: &str = "jwt pat auth bearer";

/// Whether everything below this name is secret.
pub(super) fn holds_only_secrets(name: &str) -> bool {
    is_one_of(&plain(name), TREES)
}

/// Whether what stands under this name is secret.
pub(super) fn is_secret(name: &str) -> bool {
    let plain = plain(name);
    // None of the endings is a plural.
    let singular = plain.strip_suffix("s").unwrap_or(&plain);
    // STRIPE_KEY in an environment is one; a sort_key in a table is none.
    (name.ends_with("_KEY") && !name.bytes().any(|byte| byte.is_ascii_lowercase()))
        || contains(&plain, "secret")
        || is_one_of(&plain, WHOLE)
        || pieces(ENDINGS, " ").iter().any(|ending| singular.ends_with(ending))
}

fn plain(name: &str) -> Text {
    replaced(&replaced(&name.to_ascii_lowercase(), "-", ""), "_", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_secrets_by_their_names() {
        for name in [
            "OPENAI_API_KEY",
            "x-api-key",
            "accessToken",
            "refresh_tokens",
            "client_secret_value",
            "STRIPE_KEY",
            "Ocp-Apim-Subscription-Key",
            "signing_key",
            "accessKeyId",
            "jwt",
            "slack_webhook_url",
            "-api-key",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in [
            "max_tokens_per_run",
            "token_count",
            "sort_key",
            "keyword",
            "monkey",
            "author",
            "path",
            "patch",
            "name",
        ] {
            assert!(!is_secret(name), "{name}");
        }
        assert!(holds_only_secrets("environment_variables") && !holds_only_secrets("environment"));
    }
}
