//! What a file's bytes are as text: `cargo run --example decode -- FILE...`
//!
//! Prints a line of JSON for each file: its path, the encoding that was found by content alone,
//! the text, and what was replaced.

use std::io::Write as _;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for path in std::env::args_os().skip(1).map(std::path::PathBuf::from) {
        let decoded = dateline::read::decode(std::fs::read(&path)?);
        let line = serde_json::json!({
            "path": path,
            "encoding": decoded.encoding,
            "text": decoded.text,
            "notes": decoded.notes,
        });
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    Ok(())
}
