//! How digests and counts are written in signed notes, checkpoints and proofs.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cm_kernel::Digest;

/// Base 64 with padding, as RFC 4648 section 4 writes it.
pub(super) fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Reads what [`to_base64`] writes and nothing else: stray bits and missing padding are refused.
pub(super) fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// Reads the 32 bytes of a digest in base 64.
pub(super) fn digest_from_base64(text: &str) -> Option<Digest> {
    from_base64(text)?.try_into().ok().map(Digest)
}

/// Reads a count in decimal digits without sign, space or leading zeros.
pub(super) fn decimal(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|it| it.is_ascii_digit());
    (plain && (text == "0" || !text.starts_with('0'))).then(|| text.parse().ok())?
}
