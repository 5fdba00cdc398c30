internal import Glibc
package import SeriesCore
internal import StatisticsCore

/// The outside view: of series of the same class, how many had come so far within so many years.
///
/// Shares are of series with a value in every year to the horizon; the greatest value since the base
/// counts, as for a probability to reach a level by a deadline. Classes whose data name no years have one
/// epoch, `undated`.
///
/// Source: Kahneman & Lovallo (1993) for the view. Counted by `bench/calibration/reference_class.py` in
/// country pairs and national series of money, tourism and US freight, M1 and M3 yearly: training parts.
package struct ReferenceRecord: Sendable {
  /// The ten years in which the bases lie, such as `1990s`, or `undated`.
  package let epoch: String
  /// Years.
  package let horizon: Int
  /// Series.
  package let count: Int
  let referenceClass: ReferenceClass
  /// Quantiles of ln(greatest value ÷ base) at `shares`.
  let logs: [Double]

  private static let shares = [0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1]

  /// The records of a class at a horizon, by epoch; none beyond ten years.
  package static func records(
    of referenceClass: ReferenceClass, horizon: Int
  ) -> [ReferenceRecord] {
    all.filter { $0.referenceClass == referenceClass && $0.horizon == horizon }
  }

  /// The share of the series that had reached a multiple of their base.
  package func share(reaching multiple: Double) -> Double {
    guard multiple > 0 else { return 1 }
    let wanted = log(multiple)
    guard let above = logs.firstIndex(where: { $0 >= wanted }) else { return 0 }
    guard above > 0 else { return 1 }
    let (low, high) = (logs[above - 1], logs[above])
    let part = high > low ? (wanted - low) / (high - low) : 0
    let below = Self.shares[above - 1] + part * (Self.shares[above] - Self.shares[above - 1])
    return 1 - below
  }

  /// The 95 % interval of such a share for this many series.
  package func interval(ofShare share: Double) -> ClosedRange<Double> {
    BinomialInterval.wilson(share: share, of: count)
  }

  private static let all: [ReferenceRecord] = table.split(separator: "\n").compactMap { line in
    let words = line.split(separator: " ")
    let numbers = words.dropFirst(2).compactMap { Double($0) }
    guard let kind = ReferenceClass(rawValue: String(words[0])), numbers.count == shares.count + 2
    else { return nil }
    return ReferenceRecord(
      epoch: String(words[1]), horizon: Int(numbers[0]), count: Int(numbers[1]),
      referenceClass: kind, logs: numbers.dropFirst(2).map { $0 / 100 })
  }

  /// Class, epoch, horizon, series, then the logarithms in hundredths.
  private static let table = """
    nominal 1950s 1 108 -82 -23 -14 -5 0 4 8 11 15 21 30 39 135
    nominal 1950s 2 108 -45 -15 -6 1 6 10 15 20 25 32 44 60 135
    nominal 1950s 3 108 -37 -9 -2 6 12 17 21 26 32 41 55 69 180
    nominal 1950s 4 108 -36 -5 2 11 18 23 27 32 39 49 67 78 182
    nominal 1950s 5 108 -36 -2 6 16 23 29 35 40 48 59 73 89 787
    nominal 1950s 6 108 -34 2 8 22 28 35 41 48 57 69 85 101 1080
    nominal 1950s 7 108 -34 4 14 25 34 41 48 57 66 78 98 116 1080
    nominal 1950s 8 108 -32 7 18 31 40 47 55 65 74 86 111 134 1080
    nominal 1950s 9 108 -32 10 21 37 47 56 64 72 81 97 127 153 1080
    nominal 1950s 10 108 -32 14 25 42 55 64 72 80 91 107 142 188 1091
    nominal 1960s 1 165 -137 -23 -12 -3 2 5 8 11 15 20 28 37 795
    nominal 1960s 2 165 -137 -13 -4 5 10 14 18 23 28 35 47 61 1088
    nominal 1960s 3 165 -137 -6 2 11 17 23 29 34 41 51 65 85 1088
    nominal 1960s 4 165 -137 -1 8 18 26 33 39 47 55 66 86 107 1088
    nominal 1960s 5 165 -137 3 14 26 35 42 51 61 71 87 110 136 1088
    nominal 1960s 6 165 -137 8 20 35 45 54 64 75 88 106 134 164 1088
    nominal 1960s 7 165 -123 14 26 44 55 67 78 91 107 123 155 186 1088
    nominal 1960s 8 165 -102 21 34 55 68 80 92 108 124 141 175 203 1088
    nominal 1960s 9 165 -83 27 43 67 82 96 109 125 138 162 193 224 1088
    nominal 1960s 10 165 -83 34 54 79 97 113 127 141 159 181 215 249 1088
    nominal 1970s 1 228 -227 -22 -9 3 8 12 16 21 26 32 43 55 334
    nominal 1970s 2 228 -227 -10 2 14 21 27 34 40 48 57 73 93 389
    nominal 1970s 3 228 -227 -1 12 25 34 41 49 56 66 78 99 122 427
    nominal 1970s 4 228 -160 5 18 33 45 52 62 71 83 96 119 146 439
    nominal 1970s 5 228 -160 12 23 40 51 61 72 84 96 109 135 164 473
    nominal 1970s 6 228 -160 14 27 45 58 70 81 95 108 124 149 182 511
    nominal 1970s 7 228 -160 17 30 49 63 77 89 102 119 138 168 200 511
    nominal 1970s 8 228 -33 20 35 53 68 82 95 110 129 150 182 214 513
    nominal 1970s 9 227 -29 23 40 60 73 87 102 117 137 161 195 233 513
    nominal 1970s 10 227 -29 26 45 64 80 93 108 123 143 170 205 246 513
    nominal 1980s 1 985 -518 -44 -24 -8 1 7 13 18 24 34 51 74 559
    nominal 1980s 2 985 -340 -27 -11 3 12 20 27 35 44 58 84 110 635
    nominal 1980s 3 985 -258 -17 -4 10 21 30 39 49 61 76 107 142 753
    nominal 1980s 4 985 -258 -11 1 17 28 38 49 61 74 94 127 166 768
    nominal 1980s 5 985 -258 -8 6 23 34 46 59 71 87 108 146 188 790
    nominal 1980s 6 985 -258 -3 12 31 44 56 70 84 102 125 165 204 869
    nominal 1980s 7 985 -183 3 18 38 52 65 79 96 114 140 182 220 874
    nominal 1980s 8 985 -176 7 23 44 60 74 89 107 127 154 199 236 893
    nominal 1980s 9 985 -145 10 27 50 66 82 99 117 138 167 211 256 893
    nominal 1980s 10 985 -145 13 31 54 70 87 104 123 146 176 220 268 902
    nominal 1990s 1 1012 -680 -40 -24 -11 -3 2 7 12 17 24 39 56 652
    nominal 1990s 2 1012 -238 -26 -14 -2 5 11 17 23 31 42 62 83 729
    nominal 1990s 3 1012 -225 -19 -8 3 11 18 25 33 42 56 80 106 747
    nominal 1990s 4 1012 -163 -14 -4 8 17 24 33 42 54 70 96 123 747
    nominal 1990s 5 1012 -163 -11 1 14 23 32 41 52 65 82 112 140 747
    nominal 1990s 6 1012 -163 -7 5 19 29 39 49 61 75 94 125 156 777
    nominal 1990s 7 1012 -130 -3 10 24 36 47 58 70 85 107 139 171 777
    nominal 1990s 8 1012 -130 1 14 30 42 53 65 78 95 117 151 183 784
    nominal 1990s 9 1012 -130 5 18 35 48 61 73 87 106 129 165 200 813
    nominal 1990s 10 1012 -130 9 23 42 55 68 82 98 117 142 179 216 847
    nominal 2000s 1 1015 -269 -30 -17 -4 2 7 11 16 21 27 38 51 293
    nominal 2000s 2 1015 -258 -18 -7 5 13 20 26 32 40 49 65 82 346
    nominal 2000s 3 1015 -258 -10 3 17 25 33 40 48 58 70 90 109 324
    nominal 2000s 4 1015 -258 -4 9 25 34 43 52 62 73 88 111 135 331
    nominal 2000s 5 1015 -251 -2 13 28 41 51 60 72 85 100 126 153 360
    nominal 2000s 6 1015 -251 -3 14 33 45 58 69 82 97 113 145 174 386
    nominal 2000s 7 261 -99 6 18 35 47 59 72 84 100 117 140 162 325
    nominal 2000s 8 261 -79 7 21 37 49 63 76 90 106 124 151 175 332
    nominal 2000s 9 261 -77 10 23 40 55 71 84 98 116 135 161 186 332
    nominal 2000s 10 261 -50 21 33 50 66 80 94 109 125 145 174 198 337
    nominal 2010s 1 261 -258 -30 -18 -9 -4 0 3 6 10 14 22 30 262
    nominal 2010s 2 261 -211 -24 -15 -6 -1 3 7 11 15 21 31 47 262
    nominal 2010s 3 261 -140 -18 -10 -3 2 5 9 14 20 27 41 60 262
    nominal 2010s 4 261 -130 -12 -5 1 5 9 13 19 25 34 48 75 262
    nominal 2010s 5 261 -130 -8 -3 4 8 13 18 24 30 39 57 85 230
    nominal 2010s 6 261 -130 -5 -1 7 13 17 23 28 36 44 63 95 230
    nominal 2010s 7 261 -39 4 11 16 21 26 33 38 45 53 74 102 212
    volume undated 1 527 -301 -23 -13 -5 0 4 7 10 14 20 31 41 336
    volume undated 2 527 -124 -14 -6 2 7 11 16 21 27 36 51 68 358
    volume undated 3 527 -107 -8 -1 7 13 19 24 31 39 51 71 91 360
    volume undated 4 527 -105 -5 2 12 19 25 33 41 51 65 89 113 376
    volume undated 5 527 -89 -2 6 16 25 33 41 51 63 78 106 134 396
    volume undated 6 527 -78 2 11 22 32 41 50 60 73 92 121 154 420
    volume undated 7 512 -66 6 15 30 40 50 60 71 85 105 139 172 438
    volume undated 8 512 -57 9 20 36 47 58 68 80 96 119 153 194 488
    volume undated 9 512 -57 11 24 41 53 65 76 90 108 132 169 212 535
    volume undated 10 503 -57 13 27 44 58 70 83 97 117 143 188 229 554
    other undated 1 826 -305 -17 -9 -3 0 2 4 6 8 12 20 29 744
    other undated 2 826 -247 -12 -5 0 3 5 8 12 16 23 35 50 824
    other undated 3 826 -173 -8 -3 2 5 9 13 18 24 33 49 66 879
    other undated 4 826 -169 -6 -1 3 8 12 17 23 31 42 61 82 956
    other undated 5 826 -169 -5 0 5 10 16 21 28 37 50 73 96 975
    other undated 6 826 -155 -4 0 6 12 19 25 33 43 58 85 110 991
    other undated 7 826 -155 -3 1 8 14 22 29 38 49 66 96 124 1010
    other undated 8 826 -153 -2 2 9 17 25 34 43 56 75 106 135 1010
    other undated 9 822 -91 -1 3 11 19 28 38 49 64 83 117 149 1036
    other undated 10 819 -91 -1 4 13 22 31 42 54 70 92 127 163 1047
    """
}
