//! Whether the quick reader says of a document what the strict one says.

use diditwork::answers::document;
use diditwork::questionnaire::Questionnaire;
use diditwork::team::Record;
use diditwork::team::quick::QuickReader;

/// Both readers on the same documents.
pub struct Both<'q> {
    questionnaire: &'q Questionnaire,
    quick: QuickReader<'q>,
    choices: Vec<u8>,
    expected: Vec<u8>,
}

impl<'q> Both<'q> {
    /// The readers of a questionnaire; nothing where it is too large for the quick one.
    pub fn new(questionnaire: &'q Questionnaire) -> Option<Self> {
        let choices = vec![0; questionnaire.questions.len()];
        let quick = QuickReader::new(questionnaire)?;
        Some(Self { questionnaire, quick, expected: choices.clone(), choices })
    }

    /// Whether the quick reader took the document.
    ///
    /// # Errors
    /// What the two disagree about.
    pub fn agree(&mut self, text: &str) -> Result<bool, String> {
        let is_taken = self.whole(text)?;
        self.line(text)?;
        Ok(is_taken)
    }

    fn whole(&mut self, text: &str) -> Result<bool, String> {
        let Some(record) = self.quick.read(text, &mut self.choices) else { return Ok(false) };
        let strict = document::read(text, self.questionnaire);
        if !strict.findings.is_empty() {
            return Err(format!("taken in spite of {:?}", strict.findings));
        }
        let Some(answers) = strict.answers else { return Err("taken without answers".to_owned()) };
        let expected = Record::of(&answers, self.questionnaire, &mut self.expected);
        if record == expected { Ok(true) } else { Err(format!("{record:?} is not {expected:?}")) }
    }

    /// On a line of its own before others, a document is read as if it stood alone.
    fn line(&mut self, text: &str) -> Result<(), String> {
        let first = text.split_inclusive('\n').next().unwrap_or_default();
        let alone = self.quick.read(first.trim_end_matches(['\n', '\r']), &mut self.choices);
        let line = self.quick.line(text, &mut self.expected);
        if line == alone.map(|record| (record, first.len())) {
            return Ok(());
        }
        Err(format!("as a line {line:?}, alone {:?}", self.quick.read(first, &mut self.choices)))
    }
}
