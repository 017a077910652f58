//! The tree of regions: continent > subregion > country > state (UN M49, ISO 3166), and the
//! groups that people speak of, which have members and no place in the tree.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;

use crate::text::{fold, words};

/// The embedded tables.
pub(super) const TABLE: &str = include_str!("regions.tsv");

/// What a [`Node`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NodeKind {
    /// A continent of UN M49.
    Continent,
    /// A subregion of UN M49.
    Subregion,
    /// A country or territory of ISO 3166-1.
    Country,
    /// A state that is no more, by its ISO 3166-3 code.
    Former,
    /// A part of a country, by its ISO 3166-2 code.
    State,
    /// A group of countries, such as the Middle East.
    Group,
}

/// A region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// ISO 3166 code, UN M49 number, or `group:` and a name.
    pub id: String,
    /// English name.
    pub name: String,
    /// What it is.
    pub kind: NodeKind,
    parent: Option<String>,
    members: Vec<String>,
}

/// All regions.
#[derive(Debug)]
pub struct Regions {
    nodes: Vec<Node>,
    by_id: HashMap<String, usize>,
    by_name: HashMap<String, usize>,
    groups_of: HashMap<String, Vec<usize>>,
    countries: Vec<usize>,
    parts: HashMap<String, Vec<usize>>,
    formers: Vec<Former>,
}

/// When a former state was, and what came of it.
#[derive(Debug)]
struct Former {
    id: String,
    first: Date,
    last: Date,
    /// The country whose name stands for it in texts of its days: `Germany`, `Moscow`.
    named_as: String,
    /// Later texts use the name too, and mean the state of that country: Burma.
    renamed: bool,
    heirs: Vec<String>,
}

impl Former {
    /// Reads the last two cells of a row.
    fn read(id: &str, heirs: &str, days: &str) -> Option<Former> {
        let mut cells = days.split(' ');
        Some(Former {
            id: id.to_owned(),
            first: cells.next()?.parse().ok()?,
            last: cells.next()?.parse().ok()?,
            named_as: cells.next()?.to_owned(),
            renamed: cells.next() == Some("renamed"),
            heirs: heirs.split(' ').map(str::to_owned).collect(),
        })
    }
}

impl Regions {
    /// The embedded regions.
    pub fn get() -> &'static Regions {
        static REGIONS: LazyLock<Regions> = LazyLock::new(|| Regions::read(TABLE));
        &REGIONS
    }

    fn read(table: &str) -> Regions {
        let mut regions = Regions {
            nodes: Vec::new(),
            by_id: HashMap::new(),
            by_name: HashMap::new(),
            groups_of: HashMap::new(),
            countries: Vec::new(),
            parts: HashMap::new(),
            formers: Vec::new(),
        };
        let mut forms: Vec<(String, &str)> = Vec::new();
        for line in table.lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            match cells.as_slice() {
                ["node", id, kind, parent, name, aliases] => {
                    let kind = match *kind {
                        "continent" => NodeKind::Continent,
                        "subregion" => NodeKind::Subregion,
                        "country" => NodeKind::Country,
                        "former" => NodeKind::Former,
                        _ => NodeKind::State,
                    };
                    let parent = (!parent.is_empty()).then(|| (*parent).to_owned());
                    regions.add(Node {
                        id: (*id).to_owned(),
                        name: (*name).to_owned(),
                        kind,
                        parent,
                        members: Vec::new(),
                    });
                    forms.extend(
                        aliases.split('|').chain([*name, *id]).map(|form| ((*id).to_owned(), form)),
                    );
                }
                ["group", id, name, members, aliases] => {
                    let members: Vec<String> =
                        members.split_whitespace().map(str::to_owned).collect();
                    let position = regions.nodes.len();
                    for member in &members {
                        regions.groups_of.entry(member.clone()).or_default().push(position);
                    }
                    regions.add(Node {
                        id: (*id).to_owned(),
                        name: (*name).to_owned(),
                        kind: NodeKind::Group,
                        parent: None,
                        members,
                    });
                    let short = id.trim_start_matches("group:");
                    forms.extend(
                        aliases
                            .split('|')
                            .chain([*name, *id, short])
                            .map(|form| ((*id).to_owned(), form)),
                    );
                }
                ["was", id, heirs, days] => regions.formers.extend(Former::read(id, heirs, days)),
                ["name", id, names, ..] => {
                    forms.extend(names.split('|').map(|form| ((*id).to_owned(), form)));
                }
                _ => {}
            }
        }
        for (id, form) in forms {
            let key = key(form);
            if let Some(position) = regions.by_id.get(&id).copied().filter(|_| !key.is_empty()) {
                // The first says it: countries stand before their parts and before groups.
                regions.by_name.entry(key).or_insert(position);
            }
        }
        regions
    }

    fn add(&mut self, node: Node) {
        self.by_id.insert(node.id.clone(), self.nodes.len());
        match (node.kind, &node.parent) {
            (NodeKind::Country, _) => self.countries.push(self.nodes.len()),
            (NodeKind::State, Some(parent)) => {
                self.parts.entry(parent.clone()).or_default().push(self.nodes.len());
            }
            _ => {}
        }
        self.nodes.push(node);
    }

    /// The region of this name, alias or code, in any case.
    ///
    /// ```
    /// use dateline::extract::region::Regions;
    /// for name in ["russia", "RU", "rus", "643", "Россия"] {
    ///     assert_eq!(Regions::get().find(name).map(|node| node.id.as_str()), Some("RU"));
    /// }
    /// ```
    pub fn find(&self, name: &str) -> Option<&Node> {
        self.by_name.get(&key(name)).and_then(|position| self.nodes.get(*position))
    }

    /// Every folded name, alias and code, with the region it names.
    pub(crate) fn names(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.by_name
            .iter()
            .filter_map(|(name, position)| Some((name.as_str(), self.nodes.get(*position)?)))
    }

    /// The region with this id.
    pub fn node(&self, id: &str) -> Option<&Node> {
        self.by_id.get(id).and_then(|position| self.nodes.get(*position))
    }

    /// Names from the continent down to the region itself; for a group its own name alone.
    pub fn path(&self, id: &str) -> Vec<&str> {
        let mut path = Vec::new();
        let mut next = self.node(id);
        while let Some(node) = next.filter(|_| path.len() < 8) {
            path.push(node.name.as_str());
            next = node.parent.as_deref().and_then(|parent| self.node(parent));
        }
        path.reverse();
        path
    }

    /// Ids of everything that holds the region: what is above it in the tree, and the groups
    /// that it or its country belongs to.
    pub fn ancestors(&self, id: &str) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        let mut next = self.node(id);
        while let Some(node) = next.filter(|_| found.len() < 64) {
            for group in self.groups_of.get(&node.id).into_iter().flatten() {
                found.push(&self.nodes[*group].id);
            }
            next = node.parent.as_deref().and_then(|parent| self.node(parent));
            found.extend(next.map(|node| node.id.as_str()));
        }
        found
    }

    /// The country of a part of one, else the region itself.
    pub(super) fn country_of<'a>(&'a self, node: &'a Node) -> &'a Node {
        match (node.kind, &node.parent) {
            (NodeKind::State, Some(parent)) => self.node(parent).unwrap_or(node),
            _ => node,
        }
    }

    /// All countries, in the order of the table.
    pub fn countries(&self) -> impl Iterator<Item = &Node> {
        self.countries.iter().filter_map(|position| self.nodes.get(*position))
    }

    /// The parts of a country, in the order of the table.
    pub fn parts(&self, id: &str) -> impl Iterator<Item = &Node> {
        let parts = self.parts.get(id).map_or(&[][..], Vec::as_slice);
        parts.iter().filter_map(|position| self.nodes.get(*position))
    }

    /// The former states of which a country is a successor: whoever asks for Russia means the
    /// Soviet Union too.
    ///
    /// ```
    /// use dateline::extract::region::Regions;
    /// let names: Vec<&str> =
    ///     Regions::get().formers_of("DE").map(|node| node.name.as_str()).collect();
    /// assert_eq!(names, ["West Germany", "East Germany"]);
    /// ```
    pub fn formers_of(&self, id: &str) -> impl Iterator<Item = &Node> {
        let formers =
            self.formers.iter().filter(move |former| former.heirs.iter().any(|h| h == id));
        formers.filter_map(|former| self.node(&former.id))
    }

    /// What a country was called on a day: the former state whose name it has taken over. Of a
    /// state that has another name by then, the state of today.
    pub(super) fn on<'a>(&'a self, node: &'a Node, day: Date) -> &'a Node {
        let former = self.formers.iter().find(|former| {
            former.named_as == node.id && (former.first..=former.last).contains(&day)
        });
        if let Some(former) = former.and_then(|former| self.node(&former.id)) {
            return former;
        }
        let renamed = self.formers.iter().find(|former| {
            former.id == node.id && former.renamed && !(former.first..=former.last).contains(&day)
        });
        renamed.and_then(|former| self.node(&former.named_as)).unwrap_or(node)
    }

    /// Ids of the members of a group.
    pub fn members(&self, id: &str) -> &[String] {
        self.node(id).map_or(&[], |node| node.members.as_slice())
    }
}

/// Folded words with one space between.
fn key(name: &str) -> String {
    let mut key = String::new();
    for span in words(name) {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(&fold(&name[span]));
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        let regions = Regions::get();
        assert!(regions.nodes.len() > 400);
        assert_eq!(regions.by_id.len(), regions.nodes.len(), "an id stands twice");
        for node in &regions.nodes {
            for id in node.parent.iter().chain(&node.members) {
                assert!(regions.node(id).is_some(), "{} names {id}, which is not there", node.id);
            }
        }
    }

    #[test]
    fn former_states_are_whole() {
        let regions = Regions::get();
        assert_eq!(regions.formers.len(), 17);
        for former in &regions.formers {
            assert!(former.first < former.last, "{}", former.id);
            for id in former.heirs.iter().chain([&former.id]) {
                assert!(regions.node(id).is_some(), "{id}");
            }
        }
        for (id, day, expected) in [
            ("DE", (1987, 3, 2), "West Germany"),
            ("DE", (1990, 10, 3), "Germany"),
            ("DE", (1938, 9, 29), "Germany"),
            ("RU", (1987, 3, 2), "Soviet Union"),
            ("CZ", (1992, 12, 31), "Czechoslovakia"),
            ("MM", (1987, 3, 2), "Burma"),
            ("BUMM", (2010, 3, 2), "Myanmar"),
            ("YE", (1987, 3, 2), "North Yemen"),
        ] {
            let node = regions.node(id).unwrap();
            let day = jiff::civil::date(day.0, day.1, day.2);
            assert_eq!(regions.on(node, day).name, expected);
        }
    }

    #[test]
    fn names_paths_and_groups_are_known() {
        let regions = Regions::get();
        assert_eq!(regions.path("RU"), ["Europe", "Eastern Europe", "Russia"]);
        assert_eq!(regions.path("group:middle-east"), ["Middle East"]);
        for (name, id) in [
            ("europe", "150"),
            ("usa", "US"),
            ("USA", "US"),
            ("middle east", "group:middle-east"),
            ("eu", "group:eu"),
            ("South Korea", "KR"),
            ("united kingdom", "GB"),
            ("Deutschland", "DE"),
            ("scotland", "GB-SCT"),
            ("france", "FR"),
            ("IN", "IN"),
            ("UK", "GB"),
            ("Britain", "GB"),
            ("NATO", "group:nato"),
            ("kampuchea", "KH-K"),
        ] {
            assert_eq!(regions.find(name).map(|node| node.id.as_str()), Some(id), "{name}");
        }
        let above = regions.ancestors("SY");
        for id in ["145", "142", "group:middle-east"] {
            assert!(above.contains(&id), "{above:?}");
        }
        assert!(regions.find("atlantis").is_none());
    }
}
