//! Sizes as people write them.

/// Reads `256MB`, `1G`, `512 KiB` or a plain number of bytes. Units without `i` count in
/// thousands.
pub(super) fn parse(text: &str) -> Result<usize, String> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let expected = || format!("expected a size such as 256MB or 1G, found {text:?}");
    let number: f64 = number.parse().map_err(|_| expected())?;
    let factor = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1.0,
        "k" | "kb" => 1e3,
        "m" | "mb" => 1e6,
        "g" | "gb" => 1e9,
        "t" | "tb" => 1e12,
        "ki" | "kib" => 1024.0,
        "mi" | "mib" => 1024.0 * 1024.0,
        "gi" | "gib" => 1024.0 * 1024.0 * 1024.0,
        _ => return Err(expected()),
    };
    // A size past the address space is cut to it.
    Ok((number * factor) as usize)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        for (text, expected) in [
            ("256MB", 256_000_000),
            ("1G", 1_000_000_000),
            ("1.5gb", 1_500_000_000),
            ("512 KiB", 524_288),
            ("1000", 1000),
        ] {
            assert_eq!(parse(text), Ok(expected), "{text}");
        }
        for text in ["", "MB", "1x", "-1", "1.2.3"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
