use std::net::IpAddr;

use axum::http::HeaderMap;

use super::Served;

fn came_from(trusted: &[&str], connected: &str, said: &[&str]) -> String {
    let address = |text: &&str| text.parse::<IpAddr>().unwrap();
    let served = Served {
        trusted_proxies: trusted.iter().map(address).collect(),
        ..Served::default()
    };
    let mut headers = HeaderMap::new();
    for it in said {
        headers.append("x-forwarded-for", it.parse().unwrap());
    }
    served.came_from(address(&connected), &headers).to_string()
}

#[test]
fn only_a_trusted_proxy_may_say_whom_it_speaks_for() {
    let said = ["198.51.100.7"];
    assert_eq!(came_from(&[], "203.0.113.9", &said), "203.0.113.9");
    assert_eq!(came_from(&["10.0.0.1"], "203.0.113.9", &said), "203.0.113.9");
    assert_eq!(came_from(&["10.0.0.1"], "10.0.0.1", &said), "198.51.100.7");
    assert_eq!(came_from(&["10.0.0.1"], "::ffff:10.0.0.1", &said), "198.51.100.7");
}

#[test]
fn what_anybody_may_have_written_before_is_not_believed() {
    let trusted = ["10.0.0.1", "10.0.0.2"];
    assert_eq!(
        came_from(&trusted, "10.0.0.1", &["1.1.1.1, 198.51.100.7, 10.0.0.2"]),
        "198.51.100.7"
    );
    assert_eq!(
        came_from(&trusted, "10.0.0.1", &["1.1.1.1", "198.51.100.7"]),
        "198.51.100.7"
    );
    assert_eq!(came_from(&trusted, "10.0.0.1", &["198.51.100.7, nonsense"]), "10.0.0.1");
    assert_eq!(came_from(&trusted, "10.0.0.1", &[]), "10.0.0.1");
}
