//! The elements of a picture: SVG and HTML elements with their attributes, as data that the page draws and a file
//! holds.
//!
//! Why: `docs/decisions/0024-pictures-are-scenes.md`.

use std::borrow::Cow;

/// A text, mostly one that is known when compiled.
pub type Words = Cow<'static, str>;

/// An element. Only the functions of this file make one, so that a picture holds no other elements.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    element: &'static str,
    attributes: Vec<(&'static str, Words)>,
    inside: Vec<Inside>,
}

/// The content of an element.
#[derive(Clone, Debug, PartialEq)]
pub enum Inside {
    /// Another element.
    Mark(Mark),
    /// A text as people wrote it. The output escapes it.
    Words(Words),
}

/// Which part of a text is at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The start of the text.
    Start,
    /// The middle of the text.
    Middle,
    /// The end of the text.
    End,
}

impl Mark {
    fn new(element: &'static str) -> Self {
        Self {
            element,
            attributes: Vec::new(),
            inside: Vec::new(),
        }
    }

    /// Makes an element of HTML with this content, such as a cell of a table.
    pub fn html(element: Html, inside: Vec<Mark>) -> Self {
        Self::new(element.name()).holding(inside)
    }

    /// Makes an element of HTML with a text.
    pub fn html_text(element: Html, words: impl Into<Words>) -> Self {
        Self::new(element.name()).saying(words)
    }

    /// Makes a drawing inside a text or another drawing.
    pub fn svg(marks: Vec<Mark>) -> Self {
        Self::new("svg").holding(marks)
    }

    /// Makes a drawing that only repeats the text beside it, so that screen readers skip it.
    pub fn ornament(class: impl Into<Words>, marks: Vec<Mark>) -> Self {
        Self::svg(marks)
            .class(class)
            .with("aria-hidden", "true")
            .with("focusable", "false")
    }

    /// Makes a group of marks.
    pub fn group(marks: Vec<Mark>) -> Self {
        Self::new("g").holding(marks)
    }

    /// Makes a rectangle of a corner and a size, in pixels.
    pub fn rect(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self::rect_of(px(x), px(y), px(width), px(height))
    }

    /// Makes a rectangle of lengths such as `12` or `50%`.
    pub fn rect_of(
        x: impl Into<Words>,
        y: impl Into<Words>,
        width: impl Into<Words>,
        height: impl Into<Words>,
    ) -> Self {
        Self::new("rect")
            .with("x", x)
            .with("y", y)
            .with("width", width)
            .with("height", height)
    }

    /// Makes a line between two points, in pixels.
    pub fn line(from: (f64, f64), to: (f64, f64)) -> Self {
        Self::line_of((px(from.0), px(from.1)), (px(to.0), px(to.1)))
    }

    /// Makes a line between two points of lengths such as `12` or `50%`.
    pub fn line_of(
        from: (impl Into<Words>, impl Into<Words>),
        to: (impl Into<Words>, impl Into<Words>),
    ) -> Self {
        Self::new("line")
            .with("x1", from.0)
            .with("x2", to.0)
            .with("y1", from.1)
            .with("y2", to.1)
    }

    /// Makes a path of its commands.
    pub fn path(d: impl Into<Words>) -> Self {
        Self::new("path").with("d", d)
    }

    /// Makes a circle around a point, in pixels.
    pub fn circle(at: (f64, f64), radius: f64) -> Self {
        Self::circle_of(px(at.0), px(at.1), radius)
    }

    /// Makes a circle around a point of lengths such as `12` or `50%`.
    pub fn circle_of(x: impl Into<Words>, y: impl Into<Words>, radius: f64) -> Self {
        Self::new("circle")
            .with("cx", x)
            .with("cy", y)
            .with("r", px(radius))
    }

    /// Makes a text at a point, in pixels.
    pub fn text(at: (f64, f64), anchor: Anchor, words: impl Into<Words>) -> Self {
        let text = Self::new("text").with("x", px(at.0)).with("y", px(at.1));
        let text = match anchor {
            Anchor::Start => text,
            Anchor::Middle => text.with("text-anchor", "middle"),
            Anchor::End => text.with("text-anchor", "end"),
        };
        text.saying(words)
    }

    /// Makes a text that is read upwards, with its middle or start at a point.
    pub fn upwards(at: (f64, f64), anchor: Anchor, words: impl Into<Words>) -> Self {
        let turned = ["translate(", &px(at.0), " ", &px(at.1), ") rotate(-90)"].concat();
        Self::text((0.0, 0.0), anchor, words).with("transform", turned)
    }

    /// Makes the name of a drawing inside a text.
    pub fn title(words: impl Into<Words>) -> Self {
        Self::new("title").saying(words)
    }

    /// Makes a part of a text that has its own style.
    pub fn span(words: impl Into<Words>) -> Self {
        Self::new("tspan").saying(words)
    }

    /// Makes a pattern of stripes to fill shapes with: `url(#id)`.
    pub fn stripes(id: &str) -> Self {
        let stripe = Self::line((0.0, 0.0), (0.0, 5.0)).class("hatch");
        let pattern = Self::new("pattern")
            .with("id", id.to_owned())
            .with("patternUnits", "userSpaceOnUse")
            .with("width", "5")
            .with("height", "5")
            .with("patternTransform", "rotate(45)")
            .holding(vec![stripe]);
        Self::new("defs").holding(vec![pattern])
    }

    /// Adds a class of the style sheets, or several with spaces between them.
    pub fn class(self, class: impl Into<Words>) -> Self {
        self.with("class", class)
    }

    /// Adds an attribute.
    pub fn with(mut self, name: &'static str, value: impl Into<Words>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// Adds an attribute if there is a value for it.
    pub fn with_some(self, name: &'static str, value: Option<impl Into<Words>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Removes some attributes.
    pub fn without(mut self, names: &[&str]) -> Self {
        self.attributes.retain(|(name, _)| !names.contains(name));
        self
    }

    /// Moves it right and down, in pixels.
    pub fn moved(self, x: f64, y: f64) -> Self {
        self.with(
            "transform",
            ["translate(", &px(x), " ", &px(y), ")"].concat(),
        )
    }

    /// Adds a text that is shown while the pointer is on the mark.
    pub fn titled(self, words: impl Into<Words>) -> Self {
        if self.is_drawn() {
            self.holding(vec![Self::title(words)])
        } else {
            self.with("title", words)
        }
    }

    /// Gives the mark a number, by which listeners know which mark was chosen.
    pub fn chosen_as(self, id: u32) -> Self {
        self.with("data-mark", id.to_string())
    }

    /// Adds marks inside.
    pub fn holding(mut self, marks: Vec<Mark>) -> Self {
        self.inside.extend(marks.into_iter().map(Inside::Mark));
        self
    }

    /// Adds a text inside.
    pub fn saying(mut self, words: impl Into<Words>) -> Self {
        self.inside.push(Inside::Words(words.into()));
        self
    }

    /// Returns the element's name.
    pub fn element(&self) -> &'static str {
        self.element
    }

    /// Returns names and values of the attributes, in order.
    pub fn attributes(&self) -> &[(&'static str, Words)] {
        &self.attributes
    }

    /// Returns the value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(found, _)| *found == name);
        found.map(|(_, value)| value.as_ref())
    }

    /// Returns the content of the element, in order.
    pub fn inside(&self) -> &[Inside] {
        &self.inside
    }

    /// Returns the same element with another content.
    pub fn around(&self, inside: Vec<Inside>) -> Self {
        Self {
            element: self.element,
            attributes: self.attributes.clone(),
            inside,
        }
    }

    /// Returns whether it is an element of SVG inside a drawing.
    fn is_drawn(&self) -> bool {
        matches!(
            self.element,
            "g" | "rect" | "line" | "path" | "circle" | "text" | "tspan"
        )
    }
}

/// The elements of HTML that a picture may contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as in HTML")]
pub enum Html {
    Button,
    Cell,
    Details,
    Div,
    Foot,
    Head,
    Header,
    Item,
    List,
    NumberedList,
    Paragraph,
    Row,
    Rows,
    Span,
    Table,
    Term,
    TermDetails,
}

impl Html {
    const fn name(self) -> &'static str {
        match self {
            Self::Button => "button",
            Self::Cell => "td",
            Self::Details => "dd",
            Self::Div => "div",
            Self::Foot => "tfoot",
            Self::Head => "thead",
            Self::Header => "th",
            Self::Item => "li",
            Self::List => "ul",
            Self::NumberedList => "ol",
            Self::Paragraph => "p",
            Self::Row => "tr",
            Self::Rows => "tbody",
            Self::Span => "span",
            Self::Table => "table",
            Self::Term => "dt",
            Self::TermDetails => "dl",
        }
    }
}

/// Joins classes with spaces; leaves out empty ones.
pub fn classes(classes: &[&str]) -> String {
    let named: Vec<&str> = classes.iter().copied().filter(|c| !c.is_empty()).collect();
    named.join(" ")
}

/// Writes a length for an attribute of SVG, to a tenth of a pixel.
pub fn px(value: f64) -> String {
    // Adding zero turns a rounded −0 into 0.
    let tenths = (value * 10.0).round() / 10.0 + 0.0;
    if tenths.is_finite() {
        tenths.to_string()
    } else {
        "0".to_owned()
    }
}

/// Writes a share, from 0 to 1, as a length such as `12.5%`.
pub fn part(share: f64) -> String {
    let share = if share.is_finite() { share } else { 0.0 };
    format!("{:.2}%", share.clamp(0.0, 1.0) * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_a_digit_after_the_point_and_are_finite() {
        assert_eq!(px(1.26), "1.3");
        assert_eq!(px(-0.01), "0");
        assert_eq!(px(f64::NAN), "0");
        assert_eq!(part(0.5), "50.00%");
        assert_eq!(part(f64::NAN), "0.00%");
    }

    #[test]
    fn a_title_is_an_element_of_a_drawing_and_an_attribute_elsewhere() {
        let drawn = Mark::rect(0.0, 0.0, 1.0, 1.0).titled("a");
        assert_eq!(drawn.attribute("title"), None);
        assert_eq!(drawn.inside().len(), 1);
        let cell = Mark::html_text(Html::Cell, "1").titled("a");
        assert_eq!(cell.attribute("title"), Some("a"));
    }

    #[test]
    fn classes_are_joined_by_blanks() {
        assert_eq!(classes(&["a", "", "b"]), "a b");
    }
}
