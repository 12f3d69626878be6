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

  @Test("where nobody takes them, bodies are kept up to a limit, and the others are counted", arguments: [2, 16_000])
  func bounded(size: Int) {
    var stream = TLSStream()
    stream.collectsSealed = true
    let bytes = record(size)
    let count = size == 2 ? SealedRecords.maximumRecords + 500 : 500
    for _ in 0..<count {
      stream.feed(bytes.span)
      #expect(
        stream.sealed.keptBytes <= SealedRecords.maximumBytes + TLSRecord.maximumLength + 100
          * (SealedRecords.maximumRecords + 1))
    }
    let taken = stream.takeSealed()
    #expect(taken.reduce(0) { $0 + $1.count } == UInt64(count))
    #expect(taken.dropLast().allSatisfy { $0.isWhole && $0.count == 1 })
    #expect(taken.last?.isWhole == false)
    #expect(taken.last?.body == [])
    #expect(taken.last?.endOffset == UInt64(count * bytes.count))
    // Where they are taken, there is room again.
    stream.feed(bytes.span)
    #expect(stream.takeSealed().map(\.isWhole) == [true])
  }

  @Test("those that came before anybody asked are counted, and those after he no longer does")
  func counted() {
    var stream = TLSStream()
    let bytes = record(40)
    for _ in 0..<3 { stream.feed(bytes.span) }
    #expect(stream.hasSealed)
    stream.collectsSealed = true
    stream.feed(bytes.span)
    stream.feed(bytes.span.extracting(0..<20))
    #expect(stream.sealed.keptBytes > 40)
    stream.collectsSealed = false
    #expect(stream.sealed.keptBytes == 0)
    stream.feed(bytes.span.extracting(20..<45))
    stream.collectsSealed = true
    stream.feed(bytes.span)
    let taken = stream.takeSealed()
    #expect(taken.map(\.count) == [5, 1])
    #expect(taken.map(\.isWhole) == [false, true])
    #expect(taken.map(\.offset) == [0, 225])
    #expect(taken.map(\.endOffset) == [225, 270])
  }

  @Test("those that are given back come first the next time")
  func givenBack() {
    var stream = TLSStream()
    stream.collectsSealed = true
    stream.delivery = 1
    stream.feed((record(40, 1) + record(40, 2)).span)
    let taken = stream.takeSealed()
    stream.putBack(taken[1...])
    stream.delivery = 2
    stream.feed(record(40, 3).span)
    let again = stream.takeSealed()
    #expect(again.map(\.body.first) == [2, 3])
    #expect(again.map(\.delivery) == [1, 2])
  }

  @Test("nothing is collected unasked")
  func unasked() {
    var stream = TLSStream()
    stream.feed(record(40).span)
    #expect(stream.takeSealed().isEmpty)
  }
}
