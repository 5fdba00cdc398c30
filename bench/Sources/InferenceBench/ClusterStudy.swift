import Corridor
import Glibc

/// Clusters with a common part in regressor and error; the coefficient is zero.
enum ClusterStudy {
  private struct Design {
    let name: String
    let family: Family
    let clusters: Int
    /// Sizes from 6 to 54 in place of 20 each.
    var isUneven = false
    /// Periods' fixed effects, which reach over clusters, beside those of the clusters.
    var hasEffects = false
  }

  static func run(_ family: Family, _ count: Int) throws {
    for clusters in [5, 10, 15, 20, 30] {
      for isUneven in [false, true] {
        let name = "\(family.rawValue) G=\(clusters)\(isUneven ? " uneven" : "")"
        try run(
          Design(name: name, family: family, clusters: clusters, isUneven: isUneven), count)
      }
    }
    for clusters in [10, 20] {
      try run(
        Design(
          name: "\(family.rawValue) G=\(clusters) two effects", family: family,
          clusters: clusters, hasEffects: true), count)
    }
  }

  private static func run(_ design: Design, _ count: Int) throws {
    var tally = Tally()
    for draw in 0..<count {
      let table = data(design, draw)
      var question = RegressionQuestion(
        try Formula(design.hasEffects ? "y ~ x | g + t" : "y ~ x"), table: table)
      question.family = design.family
      question.bootstrap.draws = 999
      question.bootstrap.findsIntervals = false
      for kind in ["cluster:g", "cr2:g", "cr3:g", "wild:g"] {
        question.errors = CovarianceKind(kind)
        let row = try? question.answer().coefficients["x"]
        tally.add(String(kind.dropLast(2)), row?.pValue.map { $0 < 0.05 })
      }
    }
    tally.print("clusters", design.name)
  }

  private static func data(_ design: Design, _ draw: Int) -> DataTable {
    var random = PhiloxGenerator(
      seed: 20, series: UInt32(design.clusters), path: UInt32(draw))
    var (y, x) = ([Double](), [Double]())
    var (g, t) = ([Int32](), [Int32]())
    for cluster in 0..<design.clusters {
      let place = Double(cluster) / Double(max(1, design.clusters - 1))
      let size = design.isUneven ? Int(6 * pow(9, place)) : 20
      let (common, effect) = (random.normal(), random.normal())
      // With effects of clusters what is common has to move over periods.
      var (wave, drift) = (random.normal(), random.normal())
      for period in 0..<size {
        if design.hasEffects {
          wave = 0.7 * wave + 0.51.squareRoot() * random.normal()
          drift = 0.7 * drift + 0.51.squareRoot() * random.normal()
        }
        let regressor = (design.hasEffects ? wave : common) + random.normal()
        let error = design.hasEffects ? drift : effect
        x.append(regressor)
        if design.family == .gaussian {
          y.append(error + random.normal())
        } else {
          y.append(random.poisson(exp(1 + 0.5 * error)))
        }
        g.append(Int32(cluster))
        t.append(Int32(period))
      }
    }
    return Columns(numbers: [("y", y), ("x", x)], levels: [("g", g), ("t", t)]).table
  }
}
