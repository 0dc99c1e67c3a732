//! The programs that drive browsers: Chromium's by default, or those of Firefox and WebKit.

use std::io::{BufRead, BufReader, Lines};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, thread};

use serde_json::{Value, json};
use thirtyfour::error::WebDriverResult;
use thirtyfour::{
    Capabilities, ChromiumLikeCapabilities, DesiredCapabilities, LoggingPrefsLogLevel,
};

use super::browser::PATIENCE;
use super::recorder::Recorder;

/// How often a driver may look for a port.
const STARTS: u32 = 5;

const ARGUMENTS: [&str; 10] = [
    "--headless=new",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    // Root cannot have the sandbox, and some systems give it to nobody. Only pages of our own are opened.
    "--no-sandbox",
    "--window-size=1280,900",
    // Chromium's own business with its maker, which the recorder would take for the page's: switched off, or sent to
    // a port that it never opens.
    "--disable-background-networking",
    "--disable-default-apps",
    "--disable-features=AutofillServerCommunication,MediaRouter,NetworkTimeServiceQuerying,OptimizationHints,Translate",
    "--component-updater=url-source=http://127.0.0.1:9/",
    "--gaia-url=http://127.0.0.1:9/",
];

/// The browser that the tests drive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Chromium,
    Firefox,
    WebKit,
}

impl Kind {
    /// The one that `GROVE_BROWSER` names.
    pub fn wanted() -> Self {
        match env::var("GROVE_BROWSER").as_deref() {
            Err(_) | Ok("" | "chromium") => Self::Chromium,
            Ok("firefox") => Self::Firefox,
            Ok("webkit") => Self::WebKit,
            Ok(other) => panic!("GROVE_BROWSER is {other}, not chromium, firefox or webkit"),
        }
    }
}

/// A running driver.
pub struct Driver {
    process: Child,
    pub port: u16,
    /// Held open: a driver would fail on a closed pipe.
    output: Option<Lines<BufReader<ChildStdout>>>,
}

impl Driver {
    pub fn start(kind: Kind) -> Self {
        let started = (0..STARTS).find_map(|_| match kind {
            Kind::Chromium => naming_its_port(
                "GROVE_CHROMEDRIVER",
                "chromedriver",
                "successfully on port ",
            ),
            Kind::Firefox => naming_its_port("GROVE_GECKODRIVER", "geckodriver", "127.0.0.1:"),
            Kind::WebKit => told_its_port("GROVE_WEBKITDRIVER", "WebKitWebDriver"),
        });
        started.expect("the driver listens at a port")
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

fn program(variable: &str, name: &str) -> Command {
    Command::new(env::var_os(variable).unwrap_or_else(|| name.into()))
}

/// Starts a driver at a port of its choice. `None` where it ends at once: it chooses a port by one protocol, and
/// something else may have it by the other.
fn naming_its_port(variable: &str, name: &str, before: &str) -> Option<Driver> {
    let process = program(variable, name)
        .arg("--port=0")
        .stdout(Stdio::piped())
        .spawn();
    let mut driver = Driver {
        process: process.unwrap_or_else(|error| panic!("{name} does not start: {error}")),
        port: 0,
        output: None,
    };
    let stdout = driver.process.stdout.take().expect("stdout is piped");
    let lines = driver.output.insert(BufReader::new(stdout).lines());
    let port = lines.map_while(Result::ok).find_map(|line| {
        let (_, port) = line.split_once(before)?;
        let digits: String = port.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<u16>().ok()
    });
    driver.port = port?;
    Some(driver)
}

/// Starts a driver at a port that was free a moment ago. `None` where it does not listen there.
fn told_its_port(variable: &str, name: &str) -> Option<Driver> {
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let port = free.local_addr().expect("a bound port").port();
    drop(free);
    let process = program(variable, name)
        .arg(format!("--port={port}"))
        .spawn()
        .unwrap_or_else(|error| panic!("{name} does not start: {error}"));
    let driver = Driver {
        process,
        port,
        output: None,
    };
    let end = Instant::now() + PATIENCE;
    while Instant::now() < end {
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Some(driver);
        }
        thread::sleep(Duration::from_millis(20));
    }
    None
}

/// What is asked of the driver: no window, downloads into `folder`, and the recorder as the way to other hosts. `stores`:
/// whether the person lets pages keep anything.
pub fn capabilities(
    kind: Kind,
    folder: &Path,
    foreign: &Recorder,
    stores: bool,
) -> WebDriverResult<Capabilities> {
    match kind {
        Kind::Chromium => chromium(folder, foreign, stores),
        Kind::Firefox => firefox(folder, foreign, stores),
        Kind::WebKit => webkit(),
    }
}

fn binary(variable: &str) -> Option<String> {
    env::var(variable).ok().filter(|path| !path.is_empty())
}

fn chromium(folder: &Path, foreign: &Recorder, stores: bool) -> WebDriverResult<Capabilities> {
    let mut wanted = DesiredCapabilities::chrome();
    for argument in ARGUMENTS {
        wanted.add_arg(argument)?;
    }
    // Hosts of this machine are reached directly, by Chromium's own rule.
    wanted.add_arg(&format!("--proxy-server=http://{}", foreign.address))?;
    let mut settings = json!({
        "download": { "default_directory": folder, "prompt_for_download": false }
    });
    if !stores {
        settings["profile.default_content_setting_values.cookies"] = json!(2);
    }
    wanted.add_experimental_option("prefs", settings)?;
    wanted.set_browser_log_level(LoggingPrefsLogLevel::Severe)?;
    if let Some(chrome) = binary("GROVE_CHROME") {
        wanted.set_binary(&chrome)?;
    }
    Ok(wanted.into())
}

fn firefox(folder: &Path, foreign: &Recorder, stores: bool) -> WebDriverResult<Capabilities> {
    let mut wanted = DesiredCapabilities::firefox();
    wanted.set_headless()?;
    let mut options = json!({
        "args": ["-headless", "--width=1280", "--height=900"],
        "prefs": {
            "browser.download.dir": folder,
            "browser.download.folderList": 2,
            "browser.download.always_ask_before_handling_new_types": false,
            // Hosts of this machine are reached directly, by Firefox's own rule.
            "network.proxy.type": 1,
            "network.proxy.http": foreign.address.ip().to_string(),
            "network.proxy.http_port": foreign.address.port(),
            "network.proxy.ssl": foreign.address.ip().to_string(),
            "network.proxy.ssl_port": foreign.address.port(),
        },
    });
    if !stores {
        options["prefs"]["network.cookie.cookieBehavior"] = json!(2);
    }
    if let Some(firefox) = binary("GROVE_FIREFOX") {
        options["binary"] = json!(firefox);
    }
    wanted.as_mut().set("moz:firefoxOptions", options)?;
    Ok(wanted.into())
}

/// `GROVE_WEBKIT` is the browser, by default WebKitGTK's own. It has no setting for a folder of downloads.
fn webkit() -> WebDriverResult<Capabilities> {
    let mut wanted = Capabilities::new();
    let options = json!({
        "binary": binary("GROVE_WEBKIT").unwrap_or_else(|| "MiniBrowser".into()),
        "args": ["--automation"],
    });
    wanted.set("browserName", Value::from("MiniBrowser"))?;
    wanted.set("webkitgtk:browserOptions", options)?;
    Ok(wanted)
}
