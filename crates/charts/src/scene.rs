//! A picture with its title and its summary.

use crate::mark::Mark;

/// A picture as data. The page and the report show the same one.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// The picture's title.
    pub title: String,
    /// What the picture shows, in words, for those who do not see it.
    pub summary: String,
    /// The content of the picture.
    pub body: Body,
}

/// The content of a picture.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// There is nothing to draw, for this reason.
    Nothing(&'static str),
    /// Shapes on a plane.
    Drawing(Drawing),
    /// A table or a list, whose size depends on where it is shown.
    Flow(Vec<Mark>),
}

/// Shapes on a plane of a known size.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// The drawing's class, beside `picture`.
    pub class: &'static str,
    /// The width in pixels.
    pub width: f64,
    /// The height in pixels.
    pub height: f64,
    /// The marks, from back to front.
    pub marks: Vec<Mark>,
    /// The name of the file in which it is saved, without its extension.
    pub file: String,
    /// The id by which tests and scripts find it.
    pub testid: Option<&'static str>,
    /// Whether its parts are reached and read one by one; otherwise it is read as a single picture.
    pub is_group: bool,
    /// Whether the keyboard reaches it.
    pub focusable: bool,
}

impl Drawing {
    /// Makes a plot of this size.
    pub fn plot(width: f64, height: f64, file: &str, marks: Vec<Mark>) -> Self {
        Self {
            class: "plot",
            width,
            height,
            marks,
            file: file.to_owned(),
            testid: None,
            is_group: false,
            focusable: false,
        }
    }
}

impl Scene {
    /// Makes a scene of a drawing.
    pub fn drawn(title: impl Into<String>, summary: String, drawing: Drawing) -> Self {
        Self {
            title: title.into(),
            summary,
            body: Body::Drawing(drawing),
        }
    }

    /// Makes a scene of a table or a list.
    pub fn flowing(title: impl Into<String>, summary: String, marks: Vec<Mark>) -> Self {
        Self {
            title: title.into(),
            summary,
            body: Body::Flow(marks),
        }
    }

    /// Makes a scene without anything to draw.
    pub fn nothing(title: impl Into<String>, summary: String, why: &'static str) -> Self {
        Self {
            title: title.into(),
            summary,
            body: Body::Nothing(why),
        }
    }

    /// Returns the drawing, if there is one.
    pub fn drawing(&self) -> Option<&Drawing> {
        match &self.body {
            Body::Drawing(drawing) => Some(drawing),
            _ => None,
        }
    }

    /// Returns all marks, from back to front.
    pub fn marks(&self) -> &[Mark] {
        match &self.body {
            Body::Nothing(_) => &[],
            Body::Drawing(drawing) => &drawing.marks,
            Body::Flow(marks) => marks,
        }
    }
}
