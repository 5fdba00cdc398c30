/// A text that may hold anything, as a name of lower case letters, digits and hyphens, which files, ids and
/// descriptors take.
package enum Slug {
  /// - Returns: nothing where the text has none of them, as one in Cyrillic letters.
  package static func of(_ text: String, longest: Int = 48) -> String? {
    var slug = ""
    for scalar in text.lowercased().unicodeScalars {
      let isKept = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9") ~= scalar)
      if isKept {
        slug.unicodeScalars.append(scalar)
      } else if !slug.isEmpty, !slug.hasSuffix("-") {
        slug += "-"
      }
      if slug.count >= longest { break }
    }
    while slug.hasSuffix("-") { slug.removeLast() }
    return slug.isEmpty ? nil : slug
  }
}
