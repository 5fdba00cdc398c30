import Testing

@testable import Notebooks

/// Templates, and the cells that they become.
@Suite struct NotebookCellTests {
  @Test func templatesAreCutAtTheirFences() {
    let cells = NotebookCell.read(
      """
      ## Head

      Words with `code`.

      ```{python}
      x = 1

      y = 2
      ```

      ```{r}
      x <- 1
      ```

      More.

      """)
    #expect(
      cells == [
        .text("## Head\n\nWords with `code`."), .python("x = 1\n\ny = 2"), .r("x <- 1"),
        .text("More."),
      ])
  }

  /// Both languages say the same: each piece of Python has one of R beside it.
  @Test func everySectionHasBothLanguages() {
    #expect(NotebookSection.all.count == 15)
    for section in NotebookSection.all {
      let kinds = section.cells.map { cell in
        switch cell {
        case .text: "text"
        case .python: "python"
        case .r: "r"
        }
      }
      #expect(kinds.prefix(3) == ["text", "python", "r"] && kinds.count % 3 == 0, "\(kinds)")
      for place in kinds.indices where kinds[place] == "python" {
        #expect(kinds[place + 1] == "r")
      }
      #expect(!section.files.isEmpty)
    }
  }

  /// What a section reads is what it says that it reads: only that is in the export.
  @Test func sectionsReadTheFilesThatTheyName() {
    for section in NotebookSection.all {
      for cell in section.cells {
        let code: String
        switch cell {
        case .text: continue
        case .python(let text), .r(let text): code = text
        }
        for match in code.matches(of: /report\("([a-z_]+\.csv)"\)/) {
          #expect(section.files.contains(String(match.output.1)), "\(match.output.1)")
        }
      }
    }
  }
}
