//! Picture captions and credits among the lines of a text.

/// Longest line that is looked at as a caption, in bytes.
const LONGEST: usize = 500;

/// What opens a caption or a credit, in small letters. A colon belongs to those that are
/// ordinary words.
#[rustfmt::skip]
const OPENINGS: &[&str] = &[
    "photo:", "photos:", "photo by ", "photo credit", "photograph:", "photograph by ",
    "photographs by ", "photography by ", "picture:", "picture by ", "pictures:", "pic:",
    "pic credit", "image:", "image credit", "image source", "image caption", "image copyright",
    "media caption", "image by ", "images:", "file photo", "file - ", "file – ", "file — ", "file picture", "file image",
    "representational image", "caption:", "photo caption", "illustration:", "illustrated by ",
    "credit:", "credits:", "picture credit", "getty images", "(ap photo", "ap photo", "(photo",
    "(file photo", "(image", "[photo", "[image", "(picture", "reuters/", "epa/", "afp/",
    "afp photo", "video:", "watch:", "foto:", "fotos:", "(foto", "bild:", "bilder:", "bildquelle",
    "foto de ", "foto von ", "crédit photo", "crédits photo", "crédit :", "photo :",
    "photo d'illustration", "© ", "(c) ", "imagen:", "fotografía:", "imagem:", "crédito:",
    "foto di ", "zdjęcie:", "fot.", "zdroj:", "fotoğraf:", "фото:", "фото ", "(фото", "снимка:",
    "иллюстрация:", "на фото", "на снимке", "фотография:", "світлина:", "صورة", "الصورة", "写真：",
    "写真=", "图片", "资料图", "【写真】",
];

/// Agencies and collections whose name ends a caption as its credit.
const CREDITS: &[&str] = &[
    "getty images",
    "ap photo",
    "wikimedia commons",
    "shutterstock",
    "istock",
    "pixabay",
    "unsplash",
    "pexels",
    "alamy",
    "depositphotos",
    "picture alliance",
    "picture-alliance",
    "epa-efe",
    "afp photo",
    "flickr",
    "imago",
    "pool photo",
    "file photo",
    "bgnes",
    "pa wire",
    "zuma press",
];

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Between headline and text.
    Header,
    /// In the text.
    Body,
}

/// Whether `line` is a picture's caption or credit.
pub(crate) fn is_caption(line: &str, place: Place) -> bool {
    if line.len() > LONGEST || line.is_empty() {
        return false;
    }
    opens(line) || credited(line, place)
}

/// Whether `line` is a caption even where a headline is still to come: in brackets, or with its
/// credit at the end. `Watch: …` and `Photo of the day: …` are headlines there.
pub(crate) fn is_certain_caption(line: &str) -> bool {
    line.len() <= LONGEST
        && ((line.starts_with(['(', '[', '©']) && opens(line)) || credited(line, Place::Body))
}

fn opens(line: &str) -> bool {
    let first = line.chars().next().unwrap_or(' ');
    if !matches!(first, '(' | '[' | '©' | '【') && !first.is_alphabetic() {
        return false;
    }
    let mut head = String::with_capacity(48);
    for c in line.chars().take(24) {
        head.extend(c.to_lowercase());
    }
    OPENINGS.iter().any(|opening| head.starts_with(opening)) && !looks_like_prose(line, &head)
}

/// `Photo by photo, the story grew.` and `Фото на документы стали дороже` are sentences.
fn looks_like_prose(line: &str, head: &str) -> bool {
    #[rustfmt::skip]
    const AMBIGUOUS: &[&str] = &[
        "фото ", "صورة", "الصورة", "file photo", "photo by ", "video:", "watch:", "pictures:",
        "photos:", "images:", "图片", "© ",
    ];
    let Some(opening) = AMBIGUOUS.iter().find(|opening| head.starts_with(*opening)) else {
        return false;
    };
    match *opening {
        "video:" | "watch:" | "pictures:" | "photos:" | "images:" => line.len() > 120,
        "© " => line.len() > 200,
        "file photo" => !line.contains([':', '.']) && line.len() > 80,
        _ => !line.contains([':', '/', '©', '@', '：']) && line.len() > 60,
    }
}

fn credited(line: &str, place: Place) -> bool {
    if ends_with_handle(line) {
        return place == Place::Header;
    }
    let trimmed = line.trim_end_matches(['.', ')', ']', ' ']);
    let tail_start = floor_boundary(trimmed, trimmed.len().saturating_sub(60));
    let tail = trimmed[tail_start..].to_lowercase();
    if CREDITS.iter().any(|credit| tail.ends_with(credit)) {
        return place == Place::Header || line.len() < 300;
    }
    if !tail.contains(':') && !tail.contains("photo") && !tail.contains("image by ") {
        return false;
    }
    // `Members of the crew. Image: Jane Doe.`, `A view of the square (Photo: Agency)`
    [
        "image: ",
        "photo: ",
        "photo by ",
        "(ap photo",
        "credit: ",
        "foto: ",
        "фото: ",
        "image by ",
        "file photo by ",
        "picture: ",
    ]
    .iter()
    .filter_map(|word| tail.rfind(word).map(|at| (at, word.len())))
    .any(|(at, length)| {
        let before = tail[..at].trim_end();
        let begins = tail_start == 0 && before.is_empty()
            || before.ends_with(['.', '(', '[', '|', ')', '/', '—', '-', '"', '”'])
            || tail.as_bytes().get(at) == Some(&b'(');
        begins && !tail[at + length..].contains(". ")
    })
}

/// `… @Wikimedia Commons`: the credit as some sites write it.
fn ends_with_handle(line: &str) -> bool {
    let Some(at) = line.rfind('@') else { return false };
    let before = line[..at].chars().next_back();
    let handle = &line[at + 1..];
    let parted = before.is_none_or(|c| c.is_whitespace() || c == '(');
    parted
        && handle.starts_with(char::is_alphanumeric)
        && handle.len() <= 60
        && handle.split_whitespace().count() <= 5
        && !handle.trim_end_matches(')').contains(['.', '?', '!', ','])
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions() {
        for (line, header, body) in [
            ("Chile: Miners leave the shaft @Wikimedia Commons", true, false),
            ("Photo: @Agency", true, true),
            ("(AP Photo/Jane Doe)", true, true),
            ("Photograph by Jane Doe", true, true),
            ("Image caption The bridge before it fell", true, true),
            ("FILE PHOTO: A man walks past the bank in Oslo, May 2, 2011.", true, true),
            ("Getty Images", true, true),
            ("The bridge before it fell (Getty Images)", true, true),
            ("Foto: dpa", true, true),
            ("Фото: Агентство", true, true),
            ("The hall shortly after opening. Image: Jane Doe.", true, true),
            ("Photographs of the flood were shown to the court.", false, false),
            ("Images from the probe arrived on Monday.", false, false),
            ("Write to us at desk@example.org", false, false),
            ("The minister said no.", false, false),
            ("Фото на документы в городе стали заметно дороже, чем год назад", false, false),
        ] {
            assert_eq!(is_caption(line, Place::Header), header, "header: {line}");
            assert_eq!(is_caption(line, Place::Body), body, "body: {line}");
        }
    }
}
