#![doc = include_str!("card.md")]

pub(crate) mod ranked;
pub(crate) mod sentences;
pub(crate) mod settings;

#[cfg(test)]
mod tests;

use cm_framework::Motive;
use cm_kernel::{Absence, Card, Reading, Refusal};
use cm_numeric::funnel::{Plan as Compare, Scale, compare};
use cm_numeric::interval::wilson;
use cm_numeric::ranks::{Chance, CountPlan, RankSet, from_counts, rank_sets};

use self::ranked::{FEWEST, Kind, Place, Ranked, not_too_many, sign};
use self::settings::{CHANCES, CORRECTION, Chosen, DRAWS, ENDS, FEW, FIGURE, INTERVAL, LEVEL, SEED, STEPDOWN, no_such};
use super::Method;
use crate::shares::{Share, Shares};
use crate::{Chart, Insight, Parameter, Question, Readings, Shape, Topic, Worked};

/// Places with the interval their rank lies in.
pub struct Ranks;

impl Method for Ranks {
    fn name(&self) -> &'static str {
        "ranks"
    }

    fn version(&self) -> &'static str {
        "2"
    }

    fn card(&self) -> Card {
        include_str!("card.md")
    }

    fn form(&self) -> &'static str {
        "observation"
    }

    fn shape(&self) -> Shape {
        Shape::OneReadingAPlace
    }

    fn topic(&self) -> Topic {
        Topic::BetweenPlaces
    }

    fn motive(&self) -> Motive {
        Motive::Ranking
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[
            FIGURE, INTERVAL, LEVEL, ENDS, FEW, CHANCES, STEPDOWN, CORRECTION, DRAWS, SEED,
        ]
    }

    fn find(&self, readings: &Readings, question: &Question) -> Result<Insight, Refusal> {
        // What was set is looked at before the readings are.
        Chosen::of(question, FEWEST)?;
        let sign = sign(question)?;
        let ranked = match question.setting(&FIGURE) {
            "count" => counted(readings, question, sign)?,
            _ => shared(readings, question, sign)?,
        };
        Ok(insight(self, readings, &ranked.in_order(sign)))
    }

    fn worked(&self) -> Worked {
        Worked {
            csv: include_str!("worked.csv"),
            settings: &[],
            answer: include_str!("worked.txt"),
        }
    }
}

/// What a method of ranks found.
pub(crate) fn insight(method: &dyn Method, readings: &Readings, ranked: &Ranked<'_>) -> Insight {
    let question = ranked.question;
    let when = readings
        .span()
        .map_or_else(String::new, |(_, last)| format!("to {}", last.in_words()));
    Insight {
        method: method.name().to_owned(),
        version: method.version().to_owned(),
        settings: question.settled(method.parameters()),
        headline: sentences::headline(ranked),
        subtitle: question.subtitle(&when),
        findings: sentences::findings(ranked),
        figures: sentences::figures(ranked),
        chart: Chart::Ranks(ranked.chart()),
        spoken: sentences::spoken(ranked),
        table: sentences::table(ranked),
        rests_on: readings.rests_on().clone(),
        protection: None,
    }
}

fn shared<'q>(readings: &Readings, question: &'q Question, sign: f64) -> Result<Ranked<'q>, Refusal> {
    let shares = Shares::of(readings, question, FEWEST)?;
    not_too_many(shares.places.len())?;
    let chosen = Chosen::of(question, shares.places.len())?;
    let estimates: Vec<f64> = shares.places.iter().map(|it| it.value() * sign).collect();
    let errors: Vec<f64> = shares.places.iter().map(error).collect();
    let sets = rank_sets(&estimates, &errors, &chosen.plan).ok_or_else(super::undefined)?;
    let chances = chosen.chances(&estimates, &errors)?;
    Ok(Ranked {
        question,
        chosen,
        kind: Kind::Shares,
        phi: phi(&shares),
        left_out: shares.caution(),
        places: placed(&shares.places, sets, chances)?,
    })
}

fn placed(shares: &[Share], sets: Vec<RankSet>, chances: Vec<Option<Chance>>) -> Result<Vec<Place>, Refusal> {
    let place = |((share, ranks), chance): ((&Share, RankSet), Option<Chance>)| {
        Ok(Place {
            name: share.place.clone(),
            value: share.value(),
            interval: wilson(share.count, share.total, 0.95).ok_or_else(super::undefined)?,
            counts: Some((share.count, share.total)),
            ranks,
            chance,
            at: share.at,
        })
    };
    shares.iter().zip(sets).zip(chances).map(place).collect()
}

/// How often each place came up, and what is absent.
type Tally = (Vec<Share>, Vec<(Absence, usize)>);

/// How often each place came up among all, and how many have no count and why.
fn tallied(readings: &Readings) -> Result<Tally, Refusal> {
    let mut shares: Vec<Share> = Vec::new();
    let mut absent: Vec<(Absence, usize)> = Vec::new();
    for (place, point) in readings.one_a_place()? {
        match point.reading {
            Reading::Value(count) if count >= 0.0 && count.fract() == 0.0 && count < 9e15 => shares.push(Share {
                place: place.to_owned(),
                count,
                total: 0.0,
                at: point.at,
            }),
            Reading::Absent(absence) => match absent.iter_mut().find(|(it, _)| *it == absence) {
                Some((_, number)) => *number += 1,
                None => absent.push((absence, 1)),
            },
            Reading::Value(_) | Reading::Ratio { .. } => return Err(not_a_count()),
        }
    }
    not_too_many(shares.len())?;
    let total: f64 = shares.iter().map(|it| it.count).sum();
    if shares.len() < FEWEST || total <= 0.0 {
        return Err(Refusal::new(
            "insight/too-few-places",
            format!(
                "{} with a count cannot be ranked; it takes {FEWEST}, and one that came up.",
                shares.len()
            ),
            "Ask about more places or a longer time.",
        ));
    }
    shares.iter_mut().for_each(|it| it.total = total);
    Ok((shares, absent))
}

/// Ranks of how often each came up among all.
fn counted<'q>(readings: &Readings, question: &'q Question, sign: f64) -> Result<Ranked<'q>, Refusal> {
    let (shares, absent) = tallied(readings)?;
    let chosen = Chosen::of(question, shares.len())?;
    if chosen.chances {
        return Err(no_such(
            question,
            &CHANCES,
            "Counts are ranked exactly and have no errors to draw from; leave it out.",
        ));
    }
    // Where less is better, the ranks are those of the mirror.
    let counts: Vec<u64> = shares.iter().map(|it| it.count as u64).collect();
    let (all, turned) = (counts.len(), sign < 0.0);
    let plan = CountPlan {
        confidence: chosen.plan.confidence,
        ends: if turned {
            other_end(chosen.plan.ends)
        } else {
            chosen.plan.ends
        },
        level: chosen.plan.level,
        correction: chosen.correction,
    };
    let mut sets = from_counts(&counts, &plan).ok_or_else(super::undefined)?;
    if turned {
        for (set, count) in sets.iter_mut().zip(&counts) {
            *set = RankSet {
                rank: 1 + counts.iter().filter(|other| *other < count).count(),
                best: all + 1 - set.worst,
                worst: all + 1 - set.best,
            };
        }
    }
    Ok(Ranked {
        question,
        chosen,
        kind: Kind::Counts,
        phi: None,
        left_out: sentences::left_out(&absent),
        places: placed(&shares, sets, vec![None; all])?,
    })
}

fn other_end(ends: cm_numeric::ranks::Ends) -> cm_numeric::ranks::Ends {
    use cm_numeric::ranks::Ends;
    match ends {
        Ends::Both => Ends::Both,
        Ends::Best => Ends::Worst,
        Ends::Worst => Ends::Best,
    }
}

/// The standard error of a share with two added on either side.
pub(crate) fn error(share: &Share) -> f64 {
    let total = share.total + 4.0;
    let p = (share.count + 2.0) / total;
    (p * (1.0 - p) / total).sqrt()
}

/// How many times as much places scatter as chance would make them.
pub(crate) fn phi(shares: &Shares) -> Option<f64> {
    let counts: Vec<f64> = shares.places.iter().map(|it| it.count).collect();
    let totals: Vec<f64> = shares.places.iter().map(|it| it.total).collect();
    compare(&counts, &totals, &Compare::of(Scale::Share)).map(|it| it.phi)
}

fn not_a_count() -> Refusal {
    Refusal::new(
        "insight/not-a-count",
        "These readings are not whole numbers of how often each came up.",
        "Bring counts without a denominator, or rank shares with `figure` set to `share`.",
    )
}
