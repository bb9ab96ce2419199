use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use tower::ServiceExt;

/// One person with a browser: keeps cookies, sends inputs.
pub struct Reader {
    router: Router,
    cookies: Vec<(String, String)>,
}

/// What came back.
pub struct Page {
    pub status: StatusCode,
    pub location: String,
    pub body: String,
}

impl Page {
    /// Whether every one of these stands on the page; names the first that does not.
    #[track_caller]
    pub fn says(&self, words: &[&str]) {
        for word in words {
            assert!(self.body.contains(word), "no `{word}` on the page:\n{}", self.text());
        }
    }

    #[track_caller]
    pub fn never_says(&self, words: &[&str]) {
        for word in words {
            assert!(
                !self.body.contains(word),
                "`{word}` stands on the page:\n{}",
                self.text()
            );
        }
    }

    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self
    }

    /// The token of the first input on the page.
    #[track_caller]
    pub fn token(&self) -> String {
        let (_, rest) = self
            .body
            .split_once("name=\"token\" value=\"")
            .expect("an input on the page");
        rest.split_once('"').unwrap().0.to_owned()
    }

    /// The body between `<main` and `</main>`.
    fn text(&self) -> &str {
        let start = self.body.find("<main").unwrap_or_default();
        let end = self.body.find("</main>").unwrap_or(self.body.len());
        &self.body[start..end]
    }
}

impl Reader {
    pub fn new(router: Router) -> Self {
        Self {
            router,
            cookies: Vec::new(),
        }
    }

    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Request::get(path), Body::empty()).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body: Vec<_> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
            .collect();
        let request = Request::post(path).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, Body::from(body.join("&"))).await
    }

    /// Sends an input that holds a file, as its page does.
    pub async fn upload(&mut self, path: &str, fields: &[(&str, &str)], file: &str, bytes: &[u8]) -> Page {
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!("--cut\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!("--cut\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{file}\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--cut--\r\n");
        let request = Request::post(path).header(CONTENT_TYPE, "multipart/form-data; boundary=cut");
        self.send(request, Body::from(body)).await
    }

    /// Sends the beginning of an input that holds a file, and no more.
    pub async fn breaks_off(&mut self, path: &str, begun: &str) -> Page {
        let body = format!("--cut\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{begun}");
        let request = Request::post(path).header(CONTENT_TYPE, "multipart/form-data; boundary=cut");
        self.send(request, Body::from(body)).await
    }

    /// Sends whatever a client can put together.
    pub async fn send(&mut self, mut request: axum::http::request::Builder, body: Body) -> Page {
        let cookies: Vec<_> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        request = request.header(COOKIE, cookies.join("; ")).header("host", "localhost");
        let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let status = response.status();
        self.keep(response.headers());
        let location = response
            .headers()
            .get(LOCATION)
            .map(|it| it.to_str().unwrap().to_owned());
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Page {
            status,
            location: location.unwrap_or_default(),
            body: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    fn keep(&mut self, headers: &HeaderMap) {
        self.cookies.retain(|(name, _)| name != "cm-flash");
        for cookie in headers.get_all(SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.retain(|(it, _)| it != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
    }
}

fn escape(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => (byte as char).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
