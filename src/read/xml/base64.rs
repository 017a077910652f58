//! Base64 (RFC 4648), in which old feeds and agencies put texts into XML.

/// The bytes that `text` stands for; white space and padding do not count. `None` when there is
/// anything else in it.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let mut bits = 0_u32;
    let mut count = 0;
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => continue,
            byte if byte.is_ascii_whitespace() => continue,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xff).ok()?);
            bits &= (1 << count) - 1;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_decoded() {
        for (text, expected) in [
            ("SXQgbGVmdC4=", Some("It left.")),
            ("SXQg\n bGVmdA", Some("It left")),
            ("", Some("")),
            ("no base64!", None),
        ] {
            assert_eq!(decode(text).as_deref(), expected.map(str::as_bytes), "{text}");
        }
    }
}
