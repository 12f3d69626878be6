import ByteParsing
import Testing

@Suite("Elements of DER")
struct DERReaderTests {
  @Test func `Elements of DER that reach beyond their place are not read`() {
    for bytes in [
      [0x30, 0x05, 1], [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], [0x30, 0x85, 0, 0, 0, 0, 0], [0x30, 0x80], [0x1F, 1, 0],
    ]
      as [[UInt8]]
    {
      var reader = DERReader(bytes)
      #expect(reader.next() == nil)
    }
    var empty = DERReader([0x30, 0x00, 0x04, 0x01, 0x09])
    #expect(empty.first(0x04) == 4..<5)
    #expect(empty.next() == nil)
  }
}
