import PacketLayers
import SMTPSession
import SMTPTranscript

extension Session {
  /// Whether STARTTLS stood in a list that the client had read in clear.
  var offeredSTARTTLS: Bool { hellos.contains { !$0.isProtected && $0.offersSTARTTLS } }

  /// Whether the two ends are one machine: what passes between them crosses no network.
  var staysInside: Bool {
    client.address == server.address || client.address.isLoopback || server.address.isLoopback
  }

  /// The acceptance of the last request for TLS; `nil` where none was accepted.
  var acceptedTLSRequest: (index: Int, reply: Reply)? {
    for request in startTLSRequests.reversed() {
      if let reply = exchanges[request.exchange].reply, reply.isPositiveCompletion { return (request.exchange, reply) }
    }
    return nil
  }

  /// How a login ended, in words for a sentence.
  static func words(_ outcome: AuthExchange.Outcome) -> String {
    switch outcome {
    case .accepted: "the server accepted it"
    case .rejected: "the server refused it"
    case .cancelled: "the client cancelled it"
    case .noReply, .hidden: "no answer to it was seen"
    }
  }

  /// " for alice@example.com" where the mechanism shows who logs in.
  static func forUser(_ login: AuthExchange) -> String {
    guard let user = login.user, !user.isEmpty else { return "" }
    return " for \(user)"
  }
}

extension IPAddress {
  /// 127.0.0.0/8 or ::1.
  var isLoopback: Bool {
    isIPv6 ? high == 0 && low == 1 : low >> 24 == 127
  }

  /// Addresses that no router of the Internet knows (RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291).
  var isPrivate: Bool {
    if isLoopback { return true }
    if isIPv6 { return high >> 57 == 0x7E || high >> 54 == 0x3FA }
    switch low >> 24 {
    case 10: return true
    case 172: return low >> 20 == 0xAC1
    case 192: return low >> 16 == 0xC0A8
    case 169: return low >> 16 == 0xA9FE
    case 100: return low >> 22 == 0x191
    default: return false
    }
  }

  /// The IPv4 address that `text` is, written with dots; `nil` for anything else.
  init?(dotted text: Substring) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var value: UInt32 = 0
    for part in parts {
      guard part.utf8.count <= 3, let number = UInt8(part) else { return nil }
      value = value << 8 | UInt32(number)
    }
    self.init(ipv4: value)
  }
}

extension Remedy {
  static let requireTLSForLogin = Remedy(
    .server,
    "Offer AUTH under TLS only. Postfix: smtpd_tls_auth_only = yes. Exchange: BasicAuthRequireTLS on the receive connector. Exim: server_advertise_condition on $tls_in_cipher."
  )
}
