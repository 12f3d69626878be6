public struct EHLOKeyword: Sendable, Hashable {
  public let line: String
  public let name: String
  public let parameters: [String]
  public init?(line: String) {
    let words = line.split(separator: " ").map(String.init)
    guard let first = words.first else { return nil }
    self.line = line
    name = first.uppercased()
    parameters = Array(words.dropFirst())
  }
  public var isMasked: Bool { name.count >= 3 && name.dropLast().allSatisfy { $0 == "X" } }
  public var isRegistered: Bool {
    [
      "SIZE", "8BITMIME", "PIPELINING", "STARTTLS", "DSN", "AUTH", "HELP", "ETRN", "CHUNKING", "ENHANCEDSTATUSCODES",
      "SMTPUTF8",
    ].contains(name)
  }
}
