import Testing

@testable import CaptureFiles

@Suite("An interface's ticks become nanoseconds")
struct TimestampScaleTests {
  private func nanoseconds(
    _ ticks: UInt64, _ resolution: CaptureInterface.TimestampResolution, offset: Int64 = 0
  ) -> Int64 {
    let (value, isBent) = TimestampScale(resolution: resolution, offsetSeconds: offset).nanoseconds(ofTicks: ticks)
    #expect(!isBent)
    return value
  }

  @Test("for decimal resolutions from seconds to far below nanoseconds")
  func decimal() {
    #expect(nanoseconds(3, .decimal(exponent: 0)) == 3_000_000_000)
    #expect(nanoseconds(3, .decimal(exponent: 6)) == 3000)
    #expect(nanoseconds(3, .decimal(exponent: 9)) == 3)
    #expect(nanoseconds(3999, .decimal(exponent: 12)) == 3)
    #expect(nanoseconds(.max, .decimal(exponent: 28)) == 1)
    #expect(nanoseconds(.max, .decimal(exponent: 127)) == 0)
  }

  @Test("for binary resolutions, up to the smallest")
  func binary() {
    #expect(nanoseconds(3, .binary(exponent: 0)) == 3_000_000_000)
    #expect(nanoseconds(1536, .binary(exponent: 10)) == 1_500_000_000)
    #expect(nanoseconds(.max, .binary(exponent: 64)) == 999_999_999)
    #expect(nanoseconds(.max, .binary(exponent: 127)) == 0)
  }

  @Test("with offsets in both directions")
  func offsets() {
    #expect(nanoseconds(1, .decimal(exponent: 6), offset: 10) == 10_000_001_000)
    #expect(nanoseconds(1, .decimal(exponent: 6), offset: -10) == -9_999_999_000)
    // The ticks alone would not fit; with their offset they do.
    #expect(nanoseconds(9_300_000_000, .decimal(exponent: 0), offset: -9_000_000_000) == 300_000_000_000_000_000)
  }

  @Test("and are bent, and said to be, where 64 bits end")
  func bent() {
    let late = TimestampScale(resolution: .decimal(exponent: 6), offsetSeconds: 0).nanoseconds(ofTicks: .max)
    #expect(late == (.max, true))
    let early = TimestampScale(resolution: .decimal(exponent: 9), offsetSeconds: .min).nanoseconds(ofTicks: 0)
    #expect(early == (.min, true))
    let binary = TimestampScale(resolution: .binary(exponent: 1), offsetSeconds: .max).nanoseconds(ofTicks: .max)
    #expect(binary == (.max, true))
  }
}
