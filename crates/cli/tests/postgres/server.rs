//! A PostgreSQL server of a test's own, on a socket and a port of its own; it is gone with the test.
use postgres::{Client, NoTls};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Where Debian puts the servers.
const DEBIAN: &str = "/usr/lib/postgresql";

/// How long a server may take to start.
const START: Duration = Duration::from_secs(60);

/// The password of the role `kikaku`.
pub(crate) const PASSWORD: &str = "hi-mi-tsu-42";

pub(crate) struct Server {
    dir: TempDir,
    process: Child,
    pub(crate) port: u16,
}

impl Server {
    /// Starts a server with a database `plans` of the role `kikaku`. Its socket trusts everyone; its port takes `kikaku` with a password,
    /// and over TLS only. Servers do not run as root: then it runs as the user that Debian's package made.
    pub(crate) fn start() -> Self {
        let dir = tempfile::Builder::new().prefix("keikaku-pg-").tempdir_in("/tmp").expect("a temporary folder");
        let data = dir.path().join("data");
        if let Some((user, group)) = other_user() {
            std::os::unix::fs::chown(dir.path(), Some(user), Some(group)).expect("root may");
        }
        std::fs::set_permissions(dir.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("ours");
        run(command("initdb").arg("-D").arg(&data).args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync"]));
        certificate(dir.path());
        let hba = "local all all trust\nhostssl plans kikaku 127.0.0.1/32 scram-sha-256\n";
        std::fs::write(data.join("pg_hba.conf"), hba).expect("writable");
        let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port").port();
        let log = std::fs::File::create(dir.path().join("log")).expect("writable");
        let mut command = command("postgres");
        command.arg("-D").arg(&data).arg("-k").arg(dir.path()).args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1"]);
        command.args(["-c", "fsync=off", "-c", "ssl=on", "-c", "log_statement=all", "-c", "ssl_cert_file=../server.crt"]);
        let process = command.args(["-c", "ssl_key_file=../server.key"]).stderr(log).spawn().expect("the server starts");
        let server = Self { dir, process, port };
        let mut client = server.wait();
        client.batch_execute(&format!("CREATE ROLE kikaku LOGIN PASSWORD '{PASSWORD}'")).expect("a role");
        client.batch_execute("CREATE DATABASE plans OWNER kikaku").expect("a database");
        server
    }

    fn wait(&self) -> Client {
        let start = Instant::now();
        loop {
            match self.try_connect("postgres") {
                Ok(client) => return client,
                Err(e) => assert!(start.elapsed() < START, "no server: {e}\n{}", self.log()),
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn try_connect(&self, database: &str) -> Result<Client, postgres::Error> {
        Client::connect(&format!("host={} port={} user=postgres dbname={database}", self.dir.path().display(), self.port), NoTls)
    }

    /// A session of the superuser in the database `plans`.
    pub(crate) fn session(&self) -> Client {
        self.try_connect("plans").expect("the server runs")
    }

    /// The database by the socket, without a password.
    pub(crate) fn url(&self) -> String {
        format!("postgres://kikaku@/plans?host={}&port={}", self.dir.path().display(), self.port)
    }

    /// The server's certificate, which it has signed itself, for `localhost`.
    pub(crate) fn certificate(&self) -> PathBuf {
        self.dir.path().join("server.crt")
    }

    /// The certificate itself.
    pub(crate) fn certificate_text(&self) -> String {
        std::fs::read_to_string(self.certificate()).expect("a certificate")
    }

    /// What it wrote, all statements among it.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.dir.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let stopped = command("pg_ctl").arg("stop").arg("-D").arg(self.dir.path().join("data")).args(["-m", "immediate"]).output();
        if !stopped.is_ok_and(|output| output.status.success()) {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}

/// A program of the server, run as someone who is not root.
fn command(name: &str) -> Command {
    let mut command = Command::new(programs().join(name));
    command.current_dir("/tmp").stdin(Stdio::null()).stdout(Stdio::null());
    if let Some((user, group)) = other_user() {
        std::os::unix::process::CommandExt::uid(&mut command, user);
        std::os::unix::process::CommandExt::gid(&mut command, group);
    }
    command
}

/// The folder with the newest server's programs, or else the first in `PATH` that has them.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir(DEBIAN).into_iter().flatten().filter_map(|e| Some(e.ok()?.path().join("bin")));
    let newest = versions.filter(|bin| bin.join("initdb").exists()).max();
    let path = std::env::var_os("PATH").unwrap_or_default();
    newest
        .or_else(|| std::env::split_paths(&path).find(|bin| bin.join("initdb").exists()))
        .expect("PostgreSQL is not installed: run tests/setup postgresql")
}

/// For root, the user and group of `postgres`, or of `nobody` where there is none.
fn other_user() -> Option<(u32, u32)> {
    let root = std::os::unix::fs::MetadataExt::uid(&std::fs::metadata("/proc/self").ok()?) == 0;
    let users = std::fs::read_to_string("/etc/passwd").ok().filter(|_| root)?;
    let of = |name: &str| {
        let fields: Vec<&str> = users.lines().map(|l| l.split(':').collect()).find(|f: &Vec<&str>| f[0] == name)?;
        Some((fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?))
    };
    of("postgres").or_else(|| of("nobody"))
}

fn certificate(dir: &Path) {
    let (key, crt) = (dir.join("server.key"), dir.join("server.crt"));
    let mut openssl = Command::new("openssl");
    openssl.args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext"]);
    run(openssl.arg("subjectAltName=DNS:localhost").arg("-keyout").arg(&key).arg("-out").arg(&crt));
    std::fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("ours");
    if let Some((user, group)) = other_user() {
        std::os::unix::fs::chown(&key, Some(user), Some(group)).expect("root may");
    }
}

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
