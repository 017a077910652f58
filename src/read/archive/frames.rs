//! Zstandard frames one after the other, as `cat` and parallel compressors write them.
//!
//! Each frame is the work of `ruzstd`; here is only the way from one to the next.

use std::io::{Error, ErrorKind, Read, Result};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// Largest window that is held in memory, in bytes: what `zstd --ultra -22` writes without
/// `--long`.
const MAX_WINDOW: u64 = 128 << 20;

/// The content of all frames of a stream.
pub(super) struct Frames<R> {
    decoder: FrameDecoder,
    within: bool,
    /// One byte that was read to see whether the stream goes on.
    front: Option<u8>,
    stream: R,
}

impl<R: Read> Frames<R> {
    pub(super) fn new(stream: R) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(MAX_WINDOW);
        Frames { decoder, within: false, front: None, stream }
    }

    /// Opens the next frame; `false` at the end of the stream.
    fn next_frame(&mut self) -> Result<bool> {
        loop {
            let mut first = [0_u8];
            if self.stream.read(&mut first)? == 0 {
                return Ok(false);
            }
            self.front = Some(first[0]);
            let mut input = Pushback { front: &mut self.front, stream: &mut self.stream };
            match self.decoder.init(&mut input) {
                Ok(()) => {
                    self.within = true;
                    return Ok(true);
                }
                // Frames for other programs, which hold no content.
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let mut skipped = input.take(u64::from(length));
                    std::io::copy(&mut skipped, &mut std::io::sink())?;
                }
                Err(error) => return Err(damaged(&error)),
            }
        }
    }
}

fn damaged(error: &dyn std::fmt::Display) -> Error {
    Error::new(ErrorKind::InvalidData, format!("damaged Zstandard frame: {error}"))
}

struct Pushback<'a, R> {
    front: &'a mut Option<u8>,
    stream: &'a mut R,
}

impl<R: Read> Read for Pushback<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let Some(first) = buffer.first_mut() else { return Ok(0) };
        match self.front.take() {
            Some(byte) => {
                *first = byte;
                Ok(1)
            }
            None => self.stream.read(buffer),
        }
    }
}

impl<R: Read> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if !self.within && !self.next_frame()? {
                return Ok(0);
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let mut input = Pushback { front: &mut self.front, stream: &mut self.stream };
                self.decoder
                    .decode_blocks(&mut input, BlockDecodingStrategy::UptoBlocks(1))
                    .map_err(|error| damaged(&error))?;
            }
            let count = self.decoder.read(buffer)?;
            if count > 0 {
                return Ok(count);
            }
            self.within = false;
        }
    }
}
