//! Where a PostgreSQL server is and how to log in, as libpq's programs take it: a URL, `PG…` variables, a password file. Passwords are
//! kept out of everything that is printed.
use super::pgpass;
use super::tls::{Check, Tls};
use percent_encoding::percent_decode_str;
use postgres::Config;
use postgres::config::{Host, SslMode};
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How the URL of a server begins.
const SCHEMES: [&str; 2] = ["postgres://", "postgresql://"];

/// Where servers of this machine listen, as Debian and Red Hat build them.
const SOCKETS: &str = "/var/run/postgresql";

/// The port of PostgreSQL.
const PORT: u16 = 5432;

/// How long to wait for a server that does not answer, where the URL does not say.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);

/// After how much silence the connection is tried, and how often, before it counts as lost.
const SILENCE: Duration = Duration::from_secs(60);

/// Between two such tries.
const TRY_EVERY: Duration = Duration::from_secs(10);

/// How many of them.
const TRIES: u32 = 6;

/// In place of a password.
const HIDDEN: &str = "***";

/// Why an address can't be used. No message holds a password.
#[derive(Debug, thiserror::Error)]
pub enum AddressError {
    /// It is no URL of a server.
    #[error("{0} is no address of a PostgreSQL server; one looks like postgres://user@host/database.")]
    NoUrl(String),
    /// A part of it can't be.
    #[error("The address {address} can't be used: {message}.")]
    Bad {
        /// The address without its password.
        address: String,
        /// What is wrong.
        message: String,
    },
}

/// A server, a database in it, and how to log in.
pub struct Address {
    pub(super) config: Config,
    pub(super) tls: Tls,
    /// As people may see it.
    told: String,
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told)
    }
}

impl Address {
    /// Whether a text is meant as the address of a server.
    pub fn is_meant(text: &str) -> bool {
        SCHEMES.iter().any(|scheme| text.starts_with(scheme))
    }

    /// Reads a URL, and from the environment what it leaves out: `PGHOST`, `PGPORT`, `PGUSER`, `PGDATABASE`, `PGPASSWORD`,
    /// `PGPASSFILE` (else `~/.pgpass`), `PGSSLMODE`, `PGSSLROOTCERT`.
    ///
    /// # Errors
    /// When it is no URL of PostgreSQL, or a part of it can't be.
    pub fn parse(url: &str, environment: &dyn Fn(&str) -> Option<String>) -> Result<Self, AddressError> {
        if !Self::is_meant(url) {
            return Err(AddressError::NoUrl(redacted(url)));
        }
        let told = redacted(url);
        let bad = |message: String| AddressError::Bad { address: told.clone(), message };
        let variable = |name: &str| environment(name).filter(|value| !value.is_empty());
        let (url, own) = own_options(url);
        let option = |name: &str, var: &str| own.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).or_else(|| variable(var));
        let mut config: Config = url.parse().map_err(|e: postgres::Error| bad(causes(&e)))?;
        complete(&mut config, &variable).map_err(&bad)?;
        let mode = option("sslmode", "PGSSLMODE").unwrap_or_else(|| "prefer".to_owned());
        let (ssl, check) = ssl_mode(&mode)
            .ok_or_else(|| bad(format!("sslmode={mode} is none of disable, allow, prefer, require, verify-ca, verify-full")))?;
        // Who reaches the server through a socket of this machine needs no TLS; libpq does the same.
        let local = config.get_hosts().iter().all(|host| !matches!(host, Host::Tcp(_)));
        config.ssl_mode(if local { SslMode::Disable } else { ssl });
        let tls = Tls { check, roots: option("sslrootcert", "PGSSLROOTCERT") };
        if config.get_password().is_none() {
            let home = variable("HOME").map(|home| Path::new(&home).join(".pgpass"));
            let file = option("passfile", "PGPASSFILE").map(PathBuf::from).or(home);
            let password =
                variable("PGPASSWORD").map_or_else(|| file.map_or(Ok(None), |file| pgpass::find(&file, &config)), |p| Ok(Some(p)));
            if let Some(password) = password.map_err(&bad)? {
                config.password(password);
            }
        }
        Ok(Self { config, tls, told })
    }

    /// A message from elsewhere, without the password should it be in it.
    pub(super) fn safe(&self, message: &str) -> String {
        match self.config.get_password().and_then(|p| std::str::from_utf8(p).ok()) {
            Some(password) if !password.is_empty() => message.replace(password, HIDDEN),
            _ => message.to_owned(),
        }
    }
}

/// Whether a URL holds a password.
pub fn holds_password(url: &str) -> bool {
    redacted(url) != url
}

/// A URL, or what was meant as one, with `***` for the passwords in it.
pub fn redacted(url: &str) -> String {
    let (head, query) = url.split_once('?').map_or((url, None), |(head, query)| (head, Some(query)));
    let start = head.find("://").map_or(0, |at| at + 3);
    // A password may hold an unescaped @ or /, though it should not: everything up to the last @ is hidden.
    let head = match head[start..].rfind('@').map(|at| head[start..].split_at(at)) {
        Some((login, rest)) if login.contains(':') => {
            format!("{}{}:{HIDDEN}{rest}", &head[..start], login.split(':').next().unwrap_or_default())
        }
        _ => head.to_owned(),
    };
    let option = |one: &str| match one.split_once('=') {
        Some((name, _)) if name.to_ascii_lowercase().contains("password") => format!("{name}={HIDDEN}"),
        _ => one.to_owned(),
    };
    match query {
        Some(query) => format!("{head}?{}", query.split('&').map(option).collect::<Vec<_>>().join("&")),
        None => head,
    }
}

/// The URL without the options that the client library does not know, and these.
fn own_options(url: &str) -> (String, Vec<(String, String)>) {
    let Some((head, query)) = url.split_once('?') else { return (url.to_owned(), Vec::new()) };
    let own = |one: &&str| ["sslmode", "sslrootcert", "passfile"].contains(&one.split('=').next().unwrap_or_default());
    let (ours, theirs): (Vec<&str>, Vec<&str>) = query.split('&').filter(|one| !one.is_empty()).partition(own);
    let pair = |one: &str| {
        let (name, value) = one.split_once('=').unwrap_or((one, ""));
        (name.to_owned(), percent_decode_str(value).decode_utf8_lossy().into_owned())
    };
    let url = if theirs.is_empty() { head.to_owned() } else { format!("{head}?{}", theirs.join("&")) };
    (url, ours.into_iter().map(pair).collect())
}

/// Fills in what the URL leaves out.
fn complete(config: &mut Config, variable: &dyn Fn(&str) -> Option<String>) -> Result<(), String> {
    if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
        let local = if Path::new(SOCKETS).is_dir() { SOCKETS } else { "localhost" };
        config.host(&variable("PGHOST").unwrap_or_else(|| local.to_owned()));
    }
    if config.get_ports().is_empty() {
        let port = variable("PGPORT").map_or(Ok(PORT), |port| port.parse().map_err(|_| format!("PGPORT={port} is no port")))?;
        config.port(port);
    }
    if let (None, Some(user)) = (config.get_user(), variable("PGUSER").or_else(|| variable("USER"))) {
        config.user(&user);
    }
    if let (None, Some(name)) = (config.get_dbname(), variable("PGDATABASE")) {
        config.dbname(&name);
    }
    if config.get_application_name().is_none() {
        config.application_name("keikaku");
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT_TIMEOUT);
    }
    config.keepalives_idle(SILENCE).keepalives_interval(TRY_EVERY).keepalives_retries(TRIES);
    Ok(())
}

/// What libpq's modes ask for: whether the connection is encrypted, and what is checked of the server's certificate.
fn ssl_mode(mode: &str) -> Option<(SslMode, Check)> {
    Some(match mode {
        "disable" => (SslMode::Disable, Check::Nothing),
        "allow" | "prefer" => (SslMode::Prefer, Check::Nothing),
        "require" => (SslMode::Require, Check::Nothing),
        "verify-ca" => (SslMode::Require, Check::Chain),
        "verify-full" => (SslMode::Require, Check::Name),
        _ => return None,
    })
}

/// An error and what caused it.
pub(super) fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let said = cause.to_string();
        if !text.contains(&said) {
            text = format!("{text}: {said}");
        }
        next = cause.source();
    }
    text
}

#[cfg(test)]
#[path = "address_tests.rs"]
mod tests;
