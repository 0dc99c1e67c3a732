//! A picture with its title and its words.

use crate::mark::Mark;

/// A picture as data. The page and the report show the same one.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// What the picture is called.
    pub title: String,
    /// What it shows, in words: for those who do not see it, it is the picture.
    pub summary: String,
    /// What is drawn.
    pub body: Body,
}

/// What is drawn of a picture.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// There is nothing to draw, and this is why.
    Nothing(&'static str),
    /// Shapes on a plane.
    Drawing(Drawing),
    /// A table or a list, whose room is known to the reader alone.
    Flow(Vec<Mark>),
}

/// Shapes on a plane of a known size.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// The drawing's class, beside `picture`.
    pub class: &'static str,
    /// In pixels.
    pub width: f64,
    /// In pixels.
    pub height: f64,
    /// From back to front.
    pub marks: Vec<Mark>,
    /// The name of the file in which it is saved, without its extension.
    pub file: String,
    /// How tests and scripts find it.
    pub testid: Option<&'static str>,
    /// Whether its parts can be reached and are read one by one; else it is read as a single picture.
    pub is_group: bool,
    /// Whether the keyboard reaches it.
    pub focusable: bool,
}

impl Drawing {
    /// A plot of this size.
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
    /// A scene of a drawing.
    pub fn drawn(title: impl Into<String>, summary: String, drawing: Drawing) -> Self {
        Self {
            title: title.into(),
            summary,
            body: Body::Drawing(drawing),
        }
    }

    /// A scene of a table or a list.
    pub fn flowing(title: impl Into<String>, summary: String, marks: Vec<Mark>) -> Self {
        Self {
            title: title.into(),
            summary,
            body: Body::Flow(marks),
        }
    }

    /// A scene without anything to draw.
    pub fn nothing(title: impl Into<String>, summary: String, why: &'static str) -> Self {
        Self {
            title: title.into(),
            summary,
            body: Body::Nothing(why),
        }
    }

    /// The drawing, where there is one.
    pub fn drawing(&self) -> Option<&Drawing> {
        match &self.body {
            Body::Drawing(drawing) => Some(drawing),
            _ => None,
        }
    }

    /// All marks, from back to front.
    pub fn marks(&self) -> &[Mark] {
        match &self.body {
            Body::Nothing(_) => &[],
            Body::Drawing(drawing) => &drawing.marks,
            Body::Flow(marks) => marks,
        }
    }
}
