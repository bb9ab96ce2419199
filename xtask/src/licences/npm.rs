use serde_json::Value;

use super::Package;

/// The packages of an npm lock file.
///
/// `ships` tells whether anything of its folder becomes part of what we ship. A lock file marks what is installed for
/// development alone, but a style sheet is built at development time and shipped all the same, so the folder decides.
///
/// # Errors
/// A sentence, when the text is not a lock file of version 2 or 3.
pub fn npm_packages(lock: &str, ships: bool) -> Result<Vec<Package>, String> {
    let lock: Value = serde_json::from_str(lock).map_err(|fault| format!("the lock file is not JSON: {fault}"))?;
    let packages = lock
        .get("packages")
        .and_then(Value::as_object)
        .ok_or("the lock file lists no packages; write it with npm 7 or later")?;
    let text = |it: &Value, key: &str| it.get(key).and_then(Value::as_str).map(str::to_owned);
    Ok(packages
        .iter()
        .filter_map(|(path, it)| Some((path.rsplit_once("node_modules/")?.1, it)))
        .map(|(name, it)| Package {
            name: name.to_owned(),
            version: text(it, "version").unwrap_or_default(),
            licence: text(it, "license"),
            shipped: ships,
        })
        .collect())
}
