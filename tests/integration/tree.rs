//! What the library depends on without the program.

use std::process::Command;

fn tree(options: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--offline",
            "--locked",
            "-e",
            "normal",
            "--prefix",
            "none",
            "-p",
            "dateline",
        ])
        .args(options)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_library_alone_has_nothing_of_a_terminal() {
    let names = [
        "clap",
        "clap_complete",
        "clap_mangen",
        "indicatif",
        "console",
        "terminal_size",
        "anyhow",
        "anstream",
    ];
    let has =
        |tree: &str, name: &str| tree.lines().any(|line| line.split(' ').next() == Some(name));
    let alone = tree(&["--no-default-features"]);
    assert!(has(&alone, "tantivy"), "{alone}");
    for name in names {
        assert!(!has(&alone, name), "{name} is in the library's tree");
    }
    let program = tree(&[]);
    for name in ["clap", "indicatif", "anyhow"] {
        assert!(has(&program, name), "{name} is not in the program's tree");
    }
}
