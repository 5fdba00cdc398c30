internal import Glibc

/// The C library's logarithm, named once so that other files need not import Glibc.
func logarithm(_ x: Double) -> Double { log(x) }
