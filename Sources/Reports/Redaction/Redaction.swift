/// What is replaced in a report beyond secrets and message contents, which never stand in one.
public struct Redaction: OptionSet, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// The local parts of mail addresses, and the names of users.
  public static let addresses = Redaction(rawValue: 1 << 0)
  /// IP addresses and the names of hosts.
  public static let hosts = Redaction(rawValue: 1 << 1)

  /// As the option `--redact` calls them.
  var words: [String] {
    (contains(.addresses) ? ["addresses"] : []) + (contains(.hosts) ? ["hosts"] : [])
  }

  /// One sentence for each.
  public var sentences: [String] {
    var sentences: [String] = []
    if contains(.addresses) {
      sentences.append(
        "The local parts of mail addresses and user names were replaced; the same name has the same stand-in.")
    }
    if contains(.hosts) {
      sentences.append(
        "IP addresses and host names were replaced: addresses by addresses of 240.0.0.0/4 and 2001:db8::/32, names by names "
          + "under .invalid; the same host has the same stand-in. A command that names one needs the true name in its place."
      )
    }
    return sentences
  }
}
