import Testing

@testable import LinearAlgebra

/// The self check must see kernels that compute wrong numbers.
@Suite struct KernelCheckTests {
  static func plainProduct(_ a: [Double], _ b: [Double], _ n: Int) -> [Double] {
    var c = [Double](repeating: 0, count: n * n)
    for j in 0..<n {
      for k in 0..<n { for i in 0..<n { c[i + j * n] += a[i + k * n] * b[k + j * n] } }
    }
    return c
  }

  @Test func thisMachinesKernelPasses() throws { try KernelCheck.require() }

  @Test func oneWrongElementIsSeen() {
    #expect(KernelCheck.dgemmFault(Self.plainProduct) == nil)
    let fault = KernelCheck.dgemmFault { a, b, n in
      var c = Self.plainProduct(a, b, n)
      c[n * n - 1] += 1e-6
      return c
    }
    guard case .wrongKernel("DGEMM", let deviation) = fault else {
      Issue.record("a wrong product passed: \(String(describing: fault))")
      return
    }
    #expect(deviation > 1e-9)
    let notANumber = KernelCheck.dgemmFault { _, _, n in Array(repeating: .nan, count: n * n) }
    #expect(notANumber == .wrongKernel(routine: "DGEMM", deviation: .infinity))
  }

  @Test func aWrongSolverIsSeen() {
    #expect(KernelCheck.dgelsFault { _, _, _, p in (1...p).map(Double.init) } == nil)
    #expect(KernelCheck.dgelsFault { _, _, _, p in Array(repeating: 1, count: p) } != nil)
  }
}
