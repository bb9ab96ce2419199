//! Writes a page with every kind of chart, at the width of a phone and of a desk, to look at while drawing changes.
//!
//! `cargo run -p cm-web --example chart_gallery -- FOLDER`

use std::fmt::Write as _;
use std::path::PathBuf;

use cm_insight::Insight;
use cm_web::charts::{Options, Width, svg};

#[path = "../src/charts/tests/fixtures/mod.rs"]
mod fixtures;

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "charts".to_owned()));
    std::fs::create_dir_all(&folder)?;
    let charts: Vec<(&str, Insight)> = vec![
        ("level", fixtures::level_change()),
        ("concern", fixtures::concern()),
        ("rebased", fixtures::rebased()),
        ("counts", fixtures::counts()),
        ("stepped", fixtures::stepped()),
        ("left-out", fixtures::left_out()),
        ("events", fixtures::events()),
        ("funnel", fixtures::funnel(137)),
        ("ranks13", fixtures::ranks(13)),
        ("threshold", fixtures::threshold()),
        ("days", fixtures::series("2024-02-05", 40)),
        ("quarters", fixtures::series("2019-Q2", 19)),
        ("years", fixtures::series("2012/13", 11)),
        ("ranks137", fixtures::ranks(137)),
        ("gaps", fixtures::gaps()),
        ("ratios", fixtures::ratios()),
        ("segmented", fixtures::segmented()),
        ("summary", fixtures::summary()),
    ];
    for width in Width::ALL {
        let mut page = String::from(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Charts</title>\
             <link rel=\"stylesheet\" href=\"gallery.css\"><body><main><h1>Charts</h1>",
        );
        for (name, insight) in &charts {
            let href = |what: &str, entry: u64| format!("/p/riverside/evidence/{entry}?of={what}");
            let id = format!("{name}-{}", width.units());
            let drawing = svg(insight, &Options::new(width, &id).linked(&href));
            let _ = write!(
                page,
                "<figure><h2>{}</h2><p>{}</p>{drawing}</figure>",
                insight.headline, insight.subtitle
            );
            let file = svg(insight, &Options::new(width, &id).standalone());
            std::fs::write(folder.join(format!("{id}.svg")), file)?;
        }
        page.push_str("</main></body></html>");
        std::fs::write(folder.join(format!("gallery-{}.html", width.units())), page)?;
    }
    let css = "body{margin:0;background:#FBFAF7;font:17px/1.5 'Helvetica Neue',Helvetica,Arial,sans-serif;color:#0B0C0C}\
               main{padding:0 15px}figure{margin:0 0 24px;padding:14px;background:#fff;border:1px solid #D9D4C7}\
               h2{margin:0;font-size:22px;line-height:1.2}p{margin:2px 0 12px;color:#464B4A;font-size:16px}\
               svg{display:block;width:100%;height:auto;overflow:visible}text{font-variant-numeric:tabular-nums}";
    std::fs::write(folder.join("gallery.css"), css)?;
    println!("{}", folder.display());
    Ok(())
}
