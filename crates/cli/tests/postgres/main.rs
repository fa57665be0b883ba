//! Records in PostgreSQL, with a real server: loaded twice, changed, killed in mid-load, refused, over TLS.
mod plans;
mod server;

use plans::Plans;
use postgres::Client;
use server::{PASSWORD, Server};
use std::collections::BTreeMap;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

fn keikaku(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keikaku"));
    for variable in ["PGPASSWORD", "PGPASSFILE", "PGSSLMODE", "PGHOST", "KEIKAKU_DATABASE_URL"] {
        command.env_remove(variable);
    }
    command.args(args).env("HOME", "/nonexistent");
    command
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("messages are UTF-8")
}

/// Loads and gives what was said.
fn load(plans: &Plans, server: &Server, more: &[&str]) -> String {
    let (folder, url) = (plans.folder(), server.url());
    let output = keikaku(&[&["export", &folder, "--to", &url], more].concat()).output().expect("the program runs");
    assert!(output.status.success(), "{}", stderr(&output));
    stderr(&output)
}

/// Tries to load, and gives why it did not.
fn refused(plans: &Plans, server: &Server) -> String {
    let (folder, url) = (plans.folder(), server.url());
    let output = keikaku(&["export", &folder, "--to", &url]).output().expect("the program runs");
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    stderr(&output)
}

/// Every row with where it is stored and which transactions wrote and locked it.
fn versions(client: &mut Client) -> BTreeMap<String, Vec<String>> {
    rows(client, "concat_ws(' ', xmin, xmax, ctid, t)", "true")
}

/// Every row as text: of all plans, or of one.
fn contents(client: &mut Client, plan: Option<&str>) -> BTreeMap<String, Vec<String>> {
    rows(client, "t::text", &plan.map_or("true".to_owned(), |id| format!("plan_id = '{id}'")))
}

fn rows(client: &mut Client, what: &str, which: &str) -> BTreeMap<String, Vec<String>> {
    let tables = "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'keikaku' AND table_type = 'BASE TABLE' \
                  AND table_name <> 'schema_version'";
    let tables: Vec<String> = client.query(tables, &[]).expect("tables").iter().map(|row| row.get(0)).collect();
    let mut all = BTreeMap::new();
    for table in tables {
        let sql = format!("SELECT {what} FROM keikaku.\"{table}\" AS t WHERE {which} ORDER BY 1");
        all.insert(table, client.query(&sql, &[]).expect("rows").iter().map(|row| row.get(0)).collect());
    }
    all
}

#[test]
fn a_second_load_writes_nothing_and_a_changed_plan_replaces_its_rows() {
    let (server, plans) = (Server::start(), Plans::samples());
    let said = load(&plans, &server, &[]);
    assert!(said.contains("3 plans exported to postgres://kikaku@/plans") && said.contains("3 new or changed"), "{said}");
    let mut client = server.session();
    let first = versions(&mut client);
    assert_eq!(first["plans"].len(), 3);
    let said = load(&plans, &server, &["--prune"]);
    assert!(said.contains("0 new or changed, 0 rows written, 0 removed"), "{said}");
    assert!(versions(&mut client) == first, "a row was written or locked again");

    let (changed, other) = (plans.ids()[0].clone(), plans.ids()[1].clone());
    let untouched = contents(&mut client, Some(&other));
    plans.change(&changed);
    let said = load(&plans, &server, &[]);
    assert!(said.contains("1 new or changed") && !said.contains(" 0 removed"), "{said}");
    assert!(contents(&mut client, Some(&other)) == untouched);
    plans.agree_with(&mut client);
    let title: String = client.query_one("SELECT title FROM keikaku.plans WHERE plan_id = $1", &[&changed]).expect("a plan").get(0);
    assert_eq!(title, plans::CHANGED_TITLE);

    plans.remove(&changed);
    assert!(load(&plans, &server, &[]).contains("0 removed"), "plans stay until they are pruned");
    assert_eq!(contents(&mut client, None)["plans"].len(), 3);
    assert!(load(&plans, &server, &["--prune"]).contains("1 plan removed"));
    plans.agree_with(&mut client);
}

#[test]
fn a_load_that_is_cut_off_leaves_each_plan_whole() {
    let (server, plans) = (Server::start(), Plans::samples());
    load(&plans, &server, &[]);
    let mut client = server.session();
    let ids = plans.ids();
    for terminated in [false, true] {
        let before = contents(&mut client, None);
        ids.iter().for_each(|id| drop(plans.change(id)));
        // The rows of the last plan are held by someone else: its load stops in the middle.
        let last = plans.ids_by_file().pop().expect("a plan");
        let mut holder = server.session();
        let mut held = holder.transaction().expect("a transaction");
        held.query("SELECT FROM keikaku.targets WHERE plan_id = $1 FOR UPDATE", &[&last]).expect("rows");
        let mut loader =
            keikaku(&["export", &plans.folder(), "--to", &server.url()]).stderr(Stdio::piped()).spawn().expect("the program runs");
        let backend = waiting(&mut client);
        if terminated {
            client.execute("SELECT pg_terminate_backend($1)", &[&backend]).expect("the superuser may");
        } else {
            loader.kill().expect("it runs");
        }
        let output = loader.wait_with_output().expect("it ends");
        held.rollback().expect("the server runs");
        gone(&mut client, backend);
        if terminated {
            let said = stderr(&output);
            assert!(output.status.code() == Some(2) && said.contains("were loaded before and are whole"), "{said}");
        }
        let after = contents(&mut client, None);
        for (table, rows) in &before {
            let of = |rows: &[String]| rows.iter().filter(|row| row.contains(&last)).cloned().collect::<Vec<_>>();
            assert!(of(rows) == of(&after[table]), "{table} of the plan that was not finished");
        }
        load(&plans, &server, &[]);
        plans.agree_with(&mut client);
        plans.restore();
        load(&plans, &server, &[]);
        assert!(contents(&mut client, None) == before);
    }
}

/// The loader's session, once it waits for a lock.
fn waiting(client: &mut Client) -> i32 {
    let sql = "SELECT pid FROM pg_stat_activity WHERE application_name = 'keikaku' AND wait_event_type = 'Lock'";
    let start = Instant::now();
    loop {
        if let Some(row) = client.query_opt(sql, &[]).expect("the server runs") {
            return row.get(0);
        }
        assert!(start.elapsed() < Duration::from_secs(60), "the loader does not wait");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn gone(client: &mut Client, backend: i32) {
    let start = Instant::now();
    while client.query_opt("SELECT FROM pg_stat_activity WHERE pid = $1", &[&backend]).expect("the server runs").is_some() {
        assert!(start.elapsed() < Duration::from_secs(60), "the session does not end");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn what_does_not_fit_is_refused_and_named() {
    let (server, plans) = (Server::start(), Plans::samples());
    let mut client = server.session();
    client.batch_execute("CREATE SCHEMA keikaku AUTHORIZATION kikaku; CREATE TABLE keikaku.plans (mine int)").expect("SQL");
    assert!(refused(&plans, &server).contains("was not made by keikaku"));
    client.batch_execute("DROP SCHEMA keikaku CASCADE").expect("SQL");
    load(&plans, &server, &[]);

    client.batch_execute("UPDATE keikaku.schema_version SET version = 'keikaku/plan/9'").expect("SQL");
    let (before, said) = (versions(&mut client), refused(&plans, &server));
    assert!(said.contains("keikaku/plan/9") && said.contains("postgres://kikaku@/plans"), "{said}");
    assert!(versions(&mut client) == before);

    // A later keikaku of the same version has added a field.
    let later =
        "UPDATE keikaku.schema_version SET version = 'keikaku/plan/1', fields = 'later'; ALTER TABLE keikaku.owners ADD colour text";
    client.batch_execute(later).expect("SQL");
    assert!(refused(&plans, &server).contains("owners.colour"));
    // An earlier one did not have it, nor some table.
    let earlier = "ALTER TABLE keikaku.owners DROP colour, DROP quote CASCADE; DROP TABLE keikaku.terms CASCADE";
    client.batch_execute(earlier).expect("SQL");
    load(&plans, &server, &[]);
    plans.agree_with(&mut client);

    // Someone's own rule.
    client
        .batch_execute(&format!("ALTER TABLE keikaku.plans ADD CONSTRAINT mine CHECK (title <> '{}')", plans::CHANGED_TITLE))
        .expect("SQL");
    let (id, before) = (plans.ids_by_file()[1].clone(), versions(&mut client));
    let file = plans.change(&id);
    let said = refused(&plans, &server);
    assert!(said.contains("\"mine\"") && said.contains(&file), "{said}");
    assert!(versions(&mut client) == before);
}

#[test]
fn tls_is_used_as_the_url_asks_and_no_password_shows() {
    let (server, plans) = (Server::start(), Plans::samples());
    let (folder, port) = (plans.folder(), server.port);
    let certificate = server.certificate().display().to_string();
    let attempt = |host: &str, options: &str, variables: &[(&str, &str)]| {
        let url = format!("postgres://kikaku@{host}:{port}/plans?{options}");
        let output = keikaku(&["export", &folder, "--to", &url]).envs(variables.iter().copied()).output().expect("the program runs");
        let said = stderr(&output);
        assert!(!said.contains(PASSWORD) && !said.contains("wrong-one"), "{said}");
        (output.status.code(), said)
    };
    let right = [("PGPASSWORD", PASSWORD)];
    let own = format!("&sslrootcert={certificate}");
    for (host, options, fits) in [
        ("localhost", "sslmode=disable".to_owned(), ""),
        ("127.0.0.1", "sslmode=require".to_owned(), "plans exported"),
        ("localhost", format!("sslmode=verify-full{own}"), "plans exported"),
        ("127.0.0.1", format!("sslmode=verify-ca{own}"), "plans exported"),
        ("127.0.0.1", format!("sslmode=verify-full{own}"), "not valid for name"),
        ("localhost", "sslmode=verify-full&sslrootcert=/etc/hostname".to_owned(), "holds no certificate"),
        ("localhost", "sslmode=sometimes".to_owned(), "is none of disable"),
    ] {
        let (code, said) = attempt(host, &options, &right);
        assert_eq!(code, Some(if fits == "plans exported" { 0 } else { 2 }), "{options}: {said}");
        assert!(said.contains(fits), "{options}: {said}");
    }
    // Someone else's certificate is trusted, and this one is not.
    let (dir, other) = (tempfile::tempdir().expect("a temporary folder"), Server::start().certificate_text());
    let file = dir.path().join("other.crt");
    std::fs::write(&file, other).expect("writable");
    let (code, said) = attempt("localhost", &format!("sslmode=verify-ca&sslrootcert={}", file.display()), &right);
    assert!(code == Some(2) && said.contains("certificate"), "{said}");

    let (code, said) = attempt("localhost", "sslmode=require", &[("PGPASSWORD", "wrong-one")]);
    assert!(code == Some(2) && said.contains("password authentication failed"), "{said}");
    let (code, said) = attempt("localhost", "sslmode=require", &[]);
    assert!(code == Some(2) && said.contains("password"), "{said}");

    // A URL with its password: not on the command line, but in a file or the environment.
    let url = format!("postgres://kikaku:{PASSWORD}@localhost:{port}/plans?sslmode=require");
    let at = format!("@{}", dir.path().join("url").display());
    std::fs::write(dir.path().join("url"), format!("{url}\n")).expect("writable");
    for (to, code) in [(url.as_str(), 2), (at.as_str(), 0), ("postgres", 0)] {
        let output = keikaku(&["export", &folder, "--to", to]).env("KEIKAKU_DATABASE_URL", &url).output().expect("the program runs");
        let said = stderr(&output);
        assert!(output.status.code() == Some(code) && !said.contains(PASSWORD), "{said}");
    }
    let output = keikaku(&["export", &folder, &url]).output().expect("the program runs");
    assert!(output.status.code() == Some(2) && !stderr(&output).contains(PASSWORD), "{}", stderr(&output));
    let told = server.log().lines().filter(|line| line.contains(PASSWORD) && !line.contains("CREATE ROLE")).count();
    assert_eq!(told, 0, "the server was told a password in the open");
}
