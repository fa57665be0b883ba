//! libpq's password file: `host:port:database:user:password`, a line each, `*` for any, `\` before a `:` or `\`.
use postgres::Config;
use postgres::config::Host;
use std::path::Path;

/// The password for a server in a password file, where there is one.
///
/// # Errors
/// When others may read the file, which libpq passes over too.
pub(super) fn find(file: &Path, config: &Config) -> Result<Option<String>, String> {
    let Ok(found) = std::fs::metadata(file) else { return Ok(None) };
    if !found.is_file() {
        return Ok(None);
    }
    let text = std::fs::read_to_string(file).map_err(|e| format!("the password file {} can't be read: {e}", file.display()))?;
    let password = lookup(&text, &wanted(config));
    if password.is_some() && open_to_others(&found) {
        return Err(format!("the password file {} can be read by others; run chmod 0600 on it", file.display()));
    }
    Ok(password)
}

/// What the first four fields are compared with.
fn wanted(config: &Config) -> [String; 4] {
    let host = match config.get_hosts().first() {
        Some(Host::Tcp(name)) => name.clone(),
        _ => "localhost".to_owned(),
    };
    let user = config.get_user().unwrap_or_default();
    let port = config.get_ports().first().copied().unwrap_or_default();
    [host, port.to_string(), config.get_dbname().unwrap_or(user).to_owned(), user.to_owned()]
}

fn lookup(text: &str, wanted: &[String; 4]) -> Option<String> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(fields).find_map(|fields| {
        let [first @ .., password] = fields.as_slice() else { return None };
        let fits = first.len() == wanted.len() && first.iter().zip(wanted).all(|(f, w)| f == "*" || f == w);
        fits.then(|| password.clone())
    })
}

/// The five fields of a line; the password is everything after the fourth colon.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => chars.next().into_iter().for_each(|c| fields.last_mut().expect("one is there from the start").push(c)),
            ':' if fields.len() < 5 => fields.push(String::new()),
            c => fields.last_mut().expect("one is there from the start").push(c),
        }
    }
    fields
}

fn open_to_others(found: &std::fs::Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        found.permissions().mode() & 0o077 != 0
    }
    #[cfg(not(unix))]
    {
        let _ = found;
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_fits_counts() {
        let file = "# mine\ndb.example:5432:plans:kikaku:first\n*:*:plans:kikaku:any\n*:*:*:o\\:ne:a\\:b\\\\c:d\nshort:line\n";
        let of = |host: &str, user: &str| lookup(file, &[host.into(), "5432".into(), "plans".into(), user.into()]);
        assert_eq!(of("db.example", "kikaku").as_deref(), Some("first"));
        assert_eq!(of("localhost", "kikaku").as_deref(), Some("any"));
        assert_eq!(of("localhost", "o:ne").as_deref(), Some("a:b\\c:d"));
        assert_eq!(of("localhost", "other"), None);
    }
}
