package import PacketLayers
package import SMTPSession

/// Fills a command that the reader will paste into a shell.
///
/// Names come from the wire, so only those made of the characters of host names and addresses are put in; in the place of any
/// other the word in capitals stays, for the reader to fill in.
package enum CommandTemplate {
  package static func fill(_ template: String, for session: Session) -> String {
    let hello = session.lastClearHello
    let values: [(String, String)] = [
      ("{server}", session.server.address.description),
      ("{bracketed}", session.server.description),
      ("{port}", String(session.server.port)),
      ("{source}", session.client.address.description),
      ("{name}", safe(hello?.clientName) ?? "YOUR.HOST.NAME"),
      ("{starttls}", startsWithTLS(session) ? "" : "-starttls smtp "),
      ("{host}", safe(hello?.serverName) ?? "MX.HOST.NAME"),
    ]
    return fill(template, with: values)
  }

  /// The same for a finding about several sessions, of which `visit` is the one to repeat.
  package static func fill(_ template: String, for visit: Survey.Visit, to server: Endpoint) -> String {
    fill(
      template,
      with: [
        ("{server}", server.address.description), ("{bracketed}", server.description), ("{port}", String(server.port)),
        ("{source}", visit.client.address.description), ("{name}", "YOUR.HOST.NAME"),
        ("{host}", safe(visit.serverName) ?? "MX.HOST.NAME"),
      ])
  }

  private static func fill(_ template: String, with values: [(String, String)]) -> String {
    var result = template
    for (placeholder, value) in values {
      result = replace(placeholder, with: value, in: result)
    }
    return result
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

  private static func replace(_ placeholder: String, with value: String, in text: String) -> String {
    text.split(separator: placeholder, omittingEmptySubsequences: false).joined(separator: value)
  }
}
