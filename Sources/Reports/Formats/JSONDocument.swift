internal import Foundation

/// JSON files as the program writes them: indented, with keys in order, so that equal values are equal
/// bytes.
package enum JSONDocument {
  /// The file of a value of texts and finite numbers.
  package static func bytes(of value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("texts and finite numbers can always be encoded")
    }
    return Array(data) + [0x0A]
  }
}
