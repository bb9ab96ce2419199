//! An OpenID Connect provider for tests, which answers as the code that is brought to it says: its key is real, and its
//! word can be made wrong in one way at a time.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer, SigningKey};
use serde_json::json;

/// Starts it and gives its address. It ends with the tests.
pub fn open() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let here = format!("http://{}", listener.local_addr().unwrap());
    let address = here.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            answer(stream, &here);
        }
    });
    address
}

fn answer(mut stream: TcpStream, here: &str) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let (mut asked, mut line, mut long) = (String::new(), String::new(), 0);
    reader.read_line(&mut asked).unwrap();
    while reader.read_line(&mut line).unwrap() > 2 {
        if let Some(length) = line.to_lowercase().strip_prefix("content-length:") {
            long = length.trim().parse().unwrap();
        }
        line.clear();
    }
    let mut body = vec![0; long];
    reader.read_exact(&mut body).unwrap();
    let body = String::from_utf8(body).unwrap();
    let said = match asked.split(' ').nth(1).unwrap_or_default() {
        "/.well-known/openid-configuration" => json!({
            "issuer": here,
            "authorization_endpoint": format!("{here}/authorize"),
            "token_endpoint": format!("{here}/token"),
            "jwks_uri": format!("{here}/keys"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["EdDSA"],
        }),
        "/keys" => json!({"keys": [{
            "kty": "OKP", "crv": "Ed25519", "kid": "one", "use": "sig", "alg": "EdDSA",
            "x": URL_SAFE_NO_PAD.encode(key(7).verifying_key().as_bytes()),
        }]}),
        _ => json!({"access_token": "unused", "token_type": "Bearer", "id_token": word(here, &body)}),
    };
    let said = said.to_string();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{said}",
        said.len()
    )
    .unwrap();
}

fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

/// The word that a code `subject.nonce.flaw` asks for.
fn word(here: &str, body: &str) -> String {
    let code = body.split('&').find_map(|it| it.strip_prefix("code=")).unwrap();
    let [subject, nonce, flaw] = code.split('.').collect::<Vec<_>>().try_into().unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let ends = if flaw == "old" { now - 60 } else { now + 60 };
    let claims = json!({
        "iss": if flaw == "issuer" { "http://127.0.0.1:1" } else { here },
        "aud": if flaw == "audience" { "another" } else { "measures" },
        "sub": subject,
        "nonce": if flaw == "nonce" { "another" } else { nonce },
        "iat": now - 120,
        "exp": ends,
    });
    let head = URL_SAFE_NO_PAD.encode(json!({"alg": "EdDSA", "kid": "one", "typ": "JWT"}).to_string());
    let signed = format!("{head}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
    let signature = key(if flaw == "key" { 8 } else { 7 }).sign(signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}
