use cm_learning::{Claim, Strength};

use crate::input::{Choice, Field, Kind, Reading};

/// A claim as a page shows it; see `templates/claim.html`.
pub(crate) struct ShownClaim {
    pub(crate) strength: &'static str,
    /// What a claim of this strength says, in a sentence.
    pub(crate) claims: &'static str,
    pub(crate) grounds_are: &'static str,
    pub(crate) grounds: String,
    pub(crate) rivals: String,
}

/// A claim for a page; absent in entries from before it was asked.
pub(crate) fn shown(claim: Option<&Claim>) -> Option<ShownClaim> {
    claim.map(|it| ShownClaim {
        strength: it.strength.in_words(),
        claims: it.strength.claims(),
        grounds_are: it.strength.grounds_are(),
        grounds: it.grounds.clone(),
        rivals: it.rivals.clone(),
    })
}

/// What an input asks of a claim. `compared` says whether a comparison is there to attribute by.
pub(crate) fn fields(compared: bool) -> [Field; 3] {
    let hint = |it: Strength| match it {
        Strength::Attributed if !compared => format!(
            "{} There is none here, so choose another unless you lay one down first.",
            sentence(it)
        ),
        it => sentence(it),
    };
    let strengths = Strength::ALL.map(|it| Choice::new(it.word(), it.in_words(), hint(it)));
    [
        Field::new(
            Kind::Radios,
            "strength",
            "How strong the claim is",
            "Whatever it says of a cause. Weaker is not worse: it tells the reader how far to lean on it.",
        )
        .offering(strengths),
        Field::new(
            Kind::Area,
            "grounds",
            "What the claim rests on",
            "What was seen, how it could have worked, what it was compared with, or what is missing to know it.",
        ),
        Field::new(
            Kind::Area,
            "rivals",
            "What else could explain it",
            "Needed for contributed and attributed. May stay empty for the others.",
        ),
    ]
}

fn sentence(it: Strength) -> String {
    format!("{} {}", it.claims(), it.requires())
}

/// Reads a claim; what is missing for its strength stands beside its field.
pub(crate) fn read(reading: &mut Reading<'_>, compared: bool) -> Option<Claim> {
    let strength = reading.choice("strength", "Choose how strong the claim is", Strength::read);
    let missing = strength.map_or("Say what the claim rests on", |it| match it {
        Strength::Observed => "Say what was seen, and where",
        Strength::Contributed => "Say how it could have worked",
        Strength::Attributed => "Say what it was compared with",
        Strength::CannotSay => "Say what is missing to know it",
    });
    let grounds = reading.text("grounds", missing);
    let rivals = match strength {
        Some(it) if it.needs_rivals() => reading.text("rivals", "Say what else could explain it"),
        _ => reading.longer("rivals"),
    };
    if strength == Some(Strength::Attributed) && !compared {
        reading.fault(
            "strength",
            "Nothing here was compared with what would have happened otherwise: lay an answer of “What changed” on the table, or choose contributed",
        );
    }
    strength.map(|strength| Claim {
        strength,
        grounds,
        rivals,
    })
}
