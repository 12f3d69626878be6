import CaptureFiles
import Testing

@Suite("Link types")
struct LinkTypeTests {
  @Test(
    "have the registry's names",
    arguments: [
      (LinkType.null, "NULL"), (.ethernet, "ETHERNET"), (.raw, "RAW"), (.linuxCooked, "LINUX_SLL"),
      (.linuxCooked2, "LINUX_SLL2"), (.ipv4, "IPV4"), (.ipv6, "IPV6"), (.radiotap, "IEEE802_11_RADIOTAP"),
      (.nflog, "NFLOG"), (LinkType(rawValue: 147), "USER0"), (LinkType(rawValue: 162), "USER15"),
    ])
  func names(type: LinkType, name: String) {
    #expect(type.name == name)
  }

  @Test("that are unknown print as their number")
  func unknown() {
    #expect(LinkType(rawValue: 65_000).name == "65000")
    #expect("\(LinkType(rawValue: 65_000))" == "65000")
  }
}
