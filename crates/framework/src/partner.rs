use cm_kernel::Id;
use serde::{Deserialize, Serialize};

/// An organisation or group in the partnership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partner {
    /// Name in addresses and entries.
    pub id: Id,
    /// The name people use.
    pub name: String,
    /// What kind of organisation: council, provider, funder, residents' group.
    pub kind: String,
    /// Register and number, such as `GB-CHC-1234567`. Source: org-id.guide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// Whether it exists only to show how the system works.
    #[serde(default)]
    pub fictional: bool,
}

/// A partner leaves the partnership, and may name another that follows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerLeft {
    /// Who leaves.
    pub partner: Id,
    /// Who has its say from now on: signs, objects and stops uses in its place. Nobody, when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor: Option<Id>,
    /// Why; never empty.
    pub reason: String,
}

impl Partner {
    /// Whether a text has the shape of an org-id: a register of two or more parts in capitals, a hyphen, a number of
    /// letters, digits and a few marks. Whether the register has it is not looked up.
    #[must_use]
    pub fn is_identifier(text: &str) -> bool {
        let parts: Vec<&str> = text.split('-').collect();
        let [place, register, number @ ..] = parts.as_slice() else {
            return false;
        };
        let capitals =
            |it: &str, fewest: usize| it.len() >= fewest && it.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
        let number = number.join("-");
        let mark = |b: u8| b.is_ascii_alphanumeric() || b"-_./".contains(&b);
        capitals(place, 2)
            && capitals(register, 2)
            && !number.is_empty()
            && number.len() <= 60
            && number.bytes().all(mark)
    }
}

#[cfg(test)]
mod tests {
    use super::Partner;

    #[test]
    fn identifiers_have_register_and_number() {
        for right in [
            "GB-CHC-1234567",
            "GB-COH-SC123456",
            "XM-DAC-41114",
            "CA-CRA_ACR-123456789RR0001",
            "GB-GOV-1-2",
        ] {
            assert!(Partner::is_identifier(right), "{right}");
        }
        for wrong in [
            "",
            "1234567",
            "GB-CHC",
            "GB-CHC-",
            "gb-chc-1",
            "GB-chc-1",
            "GB-CHC-12 34",
            "GB-CHC-<b>",
        ] {
            assert!(!Partner::is_identifier(wrong), "{wrong}");
        }
    }
}
