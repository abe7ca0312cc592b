//! What is left to do when every line is read.

use super::build::Builder;
use super::{Kind, Source, Template};

impl Builder {
    pub(super) fn finish(mut self) -> Template {
        for at in 0..self.template.nodes.len() {
            let children = std::mem::take(&mut self.template.nodes[at].children);
            let is_leaf = |child: &usize| matches!(self.template.nodes[*child].kind, Kind::Leaf(_));
            let (mut children, objects): (Vec<usize>, _) = children.into_iter().partition(is_leaf);
            children.extend::<Vec<usize>>(objects);
            self.template.nodes[at].children = children;
        }
        for at in 1..self.template.nodes.len() {
            let counts_hook = match &self.template.nodes[at].kind {
                Kind::Leaf(leaf) => match leaf.source {
                    Source::Count(table) => self.template.nodes[table].hook_root.is_some(),
                    _ => false,
                },
                _ => false,
            };
            if self.template.nodes[at].hook_root.is_some() || counts_hook {
                let mut above = at;
                while !self.template.nodes[above].needs_hook {
                    self.template.nodes[above].needs_hook = true;
                    above = self.template.nodes[above].parent;
                }
            }
        }
        self.forget_unmapped();
        self.template
    }

    /// Parameters that no line maps would only take memory from now on.
    fn forget_unmapped(&mut self) {
        let mut used: Vec<Vec<Option<usize>>> = self
            .template
            .schema
            .objects
            .iter()
            .map(|object| vec![None; object.parameters.len()])
            .collect();
        for node in &self.template.nodes {
            if let Kind::Leaf(leaf) = &node.kind {
                used[leaf.object][leaf.parameter] = Some(0);
            }
        }
        for (object, used) in self.template.schema.objects.iter_mut().zip(&mut used) {
            for (kept, place) in used.iter_mut().flatten().enumerate() {
                *place = kept;
            }
            let mut flags = used.iter();
            object
                .parameters
                .retain(|_| flags.next().is_some_and(Option::is_some));
            object.parameters.shrink_to_fit();
        }
        for node in &mut self.template.nodes {
            node.children.shrink_to_fit();
            if let Kind::Leaf(leaf) = &mut node.kind
                && let Some(place) = used[leaf.object][leaf.parameter]
            {
                leaf.parameter = place;
            }
        }
        self.template.nodes.shrink_to_fit();
    }
}
