/// How charts look: one style for pages and for pictures that stand alone.
package enum ChartStyle {
  /// Custom properties `--chart-…` of the document, and classes below `.chart`.
  package static let css: String =
    properties(\.light)
    + "@media (prefers-color-scheme:dark){\(properties(\.dark))}\n"
    + "@media print{\(properties(\.print))}\n" + classes + hues

  private static func properties(_ scheme: (Palette.Color) -> String) -> String {
    let values = Palette.Role.allCases.map {
      "--chart-\($0.rawValue):\(scheme(Palette.color($0)))"
    }
    return ":root{\(values.joined(separator: ";"))}"
  }

  /// One of the fonts whose widths `TextWidth` knows comes first.
  private static let fonts =
    "\"Helvetica Neue\",Helvetica,Arial,\"Liberation Sans\",\"Nimbus Sans\",sans-serif"

  /// From this width of the screen on, in rems, a picture is drawn wide enough for smaller text; in print
  /// two of them share a row.
  private static let narrow = 32

  private static var sizes: String {
    sizes(\.wideSize) + "@media print,screen and (max-width:\(narrow)rem){\n\(sizes(\.size))}\n"
      + TextRole.allCases.filter(\.isBold).map { ".chart .\($0.rawValue){font-weight:700}\n" }
      .joined()
  }

  private static func sizes(_ size: (TextRole) -> Double) -> String {
    TextRole.allCases.map {
      ".chart .\($0.rawValue){font-size:\(SVGText.number(size($0)))px}\n"
    }.joined()
  }

  /// How much of the colour is left in second marks; the ground shows through the rest.
  static let paleness = 0.72

  private static let classes = """
    .chart{display:block;width:100%;height:auto;overflow:visible;font-family:\(fonts);letter-spacing:0;\
    font-variant-numeric:tabular-nums;print-color-adjust:exact;-webkit-print-color-adjust:exact}
    .chart text{fill:currentColor;stroke:var(--chart-ground);stroke-width:3px;\
    stroke-linejoin:round;paint-order:stroke;direction:ltr;unicode-bidi:isolate}
    .chart .ground{fill:var(--chart-ground)}
    .chart .rule{stroke:currentColor;stroke-width:1}
    .chart .ticks{stroke:currentColor;stroke-width:3}
    .chart .thin{fill:none;stroke:currentColor;stroke-width:1.25}
    .chart .line{fill:none;stroke:currentColor;stroke-width:2.25;stroke-linejoin:round;\
    stroke-linecap:round}
    .chart .thick{fill:none;stroke:currentColor;stroke-width:4;stroke-linecap:butt}
    .chart .band{fill:currentColor;fill-opacity:.18}
    .chart .fill{fill:currentColor}
    .chart .pale{fill:currentColor;fill-opacity:\(SVGText.number(paleness))}
    .chart .pale-line{stroke-opacity:\(SVGText.number(paleness))}
    .chart .open{fill:var(--chart-ground);stroke:currentColor;stroke-width:2}
    .chart .hit{fill:transparent}
    .chart .dashed{stroke-dasharray:7 4;stroke-linecap:butt}
    .chart .dotted{stroke-dasharray:2 3;stroke-linecap:butt}

    """ + sizes

  private static let hues = Palette.Role.allCases.filter { $0 != .ground }.map {
    ".chart .\($0.rawValue){color:var(--chart-\($0.rawValue))}\n"
  }.joined()
}
