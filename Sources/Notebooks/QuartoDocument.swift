/// A document of R chunks as Quarto and R Markdown read it.
struct QuartoDocument: Sendable {
  /// Markdown.
  let title: String
  let cells: [NotebookCell]

  var bytes: [UInt8] {
    let head = """
      ---
      title: \(StringLiteral.quoted(title))
      format: html
      engine: knitr
      ---
      """
    let blocks = cells.compactMap { cell -> String? in
      switch cell {
      case .text(let text): text
      case .r(let text): "```{r}\n\(text)\n```"
      case .python: nil
      }
    }
    return Array((([head] + blocks).joined(separator: "\n\n") + "\n").utf8)
  }
}
