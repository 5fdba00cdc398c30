/// A chart that has been drawn.
package struct Picture: Sendable {
  package let name: String
  package let title: String
  package let description: String
  let canvas: Canvas

  /// What ids of this picture begin with. Different names give different ids.
  var id: String { SVGText.id(name) }

  /// An element for a page, which has `ChartStyle.css` in its own style.
  package func inline() -> String {
    element(attributes: "", top: 0, head: "")
  }

  /// A complete file with its own style, and the title above the chart.
  package func standalone() -> String {
    let size = TextRole.title.size
    let lines = TextWidth.lines(
      title, TextRole.title, width: canvas.width, most: 3)
    let top = lines.isEmpty ? 0 : Double(lines.count) * size * 1.25 + 10
    var head = "<style>\(ChartStyle.css)</style>\n"
    head += "<rect class=\"ground\" x=\"0\" y=\"\(SVGText.number(-top))\""
    head += " width=\"\(SVGText.number(canvas.width))\""
    head += " height=\"\(SVGText.number(canvas.height + top))\"/>\n"
    for (place, line) in lines.enumerated() {
      let y = -top + Double(place + 1) * size * 1.25
      head += "<text class=\"title\" x=\"0\""
      head += " y=\"\(SVGText.number(y))\">\(SVGText.escape(line))</text>\n"
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + element(attributes: " xmlns=\"http://www.w3.org/2000/svg\"", top: top, head: head) + "\n"
  }

  private func element(attributes: String, top: Double, head: String) -> String {
    let names = description.isEmpty ? "\(id)-title" : "\(id)-title \(id)-desc"
    var text = "<svg\(attributes) class=\"chart\" role=\"img\" aria-labelledby=\"\(names)\""
    text += " viewBox=\"0 \(SVGText.number(-top)) \(SVGText.number(canvas.width))"
    text += " \(SVGText.number(canvas.height + top))\">\n"
    text += "<title id=\"\(id)-title\">\(SVGText.escape(title))</title>\n"
    if !description.isEmpty {
      text += "<desc id=\"\(id)-desc\">\(SVGText.escape(description))</desc>\n"
    }
    text += head
    text += canvas.markup(id: id)
    return text + "</svg>"
  }
}
