//! What Linux tells about processes; nothing elsewhere.

use std::fs;
use std::path::Path;
use std::time::Instant;

use super::Answer;

/// Takes the time of something: on the clock, and of the processor.
pub struct Watch {
    start: Instant,
    threads: u32,
    cpu: Option<f64>,
}

impl Watch {
    pub fn start(threads: u32) -> Self {
        Self {
            start: Instant::now(),
            threads,
            cpu: cpu(threads),
        }
    }

    pub fn wall(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }

    /// An answer with the times of training.
    pub fn trained(&self) -> Answer {
        Answer {
            wall: Some(self.wall()),
            cpu: cpu(self.threads)
                .zip(self.cpu)
                .map(|(end, start)| end - start),
            ..Answer::default()
        }
    }
}

/// Seconds of the processor: of this thread where there is one, else of the process with the threads that have ended.
fn cpu(threads: u32) -> Option<f64> {
    if threads == 1 {
        return scheduled("/proc/thread-self/schedstat".as_ref());
    }
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program, in brackets, may hold spaces.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut ticks = fields.split_whitespace().skip(11);
    let (user, system) = (ticks.next()?, ticks.next()?);
    // Linux shows these in hundredths of a second on every machine.
    Some((user.parse::<f64>().ok()? + system.parse::<f64>().ok()?) / 100.0)
}

/// Seconds for which a thread has run.
fn scheduled(path: &Path) -> Option<f64> {
    let stat = fs::read_to_string(path).ok()?;
    let nanoseconds: f64 = stat.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

/// The most memory that this process has held.
pub fn peak() -> Option<u64> {
    peak_of("self")
}

/// Makes the memory held now the peak so far, and tells it.
pub fn forget_peak() -> Option<u64> {
    fs::write("/proc/self/clear_refs", "5").ok()?;
    memory("self", "VmRSS:")
}

fn peak_of(process: &str) -> Option<u64> {
    memory(process, "VmHWM:")
}

fn memory(process: &str, what: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(what))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes * 1024)
}

/// The process of the browser's page, the largest of those that draw and run scripts below this process.
pub struct Renderer(String);

impl Renderer {
    pub fn find() -> Option<Self> {
        let renders = |id: &String| {
            fs::read_to_string(format!("/proc/{id}/cmdline"))
                .is_ok_and(|line| line.contains("--type=renderer"))
        };
        let processes = fs::read_dir("/proc").ok()?;
        processes
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|id| renders(id) && is_below_this(id))
            .max_by_key(|id| peak_of(id))
            .map(Self)
    }

    pub fn peak(&self) -> Option<u64> {
        peak_of(&self.0)
    }

    /// Seconds of the processor that the page's workers have taken so far.
    pub fn workers_cpu(&self) -> Option<f64> {
        let threads = fs::read_dir(format!("/proc/{}/task", self.0)).ok()?;
        let seconds: Vec<f64> = threads
            .filter_map(|thread| {
                let thread = thread.ok()?.path();
                let name = fs::read_to_string(thread.join("comm")).ok()?;
                name.starts_with("DedicatedWorker").then_some(())?;
                scheduled(&thread.join("schedstat"))
            })
            .collect();
        (!seconds.is_empty()).then(|| seconds.iter().sum())
    }
}

fn is_below_this(id: &str) -> bool {
    let this = std::process::id().to_string();
    let mut id = id.to_owned();
    loop {
        let Ok(status) = fs::read_to_string(format!("/proc/{id}/status")) else {
            return false;
        };
        let parent = status.lines().find_map(|line| line.strip_prefix("PPid:"));
        match parent.map(str::trim) {
            Some(parent) if parent == this => return true,
            Some(parent) if parent != "0" => id = parent.to_owned(),
            _ => return false,
        }
    }
}
