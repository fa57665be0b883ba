//! Addresses: what is read from them, and that no password is in what is said of them.
use super::*;

fn parse(url: &str, variables: &[(&str, &str)]) -> Result<Address, AddressError> {
    Address::parse(url, &|name| variables.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
}

#[test]
fn passwords_are_hidden() {
    for (url, told) in [
        ("postgres://kikaku:hi%40mitsu@db.example/plans", "postgres://kikaku:***@db.example/plans"),
        ("postgres://kikaku:hi@mi/tsu@db.example/plans", "postgres://kikaku:***@db.example/plans"),
        ("postgress://a:himitsu@b", "postgress://a:***@b"),
        ("a:himitsu@b", "a:***@b"),
        (
            "postgres://db.example/plans?user=a&password=himitsu&sslmode=require",
            "postgres://db.example/plans?user=a&password=***&sslmode=require",
        ),
        ("postgres://db.example/plans?sslpassword=himitsu", "postgres://db.example/plans?sslpassword=***"),
    ] {
        assert_eq!(redacted(url), told);
        assert!(holds_password(url));
    }
    for url in ["postgres://kikaku@db.example:5432/plans", "postgres:///plans?host=/run/x", "docx"] {
        assert!(!holds_password(url), "{url}");
    }
}

#[test]
fn nothing_said_of_an_address_has_its_password() {
    for url in [
        "postgres://kikaku:himitsu@db.example:port/plans",
        "postgres://kikaku:himitsu@db.example/plans?sslmode=maybe",
        "postgres://kikaku:himitsu@db.example/plans?colour=blue",
        "postgress://kikaku:himitsu@db.example/plans",
    ] {
        let error = parse(url, &[]).expect_err(url);
        assert!(!format!("{error} {error:?}").contains("himitsu"), "{error:?}");
    }
    let address = parse("postgres://kikaku:himitsu@db.example/plans", &[]).expect("an address");
    assert!(!format!("{address} {address:?}").contains("himitsu"));
    assert_eq!(address.safe("the password himitsu is wrong"), "the password *** is wrong");
}

#[test]
fn what_a_url_leaves_out_is_in_the_environment() {
    let variables =
        [("PGHOST", "db.example"), ("PGPORT", "6543"), ("PGUSER", "kikaku"), ("PGDATABASE", "plans"), ("PGPASSWORD", "himitsu")];
    let config = parse("postgres://", &variables).expect("an address").config;
    assert_eq!((config.get_hosts(), config.get_ports()), (&[Host::Tcp("db.example".into())][..], &[6543][..]));
    assert_eq!((config.get_user(), config.get_dbname(), config.get_password()), (Some("kikaku"), Some("plans"), Some(&b"himitsu"[..])));
    let own = parse("postgres://a@b:1/c", &variables).expect("an address").config;
    assert_eq!((own.get_user(), own.get_dbname(), own.get_ports()), (Some("a"), Some("c"), &[1][..]));
}

#[test]
fn modes_are_those_of_libpq() {
    for (mode, ssl, check) in [
        ("disable", SslMode::Disable, Check::Nothing),
        ("prefer", SslMode::Prefer, Check::Nothing),
        ("require", SslMode::Require, Check::Nothing),
        ("verify-ca", SslMode::Require, Check::Chain),
        ("verify-full", SslMode::Require, Check::Name),
    ] {
        let address = parse(&format!("postgres://a@b/c?sslmode={mode}&sslrootcert=%2Froot.crt&connect_timeout=3"), &[]).expect(mode);
        assert_eq!((address.config.get_ssl_mode(), address.tls.check, address.tls.roots.as_deref()), (ssl, check, Some("/root.crt")));
        assert_eq!(address.config.get_connect_timeout(), Some(&Duration::from_secs(3)));
    }
    assert_eq!(parse("postgres://a@b/c", &[("PGSSLMODE", "verify-full")]).expect("an address").tls.check, Check::Name);
    // A socket of this machine.
    assert_eq!(parse("postgres://a@/c?host=/run/x&sslmode=require", &[]).expect("an address").config.get_ssl_mode(), SslMode::Disable);
}

#[cfg(unix)]
#[test]
fn a_password_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().expect("a temporary folder");
    let file = dir.path().join(".pgpass");
    std::fs::write(&file, "*:*:*:kikaku:himitsu\n").expect("writable");
    let home = dir.path().to_string_lossy();
    for (mode, open) in [(0o600, false), (0o644, true)] {
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).expect("ours");
        match parse("postgres://kikaku@b/c", &[("HOME", &*home)]) {
            Ok(address) => assert!(!open && address.config.get_password() == Some(b"himitsu")),
            Err(error) => assert!(open && error.to_string().contains("chmod 0600"), "{error}"),
        }
    }
}
