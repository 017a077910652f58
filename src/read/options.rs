//! What a caller may set about reading: limits against hostile files, and the names of columns.

use super::{MetadataKey, is_body_name, metadata_key};
use crate::error::{Error, ErrorKind, Result};

/// How files are read.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ReadOptions {
    /// What may be taken of a file.
    pub limits: ReadLimits,
    /// What the columns of tables and the names of records mean, before the names that
    /// dateline knows.
    pub map: FieldMap,
}

/// Limits that keep a hostile or broken file from taking all memory, disk or time.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ReadLimits {
    /// Longest single article, in bytes: of a file that is one article, or of a record.
    pub article_bytes: u64,
    /// How many archives and compressions may lie in one another.
    pub archive_depth: u32,
    /// How many files are taken out of one archive, those of archives in it included.
    pub archive_files: u64,
    /// How many times its own size a compressed stream may grow to.
    pub unpacked_ratio: u64,
    /// Bytes that a stream may grow to whatever its ratio.
    pub unpacked_free: u64,
}

impl Default for ReadLimits {
    fn default() -> Self {
        ReadLimits {
            // The longest news text known to us, a year's session record, has 12 MB; a text of
            // 64 MB is a log or a dump.
            article_bytes: 64_000_000,
            // `.warc.gz` in `.tar.gz` in `.zip` is five.
            archive_depth: 6,
            archive_files: 20_000_000,
            // Repetitive JSON Lines reach 60 under xz; a bomb has 1,000 and more.
            unpacked_ratio: 250,
            unpacked_free: 100_000_000,
        }
    }
}

/// What a named value of a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The text of the article.
    Body,
    /// A value about it.
    Value(MetadataKey),
}

/// What the names of columns and record values mean, as the user says it:
/// `body=content,date=pub_date`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldMap {
    entries: Vec<(Role, String)>,
}

impl FieldMap {
    /// Reads `target=name` pairs separated by commas. A target is `body` or any name that
    /// [`metadata_key`] knows; it may stand several times.
    ///
    /// ```
    /// use dateline::read::{FieldMap, MetadataKey, Role};
    /// let map = FieldMap::parse("body=main,date=pub_date")?;
    /// assert_eq!(map.role("main"), Some(Role::Body));
    /// assert_eq!(map.role("Title"), Some(Role::Value(MetadataKey::Title)));
    /// # Ok::<(), dateline::Error>(())
    /// ```
    ///
    /// # Errors
    /// `Argument`, naming the pair that is none or whose target is not known.
    pub fn parse(pairs: &str) -> Result<FieldMap> {
        let mut entries = Vec::new();
        for pair in pairs.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
            let Some((target, name)) = pair.split_once('=') else {
                let reason = format!("expected TARGET=NAME, found {pair:?}");
                return Err(Error::new(ErrorKind::Argument, reason));
            };
            let role = known_role(target.trim()).ok_or_else(|| {
                let reason = format!(
                    "{:?} is no target: use body, title, date, author, source, section, \
                     language, url, location, person, region, caption, keyword, id or lead",
                    target.trim()
                );
                Error::new(ErrorKind::Argument, reason)
            })?;
            entries.push((role, name.trim().to_owned()));
        }
        Ok(FieldMap { entries })
    }

    /// Whether nothing is mapped.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What the user says that `name` is.
    pub fn mapped(&self, name: &str) -> Option<Role> {
        self.entries.iter().find(|(_, mapped)| mapped == name).map(|(role, _)| *role)
    }

    /// Whether the user names a value for `role`; what dateline would take for it is then not
    /// taken.
    pub fn names_a(&self, role: Role) -> bool {
        self.entries.iter().any(|(mapped, _)| *mapped == role)
    }

    /// What the value called `name` is: as the user says, else as dateline knows the name.
    pub fn role(&self, name: &str) -> Option<Role> {
        self.mapped(name).or_else(|| known_role(name).filter(|role| !self.names_a(*role)))
    }
}

fn known_role(name: &str) -> Option<Role> {
    if is_body_name(name) { Some(Role::Body) } else { metadata_key(name).map(Role::Value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_user_maps_takes_the_place_of_what_is_known() {
        let map = FieldMap::parse("body=main, title = kop2").unwrap();
        for (name, expected) in [
            ("main", Some(Role::Body)),
            ("text", None),
            ("kop2", Some(Role::Value(MetadataKey::Title))),
            ("title", None),
            ("date", Some(Role::Value(MetadataKey::Date))),
            ("shoe size", None),
        ] {
            assert_eq!(map.role(name), expected, "{name}");
        }
        assert!(FieldMap::parse("body").is_err());
        assert!(FieldMap::parse("shoe=a").unwrap_err().message().contains("\"shoe\""));
    }
}
