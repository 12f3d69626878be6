import Testing

@testable import Diagnosis

@Suite("Names that exist inside a network only")
struct InnerNameTests {
  @Test(
    "are known by their end, in letters of either case",
    arguments: [
      "mail.local", "MX.LAN", "a.internal", "exchange.Corp", "x.intranet", "router.home.arpa", "localhost.localdomain",
      "[10.0.0.7]",
    ])
  func inner(name: String) {
    #expect(InnerName.matches(name))
    #expect(InnerName.mayMatch("\(name) ESMTP ready"))
    #expect(InnerName.mayMatch("  \(name)"))
  }

  @Test(
    "and no others",
    arguments: [
      "mail.example", "local", "lan", "", "plan", "mx.example.net", "intra.net", "a.localdomain.example", "[192.0.2.7]",
      "arpa",
      "in-addr.arpa", "mailcorp",
    ])
  func outer(name: String) {
    #expect(!InnerName.matches(name))
  }

  @Test("what cannot be one need not be cut out of its line")
  func lines() {
    #expect(!InnerName.mayMatch(""))
    #expect(!InnerName.mayMatch("   "))
    #expect(!InnerName.mayMatch("mx.example.net ESMTP at mail.local"))
  }
}
