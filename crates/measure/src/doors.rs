use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use cm_app::{Doors, House, Letters, NotOpened, Passkeys, Provider, ProviderSettings};
use cm_kernel::Refusal;

use crate::ending::Ending;

/// How often letters that wait are looked for.
const EVERY: Duration = Duration::from_secs(3);

/// What whoever runs the server said of its doors. Secrets come from the environment alone: other people on the machine
/// can read a command line.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Where people reach the pages.
    pub address: Option<String>,
    /// `MEASURE_SMTP`: the mail server.
    pub mail_server: Option<String>,
    /// `MEASURE_SMTP_FROM`: whom letters come from.
    pub mail_from: Option<String>,
    /// `MEASURE_OIDC_ISSUER`: the organisation's sign-in.
    pub issuer: Option<String>,
    /// `MEASURE_OIDC_NAME`: what people call it.
    pub provider_name: Option<String>,
    /// `MEASURE_OIDC_CLIENT_ID`: what we are called there.
    pub client: Option<String>,
    /// `MEASURE_OIDC_CLIENT_SECRET`: the secret we share with it.
    pub secret: Option<String>,
}

impl Settings {
    /// From the environment, and the address from the command line where it is there.
    pub fn read(address: Option<&str>) -> Self {
        let said = |name: &str| std::env::var(name).ok().filter(|it| !it.trim().is_empty());
        Self {
            address: address.map(str::to_owned).or_else(|| said("MEASURE_PUBLIC_ADDRESS")),
            mail_server: said("MEASURE_SMTP"),
            mail_from: said("MEASURE_SMTP_FROM"),
            issuer: said("MEASURE_OIDC_ISSUER"),
            provider_name: said("MEASURE_OIDC_NAME"),
            client: said("MEASURE_OIDC_CLIENT_ID"),
            secret: said("MEASURE_OIDC_CLIENT_SECRET"),
        }
    }

    /// The doors that these settings open, and who carries letters. `here` is where this machine itself reaches the
    /// pages, taken for the address when none was given and nobody else can reach them.
    pub fn doors(&self, here: Option<String>) -> Result<(Doors, Option<Letters>), Ending> {
        let given = self.address.as_ref().map(|it| it.trim_end_matches('/').to_owned());
        let address = given.clone().or(here);
        let passkeys = match (&address, &given) {
            (Some(address), given) => match Passkeys::new(address) {
                Ok(passkeys) => Some(passkeys),
                Err(why) if given.is_some() => return Err(wrong("--public-address", &why)),
                Err(_) => None,
            },
            (None, _) => None,
        };
        let letters = match (&self.mail_server, &self.mail_from) {
            (None, None) => None,
            (Some(server), Some(from)) => Some(Letters::new(server, from).map_err(|why| wrong("MEASURE_SMTP", &why))?),
            (Some(_), None) => return Err(missing("MEASURE_SMTP_FROM", "MEASURE_SMTP")),
            (None, Some(_)) => return Err(missing("MEASURE_SMTP", "MEASURE_SMTP_FROM")),
        };
        if letters.is_some() && address.is_none() {
            return Err(missing("--public-address", "MEASURE_SMTP"));
        }
        let provider = match &self.issuer {
            None => None,
            Some(issuer) => Some(self.provider(issuer, address.as_deref())?),
        };
        let doors = Doors {
            address,
            passkeys,
            provider,
            letters: letters.is_some(),
        };
        Ok((doors, letters))
    }

    fn provider(&self, issuer: &str, address: Option<&str>) -> Result<(String, Provider), Ending> {
        let named = "MEASURE_OIDC_ISSUER";
        let address = address.ok_or_else(|| missing("--public-address", named))?;
        let client = self.client.clone();
        let settings = ProviderSettings {
            issuer: issuer.to_owned(),
            client: client.ok_or_else(|| missing("MEASURE_OIDC_CLIENT_ID", named))?,
            secret: self.secret.clone().unwrap_or_default(),
            back: format!("{address}/sign-in/organisation/back"),
        };
        let provider = Provider::new(settings).map_err(|why| wrong(named, &why))?;
        let name = self.provider_name.clone();
        Ok((name.unwrap_or_else(|| "your organisation".to_owned()), provider))
    }
}

fn wrong(name: &str, why: &NotOpened) -> Ending {
    Ending::Refused(Refusal::new(
        "measure/wrong-setting",
        format!("The setting {name} cannot be used: {why}."),
        "Set it as `measure help serve` says, and start again.",
    ))
}

fn missing(name: &str, with: &str) -> Ending {
    Ending::Refused(Refusal::new(
        "measure/missing-setting",
        format!("{with} is set and {name} is not."),
        "Set both, or neither; `measure help serve` says what each is.",
    ))
}

/// Carries letters beside the pages, until it is dropped.
pub struct Postman {
    asked: Option<Sender<()>>,
    works: Option<JoinHandle<()>>,
}

impl Postman {
    /// Begins to carry.
    pub fn new(house: Arc<House>, letters: Letters) -> Self {
        let (asked, stop) = channel();
        let works = std::thread::spawn(move || {
            while stop.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                // The store logs its own faults; the next round tries again.
                drop(house.carry_letters(&|letter| letters.carry(letter)));
            }
        });
        Self {
            asked: Some(asked),
            works: Some(works),
        }
    }
}

impl Drop for Postman {
    fn drop(&mut self) {
        drop(self.asked.take());
        if let Some(works) = self.works.take() {
            drop(works.join());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Settings;
    use crate::ending::Ending;

    fn code(settings: &Settings) -> &'static str {
        match settings.doors(None) {
            Err(Ending::Refused(refusal)) => refusal.code,
            _ => "",
        }
    }

    #[test]
    fn nothing_said_opens_nothing() {
        let (doors, letters) = Settings::default()
            .doors(None)
            .unwrap_or_else(|_| panic!("it is refused"));
        assert!(doors.passkeys.is_none() && doors.provider.is_none() && !doors.letters && letters.is_none());
    }

    #[test]
    fn half_a_setting_is_refused() {
        let said = |text: &str| Some(text.to_owned());
        let mut settings = Settings {
            mail_server: said("smtps://mail.example.org"),
            ..Settings::default()
        };
        assert_eq!(code(&settings), "measure/missing-setting");
        settings.mail_from = said("measures@example.org");
        assert_eq!(code(&settings), "measure/missing-setting", "links need an address");
        settings.address = said("https://measure.example.org/");
        assert_eq!(code(&settings), "");
        settings.issuer = said("https://sign-in.example.org");
        assert_eq!(code(&settings), "measure/missing-setting", "it needs a client");
        settings.client = said("measures");
        assert_eq!(code(&settings), "");
        settings.issuer = said("http://sign-in.example.org");
        assert_eq!(code(&settings), "measure/wrong-setting");
        settings.issuer = None;
        settings.address = said("http://measure.example.org");
        assert_eq!(code(&settings), "measure/wrong-setting");
    }
}
