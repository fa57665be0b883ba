//! Builds the dictionary that the crate embeds, from the source files of IPADIC as Debian's `mecab-ipadic` installs them.
use lindera_dictionary::builder::DictionaryBuilder;
use lindera_dictionary::dictionary::metadata::Metadata;
use lindera_dictionary::dictionary::schema::Schema;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Where Debian's package puts the source files.
const DEBIAN: &str = "/usr/share/mecab/dic/ipadic";

/// Names another folder with the source files.
const VARIABLE: &str = "KEIKAKU_IPADIC";

/// A file that tells the folder and its encoding.
const LARGEST: &str = "Noun.csv";

/// A file without which a folder is no source (compiled dictionaries have the others' names).
const MATRIX: &str = "matrix.def";

fn main() -> ExitCode {
    println!("cargo::rerun-if-env-changed={VARIABLE}");
    println!("cargo::rerun-if-changed=build.rs");
    let source = std::env::var_os(VARIABLE).map_or_else(|| PathBuf::from(DEBIAN), PathBuf::from);
    println!("cargo::rerun-if-changed={}", source.display());
    match build(&source) {
        Ok(work) => {
            println!("cargo::rustc-env=LINDERA_WORKDIR={}", work.display());
            ExitCode::SUCCESS
        }
        Err(message) => {
            println!("cargo::error={message}");
            ExitCode::FAILURE
        }
    }
}

/// Builds the dictionary from `source` and returns the folder that the embedding macro reads from.
fn build(source: &Path) -> Result<PathBuf, String> {
    let missing = |file: &str| {
        format!(
            "No IPADIC source in {} ({file} is not there): run `apt-get install mecab-ipadic`, or set {VARIABLE} to the folder with its CSV files.",
            source.display()
        )
    };
    let largest = std::fs::read(source.join(LARGEST)).map_err(|_| missing(LARGEST))?;
    if !source.join(MATRIX).is_file() {
        return Err(missing(MATRIX));
    }
    let encoding = if std::str::from_utf8(&largest).is_ok() { "UTF-8" } else { "EUC-JP" };
    let work = std::env::var_os("OUT_DIR").map(PathBuf::from).ok_or("cargo sets OUT_DIR")?;
    DictionaryBuilder::new(metadata(encoding))
        .build_dictionary(source, &work.join("ipadic"))
        .map_err(|e| format!("The IPADIC source in {} does not build: {e}", source.display()))?;
    Ok(work)
}

/// IPADIC's thirteen columns; the costs and ids are the defaults for user words given without their own, which we never have.
fn metadata(encoding: &str) -> Metadata {
    let user_columns = ["surface", "major_pos", "reading"].map(str::to_owned).to_vec();
    let (cost, left, right) = (-10_000, 0, 0);
    let (flexible, skip_invalid, normalize_details) = (false, false, true);
    Metadata::new(
        "ipadic".to_owned(),
        encoding.to_owned(),
        cost,
        left,
        right,
        "*".to_owned(),
        flexible,
        skip_invalid,
        normalize_details,
        Schema::default(),
        Schema::new(user_columns),
    )
}
