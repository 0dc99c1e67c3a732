//! What crosses between page and worker arrives as it was sent.

use grove_protocol::build::BUILD;
use grove_protocol::call::{CallEvent, Done, In, Unanswered};
use grove_protocol::calls::{
    Cancel, Cancelled, Cell, CellText, Forget, Hello, Open, Output, Predict, Rows, RunProgress,
    StopComparing, UseTrained,
};
use grove_protocol::report::TreeShape;
use grove_protocol::tracking::{Notification, StoreError};
use grove_protocol::{Request, Response, TableName, TableRow, calls};
use grove_recipe::Load;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;
use grove_wire::{FromWorker, OtherBuild, ToWorker};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn calls_arrive_as_they_were_sent() {
    let requests: [Request; 8] = [
        Cancel.request(),
        UseTrained.request(),
        StopComparing.request(),
        Forget { from: Stage::Train }.request(),
        Hello { workers: None }.request(),
        Open {
            name: "a.csv".into(),
            load: Load::default(),
        }
        .request(),
        Rows {
            table: TableName::Failing { expectation: 2 },
            from: 0,
            count: 50,
        }
        .request(),
        Predict {
            name: "b.csv".into(),
            choices: Vec::new(),
        }
        .request(),
    ];
    for request in requests {
        let message = ToWorker {
            id: 7,
            request: request.clone(),
            file: JsValue::from_str("a handle"),
        };
        let heard = ToWorker::decode(message.encode()).unwrap();
        assert_eq!((heard.id, heard.request), (7, request));
        assert_eq!(heard.file, JsValue::from_str("a handle"));
    }
}

#[wasm_bindgen_test]
fn what_is_told_arrives_as_it_was_sent() {
    let shape = TreeShape {
        depth: 2,
        leaves: 3,
        oob_score: None,
        losses: None,
    };
    let working = RunProgress::Working {
        stage: Stage::Train,
        done: 3,
        total: 9,
        trees: vec![shape],
        fold: Some((1, 5)),
    };
    let text = Some("oak".to_string());
    let row = TableRow {
        row: 1,
        cells: vec![text.clone(), None],
    };
    let failed = StageError::new(Stage::Load, "It cannot be read.", "Choose another.");
    let responses: [Response; 12] = [
        calls::Run::response(CallEvent::Begun),
        calls::Run::response(CallEvent::Progress(RunProgress::Started(Stage::Clean))),
        calls::Run::response(CallEvent::Progress(working)),
        calls::Run::response(CallEvent::Answer(Ok(()))),
        calls::Run::response(CallEvent::Answer(Err(Unanswered::Stopped { trees: 3 }))),
        Open::response(CallEvent::Progress(Done { done: 1, total: 2 })),
        Open::response(CallEvent::Answer(Err(Unanswered::Replaced))),
        Open::response(CallEvent::Answer(Err(failed.into()))),
        Cancel::response(CallEvent::Answer(Ok(Cancelled { trees: 0 }))),
        Output::response(CallEvent::Answer(Ok(None))),
        Cell::response(CallEvent::Answer(Ok(CellText { text }))),
        Rows::response(CallEvent::Answer(Ok(vec![row]))),
    ];
    for response in responses {
        let message = FromWorker {
            id: 7,
            response: response.clone(),
            file: JsValue::UNDEFINED,
        };
        let heard = FromWorker::decode(message.encode()).unwrap();
        assert_eq!((heard.id, heard.response), (7, response));
    }
    let response = Response::Notification(Notification::NotKept(StoreError {
        problem: "There is no room.".into(),
        advice: "Make some.".into(),
    }));
    let message = FromWorker {
        id: 0,
        response: response.clone(),
        file: JsValue::UNDEFINED,
    };
    let heard = FromWorker::decode(message.encode()).unwrap();
    assert_eq!(heard.response, response);
}

#[wasm_bindgen_test]
fn what_another_build_says_is_refused_and_breaks_nothing() {
    let other = js_sys::JSON::parse(r#"{"id": 1, "response": {"ready": {"protocol": 14}}}"#);
    let heard = FromWorker::decode(other.unwrap()).map(|heard| heard.response);
    assert_eq!(heard, Err(OtherBuild));
    // The same bytes under another number.
    let message = ToWorker {
        id: 7,
        request: Cancel.request(),
        file: JsValue::UNDEFINED,
    };
    let sent = message.encode();
    let number = JsValue::from(BUILD.wrapping_add(1));
    js_sys::Reflect::set(&sent, &"build".into(), &number).unwrap();
    let heard = ToWorker::decode(sent).map(|heard| heard.request);
    assert_eq!(heard, Err(OtherBuild));
}
