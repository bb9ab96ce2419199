use proptest::prelude::*;

use super::Note;
use crate::seal::{Algorithm, SigningKey, VerifierKey};

// The example of Go's package golang.org/x/mod/sumdb/note (BSD-3-Clause).
const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const ENOCH: &str = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
const SECRET: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const TEXT: &str =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const BY_PETER: &str = "\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const BY_ENOCH: &str =
    "\u{2014} EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

fn key(text: &str) -> VerifierKey {
    VerifierKey::parse(text).unwrap()
}

#[test]
fn a_note_signed_elsewhere_holds() {
    let whole = format!("{TEXT}\n{BY_PETER}{BY_ENOCH}");
    let note = Note::parse(whole.as_bytes()).unwrap();
    assert_eq!((note.text(), note.to_text()), (TEXT, whole));
    note.check(&key(PETER)).unwrap();
    note.check(&key(ENOCH)).unwrap();
}

#[test]
fn we_sign_as_others_do() {
    let note = Note::sign(TEXT, &SigningKey::parse(SECRET).unwrap()).unwrap();
    assert_eq!(note.to_text(), format!("{TEXT}\n{BY_PETER}"));
    assert!(Note::sign("no newline", &SigningKey::parse(SECRET).unwrap()).is_err());
    assert!(Note::sign("a\ttab\n", &SigningKey::parse(SECRET).unwrap()).is_err());
}

#[test]
fn a_missing_or_altered_signature_is_told_apart() {
    let note = Note::parse(format!("{TEXT}\n{BY_PETER}").as_bytes()).unwrap();
    assert_eq!(note.check(&key(ENOCH)).unwrap_err().code, "account/not-signed-by-key");
    let altered = format!("{}\n{BY_PETER}", TEXT.replace("answer", "Answer"));
    let note = Note::parse(altered.as_bytes()).unwrap();
    assert_eq!(note.check(&key(PETER)).unwrap_err().code, "account/bad-signature");
    let good_and_bad = format!("{TEXT}\n{BY_PETER}{}", BY_PETER.replace("ZJku", "ZJkv"));
    let note = Note::parse(good_and_bad.as_bytes()).unwrap();
    assert_eq!(note.check(&key(PETER)).unwrap_err().code, "account/bad-signature");
}

#[test]
fn a_malformed_note_is_refused() {
    let cut = BY_PETER.trim_end();
    for bad in [
        String::new(),
        "\n".to_owned(),
        TEXT.to_owned(),
        format!("{TEXT}\n"),
        format!("{TEXT}{BY_PETER}"),
        format!("{TEXT}\n{cut}"),
        format!("{TEXT}\n{BY_PETER}\n"),
        format!("{TEXT}\n{}", BY_PETER.replace('\u{2014}', "-")),
        format!("{TEXT}\n{}", BY_PETER.replace("nAM=", "nAN=")),
        format!("{TEXT}\n{}", BY_PETER.replace("PeterNeumann", "Peter+Neumann")),
        format!("{TEXT}\n\u{2014} Peter x08goQ==\u{a0}\n"),
        format!("{TEXT}\n\u{2014} Peter x08gow==\n"),
        format!("\u{1}{TEXT}\n{BY_PETER}"),
        format!("{TEXT}\r\n{BY_PETER}"),
        format!("{TEXT}\n{}", BY_PETER.repeat(101)),
    ] {
        assert_eq!(
            Note::parse(bad.as_bytes()).unwrap_err().code,
            "account/not-a-note",
            "{bad}"
        );
    }
    assert!(Note::parse(&[&[0xff], format!("{TEXT}\n{BY_PETER}").as_bytes()].concat()).is_err());
    assert!(Note::parse(&vec![b'a'; 1_000_001]).is_err());
}

proptest! {
    #[test]
    fn any_bytes_are_read_back_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(note) = Note::parse(&bytes) {
            prop_assert_eq!(note.to_text().into_bytes(), bytes);
        }
    }

    #[test]
    fn what_is_signed_is_read_back(lines in prop::collection::vec("[ -~é€]{0,30}", 1..6), secret in any::<[u8; 32]>()) {
        let text = lines.join("\n") + "\n";
        let key = SigningKey::new("example.org", Algorithm::Ed25519, &secret).unwrap();
        let witness = SigningKey::new("witness.example", Algorithm::Cosignature, &secret).unwrap();
        let note = Note::sign(&text, &key).unwrap().and_sign(&witness, 1_700_000_000);
        let read = Note::parse(note.to_text().as_bytes()).unwrap();
        prop_assert_eq!(&read, &note);
        prop_assert!(read.check(key.verifier()).is_ok());
        prop_assert!(read.check(witness.verifier()).is_ok());
    }
}
