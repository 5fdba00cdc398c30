import ArgumentParser
import Corridor

/// Maps what a command threw to lines on stderr and an exit status.
enum Outcome {
  static func report(_ error: any Error) -> ExitStatus {
    switch error {
    case let stop as Stop:
      StandardError.lines(stop.messages)
      return stop.status
    case let fault as InputFault:
      StandardError.lines([fault.description])
      return fault.kind == .unreadable ? .noInput : .badInput
    case let faults as ScenarioFaults:
      StandardError.lines(faults.faults.map(\.description))
      return faults.faults.allSatisfy { $0.kind == .unreadable } ? .noInput : .badInput
    case OutputFault.closedPipe:
      return .done
    case let fault as OutputFault:
      StandardError.lines([fault.description])
      return .cannotWrite
    case let error as LedgerError:
      return report(error)
    case let fault as TargetFault:
      StandardError.lines([fault.description])
      return .usage
    case let error as ForecastingError:
      return report(error)
    case let error as RegressionError:
      StandardError.lines([error.description])
      if case .numeric(.wrongKernel) = error { return .wrongKernel }
      return .failed
    case let error as LinearAlgebraError:
      StandardError.lines([error.description])
      if case .wrongKernel = error { return .wrongKernel }
      return .failed
    default:
      return reportUsage(error)
    }
  }

  private static func report(_ error: ForecastingError) -> ExitStatus {
    StandardError.lines([error.description])
    if case .numeric(.wrongKernel) = error { return .wrongKernel }
    return switch error {
    case .unknownModel, .badForm, .badHorizon: .usage
    default: error.isDataFault ? .badInput : .failed
    }
  }

  private static func report(_ error: LedgerError) -> ExitStatus {
    StandardError.lines([error.description])
    return switch error {
    case .unreadable, .interrupted: .noInput
    case .notALedger, .newer: .badInput
    case .notWritable: .cannotWrite
    case .busy, .failed: .failed
    }
  }

  /// Help, version and usage errors, as ArgumentParser words them, through checked writes.
  private static func reportUsage(_ error: any Error) -> ExitStatus {
    let columns = min(Terminal.columns(of: 1, otherwise: 80), Terminal.longestProse)
    let text = CorridorCommand.fullMessage(for: error, columns: columns)
    let code = CorridorCommand.exitCode(for: error)
    guard code == .success else {
      StandardError.write(text + "\n")
      return code == .validationFailure ? .usage : .failed
    }
    do throws(OutputFault) {
      try OutputFile.printed(text + "\n")
      return .done
    } catch {
      return report(error)
    }
  }
}
