/// Names that are unique on a page and safe as ids and files, made of texts that may hold anything.
struct PageNames {
  private var taken: Set<String> = []

  /// The longest name; what tells two texts apart stands mostly at their beginning.
  private static let longest = 48

  /// Lower case letters, digits and hyphens; a number behind a name that is there already.
  mutating func name(_ parts: String...) -> String {
    let stem = Self.slug(parts.joined(separator: "-"))
    var name = stem
    var count = 1
    while !taken.insert(name).inserted {
      count += 1
      name = "\(stem)-\(count)"
    }
    return name
  }

  private static func slug(_ text: String) -> String {
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
    return slug.isEmpty ? "chart" : slug
  }
}
