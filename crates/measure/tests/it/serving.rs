use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use crate::{measure, run};

#[cfg(unix)]
#[test]
fn a_server_that_is_asked_to_end_finishes_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let init = ["init", "--name", "Care", "--partner", "Council", "--member", "Ada"];
    assert!(run(folder.path(), &init, "a long enough password\n").status.success());
    for signal in ["-TERM", "-INT"] {
        let mut serving = measure(folder.path());
        let mut child = serving
            .args(["serve", "--port", "0", "--json"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        let address = line
            .split("http://")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned();
        let mut stream = TcpStream::connect(&address).unwrap();
        write!(
            stream,
            "GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.ends_with("ok"), "{answer}");
        let asked = Command::new("kill").args([signal, &child.id().to_string()]).status();
        assert!(asked.unwrap().success());
        let ended = child.wait().unwrap();
        let mut rest = String::new();
        said.read_to_string(&mut rest).unwrap();
        assert_eq!(
            (ended.code(), rest.contains("stopped")),
            (Some(0), true),
            "{signal}: {rest}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_new_store_is_served_with_a_link_by_which_a_partnership_is_started() {
    let folder = tempfile::tempdir().unwrap();
    let refused = run(folder.path(), &["serve", "--port", "0", "--json"], "");
    assert_eq!(refused.status.code(), Some(1));
    let mut child = measure(folder.path())
        .args(["serve", "--new", "--port", "0", "--json"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut said = BufReader::new(child.stdout.take().unwrap());
    said.read_line(&mut line).unwrap();
    let said: serde_json::Value = serde_json::from_str(&line).unwrap();
    let start = said["start"].as_str().unwrap().trim_start_matches("http://").to_owned();
    let (address, path) = start.split_once('/').unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET /{path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.contains("Start a partnership"),
        "{answer}"
    );
}
