import Testing

@testable import Diagnosis

@Suite("Copies of a finding share what it says until one of them is changed")
struct FindingTests {
  private static func finding() throws -> Finding {
    try #require(
      Finding(
        recorded: "tls/no-shared-cipher", severity: .problem, certainty: .certain, summary: "As it was.", evidence: [],
        remedies: [Remedy(.server, "Look into its log.")], commands: ["openssl"], hasCause: true, blanks: nil))
  }

  @Test("a change of one leaves the other as it was")
  func change() throws {
    let one = try Self.finding()
    var other = one
    other.summary = "Otherwise."
    other.remedies = []
    other.nextCommands.append("swaks")
    other.evidence.append(Evidence(packets: [], meaning: "more"))
    #expect(one.summary == "As it was.")
    #expect(one.remedies.map(\.text) == ["Look into its log."])
    #expect(one.nextCommands == ["openssl"])
    #expect(one.evidence.isEmpty)
    #expect(other.summary == "Otherwise.")
    #expect(other.remedies.isEmpty)
    #expect(other.nextCommands == ["openssl", "swaks"])
    #expect(other.evidence.map(\.meaning) == ["more"])
    #expect(one.id == other.id)
  }

  @Test("what it is told otherwise by others takes the place of what stood there, and nothing else")
  func tell() throws {
    let one = try Self.finding()
    var other = one
    other.tell(Telling(meaning: "Others show it."))
    #expect(other.meaning == "Others show it.")
    #expect(other.remedies == one.remedies)
    #expect(other.unknowable == one.unknowable)
    other.tell(Telling(remedies: []))
    #expect(other.meaning == "Others show it.")
    #expect(other.remedies != one.remedies)
    #expect(one.meaning != other.meaning)
  }
}
