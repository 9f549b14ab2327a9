//! The face for a terminal that can be drawn on: one screen at a time.

use std::io::{IsTerminal, Write};

use crossterm::event::{self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::style::{Attribute, Color, ResetColor, SetAttribute, SetForegroundColor};
use crossterm::{cursor, queue, terminal};
use inquire::ui::{Color as PromptColor, RenderConfig, StyleSheet, Styled};
use inquire::{Confirm, InquireError};
use tui_input::{Input, InputRequest};

use super::layout::{Frame, Line, Size, Stand, frame};
use super::screen::{Choice, Entry, Event, Row, Screen, Tone};
use super::{Face, gone, interrupted, no_terminal, signals, size};
use crate::error::{Error, Message, Result};
use crate::language::Words;
use crate::text::one_line;

/// The letters as a keyboard set to Korean sends them.
const JAMO: [(char, char); 11] = [
    ('ㅂ', 'q'),
    ('ㅕ', 'u'),
    ('ㅌ', 'x'),
    ('ㅍ', 'v'),
    ('ㄴ', 's'),
    ('ㅠ', 'b'),
    ('ㅎ', 'g'),
    ('ㅜ', 'n'),
    ('ㅅ', 't'),
    ('ㅏ', 'k'),
    ('ㅓ', 'j'),
];

/// The face that draws.
pub(super) struct Full<'a> {
    words: &'a Words,
    is_styled: bool,
}

impl<'a> Full<'a> {
    pub(super) fn new(words: &'a Words) -> Self {
        let is_styled = anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never;
        Self { words, is_styled }
    }

    /// Draws a screen and waits for a key, a paste or a new size; gives it with the number of rows that scroll.
    fn show(&self, screen: &Screen, stand: &mut Stand) -> Result<(event::Event, usize)> {
        signals::take_screen().map_err(|error| failed(&error))?;
        let (columns, rows) = size();
        let size = Size { columns, rows };
        let shown = frame(screen, size, stand);
        stand.top = shown.top;
        self.draw(&shown, size)?;
        match event::read() {
            Ok(event) => Ok((event, shown.window)),
            Err(_) if !std::io::stdin().is_terminal() => Err(gone()),
            Err(error) => Err(failed(&error)),
        }
    }

    fn draw(&self, frame: &Frame, size: Size) -> Result<()> {
        let mut bytes = Vec::new();
        self.queue(&mut bytes, frame, size)
            .and_then(|()| signals::undisturbed(|| std::io::stderr().write_all(&bytes)))
            .map_err(|error| failed(&error))
    }

    fn queue(&self, bytes: &mut Vec<u8>, frame: &Frame, size: Size) -> std::io::Result<()> {
        queue!(bytes, cursor::Hide)?;
        for row in 0..size.rows {
            queue!(bytes, cursor::MoveTo(0, small(row)))?;
            for span in frame.lines.get(row).map_or(&[][..], Line::as_slice) {
                self.style(bytes, span.tone)?;
                bytes.extend_from_slice(span.text.as_bytes());
                if self.is_styled && span.tone != Tone::Plain {
                    queue!(bytes, SetAttribute(Attribute::Reset), ResetColor)?;
                }
            }
            queue!(bytes, terminal::Clear(terminal::ClearType::UntilNewLine))?;
        }
        let (row, column) = frame.cursor;
        queue!(
            bytes,
            cursor::MoveTo(small(column), small(row.min(size.rows.saturating_sub(1)))),
            cursor::Show
        )
    }

    fn style(&self, bytes: &mut Vec<u8>, tone: Tone) -> std::io::Result<()> {
        match tone {
            _ if !self.is_styled => Ok(()),
            Tone::Plain => Ok(()),
            Tone::Strong => queue!(bytes, SetAttribute(Attribute::Bold)),
            Tone::Dim => queue!(bytes, SetAttribute(Attribute::Dim)),
            // The dark one is legible on light and on dark backgrounds.
            Tone::Accent => queue!(bytes, SetForegroundColor(Color::DarkCyan)),
        }
    }

    /// How the confirmations of inquire look.
    fn prompt_style(&self) -> RenderConfig<'static> {
        if !self.is_styled {
            return RenderConfig::empty();
        }
        RenderConfig::empty()
            .with_prompt_prefix(Styled::new("?").with_fg(PromptColor::DarkCyan))
            .with_answer(StyleSheet::new().with_fg(PromptColor::DarkCyan))
    }
}

fn small(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

fn failed(cause: &dyn std::fmt::Display) -> Error {
    Error::wrong(Message::new("prompt.failed").with("cause", cause))
}

/// Does what a key does on every screen: Ctrl-C ends, Ctrl-Z stops the program until it is continued.
fn common(key: KeyEvent) -> Result<()> {
    match key.code {
        KeyCode::Char('c') if key.modifiers == KeyModifiers::CONTROL => Err(interrupted()),
        KeyCode::Char('z') if key.modifiers == KeyModifiers::CONTROL => {
            signals::suspend();
            Ok(())
        }
        _ => Ok(()),
    }
}

/// What a key does to a screen: something was done, or the mark or the text was moved.
fn press(screen: &Screen, code: KeyCode, stand: &mut Stand, window: usize) -> Option<Event> {
    let last = screen.choices.len().checked_sub(1);
    let page = window.saturating_sub(1).max(1);
    match (code, last) {
        (KeyCode::Esc, _) => return Some(Event::Back),
        (KeyCode::Enter, _) => return Some(stand.marked.map_or(Event::Enter, Event::Chosen)),
        // Above the first choice is the text, which may be longer than the screen.
        (KeyCode::Up | KeyCode::Char('k'), Some(_)) if stand.marked == Some(0) => {
            (stand.marked, stand.top) = (None, 0);
        }
        (KeyCode::Up | KeyCode::Char('k'), Some(_)) => {
            stand.marked = stand.marked.map(|at| at.saturating_sub(1)).or(last);
        }
        (KeyCode::Down | KeyCode::Char('j'), Some(last)) => {
            stand.marked = Some(stand.marked.map_or(0, |at| (at + 1).min(last)));
        }
        (KeyCode::Home | KeyCode::PageUp, Some(_)) => stand.marked = Some(0),
        (KeyCode::End | KeyCode::PageDown, Some(last)) => stand.marked = Some(last),
        (KeyCode::Up | KeyCode::Char('k'), None) => stand.top = stand.top.saturating_sub(1),
        (KeyCode::Down | KeyCode::Char('j'), None) => stand.top += 1,
        (KeyCode::PageUp, None) => stand.top = stand.top.saturating_sub(page),
        (KeyCode::PageDown | KeyCode::Char(' '), None) => stand.top += page,
        (KeyCode::Home, None) => stand.top = 0,
        (KeyCode::End, None) => stand.top = usize::MAX,
        (KeyCode::Char(typed), _) => {
            let chosen = typed.to_digit(10).map(|digit| if digit == 0 { 9 } else { digit as usize - 1 });
            if let Some(chosen) = chosen {
                return (chosen < screen.choices.len()).then_some(Event::Chosen(chosen));
            }
            let letter = JAMO.iter().find(|(jamo, _)| *jamo == typed).map_or(typed, |(_, letter)| *letter);
            let letter = letter.to_ascii_lowercase();
            return screen.has(letter).then_some(if letter == 'b' {
                Event::Back
            } else {
                Event::Key(letter)
            });
        }
        _ => {}
    }
    None
}

/// What a key does in a field, as in the line of a shell; `None` if it does nothing.
fn edit(key: KeyEvent) -> Option<InputRequest> {
    use InputRequest as Do;
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    Some(match key.code {
        KeyCode::Char('a') if control => Do::GoToStart,
        KeyCode::Char('e') if control => Do::GoToEnd,
        KeyCode::Char('b') if control => Do::GoToPrevChar,
        KeyCode::Char('f') if control => Do::GoToNextChar,
        KeyCode::Char('h') if control => Do::DeletePrevChar,
        KeyCode::Char('d') if control => Do::DeleteNextChar,
        KeyCode::Char('u') if control => Do::DeleteFromStart,
        KeyCode::Char('k') if control => Do::DeleteTillEnd,
        KeyCode::Char('w') if control => Do::DeletePrevWord,
        KeyCode::Char('y') if control => Do::Yank,
        KeyCode::Char('b') | KeyCode::Left if alt => Do::GoToPrevWord,
        KeyCode::Char('f') | KeyCode::Right if alt => Do::GoToNextWord,
        KeyCode::Char('d') if alt => Do::DeleteNextWord,
        KeyCode::Backspace if alt || control => Do::DeletePrevWord,
        KeyCode::Delete if alt || control => Do::DeleteNextWord,
        KeyCode::Left if control => Do::GoToPrevWord,
        KeyCode::Right if control => Do::GoToNextWord,
        KeyCode::Char(typed) if !control && !alt => Do::InsertChar(typed),
        KeyCode::Backspace => Do::DeletePrevChar,
        KeyCode::Delete => Do::DeleteNextChar,
        KeyCode::Left => Do::GoToPrevChar,
        KeyCode::Right => Do::GoToNextChar,
        KeyCode::Home => Do::GoToStart,
        KeyCode::End => Do::GoToEnd,
        _ => return None,
    })
}

impl Face for Full<'_> {
    fn ask(&mut self, screen: &Screen) -> Result<Event> {
        let mut stand = Stand { marked: screen.marked, ..Stand::default() };
        loop {
            let (event, window) = self.show(screen, &mut stand)?;
            let event::Event::Key(key) = event else { continue };
            common(key)?;
            let is_plain = !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
            if key.kind == KeyEventKind::Press
                && is_plain
                && let Some(event) = press(screen, key.code, &mut stand, window)
            {
                return Ok(event);
            }
        }
    }

    fn line(&mut self, entry: &Entry) -> Result<Option<String>> {
        let screen = Screen::default()
            .say(&entry.about, Tone::Dim)
            .gap()
            .say(&entry.message, Tone::Strong)
            .say(&entry.help, Tone::Dim);
        let screen = Screen { enter: Some(self.words.say("prompt.keys-line")), ..screen };
        // What came from a file must not steer the terminal while it is edited.
        let mut input = Input::new(one_line(&entry.initial));
        loop {
            let mut stand = Stand { typed: Some(text_of(&input)), ..Stand::default() };
            let (event, _) = self.show(&screen, &mut stand)?;
            match typed(&mut input, event)? {
                Typed::Done => return Ok(Some(one_line(input.value()))),
                Typed::Back => return Ok(None),
                Typed::Text | Typed::Other(_) => {}
            }
        }
    }

    fn find(&mut self, message: &str, rows: &[Row], start: usize) -> Result<Option<usize>> {
        let mut input = Input::default();
        let mut stand = Stand { marked: Some(start), ..Stand::default() };
        loop {
            let found: Vec<usize> = (0..rows.len()).filter(|row| rows[*row].has(input.value())).collect();
            let choices = found.iter().map(|row| Choice { text: rows[*row].text.clone(), remark: None });
            let enter = Some(self.words.say("prompt.keys-search"));
            let mut screen = Screen { choices: choices.collect(), enter, ..Screen::default() }
                .say(message, Tone::Strong)
                .say(self.words.say("prompt.search"), Tone::Dim);
            if found.is_empty() {
                screen = screen.say(self.words.say("prompt.found-nothing"), Tone::Plain);
            }
            let last = found.len().saturating_sub(1);
            let marked = stand.marked.unwrap_or(0).min(last);
            (stand.marked, stand.typed) = (Some(marked), Some(text_of(&input)));
            let (event, window) = self.show(&screen, &mut stand)?;
            stand.marked = Some(match typed(&mut input, event)? {
                Typed::Done if found.is_empty() => marked,
                Typed::Done => return Ok(found.get(marked).copied()),
                Typed::Back => return Ok(None),
                Typed::Text => 0,
                Typed::Other(KeyCode::Up) => marked.saturating_sub(1),
                Typed::Other(KeyCode::Down) => (marked + 1).min(last),
                Typed::Other(KeyCode::PageUp) => marked.saturating_sub(window),
                Typed::Other(KeyCode::PageDown) => (marked + window).min(last),
                Typed::Other(_) => marked,
            });
        }
    }

    fn confirm(&mut self, question: &str) -> Result<bool> {
        let error = self.words.say("prompt.yes-or-no");
        let answered = signals::heeding_keys(|| {
            Confirm::new(question)
                .with_render_config(self.prompt_style())
                .with_default(true)
                .with_parser(&|typed| super::is_yes(typed).ok_or(()))
                .with_error_message(&error)
                .prompt()
        });
        match answered {
            Ok(wanted) => Ok(wanted),
            Err(InquireError::OperationCanceled) => Ok(false),
            Err(InquireError::OperationInterrupted) => Err(interrupted()),
            Err(InquireError::NotTTY) => Err(no_terminal()),
            Err(_) if !std::io::stdin().is_terminal() => Err(gone()),
            Err(error) => Err(failed(&error)),
        }
    }

    fn close(&mut self) {
        signals::give_screen_back();
    }
}

/// What somebody did in a field.
enum Typed {
    Done,
    Back,
    /// Changed the text, or moved in it.
    Text,
    /// Pressed a key that a field has no use for; or nothing was pressed.
    Other(KeyCode),
}

/// Does in a field what a key or a paste does.
fn typed(input: &mut Input, event: event::Event) -> Result<Typed> {
    match event {
        event::Event::Paste(text) => {
            for character in text.chars().map(|typed| if typed.is_control() { ' ' } else { typed }) {
                input.handle(InputRequest::InsertChar(character));
            }
            Ok(Typed::Text)
        }
        event::Event::Key(key) if key.kind != KeyEventKind::Release => {
            common(key)?;
            Ok(match (key.code, edit(key)) {
                (KeyCode::Enter, _) => Typed::Done,
                (KeyCode::Esc, _) => Typed::Back,
                (_, Some(request)) => {
                    input.handle(request);
                    Typed::Text
                }
                (code, None) => Typed::Other(code),
            })
        }
        _ => Ok(Typed::Other(KeyCode::Null)),
    }
}

/// What is in a field, and how many characters of it are before the cursor.
fn text_of(input: &Input) -> (String, usize) {
    (input.value().to_owned(), input.cursor())
}

impl Drop for Full<'_> {
    fn drop(&mut self) {
        self.close();
    }
}
