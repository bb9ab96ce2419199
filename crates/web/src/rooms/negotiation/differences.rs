use cm_framework::Measure;

/// One part of a definition that changes.
pub(crate) struct Difference {
    pub(crate) part: &'static str,
    pub(crate) before: String,
    pub(crate) after: String,
}

/// Where two definitions of a measure differ.
pub(crate) fn differences(before: &Measure, after: &Measure) -> Vec<Difference> {
    let minutes = |it: &Measure| format!("{} minutes a return", it.burden_minutes);
    let groups = |it: &Measure| it.groups_are.clone().unwrap_or_else(|| "only everybody".to_owned());
    let out_of = |it: &Measure| it.denominator.clone().unwrap_or_default();
    let parts = [
        ("Name", before.title.clone(), after.title.clone()),
        ("Question", before.question.clone(), after.question.clone()),
        ("Counts", before.numerator.clone(), after.numerator.clone()),
        ("Out of", out_of(before), out_of(after)),
        ("About", before.population.clone(), after.population.clone()),
        ("Population groups", groups(before), groups(after)),
        ("Burden", minutes(before), minutes(after)),
        (
            "Could go wrong",
            before.could_go_wrong.clone(),
            after.could_go_wrong.clone(),
        ),
        ("Source", before.source.clone(), after.source.clone()),
    ];
    let changed = parts.into_iter().filter(|(_, before, after)| before != after);
    let difference = |(part, before, after)| Difference { part, before, after };
    changed.map(difference).collect()
}
