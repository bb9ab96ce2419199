//! A partner: what it brought, said and decided, which stays when it leaves; and its leaving.

use axum::Router;
use axum::routing::get;
use cm_app::View;
use cm_framework::Partner;
use cm_kernel::{Id, Refusal};

use crate::state::State;

mod leave;
mod show;

/// Pages of partners.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/p/{partnership}/partners/{partner}", get(show::show))
        .route(
            "/p/{partnership}/partners/{partner}/leave",
            get(leave::show).post(leave::leave),
        )
}

fn partner_of<'v>(view: &'v View, partner: &Id) -> Result<&'v Partner, Refusal> {
    view.framework.partner(partner).ok_or_else(|| {
        Refusal::new(
            "framework/no-such-partner",
            format!("`{partner}` is not a partner here."),
            "Choose a partner listed on the framework page.",
        )
    })
}
