use super::{Algorithm, SigningKey, VerifierKey};

// The example keys of Go's package golang.org/x/mod/sumdb/note (BSD-3-Clause), public since 2019.
const PUBLIC: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const SECRET: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

#[test]
fn keys_are_read_and_written_as_others_write_them() {
    let secret = SigningKey::parse(SECRET).unwrap();
    assert_eq!(secret.to_secret_text(), SECRET);
    assert_eq!(secret.verifier().to_string(), PUBLIC);
    assert_eq!(VerifierKey::parse(PUBLIC).unwrap(), *secret.verifier());
    assert_eq!(secret.verifier().id(), 0xc74f_20a3);
    assert!(secret.verifier().fingerprint_in_groups().starts_with("c74f 20a3 "));
    assert_eq!(secret.verifier().fingerprint_in_groups().len(), 79);
}

#[test]
fn a_secret_is_not_shown_by_accident() {
    let secret = SigningKey::parse(SECRET).unwrap();
    assert!(!format!("{secret:?}").contains("AYEKFALV"));
    let refusal = SigningKey::parse(&SECRET.replace("c74f", "c74e")).unwrap_err();
    assert!(!refusal.to_string().contains("AYEKFALV"));
}

#[test]
fn anything_else_is_not_a_key() {
    let altered = [
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a3",
        &PUBLIC.replace("c74f20a3", "c74f20a4"),
        &PUBLIC.replace("c74f20a3", "C74F20A3"),
        &PUBLIC.replace("Peter", "Paul"),
        &PUBLIC.replace("ARpc", "AZpc"),
        &PUBLIC.replace("ARpc", "Apc"),
        &format!("{PUBLIC}\n"),
        &format!(" {PUBLIC}"),
        "a b+00000000+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ];
    for text in altered {
        assert_eq!(
            VerifierKey::parse(text).unwrap_err().code,
            "account/not-a-key",
            "{text}"
        );
    }
    assert!(VerifierKey::new("weak", Algorithm::Ed25519, &[0; 32]).is_err());
    assert!(SigningKey::new("two words", Algorithm::Ed25519, &[7; 32]).is_err());
    assert!(SigningKey::parse(PUBLIC).is_err());
}

#[test]
fn signatures_hold_for_their_own_text_and_key() {
    for algorithm in [Algorithm::Ed25519, Algorithm::Cosignature] {
        let key = SigningKey::new("example.org/ledger", algorithm, &[7; 32]).unwrap();
        let signature = key.sign("the text\n", 1_700_000_000);
        assert!(key.verifier().verifies("the text\n", &signature));
        assert!(!key.verifier().verifies("the test\n", &signature));
        for at in 0..signature.len() {
            let mut altered = signature.clone();
            altered[at] ^= 1;
            assert!(!key.verifier().verifies("the text\n", &altered), "byte {at}");
        }
        assert!(!key.verifier().verifies("the text\n", &signature[..signature.len() - 1]));
        assert!(!key.verifier().verifies("the text\n", &[]));
        let other = SigningKey::new("example.org/ledger", algorithm, &[8; 32]).unwrap();
        assert!(!other.verifier().verifies("the text\n", &signature));
    }
}
