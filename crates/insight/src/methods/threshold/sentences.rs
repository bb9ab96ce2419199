use cm_numeric::bunching::Window;
use cm_numeric::density::Jump;

use super::{Asked, RARE, TOLD, WIDTHS};
use crate::question::{not_minus_nought, thousands};
use crate::words::count;
use crate::{Figure, Finding, Table, Weight};

/// Standard errors either side of a normal estimate that hold 95%.
const SEEN_IN_95: f64 = 1.959_963_984_540_054;

/// The line as a person reads it, with no more decimals than it has.
fn line(share: f64) -> String {
    let text = format!("{:.4}", share * 100.0);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

fn points(width: f64) -> String {
    let text = format!("{:.2}", width * 100.0);
    format!("{} percentage point", text.trim_end_matches('0'))
}

fn p_in_words(p: Option<f64>) -> String {
    match p {
        Some(p) if p < 0.001 => "under 0.001".to_owned(),
        Some(p) => format!("{p:.3}"),
        None => "none".to_owned(),
    }
}

pub(super) fn headline(asked: &Asked<'_>) -> String {
    let here = asked.here().any(Asked::stands_out);
    let elsewhere = asked.windows.iter().any(|it| it.placebo && Asked::stands_out(it));
    match (here, elsewhere) {
        (true, false) => format!("More results than expected just past {}", line(asked.line)),
        (true, true) => format!("Results crowd past {} and past other lines", line(asked.line)),
        (false, _) => format!("No crowd of results just past {}", line(asked.line)),
    }
}

pub(super) fn findings(asked: &Asked<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let outstanding = asked.here().filter(|it| Asked::stands_out(it)).min_by(|a, b| {
        let p = |it: &Window| it.adjusted.unwrap_or(1.0);
        p(a).total_cmp(&p(b))
    });
    match outstanding.or_else(|| asked.told()) {
        Some(window) if Asked::stands_out(window) => found.extend([question(asked, window), causes()]),
        Some(window) => found.push(steady(asked, window)),
        None => {}
    }
    found.extend(curve(asked));
    found.extend(density(asked));
    found.push(looks(asked));
    found.extend(coarse(asked));
    let reach = "This is about all readings together; it says nothing of any one place.";
    found.push(Finding::new(Weight::Caution, "all-together", reach));
    found
}

fn split(asked: &Asked<'_>, window: &Window) -> String {
    format!(
        "Within {} of {}, {} just short of it and {} it",
        points(window.width),
        line(asked.line),
        count(window.below as usize, "reading falls", "readings fall"),
        if window.above == 1 {
            "1 just reaches".to_owned()
        } else {
            format!("{} just reach", thousands(window.above as f64))
        },
    )
}

fn question(asked: &Asked<'_>, window: &Window) -> Finding {
    let sentence = format!(
        "{}, where an even split would be expected (adjusted p {}): what lies behind it?",
        split(asked, window),
        p_in_words(window.adjusted)
    );
    let finding = Finding::new(Weight::Question, "just-past-the-line", sentence);
    match window.adjusted {
        Some(chance) => finding.with_chance(chance),
        None => finding,
    }
}

fn causes() -> Finding {
    let sentence = "Extra effort near the line, checking that stops once it is met, rounding, a line drawn where \
                    results already were, and changes in who is counted or how would all look like this.";
    Finding::new(Weight::Question, "causes", sentence)
}

fn steady(asked: &Asked<'_>, window: &Window) -> Finding {
    let sentence = match window.p {
        Some(_) => format!(
            "{}: no more than an even split makes likely (adjusted p {}).",
            split(asked, window),
            p_in_words(window.adjusted)
        ),
        None => format!(
            "No reading lies within {} of {}.",
            points(window.width),
            line(asked.line)
        ),
    };
    Finding::new(Weight::Steady, "", sentence)
}

fn curve(asked: &Asked<'_>) -> Option<Finding> {
    let excess = asked.excess.as_ref()?;
    let size = thousands((excess.excess.abs() * 10.0).round() / 10.0);
    let sentence = format!(
        "In the first half point past the line lie {size} readings {} than a smooth curve through the readings further \
         away expects{}.",
        if excess.excess < 0.0 { "fewer" } else { "more" },
        match interval(asked) {
            Some((low, high)) => {
                let whole = |it: f64| not_minus_nought(format!("{it:.0}"));
                let (from, to) = (whole(low), whole(high));
                format!(" (95% interval {from} to {to} more: {})", what_of_nought(low, high))
            }
            None => String::new(),
        }
    );
    Some(Finding::new(Weight::Steady, "curve", sentence))
}

fn density(asked: &Asked<'_>) -> Option<Finding> {
    let jump = asked.jump.as_ref()?;
    let others = asked.jumps_beside.iter().filter(|it| it.p < RARE).count();
    let differs = match jump.p < RARE {
        true if jump.z > 0.0 => "lie more densely just past the line than just short of it",
        true => "lie less densely just past the line than just short of it",
        false => "lie no more densely on one side of the line than chance makes likely",
    };
    // Where less is better everything was looked at in a mirror.
    let (below, above) = match asked.side < 0.0 {
        true => (jump.reach.above, jump.reach.below),
        false => (jump.reach.below, jump.reach.above),
    };
    let sentence = format!(
        "Followed up to the line from either side, readings {differs} (p {}, not adjusted; over {:.1} points below and \
         {:.1} above). The same test finds a jump at {} of {}.",
        p_in_words(Some(jump.p)),
        below * 100.0,
        above * 100.0,
        match others {
            0 => "none".to_owned(),
            others => others.to_string(),
        },
        count(
            asked.jumps_beside.len(),
            "line that means nothing",
            "lines that mean nothing"
        )
    );
    Some(Finding::new(Weight::Steady, "density", sentence))
}

/// Where the excess lies when the misses about the curve are drawn anew.
fn interval(asked: &Asked<'_>) -> Option<(f64, f64)> {
    asked
        .redrawn
        .map(|it| it.interval)
        .filter(|(low, high)| low.is_finite() && high.is_finite())
}

fn what_of_nought(low: f64, high: f64) -> &'static str {
    match low > 0.0 || high < 0.0 {
        true => "chance alone does not make that likely",
        false => "it may be chance",
    }
}

fn looks(asked: &Asked<'_>) -> Finding {
    let placebos: Vec<&Window> = asked.windows.iter().filter(|it| it.placebo).collect();
    let out = placebos
        .iter()
        .filter(|it| it.adjusted.is_some_and(|p| p < RARE))
        .count();
    let sentence = format!(
        "{} were looked at, {} of them at lines that mean nothing, and p is adjusted for all; of those at other lines {} \
         unevenly split.",
        count(asked.windows.len(), "window", "windows"),
        placebos.len(),
        if out == 0 {
            "none is".to_owned()
        } else {
            count(out, "is", "are")
        }
    );
    Finding::new(Weight::Caution, "many-looks", sentence)
}

/// Shares out of few can only take values far apart, so that they crowd by arithmetic alone.
fn coarse(asked: &Asked<'_>) -> Option<Finding> {
    let near = |it: &&super::Share| (it.value - asked.line).abs() <= TOLD;
    let near: Vec<_> = asked.shares.iter().filter(near).collect();
    let coarse = near
        .iter()
        .filter(|it| it.total.is_some_and(|total| total * TOLD < 1.0))
        .count();
    if coarse == 0 {
        return None;
    }
    let sentence = format!(
        "{} of the {} within {} of the line are out of fewer than 1,000, so they can only take values further apart than \
         that.",
        coarse,
        count(near.len(), "reading", "readings"),
        points(TOLD)
    );
    Some(Finding::new(Weight::Caution, "coarse", sentence))
}

fn of_all(asked: &Asked<'_>, name: &str, unit: &str, value: Option<f64>, statement: String) -> Figure {
    Figure {
        name: name.to_owned(),
        statement,
        value: value.filter(|it| it.is_finite()),
        lower: None,
        upper: None,
        unit: unit.to_owned(),
        n: Some(asked.shares.len() as f64),
    }
}

pub(super) fn figures(asked: &Asked<'_>) -> Vec<Figure> {
    let figure = |name: &str, unit: &str, value, statement| of_all(asked, name, unit, value, statement);
    let told = asked.told();
    let (below, above) = (told.map(|it| it.below as f64), told.map(|it| it.above as f64));
    let said = |number: Option<f64>, what: &str| {
        format!(
            "{} {what} {} within {}.",
            thousands(number.unwrap_or_default()),
            line(asked.line),
            points(TOLD)
        )
    };
    let mut figures = vec![
        figure("just-below", "readings", below, said(below, "just short of")),
        figure("just-past", "readings", above, said(above, "at or just past")),
        figure(
            "adjusted-p",
            "probability",
            told.and_then(|it| it.adjusted),
            match told.and_then(|it| it.adjusted) {
                Some(p) => format!(
                    "An even split would look as uneven as this with probability {}, adjusted for {} looks.",
                    p_in_words(Some(p)),
                    asked.windows.iter().filter(|it| it.p.is_some()).count()
                ),
                None => "No reading lies that close to the line.".to_owned(),
            },
        ),
    ];
    if let Some(excess) = &asked.excess {
        let mut it = figure(
            "excess",
            "readings",
            Some(excess.excess),
            format!(
                "{} more readings in the first half point past the line than a smooth curve expects.",
                not_minus_nought(format!("{:.1}", excess.excess))
            ),
        );
        (it.lower, it.upper) = interval(asked).unzip();
        figures.push(it);
    }
    figures.extend(asked.jump.iter().flat_map(|jump| of_density(asked, jump)));
    figures
}

/// The jump of density at the line, and how likely one so large would be without it.
fn of_density(asked: &Asked<'_>, jump: &Jump) -> [Figure; 2] {
    let each = asked.shares.len() as f64 * TOLD;
    // Near an edge a fitted density may come out a little below nought.
    let dense = |density: f64| thousands((density * each).round().max(0.0));
    let statement = format!(
        "Followed up to the line, about {} readings lie in the tenth of a point just past it and {} in that just \
         short of it.",
        dense(jump.above),
        dense(jump.below)
    );
    let size = (jump.above - jump.below) * each;
    let mut it = of_all(asked, "density-jump", "readings", Some(size), statement);
    let either_side = SEEN_IN_95 * jump.error * each;
    (it.lower, it.upper) = (Some(size - either_side), Some(size + either_side));
    let said = format!(
        "Without a jump, so large a difference of density has probability {}.",
        p_in_words(Some(jump.p))
    );
    [it, of_all(asked, "density-p", "probability", Some(jump.p), said)]
}

pub(super) fn spoken(asked: &Asked<'_>) -> String {
    let told = asked.told();
    format!(
        "How {} lie about {}, in steps of 0.1 percentage point. In the step just short of it there are {}, and in the \
         step that reaches it {}.",
        count(asked.shares.len(), "reading", "readings"),
        line(asked.line),
        told.map_or(0, |it| it.below),
        told.map_or(0, |it| it.above)
    )
}

pub(super) fn table(asked: &Asked<'_>) -> Table {
    let columns = [
        "Line",
        "Within (percentage points)",
        "Just short",
        "Just past",
        "p",
        "Adjusted p",
        "What the line is",
    ];
    let mut windows: Vec<&Window> = asked.windows.iter().collect();
    windows.sort_by(|a, b| {
        let place = |it: &Window| WIDTHS.iter().position(|width| *width == it.width);
        (a.placebo, place(a))
            .cmp(&(b.placebo, place(b)))
            .then((a.threshold * asked.side).total_cmp(&(b.threshold * asked.side)))
    });
    let row = |it: &&Window| {
        vec![
            line(it.threshold * asked.side),
            points(it.width).trim_end_matches(" percentage point").to_owned(),
            it.below.to_string(),
            it.above.to_string(),
            p_in_words(it.p),
            p_in_words(it.adjusted),
            if it.placebo { "means nothing" } else { "asked about" }.to_owned(),
        ]
    };
    Table {
        columns: columns.map(str::to_owned).to_vec(),
        rows: windows.iter().map(row).collect(),
        at: vec![None; windows.len()],
    }
}
