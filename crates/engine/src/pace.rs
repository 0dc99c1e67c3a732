//! The pace of long work. Such work is an `async fn` that pauses often (it breathes), so that the caller can answer
//! other calls meanwhile, report progress, and stop the work by dropping it.
//!
//! The work owns its inputs or shares them by `Rc`, and never holds a borrow of shared data while it pauses. It has no
//! clock: a driver with time left polls again at once.
//!
//! ```
//! use grove_engine::pace::{Pace, Work};
//! use std::task::Poll;
//!
//! async fn sum(values: Vec<u64>, pace: Pace) -> u64 {
//!     let (mut sum, total) = (0, values.len() as u32);
//!     for (value, done) in values.into_iter().zip(1..) {
//!         sum += value;
//!         pace.breathe(done, total).await;
//!     }
//!     sum
//! }
//!
//! let mut work = Work::new(|pace| sum(vec![1, 2, 3], pace));
//! assert_eq!(work.poll(), Poll::Pending);
//! assert_eq!((work.progress().done, work.progress().total), (1, 3));
//! assert_eq!(work.finish(), 6);
//! ```
//!
//! Why: `docs/decisions/0020-long-work-is-async-and-breathes.md`.

use std::cell::Cell;
use std::future::poll_fn;
use std::ops::Range;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// The progress of some work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Units that are done, at most `total`. It never decreases.
    pub done: u32,
    /// All units; 0 before the work has begun.
    pub total: u32,
    /// The number of the present fold, from 1, and the number of folds.
    pub fold: Option<(u32, u32)>,
    /// Whether the work goes on in other workers: polling is useless until one of them has sent a message.
    pub waiting: bool,
}

/// Reports progress, and lets the driver use the thread. A clone reports on the same work.
#[derive(Clone, Default)]
pub struct Pace {
    progress: Rc<Cell<Progress>>,
    /// The units of the whole work that belong to this part, and the number of all units.
    part: Option<(Range<u32>, u32)>,
}

impl Pace {
    /// Reports progress and pauses. O(1): some tens of nanoseconds if the driver polls again at once.
    pub async fn breathe(&self, done: u32, total: u32) {
        self.tell(done, total);
        self.pause().await;
    }

    /// Pauses within a unit.
    pub async fn pause(&self) {
        self.rest(false).await;
    }

    /// Pauses until another worker has sent a message. The driver waits for it.
    pub async fn wait(&self) {
        self.rest(true).await;
    }

    /// Reports progress.
    pub fn tell(&self, done: u32, total: u32) {
        let (done, total) = self.of_whole(done, total);
        let before = self.progress.get();
        self.progress.set(Progress {
            done: done.max(before.done),
            total,
            ..before
        });
    }

    /// Reports the present fold, from 1, and the number of folds.
    pub fn report_fold(&self, fold: u32, of: u32) {
        self.progress.set(Progress {
            fold: Some((fold, of)),
            ..self.progress.get()
        });
    }

    /// Returns the pace of a part of the work, which takes these of all `total` units. The part counts in units of its
    /// own.
    pub fn part(&self, units: Range<u32>, total: u32) -> Self {
        let (start, of_whole) = self.of_whole(units.start, total);
        let (end, _) = self.of_whole(units.end, total);
        Self {
            progress: Rc::clone(&self.progress),
            part: Some((start..end, of_whole)),
        }
    }

    fn of_whole(&self, done: u32, total: u32) -> (u32, u32) {
        let Some((Range { start, end }, of_whole)) = self.part.clone() else {
            return (done, total);
        };
        let share = u64::from(end - start) * u64::from(done) / u64::from(total.max(1));
        (start + share as u32, of_whole)
    }

    async fn rest(&self, waiting: bool) {
        let mut rested = false;
        poll_fn(|context| {
            self.progress.set(Progress {
                waiting: waiting && !rested,
                ..self.progress.get()
            });
            if std::mem::replace(&mut rested, true) {
                return Poll::Ready(());
            }
            if !waiting {
                context.waker().wake_by_ref();
            }
            Poll::Pending
        })
        .await;
    }
}

/// Work that is not finished. Dropping it cancels it.
pub struct Work<T> {
    work: Pin<Box<dyn Future<Output = T>>>,
    pace: Pace,
}

impl<T> Work<T> {
    /// Makes work with a pace of its own. Nothing is done yet.
    pub fn new<W: Future<Output = T> + 'static>(work: impl FnOnce(Pace) -> W) -> Self {
        let pace = Pace::default();
        Self {
            work: Box::pin(work(pace.clone())),
            pace,
        }
    }

    /// Continues until the work pauses or is done. Do not poll finished work again.
    pub fn poll(&mut self) -> Poll<T> {
        let mut context = Context::from_waker(Waker::noop());
        self.work.as_mut().poll(&mut context)
    }

    /// Returns the progress.
    pub fn progress(&self) -> Progress {
        self.pace.progress.get()
    }

    /// Returns the same work with another result, made of its own.
    pub fn map<U>(self, make: impl FnOnce(T) -> U + 'static) -> Work<U>
    where
        T: 'static,
    {
        let Self { work, pace } = self;
        Work {
            work: Box::pin(async move { make(work.await) }),
            pace,
        }
    }

    /// Does all the rest at once.
    pub fn finish(self) -> T {
        block_on(self.work)
    }
}

/// Does some work at once. It must not wait for other workers.
pub fn block_on<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(result) = work.as_mut().poll(&mut context) {
            return result;
        }
    }
}

/// Divides rows into pieces of at most `most`, in order; returns the start and the end of each.
pub fn pieces(rows: usize, most: usize) -> impl Iterator<Item = (usize, usize)> {
    let start = (0..rows).step_by(most.max(1));
    start.map(move |from| (from, rows.min(from + most)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_count_in_units_of_the_whole() {
        let mut work = Work::new(|pace| async move {
            pace.breathe(1, 4).await;
            let half = pace.part(1..3, 4);
            for done in 0..=10 {
                half.breathe(done, 10).await;
            }
            let half = half.part(1..2, 2);
            half.breathe(1, 1).await;
            pace.breathe(4, 4).await;
        });
        let mut told = Vec::new();
        while work.poll().is_pending() {
            let Progress { done, total, .. } = work.progress();
            assert_eq!(total, 4);
            told.push(done);
        }
        assert_eq!(told, [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 4]);
    }

    #[test]
    fn what_waits_says_so_until_it_goes_on() {
        let mut work = Work::new(|pace| async move {
            pace.wait().await;
            pace.pause().await;
        });
        assert!(work.poll().is_pending() && work.progress().waiting);
        assert!(work.poll().is_pending() && !work.progress().waiting);
        assert!(work.poll().is_ready());
    }

    #[test]
    fn dropped_work_drops_what_it_holds() {
        let held = Rc::new(());
        let mut work = Work::new(|pace| {
            let held = Rc::clone(&held);
            async move {
                loop {
                    pace.pause().await;
                    assert!(Rc::strong_count(&held) > 1);
                }
            }
        });
        let _: Poll<()> = work.poll();
        assert_eq!(Rc::strong_count(&held), 2);
        drop(work);
        assert_eq!(Rc::strong_count(&held), 1);
    }
}
