//! Printing and reading are each other's inverse, over trees and over strings made at random.
//! `cargo run --release --example ask` does the same over millions.

use jiff::civil::Date;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::super::ast::{Bound, Node, Spanned};
use super::super::note::NoteKind;
use super::super::{Query, Strictness};

const TODAY: Date = Date::constant(2024, 9, 1);

fn spanned(node: Node) -> Spanned {
    Spanned::new(node, 0, 0)
}

fn word() -> impl Strategy<Value = Node> {
    prop_oneof![
        select(vec![
            "peace", "Putin", "AT&T", "U.S.", "COVID-19", "O'Brien", "c++", "joh*", "w?r", "10:12",
            "50%", "and", "near5", "日本", "½", "a/b", "x:y", "atleast3", "to", "צה\"ל",
        ])
        .prop_map(|text| Node::Word(text.to_owned())),
        "[a-zé]{1,6}".prop_map(Node::Word),
    ]
}

fn phrase() -> impl Strategy<Value = Node> {
    let text = select(vec![
        "peace talks",
        "a \"b\" c",
        "“x” y",
        "«a» b",
        "joh* doe",
        "(a OR b) c",
        "=WHO said",
        "a, b",
        "x~1 y",
        "missing",
        "AND",
        "w/5",
    ]);
    (text, proptest::option::of(0..9_u32))
        .prop_map(|(text, slop)| Node::Phrase { text: text.to_owned(), slop })
}

fn pattern() -> impl Strategy<Value = Node> {
    prop_oneof![
        ("[a-z]{1,6}", proptest::option::of(0..3_u8))
            .prop_map(|(text, edits)| Node::Fuzzy { text, edits }),
        select(vec!["WHO", "Al-Jazeera", "AND"]).prop_map(|text| Node::Exact(text.to_owned())),
        select(vec!["ukrain(e|ian)", "a.*", "[a-z]{1,3}"])
            .prop_map(|pattern| Node::Regex(pattern.to_owned())),
        Just(Node::Everything),
    ]
}

fn atom() -> impl Strategy<Value = Spanned> {
    prop_oneof![3 => word(), 2 => phrase(), 1 => pattern()].prop_map(spanned)
}

fn bound() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(
        select(vec!["2024", "2024-08", "16 August 2024", "300", "today", "a]b", "x..y", "«»"])
            .prop_map(str::to_owned),
    )
}

fn range() -> impl Strategy<Value = Spanned> {
    (bound(), bound(), any::<bool>(), any::<bool>()).prop_map(|(first, last, from, to)| {
        let first = first.map(|text| Bound { text, included: from });
        let last = last.map(|text| Bound { text, included: to });
        spanned(Node::Range { first, last })
    })
}

/// What stands in a field without brackets.
fn value() -> impl Strategy<Value = Spanned> {
    let plain =
        select(vec!["peace", "Putin", "2024-08", "7d", "missing", "en", "a.b.org", "*.pdf"])
            .prop_map(|text| spanned(Node::Word(text.to_owned())));
    prop_oneof![
        4 => plain.clone(),
        2 => phrase().prop_map(spanned),
        1 => pattern().prop_map(spanned),
        1 => vec(plain, 2..4).prop_map(|items| spanned(Node::List(items))),
        1 => range(),
    ]
}

fn field(value: impl Strategy<Value = Spanned>) -> impl Strategy<Value = Spanned> {
    let names = vec![
        "title",
        "Headline",
        "people",
        "region",
        "words",
        "lang",
        "site",
        "source",
        "has",
        "date.source",
    ];
    (select(names), any::<bool>(), value).prop_map(|(name, only_this, value)| {
        spanned(Node::Field { name: name.to_owned(), only_this, value: Box::new(value) })
    })
}

/// A field of dates: what is no date is a quotation in a tree that was read.
fn dated() -> impl Strategy<Value = Spanned> {
    let value = prop_oneof![
        select(vec!["2024", "2024-08-16", "7d", "monday", "missing"])
            .prop_map(|text| spanned(Node::Word(text.to_owned()))),
        phrase().prop_map(spanned),
        range(),
    ];
    (select(vec!["date", "since", "until", "on"]), value).prop_map(|(name, value)| {
        spanned(Node::Field { name: name.to_owned(), only_this: false, value: Box::new(value) })
    })
}

fn grown(leaf: BoxedStrategy<Spanned>) -> BoxedStrategy<Spanned> {
    leaf.prop_recursive(5, 40, 4, |inner| {
        let parts = vec(inner.clone(), 2..4);
        prop_oneof![
            parts.clone().prop_map(Node::Juxta),
            parts.clone().prop_map(Node::Or),
            parts.clone().prop_map(Node::And),
            inner.clone().prop_map(|of| Node::Not(Box::new(of))),
            inner.clone().prop_map(|of| Node::Required(Box::new(of))),
            (parts, 0..9_u32, any::<bool>()).prop_map(|(parts, distance, ordered)| Node::Near {
                parts,
                distance,
                ordered
            }),
            (inner.clone(), 1..9_u32)
                .prop_map(|(of, count)| Node::AtLeast { count, of: Box::new(of) }),
            (inner, 1..40_u16)
                .prop_map(|(of, by)| Node::Boost { by: f32::from(by) / 4.0, of: Box::new(of) }),
        ]
        .prop_map(spanned)
    })
    .boxed()
}

fn tree() -> BoxedStrategy<Spanned> {
    let in_field = field(grown(value().boxed()));
    let leaf = prop_oneof![4 => atom(), 2 => field(value()), 1 => dated(), 1 => in_field];
    grown(leaf.boxed())
}

/// What every query must do, whatever was typed.
fn check(typed: &str) -> Result<Query, TestCaseError> {
    let query = Query::parse(typed);
    let printed = query.to_string();
    let again = Query::parse(&printed);
    prop_assert!(again == query, "{typed:?} is printed as {printed:?}, read as {again}");
    prop_assert_eq!(&again.to_string(), &printed);
    let read = query.resolve(TODAY, Strictness::Lenient).unwrap();
    let reread = Query::parse(&read.read_as).resolve(TODAY, Strictness::Lenient).unwrap();
    prop_assert!(
        reread.clause.is_same_condition(&read.clause),
        "{:?} reads as {:?}, which reads as {:?}",
        typed,
        read.read_as,
        reread.read_as
    );
    for note in &read.notes {
        prop_assert!(typed.get(note.start..note.end).is_some(), "{note:?}");
        prop_assert!(!note.text.is_empty(), "{note:?}");
    }
    Ok(query)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_tree_is_printed_as_what_gives_the_same_tree(tree in tree()) {
        let printed = tree.to_string();
        let query = check(&printed)?;
        prop_assert!(query.tree == tree, "{printed:?} reads as {query}");
        let repaired = query.notes().iter().find(|note| note.kind == NoteKind::Repaired);
        prop_assert!(repaired.is_none(), "{printed:?}: {repaired:?}");
    }

    #[test]
    fn any_string_is_a_query(
        typed in "[a-c()\"“”:~^*?/=&|,.<>\\[\\]{}-]{0,12}|.{0,40}|(title|people|date|:|:=|w/2|near5| |AND|OR|NOT|a|b|1,2|\\(|\\)|\"|2024|missing|\\.\\.|~1|\\^2|\\*|\\?|-|\\+|=|/|,|://){0,20}"
    ) {
        check(&typed)?;
    }
}
