#![doc = include_str!("card.md")]

use std::fmt::Write;

use serde_json::json;

use crate::args::{DemoArgs, PlaceArgs, ServeArgs};
use crate::commands::serve;
use crate::ending::{Ending, Said};
use crate::house::{Location, open};
use crate::progress::Progress;

/// Builds the demonstration's store, or what is missing of it, and serves it.
pub fn run(place: &PlaceArgs, args: &DemoArgs) -> Result<Said, Ending> {
    let location = Location::of(place, "common-measure-demo.db");
    let mut progress = Progress::new(place.json);
    progress.tell(&format!("Keeping everything in {}", location.in_words()), None);
    let house = open(&location, false)?;
    let built = house.build_demo(&mut |what, part| progress.tell(what, part))?;
    progress.done();
    let mut text = String::new();
    let _ = writeln!(
        text,
        "The demonstration is ready: real public figures, fictional members."
    );
    if args.build_only {
        return Ok(Said::new(
            text,
            json!({"partnership": built.partnership, "edition": built.edition, "fresh": built.fresh}),
        ));
    }
    let (partnership, measure, edition) = (built.partnership.clone(), built.measure.clone(), built.edition.clone());
    let serve = ServeArgs {
        listen: args.listen.clone(),
        new: false,
        insecure_cookies: true,
        secure_cookies: false,
        public_address: None,
        trusted_proxies: Vec::new(),
    };
    serve::listen(house, &serve, place.json, None, &move |base| {
        let mut out = text.clone();
        let _ = writeln!(out, "\n  Start here         {base}/");
        let _ = writeln!(out, "  Sign in, one click {base}/sign-in");
        for (name, roles) in &built.members {
            let _ = writeln!(out, "     {name:<26} {roles}");
        }
        let _ = writeln!(out, "  The measure        {base}/p/{partnership}/measures/{measure}");
        let _ = writeln!(out, "  Published account  {base}/p/{partnership}/accounts/{edition}");
        let _ = writeln!(
            out,
            "\nStop with Ctrl-C. Running it again is safe: nothing is built twice."
        );
        out
    })
}
