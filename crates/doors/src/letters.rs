use lettre::message::{Mailbox, Message, header::ContentType};
use lettre::{SmtpTransport, Transport};
use url::Url;

use crate::{NotOpened, on_this_machine};

/// A letter in plain text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Letter {
    /// The address it goes to.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// What it says.
    pub text: String,
}

impl Letter {
    /// Whether a text is an address that letters can go to.
    #[must_use]
    pub fn reaches(address: &str) -> bool {
        address.len() <= 254 && address.parse::<lettre::Address>().is_ok()
    }
}

/// Why a letter was not carried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotCarried {
    /// What the mail server or the machine said, without the address.
    pub why: String,
    /// Whether another try makes no sense.
    pub for_good: bool,
}

/// A mail server that takes letters (SMTP, RFC 5321), over TLS.
pub struct Letters {
    from: Mailbox,
    transport: SmtpTransport,
}

impl Letters {
    /// Letters from an address by a server such as `smtps://name:password@mail.example.org`, or
    /// `smtp://name:password@mail.example.org:587?tls=required`. The server's name and password are percent-encoded.
    ///
    /// # Errors
    /// An address or a server that cannot be read; a server elsewhere without TLS.
    pub fn new(server: &str, from: &str) -> Result<Self, NotOpened> {
        let url = Url::parse(server).map_err(|_| NotOpened("the mail server is not an address".to_owned()))?;
        let safe = url.scheme() == "smtps"
            || url
                .query_pairs()
                .any(|(key, value)| key == "tls" && value == "required");
        if !safe && !on_this_machine(&url) {
            return Err(NotOpened(
                "the mail server would be spoken to without TLS: begin with smtps://, or end with ?tls=required"
                    .to_owned(),
            ));
        }
        let from = from
            .parse()
            .map_err(|_| NotOpened("the address that letters come from cannot be read".to_owned()))?;
        let transport = SmtpTransport::from_url(server)
            .map_err(|_| NotOpened("the mail server cannot be read".to_owned()))?
            .timeout(Some(std::time::Duration::from_secs(20)))
            .build();
        Ok(Self { from, transport })
    }

    /// Hands a letter to the mail server.
    ///
    /// # Errors
    /// The server was not reached, or did not take it.
    pub fn carry(&self, letter: &Letter) -> Result<(), NotCarried> {
        let for_good = |why: &str| NotCarried {
            why: why.to_owned(),
            for_good: true,
        };
        let to = letter
            .to
            .parse::<lettre::Address>()
            .map_err(|_| for_good("its address cannot be read"))?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject.clone())
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text.clone())
            .map_err(|_| for_good("it cannot be written"))?;
        self.transport.send(&message).map(drop).map_err(|error| NotCarried {
            // What a server answers may name the address; its code is enough.
            why: match error.status() {
                Some(code) => format!("the mail server answered {code}"),
                None if error.is_timeout() => "the mail server did not answer in time".to_owned(),
                None => "the mail server was not reached".to_owned(),
            },
            for_good: error.is_permanent(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Letter, Letters};

    #[test]
    fn a_server_elsewhere_needs_tls() {
        let from = "Measures <measures@example.org>";
        assert!(Letters::new("smtp://mail.example.org", from).is_err());
        assert!(Letters::new("smtp://mail.example.org?tls=opportunistic", from).is_err());
        assert!(Letters::new("smtps://mail.example.org", from).is_ok());
        assert!(Letters::new("smtp://mail.example.org:587?tls=required", from).is_ok());
        assert!(Letters::new("smtp://127.0.0.1:2525", from).is_ok());
        assert!(Letters::new("smtps://mail.example.org", "nobody").is_err());
    }

    #[test]
    fn an_address_cannot_carry_a_second_header() {
        assert!(Letter::reaches("asha@example.org"));
        assert!(!Letter::reaches("asha@example.org\r\nBcc: all@example.org"));
        assert!(!Letter::reaches("asha"));
    }
}
