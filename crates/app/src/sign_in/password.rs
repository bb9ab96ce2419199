use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use cm_kernel::Refusal;

use crate::{House, Member, Unable};

/// The shortest password, by length alone: NIST SP 800-63B asks for length, not for kinds of characters.
const SHORTEST: usize = 12;
/// The longest, so that hashing stays cheap for us.
const LONGEST: usize = 1000;
/// How much of a long one is judged; more would only cost time.
const JUDGED: usize = 64;
/// How many guesses a password has to withstand, as a power of ten: a hundred million, where `zxcvbn` begins to call one
/// safe against guessing on a page.
const HARD_LOG10: f64 = 8.0;
/// What is verified when there is no such member, so that the answer takes as long. A hash of a random secret.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZSBzYWx0IG9mIG91cnM$Zb9nSvZkVJVvmRf9QG1RkKxGmJ7YdDRm0hQ2b3v1YkE";

/// The argon2id hash of a new password in PHC form, with the crate's parameters (19 MiB, two passes; OWASP's minimum).
///
/// # Errors
/// `app/weak-password`; the machine gives no randomness.
pub(crate) fn hash(house: &House, secret: &str, sign_in_name: &str) -> Result<String, Unable> {
    if let Some(why) = weak(secret, sign_in_name) {
        let remedy = "Use a few words that belong together only for you.";
        return Err(Refusal::new("app/weak-password", why, remedy).into());
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

/// What makes a password too weak: its length, or that somebody who guesses finds it early (`zxcvbn`, USENIX Security
/// 2016: lists of leaked passwords, words, names, dates, runs along the keys and the alphabet, repetition).
fn weak(secret: &str, sign_in_name: &str) -> Option<String> {
    let letters = secret.chars().count();
    if !(SHORTEST..=LONGEST).contains(&letters) {
        return Some(format!("A password has between {SHORTEST} and {LONGEST} characters."));
    }
    let name = sign_in_name.trim().to_lowercase();
    let judged: String = secret.chars().take(JUDGED).collect();
    let ours = [name.as_str(), "common", "measure"];
    (zxcvbn::zxcvbn(&judged, &ours).guesses_log10() < HARD_LOG10).then(|| {
        "This password is among those that are tried first: a known one, a name, or a run or repetition.".to_owned()
    })
}

/// Made-up members of a demonstration keep their one-click sign-in, so that it stays open to the next visitor.
///
/// # Errors
/// `app/demonstration-stays`.
pub(crate) fn may_change(member: &Member) -> Result<(), Refusal> {
    match member.fictional {
        false => Ok(()),
        true => Err(Refusal::new(
            "app/demonstration-stays",
            "The made-up members of a demonstration have no password to change.",
            "Invite a member of your own to try this.",
        )),
    }
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
    use super::{NOBODY, matches, weak};

    #[test]
    fn a_stranger_costs_as_much_as_a_member() {
        assert!(argon2::password_hash::phc::PasswordHash::new(NOBODY).is_ok());
        assert!(!matches("anything at all", None));
    }

    #[test]
    fn what_anyone_would_try_first_is_weak() {
        for secret in [
            "eleven char",
            "aaaaaaaaaaaaaaaa",
            "abababababababab",
            "123456789012",
            "abcdefghijklmnop",
            "zyxwvutsrqponm",
            "ann@example.org",
            "ann@example.org1",
            "password1234",
            "qwertyuiop123",
            "letmeinletmein",
            "iloveyou1234",
            "1q2w3e4r5t6y",
        ] {
            assert!(weak(secret, "ann@example.org").is_some(), "{secret}");
        }
        for secret in [
            "four small words here",
            "twelve ducks",
            "ann@example.org likes long walks",
        ] {
            assert_eq!(weak(secret, "ann@example.org"), None, "{secret}");
        }
        assert_eq!(weak("four small words here", ""), None);
    }
}
