//! Random steps about assessments of targets.

use std::collections::BTreeSet;

use cm_framework::{Act, Baseline, CounterMeasure};
use cm_kernel::Id;

use crate::books::{Books, MEASURES, PARTNERS, assessment, id, signs};
use crate::random::Random;

impl Books {
    pub fn some_assessment(&self, random: &mut Random) -> (String, Act) {
        let days = random.pick(&[0, 20, 60, 60, 200, 200]);
        let mut it = assessment(self.today.plus(days).unwrap());
        it.measure = id(random.pick(&MEASURES));
        it.counter = CounterMeasure::None {
            reason: random
                .pick(&["Nothing else is counted", "Nothing else is counted", " "])
                .to_owned(),
        };
        if random.one_in(4) {
            it.counter = CounterMeasure::Measure(id(random.pick(&["falls", "waiting", "unheard-of"])));
        }
        it.value = random.pick(&["0.9", " 0.90", "12", "12", "many"]).to_owned();
        let some = |random: &mut Random| (0..2).map(|_| id(random.pick(&PARTNERS))).collect::<BTreeSet<Id>>();
        (it.setters, it.held) = (some(random), some(random));
        match random.below(24) {
            0 => it.setters.clear(),
            1 => it.held = [id("stranger")].into(),
            2 => it.rivals = vec![String::new()],
            3 => it.gaming.clear(),
            _ => {}
        }
        if random.one_in(2) {
            it.baseline = Baseline::Read {
                sentence: "No signal".to_owned(),
                lower: random.pick(&["0.5", "0.5", "0.5", "NaN"]).to_owned(),
                upper: random.pick(&["0.8", "0.8", "0.8", "0.2"]).to_owned(),
                span: ("2023-01".to_owned(), "2023-12".to_owned()),
                digest: "f00d".to_owned(),
            };
        }
        (Self::somebody(random), Act::TargetAssessed(it))
    }

    /// A signature of someone who is waited for; or, now and then, of anyone under anything.
    pub fn some_signature_under_one(&self, random: &mut Random) -> (String, Act) {
        let sheets = self.reference.measures.values().flat_map(|it| &it.sheets);
        let waiting: Vec<_> = sheets.filter(|it| !it.unsigned().is_empty()).collect();
        if waiting.is_empty() || random.one_in(8) {
            return (Self::somebody(random), signs(random.next() % (self.next() + 3)));
        }
        let sheet = random.pick(&waiting);
        let by = sheet.unsigned().first().map_or_else(String::new, Id::to_string);
        (by, signs(sheet.at))
    }
}
