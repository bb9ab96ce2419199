use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use cm_kernel::Refusal;

use crate::{House, Unable};

/// The shortest password, by length alone: NIST SP 800-63B asks for length, not for kinds of characters.
const SHORTEST: usize = 12;
/// The longest, so that hashing stays cheap for us.
const LONGEST: usize = 1000;
/// What is verified when there is no such member, so that the answer takes as long. A hash of a random secret.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZSBzYWx0IG9mIG91cnM$Zb9nSvZkVJVvmRf9QG1RkKxGmJ7YdDRm0hQ2b3v1YkE";

/// The argon2id hash of a new password in PHC form, with the crate's parameters (19 MiB, two passes; OWASP's minimum).
///
/// # Errors
/// `app/weak-password`; the machine gives no randomness.
pub(crate) fn hash(house: &House, secret: &str) -> Result<String, Unable> {
    if !(SHORTEST..=LONGEST).contains(&secret.chars().count()) {
        return Err(Refusal::new(
            "app/weak-password",
            format!("A password has at least {SHORTEST} characters."),
            "Use a few words that belong together only for you.",
        )
        .into());
    }
    let mut salt = [0; 16];
    house.fill(&mut salt)?;
    let hashed = Argon2::default()
        .hash_password_with_salt(secret.as_bytes(), &salt)
        .map_err(|error| {
            tracing::error!(fault = %error, "a password could not be hashed");
            Unable::Faulty
        })?;
    Ok(hashed.to_string())
}

/// Whether a password matches a hash. Takes as long when there is no hash.
pub(crate) fn matches(secret: &str, hash: Option<&str>) -> bool {
    if secret.chars().count() > LONGEST {
        return false;
    }
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(NOBODY)) else {
        return false;
    };
    let right = Argon2::default().verify_password(secret.as_bytes(), &parsed).is_ok();
    right && hash.is_some()
}

#[cfg(test)]
mod tests {
    use super::{NOBODY, matches};

    #[test]
    fn a_stranger_costs_as_much_as_a_member() {
        assert!(argon2::password_hash::phc::PasswordHash::new(NOBODY).is_ok());
        assert!(!matches("anything at all", None));
    }
}
