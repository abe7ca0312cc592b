//! The table of what lies on what, told by every LowerLayers (TR-181 4.2).

use super::{Context, Frame, View};
use crate::model::template::{Kind, Rows};

impl<'a> View<'a> {
    /// `@layers`: a line each, `HIGHER LOWER HIGHER_ALIAS LOWER_ALIAS`, paths without the dot at the end.
    pub(super) fn layers(&mut self) -> String {
        let mut text = String::new();
        self.layers_below(0, &mut Vec::new(), &mut text);
        text
    }

    fn layers_below(&mut self, node: usize, context: &mut Context, text: &mut String) {
        let template = self.template;
        for &child in &template.node(node).children {
            let place = template.node(child);
            match &place.kind {
                Kind::Object(_) => self.layers_below(child, context, text),
                // It is what is being told here.
                Kind::Table(table) if matches!(&table.rows, Rows::Lines { path, .. } if &**path == "@layers") =>
                    {}
                Kind::Table(_) => {
                    for row in self.rows(child, context).unwrap_or_default().iter() {
                        context.push(Frame {
                            table: child,
                            row: row.clone(),
                        });
                        self.layers_below(child, context, text);
                        context.pop();
                    }
                }
                Kind::Leaf(leaf) if &*place.name == "LowerLayers" => {
                    let value = self.true_value(child, leaf, context).unwrap_or_default();
                    let higher = self.numbered(child, context);
                    let higher = higher.strip_suffix(".LowerLayers").unwrap_or(&higher);
                    for lower in value.split(',').filter(|lower| !lower.is_empty()) {
                        for word in [higher, lower] {
                            text.push_str(word);
                            text.push(' ');
                        }
                        text.push_str(&self.alias_of(higher));
                        text.push(' ');
                        text.push_str(&self.alias_of(lower));
                        text.push('\n');
                    }
                }
                Kind::Leaf(_) => {}
            }
        }
    }

    /// The alias of a row, by its path with numbers.
    fn alias_of(&self, path: &str) -> String {
        let Some((table, number)) = path.rsplit_once('.') else {
            return String::new();
        };
        let number = number.parse().unwrap_or(0);
        self.store.instances.alias(&format!("{table}."), number)
    }
}
