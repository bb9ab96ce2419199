use cm_framework::{Framework, Noted};
use cm_kernel::{Date, Digest, Entry, Id};
use serde::{Deserialize, Serialize};

mod quote;
mod rules;
#[cfg(test)]
mod tests;

pub use quote::{quoted, words_of};

/// A place with a named audience and a last day, in which partners say what they would not say on record.
///
/// The ledger keeps that it exists, for whom, until when, how often somebody spoke and whether it was reviewed. It never
/// keeps what was said: those words lie in the cabinet until the last day, and may be cited nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandourRoom {
    /// Name in addresses, unique in the partnership.
    pub id: Id,
    /// What people call it; every member reads it.
    pub title: String,
    /// What it is about; every member reads it.
    pub about: String,
    /// The partners whose members read and speak, two or more.
    pub audience: Vec<Id>,
    /// The last day; after it the words are gone. At most 400 days ahead.
    pub ends_on: Date,
    /// A review is due when so many days passed without one, 7 to 184.
    pub review_every: u16,
}

/// That something was said. Its digest is salted, and the salt goes with the words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandourSaid {
    /// The room.
    pub room: Id,
    /// Under which key of the cabinet the words lie.
    pub key: String,
    /// SHA-256 of salt and words.
    pub digest: Digest,
}

/// Words that their speaker took back; they are gone at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBack {
    /// Position of the entry of what was said.
    pub said: u64,
}

/// The audience met and looked at what was said. What came of it is never told here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewed {
    /// The room.
    pub room: Id,
}

/// Somebody was about to put words of a candour room on record, and was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitationRefused {
    /// The room.
    pub room: Id,
    /// Position of the entry of what was said.
    pub said: u64,
    /// The kind of entry that would have carried the words.
    pub into: String,
}

cm_kernel::acts! {
    /// Something that can happen about candour rooms; each becomes one entry.
    CandourAct:
    /// A room is opened.
    Opened(CandourRoom) = "deliberation/candour-opened",
    /// Somebody speaks.
    Said(CandourSaid) = "deliberation/candour-said",
    /// The speaker takes the words back.
    TakenBack(TakenBack) = "deliberation/candour-taken-back",
    /// The audience reviewed what was said.
    Reviewed(Reviewed) = "deliberation/candour-reviewed",
    /// A citation was refused.
    CitationRefused(CitationRefused) = "deliberation/citation-refused",
}

/// Something said in a room, in its place in the ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct Saying {
    /// Position, day, partner, and where the words lie.
    pub said: Noted<CandourSaid>,
    /// The member who spoke.
    pub member: Id,
    /// Whether it was taken back.
    pub taken_back: bool,
}

/// A room with all that the ledger tells of it.
#[derive(Debug, Clone, PartialEq)]
pub struct RoomRecord {
    /// The room, and who opened it.
    pub room: Noted<CandourRoom>,
    /// What was said, oldest first.
    pub said: Vec<Saying>,
    /// Reviews, oldest first.
    pub reviews: Vec<Noted<Reviewed>>,
    /// Refused citations, oldest first.
    pub refused: Vec<Noted<CitationRefused>>,
}

impl RoomRecord {
    /// Whether its last day has passed.
    #[must_use]
    pub fn is_over(&self, today: Date) -> bool {
        today > self.room.it.ends_on
    }

    /// The day of the last review, or of its opening.
    #[must_use]
    pub fn looked_at(&self) -> Date {
        self.reviews.last().map_or(self.room.on, |it| it.on)
    }

    /// Whether a review is due. A room that is over needs none.
    #[must_use]
    pub fn review_is_due(&self, today: Date) -> bool {
        let days = today.days().saturating_sub(self.looked_at().days());
        !self.is_over(today) && days >= i32::from(self.room.it.review_every)
    }

    /// Whether members of this partner read and speak here.
    #[must_use]
    pub fn hears(&self, partner: &Id) -> bool {
        self.room.it.audience.contains(partner)
    }
}

/// The candour rooms of a partnership, as its ledger tells them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Candour {
    /// Rooms, in the order they were opened, those that are over included.
    pub rooms: Vec<RoomRecord>,
}

impl Candour {
    /// The room with this id.
    #[must_use]
    pub fn room(&self, id: &Id) -> Option<&RoomRecord> {
        self.rooms.iter().find(|it| it.room.it.id == *id)
    }

    /// What was said at this position, with its room.
    #[must_use]
    pub fn saying(&self, at: u64) -> Option<(&RoomRecord, &Saying)> {
        let of = |room| -> Option<(&RoomRecord, &Saying)> {
            let room: &RoomRecord = room;
            room.said.iter().find(|it| it.said.at == at).map(|it| (room, it))
        };
        self.rooms.iter().find_map(of)
    }

    /// Takes in the next entry of the ledger. An entry that [`Candour::check`] would refuse changes nothing.
    pub fn apply(&mut self, entry: &Entry, framework: &Framework) {
        let Some(act) = CandourAct::read(entry) else { return };
        let (at, on, by) = (entry.at, entry.received.date(), entry.author.partner.clone());
        if self.check(&act, framework, &entry.author, on).is_err() {
            return;
        }
        fn noted<T>(at: u64, on: Date, by: Id, it: T) -> Noted<T> {
            Noted { at, on, by, it }
        }
        match act {
            CandourAct::Opened(it) => self.rooms.push(RoomRecord {
                room: noted(at, on, by, it),
                said: Vec::new(),
                reviews: Vec::new(),
                refused: Vec::new(),
            }),
            CandourAct::Said(it) => {
                let member = entry.author.member.clone();
                self.about(&it.room.clone(), |room| {
                    room.said.push(Saying {
                        said: noted(at, on, by, it),
                        member,
                        taken_back: false,
                    });
                });
            }
            CandourAct::TakenBack(it) => {
                let said = self.rooms.iter_mut().flat_map(|room| room.said.iter_mut());
                said.filter(|of| of.said.at == it.said)
                    .for_each(|of| of.taken_back = true);
            }
            CandourAct::Reviewed(it) => self.about(&it.room.clone(), |room| room.reviews.push(noted(at, on, by, it))),
            CandourAct::CitationRefused(it) => {
                self.about(&it.room.clone(), |room| room.refused.push(noted(at, on, by, it)));
            }
        }
    }

    fn about(&mut self, room: &Id, change: impl FnOnce(&mut RoomRecord)) {
        if let Some(of) = self.rooms.iter_mut().find(|it| it.room.it.id == *room) {
            change(of);
        }
    }
}
