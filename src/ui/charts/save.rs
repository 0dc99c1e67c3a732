//! A figure's picture as a file of its own, looking as it does on the page.

use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, Document, Element, HtmlAnchorElement,
    HtmlCanvasElement, HtmlImageElement, Url, XmlSerializer,
};
use yew::NodeRef;

use super::axis::px;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Svg,
    Png,
}

/// What the style sheets decide about a shape and all inside it. These are attributes of SVG too, so a saved
/// picture needs no style sheet.
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
const SVG: &str = "http://www.w3.org/2000/svg";
/// Room above the picture for its title.
const HEAD: f64 = 32.0;
const MARGIN: f64 = 12.0;
/// Pixels of a PNG per CSS pixel: sharp in print and on dense screens.
const DENSITY: f64 = 2.0;

/// Downloads the SVG with class `picture` inside the figure.
pub fn save(figure: &NodeRef, title: &str, name: &str, format: Format) {
    let Some(picture) = figure
        .cast::<Element>()
        .and_then(|figure| figure.query_selector("svg.picture").ok().flatten())
    else {
        return;
    };
    let (title, name) = (title.to_string(), name.to_string());
    spawn_local(async move {
        let saved = match format {
            Format::Svg => save_svg(&picture, &title, &name),
            Format::Png => save_png(&picture, &title, &name).await,
        };
        if let Err(error) = saved {
            web_sys::console::warn_2(&"The picture could not be saved:".into(), &error);
        }
    });
}

fn save_svg(picture: &Element, title: &str, name: &str) -> Result<(), JsValue> {
    let (blob, ..) = standing_alone(picture, title)?;
    download(&blob, &format!("{name}.svg"))
}

async fn save_png(picture: &Element, title: &str, name: &str) -> Result<(), JsValue> {
    let (blob, width, height) = standing_alone(picture, title)?;
    let address = Url::create_object_url_with_blob(&blob)?;
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
    let file = format!("{name}.png");
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

/// The picture with its title above it and its styles inside it, and its size in CSS pixels.
fn standing_alone(picture: &Element, title: &str) -> Result<(Blob, f64, f64), JsValue> {
    let seen = picture.get_bounding_client_rect();
    let width = seen.width() + 2.0 * MARGIN;
    let height = seen.height() + HEAD + 2.0 * MARGIN;
    let copy: Element = picture.clone_node_with_deep(true)?.dyn_into()?;
    fix_styles(picture, &copy, &[])?;
    copy.set_attribute("x", &px(MARGIN))?;
    copy.set_attribute("y", &px(HEAD + MARGIN))?;
    copy.set_attribute("width", &px(seen.width()))?;
    copy.set_attribute("height", &px(seen.height()))?;

    let document = document()?;
    let page = |name: &str| style_of_page(&document, name);
    let outer = document.create_element_ns(Some(SVG), "svg")?;
    outer.set_attribute("width", &px(width))?;
    outer.set_attribute("height", &px(height))?;
    outer.set_attribute("viewBox", &format!("0 0 {} {}", px(width), px(height)))?;
    let ground = document.create_element_ns(Some(SVG), "rect")?;
    ground.set_attribute("width", "100%")?;
    ground.set_attribute("height", "100%")?;
    ground.set_attribute("fill", &page("background-color")?)?;
    let heading = document.create_element_ns(Some(SVG), "text")?;
    heading.set_attribute("x", &px(MARGIN))?;
    heading.set_attribute("y", &px(MARGIN + 14.0))?;
    heading.set_attribute("fill", &page("color")?)?;
    heading.set_attribute("font-family", &page("font-family")?)?;
    heading.set_attribute("font-size", "14")?;
    heading.set_attribute("font-weight", "600")?;
    heading.set_text_content(Some(title));
    for part in [&ground, &heading, &copy] {
        outer.append_child(part)?;
    }

    let text = XmlSerializer::new()?.serialize_to_string(&outer)?;
    let options = BlobPropertyBag::new();
    options.set_type("image/svg+xml");
    let parts = js_sys::Array::of1(&text.into());
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    Ok((blob, width, height))
}

/// Writes what the page's styles make of `seen` and of all inside it onto `copy`, where it differs from what
/// the element around it has.
fn fix_styles(seen: &Element, copy: &Element, around: &[String]) -> Result<(), JsValue> {
    let styles = window()?.get_computed_style(seen)?.ok_or("no styles")?;
    let values = INHERITED
        .iter()
        .map(|name| styles.get_property_value(name))
        .collect::<Result<Vec<_>, _>>()?;
    for (i, (name, value)) in INHERITED.iter().zip(&values).enumerate() {
        if around.get(i) != Some(value) {
            copy.set_attribute(name, value)?;
        }
    }
    for name in ["class", "tabindex", "aria-labelledby", "aria-describedby"] {
        copy.remove_attribute(name)?;
    }
    let (seen, copy) = (seen.children(), copy.children());
    for i in 0..seen.length() {
        if let (Some(seen), Some(copy)) = (seen.item(i), copy.item(i)) {
            fix_styles(&seen, &copy, &values)?;
        }
    }
    Ok(())
}

/// A style of the page itself.
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
