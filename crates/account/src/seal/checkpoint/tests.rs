use cm_kernel::Digest;

use super::Checkpoint;
use crate::seal::{Algorithm, SigningKey};

// The example text of C2SP tlog-checkpoint.
const TEXT: &str = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

#[test]
fn checkpoints_are_read_and_written_as_others_write_them() {
    let checkpoint = Checkpoint::parse(TEXT).unwrap();
    assert_eq!(checkpoint.origin, "example.com/behind-the-sofa");
    assert_eq!(checkpoint.size, 20_852_163);
    assert_eq!(checkpoint.text(), TEXT);
    let extended = format!("{TEXT}more\n");
    assert_eq!(Checkpoint::parse(&extended).unwrap().text(), extended);
}

#[test]
fn a_signed_checkpoint_opens_with_its_key_alone() {
    let key = SigningKey::new("example.org/ledger", Algorithm::Ed25519, &[3; 32]).unwrap();
    let checkpoint = Checkpoint {
        origin: "example.org/ledger".to_owned(),
        size: 7,
        root: Digest::of(b"root"),
        extensions: Vec::new(),
    };
    let signed = checkpoint.sign(&key).unwrap().to_text();
    let (opened, note) = Checkpoint::open(signed.as_bytes(), key.verifier()).unwrap();
    assert_eq!((opened, note.to_text()), (checkpoint.clone(), signed.clone()));
    let other = SigningKey::new("example.org/ledger", Algorithm::Ed25519, &[4; 32]).unwrap();
    assert!(Checkpoint::open(signed.as_bytes(), other.verifier()).is_err());
    let smuggled = Checkpoint {
        origin: "evil\n9".to_owned(),
        ..checkpoint
    };
    assert_eq!(smuggled.sign(&key).unwrap_err().code, "account/not-a-checkpoint");
}

#[test]
fn a_malformed_checkpoint_is_refused() {
    for bad in [
        String::new(),
        "\n".to_owned(),
        TEXT.trim_end().to_owned(),
        TEXT.replace("example.com/behind-the-sofa", ""),
        TEXT.replace("20852163", "020852163"),
        TEXT.replace("20852163", "+20852163"),
        TEXT.replace("20852163", ""),
        TEXT.replace("20852163", "99999999999999999999"),
        TEXT.replace("20852163", "9223372036854775809"),
        TEXT.replace("q2I=", "q2I"),
        TEXT.replace("q2I=", "q2J="),
        TEXT.replace("CsUY", ""),
        format!("{TEXT}\n"),
        "only/origin\n3\n".to_owned(),
    ] {
        let refusal = Checkpoint::parse(&bad).unwrap_err();
        assert_eq!(refusal.code, "account/not-a-checkpoint", "{bad}");
    }
}
