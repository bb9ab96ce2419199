use axum::Json;
use utoipa::openapi::OpenApi as Description;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi, ToSchema};

use super::{ask, bring, framework, honest, readings, record};

/// Problem details with a stable code and what can be done. Source: RFC 9457.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what `Said` writes")]
pub(super) struct ProblemDetails {
    /// What kind of no it is.
    title: String,
    /// The status of the response.
    status: u16,
    /// Stable name, `room/reason`.
    code: String,
    /// Why, in a sentence.
    detail: String,
    /// What can be done.
    remedy: String,
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Common Measure", description = "Programs read and bring evidence as their members may."),
    paths(
        framework::partnerships,
        framework::measures,
        framework::measure,
        readings::readings,
        ask::insight,
        bring::evidence,
        honest::return_honestly,
        record::record,
        record::editions,
        openapi
    ),
    components(schemas(ProblemDetails, bring::Rows, honest::HonestReturnSent)),
    modifiers(&ByToken),
    security(("token" = []))
)]
struct Described;

struct ByToken;

impl Modify for ByToken {
    fn modify(&self, described: &mut Description) {
        let components = described.components.get_or_insert_default();
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        components.add_security_scheme("token", scheme);
    }
}

/// What programs may ask, in a form that programs read.
#[utoipa::path(get, path = "/api/openapi.json", security(()), responses((status = 200, description = "This description", body = Object)))]
pub(super) async fn openapi() -> Json<Description> {
    Json(Described::openapi())
}
