//! A value that its parameter cannot have.

use crate::path::go_on;

/// A parameter that is out of its range or lacks, and where it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Misfit {
    /// Where the parameter is, seen from the check.
    pub path: String,
    /// What is wrong, as a full sentence.
    pub problem: String,
}

impl Misfit {
    /// Makes the misfit of the parameter of this name. The problem is a full sentence.
    pub fn new(name: &str, problem: impl Into<String>) -> Self {
        Self {
            path: name.to_string(),
            problem: problem.into(),
        }
    }

    /// The same, seen from the part of the recipe that holds the check under this name.
    pub fn within(self, name: &str) -> Self {
        let mut path = String::new();
        go_on(&mut path, name);
        path.push('.');
        Self {
            path: path + &self.path,
            ..self
        }
    }

    /// The same, seen from the list that the check is an item of.
    pub fn within_list(self, place: usize) -> Self {
        self.within(&place.to_string())
    }

    /// Says at the start what it is about.
    pub fn about(self, what: &str) -> Self {
        Self {
            problem: [what, ": ", &self.problem].concat(),
            ..self
        }
    }
}

impl From<Misfit> for String {
    fn from(misfit: Misfit) -> Self {
        misfit.problem
    }
}
