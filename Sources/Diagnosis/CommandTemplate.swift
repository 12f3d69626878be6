import PacketLayers
package import SMTPSession

/// Fills a command that the reader will paste into a shell.
///
/// Names come from the wire, so only those made of the characters of host names and addresses are put in; in the place of any
/// other the word in capitals stays, for the reader to fill in.
package struct CommandTemplate: Sendable {
  /// What a template's blanks are filled in from.
  enum Blanks: Sendable {
    case session(Session)
    /// Of a finding about several sessions: the visit that is to be repeated.
    case visit(Survey.Visit, server: Endpoint)
  }

  /// The names that stand in braces.
  private enum Blank: String {
    case server, bracketed, port, source, name, host, starttls
    case longStartTLS = "--starttls"
  }

  private enum Piece {
    case text(String)
    case blank(Blank)
  }

  private var pieces: [Piece] = []

  /// What stands in braces and is no name of a blank stays as it is.
  init(_ template: String) {
    var rest = template[...]
    var text = ""
    // By bytes, not by characters: braces are ASCII.
    while let open = rest.utf8.firstIndex(of: 0x7B), let close = rest.utf8[open...].firstIndex(of: 0x7D) {
      let behind = rest.utf8.index(after: close)
      if let blank = Blank(rawValue: String(rest[rest.utf8.index(after: open)..<close])) {
        text += rest[..<open]
        if !text.isEmpty { pieces.append(.text(text)) }
        text = ""
        pieces.append(.blank(blank))
      } else {
        text += rest[..<behind]
      }
      rest = rest[behind...]
    }
    text += rest
    if !text.isEmpty { pieces.append(.text(text)) }
  }

  /// Puts values in the places of their names: what was put in is not looked at again.
  func filled(_ blanks: Blanks) -> String {
    var output = ""
    output.reserveCapacity(160)
    for piece in pieces {
      switch piece {
      case .text(let text): output += text
      case .blank(let blank): output += Self.value(blank, blanks)
      }
    }
    return output
  }

  package static func fill(_ template: String, for session: Session) -> String {
    CommandTemplate(template).filled(.session(session))
  }

  private static func value(_ blank: Blank, _ blanks: Blanks) -> String {
    switch blanks {
    case .session(let session): value(blank, session)
    case .visit(let visit, let server): value(blank, visit, server)
    }
  }

  private static func value(_ blank: Blank, _ session: Session) -> String {
    switch blank {
    case .server: session.server.address.description
    case .bracketed: session.server.description
    case .port: String(session.server.port)
    case .source: session.client.address.description
    case .name: safe(session.lastClearHello?.clientName) ?? "YOUR.HOST.NAME"
    case .starttls: startsWithTLS(session) ? "" : "-starttls smtp "
    // testssl.sh takes the long form only.
    case .longStartTLS: startsWithTLS(session) ? "" : "--starttls smtp "
    case .host: safe(session.lastClearHello?.serverName) ?? "MX.HOST.NAME"
    }
  }

  private static func value(_ blank: Blank, _ visit: Survey.Visit, _ server: Endpoint) -> String {
    switch blank {
    case .server: server.address.description
    case .bracketed: server.description
    case .port: String(server.port)
    case .source: visit.client.address.description
    case .name: "YOUR.HOST.NAME"
    case .starttls: server.port == 465 ? "" : "-starttls smtp "
    case .longStartTLS: server.port == 465 ? "" : "--starttls smtp "
    case .host: safe(visit.serverName) ?? "MX.HOST.NAME"
    }
  }

  /// Whether TLS begins with the connection there, so that a test must not ask for it first.
  private static func startsWithTLS(_ session: Session) -> Bool {
    if session.servicePort == .submissions { return true }
    return session.servicePort == .other && session.tls?.mode == .implicit
  }

  /// The name, if it can stand in a shell command as it is.
  package static func safe(_ name: String?) -> String? {
    guard let name, !name.isEmpty, name.utf8.count <= 255, !name.hasPrefix("-"), !name.hasPrefix(".") else {
      return nil
    }
    let plain = name.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
      default: false
      }
    }
    return plain ? name : nil
  }
}
