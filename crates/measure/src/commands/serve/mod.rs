#![doc = include_str!("card.md")]

use std::net::SocketAddr;
use std::sync::Arc;

use cm_app::House;
use cm_web::{Served, State, router};
use serde_json::json;
use tokio::net::TcpListener;

use crate::args::{PlaceArgs, ServeArgs};
use crate::doors::{Postman, Settings};
use crate::ending::{Ending, Said};
use crate::house::{Location, open};

/// Serves the pages of an existing store.
pub fn run(place: &PlaceArgs, args: &ServeArgs) -> Result<Said, Ending> {
    let location = Location::of(place, "common-measure.db");
    let house = open(&location, !args.new)?;
    let kept = location.in_words();
    let link = match house.partnerships()?.is_empty() {
        true => Some(house.founding_link()?),
        false => None,
    };
    listen(house, args, place.json, link.clone(), &move |base| {
        let start = link.as_ref().map_or_else(String::new, |secret| {
            format!(
                "Nobody has started a partnership yet. Start one here, within fourteen days:\n{base}/found/{secret}\n"
            )
        });
        format!("Serving {kept} at {base}/\n{start}Stop with Ctrl-C.\n")
    })
}

/// Serves a house until it is stopped; `announce` says where, once the address is known. `founding` is the secret of a
/// link by which the first partnership is started, for `--json`.
pub fn listen(
    house: Arc<House>,
    args: &ServeArgs,
    as_json: bool,
    founding: Option<String>,
    announce: &dyn Fn(&str) -> String,
) -> Result<Said, Ending> {
    let runtime = tokio::runtime::Runtime::new().map_err(|error| Ending::Faulty(error.to_string()))?;
    let served = Served {
        trusted_proxies: args.trusted_proxies.clone(),
        secure_cookies: args.secure_cookies || (!args.insecure_cookies && !is_this_machine(&args.listen.address)),
    };
    // The store must not be dropped on an async thread, so the last hold on it is kept here.
    let _last_hold = Arc::clone(&house);
    runtime.block_on(async {
        let asked = (args.listen.address.as_str(), args.listen.port);
        let listener = TcpListener::bind(asked).await.map_err(|error| {
            Ending::Refused(cm_kernel::Refusal::new(
                "measure/cannot-listen",
                format!("Nothing can listen on {} port {}: {error}.", asked.0, asked.1),
                "Stop what listens there, or choose another port with --port (0 takes any free one).",
            ))
        })?;
        let address = listener
            .local_addr()
            .map_err(|error| Ending::Faulty(error.to_string()))?;
        let base = format!("http://{address}");
        let here = is_this_machine(&args.listen.address).then(|| format!("http://localhost:{}", address.port()));
        let (doors, letters) = Settings::read(args.public_address.as_deref()).doors(here)?;
        house.open_doors(doors);
        let _postman = letters.map(|letters| Postman::new(Arc::clone(&house), letters));
        if as_json {
            let start = founding.map(|secret| format!("{base}/found/{secret}"));
            println!("{}", json!({"serving": base, "start": start}));
        } else {
            println!("{}", announce(&base));
        }
        let app = router(State::new(house, served)).into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, app)
            .with_graceful_shutdown(asked_to_stop())
            .await
            .map_err(|error| Ending::Faulty(error.to_string()))?;
        Ok(Said::new("Stopped.", json!({"stopped": true})))
    })
}

/// Until somebody presses Ctrl-C, or the system asks the process to end (SIGTERM).
async fn asked_to_stop() {
    let pressed = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let ended = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut ended) => drop(ended.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let ended = std::future::pending::<()>();
    tokio::select! {
        () = pressed => {}
        () = ended => {}
    }
}

fn is_this_machine(address: &str) -> bool {
    address == "localhost" || address.parse::<std::net::IpAddr>().is_ok_and(|it| it.is_loopback())
}
