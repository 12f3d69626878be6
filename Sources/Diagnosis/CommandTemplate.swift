package import PacketLayers
package import SMTPSession

/// Fills a command that the reader will paste into a shell.
///
/// Names come from the wire, so only those made of the characters of host names and addresses are put in; in the place of any
/// other the word in capitals stays, for the reader to fill in.
package enum CommandTemplate {
  /// What a template's blanks are filled in from.
  enum Blanks: Sendable {
    case session(Session)
    /// Of a finding about several sessions: the visit that is to be repeated.
    case visit(Survey.Visit, server: Endpoint)
  }

  static func fill(_ template: String, _ blanks: Blanks) -> String {
    switch blanks {
    case .session(let session): fill(template, for: session)
    case .visit(let visit, let server): fill(template, for: visit, to: server)
    }
  }

  package static func fill(_ template: String, for session: Session) -> String {
    fill(template) { name in
      switch name {
      case "server": session.server.address.description
      case "bracketed": session.server.description
      case "port": String(session.server.port)
      case "source": session.client.address.description
      case "name": safe(session.lastClearHello?.clientName) ?? "YOUR.HOST.NAME"
      case "starttls": startsWithTLS(session) ? "" : "-starttls smtp "
      // testssl.sh takes the long form only.
      case "--starttls": startsWithTLS(session) ? "" : "--starttls smtp "
      case "host": safe(session.lastClearHello?.serverName) ?? "MX.HOST.NAME"
      default: nil
      }
    }
  }

  /// The same for a finding about several sessions, of which `visit` is the one to repeat.
  package static func fill(_ template: String, for visit: Survey.Visit, to server: Endpoint) -> String {
    fill(template) { name in
      switch name {
      case "server": server.address.description
      case "bracketed": server.description
      case "port": String(server.port)
      case "source": visit.client.address.description
      case "name": "YOUR.HOST.NAME"
      case "starttls": server.port == 465 ? "" : "-starttls smtp "
      case "--starttls": server.port == 465 ? "" : "--starttls smtp "
      case "host": safe(visit.serverName) ?? "MX.HOST.NAME"
      default: nil
      }
    }
  }

  /// Puts values in the places of their names, in one pass: what was put in is not looked at again.
  private static func fill(_ template: String, value: (Substring) -> String?) -> String {
    // By bytes, not by characters: braces are ASCII, and templates are filled for every finding that is printed.
    guard template.utf8.contains(0x7B) else { return template }
    var output = ""
    output.reserveCapacity(template.utf8.count + 32)
    var rest = template[...]
    while let open = rest.utf8.firstIndex(of: 0x7B), let close = rest.utf8[open...].firstIndex(of: 0x7D) {
      output += rest[..<open]
      output += value(rest[rest.utf8.index(after: open)..<close]) ?? String(rest[open...close])
      rest = rest[rest.utf8.index(after: close)...]
    }
    output += rest
    return output
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
