/// Claims in order, grouped by what they state, with the relations of their series.
struct ClaimBook: Sendable {
  let claims: [Claim]
  let groups: [ClaimGroup]
  /// Stated relations first, then those that names tell, each once.
  let relations: [SeriesRelation]
  /// Series in the order in which they first come, one name each.
  let names: [String]
  /// Measured series beside which figures are set.
  let measured: [MeasuredSeries]
  private let otherNames: [String: String]
  private let places: [String: [Int]]

  init(
    _ claims: [Claim], relations stated: [SeriesRelation], measured: [MeasuredSeries] = []
  ) {
    var otherNames: [String: String] = [:]
    for relation in stated where relation.kind == .same {
      otherNames[relation.left] = relation.right.first
    }
    func name(_ series: String) -> String {
      var (name, seen) = (series, Set<String>())
      while let next = otherNames[name], seen.insert(name).inserted { name = next }
      return name
    }
    let groups = ClaimGroup.groups(claims) { name($0.series) }
    var places: [String: [Int]] = [:]
    var names: [String] = []
    for (place, group) in groups.enumerated() {
      let key = name(group.first.series)
      if places[key] == nil { names.append(key) }
      places[key, default: []].append(place)
    }
    var seen = Set<SeriesRelation>()
    let renamed = stated.filter { $0.kind != .same }.map {
      SeriesRelation($0.kind, name($0.left), $0.right.map(name), whole: $0.whole.map(name))
    }
    relations = (renamed + NamingConventions.relations(among: names)).filter {
      seen.insert($0).inserted
    }
    self.measured = measured
    self.claims = claims
    self.groups = groups
    self.names = names
    self.otherNames = otherNames
    self.places = places
  }

  /// The one name of a series.
  func name(of group: ClaimGroup) -> String {
    var (name, seen) = (group.first.series, Set<String>())
    while let next = otherNames[name], seen.insert(name).inserted { name = next }
    return name
  }

  /// The groups of a series by any of its names, of one measure, in order.
  func groups(calledLike series: String, _ measure: Claim.Measure) -> [ClaimGroup] {
    groups.filter { $0.first.series == series || name(of: $0) == series }
      .filter { $0.first.measure == measure }
  }

  /// The groups of a series, in order.
  func groups(_ series: String) -> [ClaimGroup] { (places[series] ?? []).map { groups[$0] } }

  /// The groups of a series, of one measure, in order.
  func groups(_ series: String, _ measure: Claim.Measure) -> [ClaimGroup] {
    groups(series).filter { $0.first.measure == measure }
  }

  /// The amounts of a series in one period and dimension.
  func amounts(_ series: String, in period: ClaimPeriod, _ dimension: String? = nil) -> [ClaimGroup]
  {
    groups(series, .amount).filter {
      $0.period.isSame(as: period) && (dimension == nil || $0.dimension == dimension)
    }
  }

  func relations(_ kind: SeriesRelation.Kind) -> [SeriesRelation] {
    relations.filter { $0.kind == kind }
  }

  /// The series whose amounts the targets of a series aim at: itself, and what it is a target of.
  func aims(of series: String) -> [String] {
    [series] + relations(.target).filter { $0.left == series }.flatMap(\.right)
  }
}
