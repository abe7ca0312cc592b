//! What a parameter has to do with another one of its object, with a word of its row, or with what stands behind its `else`.

use crate::fault::Fault;
use crate::model::map::Condition;
use crate::model::template::{Kind, Leaf, Source, Template};
use crate::model::view::{Context, View, internal, section_of};

/// `among`: what the parameter beside it lists, or the words of the row; where they list nothing, anything is.
///
/// # Errors
/// The outer one where the device does not answer; the inner one says what was expected.
pub(super) fn is_among(
    view: &mut View,
    leaf: &Leaf,
    node: usize,
    context: &Context,
    value: &str,
) -> Result<Result<(), String>, Fault> {
    let Some(among) = leaf.turns.among.as_deref() else {
        return Ok(Ok(()));
    };
    let list = match beside_it(view.template, node, among) {
        Some((beside, list)) => view.true_value(beside, list, context)?,
        None => view
            .fill(among, context)
            .map_err(|trouble| internal("the device", &trouble))?
            .into_owned(),
    };
    let known = |item: &str| list.split(',').any(|known| known == item);
    if list.is_empty() || value.split(',').all(known) {
        return Ok(Ok(()));
    }
    let words: Vec<&str> = list.split(',').filter(|word| !word.is_empty()).collect();
    let text = format!("expected `{}`, got `{value}`", words.join("` or `"));
    Ok(Err(text))
}

/// The parameter of this name in the same object.
pub(super) fn beside_it<'a>(
    template: &'a Template,
    node: usize,
    name: &str,
) -> Option<(usize, &'a Leaf)> {
    let beside = template.child(template.node(node).parent, name)?;
    match &template.node(beside).kind {
        Kind::Leaf(leaf) => Some((beside, leaf)),
        _ => None,
    }
}

/// The option behind `else` that counts where the first one does not, or that has a word for what the first one has none
/// for, and says that it stands in place of it (`without`).
pub(super) fn other_option(
    view: &mut View,
    leaf: &Leaf,
    context: &Context,
    value: &str,
) -> Option<Leaf> {
    let counts = match leaf.turns.when.as_ref() {
        Some(when) => takes_effect(view, when, context),
        None => leaf.otherwise.is_empty() || leaf.turns.to_device(value).is_ok(),
    };
    if counts {
        return None;
    }
    let first = match &leaf.source {
        Source::RowOption(option) if leaf.turns.when.is_none() => Some(option),
        _ => None,
    };
    let mut options = leaf.otherwise.iter();
    let (source, turns) = options.find(|(source, turns)| {
        let counts = match turns.when.as_ref() {
            Some(when) => first.is_none() && takes_effect(view, when, context),
            None => first.is_some() && turns.without.as_ref() == first,
        };
        matches!(source, Source::RowOption(_)) && counts
    })?;
    Some(Leaf {
        source: source.clone(),
        turns: turns.clone().into(),
        ..leaf.clone()
    })
}

fn takes_effect(view: &mut View, when: &Condition, context: &Context) -> bool {
    if when.is_of_word() {
        return view.meets(when, context);
    }
    let Some((package, section)) = section_of(context) else {
        return true;
    };
    let package = view.package(package).ok().flatten();
    let section = package.as_deref().and_then(|package| package.at(section));
    section.is_none_or(|section| when.holds(&section))
}
