//! How well a partnership foresees, in words.

use cm_learning::{Learning, Verdict};

#[cfg(test)]
mod tests;

/// How many judged forecasts it takes before anything is said of how sure people were.
const ENOUGH: usize = 10;
/// How far the number that came true may lie from the number expected, in standard deviations, and be put down to
/// chance.
const CHANCE: f64 = 2.0;

/// What came of the forecasts that were looked back at; a decision counts once, by its latest review.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Calibration {
    right: usize,
    wrong: usize,
    cannot_tell: usize,
    /// How sure people were of each forecast that came out right or wrong, as a share of 1.
    sure: Vec<f64>,
}

impl Calibration {
    pub(super) fn of(learning: &Learning) -> Self {
        let mut found = Self::default();
        for decided in &learning.decisions {
            let Some(review) = decided.reviews.last() else { continue };
            match review.it.verdict {
                Verdict::Right => found.right += 1,
                Verdict::Wrong => found.wrong += 1,
                Verdict::CannotTell => {
                    found.cannot_tell += 1;
                    continue;
                }
            }
            found
                .sure
                .push(f64::from(decided.decision.it.forecast.confidence) / 100.0);
        }
        found
    }

    /// Sentences; none while nothing was looked back at.
    pub(super) fn in_words(&self) -> Vec<String> {
        let reviewed = self.right + self.wrong + self.cannot_tell;
        if reviewed == 0 {
            return Vec::new();
        }
        let decisions = if reviewed == 1 {
            "decision was"
        } else {
            "decisions were"
        };
        let mut words = vec![format!(
            "{reviewed} {decisions} looked back at: the forecast was right in {}, wrong in {}, and in {} the evidence does \
             not say.",
            self.right, self.wrong, self.cannot_tell
        )];
        let judged = self.sure.len();
        if judged > 0 {
            words.push(self.compared(judged));
        }
        words
    }

    fn compared(&self, judged: usize) -> String {
        let expected: f64 = self.sure.iter().sum();
        let mean = expected / judged as f64;
        let stated = match judged {
            1 => format!("You had said you were {:.0}% sure.", mean * 100.0),
            _ => format!(
                "Of the {judged} that could be judged, {} came true; you had been {:.0}% sure on average.",
                self.right,
                mean * 100.0
            ),
        };
        if judged < ENOUGH {
            return format!("{stated} From {ENOUGH} judged forecasts on, this page says how the two compare.");
        }
        let spread = self.sure.iter().map(|it| it * (1.0 - it)).sum::<f64>().sqrt();
        let off = self.right as f64 - expected;
        let said = if off < -CHANCE * spread {
            "Fewer came true than you were sure of, by more than chance would explain: you are overconfident."
        } else if off > CHANCE * spread {
            "More came true than you were sure of, by more than chance would explain: you are underconfident."
        } else {
            "That is as close as chance allows: nothing here says you are over- or underconfident."
        };
        format!("{stated} {said}")
    }
}
