//! Which areas stand in which, and which of them hold text: found once for a page, as a map has thousands of boxes.
use crate::canvas::Canvas;

/// The areas of a page as a tree.
pub(crate) struct Family {
    /// The areas right in each area, in their order.
    children: Vec<Vec<usize>>,
    /// The first glyph of each area or of those inside it, by the stream; `u32::MAX` where they hold no text.
    first: Vec<u32>,
}

impl Family {
    /// The tree of a page's areas; a parent stands before its children.
    pub(crate) fn of(canvas: &Canvas) -> Self {
        let mut children = vec![Vec::new(); canvas.areas.len()];
        for (i, area) in canvas.areas.iter().enumerate().skip(1) {
            children[area.parent].push(i);
        }
        let own = |i: usize| canvas.areas[i].runs.iter().chain(&canvas.areas[i].badges).filter_map(|r| r.glyphs.first().copied()).min();
        let mut first: Vec<u32> = (0..canvas.areas.len()).map(|i| own(i).unwrap_or(u32::MAX)).collect();
        for i in (1..canvas.areas.len()).rev() {
            let parent = canvas.areas[i].parent;
            first[parent] = first[parent].min(first[i]);
        }
        Self { children, first }
    }

    /// The areas right in an area.
    pub(crate) fn children(&self, index: usize) -> &[usize] {
        &self.children[index]
    }

    /// Whether an area or one inside it holds text.
    pub(crate) fn holds_text(&self, index: usize) -> bool {
        self.first[index] < u32::MAX
    }

    /// The first glyph of an area or of those inside it, by the stream; `u32::MAX` where they hold no text.
    pub(crate) fn first(&self, index: usize) -> u32 {
        self.first[index]
    }
}
