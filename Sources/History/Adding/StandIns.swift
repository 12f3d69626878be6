/// Knows the stand-ins that `--redact hosts` puts in the place of names and addresses: each would be met as a new peer, for what was one peer is another with
/// the next key.
enum StandIns {
  static func areIn(_ record: SessionRecord) -> Bool {
    [record.client, record.server].contains(where: isAddress)
      || [record.name, record.requestedName].contains { $0.map(isName) ?? false }
  }

  /// Of 240.0.0.0/4, which nobody has. Those of IPv6 are of a prefix that documents use as well, and cannot be told by themselves.
  private static func isAddress(_ address: String) -> Bool {
    guard !address.utf8.contains(0x3A), let first = address.split(separator: ".").first.flatMap({ Int($0) }) else {
      return false
    }
    return (240...255).contains(first)
  }

  /// `host-` with eight letters or digits, under `.invalid`, which no name is in (RFC 2606 section 2).
  private static func isName(_ name: String) -> Bool {
    let labels = name.split(separator: ".")
    guard labels.last == "invalid", let host = labels.dropLast().last else { return false }
    return host.hasPrefix("host-") && host.utf8.count == 13
  }
}
