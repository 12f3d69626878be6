import Certificates
import Diagnosis
import PacketLayers
package import SMTPSession
import SMTPTranscript

/// A host as a person names it: an address, a network (`192.0.2.0/24`), or a name with `*` for any run of characters.
public struct HostPattern: Sendable, Equatable {
  private enum Kind: Sendable, Equatable {
    case address(IPAddress)
    case network(IPAddress, bits: Int)
    case name(TextPattern)
  }

  /// As it was given.
  public let text: String
  private let kind: Kind

  /// - Throws: What is wrong with it, for a person.
  public init(_ text: String) throws(SelectionError) {
    self.text = text
    if let slash = text.firstIndex(of: "/") {
      let prefix = String(text[text.index(after: slash)...])
      guard let address = IPAddress(String(text[..<slash])) else {
        throw SelectionError("\(text) is no network: an address stands before the /, such as 192.0.2.0/24")
      }
      let most = address.isIPv6 ? 128 : 32
      guard let bits = Int(prefix), (0...most).contains(bits) else {
        throw SelectionError("\(text) is no network: behind the / stands a number from 0 to \(most)")
      }
      kind = .network(address, bits: bits)
    } else if let address = IPAddress(text) {
      kind = .address(address)
    } else if let pattern = TextPattern(text), !text.contains(" "), !text.contains(":") {
      kind = .name(pattern)
    } else {
      throw SelectionError("\(text) is no address, no network and no host name")
    }
  }

  package func matchesClient(_ session: Session) -> Bool {
    switch kind {
    case .name(let pattern): session.clientHelloName.map(pattern.matches) ?? false
    default: matches(session.client.address)
    }
  }

  /// Names of a server are those of its greeting, of its answer to EHLO, those that the client asked for, and those in its certificate.
  package func matchesServer(_ session: Session) -> Bool {
    guard case .name(let pattern) = kind else { return matches(session.server.address) }
    if session.serverHostName.map(pattern.matches) ?? false { return true }
    if session.hellos.contains(where: { $0.serverName.map(pattern.matches) ?? false }) { return true }
    guard let tls = session.tls else { return false }
    if tls.serverName.map(pattern.matches) ?? false { return true }
    return tls.examination?.own?.dnsNames.contains(where: pattern.matches) ?? false
  }

  private func matches(_ address: IPAddress) -> Bool {
    switch kind {
    case .address(let wanted): return address == wanted
    case .network(let network, let bits):
      guard address.isIPv6 == network.isIPv6 else { return false }
      if !address.isIPv6 {
        let mask: UInt64 = bits == 0 ? 0 : ~((1 << UInt64(32 - bits)) - 1)
        return address.low & mask == network.low & mask
      }
      let high: UInt64 = bits == 0 ? 0 : bits >= 64 ? .max : ~((1 << UInt64(64 - bits)) - 1)
      let low: UInt64 = bits <= 64 ? 0 : bits == 128 ? .max : ~((1 << UInt64(128 - bits)) - 1)
      return address.high & high == network.high & high && address.low & low == network.low & low
    case .name: return false
    }
  }
}

/// What is wrong with a selection, in one line.
public struct SelectionError: Error, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}
