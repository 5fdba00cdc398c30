internal import Charts
internal import Mustache

/// The templates of pages, compiled in.
enum PageTemplates {
  /// A page's markup. All texts are escaped by the template library.
  static func html(_ view: PageView) -> String {
    guard let text = library.render(view.value, withTemplate: "page") else {
      preconditionFailure("the template of pages is compiled in")
    }
    return text
  }

  /// The rules of page and charts.
  static var style: String {
    text(PackageResources.style_css) + "\n" + ChartStyle.css
  }

  private static let library: MustacheLibrary = {
    let templates: [(name: String, bytes: [UInt8])] = [
      ("page", PackageResources.page_mustache), ("lead", PackageResources.lead_mustache),
      ("cards", PackageResources.cards_mustache), ("block", PackageResources.block_mustache),
      ("table", PackageResources.table_mustache), ("piece", PackageResources.piece_mustache),
      ("cell", PackageResources.cell_mustache), ("tag", PackageResources.tag_mustache),
    ]
    var library = MustacheLibrary()
    for template in templates {
      do { try library.register(text(template.bytes), named: template.name) } catch {
        preconditionFailure("the template '\(template.name)' is wrong: \(error)")
      }
    }
    return library
  }()

  /// The file without its last newline, which would stand as a space within a sentence.
  private static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.last == 0x0A ? bytes.dropLast() : bytes[...], as: UTF8.self)
  }
}
