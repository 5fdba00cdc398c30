import ArgumentParser
import Corridor

/// The prior of `corridor var`.
struct PriorOptions: ParsableArguments {
  enum Prior: String, ExpressibleByArgument, CaseIterable {
    case minnesota
  }

  /// A number over 0, or `auto`.
  struct TightnessArgument: ExpressibleByArgument {
    let tightness: MinnesotaPrior.Tightness

    init?(argument: String) {
      if argument == "auto" {
        tightness = .weighed
      } else {
        guard let value = Double(argument), value.isFinite else { return nil }
        tightness = .given(value)
      }
    }
  }

  @Option(help: "Prior of the coefficients: minnesota. Default: none, least squares.")
  var prior: Prior?

  @Option(help: "Tightness of the prior, over 0, or auto: weighed by the marginal likelihood.")
  var tightness: TightnessArgument?

  @Option(
    help:
      "Coefficient of a variable's own last value: 1 (random walk) or 0 (white noise), or one a variable, '1,0'."
  )
  var priorMean: String?

  @Option(
    help: "Hold each variable to a unit root of its own: a number over 0 (small: the more) or auto."
  )
  var sumOfCoefficients: TightnessArgument?

  @Option(help: "Hold all variables to their first values together: a number over 0 or auto.")
  var initialObservation: TightnessArgument?

  @Option(help: "Paths drawn under the prior.")
  var draws: Int?

  @OptionGroup var seed: SeedOption

  static let draws = 10_000

  func validate() throws {
    let given: [(String, Bool)] = [
      ("--tightness", tightness != nil), ("--prior-mean", priorMean != nil),
      ("--sum-of-coefficients", sumOfCoefficients != nil),
      ("--initial-observation", initialObservation != nil), ("--draws", draws != nil),
      ("--seed", seed.seed != nil),
    ]
    guard prior != nil else {
      if let alone = given.first(where: \.1) {
        throw ValidationError("\(alone.0) goes with --prior minnesota")
      }
      return
    }
    for (option, argument) in [
      ("--tightness", tightness), ("--sum-of-coefficients", sumOfCoefficients),
      ("--initial-observation", initialObservation),
    ] {
      guard case .given(let value)? = argument?.tightness else { continue }
      guard value >= 1 / MinnesotaPrior.largest, value <= MinnesotaPrior.largest else {
        throw ValidationError("\(option) is auto or a number over 0, from 1e-9 to 1e9")
      }
    }
    if let draws, !(100...1_000_000).contains(draws) {
      throw ValidationError("--draws is from 100 to 1000000")
    }
    let means = try means()
    if sumOfCoefficients != nil || initialObservation != nil, means.contains(where: { $0 != 1 }) {
      let option =
        sumOfCoefficients != nil ? "--sum-of-coefficients" : "--initial-observation"
      throw ValidationError("\(option) holds variables to a unit root: --prior-mean is then 1")
    }
  }

  private func means() throws -> [Double] {
    guard let priorMean else { return [1] }
    return try priorMean.split(separator: ",", omittingEmptySubsequences: false).map { text in
      guard let value = Double(text.filter { $0 != " " }), (-1...1).contains(value) else {
        throw ValidationError(
          "--prior-mean '\(priorMean)' is no list of numbers from -1 to 1, such as 1 or 1,0")
      }
      return value
    }
  }

  /// The prior for so many variables; nil where none was asked for.
  func minnesota(variables: Int) throws -> MinnesotaPrior? {
    guard prior != nil else { return nil }
    let means = try means()
    guard means.count == 1 || means.count == variables else {
      throw ValidationError(
        "--prior-mean has \(means.count) numbers, VARIABLES are \(variables): give one, or one each"
      )
    }
    return MinnesotaPrior(
      overall: tightness?.tightness ?? .weighed,
      sumOfCoefficients: sumOfCoefficients?.tightness,
      initialObservation: initialObservation?.tightness, mean: means)
  }
}
