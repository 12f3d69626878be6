import PacketLayers
import TestSupport
import Testing

@Suite("Addresses as text")
struct IPAddressTextTests {
  @Test(
    "are written as RFC 5952 asks, and read back",
    arguments: [
      ("192.0.2.1", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("::", "::"),
      ("::1", "::1"), ("2001:DB8::1", "2001:db8::1"), ("2001:0db8:0:0:0:0:0:0001", "2001:db8::1"),
      ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
      ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("fe80::", "fe80::"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
      ("::ffff:192.0.2.1", "::ffff:192.0.2.1"), ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
      ("1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:c000:201"), ("1::2:3:4:5:6:7", "1:0:2:3:4:5:6:7"),
    ])
  func canonical(text: String, expected: String) throws {
    let address = try #require(IPAddress(text))
    #expect(address.description == expected)
    #expect(IPAddress(address.description) == address)
  }

  @Test(
    "that are none are refused",
    arguments: [
      "", ".", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.04", "1.2.3.", "1.2.3.1000", "a.b.c.d", "+1.2.3.4", ":", ":::",
      "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:", "1::2:3:4:5:6:7:8",
      "12345::",
      "g::", "fe80::1%eth0", "1.2.3.4::", "::1.2.3", "[::1]", " ::1", "1:2:3:4:5:6:7:1.2.3.4",
    ])
  func refused(text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test("of an endpoint stand in brackets for IPv6")
  func endpoints() throws {
    #expect(Endpoint(address: try #require(IPAddress("192.0.2.1")), port: 25).description == "192.0.2.1:25")
    #expect(Endpoint(address: try #require(IPAddress("2001:db8::1")), port: 25).description == "[2001:db8::1]:25")
  }

  @Test("of random bytes survive the way to text and back, and random text never traps")
  func random() {
    for seed in UInt64(1)...50 {
      var random = SeededGenerator(seed: seed)
      let mask = random.next() & random.next() & random.next()
      let address = IPAddress(ipv6High: random.next() & mask, low: random.next() & mask)
      #expect(IPAddress(address.description) == address, "seed \(seed)")
      let alphabet = Array(":.0123abF%")
      for _ in 0..<200 {
        let text = String((0..<Int(random.next() % 24)).map { _ in alphabet[Int(random.next() % 10)] })
        if let read = IPAddress(text) { #expect(IPAddress(read.description) == read, "\(text), seed \(seed)") }
      }
    }
  }
}
