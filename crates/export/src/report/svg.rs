//! Pictures as text: what a picture is made of, and the frame around it.

use crate::text::html;

/// The width of every picture, in the units of its coordinates.
pub const WIDTH: f64 = 560.0;

/// A picture in the making. Colours come from the classes of its marks.
pub struct Svg {
    height: f64,
    marks: String,
}

impl Svg {
    pub fn new(height: f64) -> Self {
        Self {
            height,
            marks: String::new(),
        }
    }

    pub fn text(&mut self, at: (f64, f64), class: &str, text: &str) {
        let (x, y) = (short(at.0), short(at.1));
        let text = html(text);
        let mark = format!("<text x=\"{x}\" y=\"{y}\" class=\"{class}\">{text}</text>");
        self.marks.push_str(&mark);
    }

    /// A rectangle with a text that is shown on hovering.
    pub fn bar(
        &mut self,
        from: (f64, f64),
        size: (f64, f64),
        class: &str,
        opacity: f64,
        hint: &str,
    ) {
        let (x, y) = (short(from.0), short(from.1));
        let (width, height) = (short(size.0.max(0.0)), short(size.1.max(0.0)));
        let (opacity, hint) = (short(opacity), html(hint));
        self.marks.push_str(&format!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" class=\"{class}\" fill-opacity=\"{opacity}\"><title>{hint}</title></rect>"
        ));
    }

    pub fn line(&mut self, points: &[(f64, f64)], class: &str) {
        let points: Vec<String> = points
            .iter()
            .map(|(x, y)| format!("{},{}", short(*x), short(*y)))
            .collect();
        let points = points.join(" ");
        let mark = format!("<polyline points=\"{points}\" class=\"{class}\"/>");
        self.marks.push_str(&mark);
    }

    pub fn dot(&mut self, at: (f64, f64), class: &str) {
        let (x, y) = (short(at.0), short(at.1));
        let mark = format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"2.5\" class=\"{class}\"/>");
        self.marks.push_str(&mark);
    }

    /// The picture with a title, and what it shows in words, for those who do not see it and for those who do.
    pub fn framed(self, title: &str, summary: &str) -> String {
        let (title, summary) = (html(title), html(summary));
        format!(
            "<figure><figcaption><strong>{title}</strong> {summary}</figcaption>\
             <svg role=\"img\" viewBox=\"0 0 {WIDTH} {height}\" aria-label=\"{title}. {summary}\">{marks}</svg></figure>\n",
            height = short(self.height),
            marks = self.marks
        )
    }
}

/// A number with at most two digits after the point.
fn short(value: f64) -> String {
    // Adding zero turns a rounded −0 into 0.
    let rounded = (value * 100.0).round() / 100.0 + 0.0;
    rounded.to_string()
}

/// The first letters of a text that has too many.
pub fn shortened(text: &str, letters: usize) -> String {
    match text.char_indices().nth(letters) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into(),
    }
}
