//! Photos and documents.

use tl_types::api::{constructors as c, types as t};

use super::{PAYLOAD_DATE, ResponseBuilder};

impl ResponseBuilder {
    /// A photo in two of three cases, a document otherwise.
    pub(super) fn media(&mut self) -> t::MessageMedia {
        if self.random_bool_of_percent(66) {
            let photo = Some(self.photo().into());
            return c::MessageMediaPhoto { photo, ..c::MessageMediaPhoto::default() }.into();
        }
        let document = Some(self.document().into());
        c::MessageMediaDocument { document, ..c::MessageMediaDocument::default() }.into()
    }

    fn photo(&mut self) -> c::Photo {
        let sizes = vec![12_000, 30_000, 45_000, 70_000, self.random.i32(50_000..200_000)];
        let progressive = c::PhotoSizeProgressive { r#type: "y".into(), w: 1280, h: 960, sizes };
        let sizes = vec![
            self.stripped_size(),
            photo_size("m", (320, 240), 18_000),
            photo_size("x", (800, 600), 90_000),
            progressive.into(),
        ];
        c::Photo::new(
            self.random_access_hash(),
            self.random_access_hash(),
            self.random_bytes::<Vec<u8>>(29),
            PAYLOAD_DATE,
            sizes,
            4,
        )
    }

    fn stripped_size(&mut self) -> t::PhotoSize {
        c::PhotoStrippedSize { r#type: "i".into(), bytes: self.random_bytes(38) }.into()
    }

    fn document(&mut self) -> c::Document {
        let is_video = self.random_bool_of_percent(50);
        let (mime_type, file_name, attribute) = match is_video {
            true => {
                let video = c::DocumentAttributeVideo::new(12.5, 1280, 720);
                ("video/mp4", "IMG_2041.MP4", c::DocumentAttributeVideo { supports_streaming: true, ..video }.into())
            }
            false => {
                let mut audio = c::DocumentAttributeAudio::new(190);
                audio.title = Some("Ночной поезд".into());
                audio.performer = Some("The Examples".into());
                ("audio/mpeg", "nochnoy_poezd.mp3", audio.into())
            }
        };
        let thumbs = vec![self.stripped_size(), photo_size("m", (320, 180), 14_000)];
        let mut document = c::Document::new(
            self.random_access_hash(),
            self.random_access_hash(),
            self.random_bytes::<Vec<u8>>(29),
            PAYLOAD_DATE,
            mime_type,
            self.random.i64(100_000..100_000_000),
            4,
            vec![attribute, c::DocumentAttributeFilename { file_name: file_name.into() }.into()],
        );
        document.thumbs = is_video.then_some(thumbs);
        document
    }
}

fn photo_size(r#type: &str, (w, h): (i32, i32), size: i32) -> t::PhotoSize {
    c::PhotoSize { r#type: r#type.into(), w, h, size }.into()
}
