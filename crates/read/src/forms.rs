//! Forms (drawings that a page draws by name) that draw themselves.
use hayro_interpret::hayro_syntax::object::dict::keys::{FORM, RESOURCES, SUBTYPE, XOBJECT};
use hayro_interpret::hayro_syntax::object::{Dict, Name, ObjectIdentifier, Stream};
use std::collections::HashMap;

/// How deep hayro draws forms within forms; what lies deeper is not drawn.
const DEPTH: usize = 50;

/// The forms of a document seen so far, each with whether it ends; `None` while it is being followed.
#[derive(Default)]
pub(crate) struct Forms {
    ends: HashMap<ObjectIdentifier, Option<bool>>,
}

impl Forms {
    /// Whether drawing one of these drawings comes to an end before hayro stops it.
    pub(crate) fn end(&mut self, drawings: &Dict<'_>) -> bool {
        self.end_at(drawings, 0)
    }

    fn end_at(&mut self, drawings: &Dict<'_>, depth: usize) -> bool {
        depth <= DEPTH && drawings.keys().all(|name| self.ends(drawings, &name, depth))
    }

    fn ends(&mut self, drawings: &Dict<'_>, name: &Name<'_>, depth: usize) -> bool {
        let Some(id) = drawings.get_ref(name).map(ObjectIdentifier::from) else { return true };
        if let Some(known) = self.ends.get(&id) {
            return known.unwrap_or(false);
        }
        self.ends.insert(id, None);
        let form = drawings.get::<Stream<'_>>(name).filter(|s| s.dict().get::<Name<'_>>(SUBTYPE).is_some_and(|n| n.as_ref() == FORM));
        let inner = form.and_then(|f| f.dict().get::<Dict<'_>>(RESOURCES)?.get::<Dict<'_>>(XOBJECT));
        let ends = inner.is_none_or(|inner| self.end_at(&inner, depth + 1));
        self.ends.insert(id, Some(ends));
        ends
    }
}
