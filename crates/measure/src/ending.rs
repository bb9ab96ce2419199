use std::io::Write;
use std::process::ExitCode;

use cm_app::Unable;
use cm_kernel::Refusal;
use serde_json::{Value, json};

/// How a command ends: with something to say, refused, or broken.
pub enum Ending {
    /// Refused; nothing was changed.
    Refused(Refusal),
    /// The machine failed.
    Faulty(String),
}

impl From<Unable> for Ending {
    fn from(unable: Unable) -> Self {
        match unable {
            Unable::Refused(refusal) => Self::Refused(refusal),
            Unable::Faulty => {
                Self::Faulty("The system failed and kept nothing of this; the log above says why.".to_owned())
            }
        }
    }
}

impl From<Refusal> for Ending {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Writes a long answer, piece by piece.
pub type Pouring = Box<dyn FnOnce(&mut dyn Write) -> std::io::Result<()>>;

/// What a command says when it is done: for people, and as JSON. `ok` false makes the exit code 1.
pub struct Said {
    /// Lines for a person.
    pub text: String,
    /// The same for a program.
    pub json: Value,
    /// Whether what was asked for came about.
    pub ok: bool,
    /// Said in place of both, when it is too long for either.
    pub long: Option<Pouring>,
}

impl Said {
    /// Done, with something to say.
    pub fn new(text: impl Into<String>, json: Value) -> Self {
        Self {
            text: text.into(),
            json,
            ok: true,
            long: None,
        }
    }

    /// Done, with an answer that is written out piece by piece.
    pub fn poured(long: Pouring) -> Self {
        Self {
            long: Some(long),
            ..Self::new("", Value::Null)
        }
    }
}

/// Says how it ended and gives the exit code.
pub fn exit(done: Result<Said, Ending>, as_json: bool) -> ExitCode {
    let (text, value, code) = match done {
        Ok(Said {
            long: Some(long), ok, ..
        }) => {
            let mut out = std::io::stdout().lock();
            // A closed pipe is the reader's choice, not a failure of ours.
            let _ = long(&mut out).and_then(|()| out.flush());
            return ExitCode::from(u8::from(!ok));
        }
        Ok(said) => (said.text, said.json, u8::from(!said.ok)),
        Err(Ending::Refused(it)) => (
            format!("Refused: {}\nWhat to do: {}\n[{}]", it.reason, it.remedy, it.code),
            json!({"refused": {"code": it.code, "reason": it.reason, "remedy": it.remedy}}),
            1,
        ),
        Err(Ending::Faulty(reason)) => (format!("Failed: {reason}"), json!({"failed": reason}), 3),
    };
    let written = if as_json {
        writeln!(std::io::stdout(), "{value:#}")
    } else if code == 0 {
        writeln!(std::io::stdout(), "{}", text.trim_end())
    } else {
        writeln!(std::io::stderr(), "{}", text.trim_end())
    };
    // A closed pipe is the reader's choice, not a failure of ours.
    let _ = written;
    ExitCode::from(code)
}
