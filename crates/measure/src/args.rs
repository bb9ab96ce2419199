use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand};

/// Shared measurement that remembers what was agreed, and accounts anyone can verify.
#[derive(Debug, Parser)]
#[command(name = "measure", version, disable_help_subcommand = true, after_help = EXIT_CODES)]
pub struct Args {
    /// Where things are kept and how answers are written.
    #[command(flatten)]
    pub place: PlaceArgs,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "\
Exit codes: 0 done; 1 refused, with the reason and what to do; 2 the command was not understood; 3 the machine failed.";

/// Options of every command.
#[derive(Debug, Clone, Group)]
pub struct PlaceArgs {
    /// The store: a file, or a postgres:// address. Without it: DATABASE_URL, else common-measure.db here.
    #[arg(long, global = true, value_name = "FILE-OR-URL")]
    pub store: Option<String>,
    /// Write the answer as one JSON document on standard output.
    #[arg(long, global = true)]
    pub json: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build a store of real public data and open the pages: the whole idea in one command.
    Demo(DemoArgs),
    /// Start a partnership in a new or existing store.
    Init(InitArgs),
    /// Take a partner and a member into a partnership that exists.
    Join(JoinArgs),
    /// Make a link by which a member who lost their password sets a new one.
    Recover(RecoverArgs),
    /// Serve the pages of an existing store.
    Serve(ServeArgs),
    /// Bring a CSV or XLSX file in as evidence: all rows or none.
    Import(Box<ImportArgs>),
    /// Ask a method about a CSV or XLSX file, with no store at all.
    Ask(Box<AskArgs>),
    /// Hide the small counts of a table, and those they could be worked out from, with no store at all.
    Protect(ProtectArgs),
    /// Write a published edition as a folder that anyone can verify.
    Publish(PublishArgs),
    /// Check a published folder or its ZIP, offline, with no trust in its publisher.
    Verify(VerifyArgs),
    /// Read the card of a command, form, method or standard; without a name, list them.
    #[command(name = "help")]
    Card(CardArgs),
}

/// Where the server listens.
#[derive(Debug, Clone, Group)]
pub struct ListenArgs {
    /// Address to listen on; only this machine can reach the default.
    #[arg(long, default_value = "127.0.0.1")]
    pub address: String,
    /// Port; 0 takes any free one.
    #[arg(long, default_value_t = 7878)]
    pub port: u16,
}

/// Options of `demo`.
#[derive(Debug, Clone, Group)]
pub struct DemoArgs {
    /// Where to listen.
    #[command(flatten)]
    pub listen: ListenArgs,
    /// Build the store and stop, without serving.
    #[arg(long)]
    pub build_only: bool,
    /// Never try to open a browser (it is never tried; kept for scripts).
    #[arg(long, hide = true)]
    pub no_open: bool,
}

/// Options of `init`.
#[derive(Debug, Clone, Group)]
pub struct InitArgs {
    /// The partnership's name.
    #[arg(long)]
    pub name: String,
    /// What it is about, in one sentence.
    #[arg(long, default_value = "")]
    pub about: String,
    /// The first partner, who convenes.
    #[arg(long)]
    pub partner: String,
    /// The first member, who signs in as convenor, contributor and analyst.
    #[arg(long)]
    pub member: String,
}

/// Options of `join`.
#[derive(Debug, Clone, Group)]
pub struct JoinArgs {
    /// The partner the member acts for; it joins when it is new.
    #[arg(long)]
    pub partner: String,
    /// What kind of organisation a new partner is: council, provider, funder, residents' group.
    #[arg(long, default_value = "partner")]
    pub kind: String,
    /// The member's name, which is also what they sign in with.
    #[arg(long)]
    pub member: String,
    /// What the member may be: convenor, contributor, analyst, account-holder, resident or auditor; several times.
    #[arg(long = "role", required = true)]
    pub roles: Vec<String>,
    /// The member signs in here already, and acts for this partner too; no password is asked.
    #[arg(long)]
    pub existing: bool,
    /// The convenor who takes them in, by sign-in name.
    #[arg(long = "as", value_name = "SIGN-IN-NAME")]
    pub convenor: String,
    /// The partnership, by its id; may be left out when there is only one.
    #[arg(long)]
    pub partnership: Option<String>,
}

/// Options of `recover`.
#[derive(Debug, Clone, Group)]
pub struct RecoverArgs {
    /// What the member signs in with.
    #[arg(long, value_name = "SIGN-IN-NAME")]
    pub member: String,
    /// Where the server is reached, such as `https://measure.example.org`.
    #[arg(long, value_name = "URL", default_value = "")]
    pub address: String,
}

/// Options of `serve`.
#[derive(Debug, Clone, Group)]
pub struct ServeArgs {
    /// Where to listen.
    #[command(flatten)]
    pub listen: ListenArgs,
    /// Make the store if there is none; the first partnership is then started in the browser, by a link that is printed.
    #[arg(long)]
    pub new: bool,
    /// Cookies also travel without TLS. Only for trying out; implied when listening on this machine alone.
    #[arg(long)]
    pub insecure_cookies: bool,
    /// Cookies travel only over TLS, also when listening on this machine alone: for a server behind a TLS proxy.
    #[arg(long, conflicts_with = "insecure_cookies")]
    pub secure_cookies: bool,
    /// Where people reach the pages, such as `https://measure.example.org`: passkeys, letters and an organisation's sign-in
    /// need it (else from `MEASURE_PUBLIC_ADDRESS`).
    #[arg(long, value_name = "URL")]
    pub public_address: Option<String>,
    /// Address of a proxy whose X-Forwarded-For is believed, so that sign-in limits count people; several times for several.
    #[arg(long = "trusted-proxy", value_name = "ADDRESS")]
    pub trusted_proxies: Vec<std::net::IpAddr>,
}

/// Which column of a file is read as what.
#[derive(Debug, Clone, Group)]
pub struct ColumnArgs {
    /// Column of the period.
    #[arg(long, value_name = "COLUMN")]
    pub date: Option<String>,
    /// The period that the whole file is of, such as 2018/19, where no column says it.
    #[arg(long, value_name = "PERIOD", conflicts_with_all = ["date", "every"])]
    pub period: Option<String>,
    /// Column of the value, or of the numerator when `--of` is given.
    #[arg(long, value_name = "COLUMN")]
    pub value: Option<String>,
    /// Column of the denominator.
    #[arg(long, value_name = "COLUMN")]
    pub of: Option<String>,
    /// The numerator column counts the others: those the measure does not count.
    #[arg(long)]
    pub others: bool,
    /// Column of the place or organisation.
    #[arg(long, value_name = "COLUMN")]
    pub by: Option<String>,
    /// Column of the population group.
    #[arg(long, value_name = "COLUMN")]
    pub group: Option<String>,
    /// How long a period is: day, week, month, quarter, year, financial-year.
    #[arg(long, value_name = "LENGTH")]
    pub every: Option<String>,
    /// Sheet of a workbook; the first that holds a table when left out.
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
}

/// Options of `import`.
#[derive(Debug, Clone, Group)]
pub struct ImportArgs {
    /// The file, CSV or XLSX.
    pub file: PathBuf,
    /// The measure, by its id.
    #[arg(long)]
    pub measure: String,
    /// The partnership, by its id; may be left out when there is only one.
    #[arg(long)]
    pub partnership: Option<String>,
    /// The member who brings it, by sign-in name.
    #[arg(long = "as", value_name = "SIGN-IN-NAME")]
    pub member: String,
    /// The partner that member acts for, by its id; may be left out when they act for only one.
    #[arg(long = "for", value_name = "PARTNER")]
    pub partner: Option<String>,
    /// Columns; what is left out is proposed from the file and shown.
    #[command(flatten)]
    pub columns: ColumnArgs,
    /// Where the file comes from and under which licence.
    #[arg(long, default_value = "")]
    pub attribution: String,
    /// The file corrects earlier readings, for this reason.
    #[arg(long, value_name = "REASON")]
    pub corrects: Option<String>,
    /// Check every row and say what would happen, keeping nothing.
    #[arg(long)]
    pub check: bool,
}

/// Options of `ask`.
#[derive(Debug, Clone, Group)]
pub struct AskArgs {
    /// The method: see `measure help`.
    pub method: String,
    /// The file, CSV or XLSX.
    pub file: PathBuf,
    /// Columns; what is left out is proposed from the file and shown.
    #[command(flatten)]
    pub columns: ColumnArgs,
    /// Column that says which measure a row is about; the first is asked about and the others stand beside it.
    #[arg(long, value_name = "COLUMN")]
    pub measure: Option<String>,
    /// Column of another measure that stands beside this one, or VALUE/OF for a share; may be given several times.
    #[arg(long, value_name = "COLUMN")]
    pub beside: Vec<String>,
    /// Only this place.
    #[arg(long)]
    pub place: Option<String>,
    /// Only this population group.
    #[arg(long, value_name = "GROUP")]
    pub in_group: Option<String>,
    /// Only periods that begin on or after this day.
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Only periods that begin on or before this day.
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// All places pooled into one series.
    #[arg(long, conflicts_with = "place")]
    pub together: bool,
    /// Which way is better: higher, lower or neither.
    #[arg(long, default_value = "neither")]
    pub better: String,
    /// Which way is better for each measure beside it, in their order.
    #[arg(long, value_name = "DIRECTION")]
    pub better_beside: Vec<String>,
    /// What the measure is called.
    #[arg(long)]
    pub title: Option<String>,
    /// What one reading counts: visits, days. With --of the readings are then a rate of these, of which a person may
    /// have several, and no share.
    #[arg(long, value_name = "WORDS")]
    pub unit: Option<String>,
    /// A setting of the method, as name=value; may be given several times.
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub settings: Vec<String>,
    /// Do not ask: write down the method, its settings and what the file holds, before the readings it judges arrive.
    #[arg(long, value_name = "FILE", conflicts_with = "registered")]
    pub register: Option<PathBuf>,
    /// Ask as was written down there, refuse when anything differs, and say so in the answer.
    #[arg(long, value_name = "FILE")]
    pub registered: Option<PathBuf>,
    /// Write the table as CSV into this file, or - for standard output; with several series a row a series.
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// Write one picture a chart into this folder.
    #[arg(long, value_name = "FOLDER")]
    pub svg: Option<PathBuf>,
}

/// Options of `protect`.
#[derive(Debug, Clone, Group)]
pub struct ProtectArgs {
    /// The file, CSV or XLSX: one row a combination of categories.
    pub file: PathBuf,
    /// Column whose categories are the rows; several times for several.
    #[arg(long, value_name = "COLUMN", required = true)]
    pub rows: Vec<String>,
    /// Column whose categories are the columns; several times for several.
    #[arg(long, value_name = "COLUMN")]
    pub columns: Vec<String>,
    /// Column of the count; without it every row counts one.
    #[arg(long, value_name = "COLUMN")]
    pub value: Option<String>,
    /// What is small: below-5, below-10, hes-7-round-5, llc-10, dfe-local, dfe-national, or rules of your own.
    #[arg(long, default_value = "below-5")]
    pub rules: String,
    /// Write the protected table into this file, for others to read.
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
}

/// Options of `publish`.
#[derive(Debug, Clone, Group)]
pub struct PublishArgs {
    /// The edition, by its id; without it, published editions are listed.
    pub edition: Option<String>,
    /// The partnership, by its id; may be left out when there is only one.
    #[arg(long)]
    pub partnership: Option<String>,
    /// The folder to write; must be empty or not yet there.
    #[arg(long, value_name = "FOLDER")]
    pub to: Option<PathBuf>,
    /// Publish a draft first, in the name of this member, by sign-in name.
    #[arg(long = "as", value_name = "SIGN-IN-NAME")]
    pub member: Option<String>,
    /// The partner that member acts for, by its id; may be left out when they act for only one.
    #[arg(long = "for", value_name = "PARTNER")]
    pub partner: Option<String>,
    /// With `--as`: you know what these entries changed since the draft, separated by commas.
    #[arg(long, value_name = "ENTRIES", value_delimiter = ',', requires = "member")]
    pub seen: Vec<u64>,
    /// Before writing, check by these rules what the edition gives away together with all others: see `measure help protect`.
    #[arg(long)]
    pub rules: Option<String>,
}

/// Options of `verify`.
#[derive(Debug, Clone, Group)]
pub struct VerifyArgs {
    /// The published folder, or the ZIP of it.
    pub folder: PathBuf,
    /// The publisher's key as you know it from elsewhere (`name+hash+base64`).
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
}

/// Options of `help`.
#[derive(Debug, Clone, Group)]
pub struct CardArgs {
    /// Name of a command, form, method or standard.
    pub name: Option<String>,
}
