use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Progress on standard error: a bar in a terminal, a line a step elsewhere, nothing with `--json`.
pub struct Progress {
    bar: ProgressBar,
    quiet: bool,
    last: String,
}

impl Progress {
    /// Progress that is shown, unless `quiet`.
    pub fn new(quiet: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if quiet {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        Self {
            bar,
            quiet,
            last: String::new(),
        }
    }

    /// What is being done, and how much is done of how much.
    pub fn tell(&mut self, what: &str, part: Option<(u64, u64)>) {
        if what != self.last {
            what.clone_into(&mut self.last);
            self.bar.set_message(what.to_owned());
            if self.bar.is_hidden() && !self.quiet {
                eprintln!("{what} ...");
            } else if part.is_none() {
                self.bar.println(what);
            }
        }
        if let Some((done, total)) = part {
            if let Ok(style) = ProgressStyle::with_template("{msg}  {wide_bar} {pos}/{len}") {
                self.bar.set_style(style);
            }
            self.bar.set_length(total);
            self.bar.set_position(done);
        }
    }

    /// Takes the bar away.
    pub fn done(&self) {
        self.bar.finish_and_clear();
    }
}
