//! Mail and news posts: one message, or a mailbox of many; MIME and encodings by `mail-parser`.
//!
//! The subject is the headline, the sender the author, the newsgroup the section. Text is taken
//! before HTML; attached documents are read as files of their own. Mailboxes are cut at lines
//! that begin with `From ` (RFC 4155) and stream.

use std::borrow::Cow;

use mail_parser::{Address, Message, MessageParser, MimeHeaders, PartType};

use super::markup::plain_text;
use super::stream::{Piece, RecordStream, Splitter};
use super::{
    Confidence, Declared, Input, Layout, Metadata, MetadataKey, Probe, RawDocument, Reader, Sink,
    decode, unreadable,
};
use crate::error::Result;

/// Reads mail, mailboxes and news posts.
pub(super) struct MailReader;

/// Header names of mail and news, in lower case, that tell a message from a text with a block
/// of `Key: value` lines.
const TELLING: &[&str] = &[
    "from",
    "subject",
    "to",
    "date",
    "message-id",
    "received",
    "return-path",
    "newsgroups",
    "path",
    "mime-version",
    "content-type",
    "organization",
    "lines",
    "references",
    "reply-to",
    "delivered-to",
    "x-mailer",
    "x-newsreader",
    "nntp-posting-host",
    "in-reply-to",
    "sender",
    "distribution",
    "keywords",
    "followup-to",
    "x-received",
    "dkim-signature",
    "arc-seal",
    "article-i.d.",
    "x-mozilla-status",
    "status",
    "cc",
    "x-gm-thrid",
    "received-spf",
];

impl Reader for MailReader {
    fn format(&self) -> &'static str {
        "mail"
    }

    fn detect(&self, probe: &Probe<'_>) -> Option<Confidence> {
        let start = probe.start();
        if from_line(start, 0) == Some(0) {
            return Some(Confidence::Certain);
        }
        let mut telling = 0;
        let mut sender = false;
        let lines = start.split(|byte| *byte == b'\n').take(60);
        for line in lines.take_while(|line| !line.trim_ascii().is_empty()) {
            if line.starts_with(b" ") || line.starts_with(b"\t") {
                continue;
            }
            let Some(colon) = line.iter().position(|byte| *byte == b':') else { break };
            let name = String::from_utf8_lossy(&line[..colon]).to_ascii_lowercase();
            if !name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_')) {
                break;
            }
            sender |= matches!(name.as_str(), "from" | "newsgroups" | "received" | "return-path");
            telling += usize::from(TELLING.contains(&name.as_str()));
        }
        if sender && telling >= 2 {
            return Some(Confidence::Certain);
        }
        matches!(probe.extension, "eml" | "mbox").then_some(Confidence::Likely)
    }

    fn read(&self, mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
        let empty = input.document(self.format());
        let nested = Nested { depth: input.depth, options: input.options };
        let mut stream = RecordStream::raw(&mut input);
        let limit = stream.limit();
        let mut splitter = Splitter::new(&from_line);
        splitter.keep_what_stands_before();
        while let Some(piece) = splitter.next(&mut stream)? {
            let Piece::Whole(bytes) = piece else {
                let error = unreadable(format!("message longer than {limit} bytes"));
                if sink.skip_record(error).is_break() {
                    return Ok(());
                }
                continue;
            };
            // A blank line before the header would end it.
            let blank = bytes.len() - bytes.trim_ascii_start().len();
            let bytes = bytes[blank..].to_vec();
            if bytes.trim_ascii().is_empty() {
                continue;
            }
            if read_message(bytes, &empty, &nested, sink).is_break() {
                return Ok(());
            }
        }
        if sink.records() == 0 {
            return Err(unreadable("holds no message"));
        }
        Ok(())
    }
}

/// What attachments are read with.
struct Nested<'a> {
    depth: u32,
    options: &'a super::ReadOptions,
}

/// The first line at or after `from` that opens a message of a mailbox: `From `, an address, a
/// day; after an empty line.
fn from_line(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let found = memchr::memmem::find(bytes.get(at..)?, b"From ")? + at;
        at = found + 1;
        let before = &bytes[..found];
        let opens = before.is_empty() || before.ends_with(b"\n\n") || before.ends_with(b"\n\r\n");
        if !opens {
            continue;
        }
        let rest = &bytes[found..];
        let Some(end) = memchr::memchr(b'\n', rest) else {
            // Cut off by the end of what was read; asked again when there is more.
            return None;
        };
        let line = rest[..end].trim_ascii_end();
        let words = line.split(|byte| *byte == b' ').filter(|word| !word.is_empty()).count();
        let dated = line.windows(5).any(|w| w[2] == b':' && w[0].is_ascii_digit());
        let year = line.windows(4).any(|w| w.iter().all(u8::is_ascii_digit));
        if words >= 4 && dated && year {
            return Some(found);
        }
    }
}

fn read_message(
    mut bytes: Vec<u8>,
    empty: &RawDocument,
    nested: &Nested<'_>,
    sink: &mut Sink<'_>,
) -> std::ops::ControlFlow<()> {
    let mut document = empty.clone();
    if bytes.starts_with(b"From ") {
        let end = memchr::memchr(b'\n', &bytes).map_or(bytes.len(), |at| at + 1);
        bytes.drain(..end);
        bytes = unquoted(bytes);
    }
    // Without a charset, the parser takes the text for UTF-8.
    let declares = memchr::memmem::find(&bytes, b"charset").is_some();
    if !declares && std::str::from_utf8(&bytes).is_err() {
        let decoded = decode(bytes);
        document.encoding = decoded.encoding;
        document.notes = decoded.notes;
        bytes = decoded.text.into_bytes();
    }
    if let Some(boundary) = open_boundary(&bytes) {
        document.notes.push("the message is cut off: its last part has no end".to_owned());
        bytes.extend_from_slice(format!("\n--{boundary}--\n").as_bytes());
    }
    let Some(message) = MessageParser::default().parse(&bytes) else {
        return sink.skip_record(unreadable("no message: it has no header"));
    };
    headers(&message, &mut document.metadata);
    document.text = body(&message, &mut document);
    let titled = document.declared(MetadataKey::Title).is_some();
    document.layout = if titled { Layout::Body } else { Layout::Plain };
    let flow = if document.text.trim().is_empty() && !titled {
        sink.skip_record(unreadable("message without subject and text"))
    } else {
        sink.put(document)
    };
    if flow.is_break() {
        return flow;
    }
    attachments(&message, empty, nested, sink)
}

/// The boundary of a message of several parts whose last part has no end: the parser would not
/// decode that part.
fn open_boundary(bytes: &[u8]) -> Option<String> {
    let header = MessageParser::default().parse_headers(bytes)?;
    let boundary = header.content_type()?.attribute("boundary")?.to_owned();
    let end = format!("--{boundary}--");
    memchr::memmem::find(bytes, end.as_bytes()).is_none().then_some(boundary)
}

/// Takes off the `>` that mailboxes put before lines that begin with `From `.
fn unquoted(bytes: Vec<u8>) -> Vec<u8> {
    if memchr::memmem::find(&bytes, b"\n>From ").is_none() {
        return bytes;
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes.as_slice();
    while let Some(at) = memchr::memmem::find(rest, b"\n>From ") {
        out.extend_from_slice(&rest[..=at]);
        rest = &rest[at + 2..];
    }
    out.extend_from_slice(rest);
    out
}

fn headers(message: &Message<'_>, metadata: &mut Vec<Metadata>) {
    let mut push = |key, name: &'static str, value: &str| {
        let value = value.trim();
        if !value.is_empty() {
            let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
            metadata.push(Metadata { key, name: Cow::Borrowed(name), value });
        }
    };
    push(MetadataKey::Title, "Subject", message.subject().unwrap_or_default());
    for address in message.from().into_iter().flat_map(Address::iter) {
        let name = address.name().or_else(|| address.address()).unwrap_or_default();
        push(MetadataKey::Author, "From", name.trim_matches(['"', '\'']));
    }
    // As it is written, so that what it rests on can be shown.
    let date = message.header_raw("Date").unwrap_or_default();
    push(MetadataKey::Date, "Date", date);
    if date.trim().is_empty() {
        push(
            MetadataKey::Date,
            "NNTP-Posting-Date",
            message.header_raw("NNTP-Posting-Date").unwrap_or_default(),
        );
    }
    for (key, name) in [
        (MetadataKey::Section, "Newsgroups"),
        (MetadataKey::Source, "Organization"),
        (MetadataKey::Keyword, "Keywords"),
        (MetadataKey::Language, "Content-Language"),
        (MetadataKey::Lead, "Summary"),
    ] {
        let value = message.header(name).and_then(|value| value.as_text());
        push(key, name, value.or_else(|| message.header_raw(name)).unwrap_or_default());
    }
    push(MetadataKey::Id, "Message-ID", message.message_id().unwrap_or_default());
}

/// The text parts, or the text of the HTML parts where there are none.
fn body(message: &Message<'_>, document: &mut RawDocument) -> String {
    let mut text = String::new();
    let has_text = message.text_body.iter().any(|id| {
        message
            .part(*id)
            .is_some_and(|part| matches!(&part.body, PartType::Text(t) if !t.trim().is_empty()))
    });
    let parts = if has_text { &message.text_body } else { &message.html_body };
    for part in parts.iter().filter_map(|id| message.part(*id)) {
        let piece = match &part.body {
            PartType::Text(piece) => Cow::Borrowed(piece.as_ref()),
            PartType::Html(html) => Cow::Owned(plain_text(html).into_owned()),
            _ => continue,
        };
        let charset = part.content_type().and_then(|kind| kind.attribute("charset"));
        if let Some(charset) = charset.and_then(super::encoding::Charset::named) {
            document.encoding = charset.name();
        }
        let replaced = piece.matches('\u{fffd}').count();
        if replaced > 0 {
            document.notes.push(format!("{replaced} invalid byte sequences replaced"));
        }
        if !text.is_empty() && !piece.trim().is_empty() {
            text.push_str("\n\n");
        }
        let piece = without_signature(&piece);
        text.push_str(piece.trim_matches(['\n', '\r']).trim_end());
    }
    super::encoding::unix_lines(text)
}

/// Longest signature in lines. It ought to have four, and many have more.
const SIGNATURE_LINES: usize = 12;

/// Cuts off the sender's signature: what follows a line `-- ` near the end (RFC 3676, 4.3).
fn without_signature(text: &str) -> &str {
    let marks = ["\n-- \n", "\n-- \r\n", "\n--\n", "\n--\r\n"];
    let Some(at) = marks.iter().filter_map(|mark| text.rfind(mark)).max() else { return text };
    let before = &text[..at];
    let lines = text[at..].trim().lines().count();
    if lines <= SIGNATURE_LINES + 1 && !before.trim().is_empty() { before } else { text }
}

/// Documents that a message brings along. Pictures and signatures are no articles.
fn attachments(
    message: &Message<'_>,
    empty: &RawDocument,
    nested: &Nested<'_>,
    sink: &mut Sink<'_>,
) -> std::ops::ControlFlow<()> {
    if nested.depth >= nested.options.limits.archive_depth {
        return std::ops::ControlFlow::Continue(());
    }
    for (number, part) in (1..).zip(message.attachments()) {
        let kind = part.content_type();
        let media_type = kind.map(|kind| {
            format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()).to_ascii_lowercase()
        });
        let bytes: &[u8] = match &part.body {
            PartType::Message(inner) => inner.raw_message(),
            _ => part.contents(),
        };
        let read = match media_type.as_deref() {
            Some(kind) if kind.starts_with("image/") || kind.starts_with("audio/") => false,
            Some(kind) if kind.starts_with("video/") || kind.contains("signature") => false,
            Some("application/pgp-keys" | "text/calendar" | "text/x-vcard" | "text/vcard") => false,
            _ => !bytes.trim_ascii().is_empty(),
        };
        if !read {
            continue;
        }
        let name = part.attachment_name().map_or_else(|| format!("part{number}"), str::to_owned);
        let name = name.replace('/', "_");
        let inner = Input {
            name: format!("{}!/{}/{name}", empty.path, sink.records()),
            extension: name
                .rsplit_once('.')
                .map(|(_, e)| e.to_ascii_lowercase())
                .unwrap_or_default(),
            size: Some(bytes.len() as u64),
            modified: empty.modified,
            path: None,
            declared: Declared { media_type, ..Declared::default() },
            stream: Box::new(bytes),
            depth: nested.depth + 1,
            options: nested.options,
        };
        let flow = sink.inner_file(inner);
        if flow.is_break() {
            return flow;
        }
    }
    std::ops::ControlFlow::Continue(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::read_bytes;
    use super::*;

    fn value(document: &RawDocument, key: MetadataKey) -> Option<&str> {
        document.declared(key).map(|entry| entry.value.as_str())
    }

    #[test]
    fn messages_are_read() {
        let post = b"From: ann@example.org (Ann Bell)\nSubject: Re: Ferry\nNewsgroups: rec.ferry\n\
                     Lines: 2\n\nIt left.\n";
        let mail = b"MIME-Version: 1.0\r\nFrom: =?utf-8?q?J=C3=B6rg?= <j@example.org>\r\nSubject: \
                     =?iso-8859-1?Q?F=E4hre?=\r\nDate: Mon, 4 Mar 2019 10:00:00 +0100\r\n\
                     Content-Type: text/html; charset=iso-8859-1\r\n\
                     Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>Sie f=E4hrt.</p>";
        for (bytes, title, author, text) in [
            (&post[..], "Re: Ferry", "Ann Bell", "It left."),
            (&mail[..], "Fähre", "Jörg", "Sie fährt."),
        ] {
            let documents = read_bytes("post", bytes);
            assert_eq!(documents.len(), 1);
            assert_eq!(value(&documents[0], MetadataKey::Title), Some(title));
            assert_eq!(value(&documents[0], MetadataKey::Author), Some(author));
            assert_eq!(documents[0].text, text);
        }
    }

    #[test]
    fn a_mailbox_holds_many() {
        let mailbox = "From a@b.org Mon Mar  4 10:00:00 2019\nFrom: a@b.org\nSubject: One\n\n\
                       Text\n\n>From here on\n\nFrom the town, 4 people left.\n\n\
                       From a@b.org Tue Mar  5 10:00:00 2019\nFrom: a@b.org\nSubject: Two\n\nMore";
        let documents = read_bytes("box.mbox", mailbox.as_bytes());
        let titles: Vec<_> = documents.iter().map(|d| value(d, MetadataKey::Title)).collect();
        assert_eq!(titles, [Some("One"), Some("Two")]);
        assert_eq!(documents[0].text, "Text\n\nFrom here on\n\nFrom the town, 4 people left.");
    }

    #[test]
    fn attached_documents_are_files_of_their_own() {
        let mail = "From: a@b.org\nSubject: Release\nMIME-Version: 1.0\nContent-Type: \
                    multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nSee below.\n\
                    --x\nContent-Type: text/plain; name=\"a.txt\"\nContent-Disposition: \
                    attachment; filename=\"a.txt\"\n\nFerry left\n\nIt left at noon.\n--x--\n";
        let documents = read_bytes("m.eml", mail.as_bytes());
        let paths: Vec<&str> = documents.iter().map(|d| d.path.as_str()).collect();
        assert_eq!(paths, ["m.eml", "m.eml!/1/a.txt"]);
    }
}
