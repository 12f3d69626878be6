import StreamAssembly
import Testing

@Suite("Sequence numbers wrap at 2^32")
struct SequenceNumberTests {
  @Test(
    "the distance is signed and crosses the wrap",
    arguments: [
      (UInt32(0), UInt32(0), Int64(0)), (10, 30, 20), (30, 10, -20), (0xFFFF_FFFF, 0, 1), (0, 0xFFFF_FFFF, -1),
      (0xFFFF_FF00, 0x100, 0x200), (0x100, 0xFFFF_FF00, -0x200), (0, 0x7FFF_FFFF, 0x7FFF_FFFF),
      (0, 0x8000_0000, -0x8000_0000), (0x8000_0000, 0, -0x8000_0000),
    ])
  func distance(from: UInt32, to: UInt32, expected: Int64) {
    #expect(SequenceNumber(from).distance(to: SequenceNumber(to)) == expected)
    #expect(SequenceNumber(from).isBefore(SequenceNumber(to)) == (expected > 0))
  }

  @Test("advancing and measuring agree, also backwards and over several turns")
  func advancing() {
    for start: UInt32 in [0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF] {
      for count: Int64 in [0, 1, -1, 1448, -1448, 0x7FFF_FFFF, -0x7FFF_FFFF] {
        let number = SequenceNumber(start)
        #expect(number.distance(to: number.advanced(by: count)) == count)
        #expect(number.advanced(by: count &+ (3 << 32)) == number.advanced(by: count))
      }
    }
  }
}
