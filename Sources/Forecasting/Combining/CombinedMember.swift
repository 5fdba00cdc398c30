internal import Glibc
internal import StatisticsCore

/// One model of a combination, fitted: what it says of each step, in the terms of the joint sample.
package struct CombinedMember: Sendable {
  /// The centre of a step and its spread, the half width of the 80 % interval in units of a normal's.
  package struct Step: Sendable {
    package let centre: Double
    package let spread: Double
    /// Whether the spread is a share of the centre: of members on logs.
    package let isRelative: Bool
  }

  /// As in the catalog.
  package let name: String
  let form: String
  let process: LinearProcess
  /// Of the mixture, how much of an increment's variance is noise, 0 for a walk to 1; nil for others.
  var noise: Double?
  /// Steps 1…horizon.
  package let steps: @Sendable (_ horizon: Int) -> [Step]

  /// The .9-quantile of a normal.
  private static let normalHalfWidth = 1.2815515655446004

  /// A model on the scale of the joint sample, or on logs of it.
  init(_ name: String, _ fit: LinearFit, onLogs: Bool = false) {
    self.name = name
    form = fit.form
    process = fit.process
    let width = Self.width(fit.degreesOfFreedom)
    steps = { horizon in
      let projection = fit.projection(horizon: horizon)
      return zip(projection.centres, projection.scales).map {
        Self.step(centre: $0, spread: width * $1, onLogs: onLogs)
      }
    }
  }

  /// A model with several components a step, whose centre is their mean and whose spread their root mean
  /// square one.
  init(
    _ name: String, form: String, process: LinearProcess, onLogs: Bool,
    components: @escaping @Sendable (_ horizon: Int) -> [TMixture]
  ) {
    self.name = name
    self.form = form
    self.process = process
    steps = { horizon in
      var widths: [Double: Double] = [:]
      return components(horizon).map { mixture in
        let centre = mixture.components.reduce(0) { $0 + $1.weight * $1.location }
        let square = mixture.components.reduce(0) { sum, part in
          let known = widths[part.degreesOfFreedom]
          let width = known ?? Self.width(part.degreesOfFreedom)
          if known == nil { widths[part.degreesOfFreedom] = width }
          let (own, distance) = (width * part.scale, part.location - centre)
          return sum + part.weight * (own * own + distance * distance)
        }
        return Self.step(centre: centre, spread: square.squareRoot(), onLogs: onLogs)
      }
    }
  }

  static func width(_ degreesOfFreedom: Double) -> Double {
    StudentT.quantile(0.9, degreesOfFreedom: degreesOfFreedom) / normalHalfWidth
  }

  private static func step(centre: Double, spread: Double, onLogs: Bool) -> Step {
    Step(centre: onLogs ? exp(centre) : centre, spread: spread, isRelative: onLogs)
  }
}

extension CombinedMember {
  /// Models of a combination that can be fitted to the sample, in the order of their names here.
  ///
  /// - Parameter names: `ets`, `arima`, `dotheta`, `drift` (seasonally adjusted) and `snaive`; and
  ///   `mixture`, `dotheta+`, `structural+` and `arima+`, which take logs where all values are positive and
  ///   products suit the season.
  package static func fitted(_ names: [String], to sample: Sample) -> [CombinedMember] {
    let isPositive = sample.scale == .level && sample.values.allSatisfy { $0 > 0 }
    let dense =
      isPositive && sample.seasonLength > 1
      ? (try? sample.dense()).map(SeriesScaling.bridge) : nil
    func prefersSums(_ ratio: Double) -> Bool {
      dense.map {
        SeasonTest.prefersSums($0, seasonLength: sample.seasonLength, ratio: ratio)
      } ?? false
    }
    let onLogs = isPositive && !prefersSums(SeasonTest.clearRatio)
    let logs = onLogs ? sample.onLogs() : sample
    return names.compactMap { name in
      let stem = name.hasSuffix("+") ? String(name.dropLast()) : name
      let suffixed = onLogs ? stem + "+log" : stem
      return switch name {
      case "ets": (try? ETS.automaticFit(sample)).map { CombinedMember(stem, $0) }
      case "arima": (try? ARIMA().fit(sample)).map { CombinedMember(stem, $0) }
      case "arima+":
        // Its errors are those of the scale: it follows the clearer one, and levels without a season.
        dense != nil && onLogs && !prefersSums(1)
          ? (try? ARIMA().fit(logs)).map { CombinedMember(suffixed, $0, onLogs: true) }
          : (try? ARIMA().fit(sample)).map { CombinedMember(stem, $0) }
      case "dotheta":
        (try? DynamicOptimizedTheta().fit(sample)).map { CombinedMember(stem, $0) }
      case "dotheta+":
        (try? DynamicOptimizedTheta().fit(logs)).map {
          CombinedMember(suffixed, $0, onLogs: onLogs)
        }
      case "structural+":
        (try? Structural().fit(logs)).map { CombinedMember(suffixed, $0, onLogs: onLogs) }
      case "drift": (try? SeasonalDrift.fit(sample)).map { CombinedMember(stem, $0) }
      case "snaive":
        (try? SeasonalNaive().fit(sample)).map { fit in
          CombinedMember(stem, form: "", process: .walk, onLogs: false) {
            fit.predictive(horizon: $0)
          }
        }
      case "mixture":
        (try? Mixture().fit(logs)).map { fit in
          var member = CombinedMember(
            suffixed, form: fit.form, process: .walk, onLogs: onLogs
          ) { fit.predictive(horizon: $0) }
          member.noise = fit.noise
          return member
        }
      default: nil
      }
    }
  }
}
