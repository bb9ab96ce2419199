use super::Side;

/// One thing decided on the way to a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The first reading is looked at.
    Began,
    /// There are enough readings for a baseline.
    Enough,
    /// There are not.
    TooFew,
    /// Readings after the first baseline are watched for a break.
    Watching,
    /// A run that breaks the centre begins at this place.
    Found {
        /// Where it begins.
        place: usize,
        /// The trial before failed, and the same run is tried one reading later.
        again: bool,
    },
    /// No run breaks the centre in what is left.
    NoBreak,
    /// Too few readings are left for another baseline.
    TooFewLeft,
    /// The run lies on this side of the centre.
    Shift(Side),
    /// A new baseline was tried from here.
    Candidate {
        /// A run back towards the old level begins within it.
        breaks_back: bool,
        /// Its last run reaches the end of the readings on the side of the old level, and may yet become such a run.
        may_break_back: bool,
    },
    /// No limits can be drawn from the readings: they do not move.
    NoLimits,
    /// The new baseline is proposed.
    Accepted,
    /// It is not.
    Rejected,
}

/// A decision and the place it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Place of the reading; one past the last where readings have run out.
    pub place: usize,
    /// What was decided.
    pub decision: Decision,
}

impl Decision {
    /// The decision as a code: the codes of autospc, with places counted from 1, and `0210`, `0420` and `0630` for
    /// what its answers do not show.
    #[must_use]
    pub fn code(self) -> String {
        let digit = |flag: bool| if flag { '1' } else { '0' };
        match self {
            Self::Began => "0100".to_owned(),
            Self::Enough => "0200".to_owned(),
            Self::TooFew => "0210".to_owned(),
            Self::Watching => "0300".to_owned(),
            Self::Found { place, again } => format!("040{}{}", digit(!again), place + 1),
            Self::TooFewLeft => "0410".to_owned(),
            Self::NoBreak => "0420".to_owned(),
            Self::Shift(Side::High) => "050010".to_owned(),
            Self::Shift(Side::Low) => "050001".to_owned(),
            Self::Candidate {
                breaks_back,
                may_break_back,
            } => format!("0600{}{}", digit(breaks_back), digit(may_break_back)),
            Self::NoLimits => "0630".to_owned(),
            Self::Accepted => "0700".to_owned(),
            Self::Rejected => "0710".to_owned(),
        }
    }
}
