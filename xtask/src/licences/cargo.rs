use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::Command,
};

use serde_json::Value;

/// A package that somebody else wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The licence expression it gives, if any.
    pub licence: Option<String>,
    /// True when its code becomes part of what we ship, false when it only tests.
    pub shipped: bool,
}

/// What `cargo metadata --locked` prints for the project.
///
/// # Errors
/// A sentence, when Cargo cannot be run, fails, or prints what is not JSON.
pub fn metadata(root: &Path) -> Result<Value, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let run = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root)
        .output()
        .map_err(|fault| format!("cargo metadata could not be run: {fault}"))?;
    if !run.status.success() {
        return Err(format!(
            "cargo metadata failed: {}",
            String::from_utf8_lossy(&run.stderr).trim()
        ));
    }
    serde_json::from_slice(&run.stdout).map_err(|fault| format!("cargo metadata printed no JSON: {fault}"))
}

/// Every package of `cargo metadata` that is not our own.
///
/// One that is reached from our crates over normal and build dependencies counts as shipped; the rest only test, or are
/// there for the benchmarks.
#[must_use]
pub fn packages(metadata: &Value) -> Vec<Package> {
    let shipped = reached(metadata);
    let text = |it: &Value, key: &str| it.get(key).and_then(Value::as_str).map(str::to_owned);
    list(metadata.get("packages"))
        .iter()
        .filter(|it| it.get("source").is_some_and(Value::is_string))
        .map(|it| Package {
            name: text(it, "name").unwrap_or_default(),
            version: text(it, "version").unwrap_or_default(),
            licence: text(it, "license"),
            shipped: text(it, "id").is_some_and(|id| shipped.contains(id.as_str())),
        })
        .collect()
}

fn reached(metadata: &Value) -> BTreeSet<&str> {
    let nodes: BTreeMap<&str, &Value> = list(metadata.pointer("/resolve/nodes"))
        .iter()
        .filter_map(|node| Some((node.get("id")?.as_str()?, node)))
        .collect();
    let mut waiting: Vec<&str> = list(metadata.get("workspace_members"))
        .iter()
        .filter_map(Value::as_str)
        .filter(|id| !id.contains("cm-bench"))
        .collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            continue;
        }
        for dependency in list(nodes.get(id).and_then(|it| it.get("deps"))) {
            let shipped = list(dependency.get("dep_kinds"))
                .iter()
                .any(|it| it.get("kind").and_then(Value::as_str) != Some("dev"));
            if shipped {
                waiting.extend(dependency.get("pkg").and_then(Value::as_str));
            }
        }
    }
    seen
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}
