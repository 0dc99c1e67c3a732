//! Saves a figure's picture as a file that looks as it does on the page.

use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, Document, Element, HtmlAnchorElement,
    HtmlCanvasElement, HtmlImageElement, Url,
};
use yew::NodeRef;

use grove_charts::mark::{Inside, Mark};
use grove_charts::markup::{PictureStyle, file};
use grove_charts::scene::{Drawing, Scene};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    Svg,
    Png,
}

/// The style properties of a shape that are inherited. They are attributes of SVG too, so a saved picture needs no
/// style sheet.
const INHERITED: [&str; 13] = [
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-opacity",
    "stroke-linecap",
    "stroke-linejoin",
    "paint-order",
    "font-family",
    "font-size",
    "font-weight",
    "dominant-baseline",
];
/// Pixels of a PNG per CSS pixel: sharp in print and on dense screens.
const DENSITY: f64 = 2.0;

/// Downloads the drawing of a scene, which is the SVG with class `picture` inside the figure.
pub fn save(figure: &NodeRef, scene: &Scene, format: PictureFormat) {
    let (Some(figure), Some(drawing)) = (figure.cast::<Element>(), scene.drawing()) else {
        return;
    };
    let name = drawing.file.clone();
    let written = standing_alone(&figure, &scene.title, drawing);
    spawn_local(async move {
        let saved = match (written, format) {
            (Ok((blob, ..)), PictureFormat::Svg) => download(&blob, &[&name, ".svg"].concat()),
            (Ok((blob, width, height)), PictureFormat::Png) => {
                save_png(&blob, width, height, &name).await
            }
            (Err(error), _) => Err(error),
        };
        if let Err(error) = saved {
            web_sys::console::warn_2(&"The picture could not be saved:".into(), &error);
        }
    });
}

async fn save_png(blob: &Blob, width: f64, height: f64, name: &str) -> Result<(), JsValue> {
    let address = Url::create_object_url_with_blob(blob)?;
    let image = HtmlImageElement::new()?;
    image.set_src(&address);
    let decoded = JsFuture::from(image.decode()).await;
    Url::revoke_object_url(&address)?;
    decoded?;

    let canvas: HtmlCanvasElement = document()?.create_element("canvas")?.dyn_into()?;
    canvas.set_width((width * DENSITY) as u32);
    canvas.set_height((height * DENSITY) as u32);
    let context: CanvasRenderingContext2d =
        canvas.get_context("2d")?.ok_or("no canvas")?.dyn_into()?;
    context.scale(DENSITY, DENSITY)?;
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height)?;
    let file = [name, ".png"].concat();
    let done = Closure::once_into_js(move |blob: Option<Blob>| {
        let saved = blob
            .ok_or("too large".into())
            .and_then(|blob| download(&blob, &file));
        if let Err(error) = saved {
            web_sys::console::warn_2(&"The picture could not be saved:".into(), &error);
        }
    });
    canvas.to_blob(done.unchecked_ref())
}

/// Returns the drawing as text with its title above it and its styles inside it, and its size in CSS pixels.
fn standing_alone(
    figure: &Element,
    title: &str,
    drawing: &Drawing,
) -> Result<(Blob, f64, f64), JsValue> {
    let picture = figure.query_selector("svg.picture")?.ok_or("no picture")?;
    // Properties of the picture itself are written once, on the element around all marks.
    let values = values(&picture)?;
    let around = with_styles(Mark::group(Vec::new()), &values, &[]);
    let marks = drawing.marks.iter();
    let marks = marks.enumerate().map(|(place, mark)| {
        let seen = picture.children().item(place as u32);
        styled(mark, seen.as_ref(), &values)
    });
    let marks = marks.collect::<Result<Vec<_>, _>>()?;
    let drawing = Drawing {
        marks: vec![around.holding(marks)],
        ..drawing.clone()
    };
    let document = document()?;
    let page = |name: &str| style_of_page(&document, name);
    let look = PictureStyle {
        ground: page("background-color")?,
        text: page("color")?,
        font: page("font-family")?,
    };
    let (text, width, height) = file(title, &drawing, look);
    let options = BlobPropertyBag::new();
    options.set_type("image/svg+xml");
    let parts = js_sys::Array::of1(&text.into());
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    Ok((blob, width, height))
}

/// Returns a mark with its computed styles, where they differ from those of the element around it, and all inside it
/// likewise.
fn styled(mark: &Mark, seen: Option<&Element>, around: &[String]) -> Result<Mark, JsValue> {
    let Some(seen) = seen else {
        return Ok(mark.clone());
    };
    let values = values(seen)?;
    let (children, mut place) = (seen.children(), 0);
    let mut inside = Vec::new();
    for part in mark.inside() {
        inside.push(match part {
            Inside::Words(words) => Inside::Words(words.clone()),
            Inside::Mark(mark) => {
                let seen = children.item(place);
                place += 1;
                Inside::Mark(styled(mark, seen.as_ref(), &values)?)
            }
        });
    }
    Ok(with_styles(mark.around(inside), &values, around))
}

fn with_styles(mark: Mark, values: &[String], around: &[String]) -> Mark {
    let mut mark = mark.without(&["class", "tabindex"]);
    for (place, (name, value)) in INHERITED.into_iter().zip(values).enumerate() {
        if around.get(place) != Some(value) {
            mark = mark.without(&[name]).with(name, value.clone());
        }
    }
    mark
}

/// Returns the computed styles of an element of the page.
fn values(seen: &Element) -> Result<Vec<String>, JsValue> {
    let styles = window()?.get_computed_style(seen)?.ok_or("no styles")?;
    let values = INHERITED.iter().map(|name| styles.get_property_value(name));
    values.collect()
}

/// Returns a computed style of the page itself.
fn style_of_page(document: &Document, property: &str) -> Result<String, JsValue> {
    let body = document.body().ok_or("no page")?;
    let styles = window()?.get_computed_style(&body)?.ok_or("no styles")?;
    styles.get_property_value(property)
}

fn download(blob: &Blob, name: &str) -> Result<(), JsValue> {
    let address = Url::create_object_url_with_blob(blob)?;
    let link: HtmlAnchorElement = document()?.create_element("a")?.dyn_into()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&address)
}

fn window() -> Result<web_sys::Window, JsValue> {
    web_sys::window().ok_or("no window".into())
}

fn document() -> Result<Document, JsValue> {
    window()?.document().ok_or("no document".into())
}
