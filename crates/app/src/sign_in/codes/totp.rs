//! Time-based one-time codes: RFC 6238 with SHA-1, six digits and steps of thirty seconds, as every authenticator has it.

use cm_kernel::Timestamp;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// Milliseconds of one step.
const STEP_MS: i64 = 30_000;
/// How many digits a code has.
const DIGITS: usize = 6;

/// The step whose code this is, of the one now and its neighbours; `None` when it is none of them. Every step is looked
/// at and all digits are compared, whether or not they differ.
pub(super) fn step_of(secret: &[u8], code: &str, now: Timestamp) -> Option<i64> {
    let present = now.ms().div_euclid(STEP_MS);
    let steps = [present - 1, present, present + 1];
    let mut found = None;
    for step in steps {
        let right = self::code(secret, step).is_some_and(|it| same(it.as_bytes(), code.as_bytes()));
        found = if right { Some(step) } else { found };
    }
    found
}

fn same(one: &[u8], other: &[u8]) -> bool {
    let differ = one.iter().zip(other).fold(0, |differ, (a, b)| differ | (a ^ b));
    one.len() == other.len() && std::hint::black_box(differ) == 0
}

/// The code of a step (RFC 4226, 5.3). `None` before 1970.
fn code(secret: &[u8], step: i64) -> Option<String> {
    let counter = u64::try_from(step).ok()?;
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).ok()?;
    mac.update(&counter.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let from = usize::from(hash.last()? & 0xf);
    let four: [u8; 4] = hash.get(from..from + 4)?.try_into().ok()?;
    let number = u32::from_be_bytes(four) & 0x7fff_ffff;
    Some(format!("{:0width$}", number % 1_000_000, width = DIGITS))
}

#[cfg(test)]
mod tests {
    use cm_kernel::Timestamp;

    use super::{code, step_of};

    const SECRET: &[u8] = b"12345678901234567890";

    /// RFC 6238, appendix B, rows of SHA-1; its codes have eight digits, of which the last six are ours.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        let rows = [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ];
        for (seconds, expected) in rows {
            assert_eq!(code(SECRET, seconds / 30).unwrap(), expected[2..], "{seconds}");
        }
        assert_eq!(code(SECRET, -1), None);
    }

    #[test]
    fn one_step_early_or_late_passes_and_no_more() {
        let at = |seconds: i64| Timestamp::from_ms(seconds * 1000);
        let of = |seconds: i64| code(SECRET, seconds / 30).unwrap();
        for (given, passes) in [(0, true), (-30, true), (30, true), (-60, false), (60, false)] {
            let found = step_of(SECRET, &of(1_111_111_111 + given), at(1_111_111_111));
            assert_eq!(found.is_some(), passes, "{given}");
        }
        for wrong in ["", "05047", "0504711", "abcdef"] {
            assert_eq!(step_of(SECRET, wrong, at(1_111_111_111)), None, "{wrong}");
        }
    }
}
