//! Writes scenes as text: a figure of an HTML file, or an SVG file by itself. Texts that people wrote are escaped here.

use crate::mark::{Inside, Mark, px};
use crate::scene::{Body, Drawing, Scene};

/// Escapes a text for an element or an attribute of HTML or SVG. Replaces characters that HTML does not allow or that
/// change the direction of reading.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    escape(text, &mut escaped);
    escaped
}

fn escape(text: &str, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter if is_unsafe(letter) => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
}

/// Returns whether it is a control character or one that changes the direction of reading.
pub fn is_unsafe(letter: char) -> bool {
    (letter.is_control() && letter != '\n' && letter != '\t')
        || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
}

/// Writes a mark and all inside it, for HTML as well as for SVG. O(length).
pub fn write(mark: &Mark, out: &mut String) {
    out.push('<');
    out.push_str(mark.element());
    for (name, value) in mark.attributes() {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape(value, out);
        out.push('"');
    }
    out.push('>');
    for inside in mark.inside() {
        match inside {
            Inside::Mark(mark) => write(mark, out),
            Inside::Words(words) => escape(words, out),
        }
    }
    out.push_str("</");
    out.push_str(mark.element());
    out.push('>');
}

/// Writes a figure of an HTML file: title and summary above the picture, which takes the available width.
pub fn figure(scene: &Scene) -> String {
    let mut figure = String::from("<figure><figcaption><strong>");
    escape(&scene.title, &mut figure);
    figure.push_str("</strong> ");
    escape(&scene.summary, &mut figure);
    figure.push_str("</figcaption>");
    match &scene.body {
        Body::Nothing(why) => {
            figure.push_str("<p>");
            escape(why, &mut figure);
            figure.push_str("</p>");
        }
        Body::Flow(marks) => marks.iter().for_each(|mark| write(mark, &mut figure)),
        Body::Drawing(drawing) => {
            let label = [&scene.title, ". ", &scene.summary].concat();
            let role = if drawing.is_group { "group" } else { "img" };
            let svg = Mark::svg(drawing.marks.clone())
                .with("role", role)
                .with("viewBox", view_box(drawing.width, drawing.height))
                .with("class", ["picture ", drawing.class].concat())
                .with("aria-label", label);
            write(&svg, &mut figure);
        }
    }
    figure.push_str("</figure>\n");
    figure
}

/// The height of the title above a picture in a file of its own.
const HEAD: f64 = 32.0;
const MARGIN: f64 = 12.0;

/// The style of a file of its own, besides the marks.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureStyle {
    /// The colour of the background.
    pub ground: String,
    /// The title's colour.
    pub text: String,
    /// The title's font family.
    pub font: String,
}

/// Writes an SVG file of a drawing whose marks have their styles as attributes, with its title above it. Returns it
/// with its size in pixels.
pub fn file(title: &str, drawing: &Drawing, look: PictureStyle) -> (String, f64, f64) {
    let width = drawing.width + 2.0 * MARGIN;
    let height = drawing.height + HEAD + 2.0 * MARGIN;
    let ground = Mark::rect_of("0", "0", "100%", "100%").with("fill", look.ground);
    let heading = Mark::text(
        (MARGIN, MARGIN + 14.0),
        crate::mark::Anchor::Start,
        title.to_owned(),
    )
    .with("fill", look.text)
    .with("font-family", look.font)
    .with("font-size", "14")
    .with("font-weight", "600");
    let picture = Mark::svg(drawing.marks.clone())
        .with("x", px(MARGIN))
        .with("y", px(HEAD + MARGIN))
        .with("width", px(drawing.width))
        .with("height", px(drawing.height));
    let all = Mark::svg(vec![ground, heading, picture])
        .with("xmlns", "http://www.w3.org/2000/svg")
        .with("width", px(width))
        .with("height", px(height))
        .with("viewBox", view_box(width, height));
    let mut text = String::new();
    write(&all, &mut text);
    (text, width, height)
}

fn view_box(width: f64, height: f64) -> String {
    ["0 0 ", &px(width), " ", &px(height)].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mark::Html;

    #[test]
    fn what_people_gave_makes_no_element_and_no_attribute() {
        let hostile = "<script>alert('1')</script>&\"\u{202e}\u{0}";
        let cell = Mark::html_text(Html::Cell, hostile).titled(hostile);
        let mut text = String::new();
        write(&cell, &mut text);
        let safe = "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;\u{fffd}\u{fffd}";
        assert_eq!(text, format!("<td title=\"{safe}\">{safe}</td>"));
        assert_eq!(escaped(hostile), safe);
    }

    #[test]
    fn a_figure_is_told_in_words_and_drawn_at_any_width() {
        let dot = Mark::circle((1.0, 2.0), 3.0).class("mark").titled("a & b");
        let drawing = Drawing::plot(40.0, 30.0, "dots", vec![dot]);
        let scene = Scene::drawn("Dots", "One dot.".to_owned(), drawing.clone());
        assert_eq!(
            figure(&scene),
            "<figure><figcaption><strong>Dots</strong> One dot.</figcaption><svg role=\"img\" viewBox=\"0 0 40 30\" \
             class=\"picture plot\" aria-label=\"Dots. One dot.\"><circle cx=\"1\" cy=\"2\" r=\"3\" class=\"mark\">\
             <title>a &amp; b</title></circle></svg></figure>\n"
        );
        let look = PictureStyle {
            ground: "white".into(),
            text: "black".into(),
            font: "serif".into(),
        };
        let (file, width, height) = file("Dots", &drawing, look);
        assert!(file.starts_with("<svg xmlns="), "{file}");
        assert!(file.contains(">Dots</text>"), "{file}");
        assert_eq!((width, height), (64.0, 86.0));
    }
}
