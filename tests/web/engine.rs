//! The engine in a dedicated worker, spoken to as the page does.

use std::collections::VecDeque;

use futures::StreamExt;
use futures::channel::mpsc::{UnboundedReceiver, unbounded};
use grove::ui::engine::{EngineMessage, EngineWorker};
use grove_protocol::call::{CallEvent, In, Unanswered};
use grove_protocol::calls::{
    CallName, Cancel, Cancelled, Forget, GetFile, Hello, LoadModel, Open, Output, Predict, Run,
    RunProgress,
};
use grove_protocol::report::{Detail, EvaluationOutcome, StageReport};
use grove_protocol::tracking::Notification;
use grove_protocol::{Download, Request, Response};
use grove_recipe::Load;
use grove_recipe::stage::{PATH, Stage};
use grove_wire::csp_worker::CspWorker;
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
    engine: EngineWorker,
    answers: UnboundedReceiver<FromWorker>,
    /// What was told unasked on the way to an answer.
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
        let engine =
            EngineWorker::of(
                CspWorker::run(&script, "engine").unwrap(),
                move |word| match word {
                    EngineMessage::Said(answer) => sender.unbounded_send(*answer).unwrap(),
                    EngineMessage::Unreadable => panic!("page and engine are of one build"),
                    EngineMessage::Broke(reason) => panic!("the engine broke: {reason}"),
                },
            );
        Self {
            engine,
            answers,
            told: VecDeque::new(),
            sent: 0,
        }
    }

    /// A page whose engine has this many workers for trees.
    pub async fn greeted(workers: Option<u32>) -> Self {
        let mut page = Self::open();
        page.ask(Hello { workers }, NO_FILE).await;
        page
    }

    /// Sends a call, and gives its number.
    fn send(&mut self, call: impl In<Request>, file: JsValue) -> u32 {
        self.sent += 1;
        self.engine.send(&ToWorker {
            id: self.sent,
            request: call.request(),
            file,
        });
        self.sent
    }

    /// What is told next of what was asked.
    async fn next(&mut self) -> FromWorker {
        loop {
            let answer = self.answers.next().await.unwrap();
            if answer.id != UNASKED {
                return answer;
            }
            self.told.push_back(answer.response);
        }
    }

    /// What the engine tells next without having been asked.
    pub async fn unasked(&mut self) -> Notification {
        let told = match self.told.pop_front() {
            Some(told) => told,
            None => loop {
                let told = self.answers.next().await.unwrap();
                if told.id == UNASKED {
                    break told.response;
                }
            },
        };
        match told {
            Response::Notification(told) => told,
            other => panic!("{other:?}"),
        }
    }

    /// What is told of a call on the way to its answer, the answer, and the file that comes with it.
    async fn call<C: In<Request>>(
        &mut self,
        call: C,
        file: JsValue,
    ) -> (Vec<C::Progress>, Result<C::Answer, Unanswered>, JsValue) {
        let sent = self.send(call, file);
        let mut progress = Vec::new();
        loop {
            let FromWorker { id, response, file } = self.next().await;
            assert_eq!(id, sent);
            match C::event(response).unwrap() {
                CallEvent::Begun => assert!(progress.is_empty()),
                CallEvent::Progress(told) => progress.push(told),
                CallEvent::Answer(answer) => return (progress, answer, file),
            }
        }
    }

    /// The answer, whatever is told on the way to it.
    pub async fn ask<C: In<Request>>(&mut self, call: C, file: JsValue) -> C::Answer {
        self.ask_with(call, file).await.0
    }

    /// The answer with the file that comes with it.
    pub async fn ask_with<C: In<Request>>(
        &mut self,
        call: C,
        file: JsValue,
    ) -> (C::Answer, JsValue) {
        match self.call(call, file).await {
            (_, Ok(answer), file) => (answer, file),
            (_, Err(why), _) => panic!("{why:?}"),
        }
    }

    /// Runs, and gives what was told until it was over.
    pub async fn run(&mut self, run: Run) -> Vec<RunProgress> {
        let (progress, answer, _) = self.call(run, NO_FILE).await;
        assert_eq!(answer, Ok(()));
        progress
    }

    async fn download(&mut self, what: Download) -> Vec<u8> {
        let ((), file) = self.ask_with(GetFile { what }, NO_FILE).await;
        let blob: Blob = file.unchecked_into();
        Uint8Array::new(&JsFuture::from(blob.array_buffer()).await.unwrap()).to_vec()
    }
}

/// Beside a call without a file.
pub const NO_FILE: JsValue = JsValue::UNDEFINED;

pub fn file(bytes: &[u8]) -> JsValue {
    Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes)))
        .unwrap()
        .into()
}

fn open(name: &str) -> Open {
    Open {
        name: name.into(),
        load: Load::default(),
    }
}

#[wasm_bindgen_test]
async fn a_file_that_is_stopped_while_its_bytes_are_awaited_does_not_open() {
    let mut page = Page::greeted(None).await;
    // So large that it is not open before the next message arrives.
    let csv = || file(["a,b\n", &"1,2\n".repeat(100_000)].concat().as_bytes());
    let opening = page.send(open("a.csv"), csv());
    let stopping = page.send(Cancel, NO_FILE);
    let mut heard = Vec::new();
    while heard.len() < 2 {
        let FromWorker { id, response, .. } = page.next().await;
        // Where the bytes come before the next message, it has begun.
        if response.is_answer() {
            heard.push((id, response));
        }
    }
    heard.sort_by_key(|(id, _)| *id);
    let replaced = CallName::Open.unanswered(Unanswered::Replaced);
    let stopped = Cancel::response(CallEvent::Answer(Ok(Cancelled { trees: 0 })));
    assert_eq!(heard, [(opening, replaced.clone()), (stopping, stopped)]);
    // Of two files that follow one another, the second alone opens, and the first is told that it does not.
    let small = file(b"a,b\n1,2\n3,4\n");
    let first = page.send(open("b.csv"), csv());
    let second = page.send(open("c.csv"), small);
    let mut opened = None;
    let mut told = None;
    while opened.is_none() || told.is_none() {
        let FromWorker { id, response, .. } = page.next().await;
        match response {
            Response::Open(CallEvent::Answer(Ok(summary))) if id == second => {
                opened = Some(summary);
            }
            Response::Open(CallEvent::Answer(_)) if id == first => told = Some(response),
            Response::Open(CallEvent::Begun | CallEvent::Progress(_)) => {}
            other => panic!("{id}: {other:?}"),
        }
    }
    assert_eq!(told, Some(replaced));
    assert_eq!(opened.unwrap().name, "c.csv");
}

#[wasm_bindgen_test]
async fn a_profile_gives_the_same_bits_as_natively() {
    let mut page = Page::greeted(Some(1)).await;
    page.ask(shared::open(), file(shared::MESSY)).await;
    let report = page.ask(shared::profile(), NO_FILE).await;
    assert_eq!(shared::hash_of_profile(&report), shared::PROFILE);
    // Of two that are asked for at once, the older may end before the newer arrives; each has one answer, the older
    // first, and says nothing after that.
    let older = page.send(shared::profile(), NO_FILE);
    let newer = page.send(shared::profile(), NO_FILE);
    let mut older_ended = false;
    let report = loop {
        let FromWorker { id, response, .. } = page.next().await;
        assert!(id == newer || (id == older && !older_ended), "{response:?}");
        match response {
            Response::Profile(CallEvent::Answer(_)) if id == older => older_ended = true,
            Response::Profile(CallEvent::Answer(Ok(report))) => break report,
            Response::Profile(CallEvent::Begun | CallEvent::Progress(_)) => {}
            other => panic!("{id}: {other:?}"),
        }
    };
    assert!(older_ended);
    assert_eq!(shared::hash_of_profile(&report), shared::PROFILE);
}

#[wasm_bindgen_test]
async fn boosting_gives_the_same_bits_as_natively() {
    let mut page = Page::greeted(None).await;
    page.ask(shared::open(), file(shared::MESSY)).await;
    page.run(shared::run(shared::boosting())).await;
    let model = page.download(Download::Model).await;
    assert_eq!(shared::hash(&model), shared::BOOSTED);
}

#[wasm_bindgen_test]
async fn a_run_gives_the_same_bits_as_natively() {
    let mut page = Page::greeted(None).await;
    let summary = page.ask(shared::open(), file(shared::MESSY)).await;
    assert_eq!(summary.sha256, shared::recipe().data.sha256);

    let told = page.run(shared::run(shared::recipe())).await;
    let finished: Vec<&StageReport> = told
        .iter()
        .filter_map(|progress| match progress {
            RunProgress::Finished { report, .. } => Some(report),
            _ => None,
        })
        .collect();
    let stages: Vec<Stage> = finished.iter().map(|report| report.stage).collect();
    assert_eq!(stages, PATH[1..], "{told:?}");
    let grown: usize = told
        .iter()
        .map(|progress| match progress {
            RunProgress::Working { trees, .. } => trees.len(),
            _ => 0,
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
        .filter_map(|progress| match progress {
            RunProgress::Reused { report, .. } => Some(report),
            _ => None,
        })
        .collect();
    let stages: Vec<Stage> = reused.iter().map(|report| report.stage).collect();
    assert_eq!(stages, PATH, "{again:?}");
    for report in finished {
        assert_eq!(reused[report.stage as usize], report);
    }

    // Made anew, it is the same.
    page.ask(Forget { from: Stage::Clean }, NO_FILE).await;
    page.run(shared::run(shared::recipe())).await;
    let output = Output {
        recipe: shared::recipe(),
        stage: Stage::Evaluate,
    };
    let fingerprint = page.ask(output, NO_FILE).await.unwrap();
    assert_eq!(fingerprint.sha256, shared::PREDICTIONS);

    let load = LoadModel {
        name: "model.grove".into(),
    };
    page.ask(load, file(&model)).await;
    let predict = Predict {
        name: "messy.csv".into(),
        choices: Vec::new(),
    };
    let summary = page.ask(predict, file(shared::MESSY)).await;
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
    endless.train.set("n_estimators", 5000).unwrap();
    let running = page.send(shared::run(endless), NO_FILE);
    // Cancels once trees are growing.
    let growing = |response: &Response| matches!(response, Response::Run(CallEvent::Progress(RunProgress::Working { stage: Stage::Train, done, .. })) if *done > 0);
    while !growing(&page.next().await.response) {}
    let stopping = page.send(Cancel, NO_FILE);
    // The run is told how many trees are kept of it, as the request to stop is.
    let kept = loop {
        let FromWorker { id, response, .. } = page.next().await;
        if let Response::Run(CallEvent::Answer(Err(Unanswered::Stopped { trees }))) = response {
            assert_eq!(id, running);
            break trees;
        }
    };
    assert!(kept > 0);
    let FromWorker { id, response, .. } = page.next().await;
    let cancelled = Cancel::response(CallEvent::Answer(Ok(Cancelled { trees: kept })));
    assert_eq!((id, response), (stopping, cancelled));

    let told = page.run(shared::run(shared::recipe())).await;
    let matrix = told.iter().find_map(|progress| match progress {
        RunProgress::Finished { report, .. } => match &report.detail {
            Detail::Evaluate(evaluation) => Some(evaluation.outcome.clone()),
            _ => None,
        },
        _ => None,
    });
    let Some(EvaluationOutcome::Classes { confusion, .. }) = matrix else {
        panic!("{told:?}")
    };
    assert_eq!(confusion.len(), 3);
}

#[wasm_bindgen_test]
async fn a_bad_file_is_an_answer_and_the_worker_lives_on() {
    let mut page = Page::open();
    let png = file(b"\x89PNG\r\n\x1a\n\0\0");
    let (_, refused, _) = page.call(open("picture.png"), png).await;
    let Err(Unanswered::Failed(error)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(error.stage, Stage::Load);
    assert!(error.problem.contains("PNG"), "{error}");
    let opened = page.ask(open("good.csv"), file(b"a,b\n1,x\n2,y\n")).await;
    assert_eq!(opened.rows, 2);
}
