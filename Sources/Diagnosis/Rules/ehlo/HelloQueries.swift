import SMTPSession
import SMTPTranscript

/// An introduction that the server refused, and what followed.
struct RefusedHello {
  var hello: Hello
  var exchange: Exchange
  var reply: Reply
  /// A later introduction that the server accepted; `nil` where there was none.
  var accepted: Hello?
}

extension Case {
  /// The first introduction in clear that the server refused; `nil` where none was, where the session had been refused
  /// before it, or where the client had spoken too early.
  func findRefusedHello() -> RefusedHello? {
    guard !(session.greeting?.isNegative ?? false), earlyCommand == nil else { return nil }
    for (index, hello) in session.hellos.enumerated() where !hello.isProtected {
      guard let reply = session.reply(to: hello) else { continue }
      // A refusal after an accepted introduction, in the middle of a session, leaves that introduction in force.
      if reply.isPositiveCompletion { return nil }
      guard reply.isNegative else { continue }
      let accepted = session.hellos[(index + 1)...].first { later in
        !later.isProtected && (session.reply(to: later)?.isPositiveCompletion ?? false)
      }
      return RefusedHello(hello: hello, exchange: session.exchanges[hello.exchange], reply: reply, accepted: accepted)
    }
    return nil
  }
}

extension Session {

  /// Whether the server took a command of mail or a login after the exchange `index`, so that a refusal there stopped
  /// nothing.
  func wentOn(after index: Int) -> Bool {
    exchanges.dropFirst(index + 1).contains { exchange in
      [.mail, .rcpt, .data, .auth].contains(exchange.command.verb)
        && exchange.reply.map { $0.isPositiveCompletion || $0.isPositiveIntermediate } ?? false
    }
  }

  /// Where a device wrote over a command: the exchange, and the letters that it left of it.
  func findMangledExchange() -> Int? {
    exchanges.firstIndex { exchange in
      exchange.command.verb == .masked || (exchange.reply?.echoesMask(of: exchange.command) ?? false)
    }
  }

  /// The last accepted EHLO or LHLO in clear whose list was captured whole.
  var wholeHello: Hello? {
    guard let hello = lastClearHello, hello.verb != .helo, hello.listIsComplete, hello.exchange < exchanges.count,
      exchanges[hello.exchange].reply?.isPositiveCompletion ?? false
    else { return nil }
    return hello
  }
}

extension Hello {
  /// Keywords that a device wrote over.
  var maskedKeywords: [EHLOKeyword] {
    hasMaskedKeywords ? keywords.filter(\.isMasked) : []
  }

  /// Whether one of the keywords that were written over may have been STARTTLS: it has the same length.
  var mayHideSTARTTLS: Bool {
    hasMaskedKeywords && !offersSTARTTLS && keywords.contains { $0.isMasked && $0.name.utf8.count == 8 }
  }
}

extension Hello {
  private static let testers = [
    "checktls", "testssl", "nagios", "icinga", "zabbix", "monitor", "monitoring", "probe", "scan", "scanner",
    "healthcheck",
  ]

  /// Whether the client goes by a name under which tests and monitors are known to call.
  var looksLikeTester: Bool {
    let name = clientName.lowercased()
    return Self.testers.contains { mark in
      // Whole labels: the letters of one may stand inside any name.
      name.utf8.split { !($0 >= 0x30 && $0 <= 0x39 || $0 >= 0x61 && $0 <= 0x7A) }.contains {
        $0.elementsEqual(mark.utf8)
      }
    } || name == "openssl.client.net"
  }
}
