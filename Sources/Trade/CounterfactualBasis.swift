internal import SeriesCore

extension CounterfactualAnswer {
  /// What the figures rest on, in one text: the model, the sample, the elasticity and the level of prices.
  ///
  /// - Parameter sample: what the flows are of, such as `2006`; nil for nothing to say.
  package func basis(sample: String?) -> String {
    let experiment = question.experiment
    let economy = experiment.economy
    func text(_ value: Double) -> String {
      NumberText.shortest(SignificantDigits.round(value, to: 6))
    }
    let sigma = question.sigma
    let parts: [String?] = [
      experiment.equilibrium == .full
        ? "endowment economy, all markets clear" : "one round of prices at the baseline's incomes",
      experiment.baseline == .modelled
        ? "baseline of the model's trade costs" : "baseline of the observed flows",
      "\(economy.count) countries" + (sample.map { " " + $0 } ?? ""),
      "sigma \(text(sigma.value))"
        + (sigma.deviation > 0 ? " (standard error \(text(sigma.deviation)))" : ""),
      experiment.reference.map { "prices against the price index of \(economy.countries[$0])" }
        ?? "prices against the value of world output",
      intervals.map { "intervals of \($0.count) of \(draws.count) draws" },
    ]
    return parts.compactMap { $0 }.joined(separator: "; ")
  }
}
