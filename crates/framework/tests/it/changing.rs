//! Random vetoes, settings down and changes of definition.

use cm_framework::{AboutMeasure, Act, Bridge, Definition, Measure, PartnerLeft};

use crate::books::{Books, MEASURES, PARTNERS, id, partner};
use crate::random::Random;

impl Books {
    /// Now and then another definition, sometimes one that says the same, or that makes another measure of it.
    pub fn some_definition(&self, name: &str, random: &mut Random) -> Option<Definition> {
        let now = self.reference.measures.get(&id(name))?.measure.clone()?;
        let changed = match random.below(24) {
            0 => now,
            1 => Measure {
                period: cm_kernel::Length::Week,
                ..now
            },
            2 => Measure {
                places_are: "ward".to_owned(),
                ..now
            },
            3..6 => Measure {
                numerator: format!("Counted in way {}", random.below(3)),
                ..now
            },
            _ => return None,
        };
        Some(Definition {
            measure: changed,
            from: self.today,
            bridge: random.pick(&Bridge::ALL),
            compares: random
                .pick(&["Counted both ways in May", "Counted both ways in May", ""])
                .to_owned(),
        })
    }

    /// A partner leaves, now and then followed by nobody, by itself or by a stranger; or comes back.
    pub fn some_leaving(&self, random: &mut Random) -> Act {
        let gone: Vec<_> = self.reference.left.keys().cloned().collect();
        if !gone.is_empty() && !random.one_in(3) {
            return Act::PartnerJoined(partner(random.pick(&gone).as_str()));
        }
        let successor = random.pick(&["council", "clinic", "charity", "residents", "stranger"]);
        Act::PartnerLeft(PartnerLeft {
            partner: id(random.pick(&PARTNERS)),
            successor: (!random.one_in(3)).then(|| id(successor)),
            reason: random
                .pick(&["Its contract ended", "Its contract ended", " "])
                .to_owned(),
        })
    }

    /// A veto, the lifting of one, a measure set down or taken up again.
    pub fn some_brake(random: &mut Random) -> Act {
        let about = AboutMeasure {
            measure: id(if random.one_in(30) {
                "unheard-of"
            } else {
                random.pick(&MEASURES)
            }),
            reason: random.pick(&["Too soon", "Too soon", "Too soon", ""]).to_owned(),
        };
        match random.below(10) {
            0..2 => Act::MeasureVetoed(about),
            2..5 => Act::VetoLifted(about),
            5..7 => Act::MeasureSetDown(about),
            _ => Act::MeasureTakenUp(about),
        }
    }
}
