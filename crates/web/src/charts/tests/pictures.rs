//! Drawings kept to the letter. After a change that is meant, look at the gallery
//! (`cargo run -p cm-web --example chart_gallery`), then run these tests with `BLESS_CHARTS=1`.

use std::path::Path;

use cm_insight::Insight;

use super::{Options, Width, fixtures, href, svg};

fn kept(name: &str, insight: &Insight, options: &Options<'_>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/charts/tests/pictures");
    let file = folder.join(format!("{name}.svg"));
    // One element a line, so that a difference can be read.
    let drawing = svg(insight, options).replace("><", ">\n<") + "\n";
    if std::env::var_os("BLESS_CHARTS").is_some() {
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(&file, &drawing).unwrap();
    }
    let before = std::fs::read_to_string(&file).unwrap_or_default();
    if let Some((line, (is, was))) = drawing
        .lines()
        .zip(before.lines())
        .enumerate()
        .find(|(_, (is, was))| is != was)
    {
        panic!("{name}.svg, line {}:\nis  {is}\nwas {was}", line + 1);
    }
    assert_eq!(drawing.lines().count(), before.lines().count(), "{name}.svg");
}

#[test]
fn a_process_chart_with_links() {
    kept(
        "process",
        &fixtures::concern(),
        &Options::new(Width::Desk, "rf4").linked(&href),
    );
}

#[test]
fn a_process_chart_for_a_phone() {
    kept(
        "process-phone",
        &fixtures::rebased(),
        &Options::new(Width::Phone, "calls"),
    );
}

#[test]
fn stepped_limits_and_times_between_events() {
    kept("stepped", &fixtures::stepped(), &Options::new(Width::Desk, "stepped"));
    kept(
        "left-out",
        &fixtures::left_out(),
        &Options::new(Width::Desk, "left-out"),
    );
    kept("events", &fixtures::events(), &Options::new(Width::Phone, "events"));
}

#[test]
fn a_funnel_as_a_file() {
    kept(
        "funnel",
        &fixtures::funnel(137),
        &Options::new(Width::Full, "places").standalone(),
    );
}

#[test]
fn ranks() {
    kept("ranks", &fixtures::ranks(13), &Options::new(Width::Desk, "ranks"));
}

#[test]
fn a_threshold() {
    kept("threshold", &fixtures::threshold(), &Options::new(Width::Phone, "line"));
}

#[test]
fn intervals() {
    kept("gaps", &fixtures::gaps(), &Options::new(Width::Desk, "gaps"));
    kept("ratios", &fixtures::ratios(), &Options::new(Width::Phone, "ratios"));
}

#[test]
fn lines() {
    kept("segmented", &fixtures::segmented(), &Options::new(Width::Desk, "lines"));
}
