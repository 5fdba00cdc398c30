internal import Forecasting
internal import Ledger
internal import LinearAlgebra
internal import Regression
internal import Scenarios
internal import SeriesCore
internal import Trade

/// The documented outcomes: exit statuses of the program, codes of the C library.
package enum ExitStatus: Int32, CaseIterable, Sendable {
  case done = 0
  case failed = 1
  case partlyDone = 3
  case usage = 64
  case badInput = 65
  case noInput = 66
  case wrongKernel = 70
  case cannotWrite = 73
}

/// What an error of the library means to whoever asked.
package struct FaultReport: Sendable {
  package let status: ExitStatus
  /// A sentence a fault.
  package let lines: [String]

  /// - Returns: nil for errors that are not the library's.
  package init?(_ error: any Error) {
    switch error {
    case let fault as UsageFault: self.init(.usage, fault)
    case let fault as InputFault:
      self.init(fault.kind == .unreadable ? .noInput : .badInput, fault)
    case let faults as ScenarioFaults:
      self.init(
        faults.faults.allSatisfy { $0.kind == .unreadable } ? .noInput : .badInput,
        lines: faults.faults.map(\.description))
    case let fault as OutputFault: self.init(.cannotWrite, fault)
    case let error as LedgerError: self.init(Self.status(error), error)
    case let fault as TargetFault: self.init(.usage, fault)
    case let error as ForecastingError: self.init(Self.status(error), error)
    case let error as RegressionError:
      if case .numeric(let numeric) = error {
        self.init(Self.status(numeric), error)
      } else {
        self.init(.failed, error)
      }
    case let error as LinearAlgebraError: self.init(Self.status(error), error)
    case let error as TradeError:
      if case .numeric(let numeric) = error {
        self.init(Self.status(numeric), error)
      } else {
        self.init(.failed, error)
      }
    default: return nil
    }
  }

  private init(_ status: ExitStatus, _ error: some CustomStringConvertible) {
    self.init(status, lines: [error.description])
  }

  private init(_ status: ExitStatus, lines: [String]) {
    (self.status, self.lines) = (status, lines)
  }

  private static func status(_ error: LinearAlgebraError) -> ExitStatus {
    if case .wrongKernel = error { .wrongKernel } else { .failed }
  }

  private static func status(_ error: ForecastingError) -> ExitStatus {
    if case .numeric(.wrongKernel) = error { return .wrongKernel }
    return switch error {
    case .unknownModel, .badForm, .badHorizon: .usage
    default: error.isDataFault ? .badInput : .failed
    }
  }

  private static func status(_ error: LedgerError) -> ExitStatus {
    switch error {
    case .unreadable, .interrupted: .noInput
    case .notALedger, .newer: .badInput
    case .notWritable: .cannotWrite
    case .busy, .failed: .failed
    }
  }
}
