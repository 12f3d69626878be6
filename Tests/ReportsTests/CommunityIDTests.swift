import PacketLayers
import Reports
import Testing

@Suite("The Community ID is the one that other tools compute")
struct CommunityIDTests {
  @Test(
    "agrees with values computed elsewhere, in either direction",
    arguments: [
      ("128.232.110.120", 34855, "66.35.250.204", 80, "1:LQU9qZlK+B5F3KDmev6m5PMibrg="),
      (
        "fe80:0001:0203:0405:0607:0809:0A0B:0C0D", 11001, "fe80:1011:1213:1415:1617:1819:1A1B:1C1D", 11010,
        "1:G5/fqKEWe4nJn6wXSNWZymLtIEQ="
      ),
    ] as [(String, UInt16, String, UInt16, String)])
  func published(from: String, fromPort: UInt16, to: String, toPort: UInt16, expected: String) throws {
    let left = Endpoint(address: try #require(IPAddress(from)), port: fromPort)
    let right = Endpoint(address: try #require(IPAddress(to)), port: toPort)
    let id = CommunityID.of(left, right)
    #expect(id == CommunityID.of(right, left))
    #expect(id == expected)
  }
}
