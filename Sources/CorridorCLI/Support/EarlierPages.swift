import Corridor
import Glibc

/// Pages and charts of an earlier run into the same folder: what this one does not write again would
/// tell other numbers than the reports beside it.
enum EarlierPages {
  /// Larger files are not from here.
  private static let largest = 4 << 20

  /// Removes them, and the folder of charts when nothing is left in it.
  ///
  /// - Parameter kept: paths within the folder that this run wrote.
  static func remove(from folder: String, keeping kept: [String]) {
    remove("index.html", from: folder, marked: "Made by corridor", kept)
    for name in names(in: folder + "/charts") where name.hasSuffix(".svg") {
      remove("charts/" + name, from: folder, marked: "class=\"chart\"", kept)
    }
    rmdir(folder + "/charts")
  }

  /// Files of the same name that were not made here stay.
  private static func remove(
    _ path: String, from folder: String, marked mark: String, _ kept: [String]
  ) {
    let file = folder + "/" + path
    guard !kept.contains(path),
      let bytes = try? ByteSource.readAll(path: file, limit: largest, isRegular: true),
      String(decoding: bytes, as: UTF8.self).contains(mark)
    else { return }
    unlink(file)
  }

  private static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      names.append(
        withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
          String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        })
    }
    return names
  }
}
