import Testing

@testable import TLSHandshake

@Suite("An offer is what a client program sends alike, and all of it")
struct ClientOfferTests {
  private struct Lists {
    var version: [UInt8] = [3, 3]
    var session: [UInt8] = []
    var suites = [0x1301, 0xC02F]
    var name: [UInt8] = [0x61]
    var groups = [29, 23]
    var formats: [UInt8] = [0]
    var schemes = [0x0804, 0x0403]
    var protocolName: [UInt8] = [0x68, 0x32]
    var versions = [0x0304, 0x0303]
    var more: [[UInt8]] = []

    func offer() throws -> ClientOffer {
      let body = clientHello(
        version: version, session: session, suites: suites,
        extensions: [
          hexExtension(0, vector16([0] + vector16(name))), hexExtension(10, vector16(groups.flatMap(big16))),
          hexExtension(11, vector8(formats)), hexExtension(13, vector16(schemes.flatMap(big16))),
          hexExtension(16, vector16(vector8(protocolName))), hexExtension(43, vector8(versions.flatMap(big16))),
        ] + more)
      return ClientOffer(try #require(stream(record(22, message(1, body))).hellos.first))
    }

    func with(_ change: (inout Lists) -> Void) -> Lists {
      var lists = self
      change(&lists)
      return lists
    }
  }

  @Test("one value that differs makes another offer")
  func oneValue() throws {
    let base = Lists()
    let all = [
      base, base.with { $0.version = [3, 1] }, base.with { $0.suites[1] = 0xC030 }, base.with { $0.suites.reverse() },
      base.with { $0.suites.append(0x00FF) }, base.with { $0.groups[1] = 24 }, base.with { $0.groups.removeLast() },
      base.with { $0.formats = [1] }, base.with { $0.schemes[0] = 0x0805 }, base.with { $0.protocolName[1] = 0x33 },
      base.with { $0.versions[1] = 0x0302 }, base.with { $0.more = [hexExtension(23, [])] },
      // The same numbers, of which one stands in the next list.
      base.with { ($0.groups, $0.schemes) = ([29], [23, 0x0804, 0x0403]) },
    ]
    let offers = try all.map { try $0.offer() }
    for (place, offer) in offers.enumerated() {
      #expect(offers.firstIndex(of: offer) == place)
    }
    #expect(Set(offers).count == all.count)
  }

  @Test("a list that is absent is another than one that is empty")
  func absence() throws {
    let with = try Lists().with { $0.groups = [] }.offer()
    let without = ClientOffer(
      try #require(stream(record(22, message(1, clientHello(extensions: nil)))).hellos.first))
    #expect(with != without)
  }

  @Test("names, tickets and what is there only to be ignored make no other offer")
  func whatChanges() throws {
    let base = Lists()
    let offer = try base.offer()
    let others = [
      base.with { $0.session = [1, 2, 3] }, base.with { $0.name = [0x62, 0x63] },
      base.with { $0.suites.insert(0x2A2A, at: 0) }, base.with { $0.groups.insert(0xFAFA, at: 1) },
      base.with { $0.schemes.append(0x0A0A) }, base.with { $0.versions.insert(0x1A1A, at: 0) },
      base.with { $0.more = [hexExtension(0x3A3A, [])] },
    ]
    for other in others { #expect(try other.offer() == offer) }
  }
}
