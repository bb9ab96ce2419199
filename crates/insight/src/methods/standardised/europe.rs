//! The standard population of Europe.

use cm_kernel::Refusal;

use crate::counted::Ages;

/// First birthdays of the bands, and how many of 100,000 are in each; the last is open.
///
/// Source: Eurostat (2013), Revision of the European Standard Population.
const EUROPE: [(f64, f64); 21] = [
    (0.0, 1000.0),
    (1.0, 4000.0),
    (5.0, 5500.0),
    (10.0, 5500.0),
    (15.0, 5500.0),
    (20.0, 6000.0),
    (25.0, 6000.0),
    (30.0, 6500.0),
    (35.0, 7000.0),
    (40.0, 7000.0),
    (45.0, 7000.0),
    (50.0, 7000.0),
    (55.0, 6500.0),
    (60.0, 6000.0),
    (65.0, 5500.0),
    (70.0, 5000.0),
    (75.0, 4000.0),
    (80.0, 2500.0),
    (85.0, 1500.0),
    (90.0, 800.0),
    (95.0, 200.0),
];

/// How many of 100,000 each band holds; each must begin and end where one of Europe's does.
pub(super) fn weights(ages: &Ages) -> Result<Vec<f64>, Refusal> {
    let begins = |age: f64| EUROPE.iter().any(|(start, _)| *start == age);
    let weight = |(name, age): &(String, crate::counted::Age)| {
        if !begins(age.start) || age.end.is_some_and(|end| !begins(end)) {
            return Err(Refusal::new(
                "insight/not-age-bands",
                format!("Europe's standard population has no band that begins or ends where `{name}` does."),
                "Gather by bands of five years (`0-4` to `90+`), or set the population to `all-places`.",
            ));
        }
        let within = |start: f64| start >= age.start && age.end.is_none_or(|end| start < end);
        Ok(EUROPE
            .iter()
            .filter(|(start, _)| within(*start))
            .map(|(_, of)| of)
            .sum())
    };
    ages.bands.iter().map(weight).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: &[&str]) -> Result<Vec<f64>, Refusal> {
        let names: Vec<String> = names.iter().map(|it| (*it).to_owned()).collect();
        weights(&Ages::read(&names).unwrap())
    }

    #[test]
    fn the_whole_of_europe_is_a_hundred_thousand() {
        assert_eq!(EUROPE.iter().map(|it| it.1).sum::<f64>(), 100_000.0);
        assert_eq!(of(&["0-14", "15-64", "65+"]).unwrap(), [16_000.0, 64_500.0, 19_500.0]);
        assert_eq!(of(&["85-89", "90+"]).unwrap(), [1500.0, 1000.0]);
        assert_eq!(of(&["under 1", "1-4"]).unwrap(), [1000.0, 4000.0]);
    }

    #[test]
    fn bands_across_europes_are_refused() {
        assert_eq!(of(&["0-17", "18+"]).unwrap_err().code, "insight/not-age-bands");
    }
}
