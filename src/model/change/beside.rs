//! What a parameter has to do with another one of its object, or with a word of its row.

use crate::fault::Fault;
use crate::model::template::{Kind, Leaf, Template};
use crate::model::view::{Context, View, internal};

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
