use cm_framework::Framework;
use cm_kernel::{Author, Date, Id, Refusal};

use super::{Candour, CandourAct, CandourRoom, RoomRecord};

/// The most days a room may last.
const MOST_DAYS: i32 = 400;

impl Candour {
    /// Whether an act may be written on this day by this author.
    ///
    /// # Errors
    /// `deliberation/already-there`, `deliberation/room-unfinished`, `deliberation/room-without-end`,
    /// `deliberation/no-such-room`, `deliberation/not-in-the-audience`, `deliberation/room-is-over`,
    /// `deliberation/no-such-saying`.
    pub fn check(&self, act: &CandourAct, framework: &Framework, by: &Author, today: Date) -> Result<(), Refusal> {
        match act {
            CandourAct::Opened(room) => self.may_open(room, framework, &by.partner, today),
            CandourAct::Said(it) => self.open_to(&it.room, &by.partner, today).map(|_| ()),
            CandourAct::Reviewed(it) => self.open_to(&it.room, &by.partner, today).map(|_| ()),
            CandourAct::TakenBack(it) => {
                let own = self.saying(it.said).filter(|(_, it)| it.member == by.member);
                match own.is_some_and(|(_, it)| !it.taken_back) {
                    true => Ok(()),
                    false => Err(no_such_saying()),
                }
            }
            CandourAct::CitationRefused(it) => match self.saying(it.said) {
                Some((room, _)) if room.room.it.id == it.room => Ok(()),
                _ => Err(no_such_saying()),
            },
        }
    }

    fn may_open(&self, room: &CandourRoom, framework: &Framework, by: &Id, today: Date) -> Result<(), Refusal> {
        if self.room(&room.id).is_some() {
            return Err(Refusal::new(
                "deliberation/already-there",
                format!("There is already a candour room `{}`.", room.id),
                "Choose another name, or open the one that exists.",
            ));
        }
        let here = |id: &Id| framework.taking_part().any(|it| it.id == *id);
        let named = !room.title.trim().is_empty() && !room.about.trim().is_empty();
        let others = room.audience.iter().any(|it| it != by);
        if !named || !room.audience.contains(by) || !others || !room.audience.iter().all(here) {
            return Err(Refusal::new(
                "deliberation/room-unfinished",
                "A candour room needs a name, what it is about, and an audience of your own partner and at least one other.",
                "Fill in what is missing; only partners that take part can be in the audience.",
            ));
        }
        let days = room.ends_on.days().saturating_sub(today.days());
        if !(1..=MOST_DAYS).contains(&days) || !(7..=184).contains(&room.review_every) {
            return Err(Refusal::new(
                "deliberation/room-without-end",
                format!(
                    "A candour room ends on a day to come, at most {MOST_DAYS} days from now, and is reviewed every 7 to 184 days."
                ),
                "Choose an earlier last day; another room can be opened afterwards.",
            ));
        }
        Ok(())
    }

    /// A room that this partner may speak in today.
    fn open_to(&self, id: &Id, by: &Id, today: Date) -> Result<&RoomRecord, Refusal> {
        let room = self.room(id).ok_or_else(|| no_such_room(id))?;
        if !room.hears(by) {
            return Err(Refusal::new(
                "deliberation/not-in-the-audience",
                "Your partner is not in the audience of this candour room.",
                "Its page says who is, until when, and whether it is reviewed; what is said stays among them.",
            ));
        }
        if room.is_over(today) {
            return Err(Refusal::new(
                "deliberation/room-is-over",
                "This candour room is over, and what was said in it is gone.",
                "Open another one if there is more to say.",
            ));
        }
        Ok(room)
    }
}

fn no_such_room(id: &Id) -> Refusal {
    Refusal::new(
        "deliberation/no-such-room",
        format!("There is no candour room `{id}`."),
        "Choose one listed on the page of candour rooms.",
    )
}

fn no_such_saying() -> Refusal {
    Refusal::new(
        "deliberation/no-such-saying",
        "There is nothing of yours there to take back.",
        "Only who said something takes it back, and only once; open the room again.",
    )
}
