//! A headless browser of a test's own. Calls block, so that a test reads from top to bottom and a browser ends
//! with its test, however the test ends.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use std::{fs, thread};

use serde_json::{Value, json};
use thirtyfour::error::{WebDriverErrorInner, WebDriverResult};
use thirtyfour::{TimeoutConfiguration, WebDriver, WebElement, WindowHandle};
use tokio::runtime::{Builder, Runtime};

use super::drivers::{Driver, Kind, capabilities};
use super::recorder::Recorder;

/// How long a condition may take to come true: long enough for a slow machine in its slowest minute.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// One browser at a time: two of them training at once say nothing more and time out sooner.
static TURN: Mutex<()> = Mutex::new(());

pub struct Browser {
    runtime: Runtime,
    driver: Option<WebDriver>,
    pub kind: Kind,
    /// Ends after the session.
    _program: Driver,
    /// Downloads land here, and files to upload are written here.
    folder: PathBuf,
    /// Sees every request to another host.
    pub foreign: Recorder,
    _turn: MutexGuard<'static, ()>,
}

impl Browser {
    pub fn start() -> Self {
        Self::start_as(Kind::wanted(), true)
    }

    /// A browser whose person lets no page keep anything.
    pub fn start_without_storage() -> Self {
        Self::start_as(Kind::wanted(), false)
    }

    fn start_as(kind: Kind, stores: bool) -> Self {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let program = Driver::start(kind);
        let folder =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("browser-{}", program.port));
        fs::create_dir_all(&folder).expect("a folder for downloads");
        let foreign = Recorder::listen();
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let driver = runtime
            .block_on(session(kind, &program, &folder, &foreign, stores))
            .unwrap_or_else(|error| panic!("the browser does not start: {error}"));
        Self {
            runtime,
            driver: Some(driver),
            kind,
            _program: program,
            folder,
            foreign,
            _turn: turn,
        }
    }

    /// Runs one command of the driver to its end.
    fn run<T>(&self, command: impl AsyncFnOnce(&WebDriver) -> WebDriverResult<T>) -> T {
        let driver = self.driver.as_ref().expect("the session is open");
        self.runtime
            .block_on(command(driver))
            .unwrap_or_else(|error| panic!("{error}"))
    }

    pub fn goto(&self, url: &str) {
        self.run(async |driver| driver.goto(url).await);
    }

    /// Runs a script in the page; its arguments are `arguments[0]` and so on.
    pub fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.run(async |driver| {
            let result = driver.execute(script, arguments).await?;
            Ok(result.json().clone())
        })
    }

    /// The element that a script returns.
    pub fn element(&self, script: &str, arguments: Vec<Value>) -> WebElement {
        self.run(async |driver| driver.execute(script, arguments).await?.element())
    }

    /// Waits inside the page until the script returns something else than null, undefined or false.
    pub fn until(&self, what: &str, script: &str, arguments: Vec<Value>) -> Value {
        let waiting = format!(
            "const given = Array.from(arguments), done = given.pop(), patience = given.pop();
             const probe = function () {{ {script} }};
             const end = performance.now() + patience;
             (function look() {{
                 const found = probe.apply(null, given);
                 if (found !== null && found !== undefined && found !== false) done({{ found }});
                 else if (performance.now() > end) done({{ text: document.body.innerText }});
                 else setTimeout(look, 20);
             }})();"
        );
        let mut given = arguments.clone();
        given.push(json!(PATIENCE.as_millis() as u64));
        let mut answer = self.run(async |driver| {
            let result = driver.execute_async(waiting, given).await?;
            Ok(result.json().clone())
        });
        match answer.get_mut("found") {
            Some(found) => found.take(),
            None => panic!(
                "waited {PATIENCE:?} for {what} {arguments:?}; the page says:\n{}",
                answer["text"].as_str().unwrap_or_default()
            ),
        }
    }

    /// Waits as [`Browser::until`] does, for a page that opens anew in between, with which a script in it ends.
    pub fn until_anew(&self, what: &str, script: &str) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            let driver = self.driver.as_ref().expect("the session is open");
            let found = self.runtime.block_on(async {
                let result = driver.execute(script, vec![]).await?;
                WebDriverResult::Ok(result.json().clone())
            });
            match found {
                Ok(found) if !(found.is_null() || found == json!(false)) => return found,
                _ => assert!(Instant::now() < end, "waited {PATIENCE:?} for {what}"),
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Gives a command of Chromium's developer tools, and returns its answer.
    pub fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.run(async |driver| driver.cdp().send_raw(command, parameters).await)
    }

    /// Opens another tab and turns to it; the answer is the tab that was in front.
    pub fn another_tab(&self) -> WindowHandle {
        self.run(async |driver| {
            let before = driver.window().await?;
            let tab = driver.new_tab().await?;
            driver.switch_to_window(tab).await?;
            Ok(before)
        })
    }

    /// Turns to a tab; the answer is the one that was in front.
    pub fn turn_to(&self, tab: WindowHandle) -> WindowHandle {
        self.run(async |driver| {
            let before = driver.window().await?;
            driver.switch_to_window(tab).await?;
            Ok(before)
        })
    }

    pub fn click(&self, element: &WebElement) {
        self.run(async |_| element.click().await);
    }

    /// Clicks an element, unless the page has drawn another in its place meanwhile; returns whether it did.
    pub fn clicks(&self, element: &WebElement) -> bool {
        match self.runtime.block_on(element.click()) {
            Ok(()) => true,
            Err(error) if matches!(*error, WebDriverErrorInner::StaleElementReference(_)) => false,
            Err(error) => panic!("{error}"),
        }
    }

    /// Types into an element; for a file input, chooses the file with this path.
    pub fn type_into(&self, element: &WebElement, text: &str) {
        self.run(async |_| element.send_keys(text).await);
    }

    /// Presses a key on whatever has the focus.
    pub fn press(&self, key: impl Into<char>) {
        let key = key.into();
        self.run(async |driver| driver.action_chain().send_keys(key).perform().await);
    }

    /// Presses a key while another is held.
    pub fn press_with(&self, held: impl Into<char>, key: impl Into<char>) {
        let (held, key) = (held.into(), key.into());
        self.run(async |driver| {
            let keys = driver.action_chain().key_down(held).send_keys(key);
            keys.key_up(held).perform().await
        });
    }

    /// What the page wrote to the console as errors since the last call, failed loads and exceptions among them. Only
    /// Chromium tells.
    pub fn errors(&self) -> Vec<String> {
        if self.kind != Kind::Chromium {
            return Vec::new();
        }
        let entries = self.run(async |driver| driver.browser_log().await);
        entries.into_iter().map(|entry| entry.message).collect()
    }

    /// Puts a file where the browser can read it, and names it.
    pub fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.folder.join(name);
        fs::write(&path, bytes).expect("a writable folder");
        path.to_str().expect("a path in UTF-8").to_owned()
    }

    /// Waits for a download of this name and takes it. The browser keeps the name with an empty file, and puts the
    /// complete one in its place.
    pub fn downloaded(&self, name: &str) -> Vec<u8> {
        let path = self.folder.join(name);
        let end = Instant::now() + PATIENCE;
        loop {
            if let Ok(bytes) = fs::read(&path)
                && !bytes.is_empty()
            {
                fs::remove_file(&path).expect("a writable folder");
                return bytes;
            }
            assert!(Instant::now() < end, "waited {PATIENCE:?} for {name}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// A folder for what goes with this browser; it is removed with it.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Keeps what the screen showed when the test failed.
    fn leave_picture(&self, driver: &WebDriver) {
        let path = self.folder.with_extension("png");
        if self.runtime.block_on(driver.screenshot(&path)).is_ok() {
            eprintln!("the screen at that time: {}", path.display());
        }
        if self.kind == Kind::Chromium
            && let Ok(entries) = self.runtime.block_on(driver.browser_log())
        {
            entries
                .iter()
                .for_each(|entry| eprintln!("console: {}", entry.message));
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(driver) = self.driver.take() {
            if thread::panicking() {
                self.leave_picture(&driver);
            }
            // A browser that has crashed cannot be asked to quit; its driver's end is then all there is.
            self.runtime.block_on(driver.quit()).ok();
        }
        fs::remove_dir_all(&self.folder).ok();
    }
}

async fn session(
    kind: Kind,
    driver: &Driver,
    folder: &Path,
    foreign: &Recorder,
    stores: bool,
) -> WebDriverResult<WebDriver> {
    let wanted = capabilities(kind, folder, foreign, stores)?;
    let driver = WebDriver::builder(format!("http://127.0.0.1:{}", driver.port), wanted)
        .request_timeout(PATIENCE * 2)
        .connect()
        .await?;
    // `until` ends by itself before this.
    let limits = TimeoutConfiguration::new(Some(PATIENCE * 2), Some(PATIENCE), None);
    driver.update_timeouts(limits).await?;
    Ok(driver)
}
