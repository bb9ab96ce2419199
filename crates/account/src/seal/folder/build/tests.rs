use super::is_free;

#[test]
fn only_plain_free_paths_may_be_added() {
    for path in ["index.html", "pictures/one.svg", "evidence/000004.csv", "a b/ü.txt"] {
        assert!(is_free(path), "{path}");
    }
    for path in [
        "",
        "/etc/passwd",
        "../up",
        "a/../b",
        "a//b",
        "a/",
        "a\\b",
        "c:d",
        "account.json",
        "ACCOUNT.json",
        "checkpoint",
        "checkpoint/x",
        "entries/1",
        "proofs/x",
        "tile/0/000",
        "Tile/x",
        "figures.csv",
        "key.txt",
        "account.note",
        "a\nb",
    ] {
        assert!(!is_free(path), "{path}");
    }
}
