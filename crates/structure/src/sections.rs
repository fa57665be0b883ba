//! The section tree: where each heading hangs.
//!
//! Plans do not agree on which numbering stands outside which, so the levels are learned while reading: a heading of a form that is
//! open closes it; a form met before goes under the form it stood under before; a new form is placed by type size, and by the usual
//! order of numbering styles where sizes say nothing.
use crate::look::Look;
use crate::numbering::{Form, Labelled};
use crate::stream::Line;
use keikaku_model::Text;
use keikaku_model::outline::{Label, Scheme, Section, SectionKind};

/// What makes two headings headings of one level.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Class {
    /// Form of the label, if there is one.
    pub form: Option<Form>,
    /// Look of the line.
    pub look: Look,
    /// Default place of the form, smaller is further out.
    pub rank: f32,
    /// Its level in the PDF's outline.
    pub depth: Option<u32>,
    /// The numbers of its label, outermost first.
    pub path: Vec<u32>,
    /// Where it stands on its page, in points from the top, if it opens the page: the title of a slide.
    pub top: Option<f32>,
}

/// Rank of 資料編 and the like without a number: beside the chapters.
pub(crate) const APPENDIX_RANK: f32 = 0.9;
/// Default rank of headings without a number.
const PLAIN_RANK: f32 = 5.6;
/// A heading in type larger than the enclosing one by this factor cannot stand under it.
const OUTGROWS: f32 = 1.09;
/// A more prominent heading without a number stands beside a numbered one unless its type is smaller by this factor.
const HARDLY_SMALLER: f32 = 0.99;
/// 編, 章 and 節 keep their order in every plan, whatever their type size.
const FORMAL_RANK: f32 = 2.0;
/// Titles of slides stand at one height, within so many points.
const SAME_HEIGHT: f32 = 3.0;
/// Labelled headings of one form in type this different number different levels.
const OTHER_LEVEL: f32 = 1.22;

impl Class {
    /// The class of a heading line.
    pub(crate) fn of(line: &Line) -> Self {
        let label = line.label.as_ref();
        Self {
            form: label.map(|l| l.form.clone()),
            look: line.look,
            rank: label.map_or(PLAIN_RANK, |l| l.rank),
            depth: line.depth,
            path: label.map_or_else(Vec::new, |l| l.path.clone()),
            top: None,
        }
    }

    /// Whether the two are of one level.
    fn same(&self, other: &Class) -> bool {
        match (&self.form, &other.form) {
            (Some(a), Some(b)) if a.scheme == Scheme::Bracket || a.scheme == Scheme::Bullet => {
                a == b && self.look.ratio <= other.look.ratio * OTHER_LEVEL && other.look.ratio <= self.look.ratio * OTHER_LEVEL
            }
            (Some(a), Some(b)) => {
                a == b && self.look.ratio <= other.look.ratio * OTHER_LEVEL && other.look.ratio <= self.look.ratio * OTHER_LEVEL
            }
            (None, None) => self.look.same(&other.look),
            _ => false,
        }
    }

    /// Whether this heading stands outside of `other`: it cannot be placed under it.
    fn outranks(&self, other: &Class) -> bool {
        let formal = |c: &Class| (c.rank <= FORMAL_RANK).then_some(c.rank);
        match (formal(self), formal(other)) {
            (Some(a), Some(b)) => return a < b,
            (Some(_), None) => return true,
            (None, Some(_)) => return false,
            (None, None) => {}
        }
        let (mine, theirs) = (self.look.ratio, other.look.ratio);
        if mine > theirs * OUTGROWS {
            return true;
        }
        if theirs > mine * OUTGROWS {
            return false;
        }
        match (&self.form, &other.form) {
            (Some(_), Some(_)) => self.rank < other.rank,
            (None, None) => self.prominence() > other.prominence(),
            (None, Some(_)) => self.prominence() > other.prominence() && self.look.ratio >= other.look.ratio * HARDLY_SMALLER,
            (Some(_), None) => self.rank < 3.0,
        }
    }

    /// A number right under a heading without one, with nothing between, stands under it (【…】 and then １．).
    fn fits_right_under(&self, top: &Class) -> bool {
        let plain = top.form.as_ref().is_none_or(|f| f.scheme == Scheme::Bracket);
        plain && self.form.is_some() && self.rank > FORMAL_RANK && self.look.ratio <= top.look.ratio * OUTGROWS
    }

    /// A form that comes up late is no further out than the numbered headings the plan began with.
    fn stays_under_root(&self, root: &Class) -> bool {
        root.form.as_ref().is_some_and(|f| !matches!(f.scheme, Scheme::Bracket | Scheme::Bullet))
            && self.rank > FORMAL_RANK
            && self.look.ratio <= root.look.ratio * OUTGROWS
    }

    /// Whether a word's number of two digits says that it is under another word's: 施策２１ is the first of 基本目標２.
    fn is_coded_under(&self, outer: &Class) -> bool {
        let named = self.is_named() && outer.is_named() && outer.rank < self.rank;
        named && matches!((self.path.as_slice(), outer.path.as_slice()), ([code], [n]) if *code > 10 && code / 10 == *n)
    }

    /// Whether both open their pages at one height and look alike.
    fn is_slide_like(&self, other: &Class) -> bool {
        let level = self.top.zip(other.top).is_some_and(|(a, b)| (a - b).abs() <= SAME_HEIGHT);
        level && self.look.is_strong() && self.look.same(&other.look)
    }

    /// Whether a word carries its number (政策１, 基本目標２).
    fn is_named(&self) -> bool {
        self.form.as_ref().is_some_and(|f| f.scheme == Scheme::Named)
    }

    fn prominence(&self) -> u32 {
        u32::from(self.look.bold) + u32::from(self.look.decorated) * 2 + u32::from(self.look.underlined) + u32::from(self.look.gothic)
    }
}

/// A heading to be placed.
pub(crate) struct Heading<'l> {
    /// Its class.
    pub class: Class,
    /// Its label.
    pub label: Option<&'l Labelled>,
    /// Its text without the label.
    pub title: Text,
    /// The sort of section it opens.
    pub kind: SectionKind,
    /// Its position in the stream.
    pub order: usize,
}

/// An open section.
#[derive(Debug, Clone)]
struct Open {
    section: usize,
    class: Class,
    number: Option<u32>,
}

/// The tree as it grows.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// The sections so far.
    pub sections: Vec<Section>,
    /// Position in the stream of each section's heading.
    pub order: Vec<usize>,
    stack: Vec<Open>,
    /// For each class met: the class it stood under.
    met: Vec<(Class, Option<Class>)>,
    /// The innermost section has got nothing yet but its heading.
    bare: bool,
}

impl Tree {
    /// The innermost open section.
    pub(crate) fn current(&self) -> Option<usize> {
        self.stack.last().map(|o| o.section)
    }

    /// How many sections are open.
    pub(crate) fn depth(&self) -> usize {
        self.stack.len()
    }

    /// Closes sections down to a depth.
    pub(crate) fn close_to(&mut self, depth: usize) {
        self.stack.truncate(depth);
        self.bare = false;
    }

    /// The innermost open section, if its heading is of this class.
    pub(crate) fn beside(&self, class: &Class) -> Option<usize> {
        self.stack.last().filter(|o| o.class.same(class)).map(|o| o.section)
    }

    /// The open sections, innermost first.
    pub(crate) fn open(&self) -> impl Iterator<Item = usize> + '_ {
        self.stack.iter().rev().map(|o| o.section)
    }

    /// Something other than a heading has come: the innermost heading has content.
    pub(crate) fn touch(&mut self) {
        self.bare = false;
    }

    /// Adds text to the innermost section; gives it back where none is open.
    pub(crate) fn say(&mut self, text: &Text) -> bool {
        self.bare = false;
        match self.current() {
            Some(s) => {
                self.sections[s].body.push(text.clone());
                true
            }
            None => false,
        }
    }

    /// Opens the section of a heading and returns its index. `next` is the heading that follows with nothing between.
    pub(crate) fn open_heading(&mut self, heading: Heading, next: Option<(&Class, Option<u32>)>, floor: usize) -> usize {
        let Heading { class, label, title, kind, order } = heading;
        let number = label.and_then(|l| l.label.number);
        let keep = self.place(&class, number, next, floor).max(self.under_its_number(&class));
        let keep = self.as_outlined(&class, keep).max(floor);
        self.stack.truncate(keep);
        let parent = self.stack.last().map(|o| o.class.clone());
        self.remember(&class, parent);
        let label = label.filter(|l| l.form.scheme != Scheme::Bracket && !l.label.raw.is_empty()).map(|l| l.label.clone());
        self.push(class, label, title, kind, number, order)
    }

    /// Opens a section under the innermost one whatever its class (a box, a table's category row).
    pub(crate) fn open_under(&mut self, class: Class, label: Option<Label>, title: Text, kind: SectionKind, order: usize) -> usize {
        let number = label.as_ref().and_then(|l| l.number);
        self.push(class, label, title, kind, number, order)
    }

    fn push(&mut self, class: Class, label: Option<Label>, title: Text, kind: SectionKind, number: Option<u32>, order: usize) -> usize {
        let parent = self.current();
        let section = self.sections.len();
        let depth = parent.map_or(1, |p| self.sections[p].depth + 1);
        self.sections.push(Section { parent, depth, label, title, kind, body: Vec::new() });
        self.order.push(order);
        self.stack.push(Open { section, class, number });
        self.bare = true;
        section
    }

    /// How many of the open sections stay open around a heading of this class.
    fn place(&self, class: &Class, number: Option<u32>, next: Option<(&Class, Option<u32>)>, floor: usize) -> usize {
        if let Some(at) = self.before_its_children(class, next) {
            return at.max(floor);
        }
        if let Some(at) = self.stack.iter().rposition(|o| o.class.same(class)) {
            return self.continues(at, class, number).max(floor);
        }
        if let Some(at) = self.as_slide(class).or_else(|| self.as_before(class)) {
            return at.max(floor);
        }
        let mut keep = self.stack.len();
        while keep > 0 {
            let top = &self.stack[keep - 1];
            let adjacent = self.bare && keep == self.stack.len();
            if !class.outranks(&top.class)
                || (adjacent && class.fits_right_under(&top.class))
                || (keep == 1 && class.stays_under_root(&top.class))
            {
                break;
            }
            keep -= 1;
        }
        keep.max(floor)
    }

    /// The least number of sections that stay open around a heading whose number says where it stands: 施策１－２ is under 政策１, and a
    /// 施策 right behind the band of a 政策 under that, in type of whatever size.
    fn under_its_number(&self, class: &Class) -> usize {
        let above = |o: &Open| class.path.split_last().is_some_and(|(_, outer)| !outer.is_empty() && o.class.path == outer);
        if let Some(at) = self.stack.iter().rposition(|o| above(o) || class.is_coded_under(&o.class)) {
            return at + 1;
        }
        match self.stack.last() {
            Some(top) if self.bare && class.is_named() && top.class.is_named() && top.class.rank < class.rank => self.stack.len(),
            _ => 0,
        }
    }

    /// The place of a slide's title without a number: where such titles stood outermost before, also behind a numbered one (柱２).
    fn as_slide(&self, class: &Class) -> Option<usize> {
        let outermost = self.met.iter().any(|(c, parent)| parent.is_none() && c.form.is_none() && class.is_slide_like(c));
        let numbered = self.stack.first().is_some_and(|o| o.class.rank > FORMAL_RANK && class.is_slide_like(&o.class));
        (class.form.is_none() && outermost && numbered).then_some(0)
    }

    /// The place within what the PDF's outline allows: not under a heading that it lists deeper, and under the last one listed less deep.
    fn as_outlined(&self, class: &Class, keep: usize) -> usize {
        let Some(depth) = class.depth else { return keep };
        let deeper = self.stack.iter().position(|o| o.class.depth.is_some_and(|d| d > depth)).unwrap_or(self.stack.len());
        let around = self.stack[..deeper].iter().rposition(|o| o.class.depth.is_some_and(|d| d < depth)).map_or(0, |i| i + 1);
        keep.clamp(around.min(deeper), deeper)
    }

    /// A heading without a number that is followed at once by the next number of an open form groups the numbers: it stands
    /// outside of them (３．…, 【…】, ４．…).
    fn before_its_children(&self, class: &Class, next: Option<(&Class, Option<u32>)>) -> Option<usize> {
        let plain = class.form.as_ref().is_none_or(|f| matches!(f.scheme, Scheme::Bracket | Scheme::Bullet));
        let (next, number) = next.filter(|_| plain)?;
        if next.look.ratio > class.look.ratio * OUTGROWS {
            return None;
        }
        let at = self.stack.iter().rposition(|o| next.form.is_some() && o.class.same(next) && !o.class.same(class))?;
        let goes_on = number.is_none() || self.stack[at].number.zip(number).is_some_and(|(a, b)| b == a + 1);
        // Where the group form itself is open outside of the numbers, its own place is right.
        let own = self.stack.iter().rposition(|o| o.class.same(class));
        (goes_on && number.is_some()).then(|| own.filter(|o| *o < at).unwrap_or(at))
    }

    /// Where a form that is open goes on: at its own place, but under a heading between that began the count anew.
    fn continues(&self, at: usize, class: &Class, number: Option<u32>) -> usize {
        let inner = self.stack.len() - 1;
        let restarts = number == Some(1) && self.stack[at].number.is_some();
        if restarts && inner > at && self.bare {
            let top = &self.stack[inner];
            if top.class.form.is_none() || !class.outranks(&top.class) {
                return inner + 1;
            }
        }
        at
    }

    /// The place under the form that this form stood under before.
    fn as_before(&self, class: &Class) -> Option<usize> {
        // Headings with neither number nor look (typed text) have no level to go by.
        if class.form.is_none() && class.look.is_plain() {
            return None;
        }
        let parents: Vec<&Option<Class>> = self.met.iter().rev().filter(|(c, _)| c.same(class)).map(|(_, p)| p).collect();
        for parent in parents {
            let Some(parent) = parent else {
                // 第n章 stood outermost before and does so again, also behind an appendix.
                if class.rank <= FORMAL_RANK {
                    return Some(0);
                }
                continue;
            };
            if let Some(at) = self.stack.iter().rposition(|o| o.class.same(parent)) {
                // What stands between is kept where the new heading comes right under it.
                let above = self.stack.len() - 1;
                let adjacent = self.bare && above > at && !class.outranks(&self.stack[above].class);
                return Some(if adjacent { above + 1 } else { at + 1 });
            }
        }
        None
    }

    fn remember(&mut self, class: &Class, parent: Option<Class>) {
        self.met.push((class.clone(), parent));
    }
}

impl Tree {
    /// Opens again a section that was closed, with the sections that enclose it left as they are.
    pub(crate) fn reopen(&mut self, section: usize, class: Class) {
        let number = self.sections.get(section).and_then(|s| s.label.as_ref()).and_then(|l| l.number);
        self.stack.push(Open { section, class, number });
        self.bare = false;
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{document, drawn_document, large, on, p};

    #[test]
    fn titles_of_slides_stand_side_by_side() {
        const PROSE: &str = "海と町の暮らしを生かした仕事を、町と漁協が力を合わせて一年を通じて育て、次の世代に渡すための取組である。";
        let out = drawn_document(&document(vec![
            on(1, "１枚でわかる海岬町観光プラン", 24.0),
            on(2, "町の観光のいま", 18.0),
            on(2, PROSE, 10.0),
            on(3, "柱１　海の体験づくり", 18.0),
            on(3, PROSE, 10.0),
            on(4, "取組の日程", 18.0),
            on(4, PROSE, 10.0),
        ]));
        assert_eq!(out, "# 町の観光のいま\n# 柱１ 海の体験づくり\n# 取組の日程\n");
    }

    #[test]
    fn codes_of_two_digits_say_under_what_a_heading_stands() {
        const PROSE: &str = "海と町の暮らしを生かした仕事を、町と漁協が力を合わせて一年を通じて育て、次の世代に渡すための取組である。";
        let out = drawn_document(&document(vec![
            on(1, "１　事業の一覧", 16.0),
            on(1, PROSE, 10.0),
            on(1, "基本目標１　海で働く", 11.5),
            on(1, PROSE, 10.0),
            on(1, "施策１１　漁の振興", 14.0),
            on(1, PROSE, 10.0),
            on(1, "施策１２　加工の振興", 14.0),
            on(1, PROSE, 10.0),
            on(1, "基本目標２　海で学ぶ", 11.5),
            on(1, PROSE, 10.0),
            on(1, "施策２１　学校の整備", 14.0),
            on(1, PROSE, 10.0),
        ]));
        let expected = "# １ 事業の一覧\n  # 基本目標１ 海で働く\n    # 施策１１ 漁の振興\n    # 施策１２ 加工の振興\n  # 基本目標２ 海で学ぶ\n    # 施策２１ 学校の整備\n";
        assert_eq!(out, expected, "{out}");
    }

    #[test]
    fn lists_in_large_type_without_bullets_are_text() {
        let item = |text: &str, lines: usize| {
            let mut paragraph = large(text, 12.0);
            let line = paragraph.lines[0].clone();
            paragraph.lines = vec![line; lines];
            p(paragraph)
        };
        const PROSE: &str = "海と町の暮らしを生かした仕事を、町と漁協が力を合わせて一年を通じて育て、次の世代に渡すための取組である。";
        let out = drawn_document(&document(vec![
            on(1, "１　観光のいま", 18.0),
            on(1, PROSE, 10.0),
            on(1, PROSE, 10.0),
            item("訪れる人は夏に集まり、冬の宿は部屋の三つに二つが空いたままで、泊まる人の数も年を追って少しずつ減っている", 2),
            item("港までのバスが少ない", 1),
            on(1, PROSE, 10.0),
        ]));
        assert_eq!(out, "# １ 観光のいま\n");
    }
}
