//! Records in other forms, from outside.
use assert_cmd::Command;
use assert_cmd::assert::Assert;
use std::path::Path;

const PLAN: &str =
    "若葉台商工会議所　令和６年度事業計画\n\n１．会員サービスの充実\n\n　①事業承継相談窓口の設置\n　　年間120件の相談に応じる。\n";

fn keikaku(args: &[&str]) -> Assert {
    Command::new(env!("CARGO_BIN_EXE_keikaku")).args(args).assert()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[test]
fn a_plan_goes_into_every_form_and_is_found() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
    std::fs::write(at("a.txt"), PLAN).expect("writable");
    keikaku(&["convert", &at("a.txt"), "-o", &at("out"), "--formats", "json,csv,xlsx,sqlite,parquet"]).success();
    for (form, beside) in [("csv", "csv"), ("xlsx", "plans.xlsx"), ("sqlite", "plans.sqlite"), ("parquet", "parquet")] {
        let (beside, out) = (at(&format!("out/{beside}")), at(&format!("mine.{form}")));
        keikaku(&["export", &at("out"), "--to", form, "-o", &out]).success();
        let file = |of: &str| if Path::new(of).is_dir() { Path::new(of).join(format!("targets.{form}")) } else { of.into() };
        assert!(std::fs::read(file(&beside)).expect("a file") == std::fs::read(file(&out)).expect("a file"), "{form}");
    }
    let found = keikaku(&["search", &at("mine.sqlite"), "事業承継"]).success();
    let line = text(&found.get_output().stdout);
    assert!(line.contains("会員サービスの充実\tl. 5\tmeasure\t事業承継相談窓口の設置"), "{line}");
}

#[test]
fn what_cannot_be_exported_is_said() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
    std::fs::write(at("a.txt"), PLAN).expect("writable");
    keikaku(&["convert", &at("a.txt"), "-o", &at("out")]).success();
    let (out, mine) = (at("out"), at("a.txt"));
    let cases: [(&[&str], &str); 6] = [
        (&["export", &out, "--to", "docx", "-o", "x"], "invalid value 'docx'"),
        (&["export", &out, "--to", "sqlite", "-o", &mine], "was not made by keikaku"),
        (&["export", &out, "--to", "csv", "-o", &at("out/plans")], "was not made by keikaku"),
        (&["export", &at("none"), "--to", "csv", "-o", "x"], "holds no plan documents"),
        (&["search", &mine, "計画"], "was not made by keikaku"),
        (&["search", &at("none.sqlite"), "計画"], "There is no database"),
    ];
    for (args, sentence) in cases {
        let told = keikaku(args).code(2).stdout("");
        let said = text(&told.get_output().stderr);
        assert!(said.contains(sentence), "{sentence} in {said}");
    }
    assert_eq!(std::fs::read_to_string(&mine).expect("a file"), PLAN);
}
