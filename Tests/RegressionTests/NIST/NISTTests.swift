import Regression
import Testing

/// Every certified NIST value that double data allow, through the program's own path.
@Suite struct NISTTests {
  @Test func everyQuantityHasThirteenDigits() throws {
    let checks = try Certification.run()
    let linear = checks.filter { $0.quantity.hasPrefix("B") || $0.quantity.hasPrefix("se_B") }
    #expect(Set(checks.map(\.dataset)).count == 19)
    #expect(linear.count == 110)
    for check in checks {
      #expect(check.required == 13)
      #expect(check.digits >= 13, "\(check.dataset) \(check.quantity): \(check.digits)")
    }
  }

  @Test func digitsMeasureErrors() {
    #expect(Certification.digits(certified: "1.00000000000000", computed: 1) == 15)
    #expect(abs(Certification.digits(certified: "2.0", computed: 2.0002) - 4) < 1e-6)
    #expect(Certification.digits(certified: "1.0", computed: .nan) == 0)
    #expect(Certification.digits(certified: "0.000000000000000", computed: 1e-9) == 9)
    #expect(Certification.digits(certified: "1.0", computed: 30) == 0)
  }
}
