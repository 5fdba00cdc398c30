/// Autoregressive integrated moving average models, seasonal ones among them.
///
///     φ(B) Φ(Bᵐ) (1 − B)^d (1 − Bᵐ)^D (y_t − b·x_t) = θ(B) Θ(Bᵐ) ε_t,   ε ~ N(0, σ²),
///     φ(B) = 1 − φ₁B − … − φ_p B^p, θ(B) = 1 + θ₁B + … + θ_q B^q, Φ and Θ likewise in Bᵐ.
///     x = 1 and b the mean when d + D = 0, x = t and b the drift when d + D = 1, no b above.
///
/// - Bounds: the roots of φ and Φ outside the unit circle, those of θ and Θ not inside.
/// - Estimation: exact Gaussian likelihood of the differences (`ARMALikelihood`), σ² and b
///   concentrated out, by Levenberg–Marquardt (`ARMAEstimator`), for given orders with BFGS behind
///   it (`ARMAPolish`). A gap costs one flat-prior dummy, which makes it the likelihood of the
///   values observed. AICc counts the coefficients, b and σ²; n* = n − d − mD.
/// - Automatic: D by seasonal strength, d by KPSS, orders by AICc (`ARIMASearch`); the forecast is
///   a mean over near-best forms (`ARIMASelection`), the form, estimates and AICc those of the
///   best.
/// - Predictive: t with n* − parameters degrees of freedom, centre by the recursion, scale
///   √(σ̂²(v_h + g_h′Vg_h)), v_h = Σψ², g_h and V the forecast error and variance of b and the
///   gaps; of given orders with what is not known of the coefficients (`ARIMASpread`), of chosen
///   ones with the spread of the forms instead. v_h takes past innovations for known; with a root
///   of the moving average on the unit circle, which only given orders can have, n* values leave
///   1/n* of the variance unknown (m/n* over a season), which R adds.
/// - Reference implementation: R 4.2.2 `arima(method = "ML")`, forecast 8.20 `Arima`, `auto.arima`.
///   R starts the differences from a prior with variance 10⁶σ²; ours is the limit, so that its
///   likelihood differs from ours by some 1e-3 when D = 1. R's intervals leave out the uncertainty
///   of b and of the coefficients.
/// - Source: Box & Jenkins (1970); Hyndman & Khandakar (2008); R forecast auto.arima
public struct ARIMA: ForecastModel {
  /// p, d, q of one factor.
  public struct Order: Sendable, Hashable {
    /// p, the lags of the series, in seasons for a seasonal factor.
    public var autoregressive: Int
    /// d, how often the series is differenced.
    public var differences: Int
    /// q, the lags of the errors, in seasons for a seasonal factor.
    public var movingAverage: Int

    /// Takes the three as they are; `ARIMA.init(order:seasonal:constant:)` checks the bounds.
    public init(_ p: Int, _ d: Int, _ q: Int) {
      autoregressive = p
      differences = d
      movingAverage = q
    }
  }

  /// How the orders are found.
  public enum Selection: Sendable, Hashable {
    /// Orders by AICc, the forecast a mean over near-best forms.
    case automatic
    /// Orders by AICc, the forecast that of the best form alone.
    case best
    /// Given orders; `constant` nil has a mean when d + D = 0 and no drift.
    case fixed(Order, seasonal: Order, constant: Bool?)
  }

  /// How the orders are found.
  public let selection: Selection

  /// Takes given orders unchecked; `init(order:seasonal:constant:)` checks them.
  public init(_ selection: Selection = .automatic) { self.selection = selection }

  /// - Parameter constant: a mean or a drift; nil has a mean when d + D = 0 and no drift.
  /// - Throws: `.badForm` for orders outside the bounds of the grammar.
  public init(
    order: Order, seasonal: Order = Order(0, 0, 0), constant: Bool? = nil
  ) throws(ForecastingError) {
    selection = .fixed(order, seasonal: seasonal, constant: constant)
    try Self.check(selection, text: Self.text(order) + "/" + Self.text(seasonal))
  }

  static let entry = ModelCatalog.Entry(
    name: "arima", summary: "ARIMA, orders by AICc; FORM p,d,q[/P,D,Q][,c] or best",
    leastObservations: "3", takesGaps: true, isSeasonal: true,
    source: "Box & Jenkins (1970); Hyndman & Khandakar (2008); R forecast auto.arima",
    isOptimized: true,
    make: { (form: String?) throws(ForecastingError) -> any ForecastModel in
      guard let form else { return ARIMA() }
      return ARIMA(try selection(form))
    })

  /// 3; for given orders at least what differences lose, the coefficients and two more.
  public func leastObservations(seasonLength: Int) -> Int {
    guard case .fixed(let order, let seasonal, _) = selection else { return 3 }
    let lost = order.differences + seasonLength * seasonal.differences
    return max(3, lost + freeCount + 2)
  }

  /// Coefficients and the constant of fixed orders.
  private var freeCount: Int {
    guard case .fixed(let order, let seasonal, let constant) = selection else { return 0 }
    let hasConstant = constant ?? (order.differences + seasonal.differences == 0)
    return order.autoregressive + order.movingAverage + seasonal.autoregressive
      + seasonal.movingAverage + (hasConstant ? 1 : 0)
  }

  /// - Throws: `.tooShort`; `.tooSparse` when the gaps are too many; `.badForm` for seasonal orders
  ///   without a season; `.noEstimate` when no coefficients have a finite likelihood; `.overflow`.
  public func fit(_ sample: Sample) throws(ForecastingError) -> LinearFit {
    try sample.require(leastObservations(seasonLength: sample.seasonLength))
    let dense = try sample.dense()
    try DifferencedSeries.checkGaps(dense)
    switch selection {
    case .automatic, .best:
      let chosen = try ARIMASelection(
        dense, season: sample.seasonLength, averages: selection == .automatic)
      return Self.linearFit(chosen.best) { chosen.projection(horizon: $0) }
    case .fixed(let order, let seasonal, let constant):
      let (search, found) = try Self.search(dense, sample.seasonLength, order, seasonal, constant)
      let spread = ARIMASpread(found, of: search)
      return Self.linearFit(spread.fit) { spread.projection(horizon: $0) }
    }
  }

  static func fixed(
    _ dense: [Double], regressors: [[Double]] = [], _ season: Int, _ order: Order,
    _ seasonal: Order, _ constant: Bool?
  ) throws(ForecastingError) -> ARIMAFit {
    let (search, found) = try search(
      dense, regressors: regressors, season, order, seasonal, constant)
    return ARIMAFit(found, of: search)
  }

  /// The estimate of given orders, and the search that can evaluate it.
  private static func search(
    _ dense: [Double], regressors: [[Double]] = [], _ season: Int, _ order: Order,
    _ seasonal: Order, _ constant: Bool?
  ) throws(ForecastingError) -> (ARIMASearch, ARIMACandidate) {
    if season == 1, seasonal != Order(0, 0, 0) {
      throw .badForm(
        model: "arima", form: text(order) + "/" + text(seasonal), hint: "the series has no season")
    }
    let orders = ARMAOrders(
      ar: order.autoregressive, ma: order.movingAverage, seasonalAR: seasonal.autoregressive,
      seasonalMA: seasonal.movingAverage)
    let differences = order.differences + seasonal.differences
    let series = DifferencedSeries(
      dense, regressors: regressors, differences: order.differences,
      seasonalDifferences: seasonal.differences, season: season)
    let form = ARIMASearch.Form(orders: orders, constant: constant ?? (differences == 0))
    if !regressors.isEmpty {
      guard try RegressorCheck.areIndependent(series, constant: form.constant) else {
        throw .collinearDrivers
      }
    }
    let search = ARIMASearch(series, limits: orders)
    if Differencing.isConstant(series.columns[0]), orders.count == 0 {
      return (search, search.refinedPlain(form))
    }
    guard let found = search.fixed(form) else {
      throw .noEstimate("no coefficients have a finite likelihood")
    }
    return (search, found)
  }

  private static func linearFit(
    _ fit: ARIMAFit,
    project: @escaping @Sendable (Int) -> (centres: [Double], deviations: [Double])
  ) -> LinearFit {
    let expanded = fit.expanded
    let parameters = fit.orders.count + (fit.constant ? 1 : 0) + 1
    return LinearFit(
      form: fit.form, parameters: fit.parameters, logLikelihood: fit.logLikelihood, aicc: fit.aicc,
      degreesOfFreedom: Double(max(1, fit.observed - parameters)),
      process: LinearProcess(
        autoregressive: expanded.autoregressive, movingAverage: expanded.movingAverage)
    ) { horizon in
      let path = project(horizon)
      return LinearFit.Projection(centres: path.centres, scales: path.deviations)
    }
  }
}

extension ARIMA {
  private static let hint =
    "forms are best and p,d,q[/P,D,Q][,c] with p, q to 24, d to 2, P, Q to 4, D to 1; c asks for a "
    + "constant, which d + D ≤ 1 allows"

  private static func text(_ order: Order) -> String {
    "\(order.autoregressive),\(order.differences),\(order.movingAverage)"
  }

  private static func selection(_ form: String) throws(ForecastingError) -> Selection {
    if form == "best" { return .best }
    let parts = form.split(separator: "/", omittingEmptySubsequences: false)
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    guard var last = parts.last, parts.count <= 2 else {
      throw .badForm(model: "arima", form: form, hint: hint)
    }
    let asksConstant = last.count == 4 && last[3] == "c"
    if asksConstant { last.removeLast() }
    guard let order = order(parts.count == 1 ? last : parts[0]),
      let seasonal = parts.count == 1 ? Order(0, 0, 0) : self.order(last)
    else { throw .badForm(model: "arima", form: form, hint: hint) }
    let made = Selection.fixed(order, seasonal: seasonal, constant: asksConstant ? true : nil)
    try check(made, text: form)
    return made
  }

  /// Three decimal numbers of at most two digits.
  private static func order(_ words: [String]) -> Order? {
    let numbers = words.compactMap { word in
      (1...2).contains(word.utf8.count) && word.utf8.allSatisfy { (48...57).contains($0) }
        ? Int(word) : nil
    }
    guard words.count == 3, numbers.count == 3 else { return nil }
    return Order(numbers[0], numbers[1], numbers[2])
  }

  private static func check(_ selection: Selection, text: String) throws(ForecastingError) {
    guard case .fixed(let order, let seasonal, let constant) = selection else { return }
    let isSound =
      (0...24).contains(order.autoregressive) && (0...24).contains(order.movingAverage)
      && (0...2).contains(order.differences) && (0...4).contains(seasonal.autoregressive)
      && (0...4).contains(seasonal.movingAverage) && (0...1).contains(seasonal.differences)
      && (constant != true || order.differences + seasonal.differences <= 1)
    guard isSound else { throw .badForm(model: "arima", form: text, hint: hint) }
  }
}
