//! Whether everything we build on may be built on and passed on.

mod cargo;
mod npm;
mod spdx;
#[cfg(test)]
mod tests;

pub use cargo::{Package, metadata, packages};
pub use npm::npm_packages;
pub use spdx::satisfiable;

/// Licences that ask no more than a notice, so what is under them may be shipped inside ours.
pub const SHIPPED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Zlib",
];

/// Licences that are also fine for a tool that tests or builds and is not shipped.
pub const TOOLS: &[&str] = &["MPL-2.0"];

/// Exceptions that only widen what a licence allows.
pub const EXCEPTIONS: &[&str] = &["LLVM-exception"];

/// Packages whose licence does not let us use them as we do, a sentence each.
#[must_use]
pub fn complaints(packages: &[Package]) -> Vec<String> {
    packages.iter().filter_map(complaint).collect()
}

fn complaint(package: &Package) -> Option<String> {
    let Package { name, version, .. } = package;
    let Some(licence) = &package.licence else {
        return Some(format!("{name} {version} names no licence"));
    };
    let allowed = |id: &str| SHIPPED.contains(&id) || (!package.shipped && TOOLS.contains(&id));
    let how = if package.shipped { "is shipped" } else { "is a tool" };
    match satisfiable(licence, &allowed) {
        Some(true) => None,
        Some(false) => Some(format!("{name} {version} {how} and is under {licence}")),
        None => Some(format!(
            "{name} {version} {how} and its licence cannot be read: {licence}"
        )),
    }
}
