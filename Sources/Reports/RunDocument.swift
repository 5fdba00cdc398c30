/// A file of a run that is no table: a page or a picture, which the descriptor lists beside the tables.
package struct RunDocument: Sendable {
  /// Relative to the folder of the run, such as `charts/history-trade.svg`.
  package let path: String
  package let title: String
  /// Such as `text/html`.
  package let mediaType: String
  package let bytes: [UInt8]

  package init(path: String, title: String, mediaType: String, bytes: [UInt8]) {
    (self.path, self.title, self.mediaType, self.bytes) = (path, title, mediaType, bytes)
  }

  /// Unique among the resources, since no table's name has a slash or a full stop.
  var name: String { path.lowercased().split(separator: "/").joined(separator: ".") }

  /// The end of the file's name.
  var format: String { path.split(separator: ".").last.map(String.init) ?? "" }
}
