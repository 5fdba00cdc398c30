internal import SeriesCore

/// Names that are unique on a page and safe as ids and files, made of texts that may hold anything.
struct PageNames {
  private var taken: Set<String> = []

  /// Lower case letters, digits and hyphens; a number behind a name that is there already. What tells
  /// two texts apart stands mostly at their beginning: long ones are cut.
  mutating func name(_ parts: String...) -> String {
    let stem = Slug.of(parts.joined(separator: "-")) ?? "chart"
    var name = stem
    var count = 1
    while !taken.insert(name).inserted {
      count += 1
      name = "\(stem)-\(count)"
    }
    return name
  }
}
