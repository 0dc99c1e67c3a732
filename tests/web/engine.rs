//! The engine in a dedicated worker, spoken to as the page does.

use std::collections::VecDeque;

use futures::StreamExt;
use futures::channel::mpsc::{UnboundedReceiver, unbounded};
use grove::ui::engine::{Engine, Word};
use grove_protocol::report::{Detail, Outcome, StageReport};
use grove_protocol::{Download, PROTOCOL, Request, Response};
use grove_recipe::Load;
use grove_recipe::stage::{PATH, Stage};
use grove_wire::sealed::Sealed;
use grove_wire::{FromWorker, ToWorker, UNASKED};
use grove_worker::agent;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Blob;

use crate::shared;

/// Called by the worker's script: this very module, loaded once more, becomes the worker.
#[wasm_bindgen]
pub fn become_worker() {
    agent::become_engine();
}

pub struct Page {
    engine: Engine,
    answers: UnboundedReceiver<FromWorker>,
    /// What was told on the way to an answer.
    told: VecDeque<Response>,
    sent: u32,
}

impl Page {
    pub fn open() -> Self {
        let origin = web_sys::window().unwrap().location().origin().unwrap();
        let script = format!(
            "import init, {{ become_worker }} from '{origin}/wasm-bindgen-test.js';
             await init('{origin}/wasm-bindgen-test_bg.wasm');
             become_worker();"
        );
        let (sender, answers) = unbounded();
        let engine = Engine::of(
            Sealed::run(&script, "engine").unwrap(),
            move |word| match word {
                Word::Said(answer) => sender.unbounded_send(*answer).unwrap(),
                Word::Broke(reason) => panic!("the engine broke: {reason}"),
            },
        );
        Self {
            engine,
            answers,
            told: VecDeque::new(),
            sent: 0,
        }
    }

    fn send(&mut self, request: Request, file: JsValue) {
        self.sent += 1;
        self.engine.send(&ToWorker {
            id: self.sent,
            request,
            file,
        });
    }

    /// The next answer to what was asked.
    async fn next(&mut self) -> FromWorker {
        loop {
            let answer = self.answers.next().await.unwrap();
            if answer.id != UNASKED {
                return answer;
            }
            self.told.push_back(answer.response);
        }
    }

    /// What is told next without having been asked.
    pub async fn unasked(&mut self) -> Response {
        if let Some(told) = self.told.pop_front() {
            return told;
        }
        loop {
            let told = self.answers.next().await.unwrap();
            if told.id == UNASKED {
                return told.response;
            }
        }
    }

    /// The answer, whatever is told on the way to it.
    pub async fn ask(&mut self, request: Request, file: JsValue) -> FromWorker {
        self.send(request, file);
        loop {
            let answer = self.next().await;
            assert_eq!(answer.id, self.sent);
            if !matches!(answer.response, Response::Opening { .. }) {
                return answer;
            }
        }
    }

    /// Sends a run or a profile and gathers its responses until it is over.
    pub async fn run(&mut self, request: Request) -> Vec<Response> {
        self.send(request, JsValue::UNDEFINED);
        let mut responses = Vec::new();
        loop {
            let response = self.next().await.response;
            let over = response.ends_job();
            responses.push(response);
            if over {
                return responses;
            }
        }
    }

    async fn download(&mut self, what: Download) -> Vec<u8> {
        let answer = self
            .ask(Request::Download { what }, JsValue::UNDEFINED)
            .await;
        assert_eq!(answer.response, Response::File { what });
        let blob: Blob = answer.file.unchecked_into();
        Uint8Array::new(&JsFuture::from(blob.array_buffer()).await.unwrap()).to_vec()
    }
}

pub fn file(bytes: &[u8]) -> JsValue {
    Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes)))
        .unwrap()
        .into()
}

#[wasm_bindgen_test]
async fn a_file_that_is_stopped_while_its_bytes_are_awaited_does_not_open() {
    let mut page = Page::open();
    let hello = Request::Hello {
        protocol: PROTOCOL,
        workers: None,
    };
    page.ask(hello, JsValue::UNDEFINED).await;
    let open = |name: &str| Request::Open {
        name: name.into(),
        load: Load::default(),
    };
    page.send(open("a.csv"), file(b"a,b\n1,2\n3,4\n"));
    let stopped = page.ask(Request::Cancel, JsValue::UNDEFINED).await;
    assert!(matches!(stopped.response, Response::Cancelled { .. }));
    // Of two files that follow one another, the second alone opens.
    page.send(open("b.csv"), file(b"a,b\n1,2\n3,4\n"));
    let opened = page.ask(open("c.csv"), file(b"a,b\n1,2\n3,4\n")).await;
    let Response::Opened(summary) = opened.response else {
        panic!("{:?}", opened.response)
    };
    assert_eq!(summary.name, "c.csv");
}

#[wasm_bindgen_test]
async fn a_profile_gives_the_same_bits_as_natively() {
    let mut page = Page::open();
    let hello = Request::Hello {
        protocol: PROTOCOL,
        workers: Some(1),
    };
    page.ask(hello, JsValue::UNDEFINED).await;
    page.ask(shared::open(), file(shared::MESSY)).await;
    let responses = page.run(shared::profile()).await;
    let last = responses.last().unwrap();
    assert_eq!(shared::hash_of_profile(last), shared::PROFILE);
    // Of two that are asked for at once, the older may end before the newer arrives, but says nothing after that.
    page.send(shared::profile(), JsValue::UNDEFINED);
    page.send(shared::profile(), JsValue::UNDEFINED);
    let newest = page.sent;
    let mut replaced = false;
    let answer = loop {
        let answer = page.next().await;
        assert!(!replaced || answer.id == newest, "{:?}", answer.response);
        replaced |= answer.id == newest;
        if answer.id == newest && answer.response.ends_job() {
            break answer.response;
        }
    };
    assert_eq!(shared::hash_of_profile(&answer), shared::PROFILE);
}

#[wasm_bindgen_test]
async fn a_run_gives_the_same_bits_as_natively() {
    let mut page = Page::open();
    let hello = page
        .ask(
            Request::Hello {
                protocol: PROTOCOL,
                workers: None,
            },
            JsValue::UNDEFINED,
        )
        .await;
    assert_eq!(hello.response, Response::Ready { protocol: PROTOCOL });
    let opened = page.ask(shared::open(), file(shared::MESSY)).await;
    let Response::Opened(summary) = opened.response else {
        panic!("{:?}", opened.response)
    };
    assert_eq!(summary.sha256, shared::recipe().data.sha256);

    let responses = page.run(shared::run(shared::recipe())).await;
    let finished: Vec<Stage> = responses
        .iter()
        .filter_map(|response| match response {
            Response::StageFinished { report, .. } => Some(report.stage),
            _ => None,
        })
        .collect();
    assert_eq!(finished, PATH[1..], "{responses:?}");
    let grown: usize = responses
        .iter()
        .filter_map(|response| match response {
            Response::Progress { trees, .. } => Some(trees.len()),
            _ => None,
        })
        .sum();
    assert!(grown <= 20);

    let predictions = page.download(Download::Predictions).await;
    assert_eq!(shared::hash(&predictions), shared::PREDICTIONS);
    let model = page.download(Download::Model).await;
    assert_eq!(shared::hash(&model), shared::MODEL);
    assert_eq!(shared::hash_as_onnx(&model), shared::ONNX);
    assert_eq!(shared::hash_as_zip(), shared::ZIP);

    // Nothing changed, so nothing runs.
    let again = page.run(shared::run(shared::recipe())).await;
    let reused: Vec<&StageReport> = again
        .iter()
        .filter_map(|response| match response {
            Response::StageReused { report, .. } => Some(report),
            _ => None,
        })
        .collect();
    let stages: Vec<Stage> = reused.iter().map(|report| report.stage).collect();
    assert_eq!(stages, PATH, "{again:?}");
    for response in &responses {
        if let Response::StageFinished { report, .. } = response {
            assert_eq!(reused[report.stage as usize], report);
        }
    }
    assert_eq!(again.last(), Some(&Response::RunFinished));

    // Made anew, it is the same.
    let forgotten = page
        .ask(Request::Forget { from: Stage::Clean }, JsValue::UNDEFINED)
        .await;
    assert_eq!(forgotten.response, Response::Forgotten);
    page.run(shared::run(shared::recipe())).await;
    let output = Request::Output {
        recipe: shared::recipe(),
        stage: Stage::Evaluate,
    };
    let Response::Output {
        fingerprint: Some(fingerprint),
    } = page.ask(output, JsValue::UNDEFINED).await.response
    else {
        panic!("there is no output")
    };
    assert_eq!(fingerprint.sha256, shared::PREDICTIONS);

    let loaded = page
        .ask(
            Request::LoadModel {
                name: "model.grove".into(),
            },
            file(&model),
        )
        .await;
    assert!(
        matches!(loaded.response, Response::ModelLoaded(_)),
        "{:?}",
        loaded.response
    );
    let predicted = page
        .ask(
            Request::Predict {
                name: "messy.csv".into(),
                choices: Vec::new(),
            },
            file(shared::MESSY),
        )
        .await;
    let Response::Predicted(summary) = predicted.response else {
        panic!("{:?}", predicted.response)
    };
    assert_eq!(
        summary.rows,
        shared::MESSY.iter().filter(|&&byte| byte == b'\n').count() as u32 - 1
    );
}

#[wasm_bindgen_test]
async fn a_cancelled_run_stops_and_the_next_one_finishes() {
    let mut page = Page::open();
    page.ask(shared::open(), file(shared::MESSY)).await;
    let mut endless = shared::recipe();
    endless.train.n_estimators = 5000;
    page.send(shared::run(endless), JsValue::UNDEFINED);
    // Cancels once trees are growing.
    let grows = |response: &Response| match response {
        Response::Progress { stage, done, .. } => *stage == Stage::Train && *done > 0,
        _ => false,
    };
    while !grows(&page.next().await.response) {}
    page.send(Request::Cancel, JsValue::UNDEFINED);
    while !matches!(page.next().await.response, Response::Cancelled { .. }) {}

    let responses = page.run(shared::run(shared::recipe())).await;
    let matrix = responses.iter().find_map(|response| match response {
        Response::StageFinished { report, .. } => match &report.detail {
            Detail::Evaluate(evaluation) => Some(evaluation.outcome.clone()),
            _ => None,
        },
        _ => None,
    });
    let Some(Outcome::Classes { confusion, .. }) = matrix else {
        panic!("{responses:?}")
    };
    assert_eq!(confusion.len(), 3);
}

#[wasm_bindgen_test]
async fn a_bad_file_is_an_answer_and_the_worker_lives_on() {
    let mut page = Page::open();
    let open = |name: &str| Request::Open {
        name: name.into(),
        load: Load::default(),
    };
    let refused = page
        .ask(open("picture.png"), file(b"\x89PNG\r\n\x1a\n\0\0"))
        .await;
    let Response::Failed(error) = refused.response else {
        panic!("{:?}", refused.response)
    };
    assert_eq!(error.stage, Stage::Load);
    assert!(error.problem.contains("PNG"), "{error}");
    let opened = page.ask(open("good.csv"), file(b"a,b\n1,x\n2,y\n")).await;
    assert!(
        matches!(opened.response, Response::Opened(_)),
        "{:?}",
        opened.response
    );
}
