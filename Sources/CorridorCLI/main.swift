import Regression
let checks = try Certification.run()
for c in checks where c.digits < 14.5 { print(c) }
print(checks.count, checks.map(\.digits).min()!)
