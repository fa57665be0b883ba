use super::*;
use hayro_interpret::FillRule;
use hayro_interpret::kurbo::Shape as _;
use keikaku_model::page::Visibility;

const SET: Set = Set { size: 10.0, font: 0, color: 0, vertical: false, invisible: false };

fn rect(x0: f64, y0: f64, x1: f64, y1: f64) -> BezPath {
    KRect::new(x0, y0, x1, y1).to_path(0.1)
}

fn on_page<T>(work: impl FnOnce(&mut Collector<'_>) -> T) -> T {
    let mut fonts = Fonts::default();
    work(&mut Collector::new(Rect::new(0.0, 0.0, 600.0, 800.0), &mut fonts))
}

#[test]
fn thin_boxes_are_rules() {
    on_page(|c| {
        c.add_fill(&rect(50.0, 100.0, 300.0, 100.5), Some(0), true);
        c.add_fill(&rect(50.0, 100.0, 50.5, 200.0), Some(0), true);
        assert_eq!(c.shapes.len(), 0);
        assert_eq!(c.rulings.iter().map(Ruling::is_horizontal).collect::<Vec<_>>(), [true, false]);
    });
}

#[test]
fn boxes_are_shapes_and_cover() {
    on_page(|c| {
        c.add_fill(&rect(50.0, 100.0, 300.0, 200.0), Some(0xFF_FFFF), true);
        assert!(c.shapes[0].is_rect && c.painted[0].covers);
        c.add_fill(&rect(50.0, 100.0, 300.0, 200.0), Some(0xFF_FFFF), false);
        assert!(!c.painted[1].covers);
    });
}

#[test]
fn a_box_with_a_hole_is_its_border() {
    on_page(|c| {
        let mut frame = rect(50.0, 100.0, 300.0, 200.0);
        frame.extend(rect(51.0, 101.0, 299.0, 199.0).elements().iter().copied());
        c.add_fill(&frame, Some(0), true);
        assert_eq!((c.shapes.len(), c.rulings.len(), c.painted.len()), (1, 4, 0));
        assert_eq!(c.shapes[0].fill, None);
    });
}

#[test]
fn strokes_of_a_box_are_four_rules() {
    on_page(|c| {
        c.add_stroke(&rect(50.0, 100.0, 300.0, 200.0), 0, 1.0);
        assert_eq!((c.shapes.len(), c.rulings.len()), (1, 4));
    });
}

#[test]
fn curves_are_drawings() {
    on_page(|c| {
        let circle = hayro_interpret::kurbo::Circle::new((200.0, 200.0), 50.0).to_path(0.1);
        c.add_fill(&circle, Some(0), true);
        assert_eq!((c.shapes.len(), c.drawings.len()), (0, 1));
    });
}

#[test]
fn tells_what_is_off_the_page_and_clipped() {
    on_page(|c| {
        let at = |x: f32| Rect::new(x, 100.0, x + 10.0, 110.0);
        c.add_glyph('市', at(100.0), SET);
        c.add_glyph('市', at(700.0), SET);
        c.push_clip_path(&ClipPath { path: rect(0.0, 0.0, 50.0, 50.0), fill: FillRule::NonZero });
        c.add_glyph('市', at(100.0), SET);
        c.add_glyph('市', at(100.0), Set { invisible: true, ..SET });
        let seen: Vec<Visibility> = c.glyphs.iter().map(|g| g.visibility).collect();
        assert_eq!(seen, [Visibility::Visible, Visibility::OffPage, Visibility::Clipped, Visibility::Invisible]);
    });
}

#[test]
fn actual_text_takes_the_place_of_its_glyphs() {
    on_page(|c| {
        for (x, ch) in [(100.0, '⼀'), (110.0, '⽣')] {
            c.add_glyph(ch, Rect::new(x, 100.0, x + 10.0, 110.0), SET);
        }
        c.apply(ActualText { text: vec!['一', '生', '懸'], first_glyph: 0 });
        assert_eq!(c.glyphs.iter().map(|g| g.ch).collect::<String>(), "一生懸");
        assert!(c.glyphs.is_sorted_by(|a, b| a.bbox.x0 <= b.bbox.x0));
        assert_eq!(c.glyphs[2].bbox.x1, 120.0);
    });
}

#[test]
fn reads_text_strings_of_every_kind() {
    assert_eq!(pdf_text(b"\xFE\xFF\x5E\x02"), "市");
    assert_eq!(pdf_text("\u{FEFF}市".as_bytes()), "市");
    assert_eq!(pdf_text(b"\x8E\x73"), "市");
    assert_eq!(pdf_text(b"city"), "city");
}
