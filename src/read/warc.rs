//! Web archives: WARC 0.18 to 1.1 (ISO 28500) and the older ARC.
//!
//! Pages of `response`, `resource` and `conversion` records go to the same choice of readers as
//! files, with what the record and its HTTP header declare: address, media type, encoding.
//! Requests, pictures, scripts and answers other than success hold no article. Invariant: a
//! record whose stated length is wrong costs that record, not those after it.

use std::borrow::Cow;
use std::io::{BufRead, BufReader, Cursor, Read};

use super::{Confidence, Declared, Input, Metadata, MetadataKey, Probe, Reader, Sink, unreadable};
use crate::error::Result;

/// Reads WARC and ARC files.
pub(super) struct WarcReader;

/// Longest line of a header, in bytes.
const MAX_LINE_BYTES: u64 = 65_536;

/// Most lines in a header.
const MAX_HEADER_LINES: usize = 1000;

/// Media types that hold articles, by their beginnings.
const READ_TYPES: &[&str] = &[
    "text/html",
    "application/xhtml",
    "text/plain",
    "text/xml",
    "application/xml",
    "application/rss",
    "application/atom",
    "application/json",
    "application/ld+json",
    "application/pdf",
    "application/feed+json",
    "text/markdown",
    "application/rtf",
    "text/rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml",
];

impl Reader for WarcReader {
    fn format(&self) -> &'static str {
        "warc"
    }

    fn detect(&self, probe: &Probe<'_>) -> Option<Confidence> {
        let start = probe.start();
        (start.starts_with(b"WARC/") || start.starts_with(b"filedesc://"))
            .then_some(Confidence::Certain)
    }

    fn read(&self, mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
        let stream = std::mem::replace(&mut input.stream, Box::new(std::io::empty()));
        let mut records = Records { stream: BufReader::new(stream), ahead: None };
        let mut count = 0_u64;
        let limit = input.options.limits.article_bytes;
        loop {
            let header = match records.header() {
                Ok(Some(header)) => header,
                Ok(None) => break,
                Err(error) => return Err(unreadable(format!("after {count} records: {error}"))),
            };
            count += 1;
            let (content, problem) = match records.content(&header, limit) {
                Ok(content) => content,
                Err(error) => return Err(unreadable(format!("in record {count}: {error}"))),
            };
            if let Some(problem) = problem {
                let error = unreadable(format!("record {count}: {problem}"));
                if sink.complain(error).is_break() {
                    return Ok(());
                }
            }
            let Some(content) = content else { continue };
            let Some(page) = page_of(&header, content) else { continue };
            let before = sink.records();
            let inner = Input {
                name: input.name.clone(),
                extension: String::new(),
                size: Some(page.content.len() as u64),
                modified: header
                    .date
                    .as_deref()
                    .and_then(|date| date.parse().ok())
                    .or(input.modified),
                path: None,
                declared: page.declared,
                stream: Box::new(Cursor::new(page.content)),
                depth: input.depth + 1,
                options: input.options,
            };
            if let Err(error) = sink.inner_part(inner) {
                let reason = format!("{}: {}", header.target, error.message());
                let error = unreadable(reason);
                // A record that gave articles before it broke has its numbers already.
                let flow = if sink.records() == before {
                    sink.skip_record(error)
                } else {
                    sink.complain(error)
                };
                if flow.is_break() {
                    return Ok(());
                }
            }
        }
        if sink.records() == 0 {
            return Err(unreadable(format!("holds {count} records and no page among them")));
        }
        Ok(())
    }
}

/// What the header of a record says.
#[derive(Debug, Default)]
struct Header {
    kind: String,
    target: String,
    date: Option<String>,
    media_type: String,
    length: Option<u64>,
}

/// The page that a record holds.
struct Page {
    content: Vec<u8>,
    declared: Declared,
}

struct Records<R> {
    stream: BufReader<R>,
    /// Bytes that were read as content and belong to the records after it.
    ahead: Option<Cursor<Vec<u8>>>,
}

impl<R: Read> Records<R> {
    fn line(&mut self) -> std::io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        if let Some(ahead) = &mut self.ahead {
            ahead.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut line)?;
            if line.ends_with(b"\n") {
                return Ok(Some(line));
            }
            self.ahead = None;
        }
        self.stream.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut line)?;
        Ok((!line.is_empty()).then_some(line))
    }

    /// The header of the next record. What stands before it, left by a wrong length, is passed
    /// over.
    fn header(&mut self) -> std::io::Result<Option<Header>> {
        loop {
            let Some(line) = self.line()? else { return Ok(None) };
            if line.starts_with(b"WARC/") {
                return self.warc_header().map(Some);
            }
            if let Some(header) = arc_header(&line) {
                return Ok(Some(header));
            }
        }
    }

    fn warc_header(&mut self) -> std::io::Result<Header> {
        let mut header = Header::default();
        for _ in 0..MAX_HEADER_LINES {
            let Some(line) = self.line()? else { break };
            let line = String::from_utf8_lossy(line.trim_ascii()).into_owned();
            if line.is_empty() {
                break;
            }
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "warc-type" => header.kind = value.to_ascii_lowercase(),
                "warc-target-uri" => {
                    // Some writers put the address in angle brackets.
                    header.target = value.trim_matches(['<', '>']).to_owned();
                }
                "warc-date" => header.date = Some(value.to_owned()),
                "content-type" => header.media_type = value.to_ascii_lowercase(),
                "content-length" => header.length = value.parse().ok(),
                _ => {}
            }
        }
        Ok(header)
    }

    /// The content of the record, if it may hold a page; and what is wrong with its length.
    fn content(
        &mut self,
        header: &Header,
        limit: u64,
    ) -> std::io::Result<(Option<Vec<u8>>, Option<String>)> {
        let Some(length) = header.length else {
            return Ok((None, Some("no length is stated: passed over".to_owned())));
        };
        let wanted = matches!(header.kind.as_str(), "response" | "resource" | "conversion" | "arc");
        if length > limit {
            let skipped = std::io::copy(&mut self.take(length), &mut std::io::sink())?;
            let problem = if skipped < length {
                "it is cut off".to_owned()
            } else {
                format!("{length} bytes are more than the limit for one article")
            };
            return Ok((None, (wanted || skipped < length).then_some(problem)));
        }
        let mut content = Vec::new();
        self.take(length).read_to_end(&mut content)?;
        let short = (content.len() as u64) < length;
        // A length that is too great takes in the records that follow.
        let next = memchr::memmem::find_iter(&content, b"\nWARC/1.").find(|at| {
            let after = content.get(at + 9..).unwrap_or_default();
            let line = after.split(|byte| *byte == b'\n').nth(1).unwrap_or_default();
            line.contains(&b':') && content[..*at].trim_ascii_end().len() + 6 > *at
        });
        if let Some(next) = next.filter(|_| short || header.kind != "resource") {
            let mut ahead = content.split_off(next + 1);
            if let Some(rest) = self.ahead.take() {
                let at = usize::try_from(rest.position()).unwrap_or(usize::MAX);
                ahead.extend_from_slice(rest.get_ref().get(at..).unwrap_or_default());
            }
            self.ahead = Some(Cursor::new(ahead));
            let problem = format!("the stated length of {length} bytes is too great");
            return Ok((wanted.then_some(content), Some(problem)));
        }
        let problem =
            short.then(|| format!("it is cut off: {} of {length} bytes are there", content.len()));
        Ok((wanted.then_some(content), problem))
    }

    fn take(&mut self, length: u64) -> impl Read + '_ {
        ChainTake { records: self, left: length }
    }
}

/// So many bytes of what is ahead, then of the stream.
struct ChainTake<'a, R> {
    records: &'a mut Records<R>,
    left: u64,
}

impl<R: Read> Read for ChainTake<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        let buffer = &mut buffer[..most];
        if let Some(ahead) = &mut self.records.ahead {
            let count = ahead.read(buffer)?;
            if count > 0 || buffer.is_empty() {
                self.left -= count as u64;
                return Ok(count);
            }
            self.records.ahead = None;
        }
        let count = self.records.stream.read(buffer)?;
        self.left -= count as u64;
        Ok(count)
    }
}

/// The header line of an ARC record: address, number of the host, time, media type, length.
fn arc_header(line: &[u8]) -> Option<Header> {
    let line = std::str::from_utf8(line).ok()?.trim();
    let parts: Vec<&str> = line.split(' ').collect();
    let (first, last) = (parts.first()?, parts.last()?);
    let time = parts.get(2).filter(|time| time.len() == 14)?;
    if parts.len() < 5 || !first.contains(':') || !time.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let iso = format!(
        "{}-{}-{}T{}:{}:{}Z",
        &time[..4],
        &time[4..6],
        &time[6..8],
        &time[8..10],
        &time[10..12],
        &time[12..14]
    );
    Some(Header {
        kind: if first.starts_with("filedesc:") { "warcinfo" } else { "arc" }.to_owned(),
        target: (*first).to_owned(),
        date: Some(iso),
        media_type: (*parts.get(3)?).to_ascii_lowercase(),
        length: last.parse().ok(),
    })
}

/// The page in the content of a record; `None` for what is no page, or no success.
fn page_of(header: &Header, content: Vec<u8>) -> Option<Page> {
    // The log and the settings of the crawler itself.
    if header.target.starts_with("metadata:") || header.target.starts_with("urn:wget") {
        return None;
    }
    let mut metadata = vec![(MetadataKey::Url, "WARC-Target-URI", header.target.clone())];
    if let Some(date) = &header.date {
        metadata.push((MetadataKey::Other, "WARC-Date", date.clone()));
    }
    let is_http = header.kind == "arc" && content.starts_with(b"HTTP/")
        || header.kind == "response" && !header.target.starts_with("dns:");
    let (content, media) = if is_http {
        let (content, media) = http_body(content)?;
        (content, media.unwrap_or_default())
    } else {
        (content, header.media_type.clone())
    };
    let (media_type, parameters) = media.split_once(';').unwrap_or((&media, ""));
    let media_type = media_type.trim().to_ascii_lowercase();
    let known = READ_TYPES.iter().any(|known| media_type.starts_with(known));
    if !known && !media_type.is_empty() || content.trim_ascii().is_empty() {
        return None;
    }
    let charset = parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().to_owned())
    });
    let metadata = metadata
        .into_iter()
        .filter(|(_, _, value)| !value.is_empty())
        .map(|(key, name, value)| Metadata { key, name: Cow::Borrowed(name), value })
        .collect();
    let declared = Declared { charset, media_type: Some(media_type), metadata };
    Some(Page { content, declared })
}

/// The body and the media type of an HTTP response; `None` when it is no success.
fn http_body(content: Vec<u8>) -> Option<(Vec<u8>, Option<String>)> {
    let mut headers = [httparse::EMPTY_HEADER; 128];
    let mut response = httparse::Response::new(&mut headers);
    let parsed = httparse::ParserConfig::default()
        .allow_obsolete_multiline_headers_in_responses(true)
        .allow_spaces_after_header_name_in_responses(true)
        .ignore_invalid_headers_in_responses(true)
        .parse_response(&mut response, &content);
    let Ok(httparse::Status::Complete(length)) = parsed else {
        // No header that can be read: all of it may be the page.
        return Some((content, None));
    };
    if !response.code.is_some_and(|code| (200..300).contains(&code)) {
        return None;
    }
    let value = |name: &str| {
        let header = response.headers.iter().find(|h| h.name.eq_ignore_ascii_case(name))?;
        Some(String::from_utf8_lossy(header.value).into_owned())
    };
    let media = value("content-type");
    let chunked =
        value("transfer-encoding").is_some_and(|v| v.to_ascii_lowercase().contains("chunked"));
    let body = content.get(length..).unwrap_or_default();
    let body = if chunked { unchunked(body) } else { None }.unwrap_or_else(|| body.to_vec());
    Some((body, media))
}

/// The content of a chunked body (RFC 9112, 7.1); `None` when it is not chunked after all, as in
/// archives whose writer undid the chunks and kept the header.
fn unchunked(body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = memchr::memchr(b'\n', rest)?;
        let size = std::str::from_utf8(&rest[..end]).ok()?;
        let size = size.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(whole);
        }
        let chunk = rest.get(..size).unwrap_or(rest);
        whole.extend_from_slice(chunk);
        rest = rest.get(size..).unwrap_or_default();
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        if rest.is_empty() {
            return Some(whole);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read_all;
    use super::*;
    use crate::read::ReadOptions;

    /// A page of the archive as an HTTP response.
    const RESPONSE: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><head><title>\
                            Ferry sails</title></head><body><p>The ferry left the quay with nine of crew on board.\
                            </p></body></html>";

    fn record(kind: &str, target: &str, length: usize, content: &str) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {target}\r\nWARC-Date: 2019-03-04T10:00:00Z\r\n\
             Content-Type: text/plain\r\nContent-Length: {length}\r\n\r\n{content}\r\n\r\n"
        )
    }

    #[test]
    fn archives_whole_and_broken_give_their_pages() {
        let page = record("response", "http://x.org/a", RESPONSE.len(), RESPONSE);
        let length = RESPONSE.len();
        let arc = format!(
            "filedesc://a.arc 0.0.0.0 20190304100000 text/plain 9\n1 0 X\nURL\n\nhttp://x.org/a 1.2.3.4 \
             20190304100000 text/html {length}\n{RESPONSE}\n"
        );
        for (archive, pages, problems) in [
            (page.clone(), 1, 0),
            (page.repeat(2), 2, 0),
            // What the crawler says of itself is no page.
            (page.clone() + &record("resource", "metadata://x.org/log", 3, "log"), 1, 0),
            // The length of the first record takes in the second.
            (record("response", "http://x.org/b", length + 300, RESPONSE) + &page, 2, 1),
            // The last record is cut off.
            (page.clone() + &page[..page.len() - 60], 2, 1),
            (record("request", "http://x.org/a", 3, "GET"), 0, 1),
            (arc, 1, 0),
        ] {
            let (read, told) = read_all("a.warc", archive.as_bytes(), &ReadOptions::default());
            assert_eq!((read.len(), told.len()), (pages, problems), "{archive}\n{told:?}");
            for document in read {
                let title = document.declared(MetadataKey::Title).map(|title| title.value.as_str());
                assert_eq!(title, Some("Ferry sails"));
            }
        }
    }
}
