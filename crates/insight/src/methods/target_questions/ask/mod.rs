//! The questions themselves: what each looks at, and what else may look like it.

mod beside;
mod counts;
mod times;

use cm_framework::Better;

use super::gathered::Gathered;
use super::settings::Settings;
use crate::Question;

/// How many arrangements are drawn where not all can be looked at.
const DRAWS: usize = 2_000;

/// A question of the battery.
pub(super) struct Ask {
    /// Stable name, by which answers find it again.
    pub rule: String,
    /// A few words, for a row of the chart.
    pub name: String,
    /// The end of the question, with its question mark.
    pub asks: &'static str,
    /// What else would look like this, as a sentence.
    pub causes: &'static str,
    pub outcome: Outcome,
}

/// What came of asking.
pub(super) enum Outcome {
    Ran(Ran),
    /// Why it could not be asked, in a few words.
    Not(String),
}

/// A question that could be asked.
pub(super) struct Ran {
    /// How likely so much, in the direction asked about, is if nothing lies behind it, before other questions are
    /// counted.
    pub p: f64,
    /// What was seen, as a sentence without its stop.
    pub seen: String,
    /// How many numbers it rests on.
    pub n: usize,
}

/// The same asked of an arrangement that means nothing.
pub(super) struct Placebo {
    pub name: String,
    pub p: f64,
}

/// What the questions are asked of.
pub(super) struct Of<'a> {
    pub gathered: &'a Gathered,
    pub settings: &'a Settings,
    pub question: &'a Question,
}

/// The probability of so much in the direction asked about, from that of so much in either.
fn directed(either: f64, points: bool) -> f64 {
    if points { either / 2.0 } else { 1.0 - either / 2.0 }
}

impl Of<'_> {
    /// What shares are shares of, as a subject of which there are several.
    fn size_in_words(&self) -> String {
        let named = self.question.size_is.as_ref();
        named.map_or_else(|| "numbers".to_owned(), |it| format!("numbers of “{it}”"))
    }

    /// The same where more of the result is the direction that partners want; of either where nobody says which it is.
    fn wanted(&self, either: f64, more: f64) -> f64 {
        match self.question.better {
            Better::Higher => directed(either, more > 0.0),
            Better::Lower => directed(either, more < 0.0),
            Better::Neither => either,
        }
    }
}

/// Every question, asked or not, and the placebos.
pub(super) fn all(of: &Of<'_>) -> (Vec<Ask>, Vec<Placebo>) {
    let mut asked = vec![counts::last_digits(of), counts::repeats(of)];
    asked.extend(times::ends(of));
    asked.push(times::just_enough(of));
    asked.push(times::size_since(of));
    asked.push(beside::ratchet(of));
    let mut placebos = Vec::new();
    asked.push(beside::size(of, &mut placebos));
    for number in 0..of.gathered.beside.len() {
        if of.settings.target_in != Some(number) {
            asked.extend(beside::against(of, number, &mut placebos));
        }
    }
    (asked, placebos)
}

fn not(why: &str) -> Outcome {
    Outcome::Not(why.to_owned())
}
