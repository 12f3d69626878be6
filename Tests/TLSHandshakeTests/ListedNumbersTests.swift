import Testing

@testable import TLSHandshake

@Suite("Lists of a hello are read where they lie")
struct ListedNumbersTests {
  @Test("numbers, of which the last may be half")
  func numbers() {
    let message: [UInt8] = [9, 0x13, 0x01, 0xC0, 0x2F, 7]
    let list = ListedNumbers<CipherSuite>(message, 1..<5)
    #expect(list.map(\.rawValue) == [0x1301, 0xC02F])
    #expect(ListedNumbers<UInt16>(message, 1..<6).count == 2)
    #expect(ListedNumbers<UInt16>(message, 0..<0).isEmpty)
  }

  @Test("entries with their sizes, as many as are counted")
  func vectors() {
    let message: [UInt8] = [0, 29, 0, 2, 1, 1, 0, 23, 0, 0, 5]
    let list = ListedVectors<KeyShare>(message, 0..<10, count: 2)
    #expect(Array(list) == [KeyShare(group: .x25519, length: 2), KeyShare(group: .secp256r1, length: 0)])
    #expect(Array(ListedVectors<KeyShare>(message, 0..<10, count: 1)).count == 1)
  }

  @Test("what is not there has no place, and an empty list has one")
  func places() {
    #expect(ClientHello.Place.absent.range == nil)
    #expect(ClientHello.Place(0..<0).range == 0..<0)
    #expect(ClientHello.Place(3..<9).range == 3..<9)
  }
}
