use super::{Asked, Battery, RARE, RAREST};
use crate::change::p_in_words;
use crate::question::thousands;
use crate::words::{count, listed};
use crate::{Figure, Finding, Table, Weight};

/// `1 in 40`, said of what is left once every question is counted.
pub(super) fn rarity(asked: &Asked) -> String {
    match asked.one_in() {
        it if it >= RAREST => format!("rarer than 1 in {}", thousands(RAREST)),
        it if it < 2.0 => "ordinary".to_owned(),
        it => format!("1 in {}", thousands(it.floor())),
    }
}

pub(super) fn headline(battery: &Battery) -> String {
    let all = count(battery.asked.len(), "question", "questions");
    match battery.raised().count() {
        0 => format!("None of {all} about the numbers stands out"),
        1 => format!("1 of {all} about the numbers wants an answer"),
        some => format!("{some} of {all} about the numbers want answers"),
    }
}

pub(super) fn findings(battery: &Battery) -> Vec<Finding> {
    let mut found = Vec::new();
    for it in battery.raised() {
        let sentence = format!(
            "{} (adjusted p {}): {}",
            it.ran.seen,
            p_in_words(it.adjusted),
            it.ask.asks
        );
        found.push(Finding::new(Weight::Question, &it.ask.rule, sentence).with_chance(it.adjusted));
        found.push(Finding::new(Weight::Question, "causes", it.ask.causes));
    }
    let quiet = battery.asked.iter().filter(|it| !it.raised());
    found.extend(quiet.map(|it| {
        let p = p_in_words(it.adjusted);
        let sentence = format!("{}: no more than chance makes likely (adjusted p {p}).", it.ran.seen);
        Finding::new(Weight::Steady, &it.ask.rule, sentence).with_chance(it.adjusted)
    }));
    found.push(looks(battery));
    found.extend(placebos(battery));
    found.extend(not_asked(battery));
    let reach = "This is about all readings together; it says nothing of any one place, and of nobody's intention.";
    found.push(Finding::new(Weight::Caution, "all-together", reach));
    found
}

fn looks(battery: &Battery) -> Finding {
    let sentence = format!(
        "{} and each p is adjusted for all of them, so that of those put to partners at most about 1 in 20 is luck.",
        match battery.asked.len() {
            1 => "1 question could be asked,".to_owned(),
            several => format!("{several} questions were asked,"),
        }
    );
    Finding::new(Weight::Caution, "many-looks", sentence)
}

fn placebos(battery: &Battery) -> Option<Finding> {
    if battery.placebos.is_empty() {
        return None;
    }
    let rare: Vec<String> = battery
        .placebos
        .iter()
        .filter(|it| it.p < RARE)
        .map(|it| format!("{} (p {})", it.name, p_in_words(it.p)))
        .collect();
    let asked = count(
        battery.placebos.len(),
        "question that should find nothing was asked too",
        "questions that should find nothing were asked too",
    );
    let sentence = match rare.is_empty() {
        true => format!("{asked}, with results moved half their time away: nothing was found."),
        false => format!(
            "{asked}, with results moved half their time away: {} found something all the same, so what is beside it \
             needs care.",
            listed(&rare)
        ),
    };
    Some(Finding::new(Weight::Caution, "placebos", sentence))
}

fn not_asked(battery: &Battery) -> Option<Finding> {
    if battery.not.is_empty() {
        return None;
    }
    let each = |(name, why): &(String, String)| format!("{name} ({why})");
    let named: Vec<String> = battery.not.iter().map(each).collect();
    let sentence = format!("Not asked: {}.", named.join("; "));
    Some(Finding::new(Weight::Caution, "not-asked", sentence))
}

pub(super) fn figures(battery: &Battery) -> Vec<Figure> {
    let figure = |it: &Asked| Figure {
        name: it.ask.rule.clone(),
        statement: format!("{} (adjusted p {}).", it.ran.seen, p_in_words(it.adjusted)),
        value: Some(it.adjusted),
        lower: None,
        upper: None,
        unit: "probability".to_owned(),
        n: Some(it.ran.n as f64),
    };
    battery.asked.iter().map(figure).collect()
}

pub(super) fn spoken(battery: &Battery) -> String {
    let rarest: Vec<String> = battery
        .raised()
        .map(|it| format!("{}: {}", it.ask.name, rarity(it)))
        .collect();
    format!(
        "How rare what was seen would be if nothing lay behind it, for {} asked of {}. {}",
        count(battery.asked.len(), "question", "questions"),
        count(battery.readings, "reading", "readings"),
        match rarest.is_empty() {
            true => "None is rarer than 1 in 20.".to_owned(),
            false => format!("Put to partners are {}.", listed(&rarest)),
        }
    )
}

pub(super) fn table(battery: &Battery) -> Table {
    let columns = [
        "Question",
        "What was seen",
        "Numbers it rests on",
        "p",
        "Adjusted p",
        "Put to partners",
        "What else would look like this",
    ];
    let asked = battery.asked.iter().map(|it| {
        vec![
            it.ask.name.clone(),
            it.ran.seen.clone(),
            it.ran.n.to_string(),
            p_in_words(it.ran.p),
            p_in_words(it.adjusted),
            if it.raised() { "yes" } else { "no" }.to_owned(),
            it.ask.causes.to_owned(),
        ]
    });
    let not = battery.not.iter().map(|(name, why)| {
        let said = format!("not asked: {why}");
        vec![
            name.clone(),
            said,
            String::new(),
            String::new(),
            String::new(),
            "no".to_owned(),
            String::new(),
        ]
    });
    let placebos = battery.placebos.iter().map(|it| {
        let what = "should find nothing: results are moved half their time away".to_owned();
        let name = it.name.clone();
        vec![
            name,
            what,
            String::new(),
            p_in_words(it.p),
            String::new(),
            "no".to_owned(),
            String::new(),
        ]
    });
    let rows: Vec<Vec<String>> = asked.chain(not).chain(placebos).collect();
    Table {
        columns: columns.map(str::to_owned).to_vec(),
        at: vec![None; rows.len()],
        rows,
    }
}
