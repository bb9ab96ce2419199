use std::collections::BTreeMap;

use cm_framework::Framework;
use cm_insight::{Method, method};
use cm_kernel::{Date, Digest, Id, Refusal};
use serde::{Deserialize, Serialize};

/// A question written down before the readings it judges, so that nobody can choose the method, the stretch of time or
/// what counts once the answer can be seen. The digest of its entry fixes all of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// The measure.
    pub measure: Id,
    /// Name of the method.
    pub method: String,
    /// Version of the method.
    pub version: String,
    /// Every setting of the method, defaults included.
    pub settings: BTreeMap<String, String>,
    /// The place it is about, or `all`.
    pub place: String,
    /// The population group it is about, or `all`.
    pub group: String,
    /// The first day of the evidence that is read; all of it when absent.
    #[serde(default)]
    pub reads_from: Option<Date>,
    /// The measures beside it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<Id>,
    /// The first day whose readings it judges.
    pub judges_from: Date,
    /// What would count as an answer, in words.
    pub threshold: String,
    /// Why the question is asked so.
    pub reason: String,
}

impl Registration {
    /// SHA-256 of the registration as canonical JSON.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(cm_kernel::canonical(self).unwrap_or_default().as_bytes())
    }

    /// The settings of a method with those given, and its defaults for the others.
    ///
    /// # Errors
    /// `learning/no-such-method`, `insight/no-such-setting`, `insight/not-a-setting`.
    pub fn settle(name: &str, given: &BTreeMap<String, String>) -> Result<BTreeMap<String, String>, Refusal> {
        let parameters = known(name)?.parameters();
        let mut settled: BTreeMap<String, String> = parameters
            .iter()
            .map(|it| (it.name.to_owned(), it.default.to_owned()))
            .collect();
        for (name, value) in given {
            let Some(parameter) = parameters.iter().find(|it| it.name == name) else {
                return Err(Refusal::new(
                    "insight/no-such-setting",
                    format!("This method has no setting `{name}`."),
                    "Leave it out, or choose another method.",
                ));
            };
            if !parameter.choices.is_empty() && !parameter.choices.contains(&value.as_str()) {
                return Err(Refusal::new(
                    "insight/not-a-setting",
                    format!("`{value}` is not a choice for `{name}`."),
                    format!("Choose one of: {}.", parameter.choices.join(", ")),
                ));
            }
            settled.insert(name.clone(), value.clone());
        }
        Ok(settled)
    }

    /// Whether it may be written.
    pub(crate) fn check(&self, framework: &Framework) -> Result<(), Refusal> {
        for measure in std::iter::once(&self.measure).chain(&self.beside) {
            if framework.measure(measure).is_none() {
                return Err(Refusal::new(
                    "framework/no-such-measure",
                    format!("There is no measure `{measure}`."),
                    "Choose a measure listed on the framework page.",
                ));
            }
        }
        let method = known(&self.method)?;
        if self.version != method.version() {
            return Err(Refusal::new(
                "learning/another-version",
                format!(
                    "`{}` is now version {}, not {}.",
                    self.method,
                    method.version(),
                    self.version
                ),
                "Register the question with the version that will answer it.",
            ));
        }
        if Self::settle(&self.method, &self.settings)? != self.settings {
            return Err(Refusal::new(
                "learning/not-settled",
                "A setting is left open, and could be chosen after the readings arrive.",
                "Fix every setting of the method; its defaults count as settings.",
            ));
        }
        Ok(())
    }
}

fn known(name: &str) -> Result<&'static dyn Method, Refusal> {
    method(name).ok_or_else(|| {
        let shown: String = name.chars().take(40).collect();
        Refusal::new(
            "learning/no-such-method",
            format!("There is no method `{shown}`."),
            "Choose one of the methods listed under help.",
        )
    })
}
