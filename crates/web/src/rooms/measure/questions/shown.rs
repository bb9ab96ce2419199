use cm_app::{Answered, Caller, Deed, QuestionState, TargetQuestion, View};
use cm_insight::{Insight, method};
use cm_kernel::{Id, title};
use cm_learning::AnswerOf;

use super::super::{Chosen, escape, partner_name};
use crate::figure::thousands;
use crate::rooms::learning::Names;
use crate::rooms::learning::claim::{self, ShownClaim};
use crate::words::date;

/// A question as its page shows it.
pub(crate) struct ShownQuestion {
    /// From 1, in the order of the page.
    pub(crate) number: usize,
    pub(crate) sentence: String,
    pub(crate) word: &'static str,
    pub(crate) mark: &'static str,
    /// How rare it would be by chance; empty where the method does not say.
    pub(crate) rare: String,
    pub(crate) causes: Vec<String>,
    /// The chart it rests on.
    pub(crate) chart: String,
    pub(crate) headline: String,
    /// Which method and how many readings.
    pub(crate) rests_on: String,
    pub(crate) answers: Vec<ShownAnswer>,
    /// Answers that newer ones took the place of.
    pub(crate) earlier: Vec<ShownAnswer>,
    /// Partners that have not answered.
    pub(crate) silent: Vec<String>,
    /// Where the reader answers.
    pub(crate) answer: String,
    /// Whether the reader's partner answered before.
    pub(crate) yours: bool,
}

/// What one partner says.
pub(crate) struct ShownAnswer {
    pub(crate) at: u64,
    pub(crate) partner: String,
    pub(crate) member: String,
    pub(crate) on: String,
    pub(crate) behind: &'static str,
    pub(crate) text: String,
    pub(crate) claim: Option<ShownClaim>,
    /// The decision that came of it: position and text.
    pub(crate) decision: Option<(u64, String)>,
    /// What changed since; empty when nothing did.
    pub(crate) since: &'static str,
    pub(crate) corrects: Option<u64>,
}

/// What a method found that asks nothing.
pub(crate) struct Quiet {
    pub(crate) headline: String,
    pub(crate) chart: String,
    pub(crate) method: String,
}

/// The word and the mark of where a question stands.
fn standing_words(state: QuestionState) -> (&'static str, &'static str) {
    match state {
        QuestionState::Open => ("Without an answer", "not-agreed"),
        QuestionState::LookAgain => ("Answered before the evidence changed", "suspended"),
        QuestionState::Answered => ("Answered", "granted"),
    }
}

/// What is needed to show questions and answers to a reader.
pub(crate) struct Asks<'r> {
    pub(crate) view: &'r View,
    pub(crate) names: &'r Names,
    pub(crate) caller: &'r Caller,
    /// Address of the measure.
    pub(crate) base: String,
    pub(crate) chosen: &'r Chosen,
}

impl<'r> Asks<'r> {
    pub(crate) fn of(view: &'r View, names: &'r Names, caller: &'r Caller, measure: &Id, chosen: &'r Chosen) -> Self {
        Self {
            view,
            names,
            caller,
            base: format!("/p/{}/measures/{measure}", caller.partnership),
            chosen,
        }
    }

    pub(crate) fn question(&self, number: usize, it: &TargetQuestion) -> ShownQuestion {
        let (word, mark) = standing_words(it.state());
        let shown = |of: &Answered| self.answer(&of.of, of.since.in_words());
        let corrected = it.answers.iter().filter(|it| !it.of.stands());
        let partners = self.view.framework.taking_part();
        let silent = partners.filter(|partner| it.of_partner(&partner.id).is_none());
        ShownQuestion {
            number,
            sentence: it.sentence.clone(),
            word,
            mark,
            rare: it.chance.map_or_else(String::new, rare),
            causes: it.causes.clone(),
            chart: self.chart(&it.insight),
            headline: it.insight.headline.clone(),
            rests_on: rests_on(&it.insight),
            answers: it.standing().map(shown).collect(),
            earlier: corrected.map(shown).collect(),
            silent: silent.map(|it| it.name.clone()).collect(),
            answer: self.address(it),
            yours: it.of_partner(&self.caller.partner).is_some(),
        }
    }

    pub(crate) fn quiet(&self, insight: &Insight) -> Quiet {
        Quiet {
            headline: insight.headline.clone(),
            chart: self.chart(insight),
            method: called(insight),
        }
    }

    pub(crate) fn answer(&self, of: &AnswerOf, since: &'static str) -> ShownAnswer {
        let said = &of.answer;
        let decision = said.it.decision.map(|at| {
            let found = self.view.learning.decision(at);
            let text = found.map_or_else(|| format!("Entry {at}"), |it| it.decision.it.text.clone());
            (at, text)
        });
        ShownAnswer {
            at: said.at,
            partner: partner_name(&self.view.framework, &said.partner),
            member: self.names.member(&said.member),
            on: date(said.received.date()),
            behind: said.it.behind.in_words(),
            text: said.it.text.clone(),
            claim: claim::shown(said.it.claim.as_ref()),
            decision,
            since,
            corrects: said.it.corrects,
        }
    }

    /// Where the question is answered; empty for a reader who may not.
    fn address(&self, it: &TargetQuestion) -> String {
        if !self.caller.may(Deed::Interpret) {
            return String::new();
        }
        let scope = self.chosen.query();
        let and = if scope.is_empty() { "?" } else { "&" };
        let (method, rule) = (escape(&it.insight.method), escape(&it.rule));
        format!("{}/questions/answer{scope}{and}method={method}&rule={rule}", self.base)
    }

    fn chart(&self, insight: &Insight) -> String {
        format!("{}{}", self.base, self.chosen.viewed(&insight.method).query())
    }
}

fn called(insight: &Insight) -> String {
    method(&insight.method).map_or_else(|| insight.method.clone(), |it| title(it.card()).to_owned())
}

fn rests_on(insight: &Insight) -> String {
    format!(
        "{}, version {}, on {} readings as known at entry {}",
        called(insight),
        insight.version,
        thousands(insight.rests_on.rows as u64),
        insight.rests_on.known_at
    )
}

/// How rare something is by chance, as people say it.
fn rare(chance: f64) -> String {
    let once_in = |times: f64| thousands(times.round() as u64);
    match chance {
        it if it < 0.001 => "Less than once in 1,000 times, if nothing were the matter".to_owned(),
        it if it < 0.5 => format!("About once in {} times, if nothing were the matter", once_in(1.0 / it)),
        _ => "More often than not, if nothing were the matter".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::rare;

    #[test]
    fn chances_are_said_in_times() {
        let said = |chance| rare(chance).split(',').next().unwrap_or_default().to_owned();
        assert!(rare(0.0).starts_with("Less than once in 1,000 times"));
        assert!(rare(0.001).starts_with("About once in 1,000 times"));
        assert_eq!(said(0.05), "About once in 20 times");
        assert_eq!(said(0.7), "More often than not");
    }
}
