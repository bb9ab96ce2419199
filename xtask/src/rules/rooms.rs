/// A room and the rooms it may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Its folder under `crates/`.
    pub name: &'static str,
    /// The rooms its code may name.
    pub uses: &'static [&'static str],
}

const fn room(name: &'static str, uses: &'static [&'static str]) -> Room {
    Room { name, uses }
}

/// The rooms in the order of the work, each with what it may use.
///
/// The gaps are as deliberate as the entries: deliberation does not know insights, the store knows no form of evidence,
/// use cases and pages do no arithmetic, pages do not know the store,
/// and the binary only opens it.
pub const ROOMS: &[Room] = &[
    room("kernel", &[]),
    room("numeric", &[]),
    room("framework", &["kernel"]),
    room("evidence", &["kernel", "framework"]),
    room("insight", &["kernel", "numeric", "framework", "evidence"]),
    room("deliberation", &["kernel", "numeric", "framework", "evidence"]),
    room(
        "learning",
        &["kernel", "numeric", "framework", "evidence", "insight", "deliberation"],
    ),
    room(
        "account",
        &[
            "kernel",
            "numeric",
            "framework",
            "evidence",
            "insight",
            "deliberation",
            "learning",
        ],
    ),
    room(
        "exchange",
        &[
            "kernel",
            "framework",
            "evidence",
            "insight",
            "deliberation",
            "learning",
            "account",
        ],
    ),
    room("store", &["kernel"]),
    // The doors know letters and proofs of who somebody is, and nothing of the work.
    room("doors", &[]),
    room(
        "app",
        &[
            "kernel",
            "framework",
            "evidence",
            "insight",
            "deliberation",
            "learning",
            "account",
            "exchange",
            "store",
            "doors",
        ],
    ),
    // Pages show the words and cards of the pure rooms, and do everything through a use case.
    room(
        "web",
        &[
            "kernel",
            "framework",
            "evidence",
            "insight",
            "deliberation",
            "learning",
            "account",
            "exchange",
            "app",
        ],
    ),
    // The binary opens the store and hands it to the use cases, prints every shelf's cards, reads a person's own file
    // with no store, fixes a question about it in the learning room's own record, and verifies an account offline.
    room(
        "measure",
        &[
            "kernel",
            "framework",
            "evidence",
            "insight",
            "deliberation",
            "learning",
            "account",
            "exchange",
            "store",
            "app",
            "web",
        ],
    ),
];

/// The rooms that a manifest names and its room may not use.
///
/// Tests may use any room that comes before their own, since a test may show a thing at work.
#[must_use]
pub fn upstream(name: &str, manifest: &str) -> Vec<String> {
    let Some(at) = ROOMS.iter().position(|it| it.name == name) else {
        return vec![format!(
            "crates/{name} is not a room; add it to ROOMS in its place in the order of the work"
        )];
    };
    let uses = ROOMS.get(at).map(|it| it.uses).unwrap_or_default();
    let before: Vec<_> = ROOMS.iter().take(at).map(|it| it.name).collect();
    let mut complaints = Vec::new();
    for (section, used) in rooms_named(manifest) {
        let allowed = match section {
            Section::Tests => before.contains(&used.as_str()),
            Section::Code => uses.contains(&used.as_str()),
        };
        if !allowed {
            let known = ROOMS.iter().any(|it| it.name == used);
            let why = if !known {
                "which is no room"
            } else if before.contains(&used.as_str()) {
                "which is not among the rooms it may use"
            } else {
                "which comes after it"
            };
            complaints.push(format!("crates/{name}/Cargo.toml: {name} uses {used}, {why}"));
        }
    }
    complaints
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Code,
    Tests,
}

/// Every `cm-room` or `measure` that stands in a dependency section.
fn rooms_named(manifest: &str) -> Vec<(Section, String)> {
    let mut found = Vec::new();
    let mut section = None;
    for line in manifest
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim())
    {
        if let Some(header) = line.strip_prefix('[') {
            let dependencies = header.contains("dependencies");
            let tests = header.contains("dev-dependencies");
            section = dependencies.then_some(if tests { Section::Tests } else { Section::Code });
        }
        let Some(section) = section else { continue };
        for (at, mark) in line.match_indices("cm-") {
            let room: String = line
                .get(at + mark.len()..)
                .unwrap_or_default()
                .chars()
                .take_while(|it| it.is_ascii_alphanumeric() || *it == '-')
                .collect();
            found.push((section, room));
        }
        if line.starts_with("measure.") || line.starts_with("measure ") {
            found.push((section, "measure".to_owned()));
        }
    }
    found
}
