import Testing

@testable import TLSHandshake

/// Encrypted records that are collected for whoever has the keys.
@Suite("Sealed records")
struct SealedRecordTests {
  private func record(_ count: Int, _ byte: UInt8 = 9) -> [UInt8] {
    [23, 3, 3, UInt8(count >> 8), UInt8(count & 0xFF)] + [UInt8](repeating: byte, count: count)
  }

  @Test("each comes whole, with its place, however the stream is cut", arguments: [1, 3, 7, 100])
  func pieces(size: Int) {
    let bytes = record(40, 1) + record(0) + record(100, 2)
    var stream = TLSStream()
    stream.startOffset = 1000
    stream.collectsSealed = true
    var taken: [SealedRecord] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      stream.feed(bytes.span.extracting(start..<min(bytes.count, start + size)))
      taken += stream.takeSealed()
    }
    #expect(taken.map(\.offset) == [1000, 1045, 1050])
    #expect(taken.map(\.endOffset) == [1045, 1050, 1155])
    #expect(taken.map(\.body) == [[UInt8](repeating: 1, count: 40), [], [UInt8](repeating: 2, count: 100)])
    #expect(taken.map(\.isWhole) == [true, true, true])
  }

  @Test("one of which bytes are missing says so, and keeps none")
  func missing() {
    var stream = TLSStream()
    stream.collectsSealed = true
    let bytes = record(40)
    stream.feed(bytes.span.extracting(0..<20))
    stream.missing(25)
    let next = record(30)
    stream.feed(next.span)
    let taken = stream.takeSealed()
    #expect(taken.map(\.isWhole) == [false, true])
    #expect(taken.first?.body == [])
  }

  @Test("where nobody takes them, collecting ends", arguments: [20, 16_000])
  func bounded(size: Int) {
    var stream = TLSStream()
    stream.collectsSealed = true
    let bytes = record(size)
    for _ in 0..<3000 {
      stream.feed(bytes.span)
      #expect(
        stream.sealed.keptBytes <= SealedRecords.maximumBytes + TLSRecord.maximumLength + 80
          * SealedRecords.maximumRecords)
    }
    #expect(!stream.collectsSealed)
    #expect(stream.takeSealed().isEmpty)
    #expect(stream.recordCount == 3000)
  }

  @Test("nothing is collected unasked")
  func unasked() {
    var stream = TLSStream()
    stream.feed(record(40).span)
    #expect(stream.takeSealed().isEmpty)
  }
}
