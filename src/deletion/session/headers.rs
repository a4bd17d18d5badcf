//! The headers of a request: those that every one carries, and what proves who asks, a credential or the caller's signature.

use super::{Session, unsent};
use crate::deletion::connection::CREDENTIAL_IN_ID;
use crate::deletion::errors::{no_credential, not_signed};
use crate::error::Error;
use crate::error_code::ErrorCode;
use crate::http::{Auth, Route, Scheme, Secret, ToSign, header_fault, is_header_name};
use crate::secrecy::SHORTEST_SECRET;
use crate::step::Purpose;

impl Session<'_> {
    /// The headers of an attempt. Whoever gives the credential or the signature has the attempt's time for it.
    pub(super) async fn headers(
        &self,
        purpose: Purpose,
        route: &Route,
        url: &str,
        started: f64,
    ) -> Result<Vec<(String, String)>, Error> {
        let mut headers = self.plain_headers(route.body.is_some());
        match &self.link.options.auth {
            Some(Auth::Sign(signer)) => {
                let (method, url) = (route.method.as_str(), url.to_owned());
                let to_sign = ToSign { method, url, headers: headers.clone(), body: route.body.clone() };
                let given = self.given_in_time(purpose, started, (signer.0)(to_sign)).await?;
                self.take_signature(&mut headers, given.map_err(not_signed)?)?;
            }
            Some(auth @ (Auth::Bearer(secret) | Auth::ApiKey(secret))) => {
                let secret = match secret {
                    Secret::Fixed(secret) => secret.clone(),
                    Secret::Asked(ask) => {
                        self.given_in_time(purpose, started, ask()).await?.map_err(no_credential)?
                    }
                };
                headers.push(self.credential_header(auth, &secret)?);
            }
            None => {}
        }
        Ok(headers)
    }

    /// What a function of the caller gives in the time of an attempt, if the call is still wanted then.
    async fn given_in_time<O>(
        &self,
        purpose: Purpose,
        started: f64,
        asked: impl Future<Output = O>,
    ) -> Result<O, Error> {
        let given = self.within(self.left(started), Some(purpose), asked).await.map_err(unsent)?;
        self.still_wanted(purpose).map_err(unsent)?;
        Ok(given)
    }

    /// Those that need nobody to be asked.
    fn plain_headers(&self, has_body: bool) -> Vec<(String, String)> {
        let json = |name: &str| (name.to_owned(), "application/json".to_owned());
        let mut headers = vec![json("Accept")];
        if has_body {
            headers.push(json("Content-Type"));
        }
        let given = &self.link.options.headers;
        for (name, value) in self.link.platform().facts().extras.headers {
            if !given.iter().any(|(given, _)| given.eq_ignore_ascii_case(name)) {
                headers.push(((*name).to_owned(), (*value).to_owned()));
            }
        }
        for (name, value) in given {
            headers.push((name.clone(), value.clone()));
        }
        headers
    }

    /// The header of a credential that was asked for.
    fn credential_header(&self, auth: &Auth, secret: &str) -> Result<(String, String), Error> {
        if let Some(fault) = auth.fault(secret) {
            return Err(Error::new(ErrorCode::InvalidInput, format!("the credential {fault}")));
        }
        if let Some(Secret::Asked(_)) = auth.secret() {
            self.secrets.borrow_mut().remember_credential(secret);
            if let Some(id) = &self.agent
                && self.secrets.borrow().are_in(id.as_str())
            {
                return Err(Error::new(ErrorCode::InvalidInput, CREDENTIAL_IN_ID));
            }
        }
        let scheme: Scheme = auth.scheme();
        let (name, prefix) = self.link.platform().facts().credential_header(scheme);
        Ok((name.to_owned(), format!("{prefix}{secret}")))
    }

    /// Puts the headers with which the caller signed a request among its own.
    fn take_signature(
        &self,
        headers: &mut Vec<(String, String)>,
        signature: Vec<(String, String)>,
    ) -> Result<(), Error> {
        let fault = |fault: String| Error::new(ErrorCode::InvalidInput, format!("auth.sign {fault}"));
        if signature.is_empty() {
            return Err(fault("gave no headers".to_owned()));
        }
        let mut secrets = self.secrets.borrow_mut();
        for (name, value) in signature {
            if !is_header_name(&name) {
                return Err(fault("gave a header whose name is none".to_owned()));
            }
            if let Some(why) = header_fault(&value) {
                return Err(fault(format!("gave a value of {name} that {why}")));
            }
            let is = |other: &str| name.eq_ignore_ascii_case(other);
            // Whoever sends sets these by the URL and the body.
            if is("host") || is("content-length") {
                continue;
            }
            if headers.iter().any(|(own, same)| is(own) && *same == value) {
                continue;
            }
            // Any of them may be secret; of a signature's parts, such as "Signature=…", what stands behind the name.
            // Whose it is, in "Credential=AKIA…/20240306/…", is told by none either.
            let parts = value.split([' ', ',', ';']).filter_map(|part| Some(part.split_once('=')?.1));
            let keys = parts.clone().filter_map(|part| Some(part.split_once('/')?.0));
            for secret in
                parts.chain(keys).chain([value.as_str()]).filter(|text| text.len() >= SHORTEST_SECRET)
            {
                secrets.remember(secret);
            }
            headers.retain(|(own, _)| !is(own));
            headers.push((name, value));
        }
        Ok(())
    }
}
