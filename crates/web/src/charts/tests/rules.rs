//! The rules, each looked for in every chart at every width.

use super::super::svg::{BAND, BLUE, GRID, INK, LIMIT, ORANGE, PINK, QUIET, SOFT};
use super::xml::{Element, read};
use super::{Options, drawings, every_chart, words};

fn each(mut check: impl FnMut(&str, &Options<'_>, &str, &[Element])) {
    for (name, insight) in every_chart() {
        for (options, drawing) in drawings(&insight) {
            let elements = read(&drawing).unwrap_or_else(|why| panic!("{name}: {why}"));
            let name = format!("{name} at {:?}, standalone {}", options.width, options.standalone);
            check(&name, &options, &drawing, &elements);
        }
    }
}

#[test]
fn no_style_script_or_turned_words() {
    each(|name, _, drawing, elements| {
        for element in elements {
            assert!(
                !matches!(element.name.as_str(), "style" | "script" | "image" | "use"),
                "{name}"
            );
            for (key, value) in &element.own {
                assert!(key != "style" && !key.starts_with("on"), "{name}: {key}");
                assert!(!value.contains("rotate"), "{name}: {value}");
            }
        }
        assert!(!drawing.contains("NaN") && !drawing.contains("inf"), "{name}");
    });
}

#[test]
fn a_picture_has_a_name_and_a_description_and_a_linked_chart_hides_no_link() {
    each(|name, options, _, elements| {
        let root = &elements[0];
        let links: Vec<&Element> = elements.iter().filter(|it| it.name == "a").collect();
        if links.is_empty() {
            assert_eq!(root.own("role"), Some("img"), "{name}");
            assert_eq!(root.own("aria-labelledby"), Some("c-t c-d"), "{name}");
        } else {
            assert!(options.has_links(), "{name}");
            assert_eq!(root.own("role"), Some("group"), "{name}");
            assert_eq!(root.own("aria-describedby"), Some("c-d"), "{name}");
        }
        for link in links {
            assert!(link.attribute("aria-hidden").is_none(), "{name}");
            assert!(
                link.own("href").is_some_and(|it| it.starts_with("/p/riverside/")),
                "{name}"
            );
        }
        let titles: Vec<&Element> = elements
            .iter()
            .filter(|it| matches!(it.name.as_str(), "title" | "desc"))
            .collect();
        assert!(titles.iter().all(|it| !it.text.trim().is_empty()), "{name}");
        let mut ids: Vec<&str> = elements.iter().filter_map(|it| it.own("id")).collect();
        assert!(ids.iter().all(|it| it.starts_with("c-")), "{name}");
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{name}");
    });
}

#[test]
fn the_tab_key_stops_only_at_what_stands_out_and_far_enough_apart() {
    each(|name, options, _, elements| {
        let stops: Vec<&Element> = elements
            .iter()
            .filter(|it| it.name == "a" && it.own("tabindex").is_none())
            .collect();
        let most = if name.starts_with("ranks-13 ") { 13 } else { 8 };
        assert!(stops.len() <= most, "{name}: {}", stops.len());
        let process = ["level", "concern", "rebased", "counts", "stepped", "events", "days"]
            .iter()
            .any(|it| name.starts_with(it));
        assert_eq!(process && options.has_links(), process && !stops.is_empty(), "{name}");
    });
}

#[test]
fn words_are_large_enough_inside_the_drawing_and_never_on_each_other() {
    each(|name, options, _, elements| {
        let root = &elements[0];
        let view: Vec<f64> = root
            .own("viewBox")
            .unwrap()
            .split(' ')
            .map(|it| it.parse().unwrap())
            .collect();
        let margin = if options.standalone { 16.0 } else { 0.0 };
        let shrunk = f64::from(options.width.narrowest()) / f64::from(options.width.units());
        let texts: Vec<&Element> = elements.iter().filter(|it| it.name == "text").collect();
        for text in &texts {
            assert!(
                text.number("font-size") * shrunk >= 12.0 - 1e-9,
                "{name}: {}",
                text.text
            );
            let area = words(text);
            assert!(
                area.left >= -1.0 && area.right <= view[2] - 2.0 * margin + 1.0,
                "{name}: {} {area:?}",
                text.text
            );
            assert!(area.bottom <= view[3], "{name}: {}", text.text);
        }
        // A headline of a file stands in a group of its own, above everything else.
        let body: Vec<(&Element, _)> = texts
            .iter()
            .filter(|it| !options.standalone || it.inside.iter().filter(|it| *it == "g").count() > 1)
            .map(|it| (*it, words(it)))
            .collect();
        for (at, (text, area)) in body.iter().enumerate() {
            for (other, taken) in &body[at + 1..] {
                let heading = text.number("font-size") != other.number("font-size");
                assert!(
                    heading || !area.meets(*taken),
                    "{name}: `{}` on `{}`",
                    text.text,
                    other.text
                );
            }
        }
    });
}

#[test]
fn a_chart_of_thirty_six_points_is_under_twelve_kilobytes() {
    for (name, insight) in every_chart().into_iter().take(2) {
        for (options, drawing) in drawings(&insight) {
            assert!(
                drawing.len() < 12_000,
                "{name} at {:?}: {}",
                options.width,
                drawing.len()
            );
        }
    }
}

#[test]
fn one_chart_always_gives_the_same_bytes() {
    for (name, insight) in every_chart() {
        let (first, second) = (drawings(&insight), drawings(&insight));
        assert!(first.iter().zip(&second).all(|(a, b)| a.1 == b.1), "{name}");
    }
}

#[test]
fn every_colour_is_one_of_ours_and_can_be_seen() {
    let ours = [INK, SOFT, LIMIT, BAND, GRID, BLUE, QUIET, PINK, ORANGE, "#fff", "none"];
    each(|name, _, _, elements| {
        for element in elements {
            for key in ["fill", "stroke"] {
                if let Some(colour) = element.own(key) {
                    assert!(ours.contains(&colour), "{name}: {colour}");
                }
            }
        }
    });
    for ground in ["#FFFFFF", BAND] {
        for text in [INK, SOFT, PINK] {
            assert!(contrast(text, ground) >= 4.5, "{text} on {ground}");
        }
        for line in [LIMIT, BLUE, QUIET, PINK] {
            assert!(contrast(line, ground) >= 3.0, "{line} on {ground}");
        }
    }
    assert!(contrast(INK, ORANGE) >= 3.0);
}

/// Contrast of two colours. Source: WCAG 2.2, relative luminance and contrast ratio.
fn contrast(a: &str, b: &str) -> f64 {
    let luminance = |colour: &str| -> f64 {
        [(1, 0.2126), (3, 0.7152), (5, 0.0722)]
            .into_iter()
            .map(|(at, weight)| {
                let part = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
                weight
                    * if part <= 0.04045 {
                        part / 12.92
                    } else {
                        ((part + 0.055) / 1.055).powf(2.4)
                    }
            })
            .sum()
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn what_is_drawn_is_also_said() {
    let charts = every_chart();
    let drawing = |name: &str| {
        let insight = &charts.iter().find(|it| it.0 == name).unwrap().1;
        super::svg(insight, &Options::new(super::Width::Desk, "c"))
    };
    let concern = drawing("concern");
    for said in [
        "Target 95%",
        "Mean 83.3%",
        "Latest 71.1%",
        "Upper limit 93.6%",
        "Lower limit 73.0%",
        "Concern",
    ] {
        assert!(concern.contains(&format!(">{said}<")), "{said}");
    }
    assert!(concern.contains("December 2017: 72.8%. Concern: below the lower limit"));
    assert!(concern.contains("begins at 50%, not at 0."));
    let rebased = drawing("rebased");
    for said in [
        "Mean 84.3%",
        "Evening sessions",
        "Missing",
        "Not applicable",
        "Refused",
        "Suppressed",
    ] {
        assert!(rebased.contains(&format!(">{said}<")), "{said}");
    }
    assert!(drawing("level").contains("August 2018: 93.1% (391 of 420). Improvement"));
    let stepped = drawing("stepped");
    assert!(stepped.contains(">Mean 66.0%<") && stepped.contains("V") && stepped.contains(">Upper limit 8"));
    let events = drawing("events");
    assert!(events.contains(">Median 20<") && !events.contains("Lower limit"));
    let funnel = drawing("funnel");
    assert!(funnel.contains(">All places 83.0%<") && funnel.contains(">RCB<"));
    assert!(drawing("threshold").contains(">21 just below<"));
}

#[test]
fn bars_stand_on_zero() {
    let insight = super::fixtures::threshold();
    let drawing = super::svg(&insight, &Options::new(super::Width::Desk, "c"));
    let elements = read(&drawing).unwrap();
    let foot: Vec<&str> = elements
        .iter()
        .filter(|it| it.name == "path" && it.own("fill").is_none() && it.own("stroke").is_none())
        .map(|it| it.own("d").unwrap().rsplit_once('V').unwrap().1)
        .map(|it| it.split_once('H').unwrap().0)
        .collect();
    let zero = elements.iter().find(|it| it.name == "text" && it.text == "0").unwrap();
    assert!(foot.len() > 30);
    for y in foot {
        assert!((y.parse::<f64>().unwrap() - (zero.number("y") - zero.number("font-size") * 0.35)).abs() < 0.2);
    }
}
