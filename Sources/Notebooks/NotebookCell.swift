/// A piece of a notebook, for both languages.
enum NotebookCell: Equatable, Sendable {
  /// Markdown.
  case text(String)
  case python(String)
  case r(String)

  /// The pieces of a template: Markdown with the code of each language in fences of its own,
  /// ```` ```{python} ```` and ```` ```{r} ````.
  static func read(_ template: String) -> [NotebookCell] {
    var cells: [NotebookCell] = []
    var lines: [Substring] = []
    var make = NotebookCell.text
    func close() {
      let text = lines.drop { $0.isEmpty }.joined(separator: "\n")
      let kept = String(text.reversed().drop { $0 == "\n" }.reversed())
      if !kept.isEmpty { cells.append(make(kept)) }
      lines = []
    }
    for line in template.split(separator: "\n", omittingEmptySubsequences: false) {
      switch line {
      case "```{python}":
        close()
        make = NotebookCell.python
      case "```{r}":
        close()
        make = NotebookCell.r
      case "```":
        close()
        make = NotebookCell.text
      default: lines.append(line)
      }
    }
    close()
    return cells
  }
}
