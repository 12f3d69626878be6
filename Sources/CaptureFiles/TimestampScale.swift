/// How an interface's ticks become nanoseconds (if_tsresol and if_tsoffset of pcapng).
struct TimestampScale {
  /// Nanoseconds of one tick, where that is a whole number and there is no offset: the short way. 0: the long way.
  private let multiplier: UInt64
  private let resolution: CaptureInterface.TimestampResolution
  private let offsetSeconds: Int64

  init(resolution: CaptureInterface.TimestampResolution, offsetSeconds: Int64) {
    self.resolution = resolution
    self.offsetSeconds = offsetSeconds
    if case .decimal(let exponent) = resolution, exponent <= 9, offsetSeconds == 0 {
      multiplier = UInt64(TimestampScale.powerOfTen(9 - exponent))
    } else {
      multiplier = 0
    }
  }

  /// Nanoseconds since 1970 where one multiplication gives them; `nil` where more is to be done.
  @inline(__always)
  func nanoseconds(ofOrdinaryTicks ticks: UInt64) -> Int64? {
    let (product, overflow) = ticks.multipliedReportingOverflow(by: multiplier)
    return multiplier != 0 && !overflow ? Int64(exactly: product) : nil
  }

  /// Nanoseconds since 1970, and whether they had to be bent to fit 64 bits.
  @inline(__always)
  func nanoseconds(ofTicks ticks: UInt64) -> (value: Int64, isBent: Bool) {
    if let value = nanoseconds(ofOrdinaryTicks: ticks) { return (value, false) }
    return slowNanoseconds(ofTicks: ticks)
  }

  /// 128 bits hold every product here: 64 bits of ticks or seconds by the 30 bits of a thousand million.
  @inline(never)
  private func slowNanoseconds(ofTicks ticks: UInt64) -> (value: Int64, isBent: Bool) {
    var total: Int128
    switch resolution {
    case .decimal(let exponent) where exponent <= 9:
      total = Int128(ticks) * TimestampScale.powerOfTen(9 - exponent)
    case .decimal(let exponent) where exponent <= 28:
      total = Int128(ticks) / TimestampScale.powerOfTen(exponent - 9)
    case .decimal:
      total = 0
    case .binary(let exponent):
      total = (Int128(ticks) * 1_000_000_000) >> Int128(exponent)
    }
    total += Int128(offsetSeconds) * 1_000_000_000
    if let value = Int64(exactly: total) { return (value, false) }
    return (total < 0 ? .min : .max, true)
  }

  /// Ten to the power of 0 to 19.
  private static func powerOfTen(_ exponent: UInt8) -> Int128 {
    var power: Int128 = 1
    for _ in 0..<min(exponent, 19) { power *= 10 }
    return power
  }
}
